"""What the simulated servers answer, without a socket between."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta

import pytest

from newsarchive.networks import load_networks, match_url
from newsarchive.simulation.breaking import Breakage
from newsarchive.simulation.ledger import Ledger, Service
from newsarchive.simulation.site import RETRY_AFTER, SimSite, service_of
from newsarchive.simulation.stories import text_of
from newsarchive.simulation.weather import is_struck
from newsarchive.simulation.world import BEGINNING, Scale, SimWorld

WORLD = SimWorld(Scale(3, 48, 11), 2)
LATE = WORLD.scale.end
NETWORKS = sorted({o.network for o in WORLD.outlets})


def site(*breakages: Breakage) -> SimSite:
    return SimSite(WORLD, Ledger({service_of(o): Service(2.0) for o in WORLD.outlets}), breakages)


def well_outlet(network: str):
    found = [o for o in WORLD.outlets if o.network == network and o.hostile is None and len(WORLD.stories[o.slug]) > 1]
    return max(found, key=lambda o: len(WORLD.stories[o.slug]))


def hostile_outlet(way: str):
    return next(o for o in WORLD.outlets if o.hostile and o.hostile.way == way)


def plain_story(outlet):
    return next(s for s in WORLD.stories[outlet.slug] if not s.absent and not s.edited_at)


@pytest.mark.parametrize("network", NETWORKS)
def test_an_article_is_what_its_network_takes_for_one(network):
    outlet = well_outlet(network)
    story = plain_story(outlet)
    match = match_url(load_networks()[network], story.url)
    assert match is not None
    assert match.kind == "article"
    answer = site().answer(outlet, story.path, {}, LATE)
    assert (answer.what, answer.reply.status) == ("article", 200)
    text = text_of(story, 0)
    for line in (text.title, *text.paragraphs):
        assert line.replace("&", "&amp;").replace("<", "&lt;") in answer.reply.body.decode()


@pytest.mark.parametrize("network", NETWORKS)
def test_lists_name_the_newest_and_the_ledger_knows(network):
    outlet, served = well_outlet(network), site()
    path = {"tribun": f"/index-news?date={LATE - timedelta(days=1):%Y-%-m-%-d}"}.get(network, "/")
    answer = served.answer(outlet, path, {}, LATE)
    assert (answer.what, answer.reply.status) == ("list", 200)
    listed = [key for key in served.ledger.listed if key[0] == outlet.slug]
    assert listed
    for _, number in listed:
        assert f"{number}" in answer.reply.body.decode()


def test_feeds_sitemaps_and_posts_are_there():
    outlet, served = well_outlet("wordpress"), site()
    assert b"<rss" in served.answer(outlet, "/feed/", {}, LATE).reply.body
    assert b"<urlset" in served.answer(outlet, "/wp-sitemap.xml", {}, LATE).reply.body
    posts = json.loads(served.answer(outlet, "/wp-json/wp/v2/posts?per_page=5&page=1", {}, LATE).reply.body)
    assert [p["link"] for p in posts] == [s.url for s in WORLD.listed(outlet, LATE, limit=5)]
    assert served.answer(outlet, "/tidak-ada", {}, LATE).reply.status == 404


def test_conditional_requests_are_answered_304_until_there_is_an_edit():
    outlet, story = next(
        (s.outlet, s) for of in WORLD.stories.values() for s in of if s.edited_at and s.outlet.validators == "etag"
    )
    served, before = site(), story.edited_at[0] - timedelta(seconds=1)
    etag = dict(served.answer(outlet, story.path, {}, before).reply.headers)["ETag"]
    asked = {"if-none-match": etag}
    assert served.answer(outlet, story.path, asked, before).reply.status == 304
    assert served.answer(outlet, story.path, asked, story.edited_at[0]).reply.status == 200
    assert [look.edition for look in served.ledger.looks[outlet.slug, story.number]] == [0, 0, 1]


def test_what_was_withdrawn_is_gone_in_one_of_four_ways():
    ways = defaultdict(set)
    for of in WORLD.stories.values():
        for story in of:
            if story.absent:
                answer = site().answer(story.outlet, story.path, {}, story.absent[0][0])
                ways[story.removal].add(answer.reply.status)
    assert ways.items() <= {"404": {404}, "410": {410}, "home": {302}, "text": {200}}.items()
    assert len(ways) > 1


@pytest.mark.parametrize(
    ("way", "manner", "status"),
    [
        ("silent", "silent", 200),
        ("resets", "resets", 200),
        ("drips", "drips", 200),
        ("wrong-length", "short", 200),
        ("redirect-loop", "well", 302),
        ("captcha", "well", 200),
        ("error-text", "well", 200),
    ],
)
def test_a_hostile_server_shows_no_article(way, manner, status):
    outlet, served = hostile_outlet(way), site()
    story = WORLD.stories[outlet.slug][0]
    assert is_struck(outlet, WORLD.scale, LATE)
    answer = served.answer(outlet, story.path, {}, LATE)
    assert (answer.manner, answer.reply.status) == (manner, status)
    assert [look.edition for look in served.ledger.looks[outlet.slug, story.number]] == [None]
    if way != "silent":
        assert served.answer(outlet, "/", {}, LATE).manner == "well"


def test_the_server_that_is_asked_too_often_says_when_to_come_back():
    outlet, served = hostile_outlet("too-many"), site()
    at = next(at for h in range(72) if is_struck(outlet, WORLD.scale, at := BEGINNING + timedelta(hours=h)))
    answer = served.answer(outlet, "/", {}, at)
    assert answer.reply.status == 429
    assert dict(answer.reply.headers)["Retry-After"] == "1800"
    assert served.ledger.services[service_of(outlet)].closed == (at, at + RETRY_AFTER)


def test_without_its_robots_txt_everything_of_an_outlet_is_forbidden():
    outlet, served = hostile_outlet("robots-503"), site()
    at = next(at for h in range(72) if is_struck(outlet, WORLD.scale, at := BEGINNING + timedelta(hours=h)))
    assert served.answer(outlet, "/robots.txt", {}, at).reply.status == 503
    assert outlet.slug in served.ledger.without_robots
    assert served.answer(outlet, "/robots.txt", {}, LATE).reply.status == 200
    assert outlet.slug not in served.ledger.without_robots


def test_the_trap_has_no_end():
    outlet, served = hostile_outlet("trap"), site()
    path = "/category/lorong-1/"
    for _ in range(20):
        answer = served.answer(outlet, path, {}, LATE)
        assert answer.what == "trap"
        path = f"{path.rstrip('/')}-1/"
    assert b"lorong-1" in served.answer(outlet, "/", {}, LATE).reply.body


@pytest.mark.parametrize("kind", ["template", "date", "captcha", "silence"])
def test_a_broken_outlet_is_broken_from_its_instant_on(kind):
    outlet = well_outlet("wordpress")
    story = WORLD.stories[outlet.slug][0]
    path = "/" if kind == "silence" else story.path
    since = story.published_at + timedelta(minutes=1)
    whole, broken = site(), site(Breakage(kind, outlet.slug, since))
    before = since - timedelta(seconds=1)
    assert broken.answer(outlet, path, {}, before).reply == whole.answer(outlet, path, {}, before).reply
    after = WORLD.stories[outlet.slug][-1].published_at if kind == "silence" else since
    assert broken.answer(outlet, path, {}, after).reply.body != whole.answer(outlet, path, {}, after).reply.body

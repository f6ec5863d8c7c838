"""Ways into the past: which come first, where each begins, and what is of a range."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from newsarchive.models import Discovery, Lead, Network, Outlet
from newsarchive.networks import load_networks
from spiders.backfill import CHANGED_LATER, backfill_leads, is_within, ways_back
from spiders.leads import key_parts, list_key

OUTLET = Outlet("senja", "Senja", "www.senja.test", "x")
SINCE, UNTIL = date(2024, 2, 27), date(2024, 3, 1)
DATED = Discovery("index", paths=("/indeks?date={date}", "/foto/{date}"), date_form="%d-%m-%Y", step=1)
SITEMAP = Discovery("sitemap", paths=("/sitemap.xml",))
ROBOTS = Discovery("sitemap")
REST = Discovery("rest", use="backfill")
BLOGGER = Discovery("feed", paths=("/feeds/posts/default?alt=rss",))
PAGED = Discovery("index", paths=("/terkini",), step=1, later="/{page}")
ONE_PAGE = Discovery("feed", paths=("/feed/",))
TODAYS = Discovery("index", paths=("/hari/{date}",), use="daily")


def network(*discovery: Discovery) -> Network:
    return Network("x", "X", (), discovery, ())


def test_ways_go_from_the_surest_to_page_after_page() -> None:
    every = network(ONE_PAGE, PAGED, SITEMAP, ROBOTS, TODAYS, DATED, REST, BLOGGER)
    assert ways_back(every) == (DATED, REST, BLOGGER, SITEMAP, ROBOTS, PAGED)
    assert ways_back(network(ONE_PAGE, TODAYS)) == ()


def test_lists_of_a_day_are_asked_for_each_day_the_newest_first() -> None:
    leads = backfill_leads(OUTLET, network(DATED), 0, SINCE, UNTIL)
    assert [(lead.covers_on, lead.url.removeprefix("https://www.senja.test")) for lead in leads[:3]] == [
        (date(2024, 3, 1), "/indeks?date=01-03-2024"),
        (date(2024, 3, 1), "/foto/01-03-2024"),
        (date(2024, 2, 29), "/indeks?date=29-02-2024"),
    ]
    assert len(leads) == 2 * 4
    assert len({lead.key for lead in leads}) == 8
    assert {(lead.lane, lead.kind, lead.found_on_url) for lead in leads} == {("backfill", "index", None)}
    assert [lead.priority for lead in leads] == sorted((lead.priority for lead in leads), reverse=True)


def test_lists_of_a_month_are_asked_for_once_a_month() -> None:
    months = Discovery("sitemap", paths=("/sitemap-{date}.xml",), date_form="%Y-%m")
    leads = backfill_leads(OUTLET, network(months), 0, SINCE, UNTIL)
    assert [(lead.url[-11:], lead.covers_on) for lead in leads] == [("2024-03.xml", None), ("2024-02.xml", None)]


def test_rest_is_asked_for_the_range() -> None:
    (lead,) = backfill_leads(OUTLET, network(REST), 0, SINCE, UNTIL, scheme="http")
    assert lead.url.startswith("http://www.senja.test/wp-json/wp/v2/posts?per_page=100&")
    assert lead.url.endswith("&after=2024-02-26T23:59:59&before=2024-03-02T00:00:00")
    assert lead.priority == UNTIL.toordinal() + 1


def test_bloggers_feed_is_asked_for_the_range_with_a_day_to_spare() -> None:
    (lead,) = backfill_leads(OUTLET, network(BLOGGER), 0, SINCE, UNTIL)
    assert lead.url == (
        "https://www.senja.test/feeds/posts/default?alt=rss&published-min=2024-02-26T00:00:00%2B07:00"
        "&published-max=2024-03-03T00:00:00%2B07:00&orderby=published&max-results=100"
    )


def test_sitemaps_that_only_robots_names_begin_there() -> None:
    part = replace(OUTLET, domain="www.besar.test/barat")
    (lead,) = backfill_leads(part, network(ROBOTS), 0, SINCE, UNTIL)
    assert (lead.kind, lead.url) == ("sitemap", "https://www.besar.test/robots.txt")


def test_another_range_reads_a_list_of_everything_again_and_a_day_only_once() -> None:
    wide, narrow = (SINCE, UNTIL), (UNTIL, UNTIL)
    every = network(DATED, SITEMAP)
    for step, is_same in ((0, True), (1, False)):
        first = {lead.key for lead in backfill_leads(OUTLET, every, step, *wide)}
        second = {lead.key for lead in backfill_leads(OUTLET, every, step, *narrow)}
        assert (second <= first) is is_same
        daily = {list_key(OUTLET, "sitemap", "https://www.senja.test/sitemap.xml")}
        assert not first & daily


def test_what_a_key_says_is_read_back() -> None:
    for lane in ("daily", "backfill"):
        for depth in (0, 3):
            for stamp in (None, "2024-02-27.2024-03-01", "later"):
                key = list_key(OUTLET, "sitemap", "https://a.test/s:x@y+7.xml?b=1", lane=lane, depth=depth, stamp=stamp)
                assert (key_parts(key).depth, key_parts(key).stamp) == (depth, stamp)
    assert (key_parts("senja/index:/kategori+2:x").depth, key_parts("aneh").stamp) == (0, None)


def lead(on: date | None, source: str = "sitemap", at: datetime | None = None, path: str = "/a") -> Lead:
    return Lead(
        "senja/1", f"https://senja.test{path}", "senja", "article", None, source=source, listed_on=on, listed_at=at
    )


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        (lead(None), None),
        (lead(SINCE), True),
        (lead(UNTIL), True),
        (lead(date(2024, 2, 26)), False),
        (lead(date(2024, 3, 2), source="feed"), False),
        # a sitemap that knows changes only: the article may be older than it says
        (lead(date(2024, 3, 2)), True),
        (lead(UNTIL + CHANGED_LATER), True),
        (lead(date(2024, 5, 1)), False),
        (lead(date(2024, 3, 2), at=datetime(2024, 3, 2, tzinfo=UTC)), False),
        (lead(date(2024, 3, 2), path="/2024/03/02/a"), False),
    ],
)
def test_what_is_of_the_range(known: Lead, verdict: bool | None) -> None:
    assert is_within(known, SINCE, UNTIL) is verdict


def test_every_network_whose_lists_reach_back_begins_somewhere() -> None:
    count = 0
    for slug, one in load_networks().items():
        outlet = Outlet("senja", "Senja", "senja.wening.test", slug)
        for step, way in enumerate(ways_back(one)):
            leads = backfill_leads(outlet, one, step, SINCE, UNTIL)
            assert leads, (slug, way)
            assert all(found.url.startswith("https://") and found.lane == "backfill" for found in leads)
            count += len(leads)
    assert count > 100

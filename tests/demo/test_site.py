"""What the made-up hosts answer, and how their answers look on the wire."""

import gzip
import zlib

import pytest

from newsarchive.demo.outlets import BY_HOST, BY_SLUG
from newsarchive.demo.site import Site
from newsarchive.demo.wire import html_reply
from newsarchive.demo.world import World


@pytest.fixture
def site():
    return Site(World(1, 240))


def _ask(site, story, *, shape="/{c}/read/{i}/{s}", gzipped=False):
    target = shape.format(c=story.section, i=story.native_id, s=story.editions[0].slug)
    return site.answer(story.host, target, accepts_gzip=gzipped)


def _one(site, **wanted):
    return next(s for s in site.world.stories if all(getattr(s, name) == value for name, value in wanted.items()))


def _plain(site):
    return next(s for s in site.world.stories if s.is_expected and not s.fault and not s.charset and not s.appears_on)


def test_three_shapes_lead_to_one_page(site):
    story = _plain(site)
    shapes = ("/{c}/read/{i}/{s}", "/read/{i}/{s}", "//read/{i}/whatever")
    bodies = {_ask(site, story, shape=shape).body for shape in shapes}
    assert len(bodies) == 1
    assert _ask(site, story, shape="/amp/{i}/{s}").status == 200


def test_headers_are_repeated(site):
    names = [name for name, _ in _ask(site, _plain(site)).headers]
    assert names.count("Set-Cookie") == 2
    assert names.count("Link") == 2


@pytest.mark.parametrize(
    ("fault", "statuses"),
    [("500-once", (500, 200)), ("503-once", (503, 200)), ("challenge-once", (403, 200)), ("always-500", (500, 500)),
     ("dead-link", (404, 404)), ("redirect-loop", (302, 302)), ("captcha", (200, 200))],
)  # fmt: skip
def test_faults_heal_or_do_not(site, fault, statuses):
    story = _one(site, fault=fault)
    assert tuple(_ask(site, story).status for _ in statuses) == statuses


def test_gzip_that_is_cut_heals(site):
    story = _one(site, fault="gzip-cut-once")
    broken, whole = (_ask(site, story, gzipped=True) for _ in range(2))
    with pytest.raises(EOFError):
        gzip.decompress(broken.body)
    body = gzip.decompress(whole.body) if BY_SLUG[story.outlet].gzip_level else whole.body
    assert b"</html>" in body


def test_reset_comes_with_a_length(site):
    story = _one(site, fault="reset-once")
    reply = _ask(site, story)
    assert reply.is_reset
    assert reply.framing == "length"
    assert not _ask(site, story).is_reset


def test_redirect_loop_comes_back(site):
    story = _one(site, fault="redirect-loop")
    here = f"https://{story.host}/{story.section}/read/{story.native_id}/{story.editions[0].slug}"
    there = dict(_ask(site, story).headers)["Location"]
    assert there != here
    assert dict(site.answer(story.host, there.split(story.host)[1], accepts_gzip=False).headers)["Location"] == here


def test_old_shape_moved(site):
    story = _one(site, fault="moved")
    assert _ask(site, story, shape="/read/{i}/{s}").status == 301
    assert _ask(site, story).status == 200


@pytest.mark.parametrize("how", ["404", "410", "home"])
def test_removed_stories_go(site, how):
    story = _one(site, removal=how)
    assert _ask(site, story).status == 200
    site.day = 3
    assert _ask(site, story).status == {"404": 404, "410": 410, "home": 302}[how]


def test_stories_of_later_days_are_not_there_yet(site):
    story = next(s for s in site.world.stories if s.appears_on == 2)
    assert _ask(site, story).status == 404
    site.day = 2
    assert _ask(site, story).status == 200


def test_wrong_charsets(site):
    utf8 = _ask(site, _one(site, charset="utf8-as-latin1"))
    assert dict(utf8.headers)["Content-Type"].endswith("iso-8859-1")
    utf8.body.decode("utf-8")
    assert b'charset="iso-8859-1"' in utf8.body
    old = _ask(site, _one(site, charset="cp1252-as-utf8"))
    assert dict(old.headers)["Content-Type"].endswith("UTF-8")
    assert "©" in old.body.decode("cp1252")
    with pytest.raises(UnicodeDecodeError):
        old.body.decode("utf-8")


def test_robots_hides_what_is_hidden_and_visits_are_counted(site):
    story = next(s for s in site.world.stories if s.is_hidden)
    robots = site.answer(story.host, "/robots.txt", accepts_gzip=False).body.decode()
    assert f"Disallow: /{story.section}/" in robots
    assert story.native_id.startswith("909")
    assert site.requests["forbidden"] == 0
    _ask(site, story)
    assert site.requests["forbidden"] == 1


def test_unknown_hosts_and_paths(site):
    assert site.answer("nowhere.test", "/", accepts_gzip=False).status == 404
    assert site.answer(next(iter(BY_HOST)), "/wp-login.php", accepts_gzip=False).status == 404


def test_framing():
    reply = html_reply(b"x" * 40_000)
    head, _, body = reply.on_the_wire().partition(b"\r\n\r\n")
    assert b"Content-Length: 40000" in head
    assert len(body) == 40_000
    assert reply.on_the_wire(is_head=True).endswith(b"\r\n\r\n")


@pytest.mark.parametrize("level", [1, 6, 9])
def test_compressed_bodies_come_back(site, level):
    story = _plain(site)
    outlet = BY_SLUG[story.outlet]
    reply = _ask(site, story, gzipped=True)
    if outlet.gzip_level == 0:
        assert reply.body.endswith(b"</html>\n")
        return
    assert zlib.decompress(reply.body, 31).endswith(b"</html>\n")
    assert level in range(1, 10)


def test_unchanged_articles_are_not_sent_again(site):
    story = next(
        s for s in site.world.stories
        if BY_SLUG[s.outlet].has_etags and s.is_expected and not s.fault and not s.appears_on and len(s.editions) > 1
    )  # fmt: skip
    target = f"/read/{story.native_id}/x"
    etag = dict(_ask(site, story).headers)["ETag"]
    again = site.answer(story.host, target, accepts_gzip=True, if_none_match=etag)
    assert (again.status, again.body) == (304, b"")
    assert b"Content-Length" not in again.on_the_wire()
    site.day = 3
    assert site.answer(story.host, target, accepts_gzip=True, if_none_match=etag).status == 200

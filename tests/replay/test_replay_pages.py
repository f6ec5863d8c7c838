"""Pages that were no articles, versions that cannot be read any more, bytes that are lost, and what is meant."""

from __future__ import annotations

import itertools
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from newsarchive.replay import Outcome
from newsarchive.store import Writer, open_archive

START = datetime(2025, 5, 1, tzinfo=UTC)
EMPTY = "<html><head><title>Radar</title></head><body><p>Menu</p></body></html>"


def keep(shelf, url: str, page: str, *, reason: str | None = None, kind: str | None = "article", hours: int = 0) -> int:
    """Keep a page of which nothing was made, with a failure if there is a reason."""
    with Writer(shelf.folder, clock=shelf.clock) as writer:
        writer.sync_outlets(shelf.registry.outlets)
        run_id = writer.begin_run("crawl", version="0.0.1", user_agent=None, options={})
        at = START + timedelta(hours=hours)
        snapshot_id = shelf.keep(writer, run_id, url, page, at, kind)
        if reason:
            outlet = shelf.registry.by_url(url)
            slug = outlet.slug if outlet else None
            writer.add_failure(
                url, outlet=slug, snapshot_id=snapshot_id, reason=reason, detail="", at=at, run_id=run_id
            )
    return snapshot_id


@pytest.mark.parametrize(
    ("reason", "kind"), [("not-an-article", "other"), ("blocked", "blocked"), ("not-an-article", "index"), (None, None)]
)
def test_a_page_that_was_no_article_becomes_one(shelf, reason, kind):
    url, page = shelf.page(7)
    snapshot_id = keep(shelf, url, page, reason=reason, kind=kind, hours=30)
    seen = shelf.look()
    assert (seen.articles, seen.snapshots, seen.arrivals, seen.run_id) == (0, 1, {"radar-contoh": 1}, None)
    (told,) = seen.arrival_examples
    assert (told.snapshot_id, told.key, told.title, told.is_known) == (
        snapshot_id, "radar-contoh/7", "Kabar 7 dari Desa", False,
    )  # fmt: skip
    assert shelf.rows("SELECT count(*) FROM articles") == [(0,)]
    done = shelf.apply()
    assert (done.stored_articles, done.stored_versions) == ({"new": 1}, 0)
    assert shelf.rows("SELECT first_seen_at, last_seen_at, version FROM articles") == [
        ("2025-05-02T06:00:00.000000Z", "2025-05-02T06:00:00.000000Z", 1)
    ]
    assert shelf.rows("SELECT kind FROM snapshots") == [("article",)]
    assert shelf.rows("SELECT count(*) FROM failures WHERE resolved_at IS NULL") == [(0,)]
    assert shelf.rows("SELECT run_id FROM versions") == [(done.run_id,)]
    assert not shelf.look().has_differences


def test_a_page_that_is_still_none_is_left_alone(shelf):
    keep(shelf, "https://radarcontoh.test/daerah/read/8/x", EMPTY, reason="not-an-article", kind="other")
    keep(shelf, "https://radarcontoh.test/kategori/daerah", EMPTY, kind=None)
    before = shelf.digests()
    done = shelf.apply()
    assert (done.snapshots, done.arrivals, done.run_id) == (2, {}, None)
    assert shelf.digests() == before


def test_lists_and_later_parts_are_not_looked_at_as_articles(shelf):
    _, page = shelf.page(9)
    keep(shelf, "https://radarcontoh.test/kategori/daerah", page, kind="index")
    keep(shelf, "https://radarcontoh.test/daerah/read/9/kabar/15", page, kind="part")
    keep(shelf, "https://radarcontoh.test/daerah/read/9/kabar/15", page, kind=None, hours=1)
    done = shelf.apply()
    assert (done.snapshots, done.arrivals) == (1, {})


def test_a_host_that_was_nobodys_may_be_an_outlet_now(shelf):
    url, page = shelf.page(3, host="https://radarbaru.test")
    keep(shelf, url, page, reason="unknown-outlet", kind=None)
    assert shelf.look().arrivals == {}
    row = 'radar-baru = { name = "Radar Baru", domain = "radarbaru.test", province = "ID-JT", network = "disway" }\n'
    (shelf.outlets_dir / "baru.toml").write_text(row)
    assert shelf.look().arrivals == {"radar-baru": 1}
    assert shelf.apply().stored_articles == {"new": 1}
    assert shelf.rows("SELECT key, outlet FROM articles") == [("radar-baru/3", "radar-baru")]
    assert shelf.rows("SELECT outlet FROM snapshots") == [("radar-baru",)]


def test_a_known_article_gets_the_page_as_a_version_of_its_own_time(shelf):
    url, page = shelf.page(7)
    shelf.crawl((url, page), hours=5)
    keep(shelf, url, shelf.page(7, title="Judul Pertama")[1], reason="blocked", kind="blocked", hours=2)
    (told,) = shelf.look().arrival_examples
    assert told.is_known
    assert shelf.apply().stored_articles == {"changed": 1}
    with open_archive(shelf.folder) as archive:
        titles = [v.article.title for v in archive.versions("radar-contoh/7")]
        assert archive.article("radar-contoh/7").article.title == "Kabar 7 dari Desa"
    assert titles == ["Judul Pertama", "Kabar 7 dari Desa"]


def paged(shelf, *, second: str | None) -> tuple[str, str]:
    url, _ = shelf.page(5)
    _, first = shelf.page(5, paragraphs=("Alinea satu di halaman pertama.",), pager=f"{url}/15")
    shelf.crawl()
    if second is not None:
        keep(shelf, f"{url}/15", shelf.page(5, paragraphs=(second,))[1], kind="part")
    return url, first


def test_pages_of_one_article_are_joined(shelf):
    url, first = paged(shelf, second="Alinea dua di halaman kedua.")
    keep(shelf, url, first, reason="part-missing")
    assert shelf.apply().stored_articles == {"new": 1}
    text = ("Alinea satu di halaman pertama.", "Alinea dua di halaman kedua.")
    assert shelf.article("radar-contoh/5").body == text
    assert shelf.rows("SELECT part, snapshot_id FROM version_snapshots ORDER BY part") == [(0, 2), (1, 1)]
    seen = shelf.look()
    assert (seen.pages, seen.snapshots, seen.has_differences) == (2, 0, False)


def test_an_article_whose_further_page_is_not_kept_is_a_doubt(shelf):
    """A pager that no parser saw before: the rest is not there, so the article is left as it is."""
    url, first = paged(shelf, second=None)
    shelf.crawl((url, first), spoil=lambda a: replace(a, next_page_url=None, language="en"))
    before = shelf.digests()
    done = shelf.apply()
    assert (done.doubts, done.changed_versions, done.run_id) == ({"part-missing": 1}, 0, None)
    assert "not among the kept pages" in done.doubt_examples[0].detail
    assert shelf.digests() == before


def test_what_is_no_article_any_more_is_left_and_told(shelf):
    shelf.crawl(shelf.page(1), ("https://radarcontoh.test/daerah/read/2/x", EMPTY),
                spoil=lambda a: a if a.native_id == "1" else replace(a, kind="article", body=("Isi.",)))  # fmt: skip
    before = shelf.digests()
    done = shelf.apply()
    assert (done.doubts, done.changed_versions) == ({"not-an-article": 1}, 0)
    (doubt,) = done.doubt_examples
    assert (doubt.key, doubt.number, doubt.snapshot_id) == ("radar-contoh/2", 1, 2)
    assert done.has_differences
    assert shelf.digests() == before


def test_a_page_that_would_be_another_article_is_left_and_told(shelf):
    shelf.crawl(shelf.page(1), spoil=lambda a: replace(a, native_id="900"))
    done = shelf.apply()
    assert (done.doubts, done.doubt_examples[0].detail) == ({"other-key": 1}, "it would be radar-contoh/1")
    assert shelf.rows("SELECT key FROM articles") == [("radar-contoh/900",)]


def test_a_version_without_snapshots_is_told(shelf):
    shelf.crawl(shelf.page(1))
    shelf.change("DELETE FROM version_snapshots")
    done = shelf.look()
    assert done.doubts == {"no-snapshot": 1}
    assert done.arrivals == {"radar-contoh": 1}, "its page is one that no version has"


def test_a_parser_that_fails_at_a_page_does_not_stop_the_rest(shelf, nameless, monkeypatch):
    from newsarchive.replay import rereading

    extract = rereading.extract

    def failing(pages, **how):
        if pages[0].url.endswith("/2/kabar") or pages[0].url.endswith("/9/kabar"):
            raise RecursionError("too deep")
        return extract(pages, **how)

    shelf.crawl(*(shelf.page(n) for n in range(4)), spoil=nameless)
    keep(shelf, *shelf.page(9), reason="blocked", kind="blocked")
    monkeypatch.setattr(rereading, "extract", failing)
    done = shelf.apply(examples=2)
    assert (done.stored_versions, done.doubts, done.arrivals) == (3, {"parser-error": 2}, {})
    assert [(d.key.rpartition("/")[2], d.number, d.detail) for d in done.doubt_examples] == [
        ("2", 1, "RecursionError: too deep"), ("kabar", 0, "RecursionError: too deep"),
    ]  # fmt: skip


def damage(shelf, number: int) -> None:
    """Lose the bytes of a body, as a disk does: it is in the pack no more."""
    with closing(sqlite3.connect(shelf.folder / "packs" / "2025-05.db")) as pack, pack:
        (digest,) = shelf.rows("SELECT payload_sha256 FROM snapshots WHERE id = ?", number)[0]
        assert pack.execute("UPDATE blobs SET data = zeroblob(9) WHERE sha256 = ?", (bytes.fromhex(digest),)).rowcount


def test_damaged_bytes_are_counted_and_the_rest_is_done(shelf, nameless):
    shelf.crawl(*(shelf.page(n) for n in range(4)), spoil=nameless)
    damage(shelf, 3)
    done = shelf.apply()
    assert (done.damaged, done.lost_versions, done.changed_versions, done.stored_versions) == (1, 1, 3, 3)
    (told,) = done.damage_examples
    assert (told.snapshot_id, told.outlet) == (3, "radar-contoh")
    assert shelf.rows("SELECT exit_code FROM runs WHERE command = 'replay'") == [(8,)]
    assert shelf.rows("SELECT count(*) FROM people") == [(3,)]


def test_another_sighting_stands_in_for_damaged_bytes(shelf, nameless):
    url, first = shelf.page(1)
    shelf.crawl((url, first), spoil=nameless)
    shelf.crawl((url, first + "<!-- later -->"), spoil=nameless, hours=1)
    damage(shelf, 2)
    done = shelf.apply()
    assert (done.damaged, done.lost_versions, done.stored_versions) == (1, 0, 1)
    assert shelf.article("radar-contoh/1").authors == ("Sari Wulan",)


def told_by(done: Outcome) -> dict[str, object]:
    """All of an outcome; what is said of damage names the file, which lies elsewhere."""
    told = {name: getattr(done, name) for name in Outcome.__dataclass_fields__}
    return told | {"damage_examples": [damage.snapshot_id for damage in done.damage_examples]}


def test_a_process_that_dies_is_told(shelf, monkeypatch):
    """As when the system runs out of memory: nothing hangs, and the sentence says what to do."""
    from newsarchive.replay import processes

    shelf.crawl(shelf.page(1))
    monkeypatch.setattr(processes, "_read_here", os._exit)  # of the process that is given a number to leave with
    work = itertools.repeat(3, 60)
    with pytest.raises(processes.ReadingDied, match="--jobs 1 does without"):
        list(processes.read_all(shelf.folder, shelf.outlets_dir, work, 2))


@pytest.mark.slow
@pytest.mark.parametrize("is_applied", [False, True])
def test_two_processes_find_what_one_finds(shelf, nameless, tmp_path, monkeypatch, is_applied):
    monkeypatch.setattr("newsarchive.replay.processes._WORTH", 2)
    pages = [shelf.page(n, seed=n // 2) for n in range(200)]
    other = type(shelf)(tmp_path / "lain", shelf.registry, shelf.outlets_dir)
    results = []
    for jobs, one in ((1, shelf), (2, other)):
        one.crawl(*pages, spoil=lambda a: nameless(a) if int(a.native_id) % 3 else replace(a, title="?"))
        keep(one, *shelf.page(500), reason="blocked", kind="blocked")
        damage(one, 9)
        results.append(told_by(one.apply(jobs=jobs) if is_applied else one.look(jobs=jobs)))
    assert results[0]["changed_versions"] == 199
    assert results[0] == results[1]
    assert shelf.digests()["news.db"] == other.digests()["news.db"]


def test_what_is_meant(shelf, nameless):
    """Times are those of fetching: a parser is mended for the pages of some days, whenever the news are of."""
    lereng = "https://suaralereng.test"
    shelf.crawl(*(shelf.page(n) for n in range(4)), spoil=nameless)
    shelf.crawl(*(shelf.page(n, host=lereng) for n in range(3)), spoil=nameless, hours=24)
    keep(shelf, *shelf.page(50), reason="blocked", kind="blocked", hours=48)

    def found(**asked) -> tuple[int, int]:
        done = shelf.look(**asked)
        return done.changed_versions, done.arrivals.total()

    assert found() == (7, 1)
    assert found(outlets=("suara-lereng",)) == (3, 0)
    assert found(outlets=("radar-contoh",)) == (4, 1)
    assert found(networks=("disway",)) == (7, 1)
    assert found(networks=("tribun",)) == (0, 0)
    assert found(since=date(2025, 5, 2), until=date(2025, 5, 2)) == (3, 0)
    assert found(since=START + timedelta(hours=47)) == (0, 1)
    assert found(articles=("radar-contoh/2",)) == (1, 0)
    assert found(urls=(f"{lereng}/*",)) == (3, 0)
    assert found(limit=2) == (2, 1)


def test_many_articles_are_asked_for_a_few_at_a_time(shelf, monkeypatch):
    from newsarchive.replay import workload

    monkeypatch.setattr(workload, "PIECE", 4)
    monkeypatch.setattr(workload, "_AT_ONCE", 12)
    shelf.crawl(*(shelf.page(n) for n in range(30)))
    with open_archive(shelf.folder) as archive:
        selection = shelf.order().selection
        work = list(workload.pieces(archive.connection, selection, None))
        some = list(workload.pieces(archive.connection, selection, 14))
        assert workload.amount(archive.connection, selection, None) == 30
        assert workload.amount(archive.connection, selection, 14) == 14
    assert [n for piece in work for n in piece.ids] == list(range(1, 31))
    assert max(len(piece.ids) for piece in work) == 4
    assert [n for piece in some for n in piece.ids] == list(range(1, 15))

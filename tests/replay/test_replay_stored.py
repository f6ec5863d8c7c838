"""What is read otherwise today is shown, stored when asked for, and the old reading is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from newsarchive import __version__
from newsarchive.models import Article
from newsarchive.replay import TooHarmful
from newsarchive.store import Writer, open_archive

Spoil = Callable[[Article], Article]


def test_what_is_read_as_it_is_stored_costs_no_write(shelf):
    shelf.crawl(*(shelf.page(n) for n in range(30)))
    before = shelf.digests()
    done = shelf.apply()
    assert (done.articles, done.versions, done.pages, done.changed_versions, done.run_id) == (30, 30, 30, 0, None)
    assert not done.has_differences
    assert shelf.digests() == before


def test_looking_tells_fields_and_networks_and_writes_nothing(shelf, nameless):
    shelf.crawl(*(shelf.page(n) for n in range(5)), spoil=nameless)
    shelf.crawl(shelf.page(5), hours=1)
    before = shelf.digests()
    done = shelf.look(examples=3)
    assert (done.articles, done.versions, done.changed_articles, done.changed_versions) == (6, 6, 5, 5)
    assert {name: (c.changed, c.gained, c.lost, c.networks) for name, c in done.fields.items()} == {
        "authors": (0, 5, 0, {"disway": 5})
    }
    assert {name: (c.versions, c.changed) for name, c in done.networks.items()} == {"disway": (6, 5)}
    assert [(e.key, e.version, e.field) for e in done.examples] == [
        (f"radar-contoh/{n}", 1, "authors") for n in range(3)
    ]
    assert done.examples[0].told == "{+Sari Wulan+} (0 -> 1)"
    assert done.harmed == 0
    assert shelf.digests() == before


def test_a_new_reading_replaces_the_old_one_which_is_kept(shelf):
    def misread(article: Article) -> Article:
        return replace(article, body=("Salah baca.",), content_hash=None, authors=(), warnings=("odd: lama",))

    shelf.crawl(shelf.page(1), spoil=misread)
    shelf.change("UPDATE versions SET read_by = '0.0.1'")
    bare = shelf.rows("SELECT id, number, seen_at, run_id FROM versions")
    old = shelf.rows("SELECT title, subtitle, body, content_hash, fields FROM versions")
    done = shelf.apply()
    assert (done.changed_versions, done.stored_versions, done.run_id) == (1, 1, 2)
    assert shelf.rows("SELECT command, exit_code, reason FROM runs WHERE id = 2") == [("replay", 0, "finished")]
    assert json.loads(shelf.rows("SELECT counts FROM runs WHERE id = 2")[0][0])["changed_versions"] == 1

    kept = "SELECT title, subtitle, body, content_hash, fields, version_id, read_by, run_id, changed FROM readings"
    (reading,) = shelf.rows(kept)
    assert reading[:5] == old[0]
    assert reading[5:8] == (1, "0.0.1", 2)
    assert json.loads(reading[8]) == ["body", "authors", "warnings"]

    assert shelf.rows("SELECT id, number, seen_at, run_id FROM versions") == bare
    (body, hash_of, read_by), *_ = shelf.rows("SELECT body, body_hash, read_by FROM versions")
    assert read_by == __version__
    article = shelf.article("radar-contoh/1")
    assert "\n\n".join(article.body) == body != "Salah baca."
    assert (article.authors, article.warnings) == (("Sari Wulan",), ())
    assert shelf.rows("SELECT body, content_hash FROM articles") == [(body, article.content_hash)]
    assert shelf.rows("SELECT name FROM people WHERE role = 'author'") == [("Sari Wulan",)]
    assert shelf.rows("SELECT count(*) FROM warnings") == [(0,)]
    with open_archive(shelf.folder) as archive:
        assert archive.search("salah baca") == []
        assert [hit.key for hit in archive.search(article.body[0].split(".")[0])] == ["radar-contoh/1"]
        assert list(archive.check()) == []
    shelf.crawl(shelf.page(2, seed=1), hours=1)
    assert shelf.rows("SELECT body_hash FROM versions WHERE article_id = 2") == [(hash_of,)]

    again = shelf.digests()
    assert shelf.apply().run_id is None
    assert shelf.digests() == again


def test_changes_between_versions_are_told_anew(shelf):
    """Version 2 was only the parser's: it stays, with nothing changed. Version 3 is a change of the text itself."""
    url, first = shelf.page(1)
    _, third = shelf.page(1, title="Kabar Lain dari Desa")
    shelf.crawl((url, first), spoil=lambda a: replace(a, tags=("panen",)))
    shelf.crawl((url, first), spoil=lambda a: replace(a, title="Salah Judul"), hours=1)
    shelf.crawl((url, third), spoil=lambda a: replace(a, tags=("hujan",)), hours=2)
    assert shelf.rows("SELECT number, changed FROM versions ORDER BY number") == [
        (1, "[]"), (2, '["title", "tags"]'), (3, '["title", "tags"]'),
    ]  # fmt: skip
    assert shelf.rows("SELECT count(*) FROM events WHERE kind = 'retitled'") == [(2,)]
    done = shelf.apply()
    assert (done.changed_articles, done.changed_versions, done.stored_versions) == (1, 3, 3)
    assert shelf.rows("SELECT number, changed FROM versions ORDER BY number") == [
        (1, "[]"),
        (2, "[]"),
        (3, '["title"]'),
    ]
    told = shelf.rows("SELECT detail FROM events WHERE kind = 'retitled'")
    assert told == [('"Kabar 1 dari Desa" -> "Kabar Lain dari Desa"',)]
    assert shelf.rows("SELECT version, title FROM articles") == [(3, "Kabar Lain dari Desa")]


def test_an_earlier_version_alone_leaves_what_the_article_says_now(shelf, nameless):
    url, first = shelf.page(1)
    shelf.crawl((url, first), spoil=lambda a: replace(a, language="en"))
    shelf.crawl(shelf.page(1, title="Kabar Baru dari Desa"), hours=1)
    before = shelf.rows("SELECT * FROM articles")
    assert shelf.apply().stored_versions == 1
    assert shelf.rows("SELECT * FROM articles") == before
    assert shelf.rows("SELECT version_id, changed FROM readings") == [(1, '["language"]')]


def test_the_kind_of_the_snapshot_follows(shelf):
    shelf.crawl(shelf.page(1), shelf.page(2), spoil=lambda a: replace(a, kind="photo") if a.native_id == "1" else a)
    shelf.change("UPDATE snapshots SET kind = 'photo' WHERE id = 1")
    assert shelf.apply().stored_versions == 1
    assert shelf.rows("SELECT a.kind, s.kind FROM articles a JOIN snapshots s ON s.id = a.id") == [("article",) * 2] * 2


def test_a_correction_is_told_once(shelf):
    """A form that an older parser did not know becomes an event, and none again with the next reading."""
    said = (
        "Ralat: Pada Senin (28/4/2025) berita ini diperbaiki, jumlah warga semula tertulis seratus, seharusnya sepuluh."
    )
    shelf.crawl(
        shelf.page(1, paragraphs=(*("Warga desa menanam padi di sawah baru.",) * 3, said)),
        spoil=lambda a: replace(a, corrections=()),
    )
    assert shelf.rows("SELECT count(*) FROM events") == [(0,)]
    assert shelf.apply().fields["corrections"].gained == 1
    assert shelf.rows("SELECT kind, article_id FROM events") == [("ralat", 1)]
    assert shelf.rows("SELECT kind FROM corrections") == [("ralat",)]
    shelf.change("UPDATE versions SET fields = json_set(fields, '$.corrections', json('[]'))")
    assert shelf.apply().stored_versions == 1
    assert shelf.rows("SELECT kind, article_id FROM events") == [("ralat", 1)]


def test_copies_follow_the_text(shelf):
    """A text that was misread is no copy of anything; read well, it is."""
    lereng = "https://suaralereng.test"
    shelf.crawl(shelf.page(1), shelf.page(2, host=lereng, seed=1), shelf.page(3, host=lereng, seed=9))
    assert len(shelf.rows("SELECT * FROM cluster_members")) == 2
    before = shelf.rows("SELECT id, cluster_id FROM articles ORDER BY id")

    def cut(article: Article) -> Article:
        return replace(article, body=("Menu utama dan tautan yang lain lagi di sini.",), content_hash=None)

    other = type(shelf)(shelf.folder.with_name("lain"), shelf.registry, shelf.outlets_dir)
    other.crawl(
        shelf.page(1), shelf.page(2, host=lereng, seed=1), shelf.page(3, host=lereng, seed=9),
        spoil=lambda a: cut(a) if a.native_id == "2" else a,
    )  # fmt: skip
    assert other.rows("SELECT * FROM cluster_members") == []
    assert other.apply().stored_versions == 1
    assert other.rows("SELECT id, cluster_id FROM articles ORDER BY id") == before
    for table in ("cluster_members", "bands", "sketches"):
        columns = "cluster_id, article_id, version, similarity, match" if table == "cluster_members" else "*"
        sql = f"SELECT {columns} FROM {table} ORDER BY 1, 2"
        assert other.rows(sql) == shelf.rows(sql)


def test_the_earliest_of_a_cluster_follows_its_date(shelf):
    lereng = "https://suaralereng.test"
    pages = (shelf.page(1), shelf.page(2, host=lereng, seed=1))
    late = timedelta(days=3)
    shelf.crawl(*pages, spoil=lambda a: replace(a, published_at=a.published_at + late) if a.native_id == "1" else a)
    earliest = "SELECT a.key FROM clusters c JOIN articles a ON a.id = c.earliest_article_id"
    assert shelf.rows(earliest) == [("suara-lereng/2",)]
    assert shelf.apply().stored_versions == 1
    assert shelf.rows(earliest) == [("radar-contoh/1",)]


def test_a_version_seen_again_is_read_by_its_latest_page(shelf):
    """What makes no version (related links, pager) is that of the latest page, and so is what it is compared with."""
    url, first = shelf.page(1)
    box = "<p><strong>BACA JUGA: <a href='https://radarcontoh.test/read/9/x'>Jembatan Baru Dibuka</a></strong></p>"
    second = first.replace("</p>", "</p>" + box, 1)
    assert second != first
    shelf.crawl((url, first))
    shelf.crawl((url, second), hours=1)
    assert shelf.rows("SELECT count(*) FROM versions") == [(1,)]
    assert [link.text for link in shelf.article("radar-contoh/1").related] == ["Jembatan Baru Dibuka"]
    done = shelf.look()
    assert (done.pages, done.changed_versions) == (1, 0)


def test_a_page_that_came_late_does_not_count_as_the_latest(shelf):
    url, first = shelf.page(1)
    _, other = shelf.page(1, title="Judul Sesudahnya")
    middle = first.replace("</p>", "</p><p><strong>BACA JUGA: <a href='/read/9/x'>Jembatan Baru</a></strong></p>", 1)
    shelf.crawl((url, first))
    shelf.crawl((url, other), hours=5)
    shelf.crawl((url, middle), hours=2)
    assert shelf.rows("SELECT count(*) FROM versions") == [(2,)]
    assert shelf.look().changed_versions == 0
    shelf.change("UPDATE versions SET fields = json_set(fields, '$.language', 'en') WHERE number = 1")
    assert shelf.apply().stored_versions == 1
    assert shelf.rows("SELECT fields ->> '$.language' FROM versions WHERE number = 1") == [("id",)]
    assert not shelf.look().has_differences


def test_the_layout_of_the_time_of_fetching_reads_a_page(shelf, monkeypatch):
    """`extract()` is given the time at which the page was fetched, not that of the replay."""
    from newsarchive.replay import rereading

    seen = []
    extract = rereading.extract
    monkeypatch.setattr(rereading, "extract", lambda pages, **how: seen.append(pages[0]) or extract(pages, **how))
    shelf.crawl(shelf.page(1), hours=7)
    shelf.look()
    (row,) = shelf.rows("SELECT fetched_at FROM snapshots")
    assert [page.fetched_at.isoformat()[:19] for page in seen] == [row[0][:19]]


def test_a_parser_that_breaks_many_articles_is_stopped(shelf):
    shelf.crawl(*(shelf.page(n) for n in range(18)))
    shelf.crawl(
        shelf.page(18), spoil=lambda a: replace(a, body=a.body * 3, subtitle="Lama", content_hash=None), hours=1
    )
    shelf.crawl(shelf.page(19), spoil=lambda a: replace(a, tags=("x",)), hours=2)
    done = shelf.look()
    assert (done.harmed, done.harms, done.is_broken) == (1, {"body-halved": 1}, False)
    assert shelf.apply(is_forced=False).stored_versions == 2

    shelf.crawl(shelf.page(30), shelf.page(31), hours=3, spoil=lambda a: replace(a, body=a.body * 3, content_hash=None))
    before = shelf.digests()
    with pytest.raises(TooHarmful, match=r"2 of 22 versions would be worse off \(2 body-halved.*--force") as refused:
        shelf.apply(is_forced=False)
    assert refused.value.exit_code == 8
    assert [e.told.partition(":")[0] for e in refused.value.outcome.harm_examples] == ["body-halved"] * 2
    assert shelf.digests() == before
    assert shelf.apply(is_forced=True).stored_versions == 2


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_stop_in_the_middle_leaves_whole_articles_and_goes_on(shelf, nameless, monkeypatch, jobs):
    monkeypatch.setattr("newsarchive.replay.processes._WORTH", 2)
    shelf.crawl(*(shelf.page(n) for n in range(150)), spoil=nameless)
    from newsarchive.store.readings import Readings

    replaced = Readings.replace
    calls = []

    def stopping(self, *args, **how):
        calls.append(args)
        result = replaced(self, *args, **how)
        if len(calls) == 120:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(Readings, "replace", stopping)
    with pytest.raises(KeyboardInterrupt):
        shelf.apply(jobs=jobs)
    monkeypatch.setattr(Readings, "replace", replaced)
    assert shelf.rows("SELECT exit_code, reason FROM runs WHERE command = 'replay'") == [(11, "shutdown")]
    assert shelf.rows("SELECT count(*) FROM readings") == [(119,)]
    assert shelf.rows("SELECT count(DISTINCT article_id) FROM people") == [(119,)]
    done = shelf.apply(jobs=jobs)
    assert (done.changed_versions, done.stored_versions) == (31, 31)
    assert shelf.rows("SELECT count(*), count(DISTINCT version_id) FROM readings") == [(150, 150)]
    assert not shelf.look().has_differences


def test_while_another_run_writes_only_looking_is_allowed(shelf, nameless):
    from newsarchive.errors import ArchiveLocked

    shelf.crawl(shelf.page(1), spoil=nameless)
    with Writer(shelf.folder, clock=shelf.clock):
        assert shelf.look().changed_versions == 1
        with pytest.raises(ArchiveLocked):
            shelf.apply()

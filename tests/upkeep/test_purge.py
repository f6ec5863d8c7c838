"""A takedown leaves nothing of a text in any file, keeps all else, and what was taken down does not come back."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.errors import ArchiveLocked, ConfigError, TakenDown
from newsarchive.models import (
    Article,
    Capture,
    Correction,
    DateMention,
    Dropped,
    Image,
    Lead,
    Outlet,
    RelatedLink,
)
from newsarchive.store import Archive, Writer, open_archive, removal
from newsarchive.store.exports import exports_with
from newsarchive.store.removal import Removal
from newsarchive.store.tombstones import Tombstones, read_tombstones
from newsarchive.upkeep.purge import Purged, plan_purge, purge
from newsarchive.upkeep.verify import Verification

T0 = datetime(2025, 4, 28, 6, 0, tzinfo=UTC)
SITE = "https://radarwatu.test"
TARGET = f"{SITE}/read/70001/kabar-lama"
KEY = "radar-watu/70001"
MARK = "Zulkarsana"
"""A name that stands nowhere but in what is to be taken down."""
WORDS = ("pasar", "warga", "jalan", "hujan", "bupati", "sungai", "sekolah", "petani", "kota", "desa", "panen", "guru")

pytestmark = pytest.mark.usefixtures("only_loopback")


def paragraphs(seed: object, mark: str = "") -> tuple[str, ...]:
    rng = random.Random(str(seed))
    return tuple(f"{' '.join(rng.choices(WORDS, k=30))} {mark}".strip().capitalize() + "." for _ in range(4))


def page(article: Article, note: str = "") -> bytes:
    frame = "".join(f".kelas-{n}{{top:{n * 7}px}}\n" for n in range(300))
    text = "".join(f"<p>{p}</p>" for p in article.body)
    return f"<html><style>{frame}</style><h1>{article.title}</h1>{text}<i>{note}</i></html>".encode()


def marked(**more: Any) -> Article:
    """An article that has the mark in each of its parts."""
    values: dict[str, Any] = {
        "url": TARGET,
        "outlet": "radar-watu",
        "kind": "article",
        "body": paragraphs("t", MARK),
        "title": f"Sidang {MARK} Ditunda",
        "subtitle": f"Kuasa {MARK} bicara",
        "native_id": "70001",
        "authors": (f"{MARK} Penulis",),
        "editors": (f"{MARK} Penyunting",),
        "images": (Image(f"{SITE}/a.jpg", f"{MARK} di pasar.", f"FOTO {MARK}"),),
        "related": (RelatedLink(f"Profil {MARK}", f"{SITE}/read/70003/profil", 1),),
        "dropped": (Dropped(f"BACA {MARK}", "baca-juga", 1),),
        "corrections": (Correction("ralat", f"Ralat nama {MARK}", target_url=f"{SITE}/read/70002/lain"),),
        "dates_mentioned": (DateMention(f"26 April {MARK}", date(2025, 4, 26), 1),),
        "tags": (f"kasus {MARK}",),
        "warnings": (f"odd: {MARK}",),
        "source_credit": f"{MARK} Press",
        "initials": f"({MARK})",
        "published_at": T0,
        "published_printed": f"28 April {MARK}",
    }
    return Article(**(values | more))


@dataclass
class World:
    folder: Path
    now: datetime = T0
    run: int = 0

    def clock(self) -> datetime:
        return self.now

    def writer(self) -> Writer:
        return Writer(self.folder, clock=self.clock)

    def put(self, writer: Writer, article: Article | None, url: str, body: bytes, **more: Any) -> int:
        headers = (("Content-Type", "text/html"), *more.pop("headers", ()))
        coded = (("Content-Encoding", "gzip"),) if body[:2] == b"\x1f\x8b" else ()
        status = more.pop("status", 200)
        taken = Capture(
            url, self.now, "GET", "/" + url.split("/", 3)[3], (("Host", "radarwatu.test"),), "HTTP/1.1", status, "OK",
            (*headers, *coded), body,
        )  # fmt: skip
        kind = "article" if article else more.pop("kind", "other")
        text = gzip.decompress(body) if coded else body
        number = writer.add_snapshot(taken, outlet="radar-watu", run_id=self.run, kind=kind, text=text)
        if article is not None:
            writer.add_article(article, [number], at=self.now, run_id=self.run)
        self.now += timedelta(minutes=1)
        return number

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with open_archive(self.folder) as archive:
            return archive.connection.execute(sql, values).fetchall()

    def bytes_of_files(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield path.name, path.read_bytes()

    def purge(self, *refs: str) -> Purged:
        return purge(self.folder, refs or (TARGET,), reason="permintaan", clock=self.clock)


def lead_to(number: int) -> Lead:
    title = f"Judul {MARK if number == 70001 else number}"
    url = f"{SITE}/read/{number}/kabar"
    return Lead(f"radar-watu/{number}", url, "radar-watu", "article", str(number), SITE, 0, title=title)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Thirty articles; the one to be taken down has two versions, a redirect, a 404, a second page, and a copy."""
    made = World(tmp_path / "archive")
    with made.writer() as writer:
        writer.sync_outlets([Outlet("radar-watu", "Radar Watu", "radarwatu.test", "disway")])
        made.run = writer.begin_run("crawl", version="0.1.0", user_agent=None, options={})
        writer.frontier.offer([lead_to(n) for n in range(70001, 70006)], T0)
        writer.frontier.done(KEY, at=T0, next_at=T0 + timedelta(days=1), status=200, etag=f'"{MARK}"')
        first = marked()
        made.put(writer, first, TARGET, gzip.compress(page(first), mtime=0), headers=(("X-Judul", MARK),))
        for n in range(2, 31):
            other = Article(f"{SITE}/read/{70000 + n}/kabar-{n}", "radar-watu", "article", paragraphs(n),
                            native_id=str(70000 + n), title=f"Kabar {n}", published_at=T0)  # fmt: skip
            if n == 4:
                other = replace(other, related=(RelatedLink("Sidang ditunda", TARGET, 1),))
            made.put(writer, other, other.url, gzip.compress(page(other), mtime=0))
        made.put(writer, None, f"{SITE}/lama/70001", b"", status=301, headers=(("Location", TARGET),))
        second = marked(body=(*paragraphs("t", MARK), f"Tambahan {MARK}."), title=f"Sidang {MARK} Digelar")
        made.put(writer, second, TARGET, page(second, MARK))
        made.put(writer, None, f"{TARGET}?page=2", f"<p>{MARK} bagian dua</p>".encode())
        made.put(writer, None, TARGET, b"<h1>tidak ada</h1>", status=404)
        writer.mark_gone(KEY, snapshot_id=None, at=made.now, detail=f"{MARK} hilang")
        writer.add_failure(TARGET, outlet="radar-watu", snapshot_id=None, reason="timeout", detail=MARK, at=T0,
                           run_id=made.run)  # fmt: skip
        writer.end_run(made.run, exit_code=0, counts={})
    return made


def counts(world: World) -> dict[str, int]:
    names = ("articles", "versions", "snapshots", "people", "aliases", "events", "failures", "version_snapshots")
    return {name: world.rows(f"SELECT count(*) FROM {name}")[0][0] for name in names}


def is_sound(archive: Archive) -> bool:
    """By all that `verify --full` looks at; that a takedown is not finished yet is another matter."""
    return {fault.kind for fault in Verification(archive.path, "full", jobs=1)} <= {"takedown-unfinished"}


def test_the_mark_is_there_before(world: World):
    found = [name for name, data in world.bytes_of_files() if MARK.encode() in data]
    assert "news.db" in found or "news.db-wal" in found
    assert world.rows("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", MARK.lower()) == [(1,)]


def test_nothing_of_it_is_left_in_any_file(world: World):
    bodies = [row[0] for row in world.rows("SELECT payload_sha256 FROM snapshots WHERE url LIKE ?", f"{TARGET}%")]
    done = world.purge()
    assert done.is_finished
    for name, data in world.bytes_of_files():
        assert MARK.encode() not in data, name
        assert MARK.lower().encode() not in data, name
        for digest in bodies:
            assert name == "news.db" or bytes.fromhex(digest) not in data, name
    assert world.rows("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", MARK.lower()) == [(0,)]
    with open_archive(world.folder) as archive:
        assert is_sound(archive)
        assert archive.article(KEY) is None
        for table in ("signatures", "bands", "sketches", "unsigned", "readings"):
            sql = f"SELECT count(*) FROM {table} WHERE version_id NOT IN (SELECT id FROM versions)"
            assert archive.connection.execute(sql).fetchone() == (0,), table
        assert archive.snapshots_of(TARGET) == []


def test_what_was_deleted_long_ago_goes_too(world: World):
    """SQLite leaves deleted rows in free pages, unless it was built to overwrite them (as Debian's is)."""
    with closing(sqlite3.connect(world.folder / "news.db", isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("UPDATE articles SET body = body || ? WHERE key = ?", ((f" {MARK}" * 9000), KEY))
        db.execute("UPDATE articles SET body = 'pendek' WHERE key = ?", (KEY,))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert (world.folder / "news.db").read_bytes().count(MARK.encode()) > 1000
    assert world.purge().is_finished
    for name, data in world.bytes_of_files():
        assert MARK.encode() not in data, name


def test_all_else_is_as_it_was(world: World):
    with open_archive(world.folder) as archive:
        others = [row[0] for row in archive.connection.execute("SELECT id FROM snapshots WHERE url LIKE '%kabar-_%'")]
        before = {
            number: archive.snapshot(number) for number in others if "lama" not in (archive.snapshot(number) or "").url
        }  # type: ignore[union-attr]
        articles = {record.key: record for record in archive.articles() if record.key != KEY}
    assert len(before) == 29
    world.purge()
    with open_archive(world.folder) as archive:
        assert {number: archive.snapshot(number) for number in before} == before
        assert {record.key: record for record in archive.articles()} == articles
        hits = archive.search("kabar", limit=50)
        assert len(hits) == 29


def test_the_tombstone_says_what_was_done(world: World):
    before = counts(world)
    (stone,) = world.purge().tombstones
    assert (stone.key, stone.outlet, stone.reason, stone.versions, stone.snapshots) == (
        KEY,
        "radar-watu",
        "permintaan",
        2,
        5,
    )
    assert stone.finished_at is not None
    assert len(stone.hashes) == 3
    assert {TARGET, f"{TARGET}?page=2", f"{SITE}/lama/70001"} <= set(stone.urls)
    after = counts(world)
    assert before["articles"] - after["articles"] == 1
    assert before["snapshots"] - after["snapshots"] == stone.snapshots
    assert after["failures"] == 0
    assert world.rows("SELECT count(*) FROM events WHERE kind = 'removed'") == [(0,)]


def test_a_plan_changes_nothing_and_says_the_same(world: World):
    files = {name: data for name, data in world.bytes_of_files() if name.endswith(".db")}
    with open_archive(world.folder) as archive:
        plan = plan_purge(archive, [TARGET])
    assert {name: data for name, data in world.bytes_of_files() if name.endswith(".db")} == files
    (reach,) = plan.reached
    assert (reach.key, reach.versions, len(reach.snapshot_ids)) == (KEY, 2, 5)
    assert reach.mentions == ("radar-watu/70004",)
    (done,) = world.purge().reached
    assert done == reach


@pytest.mark.parametrize(
    "ref",
    [
        TARGET,
        KEY,
        "http://radarwatu.test/read/70001/kabar-lama/",
        f"{SITE}/read/70001/judul-yang-lain",
        f"{SITE}/lama/70001",
    ],
)
def test_any_shape_of_the_url_means_the_article(world: World, ref: str):
    assert world.purge(ref).reached[0].key == KEY


ODD = (
    "http://[::",
    "https://x/\udcff",
    "\udcff",
    "http://a:99999/x",
    "https://",
    "http://\x00/",
    "http://x/" + "a/" * 5000,
)


def test_what_is_unknown_is_refused_and_nothing_is_done(world: World):
    before = counts(world)
    for ref in (f"{SITE}/read/99999/tidak-ada", "radar-watu/99999", "apa", "1", "٣", "", f"{SITE}/2025/04/kabar", *ODD):
        with pytest.raises(ConfigError, match="nothing is kept under"):
            world.purge(TARGET, ref)
    assert counts(world) == before
    assert world.rows("SELECT count(*) FROM tombstones") == [(0,)]


def test_it_does_not_come_back(world: World):
    body = gzip.compress(page(marked()), mtime=0)
    world.purge()
    with world.writer() as writer:
        lead = Lead(KEY, f"{SITE}/read/70001/judul-baru", "radar-watu", "article", "70001", SITE, 0)
        shaped = replace(lead, key="radar-watu/x", url="http://www.radarwatu.test/read/70001/kabar-lama/?utm_source=x")
        fresh = replace(lead, key="radar-watu/70099", url=f"{SITE}/read/70099/baru", native_id="70099")
        assert writer.frontier.offer([lead, shaped, fresh], world.now) == [fresh]
        assert writer.frontier.purged == 2
        assert writer.frontier.due(["radar-watu"], world.now + timedelta(days=999), limit=99, kinds=["article"])
        due = writer.frontier.due(["radar-watu"], world.now + timedelta(days=999), limit=99)
        assert KEY not in {row.key for row in due}
        writer.frontier.ask_again(KEY, world.now)
        row = writer.frontier.get(KEY)
        assert row is not None
        assert (row.state, row.due_at, row.title, row.etag) == ("purged", None, None, None)
        for url, data in ((TARGET, b"apa saja"), (f"{TARGET}?page=3", b"x"), (f"{SITE}/salinan", body)):
            with pytest.raises(TakenDown):
                world.put(writer, None, url, data)
        assert writer.tombstones.covers(f"{SITE}/read/70002/kabar-2", key="radar-watu/70002", sha256="0" * 64) is None


def test_under_an_address_that_does_not_tell_it_goes_as_soon_as_it_is_read(world: World):
    world.purge()
    again = marked(url=f"{SITE}/pendek/x9")
    with world.writer() as writer:
        number = world.put(writer, None, again.url, page(again, "iklan lain"), kind="article")
        stored = writer.add_article(again, [number], at=world.now, run_id=world.run)
        assert (stored.outcome, stored.key) == ("purged", KEY)
        assert writer.tombstones.covers(again.url) is not None
        with pytest.raises(TakenDown):
            world.put(writer, None, f"{SITE}/pendek/x10", page(again, "iklan lain"))
    assert world.rows("SELECT count(*) FROM snapshots WHERE id = ?", number) == [(0,)]
    assert world.rows("SELECT count(*) FROM articles WHERE key = ?", KEY) == [(0,)]
    assert [fault.kind for fault in Verification(world.folder, "full", jobs=1)] == ["takedown-unfinished"]
    (stone,) = world.purge().already
    assert stone.finished_at is not None
    assert list(Verification(world.folder, "full", jobs=1)) == []
    for name, data in world.bytes_of_files():
        assert MARK.encode() not in data, name
    with open_archive(world.folder) as archive:
        assert is_sound(archive)


def test_numbers_are_not_given_twice(world: World):
    (latest,) = world.rows("SELECT max(id) FROM snapshots")[0]
    world.purge()
    assert world.rows("SELECT max(id) FROM snapshots")[0][0] < latest
    with world.writer() as writer:
        assert world.put(writer, None, f"{SITE}/read/70050/x", b"baru") == latest + 1


def test_a_second_time_it_says_when_it_was_done(world: World):
    (stone,) = world.purge().tombstones
    again = world.purge()
    assert (again.reached, again.tombstones) == ((), ())
    assert [old.id for old in again.already] == [stone.id]


def test_bytes_that_another_page_came_with_stay(world: World):
    twin = Article(f"{SITE}/read/70040/kembar", "radar-watu", "article", paragraphs("kembar"), native_id="70040")
    with world.writer() as writer:
        world.put(writer, twin, twin.url, page(marked()))
        world.put(writer, None, TARGET, page(marked()))
    done = world.purge()
    assert [(other.url, other.key) for other in done.reached[0].shared] == [(twin.url, "radar-watu/70040")]
    with open_archive(world.folder) as archive:
        (row,) = archive.snapshots_of(twin.url)
        kept = archive.snapshot(row.id)
        assert kept is not None
        assert kept.body == page(marked())
        assert is_sound(archive)


def test_copies_are_named_and_stay(world: World):
    copy = Article(f"{SITE}/read/70041/salinan", "radar-watu", "article", paragraphs("t", MARK), native_id="70041",
                   title="Salinan", published_at=T0 + timedelta(days=1))  # fmt: skip
    with world.writer() as writer:
        world.put(writer, copy, copy.url, page(copy))
    assert world.purge().reached[0].copies == ("radar-watu/70041",)
    with open_archive(world.folder) as archive:
        record = archive.article("radar-watu/70041")
        assert record is not None
        assert record.cluster_id is None
        assert is_sound(archive)


def test_exports_that_hold_it_are_named(world: World):
    ids = [row[0] for row in world.rows("SELECT id FROM snapshots WHERE url = ?", TARGET)]
    with closing(sqlite3.connect(world.folder / "news.db", isolation_level=None)) as db:
        insert = "INSERT INTO exports (id, kind, file, filters, started_at, ended_at) VALUES (?, 'warc', ?, '{}', ?, ?)"
        at = "2025-05-01T00:00:00.000000Z"
        db.executemany(insert, [(1, "a.warc.gz", at, at), (2, "b.warc.gz", at, at), (3, "c.warc.gz", at, None)])
        db.executemany("INSERT INTO export_ranges VALUES (?, ?, ?)", [(1, ids[0], ids[0] + 3), (2, 2, 5), (2, 9, 12)])
        assert [export.id for export in exports_with(db, ids)] == [1]
        assert [export.id for export in exports_with(db, [9])] == [2]
        assert exports_with(db, [6]) == []
    done = world.purge()
    assert [export.file for export in done.reached[0].exports] == ["a.warc.gz"]
    assert [export.file for export in done.reached[0].unended_exports] == ["c.warc.gz"]
    assert done.tombstones[0].exports == (1,)


def test_lists_and_front_pages_are_out_of_reach(world: World):
    with world.writer() as writer:
        writer.frontier.offer([Lead("radar-watu/list", f"{SITE}/terbaru", "radar-watu", "index", None, None, 0)], T0)
        for url in (f"{SITE}/terbaru", f"{SITE}/"):
            world.put(writer, None, url, b"", status=302, headers=(("Location", TARGET),))
            world.put(writer, None, url, f"<a href='{TARGET}'>daftar</a>".encode())
        world.put(writer, marked(), TARGET, page(marked(), "lagi"))
    assert f"{SITE}/terbaru" in {row[0] for row in world.rows("SELECT url FROM aliases")}
    world.purge()
    assert world.rows("SELECT count(*) FROM snapshots WHERE url IN (?, ?)", f"{SITE}/terbaru", f"{SITE}/") == [(4,)]
    assert world.rows("SELECT state FROM frontier WHERE key = 'radar-watu/list'") == [("pending",)]
    for url in (f"{SITE}/terbaru", f"{SITE}/"):
        with pytest.raises(ConfigError):
            world.purge(url)


def test_a_page_that_is_no_article_can_be_taken_down(world: World):
    url = f"{SITE}/profil?id=9"
    with world.writer() as writer:
        world.put(writer, None, url, b"profil lama")
        world.put(writer, None, f"{SITE}/profil?id=10", b"profil lain")
    (stone,) = world.purge(url).tombstones
    assert (stone.key, stone.snapshots) == (None, 1)
    assert world.rows("SELECT count(*) FROM snapshots WHERE url LIKE '%profil%'") == [(1,)]


def test_a_sealed_pack_gets_a_new_checksum(world: World):
    world.now = datetime(2025, 6, 2, tzinfo=UTC)
    with world.writer() as writer:
        run = writer.begin_run("crawl", version="0.1.0", user_agent=None, options={})
        writer.end_run(run, exit_code=0, counts={})
    (name, sealed_at, sha256) = world.rows("SELECT name, sealed_at, sha256 FROM packs WHERE name = '2025-04'")[0]
    assert sealed_at is not None
    assert world.purge().is_finished
    assert world.rows("SELECT sealed_at FROM packs WHERE name = ?", name) == [(sealed_at,)]
    (now,) = world.rows("SELECT sha256 FROM packs WHERE name = ?", name)[0]
    assert now != sha256
    assert hashlib.sha256((world.folder / "packs" / "2025-04.db").read_bytes()).hexdigest() == now
    ((detail,),) = world.rows("SELECT detail FROM events WHERE kind = 'resealed'")
    assert sha256 in detail
    for name, data in world.bytes_of_files():
        assert MARK.encode() not in data, name


def test_files_that_were_set_aside_are_named(world: World):
    for name in ("news.db.damaged-20250501", "packs/2025-04.db.damaged-20250501", "catatan.txt"):
        (world.folder / name).write_bytes(b"x")
    assert world.purge().left_in == ("catatan.txt", "news.db.damaged-20250501", "packs/2025-04.db.damaged-20250501")


def test_refuses_while_a_crawl_runs(world: World):
    with world.writer(), pytest.raises(ArchiveLocked):
        world.purge()


class Stopped(BaseException):
    """Stands for a kill: no handler of the program catches it."""


STEPS = ("flush", "clear_packs", "clear_pack", "scrub", "end_run")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("is_after", [False, True])
def test_a_stop_anywhere_leaves_all_or_what_can_be_finished(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str, is_after: bool
):
    owner = Writer if step in ("flush", "end_run") else Removal
    real: Callable[..., Any] = getattr(owner, step)
    calls = []

    def stop(self: Any, *args: Any, **more: Any) -> Any:
        # the first flush is that of the run's own row
        calls.append(step)
        if step == "flush" and len(calls) == 1:
            return real(self, *args, **more)
        if is_after:
            real(self, *args, **more)
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, stop)
        patch.setattr(Writer, "close", kill)
        with pytest.raises(Stopped):
            world.purge()
    stones = world.rows("SELECT finished_at FROM tombstones")
    articles = world.rows("SELECT count(*) FROM articles WHERE key = ?", KEY)
    assert (stones, articles) == ([], [(1,)]) or (len(stones), articles) == (1, [(0,)])
    with open_archive(world.folder) as archive:
        assert is_sound(archive)
        covered = Tombstones(archive.connection).covers(TARGET) is not None
    assert covered == bool(stones)
    assert world.purge().is_finished
    assert purge(world.folder, (), reason="finish", clock=world.clock).is_finished
    for name, data in world.bytes_of_files():
        assert MARK.encode() not in data, name
    with open_archive(world.folder) as archive:
        assert is_sound(archive)
        (stone,) = read_tombstones(archive.connection)
        assert stone.finished_at is not None


def kill(writer: Writer) -> None:
    """As the kernel would: no flush, no tidy end, the lock gone."""
    if writer._is_closed:
        return
    writer._is_closed = True
    if writer._db.in_transaction:
        writer._db.execute("ROLLBACK")
    writer._db.close()
    for pack in writer._packs._open.values():
        if pack._connection.in_transaction:
            pack._connection.execute("ROLLBACK")
        pack._connection.close()
    writer._lock.release()


def test_a_reader_delays_the_end_but_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("newsarchive.store.removal._BUSY_MS", 50)
    with open_archive(world.folder) as archive:
        archive.connection.execute("BEGIN")
        archive.connection.execute("SELECT count(*) FROM articles").fetchone()
        done = world.purge()
        assert not done.is_finished
        assert "for reading" in (done.problem or "")
    assert json.loads(json.dumps([stone.finished_at for stone in done.tombstones])) == [None]
    assert purge(world.folder, (), reason="finish", clock=world.clock).is_finished
    for name, data in world.bytes_of_files():
        assert MARK.encode() not in data, name


def test_every_table_that_points_at_what_is_removed_is_cleared(world: World):
    """A table that is added later and points at articles, versions or snapshots must be known to a takedown."""
    source = Path(removal.__file__).read_text(encoding="utf-8")
    elsewhere = {
        "articles",
        "clusters",
        "cluster_members",
        "containments",
        "signatures",
    }  # Copies.forget() sees to these
    with open_archive(world.folder) as archive:
        tables = [row[0] for row in archive.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            goals = {row[2] for row in archive.connection.execute(f"PRAGMA foreign_key_list({table})")}
            if goals & {"articles", "versions", "snapshots"} and table not in elsewhere:
                assert table in source, table

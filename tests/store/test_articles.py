import dataclasses
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.models import (
    Article,
    Capture,
    Correction,
    DateEvidence,
    DateMention,
    Dropped,
    Image,
    Lead,
    Outlet,
    RelatedLink,
)
from newsarchive.store import Archive, Stored, Writer, open_archive

Make = Callable[..., Article]


class Shelf:
    """A writer and a reader on one archive; `put` stores an article with a snapshot of its page, a day per step."""

    def __init__(self, writer: Writer, run: int, folder: Path, capture: Callable[..., Capture], t0: datetime) -> None:
        self.writer, self.run, self.folder, self.capture, self.t0 = writer, run, folder, capture, t0

    def put(self, article: Article, day: float = 0, url: str | None = None) -> Stored:
        at = self.t0 + timedelta(days=day)
        page = self.capture(url or article.url, f"<h1>{article.url} {day}</h1>".encode(), at=at)
        snapshot_id = self.writer.add_snapshot(page, outlet=article.outlet, run_id=self.run)
        return self.writer.add_article(article, [snapshot_id], at=at, run_id=self.run)

    def read(self) -> Archive:
        self.writer.flush()
        return open_archive(self.folder)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self.read() as archive:
            return archive.connection.execute(sql, values).fetchall()


@pytest.fixture
def shelf(writer: Writer, run: int, folder: Path, capture: Callable[..., Capture], t0: datetime) -> Shelf:
    return Shelf(writer, run, folder, capture, t0)


def full(article: Make) -> Article:
    at = datetime.fromisoformat("2025-04-28T14:22:00+08:00")
    return article(
        subtitle="Kata pengantar",
        modified_at=at + timedelta(hours=1),
        published_at=at,
        published_zone="WITA",
        published_evidence=(
            DateEvidence("printed", "Senin", at, won=True), DateEvidence("url", "x", None, note="tanpa jam"),
        ),
        authors=("Sari", "Wulan"),
        editors=("Bima",),
        source_credit="Kantor Berita Lereng",
        place="WATU",
        brand="RADAR WATU",
        section="Kota",
        tags=("pasar", "harga"),
        images=(Image("https://radarwatu.test/g.jpg", "Pasar.", None), Image(None, None, "BIMA")),
        related=(RelatedLink("Jembatan", None, 0), RelatedLink("Panen", "https://radarwatu.test/read/2/p", 3)),
        dropped=(Dropped("BACA JUGA:", "baca-juga", 1),),
        corrections=(
            Correction("ralat", "Ralat: 12 warga", datetime(2025, 4, 28, 7, 0, tzinfo=UTC), date(2025, 4, 28),
                       "https://radarwatu.test/read/6/a", "Judul lama", "keliru"),
        ),
        dates_mentioned=(DateMention("26 April 1025", None, 2, "implausible-year", date(2025, 4, 26)),),
        language="id",
        is_free=True,
        is_advertorial=True,
        page_count=2,
        next_page_url="https://radarwatu.test/read/7/pasar/15",
        method="layout:disway/2024",
        warnings=("weekday-disagrees: Sabtu", "no-editor"),
        network="disway",
        contributors=("Tari",),
        photographers=("Gilang", "Ratna"),
        agency="Kantor Berita Senja",
        initials="(sri/bim)",
        republished_from="Kabar Senja",
        place_province="ID-JT",
        place_regency="33.76",
        place_candidates=("33.76", "33.28"),
        published_on=date(2025, 4, 28),
    )  # fmt: skip


def test_no_field_of_an_article_is_left_out_here(article: Make) -> None:
    """What `full` does not fill could be lost by the store without a test that says so."""
    given = full(article)
    optional = [f for f in dataclasses.fields(Article) if f.default is not dataclasses.MISSING]
    empty = {f.name for f in optional if getattr(given, f.name) == f.default}
    assert empty == {"content_hash"}  # which the store fills


def test_an_article_comes_back_as_it_was(shelf: Shelf, article: Make, t0: datetime) -> None:
    given = full(article)
    stored = shelf.put(given)
    assert (stored.key, stored.outcome, stored.version) == ("radar-watu/7", "new", 1)
    assert (stored.cluster_id, stored.duplicate_of) == (None, None)
    with shelf.read() as archive:
        record = archive.article("radar-watu/7")
        assert record is not None
        assert record.article == dataclasses.replace(given, content_hash=record.article.content_hash)
        assert record.article.published_at is not None
        assert record.article.published_at.isoformat() == "2025-04-28T14:22:00+08:00"
        assert (record.first_seen_at, record.last_seen_at, record.gone_at, record.snapshot_ids) == (t0, t0, None, (1,))
        (version,) = archive.versions("radar-watu/7")
        assert (version.number, version.article, version.changed) == (1, record.article, ())
        assert list(archive.articles()) == [record]
    assert shelf.rows("SELECT published_at, published_local FROM articles") == [
        ("2025-04-28T06:22:00.000000Z", "2025-04-28T14:22:00+08:00")
    ]
    assert shelf.rows("SELECT role, name FROM people ORDER BY role, position") == [
        ("author", "Sari"), ("author", "Wulan"), ("contributor", "Tari"), ("editor", "Bima"),
        ("photographer", "Gilang"), ("photographer", "Ratna"),
    ]  # fmt: skip
    assert shelf.rows(
        "SELECT network, agency, initials, republished_from, place_province, place_regency, place_candidates"
        " FROM articles"
    ) == [("disway", "Kantor Berita Senja", "(sri/bim)", "Kabar Senja", "ID-JT", "33.76", '["33.76", "33.28"]')]
    assert shelf.rows("SELECT code, detail FROM warnings ORDER BY position") == [
        ("weekday-disagrees", "Sabtu"), ("no-editor", None),
    ]  # fmt: skip
    assert shelf.rows("SELECT mentioned_on, repair_on, warning FROM dates_mentioned") == [
        (None, "2025-04-26", "implausible-year")
    ]
    assert shelf.rows("SELECT at, is_winner, note FROM evidence ORDER BY position") == [
        ("2025-04-28T06:22:00.000000Z", 1, None), (None, 0, "tanpa jam"),
    ]  # fmt: skip
    counts = shelf.rows(
        "SELECT (SELECT count(*) FROM tags), (SELECT count(*) FROM images), (SELECT count(*) FROM related_links),"
        " (SELECT count(*) FROM dropped)"
    )
    assert counts == [(2, 2, 2, 1)]
    (local,) = shelf.rows("SELECT outlet_name, province_name, authors FROM articles_local")
    assert local == ("Radar Watu", "Jawa Tengah", "Sari, Wulan")


def test_a_place_whose_code_is_in_no_data_file_is_kept_under_its_code(shelf: Shelf, article: Make) -> None:
    shelf.put(article(place="WATU", place_province="ID-XX", place_regency="99.01"))
    assert shelf.rows("SELECT place, place_province_name, place_regency_name FROM articles_local") == [
        ("WATU", "ID-XX", "99.01")
    ]
    assert shelf.rows("PRAGMA foreign_key_check") == []


def test_an_article_of_little(shelf: Shelf) -> None:
    url = "https://radarwatu.test/tanpa-nomor"
    stored = shelf.put(Article(url, "radar-watu", "article", ()))
    assert len(stored.key) == len("radar-watu/") + 16
    with shelf.read() as archive:
        record = archive.article(url)
        assert record is not None
        assert record.key == stored.key
        assert record.article.body == ()
    with pytest.raises(ValueError, match="without outlet"):
        shelf.put(Article(url, None, "article", ()))


def test_seen_again_is_no_version(shelf: Shelf, article: Make, t0: datetime) -> None:
    shelf.put(full(article))
    for day in (1, 2):
        assert shelf.put(full(article), day).outcome == "unchanged"
    with shelf.read() as archive:
        record = archive.article("radar-watu/7")
        assert record is not None
        assert (record.version, record.first_seen_at, record.last_seen_at) == (1, t0, t0 + timedelta(days=2))
        assert record.snapshot_ids == (1, 2, 3)
        assert len(archive.snapshots_of("radar-watu/7")) == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Judul Lain"),
        ("title", "Pasar x Ramai!"),
        ("subtitle", "baru"),
        ("body", ("Isi yang baru.",)),
        ("published_at", datetime.fromisoformat("2025-04-28T13:23:00+07:00")),
        ("published_at", None),
        ("authors", ()),
        ("editors", ("Bima",)),
        ("tags", ("baru",)),
        ("source_credit", "Kantor Lain"),
        ("images", (Image("https://radarwatu.test/g.jpg", "Keterangan lain.", "SARI"),)),
        ("is_advertorial", True),
    ],
)
def test_a_change_that_matters_is_a_version_and_the_old_one_stays(
    shelf: Shelf, article: Make, field: str, value: object
) -> None:
    shelf.put(article())
    stored = shelf.put(article(**{field: value}), 1)
    assert (stored.outcome, stored.version, stored.article_id) == ("changed", 2, 1)
    assert shelf.put(article(**{field: value}), 2).outcome == "unchanged"
    with shelf.read() as archive:
        first, second = archive.versions("radar-watu/7")
        assert getattr(first.article, field) == getattr(article(), field)
        assert getattr(second.article, field) == value
        assert second.changed == (field,)
        assert (first.snapshot_ids, second.snapshot_ids) == ((1,), (2, 3))
        record = archive.article(1)
        assert record is not None
        assert record.article == second.article
    assert shelf.rows("SELECT key, number FROM edits") == [("radar-watu/7", 2)]
    assert shelf.rows("SELECT count(*) FROM tags") == [(1 if field == "tags" else 0,)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("related", ()),
        ("published_at", datetime.fromisoformat("2025-04-28T14:22:00+08:00")),
        ("section", "Ekonomi"),
        ("dropped", (Dropped("Iklan", "ad", 0),)),
        ("modified_at", datetime.fromisoformat("2025-05-01T00:00:00+07:00")),
        ("warnings", ("x: y",)),
        ("method", "fallback:generic"),
    ],
)
def test_a_change_that_does_not_matter_is_brought_up_to_date_only(
    shelf: Shelf, article: Make, field: str, value: object
) -> None:
    shelf.put(article())
    assert shelf.put(article(**{field: value}), 1).outcome == "unchanged"
    with shelf.read() as archive:
        (version,) = archive.versions("radar-watu/7")
        assert getattr(version.article, field) == value
    assert len(shelf.rows("SELECT * FROM dropped")) == (1 if field == "dropped" else 0)


def test_a_text_that_goes_back_is_a_third_version(shelf: Shelf, article: Make) -> None:
    outcomes = [shelf.put(article(title=title), day).version for day, title in enumerate(("A", "B", "A"))]
    assert outcomes == [1, 2, 3]


def test_an_old_page_that_comes_late_does_not_become_the_present_text(
    shelf: Shelf, article: Make, t0: datetime
) -> None:
    shelf.put(article(title="Baru"), 10)
    assert shelf.put(article(title="Lama"), 1).outcome == "changed"
    assert shelf.put(article(title="Lama"), 2).outcome == "unchanged"
    assert shelf.put(article(title="Baru"), 12).outcome == "unchanged"
    with shelf.read() as archive:
        record = archive.article("radar-watu/7")
        assert record is not None
        assert record.article.title == "Baru"
        assert (record.first_seen_at, record.last_seen_at) == (t0 + timedelta(days=1), t0 + timedelta(days=12))
        assert [version.article.title for version in archive.versions("radar-watu/7")] == ["Lama", "Baru"]


def test_every_url_leads_to_the_article(shelf: Shelf, article: Make, capture: Callable[..., Capture], run: int) -> None:
    moved = capture("https://radarwatu.test/lama/7", b"", status=301, headers=(("Location", "/read/7/pasar"),))
    shelf.writer.add_snapshot(moved, outlet="radar-watu", run_id=run)
    shelf.put(article(), url="https://radarwatu.test/kota/read/7/pasar")
    shapes = [
        "radar-watu/7", "1", 1, "https://radarwatu.test/read/7/pasar", "http://radarwatu.test//read/7/pasar/",
        "https://radarwatu.test/kota/read/7/pasar?utm=x#komentar", "https://radarwatu.test/lama/7",
        "https://radarwatu.test/amp/7/tak-pernah-dilihat",
    ]  # fmt: skip
    with shelf.read() as archive:
        for shape in shapes:
            record = archive.article(shape)
            assert record is not None, shape
            assert record.key == "radar-watu/7"
        for wrong in (
            "radar-watu/8",
            99,
            "9" * 40,
            "https://radarwatu.test/read/8/x",
            "https://lain.test/read/7/x",
            "http://[",
            "",
        ):
            assert archive.article(wrong) is None
            assert archive.versions(wrong) == []
        assert record.aliases == (
            "https://radarwatu.test/kota/read/7/pasar", "https://radarwatu.test/lama/7", "https://radarwatu.test/read/7/pasar",
        )  # fmt: skip


def test_copies_are_grouped_at_once_with_the_earliest_first(shelf: Shelf, article: Make) -> None:
    early = datetime.fromisoformat("2025-04-28T13:00:00+08:00")
    assert shelf.put(article("7")).cluster_id is None
    other = article("9", outlet="kabar-lereng", title="Judul Lain", published_at=early, source_credit="Radar Watu")
    second = shelf.put(dataclasses.replace(other, body=tuple(text.upper() for text in other.body)))
    third = shelf.put(article("8", published_at=None))
    assert second.duplicate_of == "radar-watu/7"
    assert third.duplicate_of == "kabar-lereng/9"
    assert second.cluster_id == third.cluster_id is not None
    assert shelf.put(article("5", seed="lain")).cluster_id is None
    again = shelf.put(article("7"), 3)
    assert (again.outcome, again.cluster_id, again.duplicate_of) == ("unchanged", third.cluster_id, "kabar-lereng/9")
    with shelf.read() as archive:
        cluster = archive.cluster(third.cluster_id)
        assert cluster is not None
        assert [member.key for member in cluster.members] == ["kabar-lereng/9", "radar-watu/7", "radar-watu/8"]
        assert cluster.members[0].credit == "Radar Watu"
        assert archive.cluster("text-0") is None
        assert (archive.status().clusters, archive.status().duplicates) == (1, 3)
    assert shelf.rows("SELECT key, size, is_earliest FROM duplicates ORDER BY published_at IS NULL, published_at") == [
        ("kabar-lereng/9", 3, 1), ("radar-watu/7", 3, 0), ("radar-watu/8", 3, 0),
    ]  # fmt: skip


def test_a_copy_of_an_earlier_version_is_still_a_copy(shelf: Shelf, article: Make) -> None:
    shelf.put(article("7"))
    shelf.put(article("7", seed="ditulis ulang"), 1)
    copy = shelf.put(article("9", outlet="kabar-lereng"), 2)
    assert copy.duplicate_of == "radar-watu/7"
    assert shelf.put(article("7", seed="ditulis lagi"), 3).cluster_id == copy.cluster_id
    assert shelf.rows("SELECT a.key, m.version FROM cluster_members m JOIN articles a ON a.id = m.article_id") == [
        ("radar-watu/7", 1), ("kabar-lereng/9", 1),
    ]  # fmt: skip


def test_short_and_empty_texts_are_not_copies(shelf: Shelf, article: Make) -> None:
    for body in ((), ("Foto: Sari.",)):
        for number in ("1", "2"):
            assert shelf.put(article(number, body=body)).cluster_id is None


def test_the_address_tells_of_which_article_a_link_was(shelf: Shelf, article: Make, t0: datetime) -> None:
    """A link without the article's number has a key of its own: what becomes of it becomes of the article."""
    shelf.put(article())
    seen = shelf.rows("SELECT url FROM aliases")[0][0]
    shelf.writer.frontier.offer([Lead("radar-watu/0123456789abcdef", seen, "radar-watu", "article", None)], t0)
    shelf.writer.article_seen("radar-watu/0123456789abcdef", t0 + timedelta(days=3))
    with shelf.read() as archive:
        record = archive.article("radar-watu/7")
        assert record is not None
        assert record.last_seen_at == t0 + timedelta(days=3)
        assert record.gone_at is None
    for _ in range(2):
        shelf.writer.mark_gone(
            "radar-watu/0123456789abcdef", snapshot_id=1, at=t0 + timedelta(days=4), detail="status 410"
        )
    with shelf.read() as archive:
        assert [event.kind for event in archive.events("radar-watu/7")].count("removed") == 1
        record = archive.article("radar-watu/7")
        assert record is not None
        assert record.gone_at == t0 + timedelta(days=4)


def test_gone_and_back_are_events_once(shelf: Shelf, article: Make, t0: datetime) -> None:
    shelf.put(article())
    for day in (1, 2):
        shelf.writer.mark_gone("radar-watu/7", snapshot_id=1, at=t0 + timedelta(days=day), detail="status 410")
    shelf.writer.mark_gone("radar-watu/404", snapshot_id=None, at=t0, detail="status 404")
    with shelf.read() as archive:
        record = archive.article("radar-watu/7")
        assert record is not None
        assert record.gone_at == t0 + timedelta(days=1)
        assert archive.status().gone == 1
    assert shelf.put(article(), 3).outcome == "unchanged"
    shelf.writer.mark_gone("radar-watu/7", snapshot_id=None, at=t0 + timedelta(days=4), detail="status 404")
    shelf.writer.article_seen("radar-watu/7", t0 + timedelta(days=5))
    shelf.writer.article_seen("radar-watu/404", t0)
    with shelf.read() as archive:
        events = archive.events("radar-watu/7")
        assert [(event.kind, event.detail, event.snapshot_id) for event in events] == [
            ("removed", "status 410", 1), ("restored", None, 2), ("removed", "status 404", None),
            ("restored", None, None),
        ]  # fmt: skip
        assert archive.events() == events
        assert archive.events("radar-watu/404") == []
        record = archive.article("radar-watu/7")
        assert record is not None
        assert (record.gone_at, record.last_seen_at) == (None, t0 + timedelta(days=5))


def test_a_failure_is_resolved_by_a_later_success(shelf: Shelf, article: Make, t0: datetime) -> None:
    for url in (article().url, "https://radarwatu.test/read/8/lain"):
        shelf.writer.add_failure(
            url, outlet="radar-watu", snapshot_id=None, reason="timeout", detail="30 s", at=t0, run_id=shelf.run
        )
    shelf.put(article(), 1)
    with shelf.read() as archive:
        (failure,) = archive.failures()
        assert failure.url.endswith("/8/lain")
        (resolved,) = archive.failures(is_open=False)
        assert resolved.resolved_at == t0 + timedelta(days=1)
        assert len(archive.failures(is_open=None)) == 2
        assert archive.failures(reason="blocked") == archive.failures(outlet="kabar-lereng") == []
        assert archive.status().failures == {"timeout": 1}


def test_half_a_surrogate_pair_is_mended_and_said(shelf: Shelf, article: Make) -> None:
    shelf.put(article(title="Pasar \ud83d", tags=("a\udc00",)))
    with shelf.read() as archive:
        record = archive.article("radar-watu/7")
        assert record is not None
        assert (record.article.title, record.article.tags) == ("Pasar ?", ("a?",))
        assert record.article.warnings == ("unpaired-surrogate: replaced by a question mark",)


def test_what_a_run_did_is_counted_for_each_outlet(shelf: Shelf, article: Make, t0: datetime, run: int) -> None:
    shelf.put(article())
    shelf.put(article(title="Lain"), 1)
    shelf.put(article(title="Lain"), 2)
    shelf.put(article("9", outlet="kabar-lereng"))
    shelf.writer.add_failure("x", outlet=None, snapshot_id=None, reason="dns", detail="", at=t0, run_id=run)
    shelf.writer.end_run(run, exit_code=0, counts={"new": 2})
    columns = "run_id, outlet, snapshots, articles_new, articles_changed, articles_unchanged, articles_gone, failures"
    assert shelf.rows(f"SELECT {columns} FROM run_outlets ORDER BY outlet") == [
        (run, "kabar-lereng", 1, 1, 0, 0, 0, 0), (run, "radar-watu", 3, 1, 1, 1, 0, 0),
    ]  # fmt: skip
    counts = [json.loads(row[0]) for row in shelf.rows("SELECT counts FROM run_outlets ORDER BY outlet")]
    assert [c["status:200"] for c in counts] == [1, 3]
    assert all(c["bytes"] > 0 for c in counts)
    with shelf.read() as archive:
        (last,) = archive.runs()
        assert (last.command, last.exit_code, last.counts, last.ended_at) == ("crawl", 0, {"new": 2}, t0)
        assert [one.outlet for one in archive.status().outlets] == ["kabar-lereng", "radar-watu"]


def test_the_full_text_index_stays_in_step(shelf: Shelf, article: Make) -> None:
    for number in range(12):
        shelf.put(article(str(number), seed=str(number)))
        shelf.put(article(str(number), seed=f"{number} b"), 1)
        if number % 3:
            shelf.put(article(str(number), seed=f"{number} b", section="lain"), 2)
    shelf.writer.close()
    with closing(sqlite3.connect(shelf.folder / "news.db")) as connection, connection:
        connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        assert connection.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'pasar'").fetchone() == (
            12,
        )
    connection.close()


def test_outlets_are_brought_up_to_date_and_never_removed(shelf: Shelf, article: Make) -> None:
    shelf.put(article())
    shelf.writer.sync_outlets([Outlet("kabar-lereng", "Lereng Baru", "baru.test", "disway", "ID-XX", status="gone")])
    assert shelf.rows("SELECT slug, name, domain, province, status FROM outlets ORDER BY slug") == [
        ("kabar-lereng", "Lereng Baru", "baru.test", "ID-XX", "gone"),
        ("radar-watu", "Radar Watu", "radarwatu.test", "ID-JT", "active"),
    ]
    assert shelf.rows("SELECT count(*) FROM provinces") == [(39,)]

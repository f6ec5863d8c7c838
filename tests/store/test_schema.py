import gzip
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from newsarchive.errors import NotAnArchive
from newsarchive.models import Article, Outlet
from newsarchive.store import Writer, open_archive
from newsarchive.store.connection import APPLICATION_ID, SCHEMA_VERSION, connect_writing
from newsarchive.store.descriptions import COLUMNS, TABLES
from newsarchive.store.migrations import STEPS, migrate
from newsarchive.store.regions import store_regions


@pytest.fixture
def index(writer: Writer, folder: Path) -> Iterator[sqlite3.Connection]:
    writer.flush()
    connection = sqlite3.connect(folder / "news.db")
    yield connection
    connection.close()


def names(index: sqlite3.Connection, kind: str) -> set[str]:
    rows = index.execute("SELECT name FROM sqlite_schema WHERE type = ?", (kind,))
    return {name for (name,) in rows if not name.startswith(("sqlite_", "articles_fts"))}


def test_every_table_view_and_column_is_described_and_no_other(index: sqlite3.Connection) -> None:
    present = names(index, "table") | names(index, "view")
    assert present == set(TABLES) == set(COLUMNS)
    for name in present:
        columns = [row[1] for row in index.execute(f"PRAGMA table_info({name})")]
        assert columns == list(COLUMNS[name]), name
    stored = {(row[0], row[1]): row[2] for row in index.execute("SELECT * FROM descriptions")}
    assert len(stored) == len(TABLES) + sum(map(len, COLUMNS.values()))
    assert stored["articles", "body"] == COLUMNS["articles"]["body"]
    assert all(text.strip() for text in stored.values())


def test_every_reference_is_a_foreign_key_to_a_column_that_exists(index: sqlite3.Connection) -> None:
    keys = {
        (table, row[3]): (row[2], row[4])
        for table in names(index, "table")
        for row in index.execute(f"PRAGMA foreign_key_list({table})")
    }
    targets = {
        "outlet": ("outlets", "slug"), "run_id": ("runs", "id"), "article_id": ("articles", "id"),
        "snapshot_id": ("snapshots", "id"), "version_id": ("versions", "id"), "cluster_id": ("clusters", "id"),
        "pack": ("packs", "name"), "province": ("provinces", "code"), "earliest_article_id": ("articles", "id"),
        "place_province": ("provinces", "code"), "place_regency": ("regencies", "code"),
    }  # fmt: skip
    # Without an index by version_id, which would double them, each version deleted would have them read in full.
    for table in names(index, "table") - {"bands", "sketches"}:
        for column in COLUMNS[table]:
            if column in targets:
                assert keys.get((table, column)) == targets[column], f"{table}.{column}"
    assert index.execute("PRAGMA foreign_key_check").fetchall() == []


def test_columns_have_standard_types_only(index: sqlite3.Connection) -> None:
    found = {row[2] for name in names(index, "table") for row in index.execute(f"PRAGMA table_info({name})")}
    assert found <= {"TEXT", "INTEGER", "REAL", "BLOB"}


def test_views_can_be_read(index: sqlite3.Connection) -> None:
    assert names(index, "view") == {"articles_local", "bylines", "duplicates", "edits", "open_failures"}
    for name in names(index, "view"):
        assert index.execute(f"SELECT * FROM {name}").fetchall() == []


def test_datasette_can_tell_which_table_the_full_text_index_is_of(index: sqlite3.Connection) -> None:
    assert Database(index)["articles"].detect_fts() == "articles_fts"
    (sql,) = index.execute("SELECT sql FROM sqlite_schema WHERE name = 'articles_fts'").fetchone()
    assert 'content="articles"' in sql
    assert "unicode61 remove_diacritics 2" in sql


def test_migrations_run_once_and_are_recorded_with_the_clock_given(folder: Path, t0: datetime) -> None:
    folder.mkdir()
    connection = connect_writing(folder / "news.db")
    migrate(connection, t0)
    migrate(connection, datetime.fromisoformat("2030-01-01T00:00:00+00:00"))
    rows = connection.execute("SELECT name, applied_at FROM migrations").fetchall()
    assert rows == [
        ("0001_first_schema", "2025-04-28T06:22:00.000000Z"),
        ("0002_networks_people_and_places", "2025-04-28T06:22:00.000000Z"),
        ("0003_running_for_years", "2025-04-28T06:22:00.000000Z"),
        ("0004_keeping_every_byte", "2025-04-28T06:22:00.000000Z"),
    ]
    assert len(STEPS.applied(Database(connection))) == SCHEMA_VERSION
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    connection.close()


def test_an_archive_of_the_first_schema_learns_its_networks(folder: Path, t0: datetime) -> None:
    folder.mkdir()
    with closing(connect_writing(folder / "news.db")) as connection:
        STEPS.apply(Database(connection), stop_before="0002_networks_people_and_places")
        connection.execute("INSERT INTO outlets (slug, name, domain, network, status) VALUES ('a', 'A', 'a', 'b', 'c')")
        for number, method in enumerate(("layout:disway/codeigniter", "fallback:trafilatura", None)):
            connection.execute(
                "INSERT INTO articles (key, outlet, url, kind, body, content_hash, version, first_seen_at,"
                " last_seen_at, method) VALUES (?, 'a', '', 'article', '', '', 1, '', '', ?)",
                (f"a/{number}", method),
            )
        migrate(connection, t0)
        assert connection.execute("SELECT network FROM articles ORDER BY key").fetchall() == [
            ("disway",),
            (None,),
            (None,),
        ]
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_an_archive_made_by_version_0_1_opens_is_upgraded_and_reads_as_before(
    folder: Path, t0: datetime, article: Callable[..., Article], outlets: list[Outlet]
) -> None:
    folder.mkdir()
    (folder / "packs").mkdir()
    # made by newsarchive 0.1.0: one article in two versions
    (folder / "news.db").write_bytes(gzip.decompress((Path(__file__).parent / "schema-1.db.gz").read_bytes()))
    with pytest.raises(NotAnArchive, match="its schema is 1"):
        open_archive(folder)
    with Writer(folder, clock=lambda: t0) as writer:
        writer.sync_outlets(outlets)
        run = writer.begin_run("crawl", version="0.2.0", user_agent=None, options={})
        writer.add_article(article("8", contributors=("Rudi",), place_regency="33.76"), [], at=t0, run_id=run)
    with open_archive(folder) as archive:
        record = archive.article("radar-watu/7")
        assert record is not None
        assert (record.version, len(record.article.body), record.article.title) == (2, 3, "Pasar Watu Ramai")
        assert (record.article.authors, record.article.editors) == (("Sari Wulan",), ("Bima Lereng",))
        assert (record.article.contributors, record.article.place_candidates) == ((), ())
        assert record.article.published_evidence[0].name is None
        assert [len(v.article.body) for v in archive.versions("radar-watu/7")] == [2, 3]
        rows = archive.connection.execute("SELECT key, authors, contributors FROM bylines ORDER BY id").fetchall()
        assert rows == [("radar-watu/7", "Sari Wulan", None), ("radar-watu/8", "Sari Wulan", "Rudi")]
        rows = archive.connection.execute("SELECT place, place_regency_name FROM articles_local ORDER BY id").fetchall()
        assert rows == [("TEGAL", None), (None, "Kota Tegal")]
        assert archive.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert archive.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_regions_are_there_before_any_outlet_and_written_only_when_they_differ(folder: Path, t0: datetime) -> None:
    Writer(folder, clock=lambda: t0).close()
    with closing(sqlite3.connect(folder / "news.db", isolation_level=None)) as connection:
        assert connection.execute("SELECT (SELECT count(*) FROM provinces), count(*) FROM regencies").fetchone() == (
            38,
            514,
        )
        (joined,) = connection.execute(
            "SELECT count(*) FROM regencies r JOIN provinces p ON p.code = r.province"
        ).fetchone()
        assert joined == 514
        store_regions(connection)
        assert connection.total_changes == 0
        connection.execute("UPDATE regencies SET name = 'old' WHERE code = '33.76'")
        connection.execute("INSERT INTO regencies VALUES ('33.99', 'Gone', 'ID-JT')")
    Writer(folder, clock=lambda: t0).close()
    with closing(sqlite3.connect(folder / "news.db")) as connection:
        rows = connection.execute(
            "SELECT name FROM regencies WHERE code IN ('33.76', '33.99') ORDER BY code"
        ).fetchall()
        assert rows == [("Kota Tegal",), ("Gone",)]


def test_stale_descriptions_are_replaced_when_the_archive_is_next_written(writer: Writer, folder: Path) -> None:
    writer.close()
    with closing(sqlite3.connect(folder / "news.db")) as connection, connection:
        connection.execute("UPDATE descriptions SET description = 'old' WHERE column_name = 'body'")
        connection.execute("INSERT INTO descriptions VALUES ('no_such_table', '', 'old')")
    connection.close()
    Writer(folder, clock=lambda: datetime.fromisoformat("2025-05-01T00:00:00+00:00")).close()
    with closing(sqlite3.connect(folder / "news.db")) as connection, connection:
        assert connection.execute("SELECT count(*) FROM descriptions WHERE description = 'old'").fetchone() == (0,)
    connection.close()

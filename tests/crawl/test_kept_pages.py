"""`crawl --from`: the same spiders, middlewares and pipeline on pages that were kept."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from crawl_site import HOST, article, listing, newsarchive
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


def crawl(archive: Path, kept: Path, *more: str | Path) -> dict[str, int]:
    """Crawl kept pages; gives the counts of the run."""
    done = newsarchive("crawl", "--from", kept, "--archive", archive, *more)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    counts: dict[str, int] = json.loads(rows(archive, "SELECT counts FROM runs ORDER BY id DESC LIMIT 1")[0][0])
    return counts


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    folder.mkdir()
    pages = {
        "depan.html": ("/", listing(["/read/1/berita-1", "/read/9/tidak-disimpan"], more=["/kategori/daerah"])),
        "satu.html": ("/read/1/berita-1", article(1, "Bagian satu.", next_path="/read/1/berita-1/15")),
        "satu-b.html": ("/read/1/berita-1/15", article(1, "Bagian dua.")),
        "dua.html": ("/daerah/read/2/berita-2", article(2)),
    }
    lines = ["file\toriginal_url"]
    for name, (path, body) in pages.items():
        (folder / name).write_bytes(body)
        lines.append(f"{name}\thttps://{HOST}{path}")
    (folder / "manifest.tsv").write_text("\n".join(lines) + "\n")
    return folder


def test_kept_pages_answer_instead_of_the_network(tmp_path: Path, kept: Path, outlets: Path) -> None:
    archive = tmp_path / "archive"
    counts = crawl(archive, kept, "--outlets", outlets)
    assert rows(archive, "SELECT key, body FROM articles ORDER BY key")[0] == (
        "radarsenja-disway/1",
        "Bagian satu.\n\nBagian dua.",
    )
    assert rows(archive, "SELECT count(*) FROM articles") == [(2,)]
    # what was not kept is neither a failure of the outlet nor a removal, and stays to be fetched
    assert rows(archive, "SELECT count(*) FROM failures") == [(0,)]
    assert rows(archive, "SELECT state, last_reason FROM frontier WHERE key = 'radarsenja-disway/9'") == [
        ("failed", "not-kept")
    ]
    assert counts["not_kept"] >= 2
    ((rebuilt,),) = rows(archive, "SELECT DISTINCT rebuilt FROM snapshots")
    assert json.loads(rebuilt), "what is not as it came is named"


def test_a_second_crawl_of_kept_pages_adds_nothing(tmp_path: Path, kept: Path, outlets: Path) -> None:
    archive = tmp_path / "archive"
    crawl(archive, kept, "--outlets", outlets)
    before = rows(archive, "SELECT count(*) FROM versions")
    counts = crawl(archive, kept, "--outlets", outlets)
    assert counts.get("new", 0) == 0
    assert rows(archive, "SELECT count(*) FROM versions") == before


def test_the_real_page_is_archived_with_every_gold_field(tmp_path: Path, shared: Path) -> None:
    gold = json.loads((shared / "pages" / "jogja.disway.id__merek-mesin-cuci.json").read_text())
    archive = tmp_path / "archive"
    crawl(archive, shared / "pages")
    ((number, title, body, published, printed, section, place),) = rows(
        archive,
        "SELECT id, title, body, published_at, published_printed, section, place FROM articles"
        " WHERE outlet = 'jogja-disway'",
    )
    assert title == gold["title"]
    assert body.split("\n\n") == gold["body"]
    # the gold has the minute that is printed; the page's head knows the second
    assert datetime.fromisoformat(published).replace(second=0) == datetime.fromisoformat(gold["published_at"])
    assert (printed, section, place) == (gold["published_printed"], gold["section"], gold["place"])
    people = rows(archive, f"SELECT role, name FROM people WHERE article_id = {number} ORDER BY role")
    assert people == [("author", *gold["authors"]), ("editor", *gold["editors"])]
    related = rows(archive, f"SELECT text, url FROM related_links WHERE article_id = {number} ORDER BY position")
    assert related == [(link["text"], link["url"]) for link in gold["related"]]
    assert {tag for (tag,) in rows(archive, f"SELECT tag FROM tags WHERE article_id = {number}")} >= set(gold["tags"])
    images = rows(archive, f"SELECT caption, credit FROM images WHERE article_id = {number}")
    assert images == [(c["caption"], c["credit"]) for c in gold["captions"]]


def test_a_warc_file_answers_with_its_own_bytes_and_times(tmp_path: Path, outlets: Path) -> None:
    coded = gzip.compress(article(4), 6, mtime=0)
    headers = [("Content-Type", "text/html"), ("X-Twice", "1"), ("Content-Encoding", "gzip"), ("X-Twice", "2")]
    with (tmp_path / "kept.warc.gz").open("wb") as file:
        warc = WARCWriter(file, gzip=True)
        record = warc.create_warc_record(
            f"https://{HOST}/read/4/berita-4",
            "response",
            payload=io.BytesIO(coded),
            length=len(coded),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2024-09-01T02:03:04Z"},
        )
        warc.write_record(record)
    archive = tmp_path / "archive"
    counts = crawl(archive, tmp_path / "kept.warc.gz", "--outlets", outlets)
    assert counts["new"] == 1
    ((kept, fetched_at, size),) = rows(archive, "SELECT headers, fetched_at, payload_bytes FROM snapshots")
    assert json.loads(kept) == [list(pair) for pair in headers]
    assert fetched_at.startswith("2024-09-01T02:03:04")
    assert size == len(coded)
    assert rows(archive, "SELECT pack FROM snapshots") == [("2024-09",)]

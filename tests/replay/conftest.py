"""An archive whose pages are in our own words, and whose readings can be made worse than today's."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.extract import extract
from newsarchive.models import Article, Capture, Page
from newsarchive.registry import Registry, load_registry
from newsarchive.replay import Order, Outcome, apply, look
from newsarchive.store import Writer, open_archive
from newsarchive.store.selection import Selection

START = datetime(2025, 5, 1, tzinfo=UTC)
HOST = "https://radarcontoh.test"
WORDS = (
    "warga", "pasar", "jembatan", "hujan", "bupati", "sungai", "sekolah", "petani", "kota", "desa", "panen", "guru",
    "pupuk", "harga", "listrik", "jalan",
)  # fmt: skip


def html(title: str, *paragraphs: str, pager: str = "", author: str = "Sari Wulan") -> str:
    """A page of the Disway template, with a writer's name."""
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    name = f"<div id='author'><strong>{author}</strong></div>" if author else ""
    more = f"<ul class='pagination'><li><a href='{pager}' data-ci-pagination-page='2'>2</a></li></ul>" if pager else ""
    return (
        f"<html lang=id><head><title>{title}</title></head><body>{name}"
        f"<div class='post text-black-1'><h1>{title}</h1><div class='post-info'>"
        f"<span class='date'>Senin 28-04-2025,13:22 WIB</span></div>{text}{more}</div></body></html>"
    )


def sentences(seed: object, count: int = 4) -> tuple[str, ...]:
    """Paragraphs of our own that are the same for the same seed, long enough to be compared as copies."""
    rng = random.Random(str(seed))
    return tuple(" ".join(rng.choices(WORDS, k=24)).capitalize() + f" {rng.randrange(10**6)}." for _ in range(count))


class Shelf:
    """An archive in the making. Every page is kept as it came; how it was read may be made worse by `spoil`."""

    def __init__(self, folder: Path, registry: Registry, outlets_dir: Path) -> None:
        self.folder, self.registry, self.outlets_dir = folder, registry, outlets_dir
        self.now = START

    def clock(self) -> datetime:
        """Runs on by a minute whenever it is asked."""
        self.now += timedelta(minutes=1)
        return self.now

    def page(self, number: int, *, host: str = HOST, seed: object = None, **more: Any) -> tuple[str, str]:
        """URL and HTML of article number so and so."""
        paragraphs = more.pop("paragraphs", None) or sentences(number if seed is None else seed)
        title = more.pop("title", f"Kabar {number} dari Desa")
        return f"{host}/daerah/read/{number}/kabar", html(title, *paragraphs, **more)

    def keep(self, writer: Writer, run_id: int, url: str, page: str | bytes, at: datetime, kind: str | None) -> int:
        body = page.encode() if isinstance(page, str) else page
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        target = "/" + url.split("/", 3)[3]
        capture = Capture(url, at, "GET", target, (("Host", url.split("/")[2]),), "HTTP/1.1", 200, "OK", headers, body)
        outlet = self.registry.by_url(url)
        return writer.add_snapshot(capture, outlet=outlet.slug if outlet else None, run_id=run_id, kind=kind)

    def crawl(self, *pages: tuple[str, str], spoil: Callable[[Article], Article] = lambda a: a, hours: int = 0) -> None:
        """Keep and read pages (URL, HTML), one a minute from START + `hours` on."""
        with Writer(self.folder, clock=self.clock) as writer:
            writer.sync_outlets(self.registry.outlets)
            run_id = writer.begin_run("crawl", version="0.0.1", user_agent=None, options={})
            for number, (url, page) in enumerate(pages):
                at = START + timedelta(hours=hours, minutes=number)
                snapshot_id = self.keep(writer, run_id, url, page, at, "article")
                article = extract([Page(url, page.encode(), at, 200)], outlet=self.registry.by_url(url))
                writer.add_article(spoil(article), [snapshot_id], at=at, run_id=run_id)
            writer.end_run(run_id, exit_code=0, counts={})

    def order(self, **asked: Any) -> Order:
        how = {name: asked.pop(name) for name in ("jobs", "limit", "examples") if name in asked}
        return Order(Selection(**asked), outlets_dir=self.outlets_dir, **how)

    def look(self, **asked: Any) -> Outcome:
        with open_archive(self.folder) as archive:
            return look(archive, self.order(**asked))

    def apply(self, *, is_forced: bool = True, **asked: Any) -> Outcome:
        return apply(self.folder, self.order(**asked), clock=self.clock, is_forced=is_forced)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "news.db")) as connection:
            return connection.execute(sql, values).fetchall()

    def change(self, sql: str, *values: object) -> None:
        with closing(sqlite3.connect(self.folder / "news.db")) as connection, connection:
            connection.execute(sql, values)

    def digests(self) -> dict[str, str]:
        """SHA-256 of every row of the index (opening it counts in its header), and of the bytes of every pack."""
        found = {"news.db": hashlib.sha256()}
        with closing(sqlite3.connect(self.folder / "news.db")) as connection:
            for line in connection.iterdump():
                found["news.db"].update(line.encode())
        for pack in sorted((self.folder / "packs").glob("*.db")):
            found[pack.name] = hashlib.sha256(pack.read_bytes())
        return {name: digest.hexdigest() for name, digest in found.items()}

    def article(self, key: str) -> Article:
        with open_archive(self.folder) as archive:
            record = archive.article(key)
        assert record is not None
        return record.article


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    folder = tmp_path / "outlets"
    folder.mkdir()
    row = '{{ name = "{0}", domain = "{1}.test", province = "ID-JT", zone = "WIB", network = "disway" }}\n'
    rows = {"radar-contoh": ("Radar Contoh", "radarcontoh"), "suara-lereng": ("Suara Lereng", "suaralereng")}
    (folder / "contoh.toml").write_text("".join(f"{s} = {row.format(*n)}" for s, n in rows.items()))
    return Shelf(tmp_path / "arsip", load_registry(folder), folder)


@pytest.fixture
def nameless() -> Callable[[Article], Article]:
    """A parser that does not see who wrote a page."""
    return lambda article: replace(article, authors=())

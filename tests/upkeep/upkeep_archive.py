"""A small archive of two months, one of them sealed: pages of a template, plain and gzipped, and what they say."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from newsarchive.models import Article, Capture, Image, Outlet, RelatedLink
from newsarchive.store import Writer

APRIL = datetime(2025, 4, 28, 6, 22, tzinfo=UTC)
MAY = datetime(2025, 5, 2, 6, 22, tzinfo=UTC)
OUTLETS = (
    Outlet("radar-watu", "Radar Watu", "radarwatu.test", "disway", "ID-JT", zone="WIB"),
    Outlet("kabar-lereng", "Kabar Lereng", "lereng.test", "disway", "ID-BA", zone="WITA"),
)
WORDS = (
    "pasar", "warga", "jalan", "hujan", "bupati", "sungai", "sekolah", "petani", "kota", "desa", "panen", "jembatan",
    "guru", "pupuk", "harga", "listrik",
)  # fmt: skip
FRAME = "".join(f".{word}-{n}{{top:{n * 7}px}}\n" for n in range(12) for word in WORDS)


def text_of(number: int) -> tuple[str, ...]:
    own = random.Random(f"page {number}")
    return tuple(" ".join(own.choices(WORDS, k=30)).capitalize() + "." for _ in range(4))


def capture_of(number: int, at: datetime, *, note: str = "") -> Capture:
    text = "".join(f"<p>{line}</p>\n" for line in text_of(number))
    html = f"<html><head><style>{FRAME}</style></head><body><h1>Berita {number}</h1>{text}{note}</body></html>".encode()
    coded = (("Content-Encoding", "gzip"),) if number % 2 else ()
    host = "radarwatu.test" if number % 3 else "lereng.test"
    return Capture(
        url=f"https://{host}/read/{number}/berita",
        fetched_at=at,
        method="GET",
        request_target=f"/read/{number}/berita",
        request_headers=(("Host", host), ("User-Agent", "newsarchive/0 (+mail@example.test)")),
        http_version="HTTP/1.1",
        status=200,
        reason="OK",
        headers=(("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("set-cookie", "b=2"), *coded),
        body=gzip.compress(html, 6, mtime=0) if coded else html,
    )


def article_of(number: int) -> Article:
    outlet = OUTLETS[0] if number % 3 else OUTLETS[1]
    body = text_of(number if number != 9 else 8)  # 9 is a copy of 8 in the other outlet
    return Article(
        f"https://{outlet.domain}/read/{number}/berita",
        outlet.slug,
        "article",
        title=f"Berita {number}",
        body=body,
        native_id=str(number),
        network="disway",
        published_at=APRIL + timedelta(minutes=number),
        published_on=date(2025, 4, 28),
        published_printed="Senin 28-04-2025",
        authors=("Sari Wulan",),
        tags=("pasar", "desa"),
        images=(Image(f"https://{outlet.domain}/{number}.jpg", "Pasar pagi.", "SARI"),),
        related=(RelatedLink("Jembatan Baru", f"https://{outlet.domain}/read/3/berita", 1),),
    )


def add_page(writer: Writer, run_id: int, number: int, at: datetime, *, note: str = "") -> None:
    article = article_of(number)
    capture = capture_of(number, at, note=note)
    snapshot = writer.add_snapshot(capture, outlet=article.outlet, run_id=run_id, kind="article")
    writer.add_article(article, [snapshot], at=at, run_id=run_id)


def build(folder: Path) -> None:
    now = APRIL
    for month, numbers in ((APRIL, range(1, 15)), (MAY, range(15, 27))):
        now = month
        with Writer(folder, clock=lambda: now) as writer:  # noqa: B023 - read while the loop is where it is
            writer.sync_outlets(OUTLETS)
            run = writer.begin_run("crawl", version="0.1.0", user_agent="newsarchive/0", options={"limit": 3})
            for number in numbers:
                add_page(writer, run, number, month + timedelta(minutes=number))
                writer.flush()
            if month is MAY:
                add_page(writer, run, 2, MAY + timedelta(hours=1), note="<!-- seen again -->")
            while writer.repack():
                pass
            writer.end_run(run, exit_code=0, counts={})

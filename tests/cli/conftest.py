"""A small archive, made by the store's own writer: three articles, one of them edited, copied and hostile."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from newsarchive.models import Article, Capture, DateEvidence, Dropped, RelatedLink
from newsarchive.registry import load_registry
from newsarchive.store import Writer

WIB = timezone(timedelta(hours=7))
T0 = datetime(2026, 2, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class SmallArchive:
    path: Path
    first: str
    """Key of the article in two versions, of Radar Tegal in Jawa Tengah."""
    copy: str
    """Key of its copy at Disway Papua."""
    hostile: str


BANJIR = Article(
    url="https://radartegal.disway.id/read/700001/banjir-surut",
    outlet="radartegal-disway",
    kind="article",
    body=("TEGAL - Banjir di kota itu surut pada Senin pagi.", "Warga mulai membersihkan [rumah] masing-masing."),
    network="disway",
    native_id="700001",
    title="Banjir Surut, Warga Pulang",
    published_at=datetime(2026, 2, 23, 17, 18, tzinfo=WIB),
    published_printed="Senin 23-02-2026,17:18 WIB",
    published_zone="WIB",
    published_evidence=(
        DateEvidence("printed", "Senin 23-02-2026,17:18 WIB", datetime(2026, 2, 23, 17, 18, tzinfo=WIB), won=True),
        DateEvidence("url", "none", None, note="no date in the URL"),
        DateEvidence("meta", "2026-02-23", None, name="article:published_time"),
    ),
    authors=("Sari Senja",),
    editors=("Budi Fajar",),
    contributors=("Wulan Embun",),
    photographers=("Rudi Lensa",),
    agency="Kantor Berita Lereng",
    initials="(ss/bf)",
    republished_from="Kabar Lereng",
    place="TEGAL",
    place_province="ID-JT",
    place_candidates=("33.28", "33.76"),
    section="Kota",
    related=(RelatedLink("Hujan Masih Turun", "https://radartegal.disway.id/read/699999/hujan", 1),),
    dropped=(Dropped("Cek berita lain di Google News", "google-news", 2),),
    method="layout:disway/2022",
    warnings=("date-disagrees: jsonld says another minute",),
)
COPY = replace(
    BANJIR,
    url="https://papua.disway.id/read/31/banjir-surut",
    outlet="papua-disway",
    native_id="31",
    title="Banjir Sudah Surut",
    published_at=datetime(2026, 2, 24, 9, 0, tzinfo=timezone(timedelta(hours=9))),
    source_credit="Radar Tegal",
)
HOSTILE = replace(
    BANJIR,
    url="https://radartegal.disway.id/read/700002/judul",
    native_id="700002",
    title="Judul \x1b[2J\u202e[red]aneh[/red]",
    body=("Paragraf \x1b]0;x\x07 dengan harga beras yang aneh sekali.",),
    published_at=datetime(2026, 3, 2, 8, 0, tzinfo=WIB),
    authors=("Sari\x9b31m",),
    related=(RelatedLink("Lain\x1b[1m", "https://radartegal.disway.id/\x1b", 0),),
)


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Commands set up the logs of the whole process; here the next test must not find that."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.fixture(scope="session")
def small_archive(tmp_path_factory: pytest.TempPathFactory) -> SmallArchive:
    path = tmp_path_factory.mktemp("small") / "archive"
    with Writer(path, clock=lambda: T0) as writer:
        run = writer.begin_run("crawl", version="0.1.0", user_agent="newsarchive/0.1.0", options={})
        writer.sync_outlets(load_registry().outlets)
        edited = replace(BANJIR, body=(*BANJIR.body, "Jalan utama dibuka lagi pukul sepuluh."))
        keys = [
            writer.add_article(article, [_snapshot(writer, article, run, at)], at=at, run_id=run).key
            for article, at in (
                (BANJIR, T0),
                (COPY, T0 + timedelta(hours=1)),
                (HOSTILE, T0 + timedelta(hours=2)),
                (edited, T0 + timedelta(days=1)),
            )
        ]
        writer.add_failure(
            "https://papua.disway.id/read/32/x",
            outlet="papua-disway",
            snapshot_id=None,
            reason="timeout",
            detail="no answer in 60 s",
            at=T0,
            run_id=run,
        )
        writer.mark_gone(keys[1], snapshot_id=None, at=T0 + timedelta(days=2), detail="status 410")
        writer.end_run(run, exit_code=0, counts={"new": 3, "changed": 1})
    return SmallArchive(path, first=keys[0], copy=keys[1], hostile=keys[2])


def _snapshot(writer: Writer, article: Article, run: int, at: datetime) -> int:
    body = "\n".join([article.title or "", *article.body]).encode()
    capture = Capture(
        url=article.url,
        fetched_at=at,
        method="GET",
        request_target="/" + article.url.split("/", 3)[3],
        request_headers=(("Host", article.url.split("/")[2]),),
        http_version="HTTP/1.1",
        status=200,
        reason="OK",
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
    )
    return writer.add_snapshot(capture, outlet=article.outlet, run_id=run, kind="article")

"""What a crawl has to survive: each case ends as a snapshot and a failure row, and the crawl goes on."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from crawl_site import HOST, Crawl, Reply, Site, article, gzipped

HTML = ("Content-Type", "text/html; charset=UTF-8")
BAD = "/read/13/berita-13"


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


def crawled(site: Site, crawl: Crawl, bad: Reply, *more: str) -> tuple[str | None, list[tuple[Any, ...]], int]:
    """Crawl a page that is bad between two good ones: reason of its failure, its snapshots, number of articles."""
    site.pages[BAD] = bad
    site.front([site.article(1), BAD, site.article(2)])
    crawl(*more)
    failures = rows(crawl.archive, "SELECT reason, detail, url FROM failures")
    assert all(detail and url == f"http://{HOST}{BAD}" for _, detail, url in failures), failures
    assert len(failures) <= 1
    snapshots = rows(
        crawl.archive, "SELECT status, payload_bytes, truncated FROM snapshots WHERE url LIKE '%/read/13/%' ORDER BY id"
    )
    numbers = {key for (key,) in rows(crawl.archive, "SELECT key FROM articles")}
    assert {"radarsenja-disway/1", "radarsenja-disway/2"} <= numbers, "the good pages were stored"
    return (failures[0][0] if failures else None), snapshots, len(numbers)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body><p>unclosed <div><table><tr><td>" * 2000,
        b"\x00\x01\x02\xff\xfe" * 999,
        b"",
        b"%PDF-1.7 not a page",
        b"<!doctype html><title>Redaksi</title><body><h1>Susunan Redaksi</h1><p>Alamat kantor.</p>",
        b"<" * 30_000,
        b"<div>" * 20_000,
    ],
    ids=["malformed", "binary", "empty", "pdf", "not-an-article", "angle-brackets", "deep"],
)
def test_a_page_that_is_no_article(site: Site, crawl: Crawl, body: bytes) -> None:
    reason, snapshots, articles = crawled(site, crawl, Reply(body))
    assert reason == "not-an-article"
    assert snapshots == [(200, len(body), None)]
    assert articles == 2


def test_a_page_in_an_unknown_charset(site: Site, crawl: Crawl) -> None:
    page = Reply(article(13, "Harga cabai naik."), headers=[("Content-Type", "text/html; charset=x-klingon")])
    reason, snapshots, articles = crawled(site, crawl, page)
    assert len(snapshots) == 1
    # readable all the same, as the bytes are UTF-8: an article with a doubt, or a failure, but not nothing
    assert articles == 3 or reason is not None


def test_a_body_that_is_not_the_gzip_it_says(site: Site, crawl: Crawl) -> None:
    page = Reply(article(13), headers=[HTML, ("Content-Encoding", "gzip")])
    reason, snapshots, articles = crawled(site, crawl, page)
    assert (reason, articles) == (None, 3), "sent plain under a wrong label: nothing is lost"
    assert len(snapshots) == 1


def test_a_truncated_gzip(site: Site, crawl: Crawl) -> None:
    whole = gzipped(article(13, *["Kalimat yang panjang sekali." * 30] * 20))
    reason, snapshots, articles = crawled(site, crawl, Reply(whole.body[:-30], headers=whole.headers))
    assert reason == "truncated-gzip"
    assert [s[:2] for s in snapshots] == [(200, len(whole.body) - 30)] * 3, "tried three times, kept each time"
    assert articles == 2


def test_a_corrupt_gzip(site: Site, crawl: Crawl) -> None:
    body = bytearray(gzip.compress(article(13, *[f"Kalimat {n}." for n in range(300)])))
    body[200:240] = b"\xff" * 40
    reason, _, articles = crawled(site, crawl, Reply(bytes(body), headers=[HTML, ("Content-Encoding", "gzip")]))
    assert (reason, articles) == ("corrupt-gzip", 2)


def test_a_decompression_bomb(site: Site, crawl: Crawl) -> None:
    bomb = gzipped(b"<html>" + b" " * 50_000_000)
    reason, snapshots, articles = crawled(site, crawl, bomb)
    assert (reason, articles) == ("over-limit", 2)
    assert snapshots == [(200, len(bomb.body), None)]


@pytest.mark.slow
def test_a_body_of_300_megabytes(site: Site, crawl: Crawl) -> None:
    peak = crawl.archive.with_name("peak")
    reason, snapshots, articles = crawled(site, crawl, Reply(stream=300 << 20), f"--peak={peak}")
    assert reason == "truncated-length"
    assert snapshots == [(200, 2_000_000, "length")], "kept up to the limit and marked"
    assert articles == 2
    assert int(peak.read_text()) < 300 << 10, "never held whole"


def test_a_redirect_loop(site: Site, crawl: Crawl) -> None:
    site.pages["/read/13/lain"] = Reply(b"", 302, "Found", [("Location", BAD)])
    reason, snapshots, articles = crawled(site, crawl, Reply(b"", 302, "Found", [("Location", "/read/13/lain")]))
    assert (reason, articles) == ("redirect-loop", 2)
    assert [s[0] for s in snapshots] == [302, 302], "each redirect is a snapshot"


def test_endless_redirects(site: Site, crawl: Crawl) -> None:
    for n in range(40):
        site.pages[f"/read/13/{n}"] = Reply(b"", 302, "Found", [("Location", f"/read/13/{n + 1}")])
    reason, snapshots, _ = crawled(site, crawl, Reply(b"", 302, "Found", [("Location", "/read/13/0")]))
    assert reason == "redirect-loop"
    assert len(snapshots) == 11


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("https://jahat.test/read/13/x", "other-host"),
        ("http://[::bad", "bad-redirect"),
        ("javascript:alert(1)", "bad-redirect"),
        ("file:///etc/passwd", "bad-redirect"),
        ("http://127.0.0.1:1/read/13", "other-host"),
    ],
)
def test_redirects_that_are_not_followed(site: Site, crawl: Crawl, location: str, reason: str) -> None:
    got, snapshots, articles = crawled(site, crawl, Reply(b"", 301, "Moved", [("Location", location)]))
    assert (got, articles) == (reason, 2)
    assert [s[0] for s in snapshots] == [301]


def test_a_redirect_to_the_front_page_is_a_removal(site: Site, crawl: Crawl) -> None:
    reason, _, articles = crawled(site, crawl, Reply(b"", 302, "Found", [("Location", "/")]))
    assert (reason, articles) == ("gone", 2)


def test_a_connection_reset_in_the_body(site: Site, crawl: Crawl) -> None:
    whole = article(13)
    reason, snapshots, articles = crawled(site, crawl, Reply(whole, cut=400))
    assert reason == "truncated-disconnect"
    assert len(snapshots) == 3
    assert all(s[2] == "disconnect" and s[1] <= 400 for s in snapshots)
    assert articles == 2


def test_a_connection_reset_before_the_answer(site: Site, crawl: Crawl) -> None:
    reason, snapshots, articles = crawled(site, crawl, Reply(raw=b""))
    assert (reason, snapshots, articles) == ("connection-lost", [], 2)


def test_a_content_length_that_is_too_long(site: Site, crawl: Crawl) -> None:
    body = article(13)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n"
    reason, snapshots, articles = crawled(site, crawl, Reply(raw=head + body))
    assert (reason, articles) == ("truncated-disconnect", 2)
    assert snapshots[0] == (200, len(body), "disconnect"), "what came is kept"


def test_a_content_length_that_is_too_short(site: Site, crawl: Crawl) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 40\r\n\r\n"
    reason, _, articles = crawled(site, crawl, Reply(raw=head + article(13)))
    # the rest of the page is read as a second answer, which is none
    assert (reason, articles) == ("bad-http", 2)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00garbage\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nBad\x00Header: 1\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhalo",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalo\r\n",
    ],
    ids=["tls", "status", "nul", "negative", "two-lengths", "long-header", "bad-chunk"],
)
def test_garbage_for_headers(site: Site, crawl: Crawl, raw: bytes) -> None:
    reason, _, articles = crawled(site, crawl, Reply(raw=raw))
    assert reason in ("bad-http", "connection-lost", "truncated-disconnect", "not-an-article")
    assert articles == 2


def test_odd_but_lawful_headers_are_kept(site: Site, crawl: Crawl) -> None:
    odd = [HTML, ("X-Latin", "caf\xe9"), ("X-Empty", ""), *[(f"X-{n}", "y") for n in range(80)]]
    reason, _, articles = crawled(site, crawl, Reply(article(13), headers=odd))
    assert (reason, articles) == (None, 3)
    ((headers,),) = rows(crawl.archive, "SELECT headers FROM snapshots WHERE url LIKE '%/read/13/%'")
    assert "caf\\u00e9" in headers or "café" in headers


def test_a_server_that_never_answers(site: Site, crawl: Crawl) -> None:
    site.pages[BAD] = Reply(stall=True)
    reason, snapshots, articles = crawled(site, crawl, Reply(stall=True), "--timeout=1.5")
    assert (reason, snapshots, articles) == ("timeout", [], 2)


def test_a_body_that_never_ends_in_time(site: Site, crawl: Crawl) -> None:
    reason, snapshots, articles = crawled(site, crawl, Reply(article(13), length=90_000, stall=True), "--timeout=1.5")
    assert (reason, articles) == ("truncated-time", 2)
    assert snapshots[0][2] == "time"


def test_a_block_page_is_no_article(site: Site, crawl: Crawl) -> None:
    wall = (
        b"<html><head><title>Just a moment...</title></head><body><div id='cf-challenge-running'></div>"
        b"<form id='challenge-form' action='/cdn-cgi/l/chk_jschl'></form></body></html>"
    )
    reason, _, articles = crawled(site, crawl, Reply(wall))
    assert articles == 2
    assert reason == "blocked-challenge"
    assert rows(crawl.archive, "SELECT kind FROM snapshots WHERE url LIKE '%/read/13/%'") == [("blocked",)]


def test_a_url_with_odd_characters_in_a_listing(site: Site, crawl: Crawl) -> None:
    site.front(["/read/20/a b", "/read/21/\u00e9", "/read/22/%zz", "/read/23/<x>", "/read/24/a\\b", site.article(1)])
    crawl()
    # none exists on this site: all are asked for, and each ends with its reason
    assert len(rows(crawl.archive, "SELECT 1 FROM failures WHERE reason = 'gone'")) == 5
    assert len(rows(crawl.archive, "SELECT 1 FROM articles")) == 1


def test_a_dead_host_is_an_exit_code_of_its_own(site: Site, crawl: Crawl) -> None:
    crawl.port = 1
    crawl(code=9)
    [(reason, detail)] = rows(crawl.archive, "SELECT reason, detail FROM failures")
    assert reason == "robots-unreachable"
    assert "(no-connection)" in detail

"""What an answer means before anything is read from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from newsarchive.models import Article, ArticleKind, Capture, LeadKind
from spiders.items import Failed, Gone, Task
from spiders.verdict import judge, judge_unread

NOW = datetime(2026, 2, 9, 5, tzinfo=UTC)
HOST = "https://senja.test"
PAGE = b"<html><head><title>Pasar Senja Ramai</title></head><body><h1>Pasar</h1></body></html>" + b" " * 9000


def answer(
    body: bytes = PAGE,
    status: int = 200,
    *,
    kind: LeadKind = "article",
    asked: str = "/read/5/pasar-senja-ramai",
    url: str | None = None,
    headers: tuple[tuple[str, str], ...] = (),
    **meta: Any,
) -> Response:
    """`url`: where redirects led from `asked`."""
    task = Task("senja/5", HOST + asked, "senja", kind, NOW)
    here = HOST + (asked if url is None else url)
    capture = Capture(here, NOW, "GET", "/", (), "HTTP/1.1", status, "OK", headers, body)
    if url is not None:
        meta["redirect_urls"] = [HOST + asked]
    request = Request(here, meta={"task": task, "capture": capture, "snapshot_id": 7, **meta})
    return Response(here, status=status, body=body, request=request)


def titled(title: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><p>x</p></body></html>".encode()


def test_a_page_is_worth_reading() -> None:
    assert judge(answer()) is None
    assert judge(answer(kind="index")) is None


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Just a moment...", "blocked-challenge"),
        ("Captcha", "blocked-captcha"),
        ("Access Denied", "blocked-firewall"),
        ("Account Suspended", "site-suspended"),
        ("Domain Dijual", "site-parked"),
        ("Under Maintenance", "maintenance"),
        ("Database Error", "error-text"),
    ],
)
@pytest.mark.parametrize("kind", ["article", "index", "feed", "sitemap"])
def test_walls_are_failures_whatever_was_asked_for(title: str, reason: str, kind: LeadKind) -> None:
    item = judge(answer(titled(title), kind=kind))
    assert isinstance(item, Failed)
    assert (item.reason, item.snapshot_id, item.is_final) == (reason, 7, False)
    assert item.snapshot_kind == ("blocked" if reason.startswith("blocked") else None)


def test_a_text_that_says_not_found_is_a_removal() -> None:
    item = judge(answer(titled("Berita tidak ditemukan - Radar Senja")))
    assert isinstance(item, Gone)
    assert (item.reason, item.status, item.fetched_at) == ("not-found-text", 200, NOW)


@pytest.mark.parametrize(
    ("status", "title", "headers", "reason"),
    [
        (403, "Just a moment...", (), "blocked-challenge"),
        (503, "x", (("cf-mitigated", "challenge"),), "blocked-challenge"),
        (202, "x", (("x-amzn-waf-action", "challenge"),), "blocked-challenge"),
        (403, "Sucuri WebSite Firewall - Access Denied", (), "blocked-firewall"),
        (403, "Radar Senja", (), "http-403"),
        (500, "Just an error", (), "http-500"),
        (503, "Service Unavailable", (), "http-503"),
        (302, "x", (), "http-302"),
    ],
)
def test_an_error_is_named_by_who_made_it(
    status: int, title: str, headers: tuple[tuple[str, str], ...], reason: str
) -> None:
    item = judge(answer(titled(title), status, headers=headers, retry_after=90.0))
    assert isinstance(item, Failed)
    assert (item.reason, item.status, item.wait) == (reason, status, 90.0)
    assert str(status) in item.detail


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_gone_whatever_stands_on_the_page(status: int) -> None:
    item = judge(answer(titled("Just a moment..."), status))
    assert isinstance(item, Gone)
    assert item.reason == f"http-{status}"


@pytest.mark.parametrize(
    ("asked", "url"),
    [
        ("/read/5/pasar", "/"),
        ("/read/5/pasar", ""),
        ("/read/5/pasar", "/?utm_source=lama"),
        ("/read/5/pasar", "/index.html"),
        ("/read/5/pasar", "/beranda"),
        ("/jateng/berita/d-5/pasar", "/jateng"),
        ("/jateng/berita/d-5/pasar", "/jateng/"),
        ("/berita-utama/pasar-senja-ramai-lagi", "/berita-utama/"),
    ],
)
def test_a_redirect_home_is_a_removal(asked: str, url: str) -> None:
    item = judge(answer(asked=asked, url=url))
    assert isinstance(item, Gone)
    assert item.reason == "redirected-home"
    assert judge(answer(asked=asked, url=url, kind="index")) is None


@pytest.mark.parametrize(
    ("asked", "url"),
    [
        ("/read/5/pasar", "/read/5"),
        ("/pasar-senja-ramai-lagi/amp", "/pasar-senja-ramai-lagi"),
        ("/2026/02/pasar/", "/2026/02/"),
        ("/read/5/pasar", "/?p=5"),
        ("/read/5/pasar", "/baca/5/pasar"),
        ("/jateng/5", "/jatim/"),
    ],
)
def test_other_redirects_lead_to_what_may_be_the_article(asked: str, url: str) -> None:
    assert judge(answer(asked=asked, url=url)) is None


def test_a_redirect_to_a_login_is_a_wall() -> None:
    for kind in ("article", "index"):
        item = judge(answer(url="/user/login?next=%2Fread%2F5", kind=kind))
        assert isinstance(item, Failed)
        assert (item.reason, item.snapshot_kind) == ("blocked-login", "blocked")


@pytest.mark.parametrize(
    ("kind", "warnings", "expected"),
    [
        ("blocked", ("charset: x", "blocked: captcha"), ("blocked-captcha", False, "blocked")),
        ("blocked", (), ("error-text", False, None)),
        ("index", ("index-page: a list",), ("not-an-article", True, "index")),
        ("other", (), ("not-an-article", True, "other")),
    ],
)
def test_a_page_without_an_article(
    kind: ArticleKind, warnings: tuple[str, ...], expected: tuple[str, bool, str | None]
) -> None:
    item = judge_unread(answer(), Article(HOST, None, kind, (), warnings=warnings))
    assert isinstance(item, Failed)
    assert (item.reason, item.is_final, item.snapshot_kind) == expected


def test_a_page_that_says_not_found_only_in_its_text() -> None:
    item = judge_unread(answer(), Article(HOST, None, "blocked", (), warnings=("blocked: not-found-text",)))
    assert isinstance(item, Gone)
    assert item.reason == "not-found-text"

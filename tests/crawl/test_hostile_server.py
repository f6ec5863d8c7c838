"""Servers that mean harm, or are far gone: each is left in time, with the true reason and what came of it kept."""

from __future__ import annotations

import asyncio
import gzip
import socket
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from crawl_site import HOST, Crawl, Reply, Site, article
from scrapy import Request
from scrapy.settings import Settings

from newsarchive.crawl.fetching.client import KeptLines, open_client
from newsarchive.crawl.fetching.handler import _url
from newsarchive.crawl.fetching.route import PrivateAddress, PublicResolver, Route, route_of
from newsarchive.crawl.fetching.wire import MAX_FIELDS, MAX_INTERIM, Limits
from spiders.verdict import Refused

HTML = ("Content-Type", "text/html; charset=UTF-8")
BAD = "/read/13/berita-13"
IMPATIENT = ("--set=NEWSARCHIVE_SILENCE=0.5", "--set=NEWSARCHIVE_SLOWEST=2000")


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


def met(site: Site, crawl: Crawl, bad: Reply, *more: str) -> tuple[str, list[tuple[Any, ...]]]:
    """Crawl a page that is bad beside a good one: the reason of its failure, and its snapshots."""
    site.pages[BAD] = bad
    site.front([BAD, site.article(1)])
    began = time.monotonic()
    crawl(*more)
    assert time.monotonic() - began < 15, "it was left in time"
    assert rows(crawl.archive, "SELECT key FROM articles") == [("radarsenja-disway/1",)], "the good page was stored"
    ((reason, detail),) = rows(crawl.archive, "SELECT reason, detail FROM failures")
    assert detail
    sql = "SELECT status, payload_bytes, truncated FROM snapshots WHERE url LIKE '%/read/13/%' ORDER BY id"
    return reason, rows(crawl.archive, sql)


def test_a_body_that_drips(site: Site, crawl: Crawl) -> None:
    page = Reply(article(13), drip=0.02, drip_from=400)
    reason, ((status, size, truncated),) = met(site, crawl, page, *IMPATIENT)
    assert (reason, status, truncated) == ("truncated-time", 200, "time")
    assert 200 < size < len(page.body), "what came is kept"
    assert site.visits[BAD] == 1, "a server that takes its time is not asked again in the same run"


def test_a_body_that_stops(site: Site, crawl: Crawl) -> None:
    page = Reply(article(13)[:300], length=90_000, stall=True)
    assert met(site, crawl, page, *IMPATIENT) == ("truncated-time", [(200, 300, "time")])


def test_a_slow_page_that_is_not_too_slow(site: Site, crawl: Crawl) -> None:
    site.pages[BAD] = Reply(article(13), drip=0.001, drip_from=len(article(13)) - 300)
    site.front([BAD])
    crawl("--set=NEWSARCHIVE_SILENCE=0.2", "--set=NEWSARCHIVE_SLOWEST=100")
    assert rows(crawl.archive, "SELECT key FROM articles") == [("radarsenja-disway/13",)]


def test_a_head_that_drips(site: Site, crawl: Crawl) -> None:
    assert met(site, crawl, Reply(article(13), drip=0.1), "--timeout=1.5") == ("timeout", [])
    assert site.visits[BAD] == 1


def test_a_server_that_says_nothing(site: Site, crawl: Crawl) -> None:
    assert met(site, crawl, Reply(stall=True), *IMPATIENT) == ("timeout", [])
    assert site.visits[BAD] == 1


def test_a_reset_before_the_answer_is_tried_again_by_us_only(site: Site, crawl: Crawl) -> None:
    assert met(site, crawl, Reply(raw=b"")) == ("connection-lost", [])
    assert site.visits[BAD] == 3, "aiohttp must not add tries of its own, which come without a pause"


def test_a_bomb_is_not_unpacked(site: Site, crawl: Crawl) -> None:
    bomb = gzip.compress(b"<html>" + b" " * 40_000_000, mtime=0)
    page = Reply(bomb, headers=[HTML, ("Content-Encoding", "gzip")])
    peak = crawl.archive.with_name("peak")
    reason, snapshots = met(site, crawl, page, "--max-text=100000000", f"--peak={peak}")
    assert reason == "gzip-bomb"
    assert snapshots == [(200, len(bomb), None)], "kept as it was sent"
    assert int(peak.read_text()) < 200 << 10, "never unpacked whole"


def test_a_page_that_packs_well_is_no_bomb(site: Site, crawl: Crawl) -> None:
    whole = article(13, padding=900_000)
    packed = gzip.compress(whole, mtime=0)
    assert len(whole) > 200 * len(packed)
    site.pages[BAD] = Reply(packed, headers=[HTML, ("Content-Encoding", "gzip")])
    site.front([BAD])
    crawl()
    assert rows(crawl.archive, "SELECT key FROM articles") == [("radarsenja-disway/13",)]


@pytest.mark.parametrize(
    "bad",
    [
        Reply(raw=b"", flood=b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 50),
        Reply(raw=b"HTTP/1.1 200 OK\r\n", flood=b"X-More: and more\r\n" * 50),
        Reply(raw=b"HTTP/1.1 200 OK\r\nX-Long: ", flood=b"a" * 9000),
        Reply(raw=b"", flood=b"<html><p>halo</p>\n" * 50),
        Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * (MAX_FIELDS + 9) + b"Content-Length: 0\r\n\r\n"),
        Reply(raw=b"HTTP/1.1 200 OK\r\n" + (b"X: " + b"y" * 60_000 + b"\r\n") * 6 + b"Content-Length: 0\r\n\r\n"),
        Reply(raw=b"<html><body>HTTP/0.9 has no head</body></html>"),
    ],
    ids=["interim", "fields", "long-field", "no-http", "many-fields", "much-head", "http-0.9"],
)
def test_heads_without_end(site: Site, crawl: Crawl, bad: Reply) -> None:
    reason, snapshots = met(site, crawl, bad)
    # a server that hangs up behind such a head may be noticed for that first
    assert reason in ("bad-http", "connection-lost")
    assert snapshots == []


def test_a_few_interim_responses_are_none_of_our_business(site: Site, crawl: Crawl) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * (MAX_INTERIM - 1)
    body = article(13)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    site.pages[BAD] = Reply(raw=hints + head + body)
    site.front([BAD])
    crawl()
    assert rows(crawl.archive, "SELECT key FROM articles") == [("radarsenja-disway/13",)]


def test_a_redirect_off_the_site_is_kept_and_not_followed(site: Site, crawl: Crawl) -> None:
    target = "https://iklan.jahat.test/masuk?dari=13"
    reason, snapshots = met(site, crawl, Reply(b"pindah", 302, "Found", [("Location", target)]))
    assert (reason, snapshots) == ("other-host", [(302, 6, None)])
    assert rows(crawl.archive, "SELECT redirect_to FROM snapshots WHERE status = 302") == [(target,)]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (f"http://{HOST}:22/read/13", "refused-port"),
        (f"http://{HOST}:99999/read/13", "bad-redirect"),
        (f"http://admin:rahasia@{HOST}/read/13", "bad-url"),
        ("http://169.254.169.254/latest/meta-data/", "other-host"),
        ("http://[::1]/", "other-host"),
    ],
)
def test_redirects_to_where_no_page_is(site: Site, crawl: Crawl, location: str, reason: str) -> None:
    got, snapshots = met(site, crawl, Reply(b"", 302, "Found", [("Location", location)]))
    assert (got, len(snapshots)) == (reason, 1)
    assert "rahasia" not in str(rows(crawl.archive, "SELECT detail FROM failures"))


def test_no_cookie_and_no_password_is_ever_sent_back(site: Site, crawl: Crawl) -> None:
    wants = [HTML, ("Set-Cookie", "sesi=abc; Path=/"), ("WWW-Authenticate", "Basic realm=x")]
    site.front([site.article(1), BAD])
    front = site.pages["/"]
    assert isinstance(front, Reply)
    site.pages["/"] = Reply(front.body, headers=wants)
    site.pages[BAD] = Reply(b"", 401, "Unauthorized", wants)
    crawl()
    crawl("--clock-offset=7200")
    assert site.visits[BAD] == 2
    assert rows(crawl.archive, "SELECT DISTINCT reason FROM failures") == [("http-401",)]
    for request in site.requests:
        assert b"cookie" not in request.lower()
        assert b"authorization" not in request.lower()


class Line:
    """A transport that only knows whether it was closed; and the reply that came over it."""

    def __init__(self) -> None:
        self.line = self
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


def test_a_service_with_many_hosts_has_one_open_line() -> None:
    lines = KeptLines()
    opened: dict[tuple[str, str], Line] = {}
    for host in "abcabbac":
        for service in ("disway", "promedia"):
            lines.before(service, host)
            assert {h for (s, h), line in opened.items() if s == service and not line.is_closed} <= {host}
            if (service, host) not in opened or opened[service, host].is_closed:
                opened[service, host] = Line()
            lines.after(service, host, opened[service, host])  # type: ignore[arg-type]
    kept = {key for key, line in opened.items() if not line.is_closed}
    assert kept == {("disway", "c"), ("promedia", "c")}, "the last one may be of use again"


# --- servers that ask for a pause -------------------------------------------------------------------------------------


def test_a_date_to_come_back_at_holds_the_service_also_in_the_next_run(site: Site, crawl: Crawl) -> None:
    now = datetime.now(UTC)
    dates = [("Date", format_datetime(now, usegmt=True))]
    dates.append(("Retry-After", format_datetime(now + timedelta(hours=2), usegmt=True)))
    path = site.article(1)
    whole, site.pages[path] = site.pages[path], Reply(b"", 429, "Too Many Requests", dates)
    site.front([path, *(site.article(n) for n in range(2, 9))])
    crawl()
    assert site.visits[path] == 1
    asked = site.visits.total()
    crawl("--clock-offset=3600")
    assert site.visits.total() == asked, "nothing is asked of the whole service"
    assert rows(crawl.archive, "SELECT key, hold_reason FROM services") == [
        ("disway", "status 429, Retry-After 7200 s")
    ]
    site.pages[path] = whole
    crawl("--clock-offset=7300")
    assert rows(crawl.archive, "SELECT count(*) FROM articles") == [(8,)]
    assert rows(crawl.archive, "SELECT count(*) FROM failures WHERE resolved_at IS NULL") == [(0,)]


def test_too_many_requests_without_a_word_means_a_minute(site: Site, crawl: Crawl) -> None:
    site.pages[BAD] = Reply(b"", 429, "Too Many Requests", [])
    site.front([BAD])
    crawl()
    assert site.visits[BAD] == 1, "it is not tried again at once"
    ((until,), (due_at,)) = (
        *rows(crawl.archive, "SELECT hold_until FROM services"),
        *rows(crawl.archive, "SELECT due_at FROM frontier WHERE kind = 'article'"),
    )
    for at in (until, due_at):
        assert timedelta(seconds=20) < datetime.fromisoformat(at) - datetime.now(UTC) < timedelta(seconds=70)


# --- addresses --------------------------------------------------------------------------------------------------------


class Names(AbstractResolver):
    """Gives the same addresses for each name."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in self.addresses
        ]

    async def close(self) -> None:
        pass


def resolved(*addresses: str) -> list[str]:
    found = asyncio.run(PublicResolver(Names(*addresses)).resolve("situs.test", 80))
    return [result["host"] for result in found]


def test_of_the_addresses_of_a_name_only_the_public_ones_are_used() -> None:
    assert resolved("8.8.8.8", "127.0.0.1", "10.0.0.1", "2400:6180::1", "::1") == ["8.8.8.8", "2400:6180::1"]
    assert resolved("8.8.8.8") == ["8.8.8.8"]


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "fd00:ec2::254", "::ffff:10.0.0.1", "0.0.0.0"])
def test_a_name_with_no_public_address_is_refused(address: str) -> None:
    with pytest.raises(PrivateAddress, match=r"situs\.test leads to no public address"):
        resolved(address)


def test_a_name_that_leads_home_is_not_connected_to(site: Site) -> None:
    """The whole way through aiohttp: the site listens on loopback, and nothing arrives there."""
    route = route_of(Settings({"DOWNLOAD_VERIFY_CERTIFICATES": True}))

    class Homeward(Route):
        def resolver(self) -> AbstractResolver:
            return PublicResolver(Names("127.0.0.1"))

    async def main() -> None:
        limits = Limits(body=1000, seconds=5.0, silence=5.0, rate=0.0)
        async with open_client(Homeward(route.tls), limits) as client:
            with pytest.raises(aiohttp.ClientConnectorDNSError) as caught:
                await client.get(f"http://situs.test:{site.port}/")
            assert isinstance(caught.value.os_error, PrivateAddress)

    asyncio.run(main())
    assert site.visits.total() == 0


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "169.254.169.254", "[fd00:ec2::254]", "[::ffff:127.0.0.1]", "[64:ff9b::a00:1]"]
)
def test_an_address_in_place_of_a_name_is_looked_at_too(host: str) -> None:
    with pytest.raises(Refused) as caught:
        _url(Request(f"http://{host}/read/1"))
    assert caught.value.reason == "private-address"


def test_names_and_public_addresses_pass() -> None:
    assert _url(Request("http://situs.test/read/1")).host == "situs.test"
    assert _url(Request("http://8.8.8.8/read/1")).host == "8.8.8.8"

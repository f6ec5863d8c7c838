"""Objections to mining and training, wherever a site may put them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.conduct.optouts import LOOKED_AT, MOST, optouts_of
from newsarchive.conduct.robots import read_robots

PLAIN = b"<!doctype html><html><head><meta name='robots' content='index, follow'><title>Pasar</title></head><p>Isi.</p>"


def in_headers(*headers: tuple[str, str]) -> tuple[str, ...]:
    return optouts_of(headers, PLAIN)


def in_head(*elements: str) -> tuple[str, ...]:
    return optouts_of((), f"<!doctype html><html><head>{''.join(elements)}</head><p>Isi.</p>".encode())


def test_a_page_without_objections_has_none() -> None:
    assert optouts_of((("Content-Type", "text/html"), ("Server", "nginx")), PLAIN) == ()
    assert optouts_of((), b"") == ()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("tdm-reservation", "1", ("tdm-reservation",)),
        ("TDM-Reservation", " 1 ", ("tdm-reservation",)),
        ("tdm-reservation", "0", ()),
        ("TDM-Policy", "https://radar.test/policy.json", ("tdm-policy",)),
        ("X-Robots-Tag", "noai, noimageai", ("x-robots-tag:noai", "x-robots-tag:noimageai")),
        ("x-robots-tag", "NOINDEX, NoArchive", ("x-robots-tag:noarchive",)),
        ("X-Robots-Tag", "noindex, nofollow, max-snippet:-1", ()),
        ("X-Robots-Tag", "nosnippetx, xnoai", ()),
        ("X-Robots-Tag", "GPTBot: noai", ("x-robots-tag:gptbot:noai",)),
        ("X-Robots-Tag", "newsarchive: noai", ("x-robots-tag:noai",)),
        ("X-Robots-Tag", "nosnippet, bingbot: noindex, noarchive",
         ("x-robots-tag:nosnippet", "x-robots-tag:bingbot:noarchive")),
        ("X-Robots-Tag", "unavailable_after: 25 Jun 2027 15:00:00 WIB, noai", ("x-robots-tag:noai",)),
        ("Content-Usage", "train-ai=n, search=y", ("content-usage:train-ai=n",)),
        ("Content-Signal", "ai-train=no, search=yes", ("content-signal:ai-train=no",)),
        ("X-Lain", "noai", ()),
    ],
)  # fmt: skip
def test_headers(name: str, value: str, words: tuple[str, ...]) -> None:
    assert in_headers((name, value)) == words


def test_headers_that_come_twice_count_once() -> None:
    assert in_headers(("X-Robots-Tag", "noai"), ("x-robots-tag", "noai")) == ("x-robots-tag:noai",)


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ('<meta name="tdm-reservation" content="1">', ("tdm-reservation",)),
        ("<meta content=1 name=tdm-reservation />", ("tdm-reservation",)),
        ('<META NAME="TDM-Reservation" CONTENT="1">', ("tdm-reservation",)),
        ('<meta name="tdm-reservation" content="0">', ()),
        ('<meta name="robots" content="noai, noimageai">', ("meta-robots:noai", "meta-robots:noimageai")),
        ("<meta content='index, NOARCHIVE' name='ROBOTS'>", ("meta-robots:noarchive",)),
        ('<meta name="googlebot-news" content="nosnippet">', ("meta-robots:googlebot-news:nosnippet",)),
        ('<meta name="newsarchive-bot" content="noai">', ("meta-robots:newsarchive-bot:noai",)),
        ('<meta name="robots" content="noindex, nofollow">', ()),
        ('<meta name="description" content="robot noai di kampus">', ()),
        ('<a href="/robots" title="noai">robot</a>', ()),
        ('<meta name="robots"', ()),
    ],
)
def test_elements(element: str, words: tuple[str, ...]) -> None:
    assert in_head(element) == words


def test_a_policy_counts_beside_a_reservation_only() -> None:
    policy = '<meta name="tdm-policy" content="https://radar.test/p.json">'
    assert in_head(policy) == ()
    assert in_head('<meta name="tdm-reservation" content="1">', policy) == ("tdm-reservation", "tdm-policy")


def test_elements_behind_many_others_are_found_and_the_text_is_not_looked_at() -> None:
    others = '<meta property="og:robot" content="no">' * 200
    assert in_head(others, '<meta name="robots" content="noai">') == ("meta-robots:noai",)
    assert in_head("<style>", "x" * LOOKED_AT, "</style>", '<meta name="robots" content="noai">') == ()


def test_what_robots_txt_says_of_the_url_is_among_them() -> None:
    robots = read_robots(200, b"User-agent: GPTBot\nDisallow: /opini/\n")
    headers = (("TDM-Reservation", "1"),)
    assert optouts_of(headers, PLAIN, robots, "https://radar.test/berita/1") == ("tdm-reservation",)
    assert optouts_of(headers, PLAIN, robots, "https://radar.test/opini/1") == ("tdm-reservation", "robots-ai:training")


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=80)), max_size=4), st.binary(max_size=300))
def test_nothing_makes_it_raise(headers: list[tuple[str, str]], body: bytes) -> None:
    named = [("X-Robots-Tag", value) for _, value in headers]
    for page in (body, b"<meta name=robots content=no" + body, b"<meta name=tdm-reservation content=" + body):
        words = optouts_of([*headers, *named], page)
        assert len(words) == len(set(words)) <= MOST


def test_a_hostile_page_gives_few_words() -> None:
    elements = "".join(f"<meta name=a{n}bot content=noai>" for n in range(400))
    assert len(in_head(elements)) == MOST
    assert optouts_of((), b"<meta bot no " * 3000) == ()

"""robots.txt by RFC 9309: groups, paths, verdicts, and what it says besides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.conduct.ai_agents import AI_AGENTS
from newsarchive.conduct.robots import Robots, read_robots
from newsarchive.conduct.robots_lines import MAX_BYTES, decode_robots

SITE = "https://radar.test"


def rules(*lines: str) -> Robots:
    return read_robots(200, "\n".join(lines).encode(), url=f"{SITE}/robots.txt")


def allowed(robots: Robots, *paths: str) -> list[str]:
    return [path for path in paths if robots.allows(SITE + path)]


# --- groups: RFC 9309 §2.2.1 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["newsarchive", "NewsArchive", "NEWSARCHIVE", "newsarchive/1.0", "newsarchive (+mail)"]
)
def test_a_group_is_ours_by_its_product_token_in_any_case(name: str) -> None:
    robots = rules(f"User-agent: {name}", "Disallow: /a", "User-agent: *", "Disallow: /b")
    assert allowed(robots, "/a", "/b") == ["/b"]


@pytest.mark.parametrize(
    "name", ["news", "newsarchive-images", "newsarchiver", "archive", "mynewsarchive", "*bot", "n"]
)
def test_a_group_for_somebody_else_is_not_ours(name: str) -> None:
    robots = rules(f"User-agent: {name}", "Disallow: /a", "User-agent: *", "Disallow: /b")
    assert allowed(robots, "/a", "/b") == ["/a"]


def test_groups_that_name_us_are_one_wherever_they_stand() -> None:
    robots = rules(
        *("User-agent: newsarchive", "Disallow: /a", "", "User-agent: *", "Disallow: /"),
        *("User-agent: lain", "User-agent: NEWSARCHIVE", "Disallow: /b"),
    )
    assert allowed(robots, "/a/1", "/b/1", "/c/1") == ["/c/1"]


def test_several_crawlers_share_the_rules_below_their_names() -> None:
    robots = rules("User-agent: satu", "User-agent: newsarchive", "", "User-agent: dua", "Disallow: /a", "Disallow: /b")
    assert allowed(robots, "/a", "/b", "/c") == ["/c"]


def test_our_own_group_stands_alone_even_where_it_is_empty() -> None:
    robots = rules("User-agent: *", "Disallow: /", "User-agent: newsarchive", "Disallow:")
    assert robots.allows(f"{SITE}/a")


@pytest.mark.parametrize(
    "between", ["Sitemap: https://radar.test/s.xml", "Crawl-delay: 3", "Host: radar.test", "Apa: x"]
)
def test_other_records_end_no_group(between: str) -> None:
    """§2.2.4: 'MUST NOT interfere with the parsing of explicitly defined records'."""
    robots = rules("User-agent: newsarchive", between, "User-agent: lain", "Disallow: /a")
    assert allowed(robots, "/a", "/b") == ["/b"]
    robots = rules("User-agent: newsarchive", "Disallow: /a", between, "Disallow: /b")
    assert allowed(robots, "/a", "/b", "/c") == ["/c"]


def test_rules_before_any_name_are_nobodys() -> None:
    assert rules("Disallow: /", "User-agent: *", "Disallow: /a").allows(f"{SITE}/b")


def test_a_rule_for_all_others_does_not_reach_us_behind_ours() -> None:
    robots = rules("User-agent: newsarchive", "Allow: /", "User-agent: *", "Disallow: /")
    assert robots.allows(f"{SITE}/a")


# --- paths: §2.2.2 and §2.2.3 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "yes", "no"),
    [
        (["Disallow: /berita"], ["/", "/Berita", "/x/berita"], ["/berita", "/berita-lain", "/berita/1", "/berita?x=1"]),
        (["Disallow: /berita/"], ["/berita"], ["/berita/", "/berita/1"]),
        (["Disallow: /", "Allow: /baca"], ["/baca/1"], ["/", "/lain"]),
        (["Allow: /baca/terbuka", "Disallow: /baca"], ["/baca/terbuka/1"], ["/baca/1"]),
        (["Disallow: /baca/terbuka", "Allow: /baca"], ["/baca/1"], ["/baca/terbuka/1"]),
        (["Disallow: /sama", "Allow: /sama"], ["/sama"], []),
        (["Allow: /sama", "Disallow: /sama"], ["/sama"], []),
        (["Disallow: /*.pdf$"], ["/a.pdf?x", "/a.pdfx"], ["/a.pdf", "/b/c.pdf"]),
        (["Disallow: /*/cetak/"], ["/cetak/", "/a/cetak"], ["/a/cetak/", "/a/b/cetak/1"]),
        (["Disallow: /*?"], ["/a"], ["/a?", "/a?x=1"]),
        (["Disallow: /a$"], ["/a/", "/ab"], ["/a"]),
        (["Disallow: *"], [], ["/", "/a"]),
        (["Disallow:"], ["/", "/a"], []),
        (["Disallow: /a b"], ["/a"], ["/a%20b"]),
        (["Disallow: /a # bukan untuk perayap"], ["/b"], ["/a"]),
        (["dIsAlLoW :  /a\t"], ["/b"], ["/a"]),
        (["Dissallow: /a", "Disallow /b"], ["/c"], ["/a", "/b"]),
    ],
)
def test_paths(lines: list[str], yes: list[str], no: list[str]) -> None:
    robots = rules("User-agent: *", *lines)
    assert allowed(robots, *yes, *no) == yes


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        # the table of §2.2.2, in words of our own
        ("/pasar/senja?harga=naik", "/pasar/senja?harga=naik"),
        ("/pasar?ke=https://pagi.test", "/pasar?ke=https%3A%2F%2Fpagi.test"),
        ("/pasar?ke=https%3A%2F%2Fpagi.test", "/pasar?ke=https://pagi.test"),
        ("/pasar/ツ", "/pasar/%E3%83%84"),
        ("/pasar/%E3%83%84", "/pasar/ツ"),
        ("/pasar/%e3%83%84", "/pasar/%E3%83%84"),
        ("/pasar/%73%65%6E%6A%61", "/pasar/senja"),
        ("/pasar/senja", "/pasar/%73%65%6e%6a%61"),
        ("/harga-%2A-naik", "/harga-*-naik"),
        ("/lima%24", "/lima$"),
    ],
)
def test_percent_encoding(rule: str, path: str) -> None:
    assert not rules("User-agent: *", f"Disallow: {rule}").allows(SITE + path)


def test_an_encoded_slash_is_no_slash() -> None:
    assert rules("User-agent: *", "Disallow: /a/b").allows(f"{SITE}/a%2Fb")


@pytest.mark.parametrize("url", ["http://[kacau/a", "https://radar.test:99999999/a", "", "::::", "https://"])
def test_what_is_no_url_raises_nothing(url: str) -> None:
    assert rules("User-agent: *", "Disallow: /").allows(url) is False


# --- the file: §2.3 and §2.5 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
def test_lines_end_in_any_way(end: str) -> None:
    body = end.join(["User-agent: *", "Disallow: /a", "Disallow: /b"]).encode()
    assert allowed(read_robots(200, body), "/a", "/b", "/c") == ["/c"]


@pytest.mark.parametrize("odd", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_nothing_else_ends_a_line(odd: str) -> None:
    """Python's splitlines() would let a rule be smuggled into the path of another."""
    robots = rules("User-agent: *", "Disallow: /", f"Disallow: /x{odd}Allow: /")
    assert not robots.allows(f"{SITE}/a")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_mark_before_the_text_and_zero_bytes_do_not_hide_the_first_group(encoding: str) -> None:
    assert not read_robots(200, "User-agent: *\nDisallow: /a\n".encode(encoding)).allows(f"{SITE}/a")


def test_bytes_that_are_no_text_spoil_only_their_line() -> None:
    body = b"\xff\xfe\xfd\n" * 2 + b"User-agent: *\nDisallow: /\xff\xfe\nDisallow: /a\n"
    body = b"#" + body
    assert not read_robots(200, body).allows(f"{SITE}/a")


def test_what_is_beyond_500_kib_is_not_read_nor_half_a_line() -> None:
    head = b"User-agent: *\nDisallow: /a\n"
    filler = b"# isi\n" * ((MAX_BYTES - len(head)) // 6 - 4)
    cut = b"Disallow: /semua-yang-panjang\nDisallow: /b\n"
    body = head + filler + b" " * (MAX_BYTES - len(head) - len(filler) - 12) + cut
    assert body[:MAX_BYTES].endswith(b"Disallow: /s")
    robots = read_robots(200, body)
    assert allowed(robots, "/a", "/b", "/s", "/semua-yang-panjang") == ["/b", "/s", "/semua-yang-panjang"]
    assert len(robots.body) <= MAX_BYTES


def test_a_page_instead_of_a_file_is_read_for_rules_and_noted() -> None:
    robots = read_robots(200, b"<!doctype html><html><body><h1>Radar Senja</h1></body></html>")
    assert robots.verdict == "rules"
    assert robots.allows(f"{SITE}/a")
    assert robots.notes == ("robots-is-html: a page came instead of a robots.txt",)


@pytest.mark.parametrize(
    ("status", "verdict", "reason"),
    [
        (200, "rules", None),
        (206, "rules", None),
        *((status, "allow-all", f"http-{status}") for status in (400, 401, 403, 404, 410, 418, 451, 499)),
        *((status, "disallow-all", f"http-{status}") for status in (429, 500, 502, 503, 504, 522, 599, 301, 304, 101)),
        (None, "disallow-all", "no-answer"),
    ],
)
def test_verdicts(status: int | None, verdict: str, reason: str | None) -> None:
    robots = read_robots(status, b"User-agent: *\nDisallow: /a\n")
    assert (robots.verdict, robots.reason) == (verdict, reason)
    assert robots.allows(f"{SITE}/b") == (verdict != "disallow-all")
    assert robots.allows(f"{SITE}/a") == (verdict == "allow-all")


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_wall_is_no_robots_txt(status: int) -> None:
    robots = read_robots(status, b"<title>Just a moment...</title>", wall="challenge")
    assert (robots.verdict, robots.reason) == ("disallow-all", "challenge")


# --- Crawl-delay, Sitemap, objections ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("10", 10), ("2.5", 2.5), ("0,5", 0.5), ("10 detik", 10), ("0", None), ("-1", None), ("nan", None), ("inf", None),
     ("", None), ("9e9", 9), ("60", 60), ("61", 60), ("86400", 60)],
)  # fmt: skip
def test_crawl_delay(value: str, seconds: float | None) -> None:
    robots = rules("User-agent: *", f"Crawl-delay: {value}")
    assert robots.crawl_delay == seconds
    assert bool(robots.notes) == (value in ("61", "86400"))


def test_the_delay_is_that_of_our_group_and_the_cap_can_be_set() -> None:
    lines = ["User-agent: *", "Crawl-delay: 30", "User-agent: newsarchive", "Crawl-delay: 4", "Crawl-delay: 8"]
    assert rules(*lines).crawl_delay == 8
    assert rules("User-agent: lain", "Crawl-delay: 30").crawl_delay is None
    assert read_robots(200, b"User-agent: *\nCrawl-delay: 30", max_delay=5).crawl_delay == 5


def test_sitemaps_are_absolute_and_belong_to_no_group() -> None:
    robots = rules(
        *("Sitemap: https://radar.test/a.xml", "User-agent: lain", "Sitemap: /b.xml", "sitemap:https://cdn.test/c.xml"),
        *("Sitemap: https://radar.test/a.xml", "Sitemap: ftp://radar.test/d.xml", "Sitemap: http://[x", "Sitemap:"),
        "Sitemap: https://radar.test/e\x1b[31m.xml",
    )
    assert robots.sitemaps == (
        *("https://radar.test/a.xml", "https://radar.test/b.xml", "https://cdn.test/c.xml"),
        "https://radar.test/e%1B[31m.xml",
    )


def test_objections_to_models_by_agent_and_by_url() -> None:
    robots = rules(
        *("User-agent: *", "Allow: /", "User-agent: gptbot", "User-agent: CCBot/2.0", "Disallow: /"),
        *("User-agent: PerplexityBot", "Disallow: /opini/", "User-agent: ClaudeBot", "Allow: /"),
        *("User-agent: Google", "Disallow: /", "User-agent: Applebot", "Disallow: /"),
    )
    assert set(robots.optouts) == {"robots-ai:GPTBot", "robots-ai:CCBot", "robots-ai:PerplexityBot:part"}
    assert robots.optouts_for(f"{SITE}/berita/1") == ("robots-ai:training",)
    assert robots.optouts_for(f"{SITE}/opini/1") == ("robots-ai:training", "robots-ai:answers")
    assert robots.allows(f"{SITE}/opini/1")


def test_a_rule_for_everyone_is_no_objection_to_models() -> None:
    robots = rules("User-agent: *", "Disallow: /")
    assert (robots.optouts, robots.optouts_for(f"{SITE}/a")) == ((), ())


@pytest.mark.parametrize("token", [agent.token for agent in AI_AGENTS.values()])
def test_every_agent_of_the_table_is_heard(token: str) -> None:
    assert rules(f"User-agent: {token}", "Disallow: /").optouts == (f"robots-ai:{token}",)


def test_content_signals_of_the_group_that_holds_for_us() -> None:
    robots = rules(
        *("User-Agent: *", "Content-Signal: search=yes, ai-train=no , ai-input = no", "Content-Usage: train-ai=n"),
        *("Content-Signal: /arsip/ search=no", "Allow: /", "User-agent: lain", "Content-Signal: ai-train=no"),
    )
    everywhere = ("content-signal:ai-train=no", "content-signal:ai-input=no", "content-usage:train-ai=n")
    assert robots.optouts_for(f"{SITE}/a") == everywhere
    assert set(robots.optouts_for(f"{SITE}/arsip/1")) == {*everywhere, "content-signal:search=no"}
    assert rules("User-agent: *", "Content-Signal: ai-train=yes").optouts == ()


# --- hostile files ----------------------------------------------------------------------------------------------------


@given(st.binary(max_size=400), st.text(max_size=60))
def test_no_bytes_and_no_url_make_it_raise(body: bytes, path: str) -> None:
    for file in (body, b"User-agent: *\n" + body, b"User-agent: GPTBot\nDisallow: /" + body):
        robots = read_robots(200, file, url=f"{SITE}/robots.txt")
        assert robots.allows(f"{SITE}/{path}") in (True, False)
        assert robots.allows(path) in (True, False)
        assert all(isinstance(word, str) for word in (*robots.optouts, *robots.optouts_for(path), *robots.sitemaps))
        again = read_robots(200, robots.body.encode(), url=f"{SITE}/robots.txt")
        assert (again.sitemaps, again.optouts) == (robots.sitemaps, robots.optouts)


_LINES = st.sampled_from(
    ["User-agent: *", "User-agent: newsarchive", "User-agent: lain", "Disallow: /a", "Disallow: /", "Allow: /a/b",
     "Disallow:", "", "Crawl-delay: 2", "Sitemap: https://radar.test/s.xml"]
)  # fmt: skip


@given(st.lists(_LINES, max_size=14))
def test_groups_are_those_of_the_grammar(lines: list[str]) -> None:
    """Against the grammar of §2.2, written down a second time in the plainest way."""
    mine: dict[str, list[str]] = {}
    names: list[str] = []
    was_rule = True
    for line in lines:
        key, _, value = line.partition(": ")
        if key == "User-agent":
            names = [value] if was_rule else [*names, value]
            was_rule = False
            mine.setdefault(value, [])
        elif key in ("Disallow", "Allow", "Disallow:"):
            was_rule = True
            for name in names:
                mine[name].append(line)
    own = mine.get("newsarchive", mine.get("*", []))
    expected = {
        "/": "Disallow: /" not in own,
        "/a/x": "Disallow: /a" not in own and "Disallow: /" not in own,
        "/a/b": "Allow: /a/b" in own or ("Disallow: /a" not in own and "Disallow: /" not in own),
    }
    robots = rules(*lines)
    assert {path: robots.allows(SITE + path) for path in expected} == expected


def test_a_file_made_to_be_slow_is_read_in_bounded_work() -> None:
    names = "".join(f"User-agent: {agent}\n" for agent in AI_AGENTS) * 100
    body = (names + "Disallow: /*a*b*c$\n" * 30_000).encode()
    robots = read_robots(200, body)
    assert robots.optouts_for(f"{SITE}/{'ab' * 900}") == ()
    assert robots.file is not None
    assert {len(group.rules) for group in robots.file.groups.values()} == {1000}


def test_decoding_gives_back_what_can_be_decoded_again() -> None:
    text = decode_robots(b"\xef\xbb\xbfUser-agent: *\x00\nDisallow: /\xe3\x83\x84\xff")
    assert text == "User-agent: *\nDisallow: /ツ\ufffd"
    assert decode_robots(text.encode()) == text

"""robots.txt over a real connection: asked for once a day, obeyed, archived, and its troubles told apart."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from crawl_site import HOST, Crawl, Reply, Site, article, newsarchive

FILE = "/robots.txt"
HOUR, DAY = 3600, 86400
ALL_OPEN = "User-agent: *\nDisallow:\n"


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


def robots(body: str, status: int = 200, *headers: tuple[str, str]) -> Reply:
    return Reply(body.encode(), status, "X", [("Content-Type", "text/plain"), *headers])


def moved(url: str) -> Reply:
    return robots("", 301, ("Location", url))


def verdict(crawl: Crawl) -> tuple[Any, ...]:
    [row] = rows(crawl.archive, "SELECT origin, status, verdict, reason FROM robots")
    assert row[0] == f"http://{HOST}"
    return row[1:]


def articles(crawl: Crawl) -> int:
    return int(rows(crawl.archive, "SELECT count(*) FROM articles")[0][0])


def test_one_file_serves_the_runs_of_a_day_and_is_archived(site: Site, crawl: Crawl) -> None:
    site.pages[FILE] = robots("User-agent: NewsArchive\nDisallow: /read/2/\n\nUser-agent: *\nDisallow: /\n")
    site.front([site.article(1), site.article(2)])
    crawl()
    site.front([site.article(1), site.article(2), site.article(3)])
    crawl(f"--clock-offset={2 * HOUR}")
    assert (site.visits[FILE], site.visits["/read/2/berita-2"], articles(crawl)) == (1, 0, 2)
    assert verdict(crawl) == (200, "rules", None)
    crawl(f"--clock-offset={DAY + HOUR}")
    assert site.visits[FILE] == 2
    kept = rows(
        crawl.archive,
        "SELECT s.kind, s.outlet, s.url FROM robots r JOIN snapshots s ON s.id = r.snapshot_id",
    )
    assert kept == [("robots", "radarsenja-disway", f"http://{HOST}{FILE}")]
    assert rows(crawl.archive, "SELECT count(*) FROM snapshots WHERE kind = 'robots'") == [(2,)]
    assert rows(crawl.archive, "SELECT DISTINCT reason FROM failures") == [("robots-disallowed",)]


@pytest.mark.parametrize(
    ("reply", "status", "reason"),
    [
        (robots("rusak", 500), 500, "http-500"),
        (robots("<title>Just a moment...</title>", 403, ("CF-Mitigated", "challenge")), 403, "challenge"),
        (moved("http://lain.example/aturan.txt"), 301, "redirect-off-site"),
        (moved(f"http://{HOST}{FILE}"), 301, "redirect-loop"),
    ],
    ids=["error", "challenge", "off-site", "loop"],
)
def test_a_site_without_an_answer_forbids_everything_for_an_hour(
    site: Site, crawl: Crawl, reply: Reply, status: int, reason: str
) -> None:
    site.pages[FILE] = reply
    site.pages["/aturan.txt"] = robots(ALL_OPEN)
    site.front([site.article(1)])
    crawl()
    asked = site.visits[FILE]
    assert (site.visits["/"], site.visits["/aturan.txt"]) == (0, 0)
    assert verdict(crawl) == (status, "disallow-all", reason)
    [(word, detail)] = rows(crawl.archive, "SELECT reason, detail FROM failures")
    assert word == "robots-unreachable"
    assert f"({reason})" in detail
    assert rows(crawl.archive, "SELECT count(*) FROM snapshots WHERE status = " + str(status)) == [(asked,)]
    crawl.start(f"--clock-offset={HOUR // 2}").communicate()
    assert site.visits[FILE] == asked
    counts = json.loads(rows(crawl.archive, "SELECT counts FROM runs ORDER BY id DESC LIMIT 1")[0][0])
    assert counts["failures"] == counts["unasked"] == 1
    site.pages[FILE] = robots(ALL_OPEN)
    crawl(f"--clock-offset={2 * HOUR}")
    assert (site.visits[FILE], articles(crawl)) == (asked + 1, 1)
    assert rows(crawl.archive, "SELECT count(*) FROM failures WHERE resolved_at IS NULL") == [(0,)]


def test_old_rules_do_not_stand_in_for_a_file_that_cannot_be_had(site: Site, crawl: Crawl) -> None:
    site.pages[FILE] = robots(ALL_OPEN)
    site.front([site.article(1)])
    crawl()
    site.pages[FILE] = robots("sibuk", 503)
    site.front([site.article(1), site.article(2)])
    crawl(f"--clock-offset={DAY + HOUR}")
    assert articles(crawl) == 1
    assert site.visits["/"] == 1
    assert verdict(crawl) == (503, "disallow-all", "http-503")


def test_a_site_that_is_not_there_is_asked_again_by_the_next_run(site: Site, crawl: Crawl) -> None:
    site.front([site.article(1)])
    crawl.port = 1
    crawl(code=9)
    assert verdict(crawl) == (None, "disallow-all", "no-connection")
    crawl.port = 0
    crawl("--clock-offset=1000")
    assert articles(crawl) == 1


@pytest.mark.parametrize("reply", [robots("", 404), robots("tidak boleh", 403), robots("", 200)])
def test_where_there_is_no_file_all_is_allowed(site: Site, crawl: Crawl, reply: Reply) -> None:
    site.pages[FILE] = reply
    site.front([site.article(1)])
    crawl()
    assert (site.visits[FILE], articles(crawl)) == (1, 1)


def test_redirects_within_the_site_are_followed_and_archived(site: Site, crawl: Crawl) -> None:
    site.pages[FILE] = moved(f"http://www.{HOST}/satu.txt")
    site.pages["/satu.txt"] = moved("/dua.txt")
    site.pages["/dua.txt"] = robots("User-agent: *\nDisallow: /read/2/\n")
    site.front([site.article(1), site.article(2)])
    crawl()
    assert (site.visits["/read/2/berita-2"], articles(crawl)) == (0, 1)
    kept = rows(crawl.archive, "SELECT url, kind FROM snapshots ORDER BY id LIMIT 3")
    assert kept == [
        (f"http://{HOST}{FILE}", "redirect"),
        (f"http://www.{HOST}/satu.txt", "redirect"),
        (f"http://www.{HOST}/dua.txt", "robots"),
    ]


def test_a_file_of_600_kilobytes(site: Site, crawl: Crawl) -> None:
    filler = "# isi berkas yang panjang sekali\n" * 18_000
    site.pages[FILE] = robots(f"User-agent: *\nDisallow: /read/2/\n{filler}Disallow: /read/1/\n")
    site.front([site.article(1), site.article(2)])
    crawl()
    assert (site.visits["/read/1/berita-1"], site.visits["/read/2/berita-2"]) == (1, 0)
    [(kept,)] = rows(crawl.archive, "SELECT length(body) FROM robots")
    assert 500_000 < kept <= 500 * 1024
    assert rows(crawl.archive, "SELECT payload_bytes > 590000 FROM snapshots WHERE kind = 'robots'") == [(1,)]


def test_a_file_that_was_cut_off_is_no_answer(site: Site, crawl: Crawl) -> None:
    site.pages[FILE] = Reply(b"User-agent: *\nDisallow: /read/\n", cut=20)
    site.front([site.article(1)])
    crawl()
    assert site.visits["/"] == 0
    assert verdict(crawl) == (200, "disallow-all", "truncated-disconnect")


def test_a_crawl_delay_is_kept_in_the_run_that_hears_it_and_the_next(site: Site, crawl: Crawl) -> None:
    site.pages[FILE] = robots("User-agent: *\nCrawl-delay: 0.7\n")
    site.front([site.article(1), site.article(2)])
    started = time.monotonic()
    crawl()
    assert time.monotonic() - started >= 3 * 0.7
    site.front([site.article(n) for n in range(1, 5)])
    started = time.monotonic()
    crawl("--clock-offset=7200")
    assert site.visits[FILE] == 1
    assert time.monotonic() - started >= 2 * 0.7


def test_objections_are_recorded_with_each_snapshot(site: Site, crawl: Crawl) -> None:
    site.pages[FILE] = robots("User-agent: GPTBot\nDisallow: /read/1/\n")
    site.front([site.article(1), site.article(2)])
    page = site.pages["/read/2/berita-2"]
    assert isinstance(page, Reply)
    page.headers.append(("TDM-Reservation", "1"))
    crawl()
    found = {url.split("/")[-1]: words and json.loads(words) for url, words in rows(
        crawl.archive, "SELECT url, optouts FROM snapshots WHERE kind = 'article'")}  # fmt: skip
    assert found == {"berita-1": ["robots-ai:training"], "berita-2": ["tdm-reservation"]}
    assert rows(crawl.archive, "SELECT count(*) FROM snapshots WHERE optouts IS NULL AND kind != 'article'") == [(2,)]


@pytest.mark.parametrize(("rule", "expected"), [("User-agent: *\nDisallow: /read/2/\n", [(1,)]), (None, [(1,), (2,)])])
def test_kept_pages_obey_a_robots_txt_only_where_one_was_kept(
    tmp_path: Path, outlets: Path, rule: str | None, expected: list[tuple[int]]
) -> None:
    kept, archive = tmp_path / "kept", tmp_path / "archive"
    kept.mkdir()
    pages = {f"{n}.html": (f"/read/{n}/berita-{n}", article(n)) for n in (1, 2)}
    if rule is not None:
        pages["robots.html"] = (FILE, rule.encode())
    for name, (_, body) in pages.items():
        (kept / name).write_bytes(body)
    lines = [f"{name}\thttps://{HOST}{path}" for name, (path, _) in pages.items()]
    (kept / "manifest.tsv").write_text("\n".join(["file\toriginal_url", *lines]) + "\n")
    done = newsarchive("crawl", "--from", kept, "--archive", archive, "--outlets", outlets)
    assert done.returncode == 0, done.stderr
    assert rows(archive, "SELECT CAST(native_id AS INTEGER) FROM articles ORDER BY 1") == expected
    # what was once kept says nothing of what the site says today
    assert rows(archive, "SELECT count(*) FROM robots") == [(0,)]

"""Which sitemaps of an index are read: by name, by last change, and some where nothing is told."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from newsarchive.models import Lead, Listed, Outlet
from spiders.sub_sitemaps import MAX_DAILY, MAX_SILENT, recent, span_of, wanted_back, wanted_daily

OUTLET = Outlet("senja", "Senja", "senja.test", "wordpress")
TODAY = date(2026, 2, 9)


def part(name: str, changed: str | None = None) -> Listed:
    at = datetime.fromisoformat(changed).replace(tzinfo=UTC) if changed else None
    return Listed(f"https://senja.test/{name}", None, at, None, is_change=True)


def names(parts: object) -> list[str]:
    return [p.url.removeprefix("https://senja.test/") for p in parts]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ("sitemap-pt-post-2021-03.xml", (date(2021, 3, 1), date(2021, 3, 31))),
        ("sitemap-202402.xml", (date(2024, 2, 1), date(2024, 2, 29))),
        ("sitemap_2024_02_29.xml.gz", (date(2024, 2, 29), date(2024, 2, 29))),
        ("sitemap/2024/02/29.xml", (date(2024, 2, 29), date(2024, 2, 29))),
        ("sitemap.xml?yyyy=2024&mm=2", (date(2024, 2, 1), date(2024, 2, 29))),
        ("sitemap.xml?yyyy=2024&mm=02&dd=05", (date(2024, 2, 5), date(2024, 2, 5))),
        ("arsip-2019.xml", (date(2019, 1, 1), date(2019, 12, 31))),
        ("sitemap-2023-02-30.xml", None),
        ("post-sitemap12.xml", None),
        ("sitemap-9920240212.xml", None),
        ("sitemap.xml?page=3", None),
    ],
)
def test_a_name_tells_the_days(name: str, span: tuple[date, date] | None) -> None:
    assert span_of(f"https://senja.test/{name}") == span


def test_of_a_days_news_are_those_changed_of_late_named_for_now_or_for_news() -> None:
    parts = [
        part("post-sitemap1.xml", "2024-01-01"),
        part("post-sitemap2.xml", "2026-02-08T20:00:00"),
        part("category-sitemap.xml", "2026-02-09T01:00:00"),
        part("wp-sitemap-users-1.xml"),
        part("sitemap-2026-01.xml", "2026-02-09"),
        part("sitemap-2026-02.xml"),
        part("ekonomi/sitemap-news.xml"),
        part("newsletter.xml", "2020-01-01"),
        part("news/sitemap-3.xml", "2020-01-01"),
        part("news-sitemap3.xml", "2020-01-01"),
        part("news/sitemap-4.xml"),
    ]
    assert names(wanted_daily(OUTLET, parts, TODAY)) == [
        "post-sitemap2.xml",
        "sitemap-2026-02.xml",
        "ekonomi/sitemap-news.xml",
    ]


def test_where_nothing_is_told_the_last_ones_are_read_and_the_first() -> None:
    parts = [part(f"post-sitemap{n}.xml") for n in range(1, 9)]
    assert names(wanted_daily(OUTLET, parts, TODAY)) == [f"post-sitemap{n}.xml" for n in (6, 7, 8, 1)]


def test_at_least_one_is_read_the_one_changed_last() -> None:
    parts = [part("a.xml", "2024-01-01"), part("b.xml", "2025-01-01"), part("c.xml", "2023-01-01")]
    assert names(wanted_daily(OUTLET, parts, TODAY)) == ["b.xml"]
    assert wanted_daily(OUTLET, [], TODAY) == ()


def test_a_long_index_costs_no_more_than_its_length() -> None:
    parts = [part(f"bagian-{number}.xml") for number in range(50_000)]
    began = time.process_time()
    assert len(wanted_daily(OUTLET, parts, TODAY)) == 4
    assert len(wanted_daily(OUTLET, [part(f"news-{number}.xml") for number in range(50_000)], TODAY)) == MAX_DAILY
    assert len(wanted_back(OUTLET, parts, date(2024, 1, 1), TODAY)) == 50_000
    assert time.process_time() - began < 20


def test_the_sitemap_with_the_number_of_a_year_is_not_that_year() -> None:
    years = [part(f"arsip-{year}.xml") for year in (2018, 2019, 2026)]
    assert names(p for p, _ in wanted_back(OUTLET, years, date(2019, 5, 1), date(2019, 6, 1))) == ["arsip-2019.xml"]
    assert names(wanted_daily(OUTLET, years, TODAY)) == ["arsip-2026.xml"]
    numbered = [part(f"arsip-{number}.xml") for number in (1, 999, 2018, 2019, 2026, 3000)]
    assert len(wanted_back(OUTLET, numbered, date(2019, 5, 1), date(2019, 6, 1))) == 6
    assert names(wanted_daily(OUTLET, numbered, TODAY)) == [f"arsip-{n}.xml" for n in (2019, 2026, 3000, 1)]


def test_for_a_range_are_those_that_may_hold_some_of_it() -> None:
    parts = [
        part("sitemap-2024-03.xml"),
        part("sitemap-2024-04.xml"),
        part("sitemap-2024-05.xml"),
        part("sitemap-2024-06.xml"),
        part("post-sitemap1.xml", "2024-04-09"),  # all of it was changed before
        part("post-sitemap2.xml", "2024-04-10T12:00:00"),
        part("post-sitemap3.xml", "2026-01-01"),  # old articles may have been changed since
        part("post-sitemap4.xml"),
        part("page-sitemap.xml", "2024-05-01"),
    ]
    got = wanted_back(OUTLET, parts, date(2024, 4, 10), date(2024, 5, 31))
    assert [(names([p])[0], last) for p, last in got] == [
        ("sitemap-2024-04.xml", date(2024, 4, 30)),
        ("sitemap-2024-05.xml", date(2024, 5, 31)),
        ("sitemap-2024-06.xml", date(2024, 5, 31)),  # its first day may be the range's last elsewhere
        ("post-sitemap2.xml", date(2024, 4, 10)),
        ("post-sitemap3.xml", date(2024, 5, 31)),
        ("post-sitemap4.xml", date(2024, 5, 31)),
    ]


def lead(number: int, on: date | None) -> Lead:
    return Lead(f"senja/{number}", f"https://senja.test/{number}", "senja", "article", None, listed_on=on)


def test_of_a_sitemap_of_everything_the_last_week_is_the_days_work() -> None:
    days = [date(2019, 1, 1), date(2026, 2, 1), date(2026, 2, 2), TODAY, None]
    leads = [lead(number, on) for number, on in enumerate(days)]
    assert recent(leads, TODAY) == (tuple(leads[2:]), None)


def test_of_many_articles_without_a_day_those_at_both_ends_are_taken_and_the_rest_is_told() -> None:
    leads = [lead(number, None) for number in range(MAX_SILENT + 50)] + [lead(9999, TODAY)]
    taken, doubt = recent(leads, TODAY)
    half = MAX_SILENT // 2
    assert taken == (*leads[:half], *leads[half + 50 :])
    assert doubt == f"no-days: 50 of {MAX_SILENT + 51} articles were left out that nothing tells the day of"

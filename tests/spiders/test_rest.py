"""WordPress's REST interface as a list: addresses, titles and times of posts, page by page."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from newsarchive.models import Listed
from spiders.rest import PER_PAGE, posts_url, read_rest

URL = "https://kabarwening.test/wp-json/wp/v2/posts?per_page=100"


def post(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "date": "2026-02-01T19:00:00",
        "date_gmt": "2026-02-01T12:00:00",
        "link": f"https://kabarwening.test/kebun-{number}/",
        "title": {"rendered": f"Kebun &#8220;Teh&#8221; {number}"},
        **more,
    }


def test_posts_are_listed_with_their_time_in_utc_and_the_number_of_pages() -> None:
    got = read_rest(json.dumps([post(n) for n in range(PER_PAGE)]).encode(), URL, {"x-wp-totalpages": "17"})
    assert (len(got.entries), got.pages, got.problem) == (PER_PAGE, 17, None)
    at = datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert got.entries[3] == Listed("https://kabarwening.test/kebun-3/", "Kebun “Teh” 3", at)


@pytest.mark.parametrize(
    ("told", "at", "printed"),
    [
        ({"date_gmt": "0000-00-00T00:00:00"}, None, "2026-02-01T19:00:00"),
        ({"date_gmt": None}, None, "2026-02-01T19:00:00"),
        ({"date_gmt": None, "date": None}, None, None),
        ({"date_gmt": ["x"], "date": 5}, None, None),
        ({"date_gmt": "2026-02-01T12:00:00"}, datetime(2026, 2, 1, 12, tzinfo=UTC), None),
    ],
)
def test_the_sites_own_clock_counts_only_without_utc(
    told: dict[str, Any], at: datetime | None, printed: str | None
) -> None:
    (entry,) = read_rest(json.dumps([post(1, **told)]).encode(), URL, {}).entries
    assert (entry.listed_at, entry.printed) == (at, printed)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b'{"code":"rest_disabled","message":"x"}', "the interface answers 'rest_disabled'"),
        (b"<html>", "not JSON (JSONDecodeError)"),
        (b"[" * 100_000, "not JSON (RecursionError)"),
        (b"\xff\xfe\x00", "not JSON (UnicodeDecodeError)"),
        (b'{"a":1}', "not a list of posts"),
        (b'[1, null, {"link": 5}, {"link": "javascript:x"}]', "not a list of posts: nothing in it has an address"),
    ],
)
def test_what_is_no_answer_says_so(body: bytes, problem: str) -> None:
    got = read_rest(body, URL, {"x-wp-totalpages": "-3"})
    assert (got.entries, got.problem) == ((), problem)


def test_an_empty_answer_is_one() -> None:
    got = read_rest(b"[]", URL, {"x-wp-totalpages": "banyak"})
    assert (got.entries, got.problem, got.pages) == ((), None, None)


def test_a_hundred_posts_are_asked_for_and_only_what_a_list_needs() -> None:
    url = posts_url("https://kabarwening.test/wp-json/wp/v2/posts")
    assert url == (
        "https://kabarwening.test/wp-json/wp/v2/posts?per_page=100&_fields=id,link,date,date_gmt,title"
        "&orderby=date&order=desc"
    )


def test_a_range_holds_its_first_and_last_second() -> None:
    """`after` and `before` leave out the second that they name."""
    url = posts_url(
        "https://kabarwening.test/?rest_route=/wp/v2/posts", since_on=date(2024, 3, 1), until_on=date(2024, 12, 31)
    )
    assert url.startswith("https://kabarwening.test/?rest_route=/wp/v2/posts&per_page=100&")
    assert "&after=2024-02-29T23:59:59&before=2025-01-01T00:00:00" in url

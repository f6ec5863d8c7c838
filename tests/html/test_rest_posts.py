"""A REST answer of many posts becomes as many pages, and nothing in it raises."""

import json
from datetime import UTC, datetime

import pytest

from newsarchive.extract import extract
from newsarchive.html.rest_posts import split_posts
from newsarchive.models import Page

ANSWER = "https://www.kabarwening.test/wp-json/wp/v2/posts?per_page=100&page=1"
FETCHED = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)


def post(number: int, **more) -> dict:
    """A post as the interface gives it, in what is read of it."""
    return {
        "id": number,
        "date": "2025-06-11T19:02:03",
        "date_gmt": "2025-06-11T12:02:03",
        "link": f"https://kabarwening.test/2025/06/11/kebun-teh-nomor-{number}/",
        "title": {"rendered": f"Kebun Teh &#8220;Nomor&#8221; {number}"},
        "content": {"rendered": f"<p>Kebun nomor {number} dipangkas.</p>", "protected": False},
        **more,
    }


def answer(data) -> Page:
    return Page(ANSWER, json.dumps(data).encode(), FETCHED, 200, (("content-type", "application/json"),))


def test_each_post_is_a_page_of_its_own() -> None:
    posts = split_posts(answer([post(n) for n in range(1, 101)]))
    assert posts.warnings == ()
    assert [page.url for page in posts.pages][:2] == [
        "https://kabarwening.test/2025/06/11/kebun-teh-nomor-1/",
        "https://kabarwening.test/2025/06/11/kebun-teh-nomor-2/",
    ]
    assert len(posts.pages) == 100
    assert {page.fetched_at for page in posts.pages} == {FETCHED}
    assert json.loads(posts.pages[6].body) == post(7)


def test_the_pages_are_read_like_any_other() -> None:
    article = extract(split_posts(answer([post(1), post(2)])).pages[1:])
    assert article.title == "Kebun Teh “Nomor” 2"
    assert article.body == ("Kebun nomor 2 dipangkas.",)
    assert article.method == "layout:wordpress/rest-post"
    assert article.published_at == datetime(2025, 6, 11, 12, 2, 3, tzinfo=UTC)
    assert article.url == "https://kabarwening.test/2025/06/11/kebun-teh-nomor-2/"


def test_one_post_is_a_list_of_one() -> None:
    assert [page.url for page in split_posts(answer(post(5))).pages] == [post(5)["link"]]


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (7, "is no object"),
        ({}, "has no address"),
        (post(1, link="javascript:alert(1)"), "has no address"),
        (post(1, link=["https://kabarwening.test/"]), "has no address"),
        (post(1, content=None), "has no text"),
        (post(1, content={"protected": True}), "has no text"),
        (post(1, link="https://orang-lain.test/a/"), "is of another site: https://orang-lain.test/a/"),
        (post(1, link="http://[::1"), "is of another site: http://[::1"),
    ],
)
def test_what_is_no_post_is_named_and_the_others_are_kept(member, why: str) -> None:
    posts = split_posts(answer([post(1), member, post(3)]))
    assert [page.url for page in posts.pages] == [post(1)["link"], post(3)["link"]]
    assert posts.warnings == (f"rest-no-post: number 2 of {ANSWER} {why}",)


def test_a_letter_that_is_none_survives() -> None:
    body = b'[{"link":"https://kabarwening.test/a/","content":{"rendered":"\\ud83d x"},"title":{"rendered":"\\u00e9"}}]'
    (page,) = split_posts(Page(ANSWER, body)).pages
    assert json.loads(page.body)["title"] == {"rendered": "é"}


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        (b"", f"rest-unreadable: {ANSWER} is no JSON (JSONDecodeError)"),
        (b"<html></html>", f"rest-unreadable: {ANSWER} is no JSON (JSONDecodeError)"),
        (b"\xff\xfe\xfd", f"rest-unreadable: {ANSWER} is no JSON (UnicodeDecodeError)"),
        (b"[" * 100_000, f"rest-unreadable: {ANSWER} is no JSON (RecursionError)"),
        (
            b'{"code":"rest_no_route","message":"x","data":{"status":404}}',
            f"rest-error: {ANSWER} answers 'rest_no_route'",
        ),
        (b'"kata"', f"rest-no-post: number 1 of {ANSWER} is no object"),
    ],
)
def test_what_is_no_answer_gives_nothing_and_says_why(body: bytes, warning: str) -> None:
    posts = split_posts(Page(ANSWER, body))
    assert posts.pages == ()
    assert posts.warnings == (warning,)


def test_an_empty_list_is_an_answer() -> None:
    posts = split_posts(answer([]))
    assert (posts.pages, posts.warnings) == ((), ())

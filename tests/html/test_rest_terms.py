"""Categories and tags of WordPress posts: names where the answer embeds them, never the numbers that stand for them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from newsarchive.extract import extract
from newsarchive.html.payload import walk
from newsarchive.html.rest_posts import split_posts
from newsarchive.models import Page

ANSWER = "https://www.kabarwening.test/wp-json/wp/v2/posts?per_page=100&_embed=wp:term"


def post(**more: Any) -> Page:
    """The page of a post."""
    told = {
        "id": 7,
        "date_gmt": "2025-06-11T12:02:03",
        "link": "https://kabarwening.test/2025/06/11/kebun-teh/",
        "title": {"rendered": "Kebun Teh"},
        "content": {"rendered": "<p>Kebun teh dipangkas pagi ini oleh para pemetik.</p>"},
        "categories": [4, 9],
        "tags": [31],
        **more,
    }
    (page,) = split_posts(Page(ANSWER, json.dumps([told]).encode(), datetime(2026, 2, 3, tzinfo=UTC))).pages
    return page


def terms(taxonomy: str, *names: str) -> list[dict[str, Any]]:
    return [{"id": n, "taxonomy": taxonomy, "name": name} for n, name in enumerate(names, 31)]


def test_embedded_terms_are_section_and_tags_whatever_their_order() -> None:
    embedded = {
        "wp:term": [
            terms("topik", "Hari Teh"),
            terms("post_tag", "teh", "panen &amp; pangkas"),
            terms("category", "Kebun", "Ekonomi"),
        ]
    }
    article = extract([post(_embedded=embedded)])
    assert article.section == "Kebun"
    assert article.tags == ("teh", "panen & pangkas")


def test_a_post_without_names_has_neither() -> None:
    article = extract([post()])
    assert (article.section, article.tags) == (None, ())


def test_what_yoast_says_is_taken_where_nothing_is_embedded() -> None:
    graph = [
        {"@type": "WebPage", "keywords": ["bukan"]},
        {"@type": "Article", "articleSection": ["Kebun"], "keywords": ["teh"]},
    ]
    article = extract([post(yoast_head_json={"schema": {"@graph": graph}})])
    assert (article.section, article.tags) == ("Kebun", ("teh",))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a[].n", [1, 2, 3]),
        ("a[k=x].n", [1, 3]),
        ("a[k=z].n", []),
        ("b[][k=x].n", [4, 6]),
        ("b[k=x].n", []),
        ("a", [[{"k": "x", "n": 1}, {"k": "y", "n": 2}, {"k": "x", "n": 3}]]),
        ("a.n", []),
        ("c.d", [None]),
        ("c[]", []),
        ("e[].n", []),
    ],
)
def test_a_path_picks_members_by_a_value(path: str, found: list[Any]) -> None:
    data = {
        "a": [{"k": "x", "n": 1}, {"k": "y", "n": 2}, {"k": "x", "n": 3}],
        "b": [[{"k": "x", "n": 4}, {"k": "y", "n": 5}], [{"k": "x", "n": 6}], 7],
        "c": {"d": None},
        "e": ["k", 1, None],
    }
    assert list(walk(data, path)) == [value for value in found if value is not None]

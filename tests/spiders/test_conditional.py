"""Asking only for what changed: which headers go out, which come back, and what of a list is compared."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.http import Response

from spiders.conditional import body_hash, conditions, links_hash, validator
from spiders.items import Task
from spiders.repeats import MOST, Repeats

AT = datetime(2026, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["article", "feed", "sitemap", "index", "rest", "json"])
def test_what_was_seen_before_is_asked_for_conditionally(kind: str) -> None:
    def task(checks: int, etag: str | None) -> Task:
        return Task("senja/1", "https://senja.test/", "senja", kind, AT, checks=checks, etag=etag, last_modified="Mon")  # type: ignore[arg-type]

    assert conditions(task(1, 'W/"a"')) == {"If-None-Match": 'W/"a"', "If-Modified-Since": "Mon"}
    assert conditions(task(1, None)) == {"If-Modified-Since": "Mon"}
    assert conditions(task(0, '"a"')) == {}


@pytest.mark.parametrize(
    ("value", "kept"),
    [(b'"abc"', '"abc"'), (b"  x ", "x"), (b"", None), (b"x" * 201, None), (b'"\xff"', None), (b"a\x07b", None)],
)
def test_only_a_validator_that_can_be_sent_back_is_kept(value: bytes, kept: str | None) -> None:
    response = Response("https://senja.test/", headers={"ETag": value})
    assert validator(response, "ETag") == kept
    assert validator(response, "Last-Modified") is None


def test_links_are_compared_without_their_order_and_bodies_byte_by_byte() -> None:
    assert links_hash(["a", "b"]) == links_hash(["b", "a"]) != links_hash(["ab"])
    assert body_hash(b"ab") != body_hash(b"ba")
    assert body_hash(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_page_is_a_repeat_for_its_own_outlet_and_what_is_remembered_is_bounded() -> None:
    repeats = Repeats()
    assert [repeats.is_new("senja", ["a", "b"]), repeats.is_new("senja", ["b", "a"])] == [True, False]
    assert repeats.is_new("fajar", ["a", "b"])
    for number in range(MOST):
        assert repeats.is_new("senja", [str(number)])
    assert repeats.is_new("senja", ["a", "b"]), "forgotten, as too many came since"

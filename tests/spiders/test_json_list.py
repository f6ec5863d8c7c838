"""Lists in JSON: documents, pages that hold one, flat ones of Nuxt's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsarchive.models import Discovery, Listed
from spiders.flattened import unflattened
from spiders.json_list import MAX_RECORDS, read_json_list

URL = "https://senja.test/api/terbaru"
PLAIN = Discovery("json", records="data.items", address="url", time="at", headline="title")


def test_records_become_entries() -> None:
    items = [
        {"url": "https://senja.test/a#x", "title": "Pasar &amp; Kebun", "at": "2026-02-01T12:00:00Z"},
        {"url": "/b", "title": None, "at": 1769947200},
        {"url": "/c", "at": "2026-02-01 19:00:00"},
        {"title": "tanpa alamat"},
        {"url": "javascript:x"},
        "kata",
    ]
    noon = datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert read_json_list(json.dumps({"data": {"items": items}}).encode(), URL, PLAIN).entries == (
        Listed("https://senja.test/a", "Pasar & Kebun", noon),
        Listed("https://senja.test/b", None, noon),
        Listed("https://senja.test/c", None, None, "2026-02-01 19:00:00"),
    )


@pytest.mark.parametrize(
    ("declared", "record", "url"),
    [
        (Discovery("json", address="slug", address_form="/read/{}"), {"slug": "a-b"}, "https://senja.test/read/a-b"),
        (
            Discovery("json", address="cat.slug + id + slug", address_form="/{}/{}/{}"),
            {"cat": {"slug": "kota"}, "id": 7, "slug": "a{}b"},
            "https://senja.test/kota/7/a{}b",
        ),
        (Discovery("json", address="link | url"), {"url": "/z", "link": ""}, "https://senja.test/z"),
        (Discovery("json", address="id + slug", address_form="/{}/{}"), {"id": 7}, None),
        (Discovery("json", address="ok"), {"ok": True}, None),
    ],
)
def test_an_address_is_made_of_its_values(declared: Discovery, record: dict[str, Any], url: str | None) -> None:
    got = read_json_list(json.dumps([record]).encode(), URL, declared)
    assert got.urls == (() if url is None else (url,))


def test_a_page_holds_its_list_in_a_script() -> None:
    told = {"props": {"pageProps": {"lists": {"data": [{"url": "/a"}]}}}}
    page = f"<html><script id=__NEXT_DATA__ type=application/json>{json.dumps(told)}</script>".encode()
    declared = Discovery("json", element="script#__NEXT_DATA__", records="props.x | props.pageProps.lists.data")
    assert read_json_list(page, URL, declared).urls == ("https://senja.test/a",)
    got = read_json_list(b"<html><p>kosong", URL, declared)
    assert (got.entries, got.problem) == ((), "the page has no element 'script#__NEXT_DATA__'")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not JSON (JSONDecodeError)"),
        (b"[" * 100_000, "not JSON (RecursionError)"),
        (b"{}", "the document has nothing at 'data.items'"),
        (b'{"data":{"items":{"a":1}}}', "the document has nothing at 'data.items'"),
    ],
)
def test_what_is_no_list_says_so(body: bytes, problem: str) -> None:
    assert read_json_list(body, URL, PLAIN).problem == problem


def test_an_empty_list_is_one_and_one_without_addresses_is_odd() -> None:
    empty = read_json_list(b'{"data":{"items":[]}}', URL, PLAIN)
    assert (empty.problem, empty.doubt) == (None, None)
    odd = read_json_list(b'{"data":{"items":[{"x":1}]}}', URL, PLAIN)
    assert (odd.problem, odd.doubt) == (None, "no-addresses: no record has one at 'url'")


def test_records_are_bounded() -> None:
    body = json.dumps({"data": {"items": [{"url": f"/{n}"} for n in range(MAX_RECORDS + 50)]}}).encode()
    assert len(read_json_list(body, URL, PLAIN).entries) == MAX_RECORDS


FLAT = [
    ["ShallowReactive", 1],
    {"data": 2, "no": -1, "far": 99},
    {"list": 3},
    ["Ref", 4],
    [5, 7],
    {"url": 6, "at": 8},
    "/a",
    {"url": 9},
    ["Date", "2026-02-01T12:00:00Z"],
    "/b",
]


def test_a_flat_document_is_put_together() -> None:
    got = read_json_list(
        json.dumps(FLAT).encode(), URL, Discovery("json", records="data.list", address="url", time="at")
    )
    assert got.entries == (
        Listed("https://senja.test/a", None, datetime(2026, 2, 1, 12, tzinfo=UTC)),
        Listed("https://senja.test/b"),
    )
    document = unflattened(FLAT)
    assert (document["no"], document["far"], list(document)) == (None, None, ["data", "no", "far"])


@pytest.mark.parametrize(
    "document", [[], [1], [[1, 2], [3]], {"a": 0}, ["Ref", 1], [{"url": "/a"}, {"url": "/b"}], None]
)
def test_what_is_not_flat_stays(document: Any) -> None:
    assert unflattened(document) is document


@pytest.mark.parametrize(
    "flat",
    [
        [["Ref", 1], ["Ref", 1]],  # leads to itself
        [{"a": 1}, [1, 1]],  # a list that holds itself
        [{"a": 1}] + [[n + 1] * 50 for n in range(1, 40)] + [["x"]],  # 50 ** 39 members
    ],
)
def test_an_endless_document_ends(flat: list[Any]) -> None:
    document = unflattened(flat)
    assert document is None or isinstance(document["a"], list)


def test_lists_of_real_structure(shared: Path) -> None:
    folder = shared / "skeletons"
    feed = Discovery(
        "json", records="data.findContentFeed.edges", address="node.url", time="node.publishedAt", headline="node.title"
    )
    got = read_json_list((folder / "kumparan.com__channel-feed.json").read_bytes(), "https://kumparan.com/", feed)
    assert len(got.entries) == 6
    assert all(entry.title and entry.listed_at for entry in got.entries)
    rubric = Discovery(
        "json",
        records="data.rubric-content.latest.data",
        address="canonical_url",
        time="published_at",
        headline="title_digital",
    )
    got = read_json_list((folder / "www.tempo.co__rubric-payload.json").read_bytes(), "https://www.tempo.co/x", rubric)
    assert len(got.entries) == 3
    assert all(entry.title and entry.printed and "/ekonomi/" in entry.url for entry in got.entries)

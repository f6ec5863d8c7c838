"""Pages that would take a parser minutes or gigabytes are noticed before they are parsed."""

from __future__ import annotations

import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive import extract_html
from newsarchive.html.nesting import guarded

MOST_NODES = 2_500_000


def nodes(html: str) -> int:
    """Elements that the parser makes of a page (by its end tags as written out: there are too many to list)."""
    return (LexborHTMLParser(html).html or "").count("</")


@pytest.mark.parametrize("html", ["<div>" * 30_000, "<div>" * 15_000 + "</div>" * 15_000, "<b><table>" * 6_000])
def test_nesting_without_end_is_noticed(html: str) -> None:
    assert guarded(html) is None


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<div><p>isi</p></div>" * 10_000,
        "<p>Warga <b>desa</b> dan <i class='a'>kota</i></p>" * 1_000,
        "<p>" + "".join(f'<b id="{n}">desa</b>' for n in range(300)) + "<p>isi</p>" * 2_000,
        "".join(f'<a href="/read/{n}">Judul</a><li>' for n in range(20_000)),
    ],
)
def test_an_honest_page_is_left_as_it_is(html: str) -> None:
    assert guarded(html) is html


@pytest.mark.parametrize(
    "html",
    [
        "<div>" + "".join(f"<b id={n}><p>" for n in range(3_000)),
        "<div>" + "".join(f'<B title=">{n}"><p>' for n in range(3_000)),
        "<div>" + "".join(f'<B a"b title=">{n}"><p>' for n in range(3_000)),
        "<div>" + "".join(f"<font/{n}><Em {n}><p>" for n in range(2_000)),
        "<p>" + "".join(f"<i id={n}>" for n in range(100)) + "<p>x" * 100_000,
    ],
)
def test_elements_that_are_opened_again_in_every_block_are_made_alike(html: str) -> None:
    safe = guarded(html)
    assert safe is not None
    assert safe is not html
    assert nodes(safe) < MOST_NODES


def test_too_many_of_them_are_refused() -> None:
    assert guarded("<p><b><i><u>" + "<p>x" * 1_000_000) is None
    article = extract_html("<p>" + "".join(f"<b id={n}><p>" for n in range(60_000)), "https://situs.test/a")
    assert article.kind == "other"
    assert article.warnings[0].startswith("page-too-deep: ")


def test_a_page_below_the_limit_is_parsed_in_bounded_time() -> None:
    html = "<div>" + "".join(f"<b id={n}><p>" for n in range(1_490))
    assert guarded(html) is html
    start = time.process_time()
    assert nodes(html) < MOST_NODES
    assert time.process_time() - start < 5

"""The template of a page is found by its elements, in the order of the networks, however its classes are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.recognition import find_layout
from newsarchive.models import Layout, Network, Page
from newsarchive.networks import load_networks

FIXTURES = sorted((Path(__file__).parents[1] / "networks").glob("*/*.html"))


def network(slug: str, *recognise: str, generic: bool = False) -> Network:
    layouts = tuple(Layout(name=f"l{n}", recognise=r, title="h1", body="div") for n, r in enumerate(recognise))
    return Network(slug=slug, name=slug, urls=(), discovery=(), layouts=layouts, is_generic=generic)


KNOWN = {
    n.slug: n
    for n in (
        network("siapa-saja", "div.isi", generic=True),
        network("satu", "#baca", "main.kolom div.isi.utama:not(.lain, .iklan)"),
        network("dua", "body:has(.penulis) div.isi, .judul-dua[class]"),
    )
}


def method(html: str, first: str | None = None) -> str | None:
    page = Page("https://situs.test/a", html.encode())
    return find_layout(LexborHTMLParser(html), page, KNOWN.get(first or ""), KNOWN, html=html).method


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<main class='x kolom'><div class='utama isi'>", "layout:satu/l1"),
        ("<main class=kolom><div class=isi><p class=penulis>", "layout:dua/l0"),
        ("<div class=isi>", "layout:siapa-saja/l0"),
        ("<p id=baca>", "layout:satu/l0"),
        ("<h1 data-x='class=' class=judul-dua>", "layout:dua/l0"),
        ("<p class='isi'>", None),
        ("", None),
    ],
)
def test_the_first_layout_that_fits_is_found_those_for_anyone_last(html: str, expected: str | None) -> None:
    assert method(html) == expected


@pytest.mark.parametrize("spelling", ['CLASS="isi"', "class = isi", 'class="&#105;si"', "class='isi'", "class=isi"])
def test_a_class_is_found_however_it_is_written(spelling: str) -> None:
    assert method(f"<div {spelling}>'>teks</div>") == "layout:siapa-saja/l0"


def test_the_network_of_the_outlet_is_asked_first() -> None:
    html = "<main class=kolom><div class='isi utama'>"
    assert method(html) == "layout:satu/l1"
    assert method(html, "siapa-saja") == "layout:siapa-saja/l0"


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_found_at_a_glance_is_what_trying_every_layout_finds(path: Path) -> None:
    html = path.read_text("utf-8", errors="replace")
    page, networks = Page("https://situs.test/a", b""), load_networks()
    at_a_glance = find_layout(LexborHTMLParser(html), page, None, networks, html=html)
    by_trying = find_layout(LexborHTMLParser(html), page, None, networks)
    assert at_a_glance.method == by_trying.method


def test_a_million_classes_are_looked_at_in_no_time() -> None:
    html = "<p class=" * 300_000 + "<p class='" * 100_000
    page = Page("https://situs.test/a", b"")
    assert find_layout(LexborHTMLParser("<p>"), page, None, KNOWN, html=html).method is None

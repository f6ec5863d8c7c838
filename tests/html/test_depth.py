"""The depth of a page is told from its source as a parser would make it, however its tags are written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.depth import is_deeper_than

DEEP = (
    "<div>",
    "<DIV>",
    "<div></b>",
    "<div></x>",
    "<div><!-- </div> -->",
    "<div><!--a></div>-->",
    "<div><script></div></script>",
    "<div><title></div></title>",
    '<div title="</div>">',
    "<div title='</div>'>",
    '<div a"><b></div title=">',
    '<div a==">',
    '<div =">',
    "<span><div></span>",
    "<span><p><div></span></p>",
    "<div><table><tr><td></div></table>",
    "<div><table></div></table>",
    "<ul><li>",
    "<table><tr><td>",
    "<x-y/>",
    "<div/>",
    "<object><div></object-x>",
    "<section></div>",
)


def depth(html: str) -> int:
    """How deep the parser really nests a page."""
    tree = LexborHTMLParser(html)
    deepest = 0
    for node in tree.css("*"):
        here, up = 0, node
        while up is not None:
            here, up = here + 1, up.parent
        deepest = max(deepest, here)
    return deepest


@pytest.mark.parametrize("unit", DEEP)
def test_what_stays_open_is_counted(unit: str) -> None:
    assert depth(unit * 300) >= 300  # or this would be no example
    assert is_deeper_than(unit * 3000, 2000)


@pytest.mark.parametrize(
    "unit",
    [
        "<div><p>Warga <b>desa</b><br><img src=a></div>",
        "<ul><li>a<li>b</ul>",
        "<table><tr><td>a<td>b</table>",
        "<div><!-- <div> --></div>",
        "<script>var a = '<div>'</script>",
        "<div><b><i>a</b></i></div>",
        "<div><span>a</div>",
        "<section><div><a href=/a>b</section>",
        "<svg><path d='M0 0'/><path/></svg>",
        '<div title="<div>"></div>',
        "<p>a<p>b<hr>",
        "<dl><dt>a<dd>b</dl>",
    ],
)
def test_what_is_closed_is_not(unit: str) -> None:
    assert not is_deeper_than(unit * 3000, 10)


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "<div>",
                "</div>",
                "<span>",
                "</span>",
                "<p>",
                "</p>",
                "<section>",
                "</section>",
                "<ul>",
                "</ul>",
                "<li>",
            ),
            *("a", "<h1>", "</h1>", "<article class='a>b'>", "</article>", "<!-- </div> -->", "<li>", "</li>", "<br/>"),
        ]
    ),
    max_size=60,
)


@given(PIECES)
def test_it_is_never_much_below_the_parsers_depth(pieces: list[str]) -> None:
    html = "".join(pieces)
    # document, html and body are not in the source; of what is never counted, a <li> and a <p> may lie in each other
    sure = (depth(html) - 5) // 3 - 1
    assert sure < 0 or is_deeper_than(html, sure)


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "<",
            "<!--",
            "<script",
            "<script>",
            "<div ",
            "<a b=",
            '<a b="',
            "</",
            "</div",
            "<div></span>",
            "-->",
            "<![CDATA[",
        ),
        *("<![CDATA[", "<table></div>", "<b></b>", "<textarea", "= = = ", "<a =", "<a / / ", "<a\t\n"),
    ],
)
def test_five_million_characters_of_anything_are_counted_in_seconds(unit: str) -> None:
    html = "<div>" * 1900 + unit * (5_000_000 // len(unit))
    start = time.process_time()
    is_deeper_than(html, 2000)
    assert time.process_time() - start < 10

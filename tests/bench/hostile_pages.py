"""Pages made to be slow: the test pages of the networks (in invented words) with one thing in them, over and over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from newsarchive import extract_html
from newsarchive.models import Layout
from newsarchive.networks import load_networks

_FIXTURES = Path(__file__).resolve().parents[1] / "networks"
_MARK = "@@here@@"
_URL = "https://situs-uji.example/2025/04/28/judul-berita-uji-hari-ini/"

FIELDS = ("body", "title", "subtitle", "date", "authors", "byline", "caption", "section", "tags", "pager")
"""Elements of a layout whose insides a page can blow up."""

TEXTS = {
    "digits": "1234567890",
    "one digit": "2",
    "numbers": "28 2025 13:22 7 ",
    "days": "28/4/2025 ",
    "days without year": "Senin (28/4) ",
    "days and times": "Senin, 28 April 2025 13:22 WIB ",
    "ranges of days": "1-28/04-2025-",
    "relative days": "2 jam yang lalu kemarin ",
    "dashes": "-",
    "long dashes": "— ",
    "spaced dashes": "a - ",
    "brackets": "(",
    "closed brackets": "(a) ",
    "quotation marks": '"',
    "quotations": '"Kata dia." ',
    "slashes": "a/b ",
    "dots": "a.b.",
    "commas": "Sari, ",
    "blanks": " \t\n",
    "hard blanks": "\xa0",
    "hidden marks": "\u200b\u00ad",
    "capitals": "A",
    "capital words": "BUKIT LAMA ",
    "names": "Budi Santika, Sari Melati dan ",
    "labels": "Penulis: Editor: Reporter | Foto: ",
    "related labels": "Baca juga: Judul Lain Hari Ini. ",
    "promotions": "Simak juga video pilihan berikut ini: Cek berita lain di Google News ",
    "credits": "Sumber: Foto: ANTARA/Sari - ",
    "sign-offs": "(abc/def) *** ",
    "datelines": "BUKIT LAMA, CONTOH.ID - ",
    "addresses": "nama@situs.example www.situs.example ",
    "letters": "i",
    "sentences": "Warga memperbaiki jembatan kayu di desa pada pagi hari. ",
    "escapes": "&amp;&lt;&nbsp;",
    "marks of boxes": "\ufdd01\ufdd0",
}
"""What is printed over and over in one element."""

MARKUP = {
    "paragraphs": "<p>Warga memperbaiki jembatan kayu di desa pada pagi hari.</p>",
    "line breaks": "kata<br>",
    "links": '<a href="/read/1/a">Judul Lain Hari Ini</a> ',
    "links in paragraphs": '<p>Baca juga: <a href="/read/1/a">Judul Lain Hari Ini</a></p>',
    "labels before one link": "baca juga: <b>",
    "unclosed anchors": '<a href="/x">',
    "unclosed spans": "<span>",
    "unclosed bold": "<b>",
    "unclosed paragraphs": "<p><i>",
    "closing tags": "</div></p>",
    "closing tags of others": "<div></b>",
    "closing tags in comments": "<div><!-- </div> -->",
    "list items": "<li>Judul",
    "tables": "<table><tr><td>a",
    "pictures": '<img src="/a.jpg">',
    "figures": '<figure><img src="/a.jpg"><figcaption>Warga (Foto: Sari)</figcaption></figure>',
    "scripts": "<script>var a = '<p>'</script>",
    "styles": "<style>a{}</style>b",
    "comments": "<!-- a -->",
    "open comments": "<!--",
    "dashes of comments": "<!--->-",
    "open tags": "<p ",
    "angle brackets": "<",
    "odd names": "<a<!--",
    "frames": '<iframe src="/v"></iframe>',
    "forms": "<form><input>",
    "pictures of vectors": "<svg><path>",
    "templates": "<template>a",
    "text areas": "<textarea>a",
    "plain text": "<plaintext>a<",
}
"""What is marked up over and over inside the text."""

HEADS = {
    "meta elements": '<meta property="article:published_time" content="2025-04-28T13:22:00+07:00">',
    "meta names": '<meta name="a" content="2025">',
    "attributes": "<meta a=b ",
    "titles": "<title>a</title>",
    "data layers": "dataLayer = [{",
    "data layer in a script": "<script>dataLayer = [{'a' : 'b',}] </script>",
    "data layer fields": '<script>dataLayer = [{ "a" : "b" } }',
    "class attributes": "class='",
    "structured data": '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "a"}</script>',
    "broken structured data": '<script type="application/ld+json">{"@type": "NewsArticle", [</script>',
    "canonical links": '<link rel="canonical" href="https://situs-uji.example/a">',
}


@dataclass(frozen=True)
class Frame:
    """A page parted where something is put into it; the outlet's network is found by its marks."""

    name: str
    before: str
    after: str

    def page(self, unit: str, size: int) -> bytes:
        """A page with `unit` over and over, `size` characters of it."""
        return (self.before + unit * (size // len(unit)) + self.after).encode("utf-8", "replace")


def read(page: bytes, *, known: bool = True) -> None:
    """Read a page as any other; not `known`: as a page of no network."""
    extract_html(page, _URL, networks=None if known else {})


def frames() -> Iterator[tuple[str, Frame]]:
    """(field, frame) of every layout that a test page has, for every field of it that the page holds."""
    for path in sorted(_FIXTURES.glob("*/*.html")):
        html = path.read_text("utf-8")
        layout = _layout(html)
        if layout is None or layout.payload is not None:
            continue
        name = f"{path.parent.name}/{layout.name}"
        for field in FIELDS:
            frame = _frame(f"{name} {field}", html, getattr(layout, field), layout)
            if frame is not None:
                yield field, frame
        yield "head", Frame(f"{name} head", *html.split("<head>", 1)) if "<head>" in html else Frame(name, "", html)


def _layout(html: str) -> Layout | None:
    method = extract_html(html, _URL).method or ""
    if not method.startswith("layout:"):
        return None
    slug, _, name = method.removeprefix("layout:").partition("/")
    return next(layout for layout in load_networks()[slug].layouts if layout.name == name)


def _frame(name: str, html: str, selector: str | None, layout: Layout) -> Frame | None:
    """The page with an empty place in the first element that `selector` finds; None if it finds none."""
    tree = LexborHTMLParser(html)
    node = tree.css_first(selector) if selector else None
    if node is None or tree.html is None:
        return None
    node.inner_html = _MARK
    before, mark, after = tree.html.partition(_MARK)
    return Frame(name, before, after) if mark else None


def structured_data(size: int) -> str:
    """One description of an article in JSON-LD, `size` characters of text in it."""
    data = {"@type": "NewsArticle", "headline": "a", "articleBody": "Warga. " * (size // 7), "datePublished": "2025"}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


MAKERS: dict[str, Callable[[int], str]] = {
    "one description of an article": structured_data,
    "many members of a graph": lambda size: (
        '<script type="application/ld+json">{"@graph": ['
        + ", ".join(['{"@type": "NewsArticleX"}'] * (size // 26))
        + "]}</script>"
    ),
    "one data layer": lambda size: '<script>dataLayer = [{"a": "' + "b" * size + '"}]</script>',
}
"""What stands in the head of a page as one thing of `size` characters."""

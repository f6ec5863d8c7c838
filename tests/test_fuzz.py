"""Whatever bytes a page is made of: an article with a kind and warnings, and never an exception."""

from __future__ import annotations

import csv
import gzip
import random
from pathlib import Path
from typing import get_args

import pytest

from newsarchive import extract_html
from newsarchive.models import Article, ArticleKind

HERE = Path(__file__).parent
REAL = HERE / "../../shared/pages"
FIXTURES = sorted((HERE / "networks").glob("*/*.html"))
URL = "https://radarsenja.disway.id/read/1/judul"
needs_pages = pytest.mark.skipif(not REAL.is_dir(), reason="the real pages are not beside this checkout")


def read(html: bytes | str, url: str = URL) -> Article:
    """The article of a page, checked for what holds whatever the page is."""
    article = extract_html(html, url)
    assert article.kind in get_args(ArticleKind)
    assert article.url
    assert article.body or article.kind != "article"
    assert article.body or article.warnings or article.images
    assert all(paragraph.strip() for paragraph in article.body)
    assert all(": " in warning or warning.endswith(":") for warning in article.warnings), article.warnings
    return article


def real_pages() -> list[tuple[str, bytes, str]]:
    if not REAL.is_dir():
        return []
    with (REAL / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    files = {path.name.removesuffix(".gz"): path for path in REAL.glob("*.html.gz")}
    name, url = next(iter(rows[0])), "original_url"
    return [
        (row[name], gzip.decompress(files[row[name]].read_bytes()), row[url] or "https://unknown.example/a")
        for row in rows
        if row[name] in files
    ]


PAGES = real_pages()


@pytest.mark.parametrize("page", FIXTURES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_page_cut_anywhere(page: Path) -> None:
    html = page.read_bytes()
    for end in range(0, len(html), 331):
        read(html[:end])


@pytest.mark.slow
@needs_pages
@pytest.mark.parametrize(("name", "html", "url"), PAGES, ids=[p[0] for p in PAGES])
def test_a_real_page_cut_at_every_thousandth_byte(name: str, html: bytes, url: str) -> None:
    step = 1000 if (extract_html(html, url).method or "").startswith("layout:") else 10_000
    for end in range(0, len(html), step):
        read(html[:end], url)


@pytest.mark.slow
@needs_pages
@pytest.mark.parametrize(("name", "html", "url"), PAGES, ids=[p[0] for p in PAGES])
def test_a_real_page_with_flipped_bytes(name: str, html: bytes, url: str) -> None:
    dice = random.Random(name)
    for count in (1, 10, 100, 1000, 10_000):
        broken = bytearray(html)
        for _ in range(count):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        read(bytes(broken), url)


@pytest.mark.parametrize("page", FIXTURES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_page_with_flipped_bytes(page: Path) -> None:
    dice = random.Random(page.name)
    html = page.read_bytes()
    for _ in range(20):
        broken = bytearray(html)
        for _ in range(max(1, len(broken) // 500)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        read(bytes(broken))


ARTICLE = (
    '<html><head><meta charset="{charset}"><title>Petani Menanam Kopi</title></head><body>'
    '<section class="entry-box"><div class="post text-black-1"><h1>Petani Menanam Kopi di Lereng “Wening”</h1>'
    '<div class="post-info"><span class="date">Senin 28-04-2025,13:22 WIB</span></div>'
    "<p>Petani menanam kopi di lereng “Wening” – dengan bibit baru ®.</p></div></section></body></html>"
)


@pytest.mark.parametrize("stated", ["iso-8859-1", "windows-1252", "utf-16", "ascii", "x-no-such", "utf-7", ""])
def test_a_charset_that_lies_over_utf_8(stated: str) -> None:
    article = read(ARTICLE.format(charset=stated).encode("utf-8"))
    assert article.title == "Petani Menanam Kopi di Lereng “Wening”"
    assert article.body == ("Petani menanam kopi di lereng “Wening” – dengan bibit baru ®.",)


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_charset_that_is_not_stated(charset: str) -> None:
    article = read(ARTICLE.format(charset="utf-8").encode(charset))
    if charset != "utf-16-be":  # without a byte order mark nothing tells it from binary
        assert article.body == ("Petani menanam kopi di lereng “Wening” – dengan bibit baru ®.",)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (b"", "other"),
        (b" \r\n\t", "other"),
        (bytes(range(256)) * 40, "other"),
        (random.Random(3).randbytes(100_000), "other"),
        (b"\x89PNG\r\n\x1a\n" + random.Random(4).randbytes(5000), "other"),
        (b"%PDF-1.7\n" + random.Random(5).randbytes(5000), "other"),
        (b"<div>" * 50_000, "other"),
        (b"<div>" * 50_000 + b"<p>Petani menanam kopi.</p>" + b"</div>" * 50_000, "other"),
        (b"<p>" * 100_000, "other"),
        (b"<a href='" * 20_000, "other"),
        (b"<!--" * 50_000, "other"),
        (b"&" * 500_000, "other"),
        (b"{" * 100_000, "other"),
        (b"[" * 100_000, "other"),
        (b'{"title": 1}', "other"),
        (b"[]", "other"),
        (b"null", "other"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:12]),
)
def test_what_is_no_page(html: bytes, kind: str) -> None:
    assert read(html).kind == kind
    assert read(html, "https://unknown.example/berita/1").kind == kind


@pytest.mark.parametrize(
    "block",
    [
        "not json",
        '{"@type": "NewsArticle", "headline": ',
        '{"@type": "NewsArticle", "headline": 7, "datePublished": {"a": 1}, "author": 3, "image": [[]]}',
        '{"@type": ["NewsArticle", 4], "author": [{"name": {"x": 1}}, null, [[["a"]]]], "@graph": "x"}',
        '[[[{"@type": "NewsArticle"}]]]',
        '{"a":' * 5000,
        "",
        '{"@type": "NewsArticle", "datePublished": "' + "9" * 100_000 + '"}',
        '{"@type": "NewsArticle", "datePublished": "2025-99-99T99:99:99+99:99"}',
    ],
    ids=lambda value: repr(value[:30]),
)
def test_json_ld_that_is_no_description(block: str) -> None:
    html = ARTICLE.format(charset="utf-8").replace(
        "</head>", f'<script type="application/ld+json">{block}</script></head>'
    )
    article = read(html)
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2025-04-28T13:22:00+07:00"
    unknown = html.replace("entry-box", "kotak").replace("text-black-1", "isi").replace("post-info", "keterangan")
    read(unknown, "https://unknown.example/berita/1")


@pytest.mark.parametrize(
    "claimed",
    [
        "https://elsewhere.example/read/1/judul",
        "https://radarsenja.disway.id/",
        "https://radarsenja.disway.id/read/2/lain",
        "https://t.me/grup/",
        "javascript:alert(1)",
        "http://[::1",
        "https://radarsenja.disway.id:99999/read/1/judul",
        "x" * 100_000,
    ],
    ids=lambda value: repr(value[:40]),
)
def test_a_canonical_url_that_is_not_believed(claimed: str) -> None:
    html = ARTICLE.format(charset="utf-8").replace("</head>", f'<link rel="canonical" href="{claimed}"></head>')
    article = read(html)
    assert article.url == URL
    assert article.native_id == "1"
    assert any(warning.startswith("canonical-") for warning in article.warnings)


@needs_pages
def test_the_forged_page_does_not_take_anothers_place() -> None:
    html = gzip.decompress((REAL / "news.detik.com__SPOOF-kize1337.html.gz").read_bytes())
    article = read(html, "https://news.detik.com/berita/d-1/judul")
    assert article.url.startswith("https://news.detik.com/")
    assert any(warning.startswith("canonical-elsewhere") for warning in article.warnings)

"""Lists, searches, feeds, shells and hostile pages do not become articles, and cost bounded time."""

from __future__ import annotations

import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive import extract_html
from newsarchive.fallback import Fallback, read_fallback

SENTENCE = "<p>Warga dusun itu memperbaiki jembatan yang rusak karena banjir, kata kepala desa kepada kami.</p>"
HEADLINES = (
    "Warga Hulu Panen Kapulaga Lebih Awal Tahun Ini",
    "Kepala Dusun Baru Dilantik di Pendapa Lama",
    "Sumur Tua Dusun Bawah Kembali Dipakai Warga",
    "Tiga Lumbung Desa Diperbaiki Bersama Pemuda",
    "Panen Raya Kopi Digelar di Lapangan Kecamatan",
    "Nelayan Muara Kembali Melaut Setelah Badai Reda",
    "Dermaga Kayu Diganti Beton Mulai Bulan Depan",
    "Pasar Kaget Pindah ke Halaman Balai Desa",
)
TEASER = "<p>Kegiatan itu diikuti puluhan orang dari empat dusun terdekat dan berlangsung sampai sore hari.</p>"


def read(html: str, url: str = "https://kabar.test/read/12/satu-dua-tiga") -> Fallback:
    return read_fallback(LexborHTMLParser(html), html, url, title_element=None)


def cards(heading: str) -> str:
    parts = (f"<div class=x><{heading}><a href=/r/{n}>{t}</a></{heading}><span>{n + 1} Mei 2024</span>{TEASER}</div>"
             for n, t in enumerate(HEADLINES))  # fmt: skip
    head = "<html><head><title>Kabar</title></head><body><h1>Desa</h1>"
    return f"{head}<div class=list>{''.join(parts)}</div></body></html>"


@pytest.mark.parametrize("heading", ["h2", "h3", "p", "div"])
@pytest.mark.parametrize(
    "path", ["/", "/category/desa/", "/indeks", "/search?q=desa", "/desa", "/read/1/satu-dua-tiga"]
)
def test_a_list_of_teasers_is_no_article(heading: str, path: str) -> None:
    found = read(cards(heading), f"https://kabar.test{path}")
    assert found.reading is None
    assert found.kind in {"index", "other"}
    assert any(warning.split(":")[0] in {"index-page", "no-article-text", "no-headline"} for warning in found.warnings)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "halo",
        "<html></html>",
        "<html><head><title>Kabar</title></head><body><div id=root></div><script>var a = 1;</script></body></html>",
        f"<html><body>{SENTENCE * 3}</body></html>",  # no title of any kind
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title></channel></rss>',
        '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><!-- x --><urlset></urlset>',
    ],
)
def test_what_holds_no_article_says_so(html: str) -> None:
    found = read(html)
    assert (found.reading, found.kind) == (None, "other")
    assert found.warnings


def test_the_same_text_with_a_headline_is_an_article() -> None:
    body = SENTENCE.replace("Warga", "{}")
    text = "".join(body.format(name) for name in ("Warga", "Pemuda", "Petani", "Nelayan", "Guru"))
    title = "Jembatan Dusun Diperbaiki Warga"
    article = extract_html(
        f"<html><head><title>{title} - Kabar</title></head><body><h1>{title}</h1>{text}</body></html>",
        "https://kabar.test/read/12/jembatan",
        networks={},
    )
    assert (article.kind, article.title, len(article.body)) == ("article", title, 5)


HOSTILE = {
    "long": "<title>Judul berita panjang sekali</title><h1>Judul berita panjang sekali</h1>" + SENTENCE * 20_000,
    "deep": "<div>" * 1_900 + SENTENCE * 5,
    "links": '<a href="/x">Judul berita lain yang cukup panjang</a> ' * 20_000,
    "one word": "<title>abcdefghijkl</title><p>" + "a" * 2_000_000,
    "dates": "<title>abcdefghijkl</title><h1>abcdefghijkl</h1>" + "<p>12 12 2012 12:12 12-12-2012 </p>" * 5_000,
    "title": "<title>" + " - a" * 100_000 + "</title><h1>" + " - a" * 100_000 + "</h1>" + SENTENCE,
    "classes": ('<div class="' + "a-" * 200 + 'share">x</div>') * 5_000,
    "pictures": "<h1>Judul berita panjang</h1>" + (SENTENCE + '<div><img src="/a.jpg"></div>') * 2_000,
    "brackets": '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + SENTENCE,
    "objects": '<script type="application/ld+json">' + '{"a":' * 900 + "1" + "}" * 900 + "</script>" + SENTENCE,
    "wrong types": '<script type="application/ld+json">{"@type":["NewsArticle",1],"headline":"x","author":[[1],{}, '
    '{"name":[{}]}],"image":[[]],"keywords":{"a":1},"articleSection":7,"articleBody":[1]}</script>' + SENTENCE,
    "forms": "<form>" * 1_000 + SENTENCE * 100,
    "headings": "<title>Judul berita panjang sekali</title>" + "<h1>Judul berita panjang sekali</h1>" * 5_000,
    "cut": "<title>Judul</title><h1>Judul<div class='entry-content'><p>Warga <a href='/x",
    "control": "<h1>\x00\x01\ud800</h1>".encode("utf-8", "replace").decode() + SENTENCE * 3,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_pages_end_in_bounded_time(case: str) -> None:
    html = f"<html><body>{HOSTILE[case]}</body></html>"
    began = time.process_time()
    found = read(html)
    assert time.process_time() - began < 10
    assert found.reading is not None or found.warnings


def test_a_page_too_long_for_the_general_extractor_is_read_without_it() -> None:
    title = "Jembatan Dusun Diperbaiki Warga"
    text = "".join(SENTENCE.replace("Warga", f"Warga ke-{n}") for n in range(25_000))
    found = read(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{text}</div></body></html>")
    assert found.kind == "article"
    assert found.name == "prose"
    assert any(warning.startswith("fallback-skipped: ") for warning in found.warnings)


def test_a_failure_of_the_general_extractor_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    title = "Jembatan Dusun Diperbaiki Warga"
    text = "".join(SENTENCE.replace("Warga", f"Warga ke-{n}") for n in range(9))
    found = read(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{text}</div></body></html>")
    assert found.reading is not None
    assert len(found.reading.paragraphs) == 9
    assert "fallback-failed: RecursionError in trafilatura" in found.warnings

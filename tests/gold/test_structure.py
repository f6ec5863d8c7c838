"""A page reduced to its structure reads as the real one does, and holds none of its sentences."""

import pytest

from newsarchive import extract_html
from newsarchive.errors import NewsarchiveError
from newsarchive.gold.structure import address_of, structure_of

URL = "https://radarsenja.disway.id/daerah/read/701/petani-menanam-kopi-di-lereng"
PAGE = f"""<!doctype html><html lang="id"><head><title>Petani Menanam Kopi di Lereng</title>
<meta name="generator" content="Mesin Berita 3.1"><meta property="og:title" content="Petani Menanam Kopi di Lereng">
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/a.css">
<link rel="canonical" href="{URL}">
<script>lacak("pembaca")</script><style>p {{ color: red }}</style>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Petani Menanam Kopi di Lereng",
 "datePublished": "2025-04-28T13:22:00+0700", "url": "{URL}"}}</script></head><body>
<!-- kerangka halaman --><ul>{"<li class=menu><a href=/kategori/daerah>Daerah</a></li>" * 30}</ul>
<section class="entry-box"><div class="post text-black-1"><h1 class="text-black">Petani Menanam Kopi di Lereng</h1>
<div class="post-info"><span class="date">Senin 28-04-2025,13:22 WIB</span>
<div id="author"><strong>Karto Wira</strong></div></div>
<p onclick="x()"><span>SURABAYA, RADARSENJA.ID - Hujan</span> <span>turun</span> <span>pagi</span> <span>tadi</span>
<span>membasahi</span> <span>kebun.</span></p>
<p><strong>BACA JUGA: <a href="https://radarsenja.disway.id//read/700/harga-biji-kopi">Harga Biji Kopi Naik</a>
</strong></p>
<p>Panen raya digelar bulan depan.</p></div></section></body></html>"""


@pytest.fixture(scope="module")
def reduced() -> str:
    return structure_of(PAGE.encode(), URL)


def test_it_is_read_as_the_real_page_is(reduced: str) -> None:
    real, made = extract_html(PAGE, URL), extract_html(reduced, address_of(URL))
    assert made.method == real.method
    assert made.published_at == real.published_at is not None
    assert (made.native_id, made.place, made.brand) == (real.native_id, "SURABAYA", "RADARSENJA.ID")
    assert [len(p.split()) for p in made.body] == [len(p.split()) for p in real.body]
    assert [r.after for r in made.related] == [r.after for r in real.related] == [1]
    assert len(made.authors) == len(real.authors) == 1


@pytest.mark.parametrize("word", ["Petani", "petani", "kopi", "Hujan", "membasahi", "Karto", "Panen", "biji", "lacak"])
def test_no_word_of_the_real_page_is_left(reduced: str, word: str) -> None:
    assert word not in reduced


def test_what_no_parser_reads_is_gone(reduced: str) -> None:
    for text in ("viewport", "stylesheet", "<style", "onclick", "<!-- kerangka", "lacak"):
        assert text not in reduced
    assert "Mesin Berita 3.1" in reduced
    assert reduced.count('class="menu"') == 4


def test_title_and_its_copies_are_still_equal(reduced: str) -> None:
    article = extract_html(reduced, address_of(URL))
    assert reduced.count(str(article.title)) == 4  # title element, og:title, JSON-LD, h1


def test_the_address_keeps_id_and_shape_and_loses_its_words() -> None:
    made = address_of(URL)
    assert made.startswith("https://radarsenja.disway.id/daerah/read/701/")
    assert "kopi" not in made


def test_a_page_nested_beyond_reading_is_refused() -> None:
    with pytest.raises(NewsarchiveError, match=r"radarsenja.*nested too deep"):
        structure_of(b"<div>" * 60_000, URL)

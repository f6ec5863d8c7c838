"""Pages of no known template, from hand-made tables to page builders, are read whole and clean."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsarchive import extract_html

_spec = importlib.util.spec_from_file_location("invented_pages", Path(__file__).with_name("invented.py"))
assert _spec is not None
assert _spec.loader is not None
invented = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(invented)


@dataclass(frozen=True)
class Want:
    page: str
    parts: str
    """Names of the paragraphs, in order."""
    printed: str | None
    at: str
    """The instant of publication in its zone, as far as it is known: ISO 8601, cut to what is certain."""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


CASES = [
    Want("wordpress-2011", "p1 p2 sub p3 p4", "Posted on Desember 28, 2011 by Karto Wira", "2011-12-28",
         ("Karto Wira",),
         related=("Kapulaga Lereng Laku Keras di Pasar Kota",), captions=("Jembatan bambu di dusun atas.",),
         tags=("jembatan", "bambu")),
    Want("elementor", "p1 p2 sub p3 p4", "21 Agustus 2023 10:40 WIB", "2023-08-21T10:40", ("Sri Lestari",)),
    Want("blogger", "p1 p2 sub p3 p4", "Selasa, 13 Mei 2014", "2014-05-13", ("Bayu Laksana",),
         captions=("Warga di tepi rawa pada pagi hari",), tags=("Desa",)),
    Want("tables-2008", "p1 p2 p3 p4", "Rabu, 11 Juni 2008 08:45:10", "2008-06-11T08:45",
         captions=("Jembatan bambu itu dilihat dari tepi sungai",)),
    Want("handmade-2015", "p1 p2 p3 p4", "Senin, 09/11/2015 14:20 WITA | Dibaca 1.204 kali", "2015-11-09T14:20",
         ("Eko Yuwono",), ("Mutia Rahma",), ("Sumur Umum Dusun Tengah Selesai Digali",),
         ("Jembatan bambu di Hulu.",), ("Jembatan", "Hulu")),
    Want("english-paper", "p1 p2 p3 p4", "Upstream / / Fri, June 5 2020, 9:36 am", "2020-06-05T09:36", ("Arum Wening",),
         related=("Upstream farmers bring in early cardamom harvest",),
         captions=("Villagers carry bamboo to the river.",), tags=("bridge",)),
    Want("drupal7", "p1 p2 sub p3 p4", None, "2013-05-14", ("Tirta Ombak",), tags=("jembatan",)),
    Want("joomla", "p1 p2 p3 l1 l2 p4", "Published: 19 July 2016", "2016-07-19", ("Wulan Jati",)),
    Want("utility-classes", "p1 p2 p3 p4", "11 Februari 2025 11:05 WIB", "2025-02-11T11:05", ("Galih Rawa",),
         captions=("Jembatan bambu.",),
         related=("Lumbung Desa Tengah Kembali Terisi Penuh",), tags=("jembatan", "bambu")),
    Want("aspnet", "p1 p2 p3 p4", "Jum'at, 3 Juni 2011 | 14:05 WIB", "2011-06-03T14:05"),
    Want("bare-body", "p1 p2 p3 p4", "Oleh: Rangga Padi, 7 Maret 2006", "", ("Rangga Padi",)),
    Want("brief", "p4", "Selasa, 2 April 2019 - 06:10 WIB", "2019-04-02T06:10"),
]  # fmt: skip


@pytest.mark.parametrize("want", CASES, ids=lambda want: want.page)
def test_page_of_an_unknown_template(want: Want) -> None:
    words = invented.ENGLISH if want.page.startswith("english") else invented.WORDS
    article = extract_html(
        invented.page(want.page), f"https://{want.page}.test/read/12/jembatan-bambu-dusun", networks={}
    )
    assert article.kind == "article", article.warnings
    assert (article.method or "").startswith("fallback:")
    assert article.title == words["title"]
    body = [paragraph.removesuffix(" (kar)").removesuffix(" (arw)") for paragraph in article.body]
    assert body == [words[part] for part in want.parts.split()]
    if want.printed:
        assert article.published_printed == want.printed
    assert (article.published_at.isoformat() if article.published_at else "").startswith(want.at)
    assert (article.authors, article.editors) == (want.authors, want.editors)
    assert tuple(link.text for link in article.related) == want.related
    assert tuple(image.caption for image in article.images if image.caption) == want.captions
    assert article.tags == want.tags

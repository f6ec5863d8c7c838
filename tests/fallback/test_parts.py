"""The rules by which the fallback tells headline, date, people, structured data and clutter, one at a time."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive.fallback import Fallback, read_fallback
from newsarchive.fallback.printed import name_before_date
from newsarchive.fallback.structured import body_of, names_of, read_description
from newsarchive.html.layout import Reading
from newsarchive.html.metadata import read_meta

TITLE = "Jembatan Dusun Atas Diperbaiki Warga"
TEXT = "".join(
    f"<p>{name} dusun itu memperbaiki jembatan yang rusak karena banjir, kata kepala desa kepada kami kemarin.</p>"
    for name in ("Warga", "Pemuda", "Petani", "Nelayan", "Guru", "Murid")
)


def fallback(body: str, head: str = "", title: str = TITLE) -> Fallback:
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    tree = LexborHTMLParser(html)
    return read_fallback(
        tree, html, "https://kabarhulu.test/read/1/jembatan", meta=read_meta(tree), title_element=title
    )


def reading(body: str, head: str = "", title: str = TITLE) -> Reading:
    found = fallback(body, head, title).reading
    assert found is not None
    return found


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} - Kabar Hulu",
        f"{TITLE} | KabarHulu.test",
        f"{TITLE} :: Kabar Hulu Hari Ini",
        f"Kabar Hulu » {TITLE}",
        f"{TITLE} - Desa - Kabar Hulu",
        TITLE.upper(),
    ],
)
def test_the_printed_headline_is_taken_without_the_name_of_the_site(title: str) -> None:
    logo = f'<h1><a href="/">{title}</a></h1>'  # a logo whose text is the whole title
    assert reading(f"{logo}<h1>Desa</h1><h2>{TITLE}</h2><div>{TEXT}</div>", title=title).title in {TITLE, TITLE.upper()}
    assert reading(f"<p><b>{TITLE}</b></p><div>{TEXT}</div>", title=title).title == TITLE


def test_a_headline_that_is_stated_only_loses_the_name_of_the_site_too() -> None:
    meta = '<meta property="og:site_name" content="Kabar Hulu"><meta property="og:type" content="article">'
    meta += '<meta property="article:published_time" content="2024-05-13T10:20:00+07:00">'
    assert reading(f"<div>{TEXT}</div>", meta, f"{TITLE} - Kabar Hulu").title == TITLE


DATE = "Senin, 13 Mei 2024 | 10:20 WIB"


@pytest.mark.parametrize(
    ("body", "head", "printed"),
    [
        (f"<div>Selasa, 14 Mei 2024</div><h1>{TITLE}</h1><p>{DATE}</p>{{}}", "", DATE),
        (f"<div>Selasa, 14 Mei 2024</div><h1>{TITLE}</h1>{{}}", "", None),  # today, in the header
        (f"<p>{DATE}</p><h1>{TITLE}</h1>{{}}", "", DATE),
        ((f"<h1>{TITLE}</h1>{{}}<h3>Berita Lain</h3><ul><li><a href=/b>Sumur Tua Dusun Bawah Kembali Dipakai</a>"
         "<span>12 Mei 2024</span></li></ul>"), "", None),
        (f"<h1>{TITLE}</h1><p><span>13 Mei 2024</span></p><p>10:20 WIB</p>{{}}", "", "13 Mei 2024 10:20 WIB"),
        (f"<h1>{TITLE}</h1><p>12 Mei 2019</p><p>13 Mei 2024</p>{{}}",
         '<meta property="article:published_time" content="2024-05-13T10:20:00+07:00">', "13 Mei 2024"),
        (f"<h1>{TITLE}</h1>{{}}<p>Diterbitkan: 13 Mei 2024 10:20</p>", "", "Diterbitkan: 13 Mei 2024 10:20"),
    ],
)  # fmt: skip
def test_the_date_of_the_article_is_told_from_other_dates(body: str, head: str, printed: str | None) -> None:
    assert reading(f"<main>{body.format(f'<div>{TEXT}</div>')}</main>", head).date == printed


@pytest.mark.parametrize(
    ("line", "authors", "bylines"),
    [
        ("<p>Penulis: Karto Wira | Editor: Sri Lestari</p>", (), ("Penulis: Karto Wira | Editor: Sri Lestari",)),
        ("<table><tr><td>Penulis</td><td>: Karto Wira</td></tr></table>", (), ("Penulis : Karto Wira",)),
        ("<div><div>Karto Wira</div>Jurnalis</div>", (), ("Jurnalis: Karto Wira",)),
        ('<p class="author">Karto Wira</p>', ("Karto Wira",), ()),
        ('<p><a rel="author" href="/u">Karto Wira</a></p>', ("Karto Wira",), ()),
        ('<div class="photo"><img src="/a.jpg"><span class="author">Kantor Foto</span></div>', (), ()),
    ],
)
def test_people_are_read_where_they_are_printed(line: str, authors: tuple[str, ...], bylines: tuple[str, ...]) -> None:
    found = reading(f"<h1>{TITLE}</h1>{line}<div>{TEXT}</div>")
    assert (found.authors, found.bylines) == (authors, bylines)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Karto Wira, Jurnalis-Jum'at, 15 Mei 2026 |10:20 WIB", "Karto Wira"),
        ("Karto Wira Kamis, 29 November 2018 | 18:09 WIB", "Karto Wira"),
        ("Karto Wira | Islands | Fri, June 19 2015, 7:36 PM", "Karto Wira"),
        ("Diterbitkan Pada Kamis, 29 November 2018", None),
        ("Kabar Berita, 29 November 2018", None),
        ("Hulu, 29 November 2018", None),
        ("29 November 2018 Karto Wira", None),
        ("", None),
    ],
)
def test_a_name_may_open_the_line_of_the_date(line: str, name: str | None) -> None:
    assert name_before_date(line) == name


def test_people_in_structured_data_count_where_none_are_printed() -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "author": [{"@type": "Person", "name": "Karto Wira"}]}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert reading(f"<h1>{TITLE}</h1><div>{TEXT}</div>", head).authors == ("Karto Wira",)
    found = reading(f"<h1>{TITLE}</h1><p>Oleh: Sri Lestari</p><div>{TEXT}</div>", head)
    assert (found.authors, found.bylines) == ((), ("Oleh: Sri Lestari",))


def test_what_holds_the_text_is_not_cut_for_its_name() -> None:
    body = f'<div class="related-sidebar share widget"><h1>{TITLE}</h1><div class="comment ads">{TEXT}</div></div>'
    assert len(reading(body).paragraphs) == 6


def test_boxes_in_the_text_become_related_links_and_their_place_is_kept() -> None:
    parts = TEXT.split("</p>")
    box = '<div class="linksisip"><b>Baca juga</b><a href="/b">Sumur Tua Dusun Bawah Kembali Dipakai Warga</a></div>'
    share = '<div class="share-buttons">Bagikan ke teman</div>'
    found = reading(f"<h1>{TITLE}</h1><div>{'</p>'.join(parts[:2])}</p>{box}{share}{'</p>'.join(parts[2:])}</div>")
    assert [paragraph.is_related for paragraph in found.paragraphs] == [False, False, True, False, False, False, False]
    assert found.paragraphs[2].links[0].url == "https://kabarhulu.test/b"
    assert ("fallback-clutter", "Bagikan ke teman") in found.cut


def test_loose_text_and_a_place_that_stands_alone_are_kept() -> None:
    found = reading(f"<h1>{TITLE}</h1><div><strong>Hulu</strong> - {TEXT}Acara ditutup doa bersama.<br>(kar)</div>")
    assert found.paragraphs[0].text.startswith("Hulu - Warga dusun itu")
    assert [paragraph.text for paragraph in found.paragraphs[-2:]] == ["Acara ditutup doa bersama.", "(kar)"]


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "OpinionNewsArticle", "headline": TITLE},
        {"@graph": [{"@type": "WebSite"}, {"@type": ["Article", "Thing"], "headline": TITLE}]},
        [{"@type": "BreadcrumbList"}, {"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": TITLE}}],
        {"@type": "ItemPage", "about": [{"x": {"@type": "Report", "name": TITLE}}]},
    ],
)
def test_articles_are_found_at_any_depth_of_json_ld(data: object) -> None:
    tree = LexborHTMLParser(f'<script type="application/ld+json">{json.dumps(data)}</script>')
    description, warnings = read_description(tree)
    assert (description.get("headline") or description.get("name"), warnings) == (TITLE, ())


def test_json_ld_of_a_list_describes_no_article_and_small_faults_are_forgiven() -> None:
    listed = json.dumps([{"@type": "NewsArticle", "headline": f"{TITLE} {n}"} for n in range(5)])
    assert read_description(LexborHTMLParser(f'<script type="application/ld+json">{listed}</script>')) == ({}, ())
    faulty = f'<!-- {{"@type": "NewsArticle", "headline": "{TITLE}",}} -->'
    found, warnings = read_description(LexborHTMLParser(f'<script type="application/ld+json">{faulty}</script>'))
    assert (found["headline"], warnings) == (TITLE, ())
    broken = read_description(LexborHTMLParser('<script type="application/ld+json">{"headline": </script>'))
    assert broken == ({}, ("jsonld-unreadable: a block of JSON-LD is no JSON",))


def test_people_and_texts_of_json_ld() -> None:
    house = {"@type": "Organization", "name": "Kabar Hulu"}
    assert names_of([{"@type": "Person", "name": "Karto"}, house, "Sri", "https://x.test/sri"]) == ("Karto", "Sri")
    assert body_of({"articleBody": "Satu.\n\nDua."}) == ("Satu.", "Dua.")
    assert body_of({"articleBody": "Satu, dua ..."}) == ()
    assert body_of({"articleBody": "<p>Satu.</p>"}) == ()

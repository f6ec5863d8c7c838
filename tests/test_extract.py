"""From pages to an article: parts joined, doubts recorded, hostile and broken pages survived."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newsarchive import extract_html
from newsarchive.extract import extract
from newsarchive.models import Outlet, Page
from newsarchive.networks import load_networks

HERE = Path(__file__).parent
FIXTURE = (HERE / "networks/disway/word-paste.html").read_text(encoding="utf-8")
URL = "https://radarsenja.disway.test/daerah/read/70123/warga-telaga-biru"
OUTLET = Outlet("radarsenja-disway", "Radar Senja", "radarsenja.disway.test", "disway", "ID-JT", zone="WIB")
SHARED = HERE.parent.parent / "shared"


def page(html: str, url: str = URL, **more) -> Page:
    return Page(url, html.encode(), **more)


def article_page(paragraphs: str, *, head: str = "", info: str = "", tail: str = "") -> str:
    """A small page in the structure of the network, for one trap at a time."""
    return (
        f"<html lang=id><head><title>Judul</title>{head}</head><body><section><div class='entry-content'>"
        f"<div class='post text-black-1'><h1 class='text-black'>Judul Berita</h1><div class='post-info'>{info}</div>"
        f"{paragraphs}{tail}</div></div></section></body></html>"
    )


PAGER = "<ul class='pagination'><li><a href='{url}' data-ci-pagination-page='2'>2</a></li></ul>"


def test_parts_are_joined_in_order_and_the_next_one_is_named() -> None:
    first = article_page(
        "<p>Satu.</p><p>BACA JUGA:<a href='/read/9/x'>Judul Lain</a></p>", tail=PAGER.format(url=URL + "/15")
    )
    second = article_page(
        "<p>Dua.</p><p>BACA JUGA:<a href='/read/8/y'>Lagi</a></p><p>Tiga.</p>", tail=PAGER.format(url=URL + "/30")
    )
    got = extract([page(first), page(second, URL + "/15")], outlet=OUTLET)
    assert got.body == ("Satu.", "Dua.", "Tiga.")
    assert [(r.text, r.after) for r in got.related] == [("Judul Lain", 1), ("Lagi", 2)]
    assert got.page_count == 2
    assert got.next_page_url == URL + "/30"
    assert got.url == URL
    assert got.native_id == "70123"


def test_a_byline_in_the_text_may_stand_on_the_last_part() -> None:
    first = article_page("<p>Satu kalimat yang utuh.</p>", tail=PAGER.format(url=URL + "/15"))
    second = article_page("<p>Dua kalimat yang utuh.</p><p>Reporter: Sari Puspa | Editor: Bayu Laksana</p>")
    got = extract([page(first), page(second, URL + "/15")], outlet=OUTLET)
    assert got.body == ("Satu kalimat yang utuh.", "Dua kalimat yang utuh.")
    assert (got.authors, got.editors) == (("Sari Puspa",), ("Bayu Laksana",))


def test_pager_of_another_article_or_host_is_not_followed() -> None:
    other = PAGER.format(url="https://radarsenja.disway.test/read/999/lain/15")
    elsewhere = PAGER.format(url="https://jahat.test/read/70123/x/15")
    got = extract([page(article_page("<p>Satu.</p>", tail=other + elsewhere))], outlet=OUTLET)
    assert got.next_page_url is None


def test_canonical_link_to_another_article_is_doubted() -> None:
    for link, code in [
        ("https://radarsenja.disway.test/read/1/lain", "canonical-differs"),
        ("https://jahat.test/read/70123/x", "canonical-elsewhere"),
        ("https://[x", "canonical-malformed"),
    ]:
        head = f'<link rel="canonical" href="{link}">'
        got = extract([page(article_page("<p>Satu.</p>", head=head))], outlet=OUTLET)
        assert got.url == URL
        assert got.native_id == "70123"
        assert [w.split(":")[0] for w in got.warnings if w.startswith("canonical")] == [code]


def test_printed_zone_beats_the_province_and_a_hard_coded_offset() -> None:
    eastern = replace(OUTLET, province="ID-PA", zone="WIT")
    ld = (
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-05-05T08:07:00+0700"}</script>'
    )
    info = "<span class='date'>Senin 05-05-2025,08:07 WIT</span>"
    got = extract([page(article_page("<p>Satu.</p>", head=ld, info=info))], outlet=eastern)
    assert got.published_at == datetime(2025, 5, 4, 23, 7, tzinfo=UTC)
    assert got.published_zone == "WIT"
    assert any(w.startswith("dates-disagree") for w in got.warnings)
    assert {e.source: e.won for e in got.published_evidence}["jsonld"] is False


def test_without_a_printed_date_the_province_zone_is_used_and_recorded() -> None:
    eastern = replace(OUTLET, province="ID-PA", zone="WIT")
    got = extract(
        [page(article_page("<p>Satu.</p>", head='<meta name="pubdate" content="2025-05-05 08:07:31">'))], outlet=eastern
    )
    assert got.published_at == datetime(2025, 5, 4, 23, 7, 31, tzinfo=UTC)
    assert got.published_zone == "WIT"


@pytest.mark.parametrize(
    ("html", "kind", "code"),
    [
        ("", "other", "no-layout"),
        ("<html><head><title>Just a moment...</title></head></html>", "blocked", "blocked: challenge"),
        ("<form><div class='g-recaptcha'></div></form>", "blocked", "blocked: captcha"),
        ("<title>Database Error</title><h1>x</h1>", "blocked", "blocked: error-text"),
        ("<title>404 | Berita tidak ditemukan</title>", "blocked", "blocked: not-found-text"),
        ("\x00\x01\x02" * 1000, "other", "no-layout"),
        ("<div class='post text-black-1'><h1>Judul</h1></div>", "other", "empty-body"),
        ("<" * 30_000, "other", "no-layout"),
        ("<div>" * 60_000, "other", "page-too-deep"),
    ],
    ids=["empty", "challenge", "captcha", "error", "not-found", "binary", "no-text", "angles", "deep"],
)
def test_what_is_no_article_says_why(html: str, kind: str, code: str) -> None:
    got = extract_html(html, URL)
    assert got.kind == kind
    assert got.body == ()
    assert any(w.startswith(code) for w in got.warnings), got.warnings


def test_index_page_is_an_index() -> None:
    got = extract(
        [
            page(
                "<html><h2 class=media-heading><a href=/read/1/a>A</a></h2></html>",
                "https://radarsenja.disway.test/kategori/a",
            )
        ],
        outlet=OUTLET,
    )
    assert got.kind == "index"


def test_an_embedded_post_is_not_the_articles_text() -> None:
    post = "<blockquote class='twitter-tweet'><p>Cuitan orang lain.</p>&mdash; akun <a href=/x>1 Mei</a></blockquote>"
    got = extract(
        [page(article_page(f"<p>Satu kalimat yang utuh.</p>{post}<p>Dua kalimat yang utuh.</p>"))], outlet=OUTLET
    )
    assert got.body == ("Satu kalimat yang utuh.", "Dua kalimat yang utuh.")
    assert [d.text for d in got.dropped] == ["Cuitan orang lain. — akun 1 Mei"]


def test_one_byline_field_may_name_several_people() -> None:
    info = "<div id=author>Reporter: <strong>Sari Puspa, Bayu Laksana dan Dr. Rini, M.Si</strong>|</div>"
    got = extract([page(article_page("<p>Satu.</p>", info=info))], outlet=OUTLET)
    assert got.authors == ("Sari Puspa", "Bayu Laksana", "Dr. Rini, M.Si")


def test_page_with_pictures_only_is_a_photo_page() -> None:
    figure = (
        "<div class='bottom-15'><img src='/upload/a.jpg'><p class='text-grey'><small>Pawai--antara</small></p></div>"
    )
    got = extract([page(article_page(figure))], outlet=OUTLET)
    assert got.kind == "photo"
    assert got.images[0].url == "https://radarsenja.disway.test/upload/a.jpg"


def test_layouts_are_dated() -> None:
    """A page is read by the layout of the day it was fetched; one that only an old layout fits is read and said."""
    network = load_networks()["disway"]
    present = network.layouts[-1]
    old = replace(present, name="lama", recognise="div.tulisan", body="div.tulisan", title="h2", until=date(2020, 1, 1))
    dated = replace(network, layouts=(old, present))
    html = "<body><div class=tulisan><h2>Judul Lama</h2><p>Isi lama.</p></div></body>"
    then = extract([page(html, fetched_at=datetime(2019, 6, 1, tzinfo=UTC))], outlet=OUTLET, network=dated)
    assert (then.title, then.body, then.method) == ("Judul Lama", ("Isi lama.",), "layout:disway/lama")
    assert not any(w.startswith("layout-out-of-time") for w in then.warnings)
    now = extract([page(html, fetched_at=datetime(2026, 6, 1, tzinfo=UTC))], outlet=OUTLET, network=dated)
    assert now.body == then.body
    assert any(w.startswith("layout-out-of-time") for w in now.warnings)


def test_no_pages_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        extract([])


def test_equal_text_has_an_equal_hash_whatever_its_markup() -> None:
    one = extract([page(article_page("<p>Satu dua.</p><p>Tiga.</p>"))], outlet=OUTLET)
    two = extract([page(article_page("<p><b>Satu</b>&nbsp;dua.</p><div>Tiga.</div>"))], outlet=OUTLET)
    assert one.content_hash == two.content_hash
    assert one.content_hash != extract([page(article_page("<p>Satu.</p>"))], outlet=OUTLET).content_hash


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real pages (../shared) is not here")
def test_the_real_disway_page_gives_every_gold_field() -> None:
    import gzip
    import json

    stem = SHARED / "pages/jogja.disway.id__merek-mesin-cuci"
    gold = json.loads(Path(f"{stem}.json").read_text())
    got = extract_html(gzip.decompress(Path(f"{stem}.html.gz").read_bytes()), gold["url"])
    assert got.url == gold["url"]
    assert got.outlet == "jogja-disway"
    assert got.kind == gold["kind"]
    assert got.title == gold["title"]
    assert list(got.body) == gold["body"]
    assert got.published_at.replace(second=0) == datetime.fromisoformat(gold["published_at"])
    assert got.published_printed == gold["published_printed"]
    assert list(got.authors) == gold["authors"]
    assert list(got.editors) == gold["editors"]
    assert got.place == gold["place"]
    assert got.brand == "diswayjogja.com"
    assert got.section == gold["section"]
    assert list(got.tags) == gold["tags"]
    assert [{"caption": i.caption, "credit": i.credit} for i in got.images] == gold["captions"]
    assert [{"text": r.text, "url": r.url} for r in got.related] == gold["related"]
    assert got.source_credit == "nakita.id"
    assert got.next_page_url == gold["next_page"]
    assert got.warnings == ()


@pytest.mark.parametrize(
    ("box", "credit", "dropped"),
    [
        ("<small>Sumber: <span class='blue-color'><strong> kabar.test </strong></span></small>", "kabar.test", True),
        ("<small>Sumber: kabar.test</small>", "kabar.test", True),
        ("<small>Sumber: <span class='blue-color'><strong>  </strong></span></small>", None, True),
        ("<small>Sumber:</small>", None, True),
        ("<small>Harga berlaku sampai akhir bulan.</small>", None, False),
    ],
)
def test_the_source_line_is_a_field_and_nothing_else_is_lost(box: str, credit: str | None, dropped: bool) -> None:
    tail = f"<div class='text-center' style='background-color:#f2f2f2'>Google News</div><p class='bottom-15'>{box}</p>"
    got = extract([page(article_page("<p>Satu kalimat yang utuh.</p>", tail=tail))], outlet=OUTLET)
    assert got.source_credit == credit
    assert any(d.text.startswith("Sumber") for d in got.dropped) is dropped
    assert got.body == ("Satu kalimat yang utuh.", *(() if dropped else ("Harga berlaku sampai akhir bulan.",)))


def test_a_template_whose_text_stands_elsewhere_now_is_read_by_the_fallback() -> None:
    text = "".join(f"<p>Warga dusun {n} menanam bibit kopi di lereng bukit sejak pagi hari.</p>" for n in range(9))
    moved = article_page("", head="<meta property='og:title' content='Judul Berita'>").replace(
        "</body>", f"<article><h1>Judul Berita</h1><div class='isi'>{text}</div></article></body>"
    )
    got = extract_html(moved, URL)
    assert (got.method or "").startswith("fallback:")
    assert len(got.body) == 9
    assert any(w.startswith("layout-changed: layout:disway/codeigniter") for w in got.warnings)


def test_a_short_article_of_a_known_template_stays_as_it_is() -> None:
    got = extract_html(article_page("<p>Satu kalimat.</p>"), URL)
    assert got.method == "layout:disway/codeigniter"
    assert got.body == ("Satu kalimat.",)


def test_a_date_that_stands_elsewhere_than_the_layout_knows_is_found_by_the_fallback() -> None:
    text = "".join(f"<p>Warga dusun {n} menanam bibit kopi di lereng bukit sejak pagi hari.</p>" for n in range(9))
    moved = article_page(text).replace(
        "<div class='post-info'>", "<div class='waktu'>Senin, 28 April 2025 13:22 WIB</div><div class='post-info'>"
    )
    got = extract_html(moved, URL)
    assert got.method == "layout:disway/codeigniter"
    assert got.published_at == datetime(2025, 4, 28, 6, 22, tzinfo=UTC)
    assert any(w.startswith("layout-gap: layout:disway/codeigniter finds no date") for w in got.warnings)
    # that the line stays in the text is as it should be: the layout does not know it for anything else
    assert got.body[-1] == "Warga dusun 8 menanam bibit kopi di lereng bukit sejak pagi hari."


def test_a_page_that_states_its_time_for_machines_has_no_gap() -> None:
    text = "<p>Warga dusun menanam bibit kopi di lereng bukit sejak pagi hari, dan pulang sore hari bersama-sama.</p>"
    got = extract_html(article_page(text, head="<meta name='pubdate' content='2025-04-28 13:22:05'>"), URL)
    assert got.warnings == () or not any(w.startswith("layout-gap") for w in got.warnings)
    assert got.published_at is not None

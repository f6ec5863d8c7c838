"""The printed pages: the structure of the real template, and the truth really in them."""

import html
import re
from xml.etree import ElementTree as ET

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive.demo import render_pages
from newsarchive.demo.markup import parts
from newsarchive.demo.outlets import BY_SLUG, OUTLETS
from newsarchive.demo.pages import Press
from newsarchive.demo.site import Site
from newsarchive.demo.world import World


@pytest.fixture(scope="module")
def press():
    return Press(World(2, 240))


def _folded(page):
    text = re.sub(r"<!--.*?-->|<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    text = re.sub(r"</?(?:p|li|h\d|ul|div|br)\b[^>]*>", " ", text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def test_every_paragraph_stands_whole_in_the_pages(press):
    for story in press.world.stories:
        edition = story.editions[0]
        pages = [press.article(story, edition.day, 15 * n) for n in range(len(parts(edition.blocks)))]
        text = " ".join(map(_folded, pages))
        for line in edition.body:
            assert " ".join(line.split()) in text, (story.key, line)


def test_first_page_has_the_marks_of_the_template(press):
    story = next(s for s in press.world.stories if len(parts(s.editions[0].blocks)) > 1 and s.editions[0].author)
    tree = LexborHTMLParser(press.article(story, story.appears_on))
    assert tree.css_first("div.post.text-black-1 > h1.text-black").text() == story.editions[0].title
    assert tree.css_first("div.post-info span.date").text() == story.printed
    assert tree.css_first("#author strong").text() == story.editions[0].author
    assert tree.css_first("link[rel=canonical]").attributes["href"] == story.url(story.appears_on)
    assert tree.css_first("base").attributes["href"] == f"https://{story.host}/"
    assert len(tree.css("div.news-tags a[href*='/listtag/']")) == len(story.editions[0].tags)
    assert [a.attributes["data-ci-pagination-page"] for a in tree.css("ul.pagination a[data-ci-pagination-page]")]


def test_continuation_pages_repeat_the_title_and_box_but_no_date(press):
    story = next(s for s in press.world.stories if len(parts(s.editions[0].blocks)) > 1)
    tree = LexborHTMLParser(press.article(story, story.appears_on, 15))
    assert tree.css_first("h1").text() == story.editions[0].title
    assert tree.css_first("div.post-info") is None
    assert "Google News" in tree.css_first('div.text-center[style*="f2f2f2"]').text()
    assert press.article(story, story.appears_on, 7) is None
    assert press.article(story, story.appears_on, 150) is None
    assert press.amp(story, story.appears_on, 15) is None


def test_pages_weigh_as_much_as_real_ones():
    pages = render_pages(120, 1)
    assert len(pages) == 120
    sizes = sorted(len(page) for _, page in pages)
    assert sizes[0] > 90_000
    assert sizes[-1] < 200_000
    assert pages == render_pages(120, 1)
    assert len({url for url, _ in pages}) == 120


def test_side_lists_change_with_the_days(press):
    story = next(s for s in press.world.stories if len(s.editions) == 1 and s.appears_on == 0 and s.removed_on is None)
    before, after = press.article(story, 0), press.article(story, 3)
    assert before != after
    cut = [page[page.index('<div class="post text') : page.index("sharing-box")] for page in (before, after)]
    assert cut[0] == cut[1]


def test_lists_step_by_thirty_and_run_empty(press):
    outlet = OUTLETS[0]
    stories = press.world.listed(outlet, 0, "daerah")
    first = LexborHTMLParser(Press(World(2, 480)).listing(outlet, "daerah", 0))
    assert len(first.css(".media-middle h2.media-heading a")) == 30
    assert first.css_first("ul.pagination a[rel=next]").attributes["href"].endswith("/kategori/daerah/30")
    beyond = LexborHTMLParser(press.listing(outlet, "daerah", 0, 30 * (len(stories) // 30 + 1)))
    assert not beyond.css("h2.media-heading")
    assert press.listing(outlet, "daerah", 0, 31) is None


def test_feeds_are_well_formed(press):
    site = Site(press.world)
    for outlet in OUTLETS[:4]:
        reply = site.answer(outlet.host, f"/rss/{outlet.sections[0]}", accepts_gzip=False)
        root = ET.fromstring(reply.body)
        links = [item.findtext("link") for item in root.iter("item")]
        assert links
        assert all(link.startswith(f"https://{outlet.host}/read/") for link in links)


def test_headline_with_quotes_breaks_json_ld_as_on_real_pages():
    world = World(1, 480)
    story = next(s for s in world.stories if '"' in s.editions[0].title)
    page = Press(world).article(story, story.appears_on)
    assert f'"headline": "{story.editions[0].title}"' in page


def test_word_pages_carry_latent_styles_and_runs(press):
    story = next(s for s in press.world.stories if s.style == "word" and BY_SLUG[s.outlet])
    page = press.article(story, story.appears_on)
    assert page.count("w:LsdException") == 240
    assert '<p class="MsoNormal"' in page

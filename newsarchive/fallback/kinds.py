"""What a page of no known template is, if no article: a list, a front page, a feed, a wall, or an empty shell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from newsarchive.fallback.headline import Headline
from newsarchive.fallback.lines import Lines
from newsarchive.models import ArticleKind, Paragraph
from newsarchive.text.paragraphs import same_letters
from newsarchive.text.related import ends_sentence

_FEED: Final = re.compile(r"\s*(?:<[?!][^>]{0,500}>\s*){0,8}<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b")
_FRONT: Final = re.compile(
    r"(?:/(?:index\.(?:php|html?|asp|aspx)|home|beranda|default\.aspx?))?/?"
    r"|/(?:[\w-]{1,40}/)?(?:indeks|index|terkini|terbaru|terpopuler|latest)(?:/[\w-]{0,40}){0,4}/?"
    r"|/(?:category|kategori|tag|topik|topic|label|author|penulis|page)/[\w%.-]{1,120}(?:/page/\d{1,5})?/?"
    r"|/search(?:/.{0,200})?",
    re.IGNORECASE,
)
_CARDS: Final = (
    "h2 a[href], h3 a[href], h4 a[href], h5 a[href], .title a[href], .judul a[href], [class*='title'] > a[href]"
)
_CARD_LETTERS: Final = 18
_MOST_LINKED: Final = 5
_MOST_CARDS: Final = 3
"""Headlines of other articles that the text of an article may hold; a list has more."""
_TEASER: Final = 60
_RUN: Final = 4
"""Paragraphs of sentences, one below the other, that no list of other articles has."""
_TITLE_LETTERS: Final = 22
"""Letters of a headline; what a list is called is shorter."""
_FEWEST_LETTERS: Final = 220
"""Letters of text below which a page is an article only if it says so itself."""
_FEWEST_AT_ALL: Final = 40


def is_feed(html: str) -> bool:
    """Whether a document is a feed or a sitemap."""
    return _FEED.match(html[:2000]) is not None


def is_front(url: str) -> bool:
    """Whether an address is, by its shape, that of a front page, a list, or a search."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = re.sub(r"/{2,}", "/", parts.path)
    if re.search(r"(?:^|&)(?:p|id|idberita|read|news|artikel|article|post)=\d", parts.query):
        return False
    return _FRONT.fullmatch(path) is not None


@dataclass(frozen=True, slots=True)
class Cards:
    """Headlines of other articles: so many in the container of the text, so many lines of the page that are links."""

    inside: int
    outside: int


def count_cards(container: LexborNode | None, lines: Lines, headline: str | None) -> Cards:
    """The headlines of other articles in a container, and in the whole page, each once."""
    own = same_letters(headline or "")
    nodes = container.css(_CARDS)[:300] if container is not None else []
    inside = {same_letters(node.text(deep=True)) for node in nodes} - {own}
    outside = {line.letters for line in lines.lines if line.linked} - {own}
    return Cards(*(sum(len(text) >= _CARD_LETTERS for text in texts) for texts in (inside, outside)))


def not_an_article(
    url: str, headline: Headline, paragraphs: Sequence[Paragraph], cards: Cards, *, is_dated: bool
) -> tuple[ArticleKind, str] | None:
    """The kind of a page that holds no article, and a warning that says why; None for an article.

    `is_dated` tells whether a date is printed near its text, or stated by what describes it as an article.
    """
    letters = sum(len(same_letters(p.text)) for p in paragraphs if not p.is_related)
    if is_front(url) and not (
        is_dated and headline.is_agreed and letters >= _FEWEST_LETTERS and cards.inside <= _MOST_CARDS
    ):
        return "index", "index-page: its address is that of a front page or a list"
    if cards.inside > _MOST_CARDS and _is_list(paragraphs, letters, cards.inside, headline):
        return "index", f"index-page: its text is {cards.inside} headlines of other articles"
    is_titled = headline.is_agreed and len(same_letters(headline.text or "")) >= _TITLE_LETTERS
    if letters < _FEWEST_LETTERS and not is_titled and cards.outside >= _MOST_LINKED:
        return "index", f"index-page: {cards.outside} headlines of articles and no text"
    if letters < _FEWEST_AT_ALL or (letters < _FEWEST_LETTERS and not (is_dated and headline.is_agreed)):
        return "other", f"no-article-text: {letters} letters of text were found"
    is_proven = headline.is_agreed or is_dated or letters >= 3 * _FEWEST_LETTERS
    if not headline.text or not is_proven:
        return "other", "no-headline: no printed headline agrees with the page's title"
    return None


def _is_list(paragraphs: Sequence[Paragraph], letters: int, cards: int, headline: Headline) -> bool:
    """Whether text is teasers under headlines, or too little beside them for an article."""
    prose = [n for n, p in enumerate(paragraphs) if not p.is_related and len(p.text) > _TEASER]
    teasers = [n for n in prose if n and paragraphs[n - 1].is_related]
    if len(teasers) > 1 and 2 * len(teasers) >= len(prose):
        return True
    is_titled = headline.is_agreed and len(same_letters(headline.text or "")) >= _TITLE_LETTERS
    return letters < (80 if is_titled else 350) * cards and not _runs_on(paragraphs)


def _runs_on(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether sentences stand one below the other as in an article: in a list, headlines part them."""
    run = letters = 0
    for paragraph in paragraphs:
        if not paragraph.is_related and len(paragraph.text) > _TEASER and ends_sentence(paragraph.text):
            run, letters = run + 1, letters + len(same_letters(paragraph.text))
            if run >= _RUN and letters >= _FEWEST_LETTERS:
                return True
        else:
            run = letters = 0
    return False

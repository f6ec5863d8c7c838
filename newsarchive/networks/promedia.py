"""The Promedia template: Pikiran Rakyat Media Network, Suara Merdeka, the Ayo sites, Radar papers up to 2026.

Read from ten independent parsers of its sites (pikiran-rakyat, suaramerdeka, krjogja, panturapost, the old
www.jawapos.com, radarbogor.jawapos.com; 2022 to March 2026), which agree on the class names; no whole page was at hand.
The date line and captions have the shapes that those parsers and their published feeds show. kompas.com has class names
of the same family (`read__title`, `read__content`), but prints its date in `read__time` and its text in a `div`: the
date element tells the two apart.

An article's id has ten digits, of which the first are the number of the site (247: Radar Bogor); in the Pikiran Rakyat
network it is written `pr-<digits>`. `/rss` is missing or an HTML page wherever it was tried, so no feed is declared.

Lists: `/indeks-berita?daterange=<day> - <day>&page=<n>`, the day in English words (parsers of six sites, 2023 to 2025),
and the front page. A `/sitemap.xml` is named for one site by a public list of sitemaps.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

_PART = r"(?:\?(?:(?:.*&)?page=(?:(?P<whole>all)|1|(?P<offset>\d{1,3}))(?:&.*)?|.*))?"
"""The first page is also `?page=1`, which is no part of its own."""

NETWORK = Network(
    slug="promedia",
    name="Promedia",
    urls=(
        UrlRule("asset", re.compile(r"/(?:crop|assets|photo|static)/.*")),
        UrlRule("amp", re.compile(r"/(?:[\w-]+/){0,2}amp/(?:pr-)?(?P<id>\d{8,12})(?:/[^/?]*)?/?(?:\?.*)?")),
        UrlRule("article", re.compile(rf"/(?:[\w-]+/){{1,3}}(?:pr-)?(?P<id>\d{{8,12}})(?:/[^/?]+)?/?{_PART}"), step=1),
        UrlRule("static", re.compile(r"/(?:redaksi|tentang-kami|about|kontak|pedoman|disclaimer|privacy)[\w-]*/?")),
        UrlRule("static", re.compile(r"/(?:page|pages|laman|search|author|penulis)(?:/.*)?(?:\?.*)?")),
        UrlRule("feed", re.compile(r"/(?:rss|feed)(?:/[\w-]+)?/?|/[\w-]+\.xml")),
        UrlRule("index", re.compile(r"/(?:indeks|indeks-berita|terkini|tag)(?:/[\w%.-]+)*/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+(?:/[\w-]+)?/?)?(?:\?page=(?P<offset>\d{1,5}))?"), step=1),
    ),
    discovery=(
        Discovery(
            "index",
            paths=("/indeks-berita?daterange={date}%20-%20{date}",),
            date_form="%-d%%20%B%%20%Y",
            links="a.latest__link",
            step=1,
            later="&page={page}",
        ),
        Discovery("index", paths=("/",), links="a.latest__link, a.hl__link, a.most__link", use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="read",
            recognise=".read__info__date, .read__info__author",
            title="h1.read__title, .read__header h1",
            body="article.read__content, .read__content.clearfix",
            date=".read__info__date, .read__info span.mt-10",
            authors=".read__info__author",
            figure=".photo__img img",
            caption=".photo__caption",
            section=".breadcrumb__wrap a",
            tags="ul.tag__list li h4 a, .tag--article li a",
            pager=".paging--article a.paging__link",
            related=(".read__others",),
            fields=(
                ".read__header",
                ".photo__img",
                ".photo__caption",
                ".paging--article",
                ".read__paging",
                ".tag--article",
                "ul.tag__list",
            ),
            drop=(
                '[id^="div-gpt-ad"]',
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
    # Its papers came from WordPress, and those of Jawa Pos go on to its own system one at a time.
    also=("jawapos-next", "wordpress"),
)

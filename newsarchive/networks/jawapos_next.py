"""Jawa Pos on its own system: a Next.js site that keeps each article as JSON in the page.

Read from a reduced page of www.jawapos.com of July 2026 and three parsers of it and of radarbromo.jawapos.com, one of
them verified that month. The papers of the Radar network move to it one at a time: before, they were on the Promedia
template, and until about 2022 on WordPress, whose addresses hold the date (`dd/mm/yyyy` or `yyyy/mm/dd`).
The text is whole in every page: `?page=` changes nothing, and `p.page` only marks where the site cuts it for readers.
`published_at` has no offset and is WIB. There is no NewsArticle in JSON-LD.

Lists: `/indeks`, whose data in the page hold the latest 20 and cannot be paged by address, and the feed `/rss.xml` with
50 (main site, verified in July 2026; at the Radar papers nobody has looked). Older ones come from a GraphQL interface
by POST, which is not made. The papers that are still on Promedia have that template's list of a day, and `/sitemap.xml`
named posts by month in the time of WordPress (one paper, 2023).
"""

import re
from dataclasses import replace

from newsarchive.models import Discovery, Layout, Network, Payload, UrlRule
from newsarchive.networks.promedia import NETWORK as _PROMEDIA

_PART = r"(?:\?(?:(?:.*&)?page=(?:(?P<whole>all)|1|(?P<offset>\d{1,3}))(?:&.*)?|.*))?"
"""Parts are of the time on Promedia. The first is also `?page=1`, which is no part of its own."""
_DATE = r"(?:\d{2}/\d{2}/\d{4}|\d{4}/\d{2}/\d{2})"

NETWORK = Network(
    slug="jawapos-next",
    name="Jawa Pos (Next.js)",
    urls=(
        UrlRule("asset", re.compile(r"/(?:_next|wp-content|wp-includes|wp-json|images|fonts|api)/.*")),
        UrlRule("amp", re.compile(r"/(?:[\w-]+/){0,2}amp/(?P<id>\d{9,12})(?:/[^/?]*)?/?(?:\?.*)?")),
        UrlRule("amp", re.compile(r"/amp/(?:[\w-]+/){1,2}(?P<id>\d{9,12})(?:/[^/?]*)?/?(?:\?.*)?")),
        UrlRule("article", re.compile(rf"/(?:[\w-]+/){{1,3}}(?P<id>\d{{9,12}})(?:/[^/?]+)?/?{_PART}"), step=1),
        UrlRule("article", re.compile(rf"/(?:[\w-]+/){{0,3}}{_DATE}/(?!page/)[^/?]+/?{_PART}"), step=1),
        UrlRule(
            "static", re.compile(r"/(?:search|redaksi|tentang|about|kontak|contact|pedoman|privacy)[\w-]*(?:[/?].*)?")
        ),
        UrlRule("feed", re.compile(r"/(?:rss|feed)(?:\.xml|/.*)?")),
        UrlRule(
            "index",
            re.compile(r"/(?:indeks(?:-berita)?|tag|kategori|category|author|penulis)(?:/[\w%.-]+)*/?(?:\?.*)?"),
        ),
        UrlRule("index", re.compile(r"/(?:[\w-]+(?:/[\w-]+)?/?)?(?:\?page=(?P<offset>\d{1,5}))?"), step=1),
    ),
    discovery=(
        Discovery("feed", paths=("/rss.xml",), use="daily"),
        Discovery(
            "json",
            paths=("/indeks",),
            element="script#__NEXT_DATA__",
            records="props.pageProps.initialArticles.data",
            address="category.slug + article_id + slug",
            address_form="/{}/{}/{}",
            time="published_at",
            headline="title",
            use="daily",
        ),
        Discovery("index", paths=("/",), links="a[href]", use="daily"),
        *(replace(way, use="backfill") for way in _PROMEDIA.discovery if way.kind == "index" and way.step),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="next-data",
            recognise="script#__NEXT_DATA__",
            payload=Payload(
                element="script#__NEXT_DATA__",
                record="props.pageProps.article",
                title="title",
                body="content",
                date="published_at",
                authors="authors[].name",
                editors="editor.name",
                section="category.name",
                tags="tags[].name",
            ),
            title="h1",
            body="#__next article",
            # The picture at the head of the page stands at the head of the text once more, there with its caption.
            figure="figure img",
            caption="figcaption",
            related=("strong.readmore",),
            fields=("figure img", "figcaption"),
            drop=(
                '[id^="div-gpt-ad"], [id^="iklan"], [class$="__disclaimer"]',
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
    also=("promedia", "wordpress"),
)

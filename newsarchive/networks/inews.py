"""iNews (`inews.id` and its regional sub-domains, `karawang.inews.id`): the template of the regional sites.

Read from a public parser of a regional site (2026), a list of what blockers take off its pages, and the plain text of a
page of 2023. `/read/<id>/<slug>`, its parts `/2`, `/3`, all of them `/all`; listings hold 12 articles a page.

Lists: `/indeks/<site>/all`, by twelves (that parser; that every site is called there as in its host is a guess), and
the feed `/feed` (public programs, main site and two regions), older `/rss`. A `/sitemap.xml` is named by a public list
of sitemaps.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="inews",
    name="iNews",
    urls=(
        UrlRule(
            "article",
            re.compile(
                r"/read/(?P<id>\d{1,12})(?:/[^/?]*[^\d/?][^/?]*)??"
                r"(?:/(?:(?P<whole>all)|1|(?P<offset>\d{1,2})))?/?(?:\?.*)?"
            ),
            step=1,
        ),
        # www.inews.id: /<channel>/<rubric>/<slug>
        UrlRule("static", re.compile(r"/(?:search|redaksi|about|login|author)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/(?:media|assets|images)/.*")),
        UrlRule("feed", re.compile(r"/(?:rss|feed)(?:/[\w-]+)?/?")),
        UrlRule("index", re.compile(r"/indeks/[\w-]+/all(?:/(?P<offset>\d{1,6}))?/?"), step=12),
        UrlRule("index", re.compile(r"/(?:indeks|tag|kanal)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]{2,40}/?)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/feed", "/rss"), use="daily"),
        Discovery("index", paths=("/indeks/{site}/all",), links='a[href*="/read/"]', step=12),
        Discovery("index", paths=("/",), links='a[href*="/read/"]', more='a[href*="/indeks/"]', step=12, use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="regional",
            recognise="div.bodyArticle",
            needs=("h1.headerTitle",),
            title="h1.headerTitle",
            body="div.bodyArticle",
            date="div.createdAt",
            authors="ul.author li.authorList a",
            figure="div.imgArticle img, figure img",
            caption="figcaption, div.captionImg",
            tags="div.tags li.tagList a",
            pager="ul.pagination a",
            fields=("h1.headerTitle", "div.createdAt", "ul.author", "div.tags", "figure", "ul.pagination"),
            drop=(".timeAndShare", ".adsPlacement", "#parallax-ad"),
        ),
    ),
)

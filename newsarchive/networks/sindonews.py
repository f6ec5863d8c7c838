"""Sindonews (`*.sindonews.com`): one template for all channels and regions, and an older one.

Read from public parsers of 2019-2023 and the reduced structures of July 2026 (an article in two parts, the same whole,
an index page). `/read/<id>/<channel>/<slug>-<stamp>`; a part behind it is a multiple of 5, `?showpage=all` shows all of
them. JSON-LD describes the article on its first part only. Text stands straight in the block, parted by `<br>`.

Lists, verified by parsers of May and July 2026: `/indeks` of each channel, and on the main site
`/indeks/0/<offset>?t=<day>` for all channels of a day, by twenties; `/rss` of the main site and two channels (public
programs), of the others a guess. How many articles a day has is not known: 400 are looked for. A `/sitemap.xml` is
named by a public list of sitemaps.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="sindonews",
    name="Sindonews",
    urls=(
        UrlRule(
            "article",
            re.compile(
                r"/read/(?P<id>\d{1,12})(?:/\d{1,6})?(?:/[^/?]*[^\d/?][^/?]*)?(?:/(?P<offset>\d{1,3}))?/?"
                r"(?:\?(?:showpage=(?P<whole>all)(?:&.*)?|.*))?"
            ),
            step=5,
        ),
        UrlRule("static", re.compile(r"/(?:blog|search|about|login)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/(?:dyn|webp|assets)/.*")),
        UrlRule("feed", re.compile(r"/(?:feed|rss)(?:/[\w-]+)?/?")),
        UrlRule(
            "index",
            re.compile(r"/(?:indeks|index)/\d{1,4}(?:/(?P<offset>\d{1,6}))?/?(?:\?t=\d{4}-\d\d-\d\d)?"),
            step=20,
        ),
        UrlRule("index", re.compile(r"/(?:indeks|index|topic|tag|more|loadmore)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]{2,40}/?)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/rss",), use="daily"),
        Discovery("index", paths=("/indeks", "/"), links='a[href*="/read/"]', use="daily"),
        # the number stands before the day, so each page is a list by itself
        Discovery(
            "index",
            paths=tuple(f"https://www.sindonews.com/indeks/0/{offset}?t={{date}}" for offset in range(0, 400, 20)),
            links='div.title-article a[href*="/read/"]',
            use="backfill",
        ),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2019",
            until=date(2021, 12, 31),
            recognise="div.article #content",
            needs=("div.article div.reporter",),
            title="div.article h1",
            body="#content",
            scope="div.article",
            date="time, .detail-date-artikel",
            authors="div.reporter p a",
            figure=".article img",
            fields=("div.box-paging",),
            drop=(".box-outlink",),
        ),
        Layout(
            name="now",
            recognise="div.detail-desc#detail-desc, .detail-title ~ div.detail-desc",
            title=".detail-title",
            body="div.detail-desc",
            date=".detail-date-artikel",
            authors=".detail-nama-redaksi a",
            figure="div.detail-img img",
            caption="figcaption",
            section="div.breadcrumb li",
            pager="div.paging-artikel ul a",
            related=(".baca-juga",),
            drop=(".box-outlink", "div.v-youtube"),
        ),
    ),
)

"""Suara (`suara.com` and its regional sub-domains): the templates of 2018, of 2023, and of now.

Read from public parsers of 2018, 2020 and about 2023, a list of what blockers take off its pages, notes on an older
page (the name stands in an `<author>` element, which HTML does not know), and the reduced structures of July 2026 (both
parts of an article). The address has no number, and its date and time of day are no identity: two channels may publish
on the same second. A box 'Baca 10 detik' sums the article up on each of its parts.

Lists: `/indeks` with some 20 articles a page at `?page=<n>` (main site, verified by a parser of July 2026), and for
each region a sitemap under its own name, `/static/news/<region>-sitemap.xml` (one program, some 20 regions). That
regions have the index is a guess. `/rss` answered 404 in July 2026.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="suara",
    name="Suara",
    urls=(
        # www: /<channel>/<date>/<time>/<slug>; regional: /read/<date>/<time>/<slug>
        UrlRule(
            "article",
            re.compile(
                r"/[\w-]+/\d{4}/\d{2}/\d{2}/\d{6}/(?P<slug>[^/?]+)/?"
                r"(?:\?(?:page=(?:(?P<whole>all)|1|(?P<offset>\d{1,3}))(?:&.*)?|.*))?"
            ),
            step=1,
        ),
        # robots.txt: Disallow /loadmoredetail
        UrlRule("static", re.compile(r"/(?:loadmoredetail|author|reporter|search|pages|static)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/(?:pictures|assets)/.*")),
        UrlRule("index", re.compile(r"/indeks/?(?:\?page=(?P<offset>\d{1,4}))?"), step=1),
        UrlRule("index", re.compile(r"/(?:indeks|tag)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]{2,40}(?:/[\w-]{2,60})?/?)?")),
    ),
    discovery=(
        Discovery("sitemap", paths=("/static/news/{site}-sitemap.xml",)),
        Discovery("index", paths=("/indeks",), links='a[href*="/20"]', step=1, later="?page={page}"),
        Discovery("index", paths=("/",), links='a[href*="/20"]', use="daily"),
    ),
    layouts=(
        Layout(
            name="2018",
            until=date(2021, 12, 31),
            recognise="article.content-article",
            needs=(".new_bacajuga, author",),
            title="h1",
            body="article.content-article",
            date='time[itemprop="datePublished"]',
            authors="author",
            figure="figure img",
            caption="figcaption",
            fields=("figure",),
            related=(".new_bacajuga, .baca-juga, .baca-juga-new",),
            drop=('[id*="div-ad"]', "#next-article"),
        ),
        Layout(
            name="2023",
            until=date(2025, 12, 31),
            # the block has its class, its itemprop, or both
            recognise='article.detail-content, article[itemprop="articleBody"]',
            needs=("p.baca-juga-new, div.writer a",),
            title="div.info h1",
            body='article.detail-content, article[itemprop="articleBody"]',
            date="div.info .date, div.date",
            authors="div.writer a, author",
            figure="figure img",
            caption="figcaption",
            pager="ul.pagination a",
            fields=("figure", "ul.pagination"),
            related=("p.baca-juga-new, .baca-juga, .item--baca-juga-inner, .new_bacajuga",),
            drop=('[id*="div-ad"]', "#next-article"),
        ),
        Layout(
            name="now",
            recognise="div.detail-content div.article-content",
            title="div.article-image h1",
            body="div.article-content",
            scope="div.detail-content",
            date="div.article-image > span",
            authors=".author-trigger a",
            figure="div.article-image img",
            caption="div.article-image figcaption",
            tags="div.article-tags a",
            pager="ul.pagination-custom a",
            related=("div.article-read",),
            drop=("div.ten-second", ".placeholder_belt", ".placeholder_read_body", '[id*="div-ad"]', "#next-article"),
        ),
    ),
)

"""VIVA (`viva.co.id`; sub-domains for channels until about 2020, for regions today): templates of 2015, 2018 and now.

Read from a saved page of February 2016 and notes on one of June 2015, an index page of 2016, a public parser of about
2020, and the reduced structures of July 2026 (an article in two parts and an index page). The standfirst repeats the
description of the head. In 2015-16 a paragraph ends where an empty `div` stands, and pictures stand between them.

Lists: `/indeks` (some 34 articles, July 2026), `/indeks/berita/all/<year>/<month>/<day>` (public parsers of three eras,
the last with today's class names) and the feed `/get/all` (public programs). `/indeks/all/all/<day>` is a guess from
the two. What is beyond the first batch of a list comes by a POST, which is not made: a busy day is not whole. A
`/sitemap.xml` is named by a public list of sitemaps.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="viva",
    name="VIVA",
    urls=(
        UrlRule(
            "article",
            re.compile(
                r"/(?:[\w-]+/){0,4}(?P<id>\d{3,9})-[^/?]*/?"
                r"(?:\?(?:page=(?:(?P<whole>all)|1|(?P<offset>\d{1,3}))(?:&.*)?|.*))?"
            ),
            step=1,
        ),
        UrlRule("static", re.compile(r"/(?:author|search|login|ads|info)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/(?:thumbs\d?|media|assets)/.*")),
        UrlRule("feed", re.compile(r"/(?:rss|get|get/rss)(?:/[\w-]+)?/?")),
        UrlRule("index", re.compile(r"/indeks(?:/[\w-]+){0,6}/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]{2,40}(?:/[\w-]{2,60}){0,2}/?)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/get/all",), use="daily"),
        Discovery(
            "index", paths=("/indeks", "/"), links="a.article-list-title, a.article-list-thumb-link", use="daily"
        ),
        Discovery(
            "index",
            paths=("/indeks/all/all/{date}", "/indeks/berita/all/{date}"),
            date_form="%Y/%m/%d",
            links="a.article-list-title, a.article-list-thumb-link",
        ),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2015",
            until=date(2020, 12, 31),
            recognise="article.article-detail #article-content",
            title="div.title h1",
            body="#article-content",
            scope="article.article-detail",
            date="div.smalldesc div.date",
            authors="div.smalldesc div.author",
            subtitle="div.summary",
            figure="article.article-detail > div.thumbcontainer img",
            caption="div.photodesc",
            # the source in brackets, in bold at the end of the line
            credit="div.photodesc b",
            section="div.upperdeck-kanal",
            tags="div.tags a, div.tag a",
            drop=(
                # 'Tweet' and its like stand before the text, in its container.
                "#sharebox",
                ".portlet",
            ),
        ),
        Layout(
            name="2018",
            until=date(2023, 12, 31),
            recognise="#article-detail-content",
            title='h1[itemprop="headline"], h1',
            body="#article-detail-content",
            figure="div.leading-image img",
            related=(".recommended-article",),
        ),
        Layout(
            name="now",
            recognise="div.main-content-detail",
            title="h1.main-title, div.main-content-title h1, h1",
            body="div.main-content-detail",
            date="div.date-time .date, div.main-content-date",
            authors="div.date-time .author, div.main-content-author a",
            figure="div.main-content-image img",
            caption="div.main-content-image-caption",
            tags="div.main-content-tag a",
            pager="div.pagination-detail a",
            fields=("div.pagination-detail",),
            related=("div.recommended-article",),
            drop=("div.ads",),
        ),
    ),
)

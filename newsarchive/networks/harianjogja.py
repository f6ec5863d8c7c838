"""Harian Jogja and Solopos: sister papers of Bisnis Indonesia.

The layout of Solopos was read from the code of its site as published in 2021; that of Harian Jogja is thin: one parser
of 2026 and some addresses, no page was at hand, and only the container of the text is declared with any certainty.
Solopos puts its own name before every caption ('SOLOPOS.COM - ...'), and a slogan where a picture has none.

An article of Harian Jogja has one number in two shapes of address, `/read/<date>/<channel>/<id>/...` until about 2025
and `/r-<id>/...` since; one of Solopos has it at the end of its slug.

Lists: the front pages, and `/sitemap.xml` of Harian Jogja (a public program); that Solopos has it is a guess.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="harianjogja",
    name="Harian Jogja and Solopos",
    urls=(
        UrlRule("asset", re.compile(r"/(?:posts|images|assets|uploads|wp-content|css|js)/.*")),
        UrlRule("article", re.compile(r"/r-(?P<id>\d{1,9})/[^/?]+/?(?:\?.*)?")),
        UrlRule("article", re.compile(r"/read/\d{4}/\d{2}/\d{2}/\d{1,6}/(?P<id>\d{1,9})/[^/?]+/?(?:\?.*)?")),
        UrlRule(
            "index", re.compile(r"/(?:tag|topik|kanal|index|indeks|author|penulis|arsip)(?:/[\w%.-]+)*/?(?:\?.*)?")
        ),
        UrlRule(
            "static", re.compile(r"/(?:search|cari|redaksi|tentang|about|kontak|pedoman|privacy|kode)[\w-]*(?:[/?].*)?")
        ),
        UrlRule("feed", re.compile(r"/(?:rss|feed)(?:[/.].*)?")),
        UrlRule("article", re.compile(r"/(?:[\w-]+/)?[a-z0-9]+(?:-[a-z0-9]+){1,30}-(?P<id>\d{5,9})/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+(?:/[\w-]+)?/?)?(?:\?page=(?P<offset>\d{1,5}))?"), step=1),
    ),
    discovery=(
        Discovery(
            "index",
            paths=("/",),
            links='a[href*="/r-"], h2.post-title a, h3.post-title a, .post-block-style a',
            use="daily",
        ),
        Discovery("sitemap", paths=("/sitemap.xml",)),
    ),
    layouts=(
        Layout(
            name="solopos-2021",
            recognise="div.single-post > div.post-header-area",
            title="h1.post-title",
            subtitle=".post-header-area > p",
            body="div.post-content-area",
            scope="div.single-post",
            date="ul.post-meta > li:has(i.fa-clock-o)",
            authors="ul.post-meta li.post-author",
            editors=".author-box .author-info h6 a",
            figure="div.post-media img",
            caption="div.post-media span",
            section="ul.post-meta a.post-cat",
            tags=".tag-lists a",
            fields=("div.post-media",),
            drop=(
                "div.iklan",
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
        Layout(
            name="article-content",
            recognise=".article-content",
            needs=('meta[property="og:url"][content*="/r-"]',),
            title="h1",
            body=".article-content",
            figure="figure img",
            caption="figcaption",
            fields=("figcaption",),
            drop=(
                "#ads-float, .adsbygoogle",
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
    also=("wordpress",),
)

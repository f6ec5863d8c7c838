"""Radio Republik Indonesia: rri.co.id, with a part of the paths for each of its stations.

Thin: known from two parsers (2025, 2026) and some forty addresses, no page was at hand. What they agree on is declared,
and nothing beyond it: a page without these two marks goes to the fallback. The printed byline is 'Oleh - Nama'. Texts
open with `KBRN, Kota:`. An address has a number behind station and section (`/palembang/daerah/123456/...`), or behind
the section alone; `/en/` is in English. No list but a station's first page is known, and nothing that leads back unless
robots.txt names a sitemap.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="rri",
    name="RRI",
    urls=(
        UrlRule("asset", re.compile(r"/(?:assets|storage|images|uploads|berita)/[^?]*\.\w{2,5}(?:\?.*)?")),
        UrlRule("article", re.compile(r"/(?:[\w-]+/){1,3}(?P<id>\d{3,9})/[^/?]+/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+/)?(?:tag|indeks|index|terkini)(?:/[\w%.-]+)*/?(?:\?.*)?")),
        UrlRule(
            "static", re.compile(r"/(?:search|about|tentang|kontak|redaksi|streaming|podcast|ppid)[\w-]*(?:[/?].*)?")
        ),
        UrlRule("feed", re.compile(r"/(?:rss|feed)(?:[/.].*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+(?:/[\w-]+)?/?)?(?:\?page=(?P<offset>\d{1,5}))?"), step=1),
    ),
    discovery=(
        Discovery("index", paths=("/",), links="a[href]", use="daily"),
        Discovery("sitemap"),
    ),
    layouts=(
        Layout(
            name="post-details",
            recognise=".post_details_inner",
            needs=(".author", ".date"),
            title=".post_details_inner h1, .post_details_inner h2, h1",
            body=".post_details_inner",
            date=".post_details_inner .date, .date",
            authors=".post_details_inner .author, .author",
            figure="figure img",
            caption="figcaption",
            fields=("h1", ".date", ".author", "figure"),
            drop=(".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",),
        ),
    ),
)

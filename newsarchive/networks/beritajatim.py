"""Berita Jatim: beritajatim.com, WordPress behind a theme of its own.

Thin: known from three parsers (2024 to 2026) and some addresses, no page was at hand. The text is in an element with
`itemprop=articleBody`, the time in `article:published_time`; what else the theme prints is not known. Texts open with
`Surabaya (beritajatim.com) –`. Until about 2024 an article's address had its section (`/peristiwa/...`), now it is one
step; lists are under `/kanal/` and `/tag/`. That WordPress's feed, later pages, REST interface and sitemaps are open,
as it has them unless they are closed, is a guess.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule
from newsarchive.networks.wordpress import NETWORK as _WORDPRESS

NETWORK = Network(
    slug="beritajatim",
    name="Berita Jatim",
    urls=(
        UrlRule("asset", re.compile(r"/(?:wp-content|wp-includes|wp-json|cdn-cgi)/.*")),
        UrlRule("feed", re.compile(r"/(?:[\w-]+/){0,3}feed/?(?:\?paged=(?P<offset>\d{1,5}))?"), step=1),
        UrlRule("index", re.compile(r"/(?:kanal|tag|author|category|page|arsip)(?:/[\w%.-]+)*/?(?:\?.*)?")),
        UrlRule(
            "static",
            re.compile(r"/(?:redaksi|tentang|kontak|pedoman|disclaimer|privacy|kebijakan|iklan|kode)[\w-]*/?"),
        ),
        UrlRule("amp", re.compile(r"/(?:[\w-]+/){0,2}[\w-]+/amp/?|/[^?]+\?(?:.*&)?amp(?:=1)?")),
        # One word or two are a section, three are a headline.
        UrlRule("article", re.compile(r"/(?:[\w-]+/){0,2}[a-z0-9]+(?:-[a-z0-9]+){2,}/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+/?)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/feed/",), step=1, later="?paged={page}"),
        Discovery("index", paths=("/",), links="h2 a[href], h3 a[href]", more='a[href*="/kanal/"]', use="daily"),
        *(way for way in _WORDPRESS.discovery if way.kind in ("rest", "sitemap")),
    ),
    layouts=(
        Layout(
            name="article-body",
            # no mark of its own but the site's name in its own head
            recognise='[itemprop="articleBody"]',
            needs=('meta[property="og:site_name"][content*="beritajatim" i]',),
            title="h1",
            body='[itemprop="articleBody"]',
            date="time",
            figure="figure img",
            caption="figcaption, .wp-caption-text",
            fields=("figcaption, .wp-caption-text",),
            related=(".jp-relatedposts, .yarpp, .baca-juga, .related-posts, blockquote.wp-embedded-content",),
            drop=(
                ".code-block, .adsbygoogle, .sharedaddy, .addtoany_share_save_container",
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
    also=("wordpress",),
)

"""RMOL: rmol.id, and the regional papers of the same house that use its system (rmoljabar, rmoljatim, ...).

Thin: known from three parsers (2022 to 2026) and some addresses, no page was at hand. Two of them read the text in
`#fontResizableText` under the headline of `.single_post_heading`; the third, of 2026, found `.entry-content` instead,
which the WordPress layouts know. What neither names goes to the fallback. Related stories stand in a box after the text
('BERITA TERKAIT'). An address has section, day and number: `/politik/read/2024/02/14/609364/...`.

Lists: the feed `/rss/latest-posts` (public programs), the front page and `/indeksberita` (a parser of 2026). Nothing
that leads back is known unless robots.txt names a sitemap.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="rmol",
    name="RMOL",
    urls=(
        UrlRule("asset", re.compile(r"/(?:images|assets|uploads|wp-content|wp-json|cdn-cgi)/.*")),
        UrlRule(
            "article",
            re.compile(r"/(?:[\w-]+/)?read/\d{4}/\d{1,2}/\d{1,2}/(?P<id>\d{1,9})/[^/?]+/?(?:\?.*)?"),
        ),
        UrlRule("amp", re.compile(r"/amp/(?:[\w-]+/)?\d{4}/\d{1,2}/\d{1,2}/(?P<id>\d{1,9})/[^/?]+/?(?:\?.*)?")),
        UrlRule("feed", re.compile(r"/(?:rss|feed)(?:/[\w-]+){0,2}/?")),
        UrlRule("index", re.compile(r"/(?:tag|indeksberita|indeks|category|author)(?:/[\w%.-]+)*/?(?:\?.*)?")),
        UrlRule("static", re.compile(r"/(?:search|redaksi|tentang|about|kontak|pedoman|privacy)[\w-]*(?:[/?].*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+/?)?(?:\?page=(?P<offset>\d{1,5}))?"), step=1),
    ),
    discovery=(
        Discovery("feed", paths=("/rss/latest-posts",), use="daily"),
        Discovery("index", paths=("/indeksberita", "/"), links='a[href*="/read/"]', use="daily"),
        Discovery("sitemap"),
    ),
    layouts=(
        Layout(
            name="font-resizable",
            recognise="#fontResizableText",
            title=".single_post_heading h1, h1",
            body="#fontResizableText",
            date=".page_date, .date, time",
            authors=".author a, .author",
            figure="figure img",
            caption="figcaption",
            fields=("figcaption",),
            drop=(
                '[id^="div-gpt-ad"], .adsbygoogle',
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
    also=("wordpress",),
)

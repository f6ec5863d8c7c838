"""Metro TV: metrotvnews.com and its channels and regional desks on sub-domains.

The layout of 2016 was read from a parser of that year, a listing page of it, and the date line of one article; that of
today from a parser of 2026. Byline and date stand in one line: `Nama - 13 Oktober 2016 23:11 wib` then, `Nama • 12 Juli
2026 10:00` now. In 2016 pictures inside a text stood in tables with their line in the next cell.

An article's id is a code of eight letters and digits at the beginning of the slug (`/read/N0BC1y6Z-...`; in 2016
behind the rubric); until early 2016, and for photographs, it was a number behind the date. `/play/` is video, whose
pages nobody has looked at.

Lists: the front page and `/news` (parsers to 2026), `/index` (2016), topics by twenties (a page of 2016). Nothing that
leads back is known unless robots.txt names a sitemap.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

_TAIL = r"/?(?:\?.*)?"

NETWORK = Network(
    slug="metrotvnews",
    name="Metro TV News",
    urls=(
        UrlRule("asset", re.compile(r"/(?:wp|dynamic|assets|images|cdn-cgi)/.*")),
        UrlRule("article", re.compile(rf"/read/(?P<id>[A-Za-z0-9]{{8}})-[^/?]+{_TAIL}")),
        UrlRule("article", re.compile(rf"/(?:read|view)/\d{{4}}/\d{{2}}/\d{{2}}/(?P<id>\d{{1,9}})/[^/?]+{_TAIL}")),
        UrlRule("index", re.compile(r"/(?:more/)?topic/\d{1,9}(?:/(?P<offset>\d{1,5})|/[\w-]+)?/?"), step=20),
        UrlRule("index", re.compile(rf"/(?:index|indeks|tag|tags|topic|channel|author)(?:/[\w%.-]+)*{_TAIL}")),
        UrlRule("static", re.compile(r"/(?:play|streaming|live|program|search|brandconnect|redaksi|about)(?:[/?].*)?")),
        UrlRule("feed", re.compile(r"/(?:rss|feed)(?:[/.].*)?")),
        UrlRule("article", re.compile(rf"/[\w-]+/(?P<id>[A-Za-z0-9]{{8}})-[^/?]+{_TAIL}")),
        UrlRule("index", re.compile(r"/(?:[\w-]+(?:/[\w-]+)?/?)?")),
    ),
    discovery=(
        Discovery(
            "index",
            paths=("/", "/news", "/index"),
            links='a[href*="/read/"], .item .text h3 a, li:not(.last) > div.grid h2 > a',
            use="daily",
        ),
        Discovery("sitemap"),
    ),
    layouts=(
        Layout(
            name="part-2016",
            recognise="div.part.lead > h1, div.part.article",
            until=date(2019, 12, 31),
            title="div.part.lead > h1",
            body="div.part.article",
            date="div.part.lead > span",
            authors="div.part.lead > span",
            figure="div.part.article img",
            caption="div.part.article table:has(img) td:not(:has(img))",
            section="ul.breadcrumb a",
            fields=("div.part.article table:has(img)",),
            drop=(".twitter-tweet, .instagram-media, .fb-post, .fb-video",),
        ),
        Layout(
            name="news-text",
            recognise="p.pt-20.date",
            needs=("div.news-text",),
            title=".breadcrumb-content h1, .breadcrumb-content h2, h1",
            body="div.news-text",
            date="p.pt-20.date",
            authors="p.pt-20.date",
            figure="figure img",
            caption="figcaption",
            section=".breadcrumb-content p:not(.date)",
            drop=(".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",),
        ),
    ),
)

"""Beritasatu (`beritasatu.com`): the template of now.

Read from the reduced structures of July 2026 (an article, an index page, a sitemap) and a list of what blockers take
off its pages. Editors are printed by their initials; a reader's program is refused with 403 unless it looks like a
browser. The Jakarta Globe's older pages under this name are of WordPress.

Lists, verified by a parser of July 2026: `/terkini/indeks` and `/terkini/indeks/<n>`, seven pages, and `/sitemap.xml`,
which names `/sitemap/<channel>/news.xml` and `web.xml` for some 15 channels. How far `web.xml` reaches back is not
known.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="beritasatu",
    name="Beritasatu",
    urls=(
        UrlRule(
            "article", re.compile(r"/[\w-]+/(?:[\w-]+/)?(?P<id>\d{4,10})(?:/[^?]*)?(?:\?(?:view=(?P<whole>all)|.*))?")
        ),
        UrlRule("static", re.compile(r"/(?:penulis|editor|search|login|assets)(?:[/?].*)?")),
        UrlRule("feed", re.compile(r"/sitemap(?:\.xml|/[\w-]+/[\w-]+\.xml)")),
        UrlRule("index", re.compile(r"/(?:[\w-]+/)?indeks(?:/(?P<offset>\d{1,3}))?/?"), step=1),
        UrlRule("index", re.compile(r"/(?:tag|terkini|indeks)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]{2,40}(?:/(?:[\w-]{2,60}|\d{1,3}))?/?)?")),
    ),
    discovery=(
        Discovery("sitemap", paths=("/sitemap.xml",)),
        Discovery(
            "index",
            paths=("/terkini/indeks",),
            links="a.stretched-link[href], h2 a",
            step=1,
            later="/{page}",
            use="daily",
        ),
        Discovery("index", paths=("/",), links="a.stretched-link[href], h2 a", use="daily"),
    ),
    layouts=(
        Layout(
            name="now",
            recognise="div.b1-article.body-content",
            title="h1",
            body="div.b1-article.body-content",
            date="small.text-muted",
            authors='div.small a[href*="/penulis/"]',
            figure='img[src*="/cache/beritasatu/"]',
            caption="figcaption",
            tags='div.b1-article a[href*="/tag/"] > h3',
            fields=("div:has(> a > h3.badge)",),
            related=("div.position-relative:has(a.stretched-link)",),
        ),
    ),
)

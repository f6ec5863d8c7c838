"""Nusa Bali: nusabali.com.

Thin: known from one parser whose author checked every selector on the site in July 2026; no page was at hand. The page
is marked up with schema.org's microdata: `itemprop` on headline, date, section, author and text. The date is printed
without a zone (`12 Jul 2026 19:37:24`), in a province of WITA; the author stands under the text behind 'Penulis :'. The
latest are found on the front page, so that author says; nothing that leads back is known unless robots.txt names a
sitemap.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="nusabali",
    name="Nusa Bali",
    urls=(
        UrlRule("asset", re.compile(r"/(?:images|assets|uploads|article_images|css|js)/.*")),
        UrlRule("article", re.compile(r"/berita/(?P<id>\d{1,9})(?:/[^/?]+)?/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:kategori|category|tag|topik|indeks|index)(?:/[\w%.-]+)*/?(?:\?.*)?")),
        UrlRule(
            "static", re.compile(r"/(?:search|redaksi|tentang|about|kontak|contact|pedoman|privacy)[\w-]*(?:[/?].*)?")
        ),
        UrlRule("feed", re.compile(r"/(?:rss|feed)(?:[/.].*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+/?)?(?:\?page=(?P<offset>\d{1,5}))?"), step=1),
    ),
    discovery=(
        Discovery("index", paths=("/",), links='a[href*="/berita/"]', use="daily"),
        Discovery("sitemap"),
    ),
    layouts=(
        Layout(
            name="microdata",
            recognise='.entry-box[itemprop="articleBody"]',
            title='h1 span[itemprop="headline"], h1',
            body='.entry-box[itemprop="articleBody"] .entry-content',
            date='span[itemprop="datePublished"]',
            authors='span[itemprop="author"]',
            figure="figure img",
            caption="figcaption",
            section='.breadcrumb [itemprop="articleSection"]',
            fields=('span[itemprop="author"]', "figcaption"),
            drop=(".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",),
        ),
    ),
)

"""Tempo (`www.tempo.co`, before 2024 with a sub-domain a desk, and `en.tempo.co`): three templates.

Read from saved pages of November 2015 (an article of an Indonesian desk, one of the English edition, an index page of
each) and the reduced structure of an article of July 2026, with the data of a listing. The number of an article has
nine digits in 2015 (`/read/news/<day>/<number>/<slug>`, the English edition with ',uk.html' behind it), and stands at
the end of the slug now.

Lists: the data that the page of a rubric is made from, `/<rubric>/_payload.json` (verified for two rubrics by a parser
of July 2026, which has the names of the others from the site's menu; the page itself holds no article before a script
fills it). `/indeks/<day>` listed a day for years and was not found by it; the feeds at `rss.tempo.co` were taken off
the list of one public program, and are on those of others. Neither is declared. A `/sitemap.xml` is named by a public
list of sitemaps.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

_RUBRICS = ("politik", "hukum", "ekonomi", "lingkungan", "wawancara", "investigasi", "cekfakta", "tokoh")

NETWORK = Network(
    slug="tempo",
    name="Tempo",
    urls=(
        UrlRule(
            "article",
            re.compile(
                r"/read/(?:[a-z]{2,20}/)?(?:\d{4}/\d{2}/\d{2}/)?(?P<id>\d{4,10})(?:,[\w.]{1,20})?(?:/[^?]*)?(?:\?.*)?"
            ),
        ),
        UrlRule("static", re.compile(r"/(?:[\w-]+/)?_payload\.json(?:\?.*)?")),
        UrlRule("feed", re.compile(r"/rss(?:/[\w-]+)?/?")),
        UrlRule("index", re.compile(r"/(?:tag|penulis|topik|indeks|index|search|engine)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("article", re.compile(r"/[\w-]+/(?:[\w-]+/)?[^/?]*-(?P<id>\d{5,10})/?(?:\?.*)?")),
        UrlRule("asset", re.compile(r"/(?:css|js|images|data|_nuxt)/.*")),
        UrlRule("index", re.compile(r"/(?:[A-Za-z][\w-]{1,40}/?){0,2}(?:\?.*)?")),
    ),
    discovery=(
        Discovery(
            "json",
            paths=tuple(f"/{rubric}/_payload.json" for rubric in _RUBRICS),
            records="data.rubric-content.latest.data",
            address="canonical_url",
            address_form="/{}",
            time="published_at",
            headline="title_digital",
            use="daily",
        ),
        Discovery("index", paths=("/", "/indeks"), links="article a[href], h2 a, h3 a, figure a", use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2015",
            until=date(2017, 12, 31),
            recognise="div.artikel div.block-tanggal, div.artikel ul.block-kanal-map",
            title="div.artikel h1",
            # The title, the date and the picture stand in the same container as the text.
            body="div.artikel",
            date="div.artikel div.block-tanggal",
            figure="div.artikel div.single-img > img",
            caption="div.deskripsi",
            section="div.artikel ul.block-kanal-map a",
            tags="ul.topik-terkait a",
            fields=("ul.block-kanal-map", "h1", "div.block-tanggal", "div.block-display"),
            drop=(".adsbygoogle, .twitter-tweet, .instagram-media, .fb-post, .fb-video",),
        ),
        Layout(
            name="2015-english",
            until=date(2017, 12, 31),
            recognise="div.kolom-2-kolom div.tubuh-berita",
            # there is no h1
            title="div.judul-konten",
            body="div.tubuh-berita",
            # today's date and those of two lists stand before it on the page
            scope="div.kolom-2-kolom",
            date="div.tanggal",
            figure="img.foto-konten",
            caption="div.foto-desc",
            section="#blok-sitemap .site-map a",
            fields=("div.blok-foto-konten",),
            drop=(".adsbygoogle, .twitter-tweet, .instagram-media, .fb-post, .fb-video",),
        ),
        Layout(
            name="now",
            recognise="article #content-wrapper",
            title="article h1",
            # The text is cut into many blocks that all have one id; what stands between them is not text.
            body="article:has(> #content-wrapper), article :has(> #content-wrapper)",
            date="article p.text-neutral-900.text-sm",
            authors='article a[href*="/penulis/"]',
            opening="article figure img",
            figure="#content-wrapper figure img",
            caption="figcaption",
            tags='article a.bg-primary-surface[href*="/tag/"]',
            fields=(
                "h1",
                "figure",
                "p.text-neutral-900.text-sm",
                'div:has(> a[href*="/penulis/"])',
                'div:has(> div > a.bg-primary-surface[href*="/tag/"])',
            ),
            drop=(":has(> #content-wrapper) > :not(#content-wrapper)",),
        ),
    ),
)

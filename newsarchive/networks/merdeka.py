"""Merdeka (`merdeka.com`): the templates of 2015, of 2017, of 2022, and of now.

Read from notes on a page of June 2015, from a dozen public parsers of 2015-2023 that agree on its classes, and from
the reduced structures of July 2026 (an article, a channel, a sitemap). robots.txt closes every address with a `?`, so
no listing is paged. All parts of an article of today are in one document; its JSON-LD names no author.

Lists, verified by a parser of July 2026: the first page of each channel, and `/sitemap.xml`, which names some 35 news
sitemaps, `/<channel>/sitemap.xml`; that channels other than `peristiwa` and `foto` call theirs so follows from that.
That parser found no list of all channels, as `/indeks-berita/<day>` was one in 2019, and nothing else is known that
leads back.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

_CHANNELS = ("peristiwa", "politik", "uang", "dunia")

NETWORK = Network(
    slug="merdeka",
    name="Merdeka",
    urls=(
        UrlRule("article", re.compile(r"/[\w-]+/(?:[\w-]+/)?read/(?P<id>\d{1,12})(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("amp", re.compile(r"/amp/(?:[\w-]+/)?(?:read/)?(?P<id>\d{1,12})(?:/[^?]*)?(?:\?.*)?")),
        # until about 2023: no number, the slug is all there is
        UrlRule("article", re.compile(r"/[\w-]+/(?:[\w-]+/)?(?P<slug>[\w.%-]{5,300})\.html(?:\?.*)?")),
        UrlRule("static", re.compile(r"/(?:author|cari|search|login|redaksi|api)(?:[/?].*)?")),
        UrlRule("index", re.compile(r"/(?:tag|indeks-berita|indeks)(?:/[^?]*)?")),
        UrlRule("index", re.compile(r"/(?:[a-z0-9-]{2,40}(?:/[a-z0-9-]{2,40})?/?)?")),
    ),
    discovery=(
        Discovery("sitemap", paths=tuple(f"/{channel}/sitemap.xml" for channel in _CHANNELS), use="daily"),
        Discovery(
            "index",
            paths=("/", *(f"/{channel}" for channel in _CHANNELS), "/jatim", "/jateng", "/jabar", "/sumut"),
            links='a.article__title, a[href*="/read/"]',
            use="daily",
        ),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2015",
            until=date(2017, 12, 31),
            recognise="#mdk-body-newsarea",
            title="#mdk-body-news h1, h1",
            body="#mdk-body-newsarea",
            # 'Reporter : Name | Jumat, 19 Juni 2015 03:40': people and date in one line, no zone
            date="#mdk-body-news-reporter, span.mdk-body-newsdate",
            byline="#mdk-body-news-reporter",
            figure="#mdk-body-news-detimg img",
            # a template of links that the script has not filled
            drop=(".box_shortcut",),
            related=("#section_terkait",),
        ),
        Layout(
            name="2017",
            until=date(2023, 12, 31),
            recognise="div.mdk-body-paragpraph",
            title=".mdk-dt-headline h1",
            body="div.mdk-body-paragpraph",
            date="span.date-post",
            byline="span.reporter",
            figure=".mdk-dt-img img",
            pager="ul.mdk-list-paging a",
            fields=("ul.mdk-list-paging", "div.page-number"),
            related=("#section_terkait, p.read-too",),
            drop=(".box_shortcut",),
        ),
        Layout(
            name="2022",
            until=date(2025, 12, 31),
            recognise="div.mdk-body-paragraph",
            title="h1.article-title",
            body="div.mdk-body-paragraph",
            # the day and the time of day in two elements of one `time`
            date=".article time",
            authors=".dt--postcredit-editor-desc span a",
            related=("#section_terkait",),
        ),
        Layout(
            name="now",
            recognise="div.articles-content div.articles-content__body",
            title="h1.articles-content__title",
            body="div.articles-content__body",
            # The reporter's name; what follows it (' - Reporter') stands outside the link.
            authors='a[data-tracking="author_name"]',
            subtitle="p.articles-content__sinopsis",
            figure="figure.articles-content__image img",
            caption="figcaption",
            section="nav.breadcrumb-navigation li",
            tags="div.tags-articles__list a",
            related=('div:has(> a[aria-label^="Link baca juga"])',),
            drop=("div.advertisement-placeholder", "div.article-ad"),
        ),
    ),
)

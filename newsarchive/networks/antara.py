"""ANTARA (`www.antaranews.com` and its desks and provincial bureaus on sub-domains): one agency, three templates.

Read from saved pages of two hosts (November 2015, February 2016, May 2017) with notes on a third, and from public
parsers of 2022 to 2026 for the two templates of today, of which no page was seen: that of the main site, and that of
the bureaus, which move from the older to the newer one at a time. Each is built on a bought theme, so that only the
parts that ANTARA added to it tell its pages from others'. A number identifies an article whatever stands before it.

Lists: `/rss/terkini.xml`, `/rss/daerah.xml`, `/rss/top-news.xml` on the main site and the bureaus, and `/terkini/<n>`,
all from public parsers to 2026. `/indeks/<day-month-year>/<n>` is as parsers of 2019 to 2021 have it, on the main site:
that it is still there, or at the bureaus, is a guess. A `/sitemap.xml` is named by a public list of sitemaps.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

_BOXES = ("span.baca-juga, p.baca-juga, div.baca-juga",)
# 'Pewarta: A', 'Editor: B' and 'Copyright' in one paragraph, a line each; behind it a warning to robots, in another.
_FIRST_MUTED = "p.text-muted:not(p.text-muted ~ p.text-muted)"
_NOISE = (
    '.adsbygoogle, div[id^="div-gpt-ad"], div.text-center.ads, div.bottom-sticky',
    ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
)

_LINKS = 'a[href*="/berita/"], a[href*="/nasional/"], a[href*="/rilis-pers/"], article.simple-post h3 a'

NETWORK = Network(
    slug="antara",
    name="ANTARA",
    urls=(
        UrlRule("feed", re.compile(r"/rss/?[\w.-]{0,60}")),
        UrlRule("index", re.compile(r"/terkini(?:/(?P<offset>\d{1,4}))?/?(?:\?.*)?"), step=1),
        UrlRule("index", re.compile(r"/(?:tag|search|topik|indeks|penulis|slug)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("static", re.compile(r"/(?:print|about-us|redaksi|contact|disclaimer)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/(?:new|cache|css|js|img|images|assets)/.*")),
        UrlRule("amp", re.compile(r"/amp/(?:[\w-]+/)?(?P<id>\d{3,9})(?:/[^/?]*)?/?(?:\?.*)?")),
        UrlRule("article", re.compile(r"/(?:[\w-]+/){1,2}(?P<id>\d{3,9})(?:/[^/?]*)?/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[a-z][a-z0-9-]{1,40}/?){0,2}(?:\?.*)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/rss/terkini.xml", "/rss/daerah.xml", "/rss/top-news.xml"), use="daily"),
        Discovery("index", paths=("/terkini",), links=_LINKS, step=1, later="/{page}"),
        Discovery(
            "index",
            paths=("/indeks/{date}",),
            date_form="%d-%m-%Y",
            links=_LINKS,
            step=1,
            later="/{page}",
            use="backfill",
        ),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2015",
            until=date(2019, 12, 31),
            recognise="div.bjbrt #content_news, #content_news[itemprop=articleBody]",
            title="h1.title",
            # Its text is loose with <br>, or begins loose and goes on in a block, or is a block a paragraph; behind
            # it, in the same container, stand the editor and the copyright.
            body="#content_news",
            scope="div.bjbrt",
            # 'Kamis, 5 November 2015 14:56 WIB | 1.229 Views'; `p.date` is the copyright
            date="div.date time, div.date:not(:has(time))",
            byline="div.byline",
            figure="#image_news img",
            caption="#caption_news",
            fields=("#image_news", "h1.title", "div.date", "div.byline"),
            drop=("div.sharebox", *_NOISE),
        ),
        Layout(
            name="bureau",
            recognise="div.post-content.font17, header.post-header p.simple-share",
            title="h1.post-title",
            body="div.post-content.font17, div.post-content",
            date=".post-header time, .post-header .article-date, .post-header p.simple-share span",
            # in the text's own block; on older pages in the footer
            byline=f"div.post-content {_FIRST_MUTED}, footer.post-meta span[itemprop=author]",
            opening=".post-header figure img",
            figure="div.post-content figure img",
            caption="figcaption, .image-caption",
            section=".post-header p.simple-share a",
            tags="ul.blog-tags a, ul.tags-widget a, div.tags-widget a",
            fields=("p.text-muted", "figure", "ul.blog-tags"),
            related=_BOXES,
            drop=_NOISE,
        ),
        Layout(
            name="now",
            recognise=".wrap__article-detail-content.post-content",
            title=".wrap__article-detail-title h1, .wrap__article-detail-title",
            body=".wrap__article-detail-content.post-content",
            date=".wrap__article-detail-info .list-inline-item, .wrap__article-detail-info span, .list-inline-item",
            byline=f".wrap__article-detail-content {_FIRST_MUTED}",
            opening=".wrap__article-detail-image img",
            figure=".wrap__article-detail-content figure img",
            caption="figcaption",
            section=".breadcrumbs__item a, a.breadcrumbs__url",
            tags=".blog-tags a",
            fields=("p.text-muted", "figure", ".blog-tags"),
            related=_BOXES,
            drop=_NOISE,
        ),
    ),
)

"""CNN Indonesia (`cnnindonesia.com`): the template of now.

Read from the reduced structure of an article of July 2026 and public parsers of about 2023. The dateline stands as
loose text before the first paragraph, the sign-off in bold after the last. No author is named, in print or in metadata.

Lists: `/indeks` at `?page=<n>` (verified by a parser of July 2026), with `date=<year/month/day>` for a day (public
parsers of several years; the same parser of 2026 saw no effect of a date written day first), and the feed `/rss`. A
`/sitemap.xml` is named by a public list of sitemaps.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="cnnindonesia",
    name="CNN Indonesia",
    urls=(
        # /<channel>/<date and time>-<channel>-<id>/<slug>
        UrlRule("article", re.compile(r"/[\w-]+/\d{14}-\d{1,5}-(?P<id>\d{1,10})(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("static", re.compile(r"/(?:outboundlinks|search|login)(?:[/?].*)?")),
        UrlRule("feed", re.compile(r"/(?:[\w-]+/)?rss/?")),
        UrlRule("index", re.compile(r"/indeks/?(?:\?page=(?P<offset>\d{1,4}))?"), step=1),
        UrlRule("index", re.compile(r"/(?:[\w-]+/)?(?:indeks|tag)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]{2,40}(?:/[\w-]{2,60})?/?)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/rss",), use="daily"),
        Discovery(
            "index",
            paths=("/indeks?date={date}",),
            date_form="%Y/%m/%d",
            links='article a[href*="-"]',
            step=1,
            later="&page={page}",
        ),
        Discovery("index", paths=("/indeks",), links='article a[href*="-"]', step=1, later="?page={page}", use="daily"),
        Discovery("index", paths=("/",), links='article a[href*="-"]', use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="now",
            recognise="div.detail-text.text-cnn_black",
            title="h1.text-cnn_black, h1",
            body="div.detail-text.text-cnn_black",
            date="div.text-cnn_grey.text-sm",
            figure="figure img",
            caption="figcaption",
            section="a.gtm_breadcrumb_kanal, a.gtm_breadcrumb_subkanal",
            tags='aside a[href*="/tag/"]',
            fields=("figure",),
            related=("table.linksisip",),
            drop=(".paradetail", 'a[href*="outboundlinks"]', "div.newstag"),
        ),
    ),
)

"""Media Indonesia: mediaindonesia.com.

Read from two whole pages (October 2025, January 2026), a parser of that time, and a reduced page of July 2026 whose
class names differ all through: two layouts, of which only the older is sure in every detail.

The printed date is day/month/year without a zone (`08/1/2026 20:19`), the site is in Jakarta. In JSON-LD `author` is
the editor's account, and `dateModified` may lie before `datePublished`; the headline there lacks the colon that the
printed one has. The printed byline is the house's own name where no reporter is named. Sections `editorials`, `podiums`
and the like number their pieces apart from the news: those numbers identify nothing, and neither do those of `video`
and `galleries`, which are no articles.

Lists: `/indeks`, whose later pages are `/indeks/20/<offset>` (a parser of July 2026; a challenge came in place of some
of them), and the feed `/feed` (public programs). A `/sitemap.xml` is named by a public list of sitemaps, which that
parser was not given.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

_LINKS = "h3 a[href], a.indeks-item-link, ul.list-3 div.text a[href]"

NETWORK = Network(
    slug="mediaindonesia",
    name="Media Indonesia",
    urls=(
        UrlRule("asset", re.compile(r"/(?:desktop|mobile|images|storage|cdn-cgi|template)(?:/.*)?")),
        UrlRule("static", re.compile(r"/(?:video|galleries|foto|streaming|infografis)/.+")),
        UrlRule("static", re.compile(r"/(?:login|search|pengumuman|compro|redaksi|about|contact|statics?)(?:[/?].*)?")),
        UrlRule("feed", re.compile(r"/feed(?:/[\w-]+)?/?")),
        UrlRule("index", re.compile(r"/indeks(?:/20/(?P<offset>\d{1,6}))?/?"), step=20),
        UrlRule("index", re.compile(r"/(?:indeks|tag|author|topik)(?:/[\w%.-]+)*/?(?:\?.*)?")),
        UrlRule("amp", re.compile(r"/amp/[\w-]+/(?P<id>\d{1,9})(?:/[^/?]*)?/?(?:\?.*)?")),
        UrlRule("article", re.compile(r"/(?:[\w-]+/){1,2}(?P<id>\d{3,9})/[^/?]+/?(?:\?.*)?")),
        UrlRule("article", re.compile(r"/[\w-]+/detail_[\w-]+/\d{1,9}-[^/?]+/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+(?:/[\w-]+)?/?)?(?:\?.*)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/feed",), use="daily"),
        Discovery("index", paths=("/indeks",), links=_LINKS, step=20, later="/20/{offset}"),
        Discovery("index", paths=("/",), links=_LINKS, use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="bulma",
            recognise="ul.mi-breadcrumb, .post-header .author-2",
            title=".post-header h1, h1",
            body="div.article",
            scope="section.detail",
            date=".post-header .datetime, .datetime",
            authors=".post-header .author-2",
            editors=".info-author a",
            figure="figure img",
            caption="figcaption",
            section="ul.mi-breadcrumb a",
            tags="ul.related-tags a",
            related=("p.related-news",),
            fields=("figure", ".info-author"),
            drop=(
                ".ext-channel",
                ".flying-carpet, .dfp-ad, ._ap_apex_ad",
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
        Layout(
            name="detail-artikel",
            recognise="article.detail-artikel > .date-author",
            title="h1",
            body="div.article",
            scope="article.detail-artikel",
            date=".date-author .date",
            authors=".date-author .author",
            editors=".editor-name",
            figure="figure img",
            caption="figcaption",
            # the path of the page stands outside the article, and so outside of `scope`
            tags=".tag-list a",
            related=(".baca-juga",),
            fields=("figure",),
            drop=(
                ".follow-cta, .premium-badge",
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
)

"""JPNN (`www.jpnn.com` and the provincial sites on its sub-domains): one template.

Read from a page of July 2021 as a web archive served it a year later, and from public parsers of 2025 and 2026. On the
main site an article is known by its slug alone, `/news/<slug>`; provincial sites have `/<desk>/<number>/<slug>`.

Lists: the feed `/index.php?mib=rss` (public programs, one saw it answer in July 2026) and `/indeks` with the parts of a
day in its query and `&page=<n>` (public parsers of 2016 to 2021; that it still is so is a guess). A `/sitemap.xml` with
parts `sitemap_post_*.xml` is named by a public list of sitemaps.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

_PARTS = r"/?(?:\?(?:(?:[^&]{0,200}&){0,9}page=(?:1|(?P<offset>\d{1,2}))(?:&.*)?|.*))?"

NETWORK = Network(
    slug="jpnn",
    name="JPNN",
    urls=(
        UrlRule("amp", re.compile(r"/amp/news/(?P<id>[^/?]+)" + _PARTS), step=1),
        UrlRule("article", re.compile(r"/news/(?P<id>[^/?]+)" + _PARTS), step=1),
        UrlRule("feed", re.compile(r"/index\.php\?mib=rss(?:&.*)?|/rss/?")),
        UrlRule("index", re.compile(r"/(?:tag|indeks|index|search|topik)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("asset", re.compile(r"/(?:photo|assets|uploads)/.*")),
        UrlRule("article", re.compile(r"/[\w-]+/(?P<id>\d{2,9})/[^/?]+" + _PARTS), step=1),
        UrlRule("index", re.compile(r"/(?:[a-z][a-z0-9-]{1,40}/?){0,2}(?:\?.*)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/index.php?mib=rss",), use="daily"),
        # Titles are linked in many kinds of blocks; the addresses themselves tell articles from the rest.
        Discovery(
            "index",
            paths=("/indeks?id=&{date}&tab=all",),
            date_form="d=%d&m=%m&y=%Y",
            links="a[href]",
            step=1,
            later="&page={page}",
        ),
        Discovery("index", paths=("/",), links="section a[href], div.content a[href]", use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2021",
            recognise="div.page-content span.date-publish, div.content-artikel h1.judul",
            title="h1.judul",
            body="div.page-content div[itemprop=articleBody], [itemprop=articleBody]",
            scope="div.content-artikel",
            date="span.date-publish",
            # 'Redaktur & Reporter : A'; the next of its kind is an advertisement
            byline="p.waktu:not(.text-center)",
            # the summary is printed below the text
            subtitle="div.relative.text-center > h4",
            figure="div.page-content > img",
            caption="div.caption",
            # the last step is the article itself
            section="div.breadcrumb a:not(:last-child)",
            tags="div.tags a:not(.text-tags)",
            pager="div.pagination a",
            fields=("div.pagination",),
            related=("div.baca-juga",),
            drop=(
                'div[id^="div-gpt-ad"], div.ads-under-tag, #_popIn_recommend',
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
)

"""CNN Indonesia (`cnnindonesia.com`): the template of now.

Read from the reduced structure of an article of July 2026 and public parsers of about 2023. The dateline stands as
loose text before the first paragraph, the sign-off in bold after the last. No author is named, in print or in metadata.
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
        UrlRule("index", re.compile(r"/(?:[\w-]+/)?(?:indeks|tag)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]{2,40}(?:/[\w-]{2,60})?/?)?")),
    ),
    discovery=(Discovery("index", paths=("/", "/indeks"), links='article a[href*="-"]'),),
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

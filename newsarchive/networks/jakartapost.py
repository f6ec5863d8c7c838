"""The Jakarta Post as it was in 2015: thejakartapost.com.

Read from one whole page (June 2015) and the shapes of its links. The body has no class of its own but is a column of
the page's grid. One line names agency, place, section and date ('Agency, CITY, Country | World | Fri, June 19 2015,
7:36 AM', a 12-hour clock without a zone); 'Read also:' is a list at the end of the column. Today's site sets the first
letter of a text apart from its word, which no layout here can undo: it is left to the fallback.

Lists: `/index` (2015) and the sections of a parser of 2026. Nothing that leads back is known unless robots.txt names a
sitemap.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="jakartapost",
    name="The Jakarta Post",
    urls=(
        UrlRule("asset", re.compile(r"/(?:files|assets|misc|sites)/.*")),
        # until about 2021 with '.html' at the end
        UrlRule("article", re.compile(r"/[\w-]+/\d{4}/\d{2}/\d{2}/[^/?]+/?(?:\?.*)?")),
        UrlRule("article", re.compile(r"/node/(?P<id>\d{1,9})/?")),
        UrlRule("static", re.compile(r"/(?:search|about|contact|advertise|print|taxonomy|user)(?:[/?].*)?")),
        UrlRule("feed", re.compile(r"/(?:rss|feed)(?:/.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+(?:/[\w-]+)?/?)?(?:\?page=\d{1,4})?")),
    ),
    discovery=(
        Discovery(
            "index",
            paths=("/", "/latest", "/indonesia", "/business", "/world", "/opinion", "/index"),
            links='a[href$=".html"], a[href*="/20"]',
            use="daily",
        ),
        Discovery("sitemap"),
    ),
    layouts=(
        Layout(
            name="persia-2012",
            recognise="div.story > div.byline",
            title="div.story > h1",
            body="div.story div.span-13",
            date="div.story > div.byline",
            byline="div.story > div.byline",
            figure="div.story div.teaser > img",
            caption="div.story div.caption",
            section="div.subpage_title p",
            related=("div.span-13 > div:has(> ul)",),
        ),
    ),
)

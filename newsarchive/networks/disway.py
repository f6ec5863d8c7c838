"""The Disway network (`*.disway.id` and sisters): one CodeIgniter CMS, one template for some 260 sites.

Read from a saved page of jogja.disway.id (article of 2024-08-26, served 2026-07-04) and from five independent
parsers of sister sites that use the same selectors. An article has one id, which is its identity, and three URL shapes:
`/read/<id>/<slug>`, `/<rubric>/read/<id>/<slug>` and, in links inside the text, `//read/<id>/<slug>`.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="disway",
    name="Disway",
    urls=(
        # A slug may itself hold slashes: articles imported in 2021 carry a quoted link there. Only the id counts.
        UrlRule(
            "article",
            re.compile(r"/(?:[\w-]+/){0,3}read/(?P<id>\d{1,12})(?:/.*?)??(?:/(?P<offset>\d{2,3}))?/?(?:\?.*)?"),
            step=15,
        ),
        # AMP pages are cut every 16 paragraphs, the same articles' read pages every 15.
        UrlRule("amp", re.compile(r"/amp/(?P<id>\d{1,12})(?:/.*?)??(?:/(?P<offset>\d{2,3}))?/?(?:\?.*)?"), step=16),
        UrlRule("static", re.compile(r"/(?:readstatik|network|search|banner)(?:/.*)?")),
        UrlRule("asset", re.compile(r"/(?:upload|uploads|assets)/.*")),
        UrlRule("feed", re.compile(r"/rss(?:/[\w-]+)?/?")),
        UrlRule("index", re.compile(r"/(?:kategori|listtag)/(?:\d+/)?[\w-]+(?:/(?P<offset>\d{1,6}))?/?"), step=30),
        UrlRule("index", re.compile(r"/(?:catatan-harian-dahlan/?)?")),
        # Dahlan Iskan's daily column on disway.id itself.
        UrlRule("article", re.compile(r"/catatan-harian-dahlan/(?:(?P<id>\d{1,12})/)?[^/?]+/?(?:\?.*)?")),
    ),
    discovery=(
        # Each page announces one feed a rubric: link[rel=alternate] to /rss/<rubric>.
        Discovery("feed"),
        Discovery(
            "index",
            paths=("/",),
            links='a[href*="/read/"], a[href*="/catatan-harian-dahlan/"]',
            more='a[href*="/kategori/"]',
            step=30,
        ),
    ),
    layouts=(
        Layout(
            name="codeigniter",
            recognise="div.post > div.post-info, div.post.text-black-1 > h1",
            title="h1",
            body="div.post.text-black-1, div.entry-content div.post",
            scope="section.entry-box",
            date="div.post-info span.date",
            authors="#author strong",
            editors="#editor strong",
            figure="div.bottom-15 > img, div.bottom-15 > a > img",
            caption="div.bottom-15 > p.text-grey",
            # The last breadcrumb is the rubric; the first is 'Home'.
            section='ul.breadcrumb a[href*="/kategori/"]',
            tags='div.news-tags a[href*="/listtag/"]',
            pager="ul.pagination a[data-ci-pagination-page]",
            fields=(
                "h1",
                "div.post-info",
                "div.bottom-15 > img, div.bottom-15 > a > img",
                "div.bottom-15 > p.text-grey",
                "ul.pagination",
                "div.news-tags",
                "div.sharing-box",
            ),
            drop=(
                # 'Cek Berita dan Artikel lainnya di Google News' stands in a grey box of its own.
                'div.text-center[style*="f2f2f2"]',
                ".ads-slot",
                # What platforms give out for embedding: the words in it are the platform's, or another person's post.
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
)

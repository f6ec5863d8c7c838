"""Blogger: small local papers on Google's service, each with a theme of its own choice.

Read from the documentation of Blogger's theme language, parsers of three sites (2019 to 2026), and what its own themes
print: those of version 1 (Simple, Awesome Inc.) `h2.date-header`, `abbr.published` with the time in its title and
`.post-labels`, those of version 2 (Contempo, Soho) `time.published`. Themes on sale keep `.post-body`.
A post's address is `/yyyy/mm/slug.html`.

Lists of posts hold whole posts too, so a page is claimed only if its canonical address is that of one page.

Lists, by Google's documentation: the feed of summaries, a hundred posts a page (`start-index` counts from 1, so that
two pages share a post), the front page, labels, and `/sitemap.xml`.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="blogger",
    name="Blogger",
    urls=(
        UrlRule("amp", re.compile(r"/\d{4}/\d{2}/[^/?]+\.html\?(?:.*&)?m=1(?:&.*)?")),
        UrlRule("article", re.compile(r"/\d{4}/\d{2}/[^/?]+\.html(?:\?.*)?")),
        UrlRule("static", re.compile(r"/p/[^/?]+\.html(?:\?.*)?|/search\?(?:.*&)?q=.*")),
        UrlRule("feed", re.compile(r"/feeds/(?:\d+/)?(?:posts|comments)/(?:default|summary)(?:/-/[^/?]+)?(?:\?.*)?")),
        UrlRule("feed", re.compile(r"/(?:rss|atom)\.xml(?:\?.*)?")),
        UrlRule("index", re.compile(r"/search(?:/label/[^?]+)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/\d{4}(?:/\d{2}){0,2}/?(?:\?.*)?|/\d{4}_\d{2}_\d{2}_archive\.html")),
        UrlRule("index", re.compile(r"/(?:index\.html)?(?:\?m=1)?")),
    ),
    discovery=(
        Discovery(
            "feed",
            paths=("/feeds/posts/summary?alt=rss&max-results=100",),
            step=100,
            later="&start-index={offset}",
        ),
        Discovery(
            "index",
            paths=("/",),
            links='.post-title a, a[href$=".html"]',
            more='a[href*="/search/label/"]',
            use="daily",
        ),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="post-body",
            recognise=".post-body",
            needs=('link[rel="canonical"][href$=".html"]', 'meta[content="blogger" i], [id^="post-body-"]'),
            title=".post-title.entry-title, h1.post-title, h1.entry-title, h3.post-title, h1",
            body=".post-body",
            scope=".hentry:has(.post-body), .blog-post:has(.post-body), #Blog1, #main",
            date="h2.date-header, .post-timestamp, time, .published, .post-date, .date-header-item",
            stamp="abbr.published, time.published, time",
            authors=".post-author .fn, .post-author, .author-name, .vcard .fn",
            section=".breadcrumbs a[rel=tag], .breadcrumbs a[href*='/search/label/']",
            tags=".post-labels a[rel=tag], .post-labels a, .label-head a",
            figure="img",
            caption=".tr-caption",
            related=("#related-posts, .related-posts, .related-post, .baca-juga, .bacajuga",),
            fields=(".tr-caption", ".post-labels", "#blog-pager"),
            drop=(
                ".adsbygoogle, .code-block, .iklan, .ads",
                ".post-share-buttons, .share-buttons, .post-share, .sharing, .addthis_toolbox, .post-footer",
                "#toc, .toc, .table-of-contents, .author-box, .post-filter-link",
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
    is_generic=True,
)

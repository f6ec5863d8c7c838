"""KapanLagi (`www.kapanlagi.com` and desks on sub-domains): the template of 2015-16.

Read from saved pages of two desks (February 2016) with notes on a third, a feed of November 2015, and public parsers of
2017 for the pager of later pages. Each desk puts its own name before the same class names: 'newsdetail-schedule-new',
'v7-music-newsdetail-schedule'. The pages declare iso-8859-1 and are UTF-8. Six hexadecimal digits identify an article.
No zone is printed, and no writer: only initials end the text.

Lists: the feed `/feed/` (public programs, one saw it answer in February 2026), the front page and `/showbiz/` (2016). A
`/sitemap.xml` is named by a public list of sitemaps; nothing else is known that leads back.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="kapanlagi",
    name="KapanLagi",
    urls=(
        UrlRule("index", re.compile(r"/ragam/tag-populer/[^?]*(?:\?.*)?")),
        UrlRule("article", re.compile(r"/(?:[\w-]+/){1,3}[^/?]*-(?P<id>[0-9a-f]{6})\.html(?:\?.*)?")),
        UrlRule("feed", re.compile(r"/(?:feed|rss)(?:/[\w-]+)?/?")),
        UrlRule("asset", re.compile(r"/(?:p|v5|resized|g|css|js)/.*")),
        UrlRule("index", re.compile(r"/(?:[a-z][a-z0-9_-]{0,40}/?){0,4}(?:\?.*)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/feed/",), use="daily"),
        Discovery("index", paths=("/", "/showbiz/"), links='a[href$=".html"]', use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2015",
            recognise='.entertainment-detail-news, .v7-music-detail-news, h1[class*="newsdetail-title"]',
            title='h1[class*="newsdetail-title"]',
            # begins with loose text, and goes on in <p>, of which every other one is empty
            body='.entertainment-detail-news, .v7-music-detail-news, div[class$="-detail-news"]',
            scope="#v5-container",
            date='span[class*="newsdetail-schedule"]',
            opening='[class*="newsdetail-headlineimg"] img, [id*="newsdetail-image-headline"] img',
            figure='div[class*="newsdetail-image-caption"] img',
            # caption and credit are joined by '(c)'
            caption='div.copyright, [id*="newsdetail-imageinfo"], div[class*="newsdetail-image-caption"]',
            # the last step of the path above, where it is on the page at all
            section='a[class*="newsdetail-categorylink"], #v5-navigation a',
            tags="div.v7-tags-terkait-warper li a",
            pager=".link-pagging-warper a, ul.pg-pagging a",
            fields=('div[class*="newsdetail-image-caption"]', ".link-pagging-warper, ul.pg-pagging"),
            drop=(
                "div.lifestyle-in-content, #content-video-related, div.video-watch",
                ".twitter-tweet, .instagram-media, .fb-post, .fb-video",
            ),
        ),
    ),
)

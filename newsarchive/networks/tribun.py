"""The Tribun network (`www.tribunnews.com` and some 70 regional papers on its sub-domains): one CMS.

Read from a saved page of May 2020, four reduced structures of July 2026 (an article in two parts, one behind the
premium sign, one with a day in its address), an index page and a sitemap of that month, and from public parsers of the
regional sites. Addresses: `/<section>/<7-digit id>/<slug>` now, `/<section>/<day>/<slug>` before and still for some,
`/<day>/<slug>` on older regional pages; what has no number is identified by its day and slug. `?page=all` shows all
parts. The site's `/rss` links every item to the front page, so it is not read.

Lists: `/index-news?date=` with 20 articles a page, on the main site and the regional ones (public parsers of 2020 to
2026, the main site verified in July 2026); what is beyond page 10 is page 10 again, so a day with more than 200 is not
whole. The main site's `/sitemap.xml` names three sitemaps a section; that the regional ones have it too is a guess.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

_PARTS = r"(?:\?(?:(?:[^&]{0,200}&){0,9}page=(?:(?P<whole>all)|1|(?P<offset>\d{1,2}))(?:&.*)?|.*))?"

NETWORK = Network(
    slug="tribun",
    name="Tribun Network",
    urls=(
        UrlRule("index", re.compile(r"/index-news(?:/[\w-]+)?/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:topic|tag|search|penulis|editor)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("static", re.compile(r"/(?:epaper|webstories|video|komentar|api|about|redaksi)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/(?:images|img|foto/bank|js|css)/.*")),
        UrlRule("feed", re.compile(r"/rss/?")),
        UrlRule("article", re.compile(r"/(?:[\w-]+/){1,3}(?P<id>\d{6,9})/[^/?]+/?" + _PARTS), step=1),
        UrlRule("article", re.compile(r"/(?:[\w-]+/){0,3}(?P<id>\d{4}/\d{2}/\d{2}/[^/?]+)/?" + _PARTS), step=1),
        # the archive of a month
        UrlRule("index", re.compile(r"/\d{4}/\d{2}/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[a-z][a-z0-9-]{1,40}/?){0,2}(?:\?.*)?")),
    ),
    discovery=(
        Discovery(
            "index",
            paths=("/index-news?date={date}",),
            date_form="%Y-%-m-%-d",
            links="ul.lsi h3 a, li.ptb15 div.fbo a, div.artikel-item a",
            step=1,
            later="&page={page}",
        ),
        Discovery("index", paths=("/",), links="h3 a, div.artikel-item a", use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="arttitle",
            recognise="#arttitle, div.side-article.txt-article",
            title="#arttitle",
            # `div.side-article` alone is also the class of the boxes below the text
            body="div.side-article.txt-article",
            # 'Tayang:' in front of it now; a span or heading in 2015, a `time` without attribute in 2020
            date="#article div.mt10 time, div.bdr3 time, div.bdr3 span, div.bdr3 h3, div.content-date span",
            byline="#penulis, #editor",
            opening="#artimg img.imgfull, div.imgfull_div img.imgfull",
            figure="figure img",
            caption="figcaption, #artimg div.arial",
            credit="#artimg div.f11",
            section="div.bsht h4 a",
            tags="h5.tagcloud3 a",
            source="div.sources h6 a, #editor ~ div a",
            pager=".paging a, .pagination-wrap a, div.mb20 > a.bgblue",
            fields=("figure", "#penulis, #editor", "div.paging"),
            related=("p.baca",),
            drop=(
                # 'Ringkasan Berita:', the lead in three points
                "blockquote.summary-article",
                'div.ads-placeholder, div[id^="div-Inside"], div[id^="div-gpt-ad"]',
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
)

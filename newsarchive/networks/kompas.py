"""Kompas.com and its channels (`*.kompas.com`): one newsroom system, four templates.

Read from saved pages of five channels (June and November 2015, February 2016, November 2023), notes on a sixth of the
first years (otomotif, with the class names of two public parsers of 2016), two front pages and an index page, and from
public parsers of 2020 to 2026 for the bylines that changed since. An article's identity is its day and the number
behind it (time of day and desk): the number alone comes again on other days. `?page=all` shows all parts.

Lists: one index for the whole house, `indeks.kompas.com/?site=<channel>&date=<day>` (public parsers of 2021 to 2026,
with the channels `nasional`, `tekno`, `tren`, `hype` and `all`); that every channel is called there by the first label
of its host is a guess, as is what the main site's own are called. A `/sitemap.xml` is named by a public list of
sitemaps.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

_ID = r"(?P<id>\d{4}/\d{2}/\d{2}/\d{6,9})"
_PARTS = r"(?:\?(?:(?:[^&]{0,200}&){0,9}page=(?:(?P<whole>all)|1|(?P<offset>\d{1,2}))(?:&.*)?|.*))?"

# A column of links beside the text, in the markup before or inside it; some are of other years and matters.
_COLUMN = ".kcm-read-terkait, .berita-terkait-content"
_SHORT_LIST = "div.credit:not(:has(~ .creditModal)) .credit-title-name"

NETWORK = Network(
    slug="kompas",
    name="Kompas.com",
    urls=(
        UrlRule("amp", re.compile(r"/(?:[\w-]+/)?amp/(?:read/)?" + _ID + r"(?:/[^?]*)?(?:\?.*)?")),
        # In 2015 the index linked to '/read/xml/<day>/...'. Channels without a host of their own are '/tren/read/...'.
        UrlRule("article", re.compile(r"/(?:[\w-]+/)?read/(?:xml/)?" + _ID + r"(?:/[^?]*)?" + _PARTS), step=1),
        # health.kompas.com since 2024: year, a letter for the month, day
        UrlRule("article", re.compile(r"/read/(?P<id>\d\d[A-L]\d{11})(?:/[^?]*)?" + _PARTS), step=1),
        UrlRule("static", re.compile(r"/(?:komentar|sso_personalisasi|about-us|contact-us|search)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/(?:data|crops|new)/.*")),
        UrlRule("feed", re.compile(r"/(?:rss|xml)(?:/[\w-]+)?/?")),
        UrlRule("index", re.compile(r"/(?:indeks|tag|topik|topikpilihanlist|topik-pilihan)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[a-z][a-z0-9-]{1,40}/?)?(?:\?.*)?")),
    ),
    discovery=(
        Discovery(
            "index",
            paths=("https://indeks.kompas.com/?site={site}&date={date}",),
            links='a.article-link, a.article__link, a[href*="/read/"]',
            step=1,
            later="&page={page}",
        ),
        Discovery("index", paths=("/",), links='a[href*="/read/"]', use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2015",
            until=date(2018, 12, 31),
            recognise="div.kcm-read span.kcmread1114",
            # the first h1 of these pages is the name of the channel, the second 'TAG'
            title="div.kcm-read-content-top h2, div.kcm-read-top h2",
            body="span.kcmread1114",
            scope="div.kcm-read",
            date="div.kcm-read-content-top div.grey, div.kcm-date",
            byline="div.kcm-read-copy table.grey tr",
            figure="div.photo img",
            caption="div.photo",
            # the photographer, in front of the caption, and never the writer
            credit="div.photo span.author",
            section="h4.breadcrump a, ul.kcm-breadcrumb a",
            fields=("div.photo",),
            drop=(_COLUMN,),
        ),
        Layout(
            name="2016",
            until=date(2018, 12, 31),
            recognise="div.kcm-read div.kcm-read-text",
            title="div.kcm-read-top h2, div.kcm-read > h2",
            body="div.kcm-read-text",
            scope="div.kcm-read",
            date="div.kcm-date, div.kcm-read-top div.msmall.grey",
            byline="div.kcm-read-copy table.grey tr",
            figure="div.photo img",
            caption="div.photo",
            credit="div.photo span.author",
            section="ul.kcm-breadcrumb a",
            fields=("div.photo",),
            drop=(_COLUMN,),
        ),
        # otomotif.kompas.com
        Layout(
            name="2016-otomotif",
            until=date(2018, 12, 31),
            recognise="div.content-text div.div-read, div.baca-content div.div-read",
            title="div.baca-content h1",
            body="div.div-read",
            date="div.kcm-date",
            byline="div.penulis-editor tr, div.penulis-editor:not(:has(tr))",
            figure="div.baca-content div.photo img",
            caption="div.photo",
            credit="div.photo span.author",
            section="ul.kcm-breadcrumb a",
            fields=("div.photo", "div.penulis-editor"),
            drop=(_COLUMN,),
        ),
        Layout(
            name="now",
            recognise="div.read__content .inner-link-tag, div.read__time, .js-read-article div.read__content",
            title="h1.read__title",
            body="div.read__content",
            # 'Kompas.com - 02/11/2023, 21:34 WIB'; later with 'Diperbarui ...' behind it
            date="div.read__time",
            # Names with their roles. The short list above them prints writers and editors alike: only where it is
            # alone its first name is taken for the writer's and its last for the editor's, as it is ordered.
            byline="div.credit-author",
            authors=f"#penulis.read__credit__item a, {_SHORT_LIST} h6:first-child:not(:last-child)",
            editors=f"#editor.read__credit__item a, {_SHORT_LIST} h6:last-child:not(:first-child)",
            opening="div.cover-photo img, .js-read-article > div.photo img",
            figure="div.photo img",
            caption="div.photo__caption",
            credit="span.photo__author",
            section="a.breadcrumb__link",
            tags="a.tag__article__link",
            pager="a.paging__link, div.read__paging__footnote a",
            fields=("div.photo", "div.photo__wrap", "div.photo__caption", "div.read__paging", "div.read__tagging"),
            # both are attached to anchors or blocks of links; 'Baca juga:' itself stands in a paragraph of its own
            related=('[class^="inject-baca-juga"]',),
            drop=(
                "div.read__paging__footnote",
                '.ads-on-body, .ads-partner-wrap, div.kcm, .fb-quote, .liftdown_v2_tanda, div[id^="div-gpt-ad"]',
                '[id^="kompasidRec"], [class^="kompasidRec"]',
                ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
            ),
        ),
    ),
)

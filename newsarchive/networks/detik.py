"""detik (`*.detik.com`, and the path channels `www.detik.com/<region>`): one CMS, a template for each era and desk.

Read from saved pages of seven channels (articles of June 2015, 2021, 2022 and 2023, a photo story of February 2016), an
index page of October 2024, a forged article in the shell of the mobile site, the reduced structure of July 2026, and
from public parsers of 2016, 2017 and 2024 for the templates that no saved page shows. The id of an article is the same
in all address shapes: `/read/<date>/<time>/<id>/<desk>/<slug>` (to 2015), `/<desk>/<id>/<slug>` (2015), and
`/<desk>/d-<id>/<slug>` since. `?single=1` shows all parts.

Lists: `/indeks` of each channel (a page of 2024: 500 pages at `/indeks/<n>`; public parsers of 2022 to 2026:
`?page=<n>&date=<month/day/year>`), its `/rss` (one region in 2026), and the news sitemap of its desk `berita`. That all
channels have the last two is a guess. A `/sitemap.xml` is named by a public list of sitemaps.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

_PARTS = r"(?:/(?:1|(?P<offset>\d{1,2})))?/?(?:\?(?:(?:[^&]{0,200}&){0,9}(?P<whole>single=1)(?:&.*)?|.*))?"

_RELATED = (
    # 'Baca juga:' in a table; on newer pages inside `.noncontent`, which holds other things as well.
    "table.linksisip, div.lihatjg",
)
_NOISE = (
    # 'ADVERTISEMENT', the slot, 'SCROLL TO CONTINUE WITH CONTENT'
    "div.parallaxindetail, div.paradetail",
    "div.sisip_video_ds, div.staticdetail_container, div.aevp, .detail__newstag, div.newstag, div.skybanner",
    'div[id^="div-gpt-ad"], #banner_hidden_quiz',
    # What platforms give out for embedding: the words in it are the platform's, or another person's post.
    ".twitter-tweet, .instagram-media, .tiktok-embed, .fb-post, .fb-video",
)
_INSERTED = "table.pic_artikel_sisip_table, div.pic_artikel_sisip"

NETWORK = Network(
    slug="detik",
    name="detik",
    urls=(
        UrlRule("amp", re.compile(r"/(?:[\w-]+/){0,5}d-(?P<id>\d{4,9})(?:/[^/?]+)?/amp/?(?:\?.*)?")),
        UrlRule("article", re.compile(r"/(?:[\w-]+/){0,5}d-(?P<id>\d{4,9})(?:/[^/?]*)??" + _PARTS), step=1),
        # The number behind the desk is that of the picture or part: the first one is the story itself.
        UrlRule(
            "article",
            re.compile(
                r"/(?:read|readfoto|readvideo|readgrafis)/\d{4}/\d{1,2}/\d{1,2}/\d{6}/(?P<id>\d{4,9})"
                r"(?:/\d{1,5}(?:/(?:1|(?P<offset>\d{1,2})))?(?:/[^/?]*)?)?/?(?:\?.*)?"
            ),
            step=1,
        ),
        UrlRule("index", re.compile(r"/(?:kanal|tag|terpopuler|search|fokus|topic)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+/){0,2}indeks(?:/(?P<offset>\d{1,4}))?/?(?:\?.*)?"), step=1),
        UrlRule("feed", re.compile(r"/(?:[\w-]+/)?rss(?:/[\w-]+)?/?")),
        UrlRule("article", re.compile(r"/[\w-]+/(?P<id>\d{6,9})/[^/?]+" + _PARTS), step=1),
        UrlRule("asset", re.compile(r"/(?:images?|community|visual|content|customthumb|assets|embed)/.*")),
        UrlRule("static", re.compile(r"/(?:redaksi|pedoman-media|disclaimer|kotak-pos|info-iklan|privacy-policy)/?")),
        # '/' and the desks: 'jatim', 'sepakbola/liga-inggris'
        UrlRule("index", re.compile(r"/(?:[a-z][a-z0-9-]{1,40}/?){0,2}(?:\?.*)?")),
    ),
    discovery=(
        # rss.detik.com is dead; the channels' own feeds are not.
        Discovery("feed", paths=("/rss",), use="daily"),
        Discovery("sitemap", paths=("/berita/sitemap_news.xml",), use="daily"),
        Discovery(
            "index",
            paths=("/indeks",),
            links='a[href*="/d-"]',
            more='a[href$="/indeks"]',
            step=1,
            later="/{page}",
            use="daily",
        ),
        Discovery(
            "index",
            paths=("/indeks?date={date}",),
            date_form="%m/%d/%Y",
            links='a[href*="/d-"]',
            step=1,
            later="&page={page}",
        ),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2012",
            until=date(2016, 12, 31),
            recognise="div.content_detail div.text_detail, div.content_detail ~ div.text_detail",
            title="div.content_detail h1",
            body="div.text_detail",
            date="div.content_detail div.date",
            byline="div.content_detail div.author, div.content_detail strong.l_blue2_detik",
            opening="div.pic_artikel img",
            figure="div.pic_artikel_sisip img",
            caption="div.pic_artikel span, div.pic_artikel_sisip div.pic",
            section="ul.breadcrumb a, div.breadcrumb a",
            fields=("div.pic_artikel", _INSERTED, "h1", "div.date", "div.author"),
            related=_RELATED,
            drop=_NOISE,
        ),
        # A photo story has one address a picture; the number of the first one is the story's own.
        Layout(
            name="2012-photo",
            kind="photo",
            until=date(2016, 12, 31),
            recognise="div.content_detail div.gallery_view img.bigpic",
            title="div.detail_profil h1",
            body="div.detail_profil div.text_gal",
            scope="div.content_detail",
            date="div.detail_profil div.date",
            byline="div.detail_profil strong.l_blue2_detik",
            figure="div.gallery_view img.bigpic",
            caption="div.gallery_view div.gal_rating span.text",
            section="ul.breadcrumb a",
            pager="#nextImgLink",
            related=_RELATED,
        ),
        # 2015: the desktop site with `div.jdl`; its long reads (aboutthegame) keep it in 2021, and print no date.
        Layout(
            name="2015",
            until=date(2024, 12, 31),
            recognise="article div.jdl > h1, article div.detail_text",
            title="article div.jdl h1",
            body="article div.detail_text",
            date="article div.jdl div.date",
            authors="article div.jdl div.author",
            # where the browser that saved a page took the picture out, its caption is still there
            opening="article div.pic_artikel img, article div.pic_artikel:not(:has(img))",
            figure="div.pic_artikel_sisip img",
            caption="div.pic_artikel span, div.pic_artikel_sisip div.pic",
            section='div.breadcrumb a:not([href="#"]), article div.jdl span.subkat',
            tags="article div.detail_tag a",
            fields=("div.pic_artikel", _INSERTED, "div.detail_tag"),
            related=_RELATED,
            drop=_NOISE,
        ),
        # 2016 to about 2019, by the parsers of that time.
        Layout(
            name="2016",
            until=date(2021, 12, 31),
            recognise="article div.text_detail, div.detail_area h1",
            title="div.detail_area h1",
            body="article div.text_detail, div.text_detail",
            date="div.detail_area div.date",
            authors="div.detail_area div.author",
            opening="article div.pic_artikel img",
            figure="div.pic_artikel_sisip img",
            caption="div.pic_artikel span, div.pic_artikel_sisip div.pic",
            section='div.breadcrumb a:not([href="#"])',
            tags="div.detail_tag a",
            fields=("div.pic_artikel", _INSERTED, "div.detail_tag", "h1", "div.date", "div.author"),
            related=_RELATED,
            drop=_NOISE,
        ),
        # travel.detik.com
        Layout(
            name="read",
            recognise="div.read__head h1, .read__content.itp_bodycontent",
            title="div.read__head h1",
            body=".read__content.itp_bodycontent",
            date="div.read__head div.date",
            authors="div.ugc__block__name a",
            opening="div.read__photo img",
            figure="div.pic_artikel_sisip img",
            caption="figcaption.read__photo__caption, div.pic_artikel_sisip div.pic",
            # the last step is 'Detail Artikel', the page itself
            section="div.breadcrumb a:not(.active)",
            tags="div.detail_tag a",
            pager=".detail__long-nav a, .detail__anchor-numb",
            fields=("div.read__photo", _INSERTED, "div.detail_tag", ".detail__long-nav"),
            related=_RELATED,
            drop=_NOISE,
        ),
        # Columns and long reads of 2024, by parsers of that year: `.detail__body` is the text itself, the classes
        # around it are those of a style sheet generator, and the date stands in a `time` element.
        Layout(
            name="column",
            recognise="article.detail .detail__body.itp_bodycontent",
            title="article.detail h1",
            body="article.detail .detail__body.itp_bodycontent",
            date="article.detail time",
            authors='article.detail div[class*="8B8B8B"]',
            figure="article.detail figure img",
            caption="article.detail figcaption",
            section="div.page__breadcrumb a",
            tags=".detail__body-tag a",
            pager=".detail__long-nav a",
            fields=("h1", "time", "figure", _INSERTED, ".detail__body-tag", ".detail__long-nav"),
            related=_RELATED,
            drop=_NOISE,
        ),
        Layout(
            name="detail",
            recognise=".detail__body-text.itp_bodycontent, h1.detail__title",
            title="h1.detail__title",
            # On the mobile site the text may stand in a plain `div.content`.
            body=".detail__body-text, article.detail > div.content",
            date=".detail__date",
            authors=".detail__author",
            opening=".detail__media-image img",
            figure="div.pic_artikel_sisip img",
            caption=".detail__media-caption, div.pic_artikel_sisip div.pic",
            section=".page__breadcrumb a",
            tags=".detail__body-tag a",
            pager=".detail__long-nav a, .detail__anchor-numb",
            fields=(_INSERTED, ".detail__body-tag", ".detail__long-nav"),
            related=_RELATED,
            drop=(*_NOISE, "div.n-columns-2"),
        ),
    ),
    # Local time with a `Z` behind it, or dashes in the time.
    liars=("meta:pubdate", "meta:datepublished", "meta:createdate"),
)

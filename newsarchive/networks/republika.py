"""Republika (`republika.co.id`, a sub-domain for each channel, regional ones too): templates of 2015-17, 2018 and now.

Read from saved pages of two channels of November 2015, which have two templates, and of an In Picture gallery of
February 2016, from notes on three more pages (2016, 2017), from a feed of 2015, from nine public parsers of 2018-2022
that agree on its classes, and from the reduced structures of July 2026 (an article and an index page). An article is
known by the code before its slug (`nxzqjd348`, nine signs today), whether the path holds rubrics and a date before it
or not. Pages of 2015-17 hold no date in their metadata, and the Hijri date at their head is of the day they were
fetched. robots.txt closes the site to some crawlers by name, Scrapy among them.

Lists, all verified by a parser of July 2026 on the main site: `/rss` (15 articles) and, for all channels,
`/index/<offset>` by fifties, with `/<year>/<month>/<day>` behind it for a day (`/index` alone is its first page in
parsers to 2021); `/files/xml/sitemap.xml`, named by robots.txt, with the latest. How many articles a day has is not
known: 400 are looked for. That a channel has `/rss` is a guess.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

_UNTIL = date(2019, 12, 31)

NETWORK = Network(
    slug="republika",
    name="Republika",
    urls=(
        UrlRule(
            "article",
            re.compile(r"/berita/(?:[\w-]+/){1,4}\d\d/\d\d/\d\d/(?P<id>[a-z0-9]{5,10})(?:-[^/?]*)?/?(?:\?.*)?"),
        ),
        UrlRule("article", re.compile(r"/(?:berita|share)/(?P<id>(?=[a-z]{0,9}\d)[a-z0-9]{5,10})(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("amp", re.compile(r"/amp/(?:berita/)?(?P<id>(?=[a-z]{0,9}\d)[a-z0-9]{5,10})(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("feed", re.compile(r"/rss(?:/[\w-]+){0,2}/?")),
        UrlRule("static", re.compile(r"/(?:page|login|search|files)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/uploads/.*")),
        UrlRule("index", re.compile(r"/index(?:/(?P<offset>\d{1,6}))?(?:/\d{4}/\d{1,2}/\d{1,2})?/?"), step=50),
        UrlRule("index", re.compile(r"/(?:kanal|indeks|tag)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[a-z0-9-]{2,40}/?)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/rss",), use="daily"),
        Discovery("sitemap", paths=("https://republika.co.id/files/xml/sitemap.xml",), use="daily"),
        Discovery(
            "index",
            paths=("https://republika.co.id/index",),
            links='li.list-group-item a[href*="/berita/"]',
            step=50,
            use="daily",
        ),
        Discovery("index", paths=("/",), links='a[href*="/berita/"]', use="daily"),
        # the number stands before the day, so each page is a list by itself
        Discovery(
            "index",
            paths=tuple(f"https://republika.co.id/index/{offset}/{{date}}" for offset in range(0, 400, 50)),
            date_form="%Y/%m/%d",
            links='li.list-group-item a[href*="/berita/"]',
            use="backfill",
        ),
    ),
    layouts=(
        Layout(
            name="2015-national",
            until=_UNTIL,
            recognise="div.content-detail-center div.txt-detailberita",
            title="h1.jdl-detail",
            body="div.txt-detailberita",
            scope="div.content-detail-center",
            date="div.rangka > div.date",
            # a table of roles, with 'Sumber' where the text is an agency's
            byline="div.red",
            figure="div.img-detailberita img",
            caption="div.caption-foto",
            credit="div.def-foto",
            section="div.breadcome a",
            tags='a[href*="/hot_topic/"]',
        ),
        Layout(
            name="2015-channel",
            until=_UNTIL,
            recognise="div.wp-conten-detail div.content-detail, div.detail-berita > div.content-detail",
            # the first h1 of the page may be the name of the channel
            title="div.jdl-detail h1, div.jdl-detail h2",
            body="div.content-detail",
            scope="div.wp-conten-detail",
            date="div.date-detail",
            byline="div.red",
            figure="div.img-detail img",
            caption="div.wp-cap div.caption",
            credit="div.cap-foto",
            section="div.breadcome a",
            tags="div.tagging a",
        ),
        Layout(
            name="2016-inpicture",
            until=_UNTIL,
            kind="photo",
            recognise="#conten-inpicture div.jdl-pic",
            title="div.jdl-pic",
            body="div.teaser-pic",
            scope="#conten-inpicture",
            date="div.date-pic",
            byline="div.index-photo > div.red",
            # captions stand in an attribute of the thumbnails
            figure="div.thumb-gallery img",
        ),
        Layout(
            name="2018",
            until=date(2023, 12, 31),
            recognise="div.wrap_detail_set div.date_detail",
            title="div.wrap_detail_set h1",
            body="div.artikel",
            date="div.date_detail",
            byline="div.by",
            figure="div.wrap_detail_set img",
            caption="div.caption, div.teaser_detail",
            section="div.breadcome li",
            tags="div.wrap_blok_tag a",
            related=(".picked-article, .baca-juga",),
        ),
        Layout(
            name="now",
            recognise="div.main-content div.max-card__title",
            title="div.max-card__title h1",
            body="div.article-content article",
            scope="div.main-content__left",
            date="div.date-item__headline, div.date",
            byline="div.max-card__title > div",
            subtitle="p.max-card__teaser",
            figure="div.max-card__image figure img",
            caption="div.caption-img",
            credit="div.source-img",
            section="ul.breadcrumb a",
            tags="div.tags a, ul.tags a",
            related=("div.picked-article",),
            drop=("#next-article", "#loading", "div.footnote-wrap", 'div[id^="bn_"]'),
        ),
    ),
)

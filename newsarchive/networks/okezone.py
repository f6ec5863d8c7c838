"""Okezone (`*.okezone.com`): one CMS for all channels, which are sub-domains; three templates.

Read from saved pages of three channels (articles of June and November 2015 and July 2020), notes on a page of a fourth
(February 2017), public parsers of about 2016, a front page of 2015, and the reduced structures of July 2026 (two
articles, one of them in two parts and whole, and two listings). The address holds date, section, id and slug in all of
them; `?page=all` shows all parts.

Lists: each channel's `/indeks/<year>/<month>/<day>`, paged by tens, and `index.okezone.com` for all channels (both
verified by a parser of July 2026); the feed of the whole house at `sindikasi.okezone.com` (public programs). A
`/sitemap.xml` is named by a public list of sitemaps.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="okezone",
    name="Okezone",
    urls=(
        UrlRule(
            "article",
            re.compile(
                r"/(?:read|view)/\d{4}/\d{1,2}/\d{1,2}/\d{1,6}/(?P<id>\d{1,12})(?:/[^?]*)?"
                r"(?:\?(?:page=(?:(?P<whole>all)|1|(?P<offset>\d{1,3}))(?:&.*)?|.*))?"
            ),
            step=1,
        ),
        UrlRule("amp", re.compile(r"/amp/\d{4}/\d{1,2}/\d{1,2}/\d{1,6}/(?P<id>\d{1,12})(?:/[^?]*)?(?:\?.*)?"), step=1),
        # robots.txt keeps `/more/` from everyone
        UrlRule("static", re.compile(r"/(?:more|oauth|privacy_policy|search|loaddata)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/(?:content|dynamic|underwood|images)/.*")),
        UrlRule("index", re.compile(r"/indeks/\d{4}/\d{1,2}/\d{1,2}(?:/(?P<offset>\d{1,6}))?/?"), step=10),
        UrlRule(
            "index",
            re.compile(r"/bydate/(?:channel/)?\d{4}/\d{1,2}/\d{1,2}/\d{1,4}(?:/(?P<offset>\d{1,6}))?/?"),
            step=15,
        ),
        UrlRule("index", re.compile(r"/(?:tag|topic|bydate|indeks)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[a-z0-9-]{2,40}/?)?")),
    ),
    discovery=(
        Discovery("feed", paths=("https://sindikasi.okezone.com/index.php/rss/0/RSS2.0",), use="daily"),
        Discovery("index", paths=("/indeks/{date}",), date_form="%Y/%m/%d", links="div.subgroup a.desc-text", step=10),
        Discovery("index", paths=("https://index.okezone.com/",), links="li.idx-list h4 a", use="daily"),
        Discovery("index", paths=("/",), links='a[href*="/read/"]', use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2015",
            until=date(2019, 12, 31),
            recognise="#contentx.dtlnews, div.detail-content #contentx",
            title="div.titles h1, div.title h1",
            # The sign-off stands behind #contentx, in the block around it.
            body="div.detail-img:has(> #contentx), div.detnews:has(> #contentx), #contentx",
            scope="div.left-wrap",
            date="time.tgl, div.meta-post:not(:has(time.tgl))",
            # 'Jurnalis' stands below the name, or 'Agregasi' below that of another house
            authors="div.nmreporter > div, p.imgnews-jurnalist",
            figure="#imgCheck",
            caption="div.caption-img-ab",
            section="div.abmenu ul.breadcrumb li",
            drop=("div.kskdDiv",),
        ),
        Layout(
            name="2020",
            until=date(2024, 12, 31),
            recognise="#contentx.read",
            title="div.title h1",
            body="#contentx.read",
            scope="div.details",
            date="div.namerep b",
            # 'Name, Jurnalis · date' in one element
            byline="div.namerep",
            figure="div.detfoto img",
            caption="div.detfoto span",
            section="div.breadcrumb li",
            tags="div.detail-tag a",
            pager="div.paging a",
            fields=("div.detail-tag", "div.paging"),
            related=("#bacajuga, #baca-juga",),
            # What is sold by the click stands within the text's own block, behind the tags.
            drop=("#_popIn_recommend", "#metube_div", 'div[id*="ScriptRoot"]'),
        ),
        Layout(
            name="now",
            recognise="div.c-detail.read",
            title="div.title-article h1",
            body="div.c-detail.read",
            scope="div.left-section",
            date="div.journalist span",
            authors="div.journalist a[title]",
            figure="div.img-article img",
            caption="div.img-article div.desc-foto",
            section="div.breadcrumb a",
            tags="#tag div.box-tag a",
            pager="#paging a.nomor",
            related=("#baca-juga",),
            drop=("div.vicon", "#_popIn_recommend", 'div[id*="ScriptRoot"]'),
        ),
    ),
    # A constant of the 2020 template (a day of 2014), and a time of editing that lies before the publication.
    liars=("meta:datepublished",),
)

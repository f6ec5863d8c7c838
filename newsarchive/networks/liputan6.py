"""Liputan6 (`liputan6.com` and, until about 2018, a sub-domain for each channel): templates of 2015, 2016 and now.

Read from saved pages of three channels (June 2015, February 2016; one of them a gallery), notes on a second gallery, an
index page of 2016, and the reduced structures of July 2026 (an article in two parts and a channel page). Today all
parts of an article are in one document. `?page=2` behind an article of 2015 asks for more of a list, not for a part.

Lists: channel pages (`/news` verified by a parser of July 2026) and the feeds at `feed.liputan6.com` (public programs).
`/indeks/<year>/<month>/<day>` listed a day in 2021; in July 2026 its page held no list before a script filled it, so
that nothing leads back but the `/sitemap.xml` that a public list of sitemaps names.
"""

import re
from datetime import date

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="liputan6",
    name="Liputan6",
    urls=(
        UrlRule("article", re.compile(r"/(?:[\w-]+/)?read/(?P<id>\d{1,12})(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("amp", re.compile(r"/amp/(?:[\w-]+/)?(?:read/)?(?P<id>\d{1,12})(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:kategori|tag|indeks|topik)(?:/[^?]*)?(?:\?.*)?")),
        UrlRule("static", re.compile(r"/(?:author|login|info|search)(?:[/?].*)?")),
        UrlRule("asset", re.compile(r"/(?:medias|assets|avatars|thumbnails)/.*")),
        # galleries and videos: photo.liputan6.com/<rubric>/<slug>-<id>
        UrlRule("article", re.compile(r"/[\w-]+/[\w%.-]*-(?P<id>\d{6,9})/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]{2,40}(?:/[\w-]{2,60})?/?)?")),
    ),
    discovery=(
        Discovery(
            "feed",
            paths=tuple(f"https://feed.liputan6.com/rss/{channel}" for channel in ("news", "bola", "tekno")),
            use="daily",
        ),
        Discovery("index", paths=("/news", "/regional", "/"), links='a[href*="/read/"]', use="daily"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(
        Layout(
            name="2015",
            until=date(2018, 12, 31),
            recognise="div.entry-content > div.text-detail",
            title="h1.entry-title",
            body="div.entry-content div.text-detail",
            scope="div.inner-container-article",
            date="header.entry-header p.datetime",
            authors="header.entry-header span.author",
            # A list of roles, each followed by its people; authors may be more than the header names.
            byline="div.credits-list li",
            subtitle="header.entry-header p.subtitle",
            figure="div.gallery-images img",
            caption="figcaption",
            section="#breadcrumb li",
            tags="div.tag-links li.tag",
            related=("div.baca-juga",),
        ),
        Layout(
            name="2016",
            until=date(2022, 12, 31),
            recognise="body:not(.category-photo) div.read-page__content-body",
            title="h1.read-page--header__title",
            body="div.read-page__content-body",
            scope="div.inner-container-article",
            date="time.read-page--header__datetime",
            authors="span.read-page--header__author",
            byline="div.read-page--credits__list li",
            subtitle="p.read-page--header__subtitle",
            figure="img.read-page--photo-gallery--item__image",
            caption="figcaption.read-page--photo-gallery--item__caption",
            section="li.read-page--breadcrumb--item",
            tags="li.read-page--tags__item",
            fields=("figure",),
            # The label may stand in a paragraph of its own before the box, or in the box.
            related=("div.baca-juga",),
        ),
        Layout(
            name="2016-photo",
            until=date(2022, 12, 31),
            kind="photo",
            recognise="body.category-photo div.read-page__content-body",
            title="h1.read-page--header__title",
            body="div.read-page__content-body",
            scope="div.inner-container-article",
            date="time.read-page--header__datetime",
            authors="span.read-page--header__author",
            # As one text: one person may stand under two roles.
            byline="ul.read-page--credits__list",
            subtitle="p.read-page--header__subtitle",
            figure="img.read-page--photo-gallery--item__image",
            caption="figcaption.read-page--photo-gallery--item__caption",
            section="li.read-page--breadcrumb--item",
            tags="li.read-page--tags__item",
            fields=("figure",),
            related=("div.baca-juga",),
        ),
        Layout(
            name="now",
            recognise="div.article-content-body div.article-content-body__item-page",
            title="h1.read-page--header--title",
            body="div.article-content-body",
            # the second forms are those of 2018 to about 2025
            date=".read-page-box__author__updated, .read-page--header--author__datetime",
            authors=".read-page-box__author__name, .read-page--header--author__name",
            subtitle="div.read-page--header--description",
            figure="article figure img",
            caption="figcaption",
            section="li.read-page--breadcrumb--item",
            tags="a.tags--snippet__link, .read-page--tags__item",
            fields=("figure",),
            related=("div.baca-juga-collections, div.baca-juga",),
            drop=("div.article-ad",),
        ),
    ),
)

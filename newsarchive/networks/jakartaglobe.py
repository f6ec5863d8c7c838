"""The Jakarta Globe as it was in 2015: thejakartaglobe.beritasatu.com, WordPress with a theme of its own.

Read from one whole page (June 2015). The theme prints none of WordPress's classes on the body, and puts byline, date,
sections and tags in three lines under the headline. The date line has a 12-hour clock and no zone, and the metadata
state the same clock as UTC. Its addresses have no number and no date.
"""

import re

from newsarchive.models import Discovery, Layout, Network, UrlRule

NETWORK = Network(
    slug="jakartaglobe",
    name="The Jakarta Globe",
    urls=(
        UrlRule("asset", re.compile(r"/wp-(?:content|includes|json)/.*")),
        UrlRule("feed", re.compile(r"/(?:[\w-]+/){0,3}feed/?(?:\?paged=(?P<offset>\d{1,5}))?"), step=1),
        UrlRule("index", re.compile(r"/(?:tag|author|category|page|multimedia)/.*")),
        UrlRule("static", re.compile(r"/(?:about|contact|advertise|privacy|terms|search)[\w-]*(?:[/?].*)?")),
        UrlRule("article", re.compile(r"/(?:[\w-]+/){1,3}[a-z0-9]+(?:-[a-z0-9]+){2,}/?(?:\?.*)?")),
        UrlRule("index", re.compile(r"/(?:[\w-]+(?:/[\w-]+)?/?)?")),
    ),
    discovery=(
        Discovery("feed", paths=("/feed/",), step=1, later="?paged={page}"),
        Discovery("index", paths=("/",), links="a[href]", use="daily"),
    ),
    layouts=(
        Layout(
            name="jg-premium",
            recognise="article.type-post > header.entry-header > div.options",
            title="h1.entry-title",
            subtitle="header.entry-header > p",
            body="div.entry-content",
            scope="article.type-post",
            date="header .options > div:first-child",
            authors='header .options > div:first-child a[href*="/author/"]',
            figure="div.wp-caption img",
            caption=".wp-caption-text",
            section="header .options > div:nth-child(2) > a:first-of-type",
            tags='header .options a[href*="/tag/"]',
            fields=("div.wp-caption",),
            # A player of Teads between two paragraphs, with the word ADVERTISING.
            drop=(".tt-wrapper", ".twitter-tweet, .instagram-media"),
        ),
    ),
)

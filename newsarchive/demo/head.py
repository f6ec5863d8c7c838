"""The head of an article page: metas, dataLayer and JSON-LD, with the lies the real template tells."""

# ruff: noqa: E501, W291  (lines are those of the template)

from __future__ import annotations

import html

from newsarchive.demo.furniture import base, label, picture
from newsarchive.demo.outlets import DemoOutlet
from newsarchive.demo.story import Edition, Story

_COPY_PASTE = "kabarlama.test"
"""What the template's dataLayer names as the source where the page names none: somebody once copied it."""


def head_html(story: Story, edition: Edition, outlet: DemoOutlet, day: int) -> str:
    """Everything from the charset to the JSON-LD.

    As in the real template: `meta author` is the site, `pubdate` is naive, JSON-LD says +0700 in every zone, and a
    headline with quotation marks breaks both JSON-LD and dataLayer.
    """
    here, url, image = base(outlet), story.url(day), picture(story)
    naive, tags = f"{story.published:%Y-%m-%d %H:%M:%S}", ",".join((*edition.tags, "berita hari ini"))
    stamp = f"{story.published:%Y-%m-%dT%H:%M}:00+0700"
    title, raw = html.escape(edition.title), edition.title
    about = html.escape(edition.body[0][:150]) if edition.body else ""
    feeds = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{s}" href="{here}rss/{s}">\n' for s in outlet.sections
    )
    return f"""    {_declared(story)}<meta http-equiv="X-UA-Compatible" content="IE=edge">
<link rel="shortcut icon" href="{here}assets/favicon.ico" >
{feeds}        <base href="{here}" />
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title itemprop="name">{title}</title>
        <meta name="description" content="{about}" itemprop="description">
        <meta name="thumbnailUrl" content="{image}" itemprop="thumbnailUrl" >
        <meta name="keywords" content="{tags}" itemprop="keywords" >
        <meta  name="news_keywords" itemprop="keywords" content="{tags}">
        <meta name="pubdate" content="{naive}" itemprop="datePublished" >
        <meta content="{naive}" itemprop="dateCreated" >
        <link rel="canonical" href="{url}" >
        <meta name="author" content="{outlet.brand.lower()}">
        <meta name="robots" content="all, max-image-preview:large" >
        <meta name="language" content="id" >
        <meta http-equiv="content-language" content="In-Id" >
        <meta property="og:title" content="{title}">
        <meta property="og:description" content="{about}">
        <meta property="og:type" content="article">
        <meta property="og:url" content="{url}">
        <meta property="og:image" content="{image}">
        <meta property="og:site_name" content="{outlet.brand.lower()}"> 
        <meta name="twitter:card" content="summary_large_image" >
        <meta name="twitter:title" content="{title}" >
        <link rel="amphtml" href="{here}amp/{story.native_id}/{edition.slug}" data-component-name="amp:html:link">
        <script>
          dataLayer = [{{
                    "event" : "article_page",
                    "published_date": "{naive}",
                    "rubrik": "{label(story.section)}",
                    "penulis": "{edition.author}",
                    "editor": "{edition.editor}",
                    "id": "{story.native_id}",
                    "type": "Standard",
                    "source": "{outlet.brand.lower()}",
                    "tag": "{tags}",
                    "content_category": "{label(story.section)}",
                    "article_id": "{story.native_id}",
                    "article_title": "{raw}",
                    "article_published_date": "{naive[:10]}",
                    "article_source": "{edition.source_printed or _COPY_PASTE}"    ,  
                    "network" : "disway.id"                             
                }}];
        </script>
{_json_ld(story, edition, outlet, url, stamp)}"""


def _declared(story: Story) -> str:
    name = {"utf8-as-latin1": "iso-8859-1", "cp1252-as-latin1": "iso-8859-1"}.get(story.charset, "utf-8")
    return f'<meta charset="{name}">\n'


def _json_ld(story: Story, edition: Edition, outlet: DemoOutlet, url: str, stamp: str) -> str:
    here, image = base(outlet), picture(story)
    return f"""            <script type="application/ld+json">
                {{
                    "@context": "https://schema.org",
                    "@type": "WebPage",
                    "headline": "{edition.title}",
                    "url": "{url}",
                    "datePublished": "{stamp}",
                    "image": "{image}"
                }}
            </script>
            <script type="application/ld+json">
                {{
                    "@context": "https://schema.org",
                    "@type": "NewsArticle",
                    "headline": "{edition.title}",
                    "datePublished": "{stamp}",
                    "dateModified": "{stamp}",
                    "mainEntityOfPage":{{ "@type":"WebPage", "@id":"{url}" }},
                    "image": {{ "@type": "ImageObject", "url":"{image}", "width": 700, "height": 393 }},
                    "author": {{ "@type": "Person", "name": "{edition.author}" }},
                    "publisher": {{ "@type": "Organization", "name": "{outlet.brand.lower()}" }}
                }}
            </script>
            <script type="application/ld+json">
                {{
                    "@context": "https://schema.org",
                    "@type": "BreadcrumbList",
                    "itemListElement":
                    [
                        {{ "@type": "ListItem", "position": 1, "item": {{ "@id": "{here}", "name": "Home" }} }},
                        {{ "@type": "ListItem", "position": 2, "item": {{ "@id": "{here}kategori/{story.section}", "name": "{label(story.section)}" }} }}
                    ]
                }}
            </script>
"""

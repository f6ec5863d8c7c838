"""The pages of the simulated outlets: small, in the structure of the template that each outlet's network uses."""

# ruff: noqa: E501  (lines are those of the templates)

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime

from newsarchive.demo.furniture import label
from newsarchive.demo.vocabulary import MONTHS, WEEKDAYS
from newsarchive.simulation.outlets import SimOutlet
from newsarchive.simulation.stories import SimStory, Text, text_of
from newsarchive.simulation.walls import trap_doors

LIST_LENGTH = 30
"""Stories on a page of a list."""


def article_page(story: SimStory, edition: int, *, is_dated: bool = True, is_redesigned: bool = False) -> str:
    """The page of an article. `is_dated` False: all dates are gone; `is_redesigned`: the template of another year."""
    text = text_of(story, edition)
    if is_redesigned:
        return _redesigned(story, text)
    return _TEMPLATES.get(story.outlet.network, _theme)(story, text, is_dated=is_dated)


def list_page(outlet: SimOutlet, stories: Sequence[SimStory], at: datetime, *, older: str | None, title: str) -> str:
    """A front page or category. `older` is the path of the page after it."""
    if outlet.network == "disway":
        items = "".join(
            f'<div class="media"><h4 class="media-heading"><a href="{s.url}">{_quoted(_title(s, at))}</a></h4></div>\n'
            for s in stories
        )
        menu = "".join(f'<a href="http://{outlet.host}/kategori/{s}">{label(s)}</a> ' for s in outlet.sections)
        pager = f'<ul class="pagination"><li><a href="{older}" rel="next">2</a></li></ul>' if older else ""
        feeds = "".join(_feed_link(f"http://{outlet.host}/rss/{s}", s) for s in outlet.sections)
        return _frame(title, feeds, "", f'<nav>{menu}</nav><div class="col-sm-8"><h1>{title}</h1>{items}{pager}</div>')
    if outlet.network in {"tribun", "harianjogja"}:
        headings = "".join(
            f'<li class="ptb15"><h3><a href="{s.url}">{_quoted(_title(s, at))}</a></h3></li>' for s in stories
        )
        pager = f'<div class="paging"><a href="{older}">Next</a></div>' if older else ""
        return _frame(title, "", "", f'<div class="content"><ul class="lsi">{headings}</ul>{pager}</div>')
    items = "".join(
        f'<article id="post-{s.number}" class="post-{s.number} post type-post hentry"><h2 class="entry-title">'
        f'<a href="{s.url}" rel="bookmark">{_quoted(_title(s, at))}</a></h2></article>\n'
        for s in stories
    )
    menu = "".join(f'<li><a href="http://{outlet.host}/category/{s}/">{label(s)}</a></li>' for s in outlet.sections)
    if outlet.hostile is not None and outlet.hostile.way == "trap":
        menu += trap_doors(outlet)
    pager = f'<div class="nav-links"><a class="next page-numbers" href="{older}">Lama</a></div>' if older else ""
    feed = _feed_link(f"http://{outlet.host}/feed/", outlet.name)
    return _frame(title, feed, ' class="home blog"', f"<nav><ul>{menu}</ul></nav><main>{items}{pager}</main>")


def _title(story: SimStory, at: datetime) -> str:
    return text_of(story, story.edition(at)).title


def _codeigniter(story: SimStory, text: Text, *, is_dated: bool) -> str:
    at = story.published_at
    printed = f"{WEEKDAYS[at.weekday()]} {at:%d-%m-%Y},{at:%H:%M} {story.outlet.zone}" if is_dated else ""
    main = f"""<div class="col-sm-8"><section class="entry-box"><div class="entry-content bottom-30">
<ul class="breadcrumb"><li><a href="http://{story.outlet.host}/">Home</a></li>
<li><a href="http://{story.outlet.host}/kategori/{story.section}">{label(story.section)}</a></li></ul>
<div class="post text-black-1"><h1 class="text-black">{_quoted(text.title)}</h1>
<div class="post-info bottom-15"><div class="text-grey"><span class="date">{printed}</span></div>
<div class="author pull-left" id="author">Reporter: <strong>{_quoted(text.author)}</strong><span>|</span></div>
<div class="editor pull-left" id="editor">Editor: <strong>{_quoted(text.author)}</strong></div></div>
{_paragraphs(text)}
</div></div></section></div>"""
    return _frame(text.title, _meta(story, text, is_dated=is_dated), "", main)


def _theme(story: SimStory, text: Text, *, is_dated: bool) -> str:
    date = f'<time class="entry-date published" datetime="{story.published_at.isoformat()}">{story.published_at:%d/%m/%Y}</time>'
    main = f"""<main><article id="post-{story.number}" class="post-{story.number} post type-post status-publish hentry">
<header class="entry-header"><h1 class="entry-title">{_quoted(text.title)}</h1><div class="entry-meta">
<span class="posted-on">{date if is_dated else ""}</span>
<span class="byline"><span class="author vcard"><a class="url fn n" href="http://{story.outlet.host}/author/meja/">{_quoted(text.author)}</a></span></span>
</div></header>
<div class="entry-content">
{_paragraphs(text)}
</div></article></main>"""
    body = ' class="post-template-default single single-post"'
    return _frame(text.title, _meta(story, text, is_dated=is_dated), body, main)


def _side_article(story: SimStory, text: Text, *, is_dated: bool) -> str:
    at = story.published_at
    printed = f"Tayang: {WEEKDAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at:%Y %H:%M} {story.outlet.zone}"
    main = f"""<div id="article"><h1 id="arttitle">{_quoted(text.title)}</h1>
<div class="mt10"><time>{printed if is_dated else ""}</time></div>
<div id="penulis">Penulis: {_quoted(text.author)}</div>
<div class="side-article txt-article">
{_paragraphs(text)}
</div></div>"""
    return _frame(text.title, _meta(story, text, is_dated=is_dated), "", main)


def _single_post(story: SimStory, text: Text, *, is_dated: bool) -> str:
    at = story.published_at
    printed = f"{at.day} {MONTHS[at.month - 1]} {at:%Y}, {at:%H:%M} {story.outlet.zone}" if is_dated else ""
    main = f"""<div class="single-post"><div class="post-header-area"><h1 class="post-title">{_quoted(text.title)}</h1>
<ul class="post-meta"><li class="post-author">{_quoted(text.author)}</li><li><i class="fa fa-clock-o"></i>{printed}</li></ul></div>
<div class="post-content-area">
{_paragraphs(text)}
</div></div>"""
    return _frame(text.title, _meta(story, text, is_dated=is_dated), "", main)


def _redesigned(story: SimStory, text: Text) -> str:
    """Nothing is left of the old template's names; what machines are told, and the text itself, are as they were."""
    body = f'<div class="isi-v2">{_paragraphs(text)}</div>'
    main = f'<section class="baca-v2"><h2>{_quoted(text.title)}</h2>{body}</section>'
    return _frame(text.title, _meta(story, text, is_dated=True), ' class="app-v2"', main)


def _meta(story: SimStory, text: Text, *, is_dated: bool) -> str:
    title = html.escape(text.title)
    date = f'<meta property="article:published_time" content="{story.published_at.isoformat()}">' if is_dated else ""
    return (
        f'<link rel="canonical" href="{story.url}"><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{title}"><meta property="og:url" content="{story.url}">{date}'
    )


def _paragraphs(text: Text) -> str:
    return "\n".join(f"<p>{_quoted(p)}</p>" for p in text.paragraphs)


def _feed_link(url: str, title: str) -> str:
    return f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{url}">\n'


def _quoted(text: str) -> str:
    return html.escape(text, quote=False)


def _frame(title: str, head: str, body: str, main: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"><title>{_quoted(title)}</title>\n{head}</head>\n'
        f"<body{body}>\n{main}\n<footer><p>Hak cipta redaksi. Dilarang menyalin tanpa izin.</p></footer></body></html>\n"
    )


_TEMPLATES = {"disway": _codeigniter, "tribun": _side_article, "harianjogja": _single_post}
"""By network; the other sites use a theme of WordPress."""

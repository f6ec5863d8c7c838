"""Whole pages of the made-up outlets, in the structure of the Disway template: its classes, ids and meta names."""

# ruff: noqa: E501, S311  (lines are those of the template; the dice are for play)

from __future__ import annotations

import html
import random

from newsarchive.demo import furniture as f
from newsarchive.demo.head import head_html
from newsarchive.demo.markup import AMP_BLOCKS, PART_BLOCKS, body_html, parts
from newsarchive.demo.outlets import BY_SLUG, DemoOutlet
from newsarchive.demo.story import Edition, Story
from newsarchive.demo.world import World

LIST_STEP = 30


class Press:
    """Prints the pages of a world as text. Furniture that pages share is made once an outlet and day."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._frames: dict[tuple[str, int], tuple[str, str, str]] = {}
        self._items: dict[tuple[str, int], str] = {}

    def article(self, story: Story, day: int, offset: int = 0) -> str | None:
        """A page of an article; `offset` is 0 or a multiple of 15. None if the article has no such page."""
        edition = story.edition(day)
        pages = parts(edition.blocks)
        if offset % PART_BLOCKS or offset // PART_BLOCKS >= len(pages):
            return None
        outlet = BY_SLUG[story.outlet]
        blocks = pages[offset // PART_BLOCKS]
        text = body_html(blocks, story.style, random.Random(f"{story.key}/{edition.day}/{offset}"))
        if int(story.native_id) % 7 == 0:  # links of this editor are relative to the page's base
            text = text.replace(f'href="https://{story.host}/read/', 'href="read/')
        main = f"""
            <div class="col-sm-8">
                <div class="bottom-15">
                    <section class="entry-box">
                        <div class="entry-content bottom-30">
                            <ul class="breadcrumb">
                                <li><a href="{f.base(outlet)}">Home</a></li>
                                <li><a href="{f.base(outlet)}kategori/{story.section}">{f.label(story.section)}</a></li>
                            </ul>
                            <div class="post text-black-1">
                                <h1 class="text-black">{html.escape(edition.title, quote=False)}</h1>
{_post_info(story, edition) if offset == 0 else ""}
{_figure(story, edition)}
                                {text}
                                <div class="text-center">
{_pager(story, day, offset, len(pages))}
                                </div>
                                <div class="clearfix"></div>
                                <div class="text-center" style="background-color:#f2f2f2;padding:15px">
                                    <p style="margin-bottom: 10px;line-height: 20px;">Cek Berita dan Artikel lainnya di <a href="https://news.test/publications/{outlet.slug}" target="blank">Google News </a></p>
                                </div>
                                <div class="clearfix"></div>
                                <p class="bottom-15"><small>Sumber: <span class="blue-color">
                                    <strong>
                                        {edition.source_printed}                                    </strong></span></small>
                                </p>
                            </div>
{_tags(story, edition) if offset == 0 else ""}{_sharing(story, edition)}
                        </div>
                    </section>
                    <div class="bottom-15"><section>
                        <div class="label-to bottom-10"><h2>Berita Terkait </h2></div>
{self._related_list(story, day)}
                    </section></div>
                </div>
            </div>
"""
        return self._page(outlet, day, head_html(story, edition, outlet, day), main)

    def amp(self, story: Story, day: int, offset: int = 0) -> str | None:
        """A page of the article's AMP twin, whose parts step by 16."""
        edition = story.edition(day)
        pages = parts(edition.blocks, AMP_BLOCKS)
        if offset % AMP_BLOCKS or offset // AMP_BLOCKS >= len(pages):
            return None
        text = body_html(pages[offset // AMP_BLOCKS], "plain", random.Random(story.key))
        title = html.escape(edition.title, quote=False)
        return (
            f'<!doctype html>\n<html amp lang="id"><head><meta charset="utf-8"><title>{title}</title>\n'
            f'<link rel="canonical" href="{story.url(day)}"></head>\n<body><h1>{title}</h1>\n'
            f"<p>{story.printed}</p>\n<p>Reporter : {edition.author}</p>\n<p>Editor : {edition.editor}</p>\n{text}\n"
            "<p>Kategori : </p></body></html>\n"
        )

    def listing(self, outlet: DemoOutlet, section: str, day: int, offset: int = 0) -> str | None:
        """A page of a section's list, 30 items a page, empty beyond its end; None for an offset that is no multiple."""
        stories = self.world.listed(outlet, day, section)
        if offset % LIST_STEP:
            return None
        items = "".join(f.list_item(s, day, _list_url(s, day)) for s in stories[offset : offset + LIST_STEP])
        path = f"{f.base(outlet)}kategori/{section}"
        links = "".join(
            f'<li><a href="{path}{f"/{at}" if at else ""}" data-ci-pagination-page="{at // LIST_STEP + 1}"'
            f"{_rel_next(at, offset)}>{at // LIST_STEP + 1}</a></li>"
            for at in range(0, len(stories), LIST_STEP)
        )
        pager = f'<ul class="pagination">{links}</ul>' if len(stories) > LIST_STEP else ""
        main = f'<div class="col-sm-8"><h1>{f.label(section)}</h1>\n{items}\n{_oddities(outlet)}{pager}</div>\n'
        return self._page(outlet, day, _plain_head(outlet, f.label(section)), main)

    def home(self, outlet: DemoOutlet, day: int) -> str:
        """The front page: the newest thirty stories of all sections."""
        stories = self.world.listed(outlet, day)[:LIST_STEP]
        items = "".join(f.list_item(s, day, s.url(day)) for s in stories)
        main = f'<div class="col-sm-8">\n{items}\n{_oddities(outlet)}</div>\n'
        return self._page(outlet, day, _plain_head(outlet, outlet.name), main)

    def static(self, outlet: DemoOutlet, title: str, day: int) -> str:
        """A page that is not an article: about us, tags, search, network list."""
        text = f"<p>{outlet.name} terbit di {outlet.place} dan sekitarnya.</p>" * 3
        main = f'<div class="col-sm-8"><h1>{f.label(title)}</h1>\n{text}</div>\n'
        return self._page(outlet, day, _plain_head(outlet, f.label(title)), main)

    def _frame(self, outlet: DemoOutlet, day: int) -> tuple[str, str, str]:
        key = (outlet.slug, day)
        if key not in self._frames:
            side = f.sidebar([s for s in self.world.listed(outlet, day) if not s.is_hidden], day)
            self._frames[key] = (f.scripts(outlet), f.navigation(outlet, day), side)
        return self._frames[key]

    def _page(self, outlet: DemoOutlet, day: int, head: str, main: str) -> str:
        script, navigation, side = self._frame(outlet, day)
        return (
            f'\n\n\n\n<!DOCTYPE html> \n<html lang="id">\n<head>\n{head}{script}</head>\n\n<body>\n{navigation}'
            f'    <div class="container cont">\n        <div class="row">\n<div class="hidden-xs">\n{side}</div>\n{main}'
            f'        </div>\n<div class="visible-xs hidden-lg hidden-md hidden-sm">\n{side}</div>\n    </div>\n'
            f"{f.footer(outlet)}</body>\n</html>\n"
        )

    def _related_list(self, story: Story, day: int) -> str:
        stories = [s for s in self.world.listed(BY_SLUG[story.outlet], day, story.section) if s is not story][:15]
        for s in stories:
            if (s.key, day) not in self._items:
                self._items[s.key, day] = f.list_item(s, day, s.url(day))
        return "".join(self._items[s.key, day] for s in stories)


def render_pages(n: int, seed: int = 1) -> list[tuple[str, bytes]]:
    """(URL, UTF-8 page) of `n` first pages of articles of a world made for it, grouped by outlet, oldest first."""
    world = World(seed, max(60, n * 8 // 7 + 20))
    press = Press(world)
    pages: list[tuple[str, bytes]] = []
    stories = [s for s in world.stories if s.is_expected and s.appears_on == 0]
    for story in sorted(stories, key=lambda s: s.outlet)[:n]:
        text = press.article(story, 0)
        assert text is not None
        pages.append((story.url(0), text.encode()))
    return pages


def _list_url(story: Story, day: int) -> str:
    """Lists print one of two URL shapes; the third is found inside texts."""
    edition = story.edition(day)
    if story.is_hidden or int(story.native_id) % 3:
        return story.url(day)
    return f"https://{story.host}/read/{story.native_id}/{edition.slug}"


def _rel_next(at: int, offset: int) -> str:
    return ' rel="next"' if at == offset + LIST_STEP else ""


def _oddities(outlet: DemoOutlet) -> str:
    """Links on lists that do not lead to articles."""
    here = f.base(outlet)
    return (
        f'<h4 class="media-heading"><a href="{here}listtag/77/pilihan-redaksi"># pilihan redaksi</a></h4>\n'
        f'<a href="{here}readstatik/121/redaksi">Redaksi</a> <a href="javascript:void(0);">Muat lagi</a>\n'
    )


def _plain_head(outlet: DemoOutlet, title: str) -> str:
    feeds = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{s}" href="{f.base(outlet)}rss/{s}">\n'
        for s in outlet.sections
    )
    return (
        f'    <meta charset="utf-8">\n{feeds}<base href="{f.base(outlet)}" />\n<title itemprop="name">{title}</title>\n'
        f'<meta name="author" content="{outlet.brand}">\n'
    )


def _post_info(story: Story, edition: Edition) -> str:
    return f"""                                <div class="post-info bottom-15">
                                    <div class="text-grey">
                                        <span class="date" style="padding-left: 0px; display:block;">{story.printed}</span>
                                    </div>
                                    <div class="text-grey">
                                        <div class="author pull-left" id="author">Reporter:
                                            <strong>{edition.author}</strong><span>|</span>
                                        </div>
                                        <div class="editor pull-left" id="editor">Editor:
                                            <strong>{edition.editor}</strong>
                                        </div>
                                    </div>
                                </div>"""


def _figure(story: Story, edition: Edition) -> str:
    title = html.escape(edition.title)
    return f"""                                <div class="bottom-15">
                                    <img loading="lazy" src="{f.picture(story)}" class="img-responsive img-rounded" alt="{title}">
                                    <p class="text-grey" style="line-height: 1.3em;font-size: 13px;">
                                        <small style="font-size: 9pt;">{html.escape(edition.caption_printed, quote=False)}</small>
                                    </p>
                                </div>"""


def _pager(story: Story, day: int, offset: int, count: int) -> str:
    if count < 2:
        return ""
    path = f"https://{story.host}/read/{story.native_id}/{story.edition(day).slug}"
    links = "".join(
        f'<li class="active"><a>{n + 1}</a></li>'
        if n * PART_BLOCKS == offset
        else f'<li><a href="{path}{f"/{n * PART_BLOCKS}" if n else ""}" data-ci-pagination-page="{n + 1}">{n + 1}</a></li>'
        for n in range(count)
    )
    return f'<ul class="pagination">{links}</ul>'


def _tags(story: Story, edition: Edition) -> str:
    items = "".join(
        f'{" " * 60}<li><a href="https://{story.host}/listtag/{100 + n}/{tag.replace(" ", "-")}" title="{tag}"># {tag}</a></li>\n'
        for n, tag in enumerate(edition.tags)
    )
    return f"""<div class="news-tags clearfix"><ul class="list-inline">
<li><span class="text-grey"><strong>Tag: </strong></span></li>
{items}</ul></div>
"""


def _sharing(story: Story, edition: Edition) -> str:
    url = f"https://{story.host}/read/{story.native_id}/{edition.slug}"
    links = "".join(
        f"""<a href="javascript:void(0);" onclick="window.open('https://{name}.test/bagi?u={url}', '_blank', 'width=600,height=600,scrollbars=yes,status=yes,resizable=yes,screenx=0,screeny=0');"><img src="assets/share/{name}.svg" alt="share {name}" width="30" height="30" loading="lazy"></a>
"""
        for name in ("muka", "kicau", "pesan", "kirim")
    )
    return f"""<div class="sharing-box clearfix"><ul class="list-inline"><li><span class="text-grey"><strong>Share: </strong></span></li>
{links}</ul></div>
"""

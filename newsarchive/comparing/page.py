"""Writes what changed between two versions as one page of HTML: no script, nothing loaded, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from newsarchive.comparing.articles import Comparison, PictureChange
from newsarchive.comparing.lines import Line, lines_of
from newsarchive.comparing.words import TextChange, compare_texts
from newsarchive.models import Image

# English, Indonesian
_LABELS = {
    "title": ("Headline", "Judul"), "subtitle": ("Subtitle", "Subjudul"), "body": ("Text", "Isi"),
    "published_at": ("Published at", "Terbit pukul"), "published_on": ("Published on", "Terbit tanggal"),
    "modified_at": ("Last changed", "Terakhir diubah"), "kind": ("Kind", "Jenis"), "url": ("Address", "Alamat"),
    "source_credit": ("Source", "Sumber"), "republished_from": ("First run by", "Pertama tayang di"),
    "agency": ("Agency", "Kantor berita"), "initials": ("Signed", "Inisial"), "section": ("Section", "Kanal"),
    "place": ("Place", "Tempat"), "brand": ("Brand", "Merek"), "language": ("Language", "Bahasa"),
    "is_free": ("Free to read", "Bebas dibaca"), "is_advertorial": ("Advertorial", "Advertorial"),
    "page_count": ("Pages", "Jumlah halaman"), "authors": ("Authors", "Penulis"), "editors": ("Editors", "Editor"),
    "contributors": ("Contributors", "Kontributor"), "photographers": ("Photographers", "Fotografer"),
    "tags": ("Tags", "Tagar"), "pictures": ("Pictures", "Gambar"), "added": ("added", "ditambahkan"),
    "removed": ("removed", "dihapus"), "caption": ("other caption", "keterangan lain"),
    "moved": ("in another order", "urutan lain"), "away": ("moved away", "dipindahkan dari sini"),
    "here": ("moved here", "dipindahkan ke sini"), "version": ("version", "versi"), "words": ("words", "kata"),
    "seen": ("first seen", "pertama terlihat"), "yes": ("yes", "ya"), "no": ("no", "tidak"),
    "none": ("none", "tidak ada"), "nothing": ("Nothing differs.", "Tidak ada perbedaan."),
    "coarse": ("too long to be compared word by word", "terlalu panjang untuk dibandingkan kata demi kata"),
    "changes": ("What changed", "Apa yang berubah"),
}  # fmt: skip

_HOSTILE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_STYLE = """
:root { color-scheme: light dark; --add: #d9f2dd; --del: #fbdcdc; --quiet: #5a5a5a; --line: #c8c8c8 }
@media (prefers-color-scheme: dark) { :root { --add: #16482a; --del: #5c1f22; --quiet: #a8a8a8; --line: #555 } }
body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  overflow-wrap: anywhere }
h1 { font-size: 1.4rem; line-height: 1.3 }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; border-top: 1px solid var(--line); padding-top: .8rem }
ins { background: var(--add); text-decoration: underline } del { background: var(--del); text-decoration: line-through }
.moved { opacity: .75 } .quiet, .moved small, small { color: var(--quiet) } dt { font-weight: 600 }
dd { margin: 0 0 .6rem }
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the page is about: the article, and the two versions by number and by when they were first seen (aware)."""

    key: str
    url: str
    title: str | None
    language: str | None
    before: int
    before_at: datetime
    now: int
    now_at: datetime


def comparison_page(heading: Heading, comparison: Comparison) -> str:
    """The page as text, to be written in UTF-8. Its labels are English and Indonesian, the article is as it is."""
    lang = _escape(heading.language or "id")
    title = f"{heading.key}: {heading.before} → {heading.now}"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f'<meta name="referrer" content="no-referrer"><title>{_escape(title)}</title>',
            f"<style>{_STYLE}</style></head>",
            "<body><main>",
            f'<h1 lang="{lang}">{_escape(heading.title or heading.key)}</h1>',
            f'<p class="quiet">{_escape(heading.key)} · {_link(heading.url)}</p>',
            f"<p>{_version(heading.before, heading.before_at)} → {_version(heading.now, heading.now_at)}</p>",
            *_texts(comparison, lang),
            *_facts(comparison, lang),
            *_pictures(comparison.pictures, lang),
            *([f"<p>{_label('nothing')}</p>"] if comparison.is_empty else []),
            "</main></body></html>",
            "",
        )
    )


def _label(name: str) -> str:
    english, indonesian = _LABELS[name]
    if english == indonesian:
        return english
    return f'{english} <span class="quiet" lang="id">/ {indonesian}</span>'


def _version(number: int, at: datetime) -> str:
    when = at.isoformat(sep=" ", timespec="minutes")
    time = f'<time datetime="{at.isoformat()}">{when}</time>'
    return f"{_label('version')} {number} ({_label('seen')} {time})"


def _texts(comparison: Comparison, lang: str) -> Iterator[str]:
    for name in ("title", "subtitle", "body"):
        change: TextChange | None = getattr(comparison, name)
        if change is not None:
            words = f"+{change.words_added} −{change.words_removed} {_label('words')}"
            coarse = f", {_label('coarse')}" if change.is_coarse else ""
            yield f"<h2>{_label(name)} <small>{words}{coarse}</small></h2>"
            yield f'<div lang="{lang}">'
            yield from (_paragraph(line) for line in lines_of(change))
            yield "</div>"


def _facts(comparison: Comparison, lang: str) -> Iterator[str]:
    if comparison.values or comparison.lists:
        yield f"<h2>{_label('changes')}</h2><dl>"
        for value in comparison.values:
            yield f"<dt>{_label(value.field)}</dt><dd>{_del(_told(value.before))} {_ins(_told(value.now))}</dd>"
        for change in comparison.lists:
            members = [_del(_escape(name)) for name in change.removed] + [_ins(_escape(name)) for name in change.added]
            yield f'<dt>{_label(change.field)}</dt><dd lang="{lang}">{", ".join(members)}</dd>'
        yield "</dl>"


def _pictures(changes: Iterable[PictureChange], lang: str) -> Iterator[str]:
    changes = tuple(changes)
    if changes:
        yield f"<h2>{_label('pictures')}</h2><dl>"
        for change in changes:
            yield f'<dt>{_label(change.kind)}</dt><dd lang="{lang}">{_picture(change)}</dd>'
        yield "</dl>"


def _picture(change: PictureChange) -> str:
    image = change.now or change.before
    if image is None:
        return ""
    if change.kind == "caption" and change.before is not None:
        lines = lines_of(compare_texts((_caption(change.before),), (_caption(image),)))
        told = "".join(_segments(line) for line in lines)
    else:
        told = _escape(_caption(image))
        told = _del(told) if change.kind == "removed" else _ins(told) if change.kind == "added" else told
    return f"{told} {_link(image.url)}" if image.url else told


def _caption(image: Image) -> str:
    return " ".join(part for part in (image.caption, image.credit and f"({image.credit})") if part)


def _paragraph(line: Line) -> str:
    return f"<p>{_segments(line)}</p>"


def _segments(line: Line) -> str:
    told = []
    for segment in line.segments:
        text = _escape(segment.text)
        if segment.is_moved:
            note = f"<small>[{_label('away' if segment.kind == 'removed' else 'here')}]</small> "
            text = f'<span class="moved">{note}{text}</span>'
        told.append(_del(text) if segment.kind == "removed" else _ins(text) if segment.kind == "added" else text)
    return "".join(told)


def _escape(text: str) -> str:
    """Text as markup; control characters and what turns the direction of writing round are shown as a sign."""
    return escape(_HOSTILE.sub("\ufffd", text), quote=True)


def _del(markup: str) -> str:
    return f"<del>{markup}</del>" if markup else ""


def _ins(markup: str) -> str:
    return f"<ins>{markup}</ins>" if markup else ""


def _told(value: object) -> str:
    if isinstance(value, bool):
        return _label("yes" if value else "no")
    if isinstance(value, datetime):
        return _escape(value.isoformat(sep=" "))
    return _label("none") if value is None else _escape(str(value))


def _link(url: str) -> str:
    """An address to follow, if it is one of the web; any other (`javascript:`, `data:`) as plain text."""
    shown = _escape(url)
    if url[:8].lower().startswith(("http://", "https://")):
        return f'<a href="{shown}" rel="noreferrer nofollow">{shown}</a>'
    return shown

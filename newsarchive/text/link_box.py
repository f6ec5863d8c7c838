"""Boxes of links to other articles, and lines that are a label and links: the headlines in them."""

from __future__ import annotations

import re

from newsarchive.models import Paragraph
from newsarchive.text.noise import Noise, NoiseMatch
from newsarchive.text.paragraphs import is_only_links
from newsarchive.text.related import BETWEEN_LINKS, Found

_BOX_LABEL = re.compile(r"(?:baca|simak|lihat) (?:juga|pula)\b[\s:»>]*", re.IGNORECASE)
_AD_HOST = re.compile(
    r"https?://(?:[\w\-]{1,40}\.){0,4}(?:popin\.cc|mgid\.com|taboola\.com|outbrain\.com|doubleclick\.net|dable\.io|adnxs\.com"
    r"|googleadservices\.com|googlesyndication\.com|revcontent\.com|adskeeper\.co|propellerads\.com|innity\.com)[/:?]",
    re.IGNORECASE,
)
"""Networks that put advertisements among the headlines of a box."""
_LINK_LABEL = re.compile(
    r"[\W_]{0,4}(?:baca|simak|lihat|tonton|saksikan|video|read|see|watch"
    r"|(?:berita|artikel|video|foto|info) (?:terkait|lainnya))"
    r"(?: (?:juga|pula|also|more|selengkapnya|berita|artikel|video|foto|lainnya|terkait)){0,3}"
    r"[\s:»>•\-–—|]{0,6}",
    re.IGNORECASE,
)


def read_box(paragraph: Paragraph, noise: Noise) -> tuple[tuple[Found, ...], str]:
    """The headlines in a box that the layout says holds nothing but links, and what else is printed in it.

    Each link is one headline, less a label that is part of it; one article linked to twice (by its picture, say) is one
    headline, the longer. Without a link what stands behind the label is a headline. The rest, the label with it, is ''
    only where all of the text is headlines.
    """
    text = paragraph.text
    if not paragraph.links:
        match = noise.match(text)
        at = _label_end(text, noise, match)
        title = text[at:].strip()
        is_one = any(map(str.isalnum, title)) and not (at == 0 and match)
        return ((Found(title, None),), text[:at].strip()) if is_one else ((), text)
    found: dict[str, str] = {}
    rest: list[str] = []
    at = 0
    for link in paragraph.links:
        rest.append(text[at : link.start])
        at = max(at, link.start + len(link.text))
        if _AD_HOST.match(link.url):
            rest.append(link.text)
            continue
        match = noise.match(link.text)
        label = _label_end(link.text, noise, match)
        title = link.text[label:].strip()
        if not any(map(str.isalnum, title)) or (match and not label and match.rule.applies != "tail"):
            rest.append(link.text)
        elif len(title) > len(found.get(link.url, "")):
            found[link.url] = title
    rest.append(text[at:])
    return tuple(Found(title, url) for url, title in found.items()), " ".join(" ".join(rest).split())


def is_labelled_list(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a word such as 'Baca', 'Simak' or 'Lihat juga', links, and not a letter more."""
    links = paragraph.links
    if not links:
        return False
    if links[0].start == 0:  # the label is part of the link
        return _BOX_LABEL.match(links[0].text) is not None and is_only_links(paragraph)
    if not _LINK_LABEL.fullmatch(paragraph.text, 0, links[0].start):
        return False
    at = links[0].start
    for link in links:
        if not BETWEEN_LINKS.fullmatch(paragraph.text, at, link.start):
            return False
        at = link.start + len(link.text)
    return not any(map(str.isalnum, paragraph.text[at:]))


def _label_end(text: str, noise: Noise, match: NoiseMatch | None) -> int:
    """Where the label at the head of a box or a link ends; 0 where there is none. `match` is what rules say of it."""
    if match and match.rule.kind == "related" and match.rule.applies == "head":
        return match.end
    mark = noise.labels.match(text) or _BOX_LABEL.match(text)
    return mark.end() if mark else 0

"""What stands above the text in a plain-text dump: mastheads, clocks, title, subtitle, date, byline, picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from newsarchive.dates.names import MONTHS, WEEKDAYS
from newsarchive.dates.parsing import parse_date
from newsarchive.errors import DateError
from newsarchive.models import Dropped, Image, ParsedDate
from newsarchive.text.caption import is_caption, is_credit_line, split_caption
from newsarchive.text.dateline import read_dateline
from newsarchive.text.noise import Noise
from newsarchive.text.paragraphs import same_letters

Role = Literal["noise", "crumb", "date", "byline", "related", "caption", "dateline", "prose", "headline"]

_DEPTH = 16
"""Lines looked at from the top; the deepest date line of some fifty dumps is the seventh."""
_LONGEST_TITLE = 200
_LONGEST_CAPTION = 300
_WORDS_OF_A_TITLE = 4
"""Lines with fewer words are taken for a masthead or a topic, if a longer one follows."""
_CRUMB = re.compile(r"[•»›·]\s*\S")
_FULL_STOP = re.compile(r"(?<!\.\.)\.[\"”'’)\]]*$")
_LIST_ITEM = re.compile(r"\d{1,2}[.)]\s|[-*]\s")
_ICONS = re.compile(r"^(?:[a-z]{2,20}(?:_[a-z]{2,20}){1,4}\s+)+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DATE_WORDS = frozenset(
    (
        *("wib", "wita", "wit", "gmt", "utc", "pukul", "jam", "tanggal", "hari", "pada", "ming", "am", "pm"),
        *("tayang", "terbit", "diterbitkan", "dipublikasikan", "dibuat", "ditulis", "diposting", "diperbarui"),
        *("update", "updated", "posted", "published", "on", "of", "at", "st", "nd", "rd", "th"),
    )
)


@dataclass(slots=True)
class Head:
    """The head of a dump. `rest` are the lines left for the body, in order, bylines and related links among them."""

    rest: list[str]
    title: str | None = None
    subtitle: str | None = None
    published: ParsedDate | None = None
    images: list[Image] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_head(lines: Sequence[str], noise: Noise) -> Head:
    """Takes title, subtitle, date and picture from the first lines (white space folded, none empty) of a dump.

    A line printed twice is the title. Otherwise the title is the first line like a headline above the date and byline
    or, where there are none, at the very top. A dump that begins with text has no title. A date above the title is the
    clock of the day the page was fetched, and never that of publication.
    """
    roles = [_role(line, noise) for line in lines[:_DEPTH]]
    title = _repeated(lines, roles)
    block = _block_end(roles)
    if title is None or (block and title > block):
        title = _title(lines, roles, block)
    if title is None and block is None:
        end = next((number for number, role in enumerate(roles) if role not in {"noise", "crumb", "date"}), len(roles))
    else:
        end = max(-1 if title is None else title, -1 if block is None else block) + 1
    head = Head([], lines[title] if title is not None else None)
    for number in range(end):
        if number != title:
            _place(head, lines[number], roles[number], above=title is not None and number < title)
    _picture(head, lines[end:], roles[end:])
    return head


def _role(line: str, noise: Noise) -> Role:  # noqa: PLR0911 - a role a line reads best
    match = noise.match(line)
    if _is_date(line):
        return "date"
    if match and match.rule.kind == "byline":
        return "byline"
    if (match and match.rule.kind == "related") or noise.labels.match(line):
        return "related"
    if is_caption(line) or (match and match.rule.name == "photo-credit"):
        return "caption"
    if match and match.rule.applies in {"whole", "stop"}:  # nothing of a text stands so high on a page
        return "noise"
    dateline = read_dateline(line)
    if dateline and (dateline.brand or dateline.place):
        return "dateline"
    if _CRUMB.match(line):
        return "crumb"
    return "prose" if _FULL_STOP.search(line) or len(line) > _LONGEST_TITLE else "headline"


def _is_date(line: str) -> bool:
    """Whether a line holds a date with its year and not one word that is no part of a date."""
    if len(line) > 80 or not _YEAR.search(line):
        return False
    words = _LETTERS.findall(_ICONS.sub("", line).lower().replace("’", "'"))
    return all(word in _DATE_WORDS or word in MONTHS or word in WEEKDAYS for word in words) and bool(_published(line))


def _repeated(lines: Sequence[str], roles: Sequence[Role]) -> int | None:
    """The first line that stands again below it, both before the text."""
    first: dict[str, int] = {}
    for number, (line, role) in enumerate(zip(lines, roles, strict=False)):
        if role in {"dateline", "related"} and first:
            break
        if role not in {"headline", "prose"} or line.count(" ") < 2:
            continue
        if same_letters(line) in first:
            return first[same_letters(line)]
        first[same_letters(line)] = number
    return None


def _block_end(roles: Sequence[Role]) -> int | None:
    """The last date or byline above the text, if text follows.

    One sentence, the subtitle, may stand above them; more (about other articles) only where still more follows.
    """
    end, prose, above, seen = None, 0, 0, False
    for number, role in enumerate(roles):
        if role == "dateline":
            break
        prose += role == "prose"
        seen = seen or role in {"headline", "prose"}
        if (role == "byline" and prose <= 1) or (role == "date" and seen):
            end, above = number, prose
    if end is None:
        return None
    after = sum(role in {"prose", "dateline", "headline"} for role in roles[end + 1 :])
    return end if after and (above <= 1 or after > above) else None


def _title(lines: Sequence[str], roles: Sequence[Role], block: int | None) -> int | None:
    """The first line like a headline among those that stand together above the block or, without one, at the top."""
    candidates: list[int] = []
    for number, role in enumerate(roles if block is None else roles[:block]):
        if role == "headline" and not _LIST_ITEM.match(lines[number]):
            if block is not None and "prose" in roles[candidates[-1] if candidates else number : number]:
                candidates = []  # those above were headlines of other articles
            candidates.append(number)
        elif block is None and role not in {"noise", "crumb", "date"}:
            break
    long = [number for number in candidates if lines[number].count(" ") + 1 >= _WORDS_OF_A_TITLE]
    return next(iter(long or candidates), None)


def _place(head: Head, line: str, role: Role, *, above: bool) -> None:
    """One line of the head other than the title."""
    if role in {"byline", "related"}:
        head.rest.append(line)
    elif role == "date":
        published = None if above else _published(line)
        if published is None or (head.published and head.published.precision != "day"):
            head.dropped.append(Dropped(line, "page-clock" if above else "date-line", 0))
        else:
            head.published = published
        if above:
            head.warnings.append(f"date-above-title: {line!r} is taken for the clock of the page, not for its date")
    elif role == "caption":
        _caption(head, line)
    elif head.title and same_letters(line) == same_letters(head.title):
        head.dropped.append(Dropped(line, "title-repeated" if role != "crumb" else "breadcrumb", 0))
    elif not above and role in {"headline", "prose"} and head.title and head.subtitle is None:
        head.subtitle = line
    else:
        rule = {"noise": "above-text", "crumb": "breadcrumb"}.get(role, "above-title" if above else "above-text")
        head.dropped.append(Dropped(line, rule, 0))


def _published(line: str) -> ParsedDate | None:
    try:
        return parse_date(_ICONS.sub("", line))
    except DateError:
        return None


def _caption(head: Head, line: str) -> None:
    caption, credit = split_caption(line)
    if caption or credit:
        head.images.append(Image(None, caption, credit))
    else:
        head.dropped.append(Dropped(line, "empty-caption", 0))


def _picture(head: Head, lines: Sequence[str], roles: Sequence[Role]) -> None:
    """The lines between head and text: the title again, what a picture is called, its caption and credit."""
    at = 0
    while at < len(lines):
        line, role = lines[at], roles[at] if at < len(roles) else "prose"
        if head.title and same_letters(line) == same_letters(head.title):
            head.dropped.append(Dropped(line, "title-repeated", 0))
        elif role == "noise":
            head.dropped.append(Dropped(line, "above-text", 0))
        elif role == "caption" or (role in {"headline", "prose"} and not head.images and _stands_under_picture(line)):
            _caption(head, line)
        elif role == "headline" and is_credit_line(line) and roles[at + 1 : at + 2] in (["prose"], ["headline"]):
            # Tribun prints the credit first, then the caption
            head.images.append(Image(None, lines[at + 1], line))
            at += 1
        else:
            break
        at += 1
    head.rest += lines[at:]


def _stands_under_picture(line: str) -> bool:
    return len(line) <= _LONGEST_CAPTION and all(split_caption(line))

"""What every reader of a list gives, whatever the list is written in, and how it reads the titles and times printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from selectolax.lexbor import LexborHTMLParser

from newsarchive.dates.parsing import parse_date
from newsarchive.dates.reading import fold, read_fast
from newsarchive.errors import NewsarchiveError
from newsarchive.models import Listed

MAX_TITLE = 300
"""Characters kept of a title in a list; the article's own page has it whole."""

_LONGEST_TIME = 64
_ODD_TIMES = 20
_OLDEST, _LATEST = 1990, 2100


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a list says. Addresses are absolute, each once, in its order."""

    entries: tuple[Listed, ...] = ()
    parts: tuple[Listed, ...] = ()
    """Further lists that this one is made of: the sitemaps of an index, with the time of their last change."""
    next_url: str | None = None
    """Its next page, where it names one."""
    pages: int | None = None
    """How many pages it has, where it tells."""
    problem: str | None = None
    """None, or why it is no such list: nothing was read."""
    doubt: str | None = None
    """None, or `code: detail` of what was odd about it; it was read all the same."""

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of the entries."""
        return tuple(entry.url for entry in self.entries)


class Times:
    """Reads the times printed in one list.

    `zone` is that of times which name none; None: they stay unread. An odd form costs milliseconds, so a list that has
    too many of them is not asked further.
    """

    def __init__(self, zone: str | tzinfo | None = None) -> None:
        self._zone = zone
        self._odd = 0

    def read(self, printed: str | None) -> tuple[datetime | None, str | None]:
        """The aware instant, or None and what is printed; None twice where nothing that may be a time is."""
        text = fold((printed or "")[: _LONGEST_TIME + 1])
        if not any(letter.isdigit() for letter in text) or len(text) > _LONGEST_TIME:
            return None, None
        at = _machine_time(text)
        if at is not None:
            return at, None
        if read_fast(text) is None:
            self._odd += 1
            if self._odd > _ODD_TIMES:
                return None, text
        try:
            read = parse_date(text, zone=self._zone)
        except NewsarchiveError:
            return None, text
        return (read.at, None) if read.at is not None and _is_plausible(read.at) else (None, text)


def plain_title(printed: str | None) -> str | None:
    """A title as a reader sees it: lists keep it as text, as HTML, or as HTML twice escaped. None if it is empty."""
    text = (printed or "")[: 8 * MAX_TITLE]
    if "&" in text or "<" in text:
        text = LexborHTMLParser(text).text()
    return fold(text)[:MAX_TITLE].strip() or None


def _machine_time(text: str) -> datetime | None:
    """ISO 8601 with an offset, or seconds or milliseconds since 1970."""
    try:
        if text.isascii() and text.isdigit() and len(text) in (10, 13):
            at = datetime.fromtimestamp(int(text[:10]), UTC)
        else:
            at = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.tzinfo is not None and _is_plausible(at) else None


def _is_plausible(at: datetime) -> bool:
    return _OLDEST <= at.year <= _LATEST

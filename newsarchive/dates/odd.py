"""The last resort for a date line: dateparser, with its freedom to guess taken away."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from newsarchive.dates.reading import Reading

LONGEST: Final = 100
"""Characters: dateparser is slow (milliseconds), and longer lines than this were never dates of an odd form."""

_WORTH_TRYING: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_MONTH_LIKE: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|ma[yi]|mei|jun|jul|aug|agu|sep|o[kc]t|nov|de[cs])", re.IGNORECASE
)
_DAY_LIKE: Final = re.compile(r"(?<![\d.,/:-])(\d{1,2})(?![\d.,/:-])", re.ASCII)
_BASES: Final = (datetime(2001, 1, 1), datetime(2002, 2, 2))  # noqa: DTZ001 - dateparser wants naive ones


def read_odd(line: str) -> Reading | None:
    """The day that dateparser reads in a folded line with one day, a month's name and one year; None if there is none.

    Times are not read. The answer is taken only if it does not depend on the anchor (so nothing was filled in from a
    clock) and its day and year are among the printed numbers.
    """
    if len(line) > LONGEST or not _WORTH_TRYING.search(line) or not _MONTH_LIKE.search(line):
        return None
    days = {int(day) for day in _DAY_LIKE.findall(line)}
    years = {int(year) for year in _WORTH_TRYING.findall(line)}
    if len(days) != 1 or len(years) != 1:
        return None
    first, second = (_parser(base).get_date_data(line).date_obj for base in _BASES)
    if first is None or first != second or first.day not in days or first.year not in years:
        return None
    return Reading(first.day, first.month, first.year, warnings=[f"odd-form: {line!r} was read by dateparser"])


@lru_cache(maxsize=2)
def _parser(base: datetime) -> Any:
    from dateparser.date import DateDataParser  # noqa: PLC0415 - takes 90 ms to import, and is hardly ever needed

    return DateDataParser(
        languages=["id", "en"],
        settings={
            "DATE_ORDER": "DMY",
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "RELATIVE_BASE": base,
            "PARSERS": ["absolute-time"],
        },
    )

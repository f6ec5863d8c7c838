"""newsarchive: crawls Indonesian regional news and keeps every article, every version and every byte.

The names below are the public interface and stay stable; the command line is built on them. They are imported when
first used, so that a script that parses a date does not pay for the extractor.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsarchive.version import __version__

__all__ = [
    "Article",
    "CleanText",
    "ParsedDate",
    "__version__",
    "clean_html",
    "clean_text",
    "extract_html",
    "open_archive",
    "parse_date",
]

_HOME = {
    "Article": "newsarchive.models",
    "CleanText": "newsarchive.models",
    "ParsedDate": "newsarchive.models",
    "clean_html": "newsarchive.text.fragment",
    "clean_text": "newsarchive.text.dump",
    "extract_html": "newsarchive.extract",
    "open_archive": "newsarchive.store",
    "parse_date": "newsarchive.dates.parsing",
}

if TYPE_CHECKING:
    from newsarchive.dates.parsing import parse_date
    from newsarchive.extract import extract_html
    from newsarchive.models import Article, CleanText, ParsedDate
    from newsarchive.store import open_archive
    from newsarchive.text.dump import clean_text
    from newsarchive.text.fragment import clean_html


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value

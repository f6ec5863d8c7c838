"""Finds what a command was asked for: an article by any of its names, one of its versions by its number."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.errors import NewsarchiveError, UnknownOutlet
from newsarchive.registry import load_registry
from newsarchive.store import Archive
from newsarchive.store.records import ArticleRecord, VersionRecord


def found_article(archive: Archive, ref: str) -> ArticleRecord:
    """The article that `ref` names: a key, an outlet's short name or domain and a native id, a URL, or a row number.

    Raises NewsarchiveError with a sentence for the user if there is none.
    """
    record = archive.article(ref)
    head, slash, rest = ref.partition("/")
    if record is None and slash and "://" not in ref:
        try:  # the outlet's short name or domain before the native id
            record = archive.article(f"{load_registry().get(head).slug}/{rest}")
        except UnknownOutlet:
            record = None
    if record is None:
        raise NewsarchiveError(
            f"no article {ref!r} in this archive; `newsarchive search` finds articles by their words"
        )
    return record


def found_version(versions: Sequence[VersionRecord], key: str, number: int) -> VersionRecord:
    """The version of that number among those of the article `key`; NewsarchiveError if there is none."""
    for version in versions:
        if version.number == number:
            return version
    raise NewsarchiveError(f"{key} has no version {number}: there are {len(versions)}")

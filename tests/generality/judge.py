"""Whether a changed page is read as it must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from generality.changes import LOST, Changed, RealPage
from generality.marking import letters

from newsarchive import extract_html
from newsarchive.gold.compare import LEAK, grams


def f1(want: Iterable[str], got: Iterable[str]) -> float:
    """How close a text is to another: the measure of the extraction benchmarks."""
    wanted, found = grams(want), grams(got)
    return 2 * (wanted & found).total() / ((wanted.total() + found.total()) or 1)


def faults(page: RealPage, changed: Changed) -> list[str]:
    """What is wrong with the reading of a changed page, a line each; [] if it is as it must be."""
    article = extract_html(
        changed.source,
        changed.url or page.url,
        fetched_at=changed.fetched_at or page.fetched_at,
        networks=None if page.is_known else {},
    )
    before, wrong = page.reading, []
    want = changed.body_of(page)
    either = set(map(letters, page.gold.get("body_optional") or ()))
    if f1(*([text for text in texts if letters(text) not in either] for texts in (want, article.body))) < changed.least:
        have, need = set(map(letters, article.body)), set(map(letters, want))
        lost = [text for text in want if letters(text) not in have]
        extra = [text for text in article.body if letters(text) not in need]
        wrong.append(f"body {f1(want, article.body):.3f}: lost {_short(lost)}, extra {_short(extra)}")
    new = [*changed.new.values(), *(text for texts in changed.added.values() for text in texts)]
    have = set(map(letters, article.body))
    if lost := [text for text in new if letters(text) not in have]:
        wrong.append(f"new paragraphs lost: {_short(lost)}")
    if leaks := [text for text in article.body if LEAK.match(text) or LOST in text.lower()]:
        wrong.append(f"leaks: {_short(leaks)}")
    title = changed.title or changed.reword(before.title or "")
    if "title" not in changed.free and letters(article.title or "") != letters(title):
        wrong.append(f"title: {article.title!r}, not {title!r}")
    at = before.published_at and before.published_at + timedelta(minutes=changed.minutes)
    is_day = article.published_at is None and at is not None and article.published_on == at.date()
    if "published_at" not in changed.free and _minute(article.published_at) != _minute(at) and not is_day:
        wrong.append(f"published_at: {article.published_at}, not {at}")
    authors = before.authors if changed.authors is None else changed.authors
    if "authors" not in changed.free and sorted(article.authors) != sorted(authors):
        wrong.append(f"authors: {article.authors}, not {authors}")
    if "authors" in changed.free and any(letters(name) not in letters(changed.source) for name in article.authors):
        wrong.append(f"authors: {article.authors} were made up")
    if changed.place is not None and article.place != changed.place:
        wrong.append(f"place: {article.place!r}, not {changed.place!r}")
    links = Counter(letters(changed.reword(link.text)) for link in before.related)
    links += Counter(map(letters, changed.related))
    got = Counter(letters(link.text) for link in article.related)
    if "related" not in changed.free and got != links:
        wrong.append(f"related: lost {_short(list(links - got))}, extra {_short(list(got - links))}")
    if page.is_known and article.method != before.method and "method" not in changed.free:
        wrong.append(f"method: {article.method}, not {before.method}")
    return wrong


def _minute(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() // 60)


def _short(texts: list[str]) -> str:
    return "; ".join(f"'{text[:70]}'" for text in texts[:4]) + (f" and {len(texts) - 4} more" if len(texts) > 4 else "")

"""Turns an article into the columns, rows and JSON that the store keeps, and back into the same article."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from newsarchive.comparing.boring import is_same
from newsarchive.models import Article, Correction, DateEvidence, DateMention, Dropped, Image, RelatedLink
from newsarchive.store.times import maybe_text

SEPARATOR = "\n\n"
"""Between paragraphs in a `body` column. Paragraphs have their white space folded, so none holds it."""

SUBSTANTIVE = (
    "title", "subtitle", "body", "kind", "published_at", "authors", "editors", "source_credit", "tags", "images",
    "is_advertorial",
)  # fmt: skip
"""A change in any of these makes a new version, unless it is boring (`comparing.boring`). The rest (related links,
section, ...) is only brought up to date."""

_PLAIN = (
    "url", "kind", "network", "native_id", "published_at", "published_on", "modified_at", "published_printed",
    "published_zone", "authors", "editors", "contributors", "photographers", "agency", "initials", "source_credit",
    "republished_from", "place", "place_province", "place_regency", "place_candidates", "brand", "section", "tags",
    "language", "is_free", "is_advertorial", "page_count", "next_page_url", "method", "warnings",
)  # fmt: skip
_LISTS = frozenset({"authors", "editors", "contributors", "photographers", "place_candidates", "tags", "warnings"})
_NESTED: dict[str, type[Correction | DateEvidence | Image | RelatedLink | Dropped | DateMention]] = {
    "published_evidence": DateEvidence,
    "images": Image,
    "related": RelatedLink,
    "dropped": Dropped,
    "dates_mentioned": DateMention,
    "corrections": Correction,
}
_MEMBERS = {name: tuple(field.name for field in dataclasses.fields(kind)) for name, kind in _NESTED.items()}

COLUMNS = (
    "native_id", "url", "kind", "title", "subtitle", "body", "published_at", "published_local", "published_printed",
    "published_zone", "modified_at", "section", "place", "brand", "source_credit", "language", "is_free",
    "is_advertorial", "page_count", "method", "content_hash", "version", "network", "agency", "initials",
    "republished_from", "place_province", "place_regency", "place_candidates", "published_on",
)  # fmt: skip
"""Columns of `articles` that a version fills, in the order of `column_values()`."""


def column_values(article: Article, version: int) -> tuple[object, ...]:
    """Values for COLUMNS."""
    local = None if article.published_at is None else article.published_at.isoformat()
    return (
        article.native_id, article.url, article.kind, article.title, article.subtitle, SEPARATOR.join(article.body),
        maybe_text(article.published_at), local, article.published_printed, article.published_zone,
        maybe_text(article.modified_at), article.section, article.place, article.brand, article.source_credit,
        article.language, article.is_free, article.is_advertorial, article.page_count, article.method,
        article.content_hash, version, article.network, article.agency, article.initials, article.republished_from,
        article.place_province, article.place_regency, json.dumps(article.place_candidates),
        _day(article.published_on),
    )  # fmt: skip


VERSION_COLUMNS = "title, subtitle, body, content_hash, fields"
"""Columns of `versions` from which `article_from()` makes the article again."""


def version_values(article: Article) -> tuple[object, ...]:
    """Values for VERSION_COLUMNS."""
    text = SEPARATOR.join(article.body)
    return article.title, article.subtitle, text, article.content_hash, fields_json(article)


def fields_json(article: Article) -> str:
    """All fields but title, subtitle, body, outlet and hash as a JSON object; times keep the offset they came with."""
    values: dict[str, object] = {name: getattr(article, name) for name in _PLAIN}
    for name, members in _MEMBERS.items():
        values[name] = [{member: getattr(item, member) for member in members} for item in getattr(article, name)]
    return _ENCODER.encode(values)


def article_from(outlet: str | None, row: Sequence[Any]) -> Article:
    """The article of a version, from VERSION_COLUMNS of its row."""
    title, subtitle, body, content_hash, fields = row
    values: dict[str, Any] = json.loads(fields)
    for name, kind in _NESTED.items():
        values[name] = tuple(kind(**_revived(item)) for item in values.get(name, ()))
    for name in _LISTS & values.keys():  # what an older version of ours did not know is not there
        values[name] = tuple(values[name])
    paragraphs = tuple(body.split(SEPARATOR)) if body else ()
    known = _revived(values, ("published_at", "modified_at"))
    if (day := known.get("published_on")) is not None:
        known["published_on"] = date.fromisoformat(day)
    elif (at := known.get("published_at")) is not None:  # a version of before days were kept
        known["published_on"] = at.date()
    return Article(outlet=outlet, title=title, subtitle=subtitle, body=paragraphs, content_hash=content_hash, **known)


def differences(before: Article, now: Article) -> tuple[str, ...]:
    """The substantive fields in which two versions differ by more than what is boring (`comparing.boring`)."""
    return tuple(name for name in SUBSTANTIVE if not is_same(name, before, now))


def child_rows(article: Article, article_id: int) -> dict[str, list[tuple[object, ...]]]:
    """Rows for the tables that hang on an article, by table, in the order of their columns."""
    roles = {"author": article.authors, "editor": article.editors, "contributor": article.contributors}
    roles["photographer"] = article.photographers
    people = [(article_id, role, n, name) for role, found in roles.items() for n, name in enumerate(found)]
    rows: dict[str, Sequence[tuple[object, ...]]] = {
        "people": people,
        "tags": [(article_id, place, tag) for place, tag in enumerate(article.tags)],
        "images": [(article_id, n, i.url, i.caption, i.credit) for n, i in enumerate(article.images)],
        "related_links": [(article_id, n, r.text, r.url, r.after) for n, r in enumerate(article.related)],
        "dropped": [(article_id, n, d.text, d.rule, d.after) for n, d in enumerate(article.dropped)],
        "dates_mentioned": [
            (article_id, n, d.printed, _day(d.on), d.paragraph, d.warning, _day(d.repair))
            for n, d in enumerate(article.dates_mentioned)
        ],
        "evidence": [
            (article_id, n, e.source, e.printed, maybe_text(e.at), e.won, e.note, e.name)
            for n, e in enumerate(article.published_evidence)
        ],
        "warnings": [(article_id, n, *_split(text)) for n, text in enumerate(article.warnings)],
        "corrections": [
            (
                article_id,
                n,
                c.kind,
                c.printed,
                maybe_text(c.stated_at),
                _day(c.stated_on),
                c.target_url,
                c.target_title,
                c.reason,
            )
            for n, c in enumerate(article.corrections)
        ],
    }
    return {table: list(values) for table, values in rows.items() if values}


def _split(warning: str) -> tuple[str, str | None]:
    code, _, detail = warning.partition(": ")
    return code, detail or None


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _iso(value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(f"cannot be stored: {value!r}")


def without_surrogates(article: Article) -> Article:
    """The same article with `?` for each half of a surrogate pair, which JSON can hold and no database can store."""
    mended = {field.name: _mended(getattr(article, field.name)) for field in dataclasses.fields(article)}
    mended["warnings"] = (*mended["warnings"], "unpaired-surrogate: replaced by a question mark")
    return Article(**mended)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return tuple(_mended(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{field.name: _mended(getattr(value, field.name)) for field in dataclasses.fields(value)})
    return value


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_iso)


def _revived(values: Mapping[str, Any], times: Sequence[str] = ("at", "stated_at")) -> dict[str, Any]:
    revived = dict(values)
    for name in times:
        if revived.get(name) is not None:
            revived[name] = datetime.fromisoformat(revived[name])
    for name in ("on", "repair", "stated_on"):
        if revived.get(name) is not None:
            revived[name] = date.fromisoformat(revived[name])
    return revived

"""Every statement of a page about when it was published or changed, collected in one place for `dates.published`.

Nothing is judged here but names: a meta element, or a field of the data layer, whose name speaks of publication is a
candidate, whatever it holds; one that speaks of creation is evidence that never wins (CMSs create drafts hours before
they publish: detik's `createdate`, okezone's `dateCreated`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Literal

from newsarchive.dates.candidates import Candidate, Source
from newsarchive.html.metadata import text_of
from newsarchive.models import Dateline

STAMP: Final = "time@datetime"
"""The name of a candidate that is the `datetime` attribute of the element that prints the date."""

LONGEST: Final = 200
"""Characters of a machine-readable time: longer values are no times, and are not looked at."""

_NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")
_WHEN: Final = r"(?:date|time|on|at|datetime|timestamp)(?:unix|iso|gmt|utc|local)?"
_PUBLISHED: Final = re.compile(
    rf"(?<!un)(?:pub|publish|published|publication|publishing){_WHEN}\Z"
    r"|date(?:published|publishediso|publication|issued)\Z"
    r"|\A(?:date|articledate|newsdate|sailthrudate|dcdate|dcdateissued|dctermsdate|dctermsissued|tanggaltayang"
    r"|tanggalterbit|tglterbit|tgltayang)\Z"
)
_CREATED: Final = re.compile(rf"(?:create|created|creation){_WHEN}\Z|datecreated\Z|\A(?:dcterms|article)?created\Z")
_MODIFIED: Final = re.compile(
    rf"(?:modified|lastmod|modification|updated|lastpub|lastpublished){_WHEN}\Z|date(?:modified|updated)\Z|\Alastmod\Z"
)
_URL_DAY: Final = re.compile(
    r"/((?:19[5-9]\d|20\d\d)/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))(?=/|\Z)"
    r"|/((?:199\d|20\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))/?(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?=[-/]|\Z)",
    re.ASCII,
)


def date_candidates(
    *,
    printed: str | None = None,
    stamp: str | None = None,
    jsonld: Mapping[str, Any] | None = None,
    meta: Mapping[str, str] | None = None,
    datalayer: Mapping[str, str] | None = None,
    payload: str | None = None,
    payload_utc: str | None = None,
    url: str | None = None,
    dateline: Dateline | None = None,
    feed: str | None = None,
) -> tuple[Candidate, ...]:
    """All statements about the time of publication, for `reconcile()`.

    `printed` is the text of the element that prints the date, `stamp` its `datetime` attribute (of the nearest `time`);
    `jsonld`, `meta` (lower-case names) and `datalayer` are what `html.metadata` reads, of the whole page; `payload` and
    `payload_utc` are the values at `Payload.date` and `Payload.date_utc`; `url` is the page's address, `feed` the
    item's date where a feed led to it. A value is taken as it is found, trimmed; blank ones are left out.
    """
    found = [Candidate("printed", printed)] if printed else []
    if stamp and (stamp := stamp.strip()):
        found.append(Candidate("meta", stamp[:LONGEST], STAMP))
    if payload:
        found.append(Candidate("payload", payload[:LONGEST], "date"))
    if payload_utc:
        found.append(Candidate("payload", payload_utc[:LONGEST], "date_utc", clock="utc"))
    if jsonld:
        found.extend(_in_jsonld(jsonld))
    if meta:
        found.extend(_named("meta", meta))
    if datalayer:
        found.extend(_named("datalayer", datalayer))
    if feed:
        found.append(Candidate("feed", feed))
    if url and (day := day_in_url(url)):
        found.append(Candidate("url", day))
    if dateline is not None and dateline.on is not None:
        found.append(Candidate("dateline", dateline.printed))
    return tuple(found)


def modified_candidates(
    *,
    printed: str | None = None,
    jsonld: Mapping[str, Any] | None = None,
    meta: Mapping[str, str] | None = None,
    payload_utc: str | None = None,
) -> tuple[Candidate, ...]:
    """All statements about the time of the last change, for `read_modified()`. `printed` is the element that prints the
    date, whatever it speaks of: the part behind a word for 'updated' is looked for there.
    """
    found = [Candidate("printed", printed)] if printed else []
    if payload_utc:
        found.append(Candidate("payload", payload_utc[:LONGEST], "modified_utc", clock="utc"))
    if jsonld and (stated := text_of(jsonld, "dateModified")):
        found.append(Candidate("jsonld", stated[:LONGEST], "dateModified"))
    for name, value in (meta or {}).items():
        if _speaks_of(name) == "modified" and len(value) <= LONGEST and (text := value.strip()):
            found.append(Candidate("meta", text, name))
    return tuple(found)


def day_in_url(url: str) -> str | None:
    """The day in the path of an address as it stands there: `2023/11/02`, or `20260724` where a time to the second
    follows (`/20260724100745-78-1/`, `/20260724/100745/`); None if there is none, or more than one.

    A day and no time: what follows it in the path (kompas `213419026`, suara `070859`) is a clock reading on some
    networks, of the draft at that, and a number on others.
    """
    path = url.partition("?")[0].partition("#")[0].partition("://")[2] or url
    if "/archive.org/" in path or path.startswith("web.archive.org/"):  # the capture's own time stands in front
        path = path.rpartition("://")[2]
    days = {match[1] or match[2] for match in _URL_DAY.finditer(path)}
    return days.pop() if len(days) == 1 else None


def _in_jsonld(jsonld: Mapping[str, Any]) -> Iterator[Candidate]:
    for key, counts in (("datePublished", True), ("uploadDate", True), ("dateCreated", False)):
        text = text_of(jsonld, key)
        if text and len(text) <= LONGEST:
            yield Candidate("jsonld", text, key, counts=counts)


def _named(source: Source, fields: Mapping[str, str]) -> Iterator[Candidate]:
    for name, value in fields.items():
        what = _speaks_of(name)
        if what is not None and what != "modified" and len(value) <= LONGEST and (text := value.strip()):
            yield Candidate(source, text, name, counts=what == "published")


@lru_cache(maxsize=4096)
def _speaks_of(name: str) -> Literal["published", "created", "modified"] | None:
    """What the name of a field says that it holds. (Names are few: looking one up is cheaper than reading it.)"""
    folded = _NOT_A_LETTER.sub("", name[:100].lower())
    if _CREATED.search(folded):
        return "created"
    if _MODIFIED.search(folded):
        return "modified"
    return "published" if _PUBLISHED.search(folded) else None

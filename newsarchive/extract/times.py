"""When an article was published and changed: the evidence of its page handed to the rules that weigh it."""

from __future__ import annotations

from collections.abc import Mapping

from newsarchive.dates.modified import Modified, read_modified
from newsarchive.dates.published import Published, reconcile
from newsarchive.html.date_evidence import date_candidates, modified_candidates
from newsarchive.models import Dateline, Outlet, Zone
from newsarchive.open_page import OpenPage
from newsarchive.text.urls import host_of

_HERE = frozenset(("id", "ms", "jv", "su", "ban", "min", "ace", "bug", "mad"))
"""Languages that news of Indonesia is written in."""


def times_of(
    part: OpenPage,
    datalayer: Mapping[str, str],
    outlet: Outlet | None,
    dateline: Dateline | None,
    language: str | None,
) -> tuple[Published, Modified]:
    """When the article of `part` was published and last changed, by all that its page says of it."""
    reading, fetched_at = part.reading, part.page.fetched_at
    printed, record = (reading.date, reading.record) if reading else (None, None)
    zone, assume = outlet.zone if outlet else None, assumed_zone(part, language)
    liars = part.network.liars if part.network else ()
    when = reconcile(
        date_candidates(
            printed=printed,
            stamp=reading.date_attribute if reading else None,
            jsonld=part.jsonld,
            meta=part.meta,
            datalayer=datalayer,
            payload=record.date if record else None,
            payload_utc=record.date_utc if record else None,
            url=part.page.url,
            dateline=dateline,
        ),
        zone=zone,
        assume=assume,
        liars=liars,
        relative_to=fetched_at,
    )
    stated = modified_candidates(
        printed=printed, jsonld=part.jsonld, meta=part.meta, payload_utc=record.modified_utc if record else None
    )
    return when, read_modified(stated, when, zone=zone, assume=assume, liars=liars, relative_to=fetched_at)


def assumed_zone(part: OpenPage, language: str | None) -> Zone | None:
    """WIB, the zone of four fifths of the country's people and of its national media, where nothing states one.

    Only for pages that are surely Indonesian: of a known network of outlets here, in a language of the country, or on
    a host under `.id`. `reconcile()` records that it was assumed.
    """
    is_ours = part.network is not None and not part.network.is_generic
    return "WIB" if is_ours or language in _HERE or host_of(part.page.url).endswith(".id") else None

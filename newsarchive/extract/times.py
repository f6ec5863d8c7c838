"""When an article was published and changed: the evidence of its page handed to the rules that weigh it."""

from __future__ import annotations

from collections.abc import Mapping

from newsarchive.html.metadata import text_of
from newsarchive.models import Dateline, Network, Outlet
from newsarchive.open_page import OpenPage
from newsarchive.text.candidates import Source
from newsarchive.text.published import Published, reconcile

_NOTHING = Published(None, None, None, None, None)


def published(
    part: OpenPage,
    datalayer: Mapping[str, str],
    network: Network | None,
    outlet: Outlet | None,
    dateline: Dateline | None,
) -> Published:
    """The time of publication, by all that the page says of it."""
    meta, reading = part.meta, part.reading
    candidates: list[tuple[Source, str | None]] = [
        ("printed", reading.date if reading else None),
        ("jsonld", text_of(part.jsonld, "datePublished")),
        ("meta", meta.get("article:published_time") or meta.get("pubdate") or meta.get("datepublished")),
        ("datalayer", datalayer.get("published_date")),
    ]
    given = [(source, text) for source, text in candidates if text]
    return reconcile(
        given,
        zone=outlet.zone if outlet else None,
        liars=network.liars if network else (),
        relative_to=part.page.fetched_at,
    )


def modified(part: OpenPage, network: Network | None, when: Published, outlet: Outlet | None) -> Published:
    """When the page says it was changed. A `dateModified` that only repeats `datePublished` says nothing."""
    stated = text_of(part.jsonld, "dateModified")
    if not stated or stated == text_of(part.jsonld, "datePublished"):
        return _NOTHING
    zone = when.zone or (outlet.zone if outlet else None)
    return reconcile([("jsonld", stated)], zone=zone, liars=network.liars if network else ())

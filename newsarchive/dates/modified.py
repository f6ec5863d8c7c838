"""When it was last changed: what a page says of that, believed only beside its time of publication."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from newsarchive.dates.candidates import Candidate
from newsarchive.dates.parsing import updated_part
from newsarchive.dates.published import Published, reconcile
from newsarchive.dates.published_zones import TOLERANCE
from newsarchive.models import Zone

_SAME: Final = timedelta(minutes=1)
"""Nearer than this to the publication it is the publication: CMSs cut seconds in one of the two only."""


@dataclass(frozen=True, slots=True)
class Modified:
    """The time of the last change, if the page states one that can be; `printed` is the statement it was read from."""

    at: datetime | None = None
    printed: str | None = None
    warnings: tuple[str, ...] = ()


def read_modified(
    candidates: Iterable[Candidate],
    published: Published,
    *,
    zone: str | tzinfo | None,
    assume: Zone | None = None,
    liars: Collection[str] = (),
    relative_to: datetime | None = None,
) -> Modified:
    """The last change that `candidates` (of `html.date_evidence.modified_candidates()`) tell of; `at` None: none.

    Zones are settled as in `reconcile()`, and a source whose offset was refuted for the publication is not believed
    here either. What repeats a time of publication word for word, or lies in the minute of publication or the ten
    before it, says nothing. What lies further before it is `modified-before-published`: the warning holds what is
    stated, and `at` is None. Raises ConfigError if `zone` is not a time zone.
    """
    said = {(evidence.source, evidence.printed) for evidence in published.evidence}
    stated = []
    for candidate in candidates:
        if candidate.source == "printed":
            part = updated_part(candidate.text)
            if part is None:
                continue
            stated.append(replace(candidate, text=part))
        elif (candidate.source, candidate.text) in said:
            continue
        elif candidate.source in published.false_offsets:
            stated.append(replace(candidate, clock="local"))
        else:
            stated.append(candidate)
    if not stated:
        return Modified()
    found = reconcile(stated, zone=published.zone or zone, assume=assume, liars=liars, relative_to=relative_to)
    winner = next((evidence for evidence in found.evidence if evidence.won), None)
    if winner is None or found.at is None:
        return Modified()
    if published.at is None:
        return Modified(found.at, winner.printed)
    apart = found.at - published.at
    if -TOLERANCE <= apart < _SAME:  # the last saving of a draft is no change
        return Modified()
    if apart < timedelta(0):
        name = f"{winner.source} {winner.name}" if winner.name else winner.source
        distance = f"{-apart // _SAME} minutes before {published.at.isoformat()}"
        return Modified(None, winner.printed, (f"modified-before-published: {name} {winner.printed!r} is {distance}",))
    return Modified(found.at, winner.printed)

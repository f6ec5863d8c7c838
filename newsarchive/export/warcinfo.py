"""The first record of a WARC file: who made it with what, which robots policy was kept, and what is rebuilt."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from newsarchive.export import records
from newsarchive.store import Archive
from newsarchive.version import __version__

_STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_CONTACT = re.compile(r"\(\+(?:mailto:)?([^()\s]+)\)")
_EPOCH = "1970-01-01T00:00:00.000000Z"

REBUILT = (
    "Status lines, request lines and header lines are written from their parts as they were received and sent: names as"
    " spelt, values, order and repetition; white space around values is not kept. Transfer coding was undone when a"
    " response came: where its head says chunked, the body is written as one chunk (metadata: rebuilt-here). What else"
    " is not as sent is named in the metadata record of the capture (rebuilt)."
)


@dataclass(frozen=True, slots=True)
class Warcinfo:
    """The record and its id."""

    record_id: str
    member: bytes


def as_of(archive: Archive) -> str:
    """When the newest snapshot of the archive was fetched, as a WARC-Date: the date of what is made from it.

    So an export does not depend on when it is made. An empty archive gives 1970.
    """
    row = archive.connection.execute("SELECT fetched_at FROM snapshots ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else _EPOCH


def warcinfo_fields(archive: Archive, asked: Mapping[str, object], title: str) -> list[tuple[str, str]]:
    """What is the same for all files of an export (WARC/1.1 §6.2 and Dublin Core's terms).

    Operator, User-Agent and robots policy are those of the latest crawl; they are left out where nothing was crawled.
    """
    fields = [("software", f"newsarchive/{__version__}"), ("format", "WARC File Format 1.1"), ("conformsTo", _STANDARD)]
    row = archive.connection.execute(
        "SELECT user_agent FROM runs WHERE user_agent IS NOT NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is not None:
        agent = str(row[0])
        contact = _CONTACT.search(agent)
        # 'classic' is the standard's word for the Robots Exclusion Protocol, now RFC 9309
        fields += [("operator", contact[1])] if contact else []
        fields += [("robots", "classic"), ("http-header-user-agent", agent)]
    fields += [("isPartOf", title), ("description", REBUILT)]
    return [*fields, ("newsarchive-selection", json.dumps(asked, sort_keys=True))]


def warcinfo(fields: list[tuple[str, str]], *, date: str, filename: str) -> Warcinfo:
    """The record for the file of that name; a stream has the name `-`, which is not told."""
    block = records.warc_fields(fields)
    number = records.record_id("warcinfo", date, filename, records.block_digest((block,)))
    head = [("WARC-Type", "warcinfo"), ("WARC-Record-ID", number), ("WARC-Date", date)]
    if filename != "-":
        head.append(("WARC-Filename", filename))
    return Warcinfo(number, records.member([*head, ("Content-Type", records.WARC_FIELDS)], (block,)))

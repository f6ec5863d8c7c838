"""Writes down what is lost: that the bytes of a snapshot are in no pack any more."""

from __future__ import annotations

from datetime import datetime

from newsarchive.store import Writer

LOST = "bytes-lost"
"""Reason of the failure that says so."""


def record_loss(writer: Writer, snapshot: tuple[int, str, str | None, int], why: str, at: datetime) -> bool:
    """Write down that the bytes of a snapshot (id, URL, outlet, run) are lost: a failure with the reason `bytes-lost`.

    False if that is on record already.
    """
    number, url, outlet, run_id = snapshot
    if writer.has_failure(number, LOST):
        return False
    writer.add_failure(url, outlet=outlet, snapshot_id=number, reason=LOST, detail=why[:1000], at=at, run_id=run_id)
    return True

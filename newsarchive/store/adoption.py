"""Gives the index the snapshots that packs have and it has not: those of a crash between the two commits, or of a time
after the copy of the index that was put back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress

from newsarchive.store.outlets import know_outlet
from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.packs.folder import Packs
from newsarchive.store.packs.heads import COLUMNS, Head, HeadRun
from newsarchive.store.tally import Tally

_INSERT = (
    f"INSERT OR IGNORE INTO snapshots ({', '.join(COLUMNS)}, head_pack)"  # noqa: S608
    f" VALUES ({', '.join('?' * len(COLUMNS))}, ?)"
)
_RUN = "INSERT OR IGNORE INTO runs (id, command, version, user_agent, options, started_at) VALUES (?, ?, ?, ?, ?, ?)"


def adopt(db: sqlite3.Connection, packs: Packs, names: Iterable[str], tally: Tally | None, *, at: str) -> int:
    """Add the snapshots newer than any in the index whose heads the packs named have; gives how many.

    They keep their own ids, and their runs are restored; an outlet that is missing gets a row with what is known of
    it, until the outlets are synced. What was taken down (`tombstone_urls`) stays down. `at` is the time, as text,
    for packs that the index did not know. Costs one look into each pack if there is nothing to do. A pack that cannot
    be read is passed over: whoever cites it will say so. Call it inside a transaction. `tally` None: they are counted.
    """
    (newest,) = db.execute("SELECT ifnull(max(id), 0) FROM snapshots").fetchone()
    return sum(adopt_heads(db, packs, name, _newer(packs, name, newest), tally, at=at) for name in names)


def highest_id(packs: Packs, names: Iterable[str]) -> int:
    """The highest snapshot id in the heads of the packs named, even if the head itself cannot be read; 0: none."""
    highest = 0
    for name in names:
        with suppress(DamagedPack):
            highest = max(highest, packs.for_reading(name).last_id())
    return highest


def adopt_heads(
    db: sqlite3.Connection, packs: Packs, name: str, heads: Iterable[Head], tally: Tally | None, *, at: str
) -> int:
    """Add these snapshots, whose heads are in the pack named, where the index has none with their ids."""
    runs: dict[int, HeadRun] | None = None
    added = 0
    for head in heads:
        if db.execute("SELECT 1 FROM tombstone_urls WHERE url = ?", (head.url,)).fetchone():
            continue
        if runs is None:
            runs = _runs(packs, name)
        _prepare(db, head, name, runs, at)
        if db.execute(_INSERT, (*head.row(), name)).rowcount:
            added += 1
            if tally is not None:
                tally.resume(head.run_id, head.outlet)
                tally.snapshot(head.run_id, head.outlet, head.status, head.payload_bytes)
    return added


def _newer(packs: Packs, name: str, newest: int) -> Iterator[Head]:
    try:
        if packs.for_reading(name).last_id() > newest:
            yield from packs.heads(name, newest, faults=[])
    except DamagedPack:
        return


def _runs(packs: Packs, name: str) -> dict[int, HeadRun]:
    try:
        return {run.id: run for run in packs.runs(name)}
    except DamagedPack:  # its snapshots are no less worth: their runs are called unknown
        return {}


def _prepare(db: sqlite3.Connection, head: Head, name: str, runs: dict[int, HeadRun], at: str) -> None:
    """See to it that what the row will point at is there."""
    for pack in {name, head.pack}:
        db.execute("INSERT OR IGNORE INTO packs (name, created_at) VALUES (?, ?)", (pack, at))
    run = runs.get(head.run_id) or HeadRun(head.run_id, "unknown", "unknown", None, "{}", at)
    db.execute(_RUN, (run.id, run.command, run.version, run.user_agent, run.options, run.started_at))
    if head.outlet is not None:
        know_outlet(db, head.outlet, head.url)

"""`newsarchive verify`: every byte and every row, held against each other."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.exits import ExitCode
from newsarchive.registry import load_registry
from newsarchive.runclock import RunClock
from newsarchive.upkeep.faults import BYTES, Fault, Looked
from newsarchive.upkeep.repair import repair
from newsarchive.upkeep.verify import Depth, Verification

_SHOWN = 20
"""Faults of one kind that are printed one by one."""

_REDRAWN_S = 0.2


@click.command(
    epilog="""\b
Example:
  newsarchive verify
  newsarchive verify --sample 1000 -q
  newsarchive verify --full --json
  newsarchive verify --repair
"""
)
@options.archive
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Read N bodies too, chosen at random.")
@click.option("--seed", type=int, help="Choose the same bodies again: the number that a --sample printed.")
@click.option("--full", "is_full", is_flag=True, help="Read every body and every head, and count everything anew.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes that read bodies.  [default: one a core]")
@click.option("--all", "is_all", is_flag=True, help=f"Print every fault, and not only {_SHOWN} of a kind.")
@click.option("--repair", "is_repairing", is_flag=True, help="Read everything, and put right what can be put right.")
@click.option("--rebuild", "is_rebuilding", is_flag=True, help="With --repair: make the index anew from the packs.")
@options.outlets
@options.as_json
@options.quiet
def command(
    *,
    archive_dir: Path,
    outlets_dir: Path | None,
    is_repairing: bool,
    is_rebuilding: bool,
    sample: int | None,
    seed: int | None,
    is_full: bool,
    jobs: int | None,
    is_all: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Check the archive: files and their checksums, rows and references, and that each row's bytes are there.

    Nothing is changed, and a crawl may go on meanwhile. Ends with code 8 if there is any fault. Without --sample or
    --full no body is read, but for sealed packs, whose files are read whole. See docs/keeping.md for what each fault
    means and what can be done.

    --repair changes what is wrong and can be put right from what the archive itself holds: rows that packs have and
    the index lacks, counts, the full-text index; it makes a damaged index anew from the packs. It needs the archive for
    itself. Code 8 then says that something is left, such as bytes that are lost.
    """
    if (is_full or is_repairing) and sample:
        raise click.UsageError("--full and --repair read every body: --sample has no meaning beside them")
    if is_rebuilding and not is_repairing:
        raise click.UsageError("--rebuild is a way to repair: give --repair too")
    jobs = jobs or os.cpu_count() or 1
    is_drawing = not quiet and not as_json and sys.stderr.isatty()
    if is_repairing:
        _repair(archive_dir, outlets_dir, jobs, is_rebuilding=is_rebuilding, as_json=as_json, is_drawing=is_drawing)
        return
    depth: Depth = "full" if is_full else "sample" if sample else "quick"
    chance = secrets.randbelow(1 << 31) if seed is None else seed
    check = Verification(archive_dir, depth, sample or 0, chance, jobs)
    found: Counter[str] = Counter()
    with _drawn(check.looked, is_drawing=is_drawing):
        faults = _few(check, found, None if is_all else _SHOWN, as_json=as_json)
    if as_json:
        output.echo_json(_report(check, found, faults))
    elif not quiet or found:
        _print(check, found)
    if found:
        sys.exit(ExitCode.DIFFERS)


def _repair(
    folder: Path, outlets_dir: Path | None, jobs: int, *, is_rebuilding: bool, as_json: bool, is_drawing: bool
) -> None:
    """Repair and print what came of it."""
    registry, looked = load_registry(outlets_dir), Looked()
    with _drawn(looked, is_drawing=is_drawing):
        result = repair(folder, registry, clock=RunClock(), is_rebuilding=is_rebuilding, jobs=jobs, looked=looked)
    if as_json:
        output.echo_json(result)
    else:
        if result.rebuilt is not None:
            counts = output.counted(result.rebuilt.counts)
            output.echo(f"The index was made anew: {result.rebuilt.snapshots} snapshots; {counts}.")
            output.section("Carried over from the old index", [output.counted(result.rebuilt.carried)])
            output.section("Could not be read", result.rebuilt.problems)
            if result.rebuilt.set_aside is not None:
                output.echo(f"The old index is {result.rebuilt.set_aside}.")
        output.section("Put right", result.done)
        output.section("Left as it is", result.left)
        if not result.done and not result.left:
            output.echo("Nothing is left to be put right.")
    if result.left:
        sys.exit(ExitCode.DIFFERS)


def _few(check: Verification, found: Counter[str], limit: int | None, *, as_json: bool) -> list[Fault]:
    """Make the check, count its faults by kind in `found`, and print them as they come, or give them for JSON."""
    kept: list[Fault] = []
    for fault in check:
        found[fault.kind] += 1
        if limit is not None and found[fault.kind] > limit:
            continue
        if as_json:
            kept.append(fault)
        else:
            output.echo(output.safe_line(str(fault)))
    return kept


def _report(check: Verification, found: Counter[str], faults: list[Fault]) -> dict[str, object]:
    looked = check.looked
    return {
        "archive": check.folder,
        "depth": check.depth,
        "seed": check.seed if check.depth == "sample" else None,
        "looked_at": looked.counts,
        "not_looked_at": looked.notes,
        "found": found,
        "faults": faults,
    }


def _print(check: Verification, found: Counter[str]) -> None:
    for kind, count in found.items():
        if count > _SHOWN:
            output.echo(f"{count} faults of kind {kind} in all; --all prints each")
    for note in check.looked.notes:
        output.echo(output.safe_line(f"note: {note}"))
    counts = check.looked.counts
    looked = ", ".join(f"{counts[name]:,} {name}" for name in counts if name != BYTES)
    seed = f"; --seed {check.seed} chooses the same bodies" if check.depth == "sample" else ""
    verdict = f"{found.total()} faults" if found else "no fault"
    output.echo(f"{verdict}. Looked at ({check.depth}): {looked}, {output.size(counts[BYTES])} of files{seed}.")


@contextmanager
def _drawn(looked: Looked, *, is_drawing: bool) -> Iterator[None]:
    """Draw what is being looked at on standard error, a line that is written over and over."""
    last = 0.0

    def draw(what: str, count: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > _REDRAWN_S:
            last = now
            sys.stderr.write(f"\r\x1b[K{looked.counts[what]:,} {what}")
            sys.stderr.flush()

    if is_drawing:
        looked.progress = draw
    try:
        yield
    finally:
        if is_drawing:
            sys.stderr.write("\r\x1b[K")

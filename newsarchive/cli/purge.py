"""`newsarchive purge`: takes an article down for good, and says what that does and does not reach."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.errors import ConfigError
from newsarchive.exits import ExitCode
from newsarchive.store import open_archive
from newsarchive.store.exports import ExportRecord, export_records
from newsarchive.store.reach import Reach
from newsarchive.store.tombstones import Tombstone, read_tombstones
from newsarchive.upkeep.purge import Purged, plan_purge, purge

_SHOWN = 10
"""Copies, links and shared pages that are named; of more, their number is."""
_STEPS = {
    "rows": "removing rows and setting tombstones",
    "packs": "removing bytes from packs",
    "index": "writing the index anew",
}


@click.command(
    epilog="""\b
Example:
  newsarchive purge https://radartegal.disway.id/read/700001/judul --reason "request of 2026-02-01" --dry-run
  newsarchive purge radartegal-disway/700001 --reason "request of 2026-02-01" --yes
  newsarchive purge --list

\b
Exit codes: 0 done, 4 nothing is kept under a URL, 5 rows are removed but bytes are left (run --finish), 6 locked.
"""
)
@click.argument("refs", metavar="[URL]...", nargs=-1)
@click.option("--reason", help="Why: kept in the tombstone, so without names that are to be forgotten.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only show what would be removed, and what would stay.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
@click.option("--finish", "is_finish", is_flag=True, help="Only finish takedowns that were interrupted.")
@click.option("--list", "is_list", is_flag=True, help="List the tombstones (of these URLs).")
@options.archive
@options.as_json
def command(
    *,
    refs: tuple[str, ...],
    reason: str | None,
    is_dry: bool,
    is_sure: bool,
    is_finish: bool,
    is_list: bool,
    archive_dir: Path,
    as_json: bool,
) -> None:
    """Take articles down for good: text, bytes, index entries, copies of old versions. This cannot be undone.

    URL is any URL of the article, its key, or a URL of a page that is none. A tombstone stays: reason, time, hashes,
    URLs; what it names is not fetched, imported or read again. Other articles that tell the same text, lists that
    link to it, exports and backups are named, not touched.
    """
    if is_list:
        _list(archive_dir, as_json=as_json)
        return
    if bool(refs) == is_finish:
        raise click.UsageError("give URLs or keys, or --finish alone")
    if not is_finish:
        with open_archive(archive_dir) as archive:
            plan = plan_purge(archive, refs)
        if is_dry:
            _show(plan, as_json=as_json)
            return
        _make_sure(plan, reason, is_sure=is_sure, as_json=as_json)
    done = purge(archive_dir, refs, reason=reason or "finish", clock=lambda: datetime.now(UTC), progress=_tell)
    _show(done, as_json=as_json)
    if not done.is_finished:
        click.echo(output.safe_line(f"not finished: {done.problem}; `newsarchive purge --finish` goes on"), err=True)
        raise SystemExit(int(ExitCode.ARCHIVE))


def _make_sure(plan: Purged, reason: str | None, *, is_sure: bool, as_json: bool) -> None:
    """The plan is shown and asked about, where somebody is there to answer."""
    if not reason or not reason.strip():
        raise click.UsageError("--reason is needed: it is what the tombstone says")
    if is_sure or not plan.reached:
        return
    if not sys.stdin.isatty():
        raise ConfigError("a takedown cannot be undone: look at it with --dry-run, then say --yes")
    if not as_json:
        _show(plan, as_json=False)
    click.confirm("Remove all this for good?", abort=True, err=True)


def _tell(step: str) -> None:
    click.echo(f"{_STEPS[step]} ...", err=True)


def _show(purged: Purged, *, as_json: bool) -> None:
    if as_json:
        output.echo_json(purged)
        return
    verb = "removed" if purged.tombstones else "would remove"
    for reach in purged.reached:
        output.section(reach.key or reach.ref, list(_lines(reach, verb)))
    for stone in (*purged.already, *purged.tombstones):
        output.section(f"Tombstone {stone.id}", _stone_lines(stone))
    if purged.left_in:
        output.section("Also in the archive's folder, not touched and to be looked at", purged.left_in)
    if purged.reached:
        output.section("Backups and copies of this archive", ["are not touched: see docs/takedown.md"])


def _lines(reach: Reach, verb: str) -> Iterator[str]:
    yield f"title: {reach.title or 'none'}"
    size = output.size(reach.payload_bytes)
    yield f"{verb}: {reach.versions} versions, {len(reach.snapshot_ids)} snapshots, bodies of {size} as received"
    yield from (f"URL: {url}" for url in reach.urls)
    for export in reach.exports:
        yield f"is in an export: {_export(export)}"
    for export in reach.unended_exports:
        yield f"may be in an export that has not ended: {_export(export)}"
    yield from _some("stays, has the same text or part of it:", reach.copies)
    yield from _some("stays, links to it under its headline:", reach.mentions)
    shared = [f"{other.key or other.url} (snapshot {other.snapshot_id})" for other in reach.shared]
    yield from _some("stays, because it came with the very same bytes:", shared)


def _some(what: str, names: Sequence[str]) -> Iterator[str]:
    yield from (f"{what} {name}" for name in names[:_SHOWN])
    if len(names) > _SHOWN:
        yield f"{what} {len(names) - _SHOWN} more"


def _export(export: ExportRecord) -> str:
    return f"{export.file} ({export.kind}, {export.started_at.isoformat(sep=' ', timespec='minutes')})"


def _stone_lines(stone: Tombstone) -> list[str]:
    lines = [
        f"of {stone.key or 'a page that is no article'}, {stone.purged_at.isoformat(sep=' ', timespec='seconds')}",
        f"reason: {stone.reason}",
        f"removed: {stone.versions} versions, {stone.snapshots} snapshots, {output.size(stone.payload_bytes)}",
    ]
    if stone.exports:
        lines.append(f"is in exports: {', '.join(map(str, stone.exports))}")
    if stone.finished_at is None:
        lines.append("NOT FINISHED: bytes are left in files; run `newsarchive purge --finish`")
    return lines


def _list(archive_dir: Path, *, as_json: bool) -> None:
    """Every tombstone, with the files of the exports that hold what was taken down."""
    with open_archive(archive_dir) as archive:
        stones = read_tombstones(archive.connection)
        files = {e.id: e for stone in stones for e in export_records(archive.connection, stone.exports)}
    if as_json:
        output.echo_json({"tombstones": stones, "exports": list(files.values())})
        return
    for stone in stones:
        names = [f"export {number}: {_export(files[number])}" for number in stone.exports if number in files]
        output.section(f"Tombstone {stone.id}", [*_stone_lines(stone), *(f"URL: {url}" for url in stone.urls), *names])

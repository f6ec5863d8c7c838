"""A copy of an archive that is whole at every moment, made while a crawl writes, and an archive itself."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from newsarchive.errors import ArchiveError, ConfigError
from newsarchive.store.connection import INDEX_NAME, PACKS_NAME, connect_reading
from newsarchive.store.lock import ArchiveLock
from newsarchive.upkeep import copying
from newsarchive.upkeep.faults import Fault
from newsarchive.upkeep.file_checks import file_sha256
from newsarchive.upkeep.manifest import MANIFEST, read_manifest, write_manifest
from newsarchive.upkeep.verify import Verification

STAGE = "backup-unfinished"
"""The folder in the copy in which a new state is made and checked before it takes the place of the one before."""

_LOGS = ("-wal", "-shm", "-journal")
_OURS = frozenset(
    {INDEX_NAME, *(INDEX_NAME + end for end in _LOGS), PACKS_NAME, MANIFEST, STAGE, "config.toml", "lock"}
)
_RUN = "SELECT id, started_at FROM runs ORDER BY id {} LIMIT 1"
_REMOVALS = "SELECT count(*), max(id) FROM runs WHERE command IN ('purge', 'prune')"
_TRIES = 3
"""Copies that are begun: a takedown may write a sealed pack anew while it is copied."""


class Unfaithful(ArchiveError):
    """A file of the archive is not what its index says, so that a copy of it would be of no use."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup did. Sizes in bytes."""

    folder: Path
    copied: tuple[str, ...]
    """Files that were copied; sealed packs that the copy had already are not among them."""
    copied_bytes: int
    kept: int
    """Sealed packs that were there already."""
    faults: tuple[Fault, ...]
    """What the check of the new copy found: if anything, the copy is as it was before, unless that was waived."""
    is_in_place: bool


def back_up(
    archive: Path,
    target: Path,
    *,
    is_full: bool = False,
    is_forced: bool = False,
    jobs: int = 1,
    say: Callable[[str], None] = lambda line: None,
) -> Backup:
    """Bring the copy in `target` up to the state of `archive`, which may be written to meanwhile.

    The index first, as of one instant, then the packs: packs only gain, so those copied later hold everything that the
    index cites. Everything is made in a folder of its own inside `target` and checked there; only then are files moved
    into place, each whole. `is_full` reads every byte of the copy for that, `is_forced` puts a copy with faults into
    place. Raises ConfigError for a target that is no place for it, ArchiveLocked while another backup goes there,
    NotAnArchive or Unfaithful for a source that cannot be copied; a full disk leaves the copy as it was.
    """
    connect_reading(archive / INDEX_NAME).close()
    _check_target(archive, target)
    target.mkdir(parents=True, exist_ok=True)
    lock = ArchiveLock(target)
    stage = target / STAGE
    try:
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        made, faults = _made_and_checked(archive, target, stage, say, partial(_check, stage, is_full, jobs))
        is_in_place = not faults or is_forced
        if is_in_place:
            _put_in_place(stage, target, made)
        size = sum(made.sizes[name] for name in made.copied)
        return Backup(target, tuple(made.copied), size, made.kept, faults, is_in_place)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        lock.release()


def _check(folder: Path, is_full: bool, jobs: int) -> tuple[Fault, ...]:
    return tuple(Verification(folder, "full" if is_full else "quick", jobs=jobs))


def _made_and_checked(
    archive: Path, target: Path, stage: Path, say: Callable[[str], None], check: Callable[[], tuple[Fault, ...]]
) -> tuple[_Made, tuple[Fault, ...]]:
    """Make the new state and check it; once more, if what it lacks was removed from the packs on purpose meanwhile."""
    made = _make(archive, target, stage, say)
    say("checking the copy")
    faults = check()
    if faults and _removals(archive) != _removals(stage):
        say("a takedown came between: beginning again")
        shutil.rmtree(stage)
        stage.mkdir()
        made = _make(archive, target, stage, say)
        faults = check()
    return made, faults


def _removals(folder: Path) -> tuple[int, ...]:
    with closing(connect_reading(folder / INDEX_NAME)) as connection:
        row: tuple[int, ...] = connection.execute(_REMOVALS).fetchone()
    return row


@dataclass(slots=True)
class _Made:
    copied: list[str]
    kept: int
    sums: dict[str, str]
    """SHA-256 (hex) of each file, by its name below the folder."""
    sizes: dict[str, int]


def _check_target(archive: Path, target: Path) -> None:
    """Raises ConfigError unless `target` is absent, empty, or a copy of this archive that we made."""
    source, goal = archive.resolve(), target.resolve()
    if source == goal or source in goal.parents or goal in source.parents:
        raise ConfigError(f"{target}: a backup cannot lie in the archive itself, nor the archive in it")
    if not target.exists():
        return
    if not target.is_dir():
        raise ConfigError(f"{target}: this is a file; a backup is a folder")
    there = {path.name for path in target.iterdir()}
    foreign = sorted(there - _OURS)
    if foreign:
        raise ConfigError(f"{target}: holds {foreign[0]!r}, which no backup has put there; choose an empty folder")
    if INDEX_NAME in there:
        if MANIFEST not in there:
            raise ConfigError(f"{target}: holds an archive without {MANIFEST}, so not a backup; choose another folder")
        _check_origin(archive, target)


def _check_origin(archive: Path, target: Path) -> None:
    """Raises ConfigError unless the copy was made of this archive and not written to since: its first and its last run
    are runs of this one. A copy that cannot be read may be replaced.
    """
    with closing(connect_reading(archive / INDEX_NAME)) as ours:
        try:
            theirs = connect_reading(target / INDEX_NAME)
        except ArchiveError:
            return
        with closing(theirs):
            for order, what in (("ASC", "holds the backup of another archive"), ("DESC", "was written to since")):
                run = theirs.execute(_RUN.format(order)).fetchone()
                known = run and ours.execute("SELECT 1 FROM runs WHERE id = ? AND started_at = ?", run).fetchone()
                if run is not None and known is None:
                    raise ConfigError(f"{target}: {what}; choose another folder")


def _make(archive: Path, target: Path, stage: Path, say: Callable[[str], None]) -> _Made:
    for last in range(_TRIES - 1, -1, -1):
        try:
            return _make_once(archive, target, stage, say)
        except Unfaithful:
            if not last:
                raise
            say("a pack was written anew meanwhile: beginning again")
            shutil.rmtree(stage)
            stage.mkdir()
    raise AssertionError("unreachable")


def _make_once(archive: Path, target: Path, stage: Path, say: Callable[[str], None]) -> _Made:
    """The new state in `stage`: what has not changed is there as a second name of the file in `target`."""
    before = read_manifest(target)
    made = _Made([], 0, {}, {})
    say("copying the index")
    index = stage / INDEX_NAME
    copying.copy_database(archive / INDEX_NAME, index)
    (stage / PACKS_NAME).mkdir()
    with closing(sqlite3.connect(index, isolation_level=None)) as connection:
        rows = connection.execute("SELECT name, sealed_at, sha256, file_bytes FROM packs ORDER BY name").fetchall()
        for name, sealed_at, sha256, size in rows:
            file = f"{PACKS_NAME}/{name}.db"
            if sha256 is not None and before.get(file) == sha256 and copying.is_of_size(target / file, size):
                copying.link(target / file, stage / file)
                made.kept += 1
                made.sums[file] = sha256
            else:
                say(f"copying {file}")
                made.copied.append(file)
                made.sums[file] = _pack(archive, stage, file, None if sealed_at is None else sha256)
                if sealed_at is None:
                    copying.record_pages(connection, name, stage / file)
            made.sizes[file] = (stage / file).stat().st_size
    copying.sync(index)
    made.copied.append(INDEX_NAME)
    made.sums[INDEX_NAME], made.sizes[INDEX_NAME] = file_sha256(index), index.stat().st_size
    if (archive / "config.toml").exists():
        made.sums["config.toml"] = copying.copy_file(archive / "config.toml", stage / "config.toml")
    write_manifest(stage, made.sums)
    return made


def _pack(archive: Path, stage: Path, file: str, sealed_sha256: str | None) -> str:
    """Copy one pack and give its SHA-256. Raises Unfaithful for a sealed one that is not what the index says."""
    if not (archive / file).exists():
        raise Unfaithful(str(archive / file), "the pack file is missing; put it back from a copy")
    if sealed_sha256 is None:
        copying.copy_database(archive / file, stage / file)
        copying.sync(stage / file)
        return file_sha256(stage / file)
    found = copying.copy_file(archive / file, stage / file)
    if found != sealed_sha256:
        raise Unfaithful(
            str(archive / file), "this sealed pack is not what it was: `newsarchive verify` says more; put it back"
        )
    return found


def _put_in_place(stage: Path, target: Path, made: _Made) -> None:
    """Move the files of the new state over the old: packs before the index that cites them, the list last."""
    (target / PACKS_NAME).mkdir(exist_ok=True)
    for file in (*(name for name in made.copied if name != INDEX_NAME), INDEX_NAME, "config.toml", MANIFEST):
        if (stage / file).exists():
            for end in _LOGS:  # of a file that was read meanwhile: they do not belong to the new one
                (target / (file + end)).unlink(missing_ok=True)
            (stage / file).replace(target / file)
    for folder in (target / PACKS_NAME, target):
        copying.sync(folder)

"""Reads kept bodies and holds each against its SHA-256: in processes of their own, some hundred bodies at a time."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path

from newsarchive import workers
from newsarchive.errors import ArchiveError
from newsarchive.store.packs.packfile import PackFile

_AT_ONCE = 250
"""Bodies of one task: some tenths of a second, so that handing over costs nothing."""

_ALONE = 8
"""Tasks that are done before other processes are started: a small archive is read in the time that starting takes."""

Wanted = tuple[str, str]
"""A pack's name and the SHA-256 of a body in it."""

Lost = tuple[str, str, str]
"""A pack's name, the SHA-256 of a body, and why it cannot be read."""

_Task = tuple[str, tuple[Wanted, ...]]


def read_bodies(folder: Path, wanted: Iterable[Wanted], jobs: int) -> Iterator[tuple[int, list[Lost]]]:
    """Read bodies from the packs in `folder`, in order; gives, a task at a time, how many were read and which are lost.

    Those of one pack should follow one another. `jobs` processes share the work; with 1, or if there is
    little of it, it is done here.
    """
    left = iter(wanted)
    tasks = iter(lambda: (str(folder), tuple(islice(left, _AT_ONCE))), (str(folder), ()))
    for task in tasks if jobs <= 1 else islice(tasks, _ALONE):
        yield len(task[1]), read_some(task)
    if (more := next(tasks, None)) is not None:
        yield from _shared(chain((more,), tasks), jobs)


def _shared(tasks: Iterator[_Task], jobs: int) -> Iterator[tuple[int, list[Lost]]]:
    # spawn: a copy of this process would share its open files and locks
    context = multiprocessing.get_context("spawn")
    waiting: deque[tuple[int, Future[list[Lost]]]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=workers.prepare) as pool:
        for task in tasks:
            waiting.append((len(task[1]), pool.submit(read_some, task)))
            if len(waiting) > 2 * jobs:  # few at a time, or memory would hold the whole list
                count, done = waiting.popleft()
                yield count, done.result()
        while waiting:
            count, done = waiting.popleft()
            yield count, done.result()


def read_some(task: _Task) -> list[Lost]:
    """The bodies of one task that cannot be read whole."""
    folder, wanted = task
    lost: list[Lost] = []
    pack: PackFile | None = None
    for name, sha256 in wanted:
        try:
            if pack is None or pack.name != name:
                if pack is not None:
                    pack.close()
                pack = None
                pack = PackFile(Path(folder) / f"{name}.db")
            pack.get(sha256)
        except ArchiveError as error:
            lost.append((name, sha256, str(error)))
    if pack is not None:
        pack.close()
    return lost

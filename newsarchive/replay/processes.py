"""Reads pieces of work in several processes, a bounded number at a time, and gives what they found in order."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

from newsarchive import workers
from newsarchive.errors import NewsarchiveError
from newsarchive.registry import load_registry
from newsarchive.replay.findings import Findings
from newsarchive.replay.reader import Reader
from newsarchive.replay.workload import Piece

_AHEAD = 4
"""Pieces for each process that are read ahead of the one whose turn it is: all that is ever held in memory."""

_WORTH = 24
"""With fewer pieces of work than this, other processes would take longer to start than to read."""

_reader: Reader | None = None


class ReadingDied(NewsarchiveError):
    """A process that read pages was ended by the system, mostly for want of memory."""


def read_all(path: Path, outlets: Path | None, work: Iterable[Piece], jobs: int) -> Iterator[Findings]:
    """What each piece of work gives, in the order of the pieces, however many processes (`jobs`) read them.

    `outlets` is the folder of outlet files; None: the project's own. Where there is little to do, or one job is asked
    for, this process reads by itself. Raises ReadingDied, and what a `Reader` raises.
    """
    pieces = iter(work)
    first = list(islice(pieces, _WORTH))
    if jobs == 1 or len(first) < _WORTH:
        with closing(Reader(path, load_registry(outlets))) as reader:
            for piece in chain(first, pieces):
                yield _read(reader, piece)
        return
    yield from _in_processes(path, outlets, chain(first, pieces), jobs)


def _in_processes(path: Path, outlets: Path | None, pieces: Iterator[Piece], jobs: int) -> Iterator[Findings]:
    # A fresh interpreter, not a fork: the parent may hold SQLite connections, and those do not survive a fork
    # (sqlite.org/howtocorrupt.html, section 2.6).
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_open, initargs=(path, outlets))
    waiting: deque[Future[Findings]] = deque()
    try:
        for piece in pieces:
            waiting.append(executor.submit(_read_here, piece))
            if len(waiting) >= _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        why = "a process that reads pages could not start, or was ended by the system (memory?); --jobs 1 does without"
        raise ReadingDied(why) from error
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _open(path: Path, outlets: Path | None) -> None:
    """Prepare a process: what it reads with lasts as long as it does."""
    global _reader  # noqa: PLW0603 - a process of a pool has no other place for what lasts
    workers.prepare()
    _reader = Reader(path, load_registry(outlets))


def _read_here(piece: Piece) -> Findings:
    if _reader is None:
        raise RuntimeError("the process was not prepared")
    return _read(_reader, piece)


def _read(reader: Reader, piece: Piece) -> Findings:
    return reader.articles(piece.ids) if piece.of == "articles" else reader.snapshots(piece.ids)

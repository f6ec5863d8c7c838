"""Every error the library raises on purpose: one base, small subclasses with their subject and exit code."""

from __future__ import annotations

import errno
import sqlite3
from typing import ClassVar

from newsarchive.exits import ExitCode


class NewsarchiveError(Exception):
    """Base of all errors of ours. The message is a sentence for a person and names the file, URL or field at fault.

    By itself it says that what was given is missing or wrong: a file, an article that is not there, an argument.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.CONFIG


class DateError(NewsarchiveError, ValueError):
    """A text holds no date that can be read without a guess. `text` is what was given."""

    exit_code = ExitCode.CONFIG

    def __init__(self, text: str, why: str) -> None:
        super().__init__(f"no date can be read from {text!r}: {why}")
        self.text = text


class ConfigError(NewsarchiveError):
    """A setting is missing or wrong. The message names it."""

    exit_code = ExitCode.CONFIG


class RegistryError(ConfigError):
    """A row of a data file is wrong. `path`, `line` (from 1) and `field` say where; None if unknown."""

    def __init__(self, path: str, line: int | None, field: str | None, why: str) -> None:
        where = path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {why}" if field is None else f"{where}: field {field!r}: {why}")
        self.path, self.line, self.field = path, line, field


class UnknownOutlet(ConfigError):
    """No outlet has this name. `near` holds slugs that are spelt alike."""

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        hint = f"; did you mean {', '.join(near)}?" if near else "; `newsarchive outlets` lists them all"
        super().__init__(f"no outlet is called {name!r}{hint}")
        self.name, self.near = name, near


class ArchiveError(NewsarchiveError):
    """The archive cannot be used. `path` names the file."""

    exit_code = ExitCode.ARCHIVE

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


class NotAnArchive(ArchiveError):
    """The file is missing, damaged, or not a news.db of ours."""


class ArchiveLocked(ArchiveError):
    """Another run is writing to this archive. `pid` is its process id if known."""

    exit_code = ExitCode.LOCKED

    def __init__(self, path: str, pid: int | None = None) -> None:
        who = f" (process {pid})" if pid else ""
        super().__init__(path, f"another run is writing to this archive{who}; wait for it or choose another --archive")
        self.pid = pid


class Pruned(ArchiveError):
    """The bytes asked for are not kept any more: `newsarchive prune` removed them, and the row says when."""

    def __init__(self, url: str, pruned_at: str) -> None:
        super().__init__(url, f"the body of this list was pruned on {pruned_at[:10]}; its head is still there")


class TakenDown(NewsarchiveError):
    """What was taken down (`newsarchive purge`) and is not kept again. `url` is its URL or key."""

    exit_code = ExitCode.CONFIG

    def __init__(self, url: str, tombstone_id: int) -> None:
        super().__init__(f"{url}: this was taken down (tombstone {tombstone_id}) and is not kept again")
        self.url, self.tombstone_id = url, tombstone_id


class DiskFull(ArchiveError):
    """Less is free on the archive's disk than the operator wants to keep free."""

    exit_code = ExitCode.DISK


def is_disk_full(error: BaseException) -> bool:
    """Whether an error says that there is no room left: of the system (ENOSPC, EDQUOT), of SQLite (FULL), or ours."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF == sqlite3.SQLITE_FULL
    return isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT))

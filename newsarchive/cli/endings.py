"""How a command ends: each way out of it as one sentence and one of the exit codes."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from types import FrameType

import click

from newsarchive.cli import logs
from newsarchive.errors import NewsarchiveError, is_disk_full
from newsarchive.exits import ExitCode

_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})

# Primary result codes of SQLite that speak of the file and not of our SQL (sqlite.org/rescode.html)
_SQLITE_FILE = frozenset({3, 5, 6, 8, 10, 11, 14, 26})
"""PERM, BUSY, LOCKED, READONLY, IOERR, CORRUPT, CANTOPEN, NOTADB."""

CODES = "\n".join(["Exit codes:", *(f"  {int(code):>2}  {code.meaning}" for code in ExitCode)])
"""The table of exit codes, for `--help`."""


def ended(command: Callable[[], object]) -> int:
    """Call a command and give the exit code of how it ended, having said on standard error why if it is not 0.

    Errors of ours bring their own code and sentence; a wrong command line is 2; SIGINT and SIGTERM are 11; a reader
    that closes the pipe (`| head`) is no error. Whatever else is raised is a fault of the program: 1, with a traceback
    in the log. `SystemExit` is let through.
    """
    _heed_sigterm()
    stdout = sys.stdout
    try:
        result = command()
        sys.stdout.flush()  # or a pipe that is closed would be noticed too late for us to hear of it
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        logs.say("stopped; what was complete is stored, and the same command goes on from there")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _drop_output()
    except SystemExit:
        if sys.stdout is stdout:
            raise
        # click has put a dummy in its place, which is how it ends a command whose reader has gone away
    except Exception as error:
        return _of_error(error)
    else:
        return result if isinstance(result, int) else ExitCode.OK
    return ExitCode.OK


def _of_error(error: Exception) -> int:
    """The code of an error of ours; of others, a machine in trouble has a sentence, the rest is a fault of ours."""
    if isinstance(error, NewsarchiveError):
        logs.say(str(error))
        return error.exit_code
    if is_disk_full(error):
        return _disk_full(str(error))
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in _SQLITE_FILE:
            logs.say(f"a file of the archive cannot be used: {error}")
            return ExitCode.ARCHIVE
    if isinstance(error, OSError) and error.errno in _FORBIDDEN and error.filename is not None:
        logs.say(f"{os.fsdecode(error.filename)}: {error.strerror}")
        return ExitCode.ARCHIVE
    if not logging.getLogger().handlers:
        logs.configure()
    name = f"{type(error).__name__}: {error}"
    logging.getLogger("newsarchive").critical("internal error: %s", name, exc_info=error)
    logs.say(
        f"internal error: {name}. This is a fault of the program: what was complete is stored. Please report it to its"
        " developers, with the lines above and the output of `newsarchive --version`"
    )
    return ExitCode.INTERNAL


def _disk_full(why: str) -> int:
    logs.say(f"the disk is full ({why}); make room and start again: what was complete is stored")
    return ExitCode.DISK


def _heed_sigterm() -> None:
    """Let SIGTERM end any command as Ctrl-C does, with files closed; a crawl has handlers of its own for both."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _drop_output() -> None:
    """Point standard output at nothing, so that Python does not complain about the closed pipe as it exits."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)

"""The files of an export: written under another name, named when all are whole, and never half left behind."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path
from typing import BinaryIO, Protocol

from newsarchive.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written: its name without folder, bytes, and SHA-256 in hexadecimal."""

    name: str
    file_bytes: int
    sha256: str


class Sink(Protocol):
    """Where WARC files go, one after the other."""

    def start(self, number: int) -> str:
        """Begin file `number` (from 1); gives its name."""

    def write(self, data: bytes) -> None:
        """Add bytes to the file that was begun."""

    def finish(self) -> None:
        """End it."""


class Hashed:
    """A stream that counts and digests what is written to it."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._digest, self._size = hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        """Write all of `data`."""
        self._stream.write(data)
        self._digest.update(data)
        self._size += len(data)

    def written(self) -> Written:
        """What was written so far."""
        return Written(self._name, self._size, self._digest.hexdigest())


class Outputs:
    """Files beside one target. `commit()` gives all of them their names; what is not committed is removed by `close()`.

    Raises ConfigError for a name that is taken, unless `force`.
    """

    def __init__(self, target: Path, *, force: bool) -> None:
        self.target, self._force = target, force
        self._parts: list[tuple[Path, Path]] = []
        self._stream: BufferedRandom | None = None

    def open(self, path: Path) -> BufferedRandom:
        """A new file that will be named `path`; the one before it is finished first."""
        self.finish()
        check_free(path, force=self._force)
        part = path.with_name(path.name + ".part")
        self._parts.append((part, path))
        self._stream = part.open("w+b")
        return self._stream

    def finish(self) -> None:
        """Make the file that was opened last durable."""
        if self._stream is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._stream = None

    def commit(self) -> None:
        """Give all files their names, in the order in which they were opened."""
        self.finish()
        while self._parts:
            part, path = self._parts[0]
            part.replace(path)
            del self._parts[0]

    def close(self) -> None:
        """Remove what was not committed."""
        if self._stream is not None:
            with suppress(OSError):  # a full disk is told again when the rest of the buffer is written
                self._stream.close()
            self._stream = None
        for part, _ in self._parts:
            part.unlink(missing_ok=True)
        self._parts.clear()


def check_free(path: Path, *, force: bool) -> None:
    """Raises ConfigError if a file of that name cannot be made: it is there already, or its folder is not."""
    if not path.parent.is_dir():
        raise ConfigError(f"{path}: there is no folder {path.parent}")
    if path.is_dir():
        raise ConfigError(f"{path}: is a folder")
    if path.exists() and not force:
        raise ConfigError(f"{path}: is there already; --force replaces it")


class FileSink:
    """WARC files on disk: the target itself or, `numbered`, FILE-00001.warc.gz and so on."""

    def __init__(self, outputs: Outputs, *, numbered: bool) -> None:
        self._outputs, self._numbered = outputs, numbered
        self._hashed: Hashed | None = None
        self.written: list[Written] = []

    def start(self, number: int) -> str:
        """See `Sink`."""
        path = numbered_path(self._outputs.target, number) if self._numbered else self._outputs.target
        self._hashed = Hashed(self._outputs.open(path), path.name)
        return path.name

    def write(self, data: bytes) -> None:
        """See `Sink`."""
        assert self._hashed is not None
        self._hashed.write(data)

    def finish(self) -> None:
        """See `Sink`."""
        assert self._hashed is not None
        self._outputs.finish()
        self.written.append(self._hashed.written())


class StreamSink:
    """One WARC file to standard output."""

    def __init__(self) -> None:
        self._hashed = Hashed(sys.stdout.buffer, "-")
        self.written: list[Written] = []

    def start(self, number: int) -> str:
        """See `Sink`."""
        return "-"

    def write(self, data: bytes) -> None:
        """See `Sink`."""
        self._hashed.write(data)

    def finish(self) -> None:
        """See `Sink`."""
        sys.stdout.buffer.flush()
        self.written.append(self._hashed.written())


def numbered_path(target: Path, number: int) -> Path:
    """`arsip.warc.gz` becomes `arsip-00001.warc.gz`."""
    name = target.name
    end = next((end for end in (".warc.gz", ".gz") if name.endswith(end) and name != end), "")
    return target.with_name(f"{name.removesuffix(end)}-{number:05d}{end}")


@contextmanager
def scratch_folder(target: Path | None) -> Iterator[Path]:
    """A folder for what an export has to remember, beside its target (or in the system's place), removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=".newsarchive-export-", dir=target.parent if target else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""Opens what holds WARC records: plain and compressed files, WACZ, standard input. Nothing is unpacked to disk."""

from __future__ import annotations

import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from newsarchive.errors import ConfigError
from newsarchive.kept.unpacking import Damaged, Source

_INSIDE = re.compile(r"archive/[^/\\\x00-\x1f]{1,200}\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
"""Where a WACZ keeps its WARC files (WACZ 1.1.1, directory layout). Names are only shown, never used as paths."""

_MAX_MEMBERS = 10_000
_FREE_BYTES, _MAX_RATIO = 1 << 28, 200
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class _Member:
    """A member of a zip file, whose own damage is told as that of a WARC file is."""

    def __init__(self, member: Source, packed: int) -> None:
        self._member, self._at, self._packed = member, 0, packed

    def read(self, size: int, /) -> bytes:
        try:
            data = self._member.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Damaged("corrupt", self._at, f"the zip file around it is damaged: {error}") from None
        self._at += len(data)
        if self._at > _FREE_BYTES and self._at > _MAX_RATIO * self._packed:
            raise Damaged("bomb", self._at, "the zip file around it unpacks to far more than it should")
        return data


def check_sources(paths: list[str]) -> None:
    """Refuse what cannot be read before anything is begun. Raises ConfigError naming the file."""
    for name in paths:
        if Path(name).is_dir():
            raise ConfigError(f"{name}: is a folder; name the WARC files in it")
        if name != "-" and not Path(name).exists():
            raise ConfigError(f"{name}: no such file")
    if paths.count("-") > 1:
        raise ConfigError("standard input (-) can be read only once")


@contextmanager
def opened(name: str) -> Iterator[Iterator[tuple[str, Source]]]:
    """The WARC files in a file, one after the other: their names for messages, and their bytes.

    `-` is standard input. A `.wacz` is known by its bytes. Raises ConfigError for a file that cannot be read, also
    while it is read, and for a zip file that is no WACZ.
    """
    if name == "-":
        yield iter([("standard input", _Readable("standard input", sys.stdin.buffer))])
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below; errors of what is done with it are not those of it
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror or error}") from None
    with file:
        yield _members(name, file) if _is_zip(file) else iter([(name, _Readable(name, file))])


@dataclass(slots=True)
class _Readable:
    """A file whose errors are sentences."""

    name: str
    file: BinaryIO

    def read(self, size: int, /) -> bytes:
        try:
            return self.file.read(size)
        except OSError as error:
            raise ConfigError(f"{self.name}: cannot be read on: {error.strerror or error}") from None


def _is_zip(file: BinaryIO) -> bool:
    if not file.seekable():  # a pipe with a name
        return False
    start = file.read(4)
    file.seek(0)
    return start in (b"PK\x03\x04", b"PK\x05\x06")


def _members(name: str, file: BinaryIO) -> Iterator[tuple[str, Source]]:
    try:
        with zipfile.ZipFile(file) as archive:
            inside = [info for info in archive.infolist() if _INSIDE.fullmatch(info.filename)]
            if not inside:
                raise ConfigError(f"{name}: is a zip file without archive/*.warc.gz in it, so no WACZ")
            if len(inside) > _MAX_MEMBERS:
                raise ConfigError(f"{name}: holds {len(inside)} WARC files; more than {_MAX_MEMBERS} are not read")
            for info in inside:
                if info.flag_bits & 1 or info.compress_type not in _METHODS:
                    raise ConfigError(f"{name}: {info.filename} is encrypted, or compressed in a way that WACZ has not")
                with archive.open(info) as member:
                    yield f"{name}:{info.filename}", _Member(member, info.compress_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise ConfigError(f"{name}: is a damaged zip file, so no WACZ: {error}") from None

"""Errors of packs: bytes that are lost, and a reader who is in the way."""

from __future__ import annotations

from newsarchive.errors import ArchiveError
from newsarchive.exits import ExitCode


class DamagedPack(ArchiveError):
    """Bytes that the index cites are missing from a pack, or are not what they were."""


class PackInUse(ArchiveError):
    """Somebody reads a pack of which nothing old may be left: to be tried again when they have done."""

    exit_code = ExitCode.LOCKED

"""The error of bytes that are lost: a pack, a body in it, or a block of heads."""

from __future__ import annotations

from newsarchive.errors import ArchiveError


class DamagedPack(ArchiveError):
    """Bytes that the index cites are missing from a pack, or are not what they were."""

"""The list of a backup's files with their SHA-256, as `sha256sum --check` reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from newsarchive.upkeep.copying import sync

MANIFEST = "SHA256SUMS"

_LINE = re.compile(r"([0-9a-f]{64})  ([\w./-]{1,100})")
_MAX_BYTES = 1 << 20


def write_manifest(folder: Path, sums: Mapping[str, str]) -> None:
    """Write the list: SHA-256 (hex) by file name, relative to `folder`. It is durable when this returns."""
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(sums.items()))
    path = folder / MANIFEST
    path.write_text(lines, encoding="ascii")
    sync(path)


def read_manifest(folder: Path) -> dict[str, str]:
    """The list of a backup; empty where there is none. Lines that we did not write are passed over."""
    try:
        with (folder / MANIFEST).open(encoding="ascii", errors="replace") as file:
            lines = file.read(_MAX_BYTES).splitlines()
    except OSError:
        return {}
    return {found[2]: found[1] for line in lines if (found := _LINE.fullmatch(line))}

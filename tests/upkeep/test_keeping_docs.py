"""docs/keeping.md names every kind of fault that a check can find, and only tables that there are."""

from __future__ import annotations

import re
from pathlib import Path

from newsarchive.store.descriptions import COLUMNS
from newsarchive.upkeep.salvage import TABLES, TAKEDOWNS

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "keeping.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    part = DOC.partition(heading)[2].partition("\n#")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_every_kind_of_fault_is_explained():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "newsarchive" / "upkeep").glob("*.py"))
    kinds = set(re.findall(r'Fault\(\s*"([a-z-]+)"', sources)) | {"body-missing", "body-damaged"}
    explained = {kind for row in rows("## What a fault means") for kind in row[0].split(", ")}
    assert len(kinds) > 12
    assert explained == kinds


def test_the_tables_that_no_pack_tells_of_are_those_that_are_carried_over():
    named = {name for row in rows("### The index from the packs") for name in re.findall(r"[a-z_.]+", row[0])}
    assert set(TABLES) - {"outlets"} <= named
    assert set(TAKEDOWNS) <= named
    for name in named & set(COLUMNS):
        assert COLUMNS[name]
    for name in (name for name in named if "." in name):
        table, _, column = name.partition(".")
        assert column in COLUMNS[table]

"""A shelf for bare texts, empty at the beginning of each test."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# tests are imported by file, so a module that they share is found only if its folder is on the path
sys.path.insert(0, str(Path(__file__).parent))

from copy_shelf import CopyShelf, empty_index


@pytest.fixture(scope="session")
def new_shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], CopyShelf]]:
    """Makes shelves in memory: a hundred a second, because the tables are made only once."""
    source = empty_index(tmp_path_factory.mktemp("index"))
    opened = []

    def make() -> CopyShelf:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        source.backup(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        opened.append(connection)
        return CopyShelf(connection)

    yield make
    for connection in (*opened, source):
        connection.close()


@pytest.fixture
def shelf(new_shelf: Callable[[], CopyShelf]) -> CopyShelf:
    """An empty shelf."""
    return new_shelf()

"""A small archive of two months, one of them sealed, and copies of it to be harmed."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsarchive.registry import Registry, load_registry
from newsarchive.upkeep.faults import Fault
from newsarchive.upkeep.verify import Verification

# tests are imported by file, so a module that they share is found only if its folder is on the path
sys.path.insert(0, str(Path(__file__).parent))

from upkeep_archive import OUTLETS, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "archive"
    build(folder)
    with closing(sqlite3.connect(folder / "news.db")) as index:
        assert index.execute("SELECT name, sealed_at IS NOT NULL FROM packs ORDER BY 1").fetchall() == [
            ("2025-04", 1),
            ("2025-05", 0),
        ]
    return folder


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be harmed."""
    return Path(shutil.copytree(built, tmp_path / "archive"))


@pytest.fixture
def faults() -> Callable[..., list[Fault]]:
    def check(folder: Path, depth: str = "quick") -> list[Fault]:
        return list(Verification(folder, depth, sample=50, jobs=1))  # type: ignore[arg-type]

    return check


@pytest.fixture
def change() -> Callable[[Path, str], int]:
    """Change the index behind everybody's back; gives how many rows that was."""

    def execute(folder: Path, sql: str) -> int:
        with closing(sqlite3.connect(folder / "news.db")) as index, index:
            return index.execute(sql).rowcount

    return execute


@pytest.fixture
def known(tmp_path: Path) -> Registry:
    """The outlets of the small archive, as outlet files tell of them."""
    folder = tmp_path / "outlets"
    folder.mkdir()
    lines = (f'{o.slug} = {{ name = "{o.name}", domain = "{o.domain}", province = "{o.province}" }}\n' for o in OUTLETS)
    (folder / "disway.toml").write_text("".join(lines))
    return load_registry(folder)

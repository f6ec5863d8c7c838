"""A site that misbehaves, its outlet file, and a way to crawl it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# tests are imported by file, so a module that they share is found only if its folder is on the path
sys.path.insert(0, str(Path(__file__).parent))

from crawl_site import HOST, Crawl, Reply, Site


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    server.pages["/robots.txt"] = Reply(
        b"User-agent: *\nDisallow: /read/666/\n", headers=[("Content-Type", "text/plain")]
    )
    yield server
    server.close()


@pytest.fixture
def outlets(tmp_path: Path) -> Path:
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "disway.toml").write_text(
        f'radarsenja-disway = {{ name = "Radar Senja", domain = "{HOST}", province = "ID-JT", confidence = "high" }}\n'
    )
    return folder


@pytest.fixture
def crawl(site: Site, tmp_path: Path, outlets: Path) -> Crawl:
    return Crawl(site, tmp_path / "archive", outlets)

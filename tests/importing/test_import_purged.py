"""What was taken down is not imported again: not under its own URL, and not under one that does not tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.importing import Imported, import_into
from newsarchive.kept import open_kept
from newsarchive.registry import Registry, load_registry
from newsarchive.store import open_archive
from newsarchive.store.tombstones import read_tombstones
from newsarchive.upkeep.purge import purge

HOST = "https://radarcontoh.test"
ROW = '{ name = "Radar Contoh", domain = "radarcontoh.test", province = "ID-JT", zone = "WIB", network = "disway" }\n'
MARK = "Zulkarsana"


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "contoh.toml").write_text("radar-contoh = " + ROW)
    return load_registry(folder)


class Clock:
    """Runs on by a minute whenever it is asked."""

    now = datetime(2025, 5, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def page(title: str, text: str, canonical: str = "") -> str:
    link = f"<link rel=canonical href='{canonical}'>" if canonical else ""
    return (
        f"<html lang=id><head><title>{title}</title>{link}</head><body><div class='post text-black-1'><h1>{title}</h1>"
        f"<div class='post-info'><span class='date'>Senin 28-04-2025,13:22 WIB</span></div><p>{text}</p></div></body>"
    )


def put(tmp_path: Path, name: str, registry: Registry, clock: Clock, *pages: tuple[str, str]) -> Imported:
    """Import these pages (URL and HTML), fetched on a day of their own."""
    folder = tmp_path / name
    folder.mkdir()
    rows = ["file\toriginal_url\tfetched_at"]
    for number, (url, html) in enumerate(pages):
        (folder / f"{number}.html").write_text(html)
        rows.append(f"{number}.html\t{url}\t2025-04-29T01:02:0{number}+00:00")
    (folder / "manifest.tsv").write_text("\n".join(rows) + "\n")
    return import_into(tmp_path / "arsip", open_kept([folder], clock=clock), registry, clock=clock)


def test_what_was_taken_down_is_not_imported_again(tmp_path: Path, registry: Registry) -> None:
    clock, archive_dir = Clock(), tmp_path / "arsip"
    url = f"{HOST}/daerah/read/101/jembatan"
    story = (url, page(f"Jembatan {MARK}", f"Warga bertemu {MARK} di jembatan baru."))
    other = (f"{HOST}/read/102/panen", page("Panen", "Petani memanen lebih awal tahun ini."))
    put(tmp_path, "satu", registry, clock, story, other)
    assert purge(archive_dir, [url], reason="permintaan", clock=clock).is_finished

    later = (url, page(f"Jembatan {MARK}", "Kalimat yang lain sama sekali."))
    newer = (f"{HOST}/daerah/read/101/judul-baru", page(f"Jembatan {MARK}", "Kalimat yang ketiga."))
    done = put(tmp_path, "dua", registry, clock, story, later, newer, other)
    assert done.purged == 2
    assert done.articles == {"purged": 1, "unchanged": 1}
    assert done.failures == {}
    with open_archive(archive_dir) as archive:
        assert [record.key for record in archive.articles()] == ["radar-contoh/102"]
        urls = {row[0] for row in archive.connection.execute("SELECT url FROM snapshots")}
        (stone,) = read_tombstones(archive.connection)
    assert urls == {other[0]}
    assert newer[0] in stone.urls
    assert stone.finished_at is None
    assert purge(archive_dir, (), reason="finish", clock=clock).is_finished
    for path in archive_dir.rglob("*"):
        assert path.is_dir() or MARK.encode() not in path.read_bytes(), path.name

"""verify: a sound archive has no fault; each way in which it can be unsound has one that names the place."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from upkeep_archive import MAY, add_page

from newsarchive.errors import NotAnArchive
from newsarchive.store import Writer
from newsarchive.store.packs.packfile import PackFile
from newsarchive.upkeep import body_checks
from newsarchive.upkeep.verify import Verification

SEALED, OPEN = "packs/2025-04.db", "packs/2025-05.db"


def kinds(found):
    return {fault.kind for fault in found}


def flip(path: Path, offset: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        (byte,) = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ (1 << bit)]))


@pytest.mark.parametrize("depth", ["quick", "sample", "full"])
def test_a_sound_archive_has_no_fault(archive, depth):
    check = Verification(archive, depth, sample=50, jobs=1)
    assert list(check) == []
    assert check.looked.notes == []
    assert check.looked.counts["rows"] == 27
    assert check.looked.counts["packs"] == 2
    assert check.looked.counts["bodies"] == {"quick": 0, "full": 27}.get(depth, check.looked.counts["bodies"])
    assert (check.looked.counts["bodies"] > 10) == (depth != "quick")
    assert check.looked.counts["heads"] == (27 if depth == "full" else 0)


def test_a_check_changes_no_file(archive):
    before = {path.name: path.read_bytes() for path in archive.rglob("*.db")}
    list(Verification(archive, "full", jobs=1))
    assert {path.name: path.read_bytes() for path in archive.rglob("*.db")} == before


@pytest.mark.slow
@pytest.mark.parametrize("pack", [SEALED, OPEN])
def test_any_flipped_byte_of_a_pack_is_found(archive, faults, pack):
    """Some hundred places: all of the header, the ends of pages where free space is, and anywhere."""
    path = archive / pack
    size = path.stat().st_size
    chance = random.Random(5)
    pages = range(0, size, 16384)
    places = [
        *range(100),
        *(page + 16384 - 1 for page in pages),
        *(page + 100 + chance.randrange(400) for page in pages),
    ]
    places += [chance.randrange(size) for _ in range(200)]
    missed = []
    for place in places:
        bit = chance.randrange(8)
        flip(path, place, bit)
        found = faults(archive)
        flip(path, place, bit)
        if not any(fault.where == pack for fault in found):
            missed.append(place)
    assert missed == []
    assert faults(archive) == []


@pytest.mark.parametrize("pack", [SEALED, OPEN])
def test_a_flipped_byte_is_told_with_its_file(archive, faults, pack):
    path = archive / pack
    for place in (18, 60, path.stat().st_size // 2, path.stat().st_size - 1):
        flip(path, place, 3)
        assert any(fault.where == pack for fault in faults(archive)), place
        flip(path, place, 3)


@pytest.mark.parametrize("pack", [SEALED, OPEN])
@pytest.mark.parametrize("keep", [0, 50, 16384, 0.5, -1])
def test_a_pack_that_was_cut_is_found(archive, faults, pack, keep):
    path = archive / pack
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(int(size * keep) if isinstance(keep, float) else size - 1 if keep < 0 else keep)
    found = faults(archive)
    assert any(fault.where == pack and fault.kind in ("pack-changed", "pack-unreadable") for fault in found)


@pytest.mark.parametrize("pack", [SEALED, OPEN])
def test_a_missing_pack_is_one_fault_and_not_thousands(archive, faults, pack):
    (archive / pack).unlink()
    found = faults(archive, "full")
    assert [fault.kind for fault in found] == ["pack-missing", "body-missing"]
    assert "14 snapshots" in str(found[1]) or "13 snapshots" in str(found[1])


def test_a_pack_under_the_name_of_another_is_found(archive, faults):
    shutil.copy(archive / SEALED, archive / OPEN)
    found = faults(archive)
    assert "this is the pack 2025-04 under another name" in {fault.what for fault in found}
    assert sum(fault.kind == "body-missing" for fault in found) == 13


def test_a_pack_that_the_index_does_not_know_is_found(archive, faults):
    with closing(sqlite3.connect(archive / "packs" / "2024-01.db")):
        shutil.copy(archive / SEALED, archive / "packs" / "2024-01.db")
    (fault,) = faults(archive)
    assert (fault.kind, fault.where) == ("pack-unknown", "packs/2024-01.db")


def test_a_pack_that_a_run_had_only_begun_when_it_died_is_no_fault(archive):
    with closing(PackFile(archive / "packs" / "2025-06.db", write=True)) as pack:
        pack.commit()
    check = Verification(archive)
    assert list(check) == []
    assert check.looked.notes[0].startswith("packs/2025-06.db is not in the index yet")


@pytest.mark.slow
def test_a_run_that_was_killed_leaves_no_fault(archive):
    """Killed between any two commits of packs and index, and looked at before anybody opens it again."""
    for number in range(12):
        code = KILLED.format(
            here=str(Path(__file__).parent), archive=str(archive), stop=number, first=100 + 10 * number
        )
        done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
        assert done.returncode == -9
        assert list(Verification(archive, "full", jobs=1)) == [], number


KILLED = """
import os, signal, sys
sys.path.insert(0, {here!r})
from datetime import timedelta
from upkeep_archive import MAY, add_page
from newsarchive.store import Writer
from newsarchive.store.packs.packfile import PackFile
from newsarchive.store.packs.folder import Packs

commit, left = Packs.commit, [{stop}]

def counted(self):
    commit(self)
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)

Packs.commit = counted
now = MAY + timedelta(days=40 * ({stop} % 3))
writer = Writer({archive!r}, clock=lambda: now)
run = writer.begin_run("crawl", version="0", user_agent=None, options={{}})
for number in range({first}, {first} + 1000):
    add_page(writer, run, number, now)
    writer.flush()
"""


def test_a_body_that_is_not_in_its_pack_is_named_by_its_url(archive, faults, change):
    assert change(archive, "UPDATE snapshots SET payload_sha256 = printf('%064d', 0) WHERE id = 3") == 1
    (fault,) = faults(archive, "sample")  # which meets it twice
    assert fault.kind == "body-missing"
    assert "snapshot 3, https://lereng.test/read/3/berita" in str(fault)


def test_a_loss_on_record_is_a_note(archive, change):
    change(archive, "UPDATE snapshots SET payload_sha256 = printf('%064d', 0) WHERE id = 3")
    change(
        archive,
        "INSERT INTO failures (url, snapshot_id, run_id, reason, detail, failed_at)"
        " VALUES ('https://lereng.test/read/3/berita', 3, 1, 'bytes-lost', 'x', '2025-05-02T00:00:00.000000Z')",
    )
    check = Verification(archive)
    assert list(check) == []
    assert check.looked.notes == ["1 bodies are known to be lost (failures of reason bytes-lost)"]


@pytest.mark.parametrize(
    ("sql", "depth", "kind", "names"),
    [
        ("UPDATE articles SET body = body || ' lagi' WHERE id = 5", "quick", "article-differs", "radar-watu/5"),
        ("UPDATE articles SET version = 7 WHERE id = 5", "quick", "article-differs", "radar-watu/5"),
        ("UPDATE articles SET section = 'Lain' WHERE id = 5", "full", "article-differs", "column section"),
        ("DELETE FROM tags WHERE article_id = 5", "full", "article-differs", "rows of tags"),
        ("UPDATE images SET caption = 'x' WHERE article_id = 5", "full", "article-differs", "rows of images"),
        (
            "UPDATE versions SET body_hash = 'x' WHERE article_id = 5",
            "full",
            "version-differs",
            "radar-watu/5 version 1",
        ),
        ("UPDATE versions SET fields = '{' WHERE article_id = 5", "full", "version-differs", "cannot be read"),
        ("UPDATE clusters SET size = 9", "quick", "cluster-differs", "9 members, and has 2"),
        ("DELETE FROM articles_fts_docsize WHERE id = 5", "quick", "search-differs", "radar-watu/5"),
        ("UPDATE articles_fts_data SET block = zeroblob(40) WHERE id > 100", "full", "search-differs", "articles_fts"),
        ("UPDATE snapshots SET status = 201 WHERE id = 5", "full", "head-differs", "column status"),
        ("UPDATE snapshots SET headers = '[]' WHERE id = 5", "full", "head-differs", "column headers"),
        ("UPDATE snapshots SET head_pack = '2025-05' WHERE id = 5", "full", "head-differs", "head_pack says 2025-05"),
        ("UPDATE snapshots SET run_id = 77 WHERE id = 5", "quick", "dangling", "table snapshots, row 5"),
        ("DELETE FROM snapshots WHERE id = 5", "full", "row-missing", "table snapshots, row 5"),
    ],
)
def test_what_does_not_agree_is_found(archive, faults, change, sql, depth, kind, names):
    assert change(archive, sql) > 0
    found = faults(archive, depth)
    assert kind in kinds(found)
    assert any(names in str(fault) for fault in found if fault.kind == kind)


def test_words_of_the_full_text_index_are_compared(archive, faults):
    with closing(sqlite3.connect(archive / "news.db")) as index, index:
        index.execute("DROP TRIGGER articles_au")
        index.execute("UPDATE articles SET body = replace(body, 'pasar', 'bazar')")
        index.execute("UPDATE versions SET body = replace(body, 'pasar', 'bazar')")
    assert "search-differs" not in kinds(faults(archive))
    assert "search-differs" in kinds(faults(archive, "full"))


def test_a_head_that_its_pack_lost_is_found(archive, faults, change):
    with closing(sqlite3.connect(archive / OPEN)) as pack, pack:
        pack.execute("DELETE FROM heads WHERE id = (SELECT max(id) FROM heads)")
    change(archive, "DELETE FROM pack_pages")
    (fault,) = [fault for fault in faults(archive, "full") if fault.kind == "head-missing"]
    assert fault.where == OPEN


def test_damage_where_no_checksum_of_the_file_is_left_is_found_by_reading(archive, faults, change):
    """As after a kill, when pages have no row in the ledger."""
    with closing(sqlite3.connect(archive / OPEN)) as pack, pack:
        pack.execute("UPDATE blobs SET data = zeroblob(length(data)) WHERE id = 5")
        pack.execute("UPDATE heads SET data = zeroblob(length(data)) WHERE id = 1")
    change(archive, "DELETE FROM pack_pages")
    found = faults(archive, "full")
    assert {"body-damaged", "head-damaged"} <= kinds(found)
    assert all(fault.where == OPEN for fault in found)


def test_an_index_that_is_none_is_no_list_of_faults(archive):
    (archive / "news.db").write_bytes(b"x" * 5000)
    with pytest.raises(NotAnArchive):
        list(Verification(archive))


def test_the_same_seed_chooses_the_same_bodies(archive, monkeypatch):
    read = []
    monkeypatch.setattr(
        "newsarchive.upkeep.verify.read_bodies", lambda folder, wanted, jobs: read.append(list(wanted)) or iter(())
    )
    for seed in (3, 3, 4):
        list(Verification(archive, "sample", sample=8, seed=seed))
    assert read[0] == read[1] != read[2]
    assert 1 < len(read[0]) <= 8


def test_several_processes_find_the_same(archive, faults, monkeypatch):
    monkeypatch.setattr(body_checks, "_AT_ONCE", 4)
    monkeypatch.setattr(body_checks, "_ALONE", 1)
    with closing(sqlite3.connect(archive / OPEN)) as pack, pack:
        pack.execute("UPDATE blobs SET data = zeroblob(length(data)) WHERE id IN (5, 9)")
    alone = {str(fault) for fault in faults(archive, "full")}
    assert {str(fault) for fault in Verification(archive, "full", jobs=2)} == alone
    assert sum("are lost" in line for line in alone) == 2


def test_a_crawl_that_writes_meanwhile_makes_no_fault(archive):
    enough, begun = threading.Event(), threading.Event()

    def crawl() -> None:
        with Writer(archive, clock=lambda: MAY) as writer:
            run = writer.begin_run("crawl", version="0", user_agent=None, options={})
            number = 100
            while not enough.is_set():
                add_page(writer, run, number, MAY + timedelta(seconds=number))
                writer.flush()
                begun.set()
                number += 1

    thread = threading.Thread(target=crawl)
    thread.start()
    try:
        assert begun.wait(20)
        for depth in ("quick", "full", "quick"):
            check = Verification(archive, depth, jobs=1)
            assert list(check) == []
            assert f"the pages of {OPEN} were not looked at: a run is writing to it" in check.looked.notes
    finally:
        enough.set()
        thread.join()
    check = Verification(archive, "full", jobs=1)
    assert list(check) == []
    assert check.looked.notes == []

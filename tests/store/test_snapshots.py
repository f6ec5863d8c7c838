import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from newsarchive.models import Capture
from newsarchive.store import DamagedPack, Writer, open_archive

Make = Callable[..., Capture]


def stored(folder: Path, snapshot_id: int) -> Capture:
    with open_archive(folder) as archive:
        found = archive.snapshot(snapshot_id)
    assert found is not None
    return found


def test_a_capture_comes_back_as_it_was(
    writer: Writer, run: int, folder: Path, capture: Make, gzipped: Callable[..., bytes], page: Callable[..., bytes]
) -> None:
    wita = timezone(timedelta(hours=8))
    captures = [
        capture(),
        capture(body=b"", status=304),
        capture(body=gzipped(page(1)), coding="gzip", truncated="length"),
        capture(rebuilt=("status-line", "request"), ip_address="127.0.0.1"),
        capture("http://radarwatu.test//read/7/pasar?page=2#x", page(2), at=datetime(2025, 4, 1, 1, 2, 3, 4, wita)),
        capture(body=bytes(range(256)), headers=(("X-Raw", "\x80\xff"), ("", ""), ("Link", "<a>"), ("Link", "<b>"))),
    ]  # fmt: skip
    ids = [writer.add_snapshot(one, outlet="radar-watu", run_id=run) for one in captures]
    writer.flush()
    assert [stored(folder, number) for number in ids] == captures
    while writer.repack():
        pass
    assert [stored(folder, number) for number in ids] == captures
    with open_archive(folder) as archive:
        assert archive.snapshot(999) is None
        assert list(archive.check()) == []


def test_equal_bytes_are_kept_once_and_every_response_has_a_row(
    writer: Writer, run: int, folder: Path, capture: Make, page: Callable[..., bytes], t0: datetime
) -> None:
    for month in range(3):
        writer.add_snapshot(capture(body=page(1), at=t0 + timedelta(days=31 * month)), outlet="radar-watu", run_id=run)
    writer.flush()
    with open_archive(folder) as archive:
        listed = archive.snapshots_of("https://radarwatu.test/read/7/pasar")
        assert [(one.pack, one.payload_bytes) for one in listed] == [("2025-04", len(page(1)))] * 3
        status = archive.status()
    assert status.raw_bytes == 3 * len(page(1))
    assert status.distinct_bytes == len(page(1))
    assert 0 < status.stored_bytes < status.distinct_bytes < status.disk_bytes


def test_redirects_kinds_and_unknown_outlets(writer: Writer, run: int, folder: Path, capture: Make) -> None:
    moved = capture(status=301, body=b"", headers=(("location", "/baru/7"),))
    snapshot_id = writer.add_snapshot(moved, outlet=None, run_id=run, kind="redirect")
    writer.snapshot_kind(snapshot_id, "blocked")
    writer.flush()
    connection = sqlite3.connect(folder / "news.db")
    row = connection.execute("SELECT redirect_to, kind, outlet, fetched_at, pack FROM snapshots").fetchone()
    connection.close()
    assert row == ("https://radarwatu.test/baru/7", "blocked", None, "2025-04-28T06:22:00.000000Z", "2025-04")
    with pytest.raises(ValueError, match="sync_outlets"):
        writer.add_snapshot(capture(), outlet="tak-dikenal", run_id=run)


def test_a_time_without_zone_is_refused(writer: Writer, run: int, capture: Make) -> None:
    with pytest.raises(ValueError, match="without zone"):
        writer.add_snapshot(capture(at=datetime(2025, 4, 28)), outlet="radar-watu", run_id=run)


def test_lost_bytes_are_found_by_check(
    writer: Writer, run: int, folder: Path, capture: Make, page: Callable[..., bytes]
) -> None:
    for number in range(3):
        writer.add_snapshot(capture(body=page(number)), outlet="radar-watu", run_id=run)
    writer.close()
    with closing(sqlite3.connect(folder / "packs" / "2025-04.db")) as connection, connection:
        connection.execute("DELETE FROM blobs WHERE id = 3")
    connection.close()
    with open_archive(folder) as archive:
        (fault,) = archive.check()
        assert "is not in this pack" in fault
        with pytest.raises(DamagedPack):
            archive.snapshot(3)
    (folder / "packs" / "2025-04.db").unlink()
    with open_archive(folder) as archive:
        assert len(list(archive.check())) == 3


def test_months_that_are_over_are_sealed_and_never_change(
    writer: Writer, run: int, folder: Path, capture: Make, request: pytest.FixtureRequest
) -> None:
    page, t0, clock, sha256 = map(request.getfixturevalue, ("page", "t0", "clock", "sha256"))
    first = writer.add_snapshot(capture(body=page(1)), outlet="radar-watu", run_id=run)
    writer.end_run(run, exit_code=0, counts={})
    clock.now = t0 + timedelta(days=10)
    second = writer.begin_run("crawl", version="0.1.0", user_agent=None, options={})
    writer.end_run(second, exit_code=0, counts={})
    path = folder / "packs" / "2025-04.db"
    before = path.read_bytes()
    third = writer.begin_run("import", version="0.1.0", user_agent=None, options={})
    late = writer.add_snapshot(capture(body=page(2), at=t0), outlet="radar-watu", run_id=third)
    again = writer.add_snapshot(capture(body=page(1), at=t0), outlet="radar-watu", run_id=third)
    writer.close()
    assert path.read_bytes() == before
    with open_archive(folder) as archive:
        (row,) = archive.connection.execute("SELECT sealed_at, sha256, file_bytes FROM packs WHERE name = '2025-04'")
        assert row == ("2025-05-08T06:22:00.000000Z", sha256(before), len(before))
        assert [one.pack for one in archive.snapshots_of("https://radarwatu.test/read/7/pasar")] == [
            "2025-04", "2025-05", "2025-04",
        ]  # fmt: skip
        for number, body in ((first, page(1)), (late, page(2)), (again, page(1))):
            found = archive.snapshot(number)
            assert found is not None
            assert found.body == body
        assert list(archive.check()) == []

"""WARC files that are damaged, wrong or hostile: what is taken is right, what is not is counted with its reason."""

from __future__ import annotations

import gzip
import random
import sqlite3
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
import zstandard

from newsarchive.importing import Wanted, import_warc, intake
from newsarchive.kept.files import MAX_BODY


def three(warc: Any, make: Any) -> Any:
    file = warc()
    for number in (1, 2, 3):
        file.page(f"{make.host}/read/{number}/a", make.article(number))
    return file


def urls(rows: Any) -> list[str]:
    return [row[0][-3:] for row in rows("SELECT url FROM snapshots ORDER BY url")]


@pytest.mark.parametrize("form", ["gzip", "plain"])
def test_a_file_cut_anywhere_gives_its_whole_records(take: Any, warc: Any, make: Any, rows: Any, form: str) -> None:
    file = three(warc, make)
    pieces = [gzip.compress(record, mtime=0) if form == "gzip" else record for record in file.records]
    whole = b"".join(pieces)
    before_last = len(whole) - len(pieces[-1])
    for name, cut in enumerate(range(before_last + 1, len(whole) - (0 if form == "gzip" else 4), 41)):
        done = take(whole[:cut], archive=f"arsip{name}")
        assert (done.snapshots_added, done.refused, done.is_whole) == (2, {"cut": 1}, False), cut
        (example,) = done.examples["cut"]
        assert f"byte {before_last}:" in example
        assert "is read up to there" in example or form == "gzip"


def test_wrong_digests_are_refused_or_marked(take: Any, warc: Any, make: Any, rows: Any) -> None:
    file = warc()
    body = make.article(1)
    file.page(f"{make.host}/read/1/a", body, WARC_Payload_Digest=make.digest(b"lain"))
    file.page(f"{make.host}/read/2/a", make.article(2), WARC_Block_Digest=make.digest(b"lain", "sha1"))
    file.page(f"{make.host}/read/3/a", make.article(3), WARC_Block_Digest=make.digest(b"lain", "md5"))
    sound = file.page(f"{make.host}/read/4/a", make.article(4))
    file.request(f"{make.host}/read/4/a", sound, WARC_Block_Digest=make.digest(b"lain"))
    file.page(f"{make.host}/read/5/a", make.article(5), WARC_Block_Digest="xyz:123", WARC_Payload_Digest="sha256")
    done = take(file)
    assert (done.refused, done.articles, done.digests_unchecked) == ({"wrong-digest": 4}, {"new": 1}, 1)
    assert len(done.examples["wrong-digest"]) == 3
    kept = take(file, doubtful=True)
    assert (kept.refused, kept.articles, kept.snapshots_known) == ({}, {"new": 4}, 1)
    assert rows("SELECT count(*) FROM snapshots WHERE rebuilt LIKE '%wrong-digest%'") == [(4,)]


def test_digests_of_every_spelling_are_checked(take: Any, warc: Any, make: Any) -> None:
    file = warc()
    body = make.article(1)
    spellings = (
        make.digest(body, "sha1"),
        make.digest(body, "sha1").lower().replace("sha1", "SHA-1"),
        make.digest(body, "md5"),
        make.digest(body),
        make.digest(body, "sha512").rstrip("="),
    )
    for number, spelling in enumerate(spellings):
        file.page(f"{make.host}/read/{number}/a", body, WARC_Block_Digest=None, WARC_Payload_Digest=spelling)
    done = take(file)
    assert (done.refused, done.digests_unchecked, done.snapshots_added) == ({}, 0, len(spellings))


def test_chunks_may_be_in_the_digest_or_not(take: Any, warc: Any, make: Any, rows: Any) -> None:
    body = make.article(1)
    chunked = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    file = warc()
    for number, digested in enumerate((body, chunked)):
        url = f"{make.host}/read/{number}/a"
        file.add("response", url, head + chunked, WARC_Payload_Digest=make.digest(digested, "sha1"))
    assert take(file).refused == {}
    assert rows("SELECT count(DISTINCT payload_sha256), max(payload_bytes) FROM snapshots") == [(1, len(body))]


def test_wrong_lengths(take: Any, warc: Any, make: Any, rows: Any) -> None:
    def told(length: object) -> bytes:
        file = warc()
        file.page(f"{make.host}/read/1/a", make.article(1))
        length_of = len(file.records[0].partition(b"\r\n\r\n")[2]) - 4
        said = {"-7": length_of - 7, "+7": length_of + 7}.get(str(length), length)
        file.page(f"{make.host}/read/2/a", make.article(2), Content_Length=str(said))
        file.page(f"{make.host}/read/3/a", make.article(3))
        return bytes(file.packed())

    for number, length in enumerate(("-7", "+7", "-1", "banyak", "", "9" * 30)):
        done = take(told(length), archive=f"arsip{number}")
        assert (done.snapshots_added, sum(done.refused.values()) >= 1) == (2, True), length
        assert set(done.refused) <= {"wrong-length", "wrong-digest", "garbage"}, length
    file = three(warc, make)
    file.records[1] = file.records[1].replace(b"Content-Length: ", b"Content-Length: 1\r\nContent-Length: ")
    assert take(file, archive="dua").refused == {"wrong-length": 1}


def test_a_length_that_no_digest_vouches_for_must_fit(take: Any, warc: Any, make: Any) -> None:
    file = warc()
    none = {"WARC_Block_Digest": None, "WARC_Payload_Digest": None}
    file.page(f"{make.host}/read/1/a", make.article(1), **none)
    file.page(f"{make.host}/read/2/a", make.article(2), **none)
    file.records[0] = file.records[0].replace(b"Content-Length: ", b"X: ") + b""
    size = len(file.records[0].partition(b"\r\n\r\n")[2]) - 4
    file.records[0] = file.records[0].replace(b"X: ", b"Content-Length: %d\r\nX: " % (size - 9))
    done = take(file)
    assert (done.refused, done.snapshots_added) == ({"garbage": 1, "wrong-length": 1}, 1)  # the nine bytes, too
    assert done.digests_unchecked == 1


def test_records_that_are_no_captures_of_this_world(take: Any, warc: Any, make: Any, rows: Any) -> None:
    file = warc()
    body = make.article(1)
    file.page("", body)
    file.page("file:///etc/passwd", body)
    file.page(f"{make.host}/read/1/a b", body)
    file.page(f"{make.host}/read/1/{'x' * 20_000}", body)
    file.page(f"{make.host}/read/1/a", body, at="entah")
    file.page(f"{make.host}/read/2/a", body, at="0001-01-01T00:00:00Z")
    file.page(f"{make.host}/read/3/a", body, at="2031-01-01T00:00:00Z")
    file.page(f"{make.host}/read/4/a", body, at="2025-05-01T00:00:00")
    file.add("response", f"{make.host}/read/5/a", b"bukan http")
    file.add("response", f"{make.host}/read/6/a", b"<html>http/0.9</html>")
    file.add("response", f"{make.host}/read/7/a", b"")
    file.add("continuation", f"{make.host}/read/8/a", b"lanjutan")
    file.page(f"{make.host}/read/9/b", body[:100], WARC_Segment_Number="1", WARC_Payload_Digest=make.digest(body))
    file.page(f"{make.host}/read/9/a", body)
    done = take(file)
    assert done.refused == {"no-date": 4, "no-http": 3, "no-target": 4, "segmented": 1}
    assert (done.passed_over, done.snapshots_added) == ({"other-record": 1}, 1)


def test_forms_that_are_odd_but_sound(take: Any, warc: Any, make: Any, rows: Any) -> None:
    file = warc()
    file.page(f"<{make.host}/read/1/a>", make.article(1))
    file.page(f"{make.host}/read/2/a", make.article(2), at="2025-05-01")
    file.page(f"{make.host}/read/3/a", make.article(3), at="2025-05-01T07:08:09.123456789Z")
    file.add("response", f"{make.host}/read/4/a", b"HTTP/2 200 \r\ncontent-type: text/html\r\n\r\n" + make.article(4))
    file.add("resource", f"{make.host}/read/5/a", make.article(5), Content_Type="text/html")
    file.page(f"{make.host}/read/6/a", make.article(6), WARC_Target_URI=f"{make.host}/read/6/\xe9")
    file.records[-1] = file.records[-1].replace("\xe9".encode(), b"\xe9")
    folded = file.records[0].replace(b"WARC-Date: ", b"WARC-Date:\r\n\t").replace(b"/read/1/", b"/read/7/")
    file.records.append(folded.replace(b"\r\n\r\n", b"\r\nX-Panjang: " + b"y" * 100_000 + b"\r\n\r\n", 1))
    done = take(file)
    assert (done.refused, done.articles) == ({}, {"new": 7})
    found = dict(rows("SELECT url, fetched_at || rebuilt || http_version FROM snapshots"))
    assert "fetched-at" in found[f"{make.host}/read/2/a"]
    assert found[f"{make.host}/read/3/a"].startswith("2025-05-01T07:08:09.123456Z")
    assert found[f"{make.host}/read/4/a"].endswith("HTTP/2")
    assert "response-headers" in found[f"{make.host}/read/5/a"]
    assert f"{make.host}/read/6/\xe9" in found


def test_what_is_no_warc_is_told_and_the_other_files_are_read(tmp_path: Path, take: Any, warc: Any, make: Any) -> None:
    arc = b"filedesc://x.arc 0.0.0.0 20010101000000 text/plain 77\n1 0 x\n"
    for number, content in enumerate(
        (b"", b"<html>", gzip.compress(b"<html>"), b"\x1f\x8b\x08", arc, gzip.compress(arc))
    ):
        done = take(content, three(warc, make), archive=f"arsip{number}")
        assert (set(done.refused), done.snapshots_added) <= ({"no-warc", "cut"}, 3), content
        assert sum(done.refused.values()) == 1, content
    assert "ARC file" in done.examples["no-warc"][0]


def test_bombs_are_stopped(tmp_path: Path, take: Any, warc: Any, make: Any) -> None:
    file = three(warc, make)
    head = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 9000000000\r\n\r\n"
    zeros = bytes(1 << 20)
    deflater = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = deflater.compress(head) + b"".join(deflater.compress(zeros) for _ in range(200)) + deflater.flush()
    compressor = zstandard.ZstdCompressor(level=1).compressobj()
    frame = compressor.compress(head) + b"".join(compressor.compress(zeros) for _ in range(200)) + compressor.flush()
    for number, piece in enumerate((bomb, frame)):
        first = file.packed() if number == 0 else b"".join(zstandard.ZstdCompressor().compress(r) for r in file.records)
        done = take(first + piece, archive=f"arsip{number}")
        assert (done.snapshots_added, done.refused) == (3, {"bomb": 1})
    path = tmp_path / "bom.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wacz, wacz.open("archive/a.warc", "w") as inside:
        inside.write(head)
        for _ in range(300):
            inside.write(zeros)
    assert take(path, archive="zip").refused == {"bomb": 1}


def test_a_page_larger_than_any_is_refused_and_its_neighbours_are_not(take: Any, warc: Any, make: Any) -> None:
    file = warc()
    file.page(f"{make.host}/read/1/a", make.article(1))
    file.page(f"{make.host}/read/2/a", random.Random(1).randbytes(MAX_BODY + 1))
    file.page(f"{make.host}/read/3/a", make.article(3))
    done = take(file)
    assert (done.refused, done.snapshots_added) == ({"too-large": 1}, 2)


def test_heads_without_end(take: Any, warc: Any, make: Any) -> None:
    file = three(warc, make)
    file.records.insert(1, b"WARC/1.1\r\n" + b"A: b\r\n" * 100_000)
    file.records.insert(1, b"WARC/1.1\r\nX: " + b"y" * 1_000_000)
    file.add("response", f"{make.host}/read/4/a", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 60_000 + b"\r\nisi")
    done = take(file)
    assert (done.refused, done.snapshots_added) == ({"huge-head": 2, "no-http": 1}, 3)


def test_garbage_between_records(take: Any, warc: Any, make: Any) -> None:
    file = three(warc, make)
    file.records.insert(1, b"sampah " * 50)
    done = take(file)
    assert (done.refused, done.snapshots_added) == ({"garbage": 1}, 3)
    pieces = [gzip.compress(record, mtime=0) for record in three(warc, make).records]
    done = take(pieces[0] + b"sampah" + b"".join(pieces[1:]), archive="lain")
    assert (done.refused, done.snapshots_added) == ({"garbage": 1}, 1)  # no place is known at which a record begins


def test_notes_that_are_nonsense_do_no_harm(take: Any, warc: Any, make: Any, rows: Any) -> None:
    nonsense = (
        b"newsarchive: 1\r\nresponse: {\r\nrequest: []\r\nurl: 7\r\noutlet: tidak-ada\r\n",
        b'newsarchive: 1\r\nresponse: {"status": "200", "headers": []}\r\nurl: "javascript:alert(1)"\r\n',
        b'newsarchive: 1\r\nrequest: {"method": "\\ud800", "target": "/", "headers": []}\r\n',
        b'newsarchive: 1\r\nrequest: {"method": "G", "target": "/", "headers": [["\\ud800", "a"]]}\r\n',
        b"newsarchive: 1\r\nresponse: " + b"[" * 100_000 + b"\r\n",
        b"newsarchive: 1\r\nkind: " + b"x" * 1000 + b"\r\ntruncated: entah\r\nrebuilt: \x1b[31m\r\n",
        b"newsarchive: \xff\xfe\r\nkind: \xff\r\n" + b"rebuilt: a\r\n" * 10_000,
    )
    file = warc()
    for number, block in enumerate(nonsense):
        made = file.page(f"{make.host}/read/{number}/a", make.article(number))
        file.add("metadata", f"{make.host}/read/{number}/a", block, WARC_Concurrent_To=made)
    done = take(file)
    assert (done.refused, done.snapshots_added) == ({}, len(nonsense))
    assert rows("SELECT count(*) FROM snapshots WHERE rebuilt LIKE '%[31m%'") == [(0,)]


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    asked = {
        "snapshots": "SELECT url, fetched_at, kind, headers, payload_sha256 FROM snapshots ORDER BY 1, 2",
        "articles": "SELECT key, title, body, version, first_seen_at, last_seen_at FROM articles ORDER BY 1",
        "failures": "SELECT url, reason FROM failures ORDER BY 1, 2",
        "versions": "SELECT key, v.number, seen_at FROM versions v JOIN articles a ON a.id = article_id ORDER BY 1, 2",
    }
    connection = sqlite3.connect(path / "news.db")
    try:
        return {name: connection.execute(sql).fetchall() for name, sql in asked.items()}
    finally:
        connection.close()


def test_a_stop_anywhere_and_another_run_give_what_one_run_gives(
    tmp_path: Path, outlets: Any, take: Any, warc: Any, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:

    file = warc()
    for number in range(6):
        url = f"{make.host}/read/{number}/a"
        file.page(url, make.page(f"Judul {number}", "Satu.", pager=f"{url}/15" if number % 2 else ""))
        if number % 2:
            file.page(f"{url}/15", make.page(f"Judul {number}", "Dua."))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(file.packed())
    take(path, archive="sekali")
    monkeypatch.setattr(intake, "_FLUSH_EVERY", 2)

    class Killed(BaseException):
        pass

    taken = intake.Intake.take
    left = 0

    def until(self: Any, *given: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        taken(self, *given)

    for stop in range(1, 9):
        left = stop
        monkeypatch.setattr(intake.Intake, "take", until)
        with pytest.raises(Killed):
            import_warc(tmp_path / f"berhenti{stop}", [str(path)], outlets, Wanted())
        monkeypatch.setattr(intake.Intake, "take", taken)
        take(path, archive=f"berhenti{stop}")
        assert dump(tmp_path / f"berhenti{stop}") == dump(tmp_path / "sekali"), stop

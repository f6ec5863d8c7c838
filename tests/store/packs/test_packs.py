import random
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.store import DamagedPack
from newsarchive.store.packs.folder import Packs, month_of
from newsarchive.store.packs.siblings import MAX_PAGES, template_of

Page = Callable[..., bytes]
Sha = Callable[[bytes], str]


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    return Packs(tmp_path / "packs", write=True)


def rows(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(tmp_path / "packs" / "2025-04.db")
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def repack(packs: Packs) -> int:
    done = 0
    while count := packs.repack(packs.names(), 7):
        packs.commit()
        done += count
    packs.shrink(packs.names())
    return done


def test_pages_lean_on_a_sibling_and_come_back_exactly(
    packs: Packs, tmp_path: Path, page: Page, sha256: Sha, t0: datetime
) -> None:
    pages = [page(number) for number in range(40)]
    sizes = [packs.put(sha256(body), body, (), sibling_key="radar a9a", at=t0).stored_bytes for body in pages]
    packs.commit()
    assert max(sizes[1:]) < len(pages[0]) / 10
    assert [packs.get("2025-04", sha256(body)) for body in pages] == pages
    packs.close()
    codecs = rows(tmp_path, "SELECT level > 0, count(sibling_id), count(*) FROM blobs GROUP BY 1")
    assert codecs == [(1, 39, 40)]
    deep = rows(tmp_path, "SELECT 1 FROM blobs b JOIN blobs s ON s.id = b.sibling_id WHERE s.sibling_id IS NOT NULL")
    assert deep == []
    reader = Packs(tmp_path / "packs")
    assert [reader.get("2025-04", sha256(body)) for body in pages] == pages
    (totals,) = reader.totals()
    assert (totals.blobs, totals.payload_bytes, totals.stored_bytes) == (40, sum(map(len, pages)), sum(sizes))
    reader.close()


def test_the_same_bytes_are_kept_once(packs: Packs, page: Page, sha256: Sha, t0: datetime) -> None:
    body = page(1)
    first = packs.put(sha256(body), body, (), sibling_key="a", at=t0)
    assert packs.put(sha256(body), body, (), sibling_key="b", at=t0) == first
    coded = b"\x1f\x8b not really"
    assert packs.put(sha256(coded), coded, ("gzip",), sibling_key="a", at=t0).stored_bytes == len(coded)
    packs.put(sha256(coded), coded, ("gzip",), sibling_key="a", at=t0)
    packs.commit()
    assert packs.totals()[0].blobs == 2
    packs.close()


@pytest.mark.parametrize("body", [b"", b"x", b"ok " * 30, bytes(range(256)) * 40, b"\x00" * 100_000])
@pytest.mark.parametrize("codings", [(), ("gzip",), ("br",), ("gzip", "gzip"), ("deflate",)])
def test_any_bytes_under_any_label(
    packs: Packs, sha256: Sha, t0: datetime, body: bytes, codings: tuple[str, ...]
) -> None:
    packs.put(sha256(body), body, codings, sibling_key="a", at=t0)
    packs.commit()
    assert packs.get("2025-04", sha256(body)) == body
    repack(packs)
    assert packs.get("2025-04", sha256(body)) == body
    packs.close()


def test_a_changed_template_gets_a_new_sibling(packs: Packs, page: Page, sha256: Sha, t0: datetime) -> None:
    def put(number: int, template: int) -> int:
        body = page(number, template=template)
        return packs.put(sha256(body), body, (), sibling_key="radar", at=t0).stored_bytes

    old = [put(number, 0) for number in range(5)]
    new = [put(number, 1) for number in range(5, 12)]
    assert max(old[1:]) < 0.2 * old[0]
    assert max(new[3:]) < 0.2 * new[0]
    packs.close()


def test_a_sibling_serves_so_many_pages_at_most(
    packs: Packs, tmp_path: Path, page: Page, sha256: Sha, t0: datetime
) -> None:
    for number in range(MAX_PAGES + 3):
        body = page(number, paragraphs=1)
        packs.put(sha256(body), body, (), sibling_key="a", at=t0)
    packs.close()
    assert rows(tmp_path, "SELECT count(*) FROM blobs WHERE level AND sibling_id IS NULL") == [(2,)]
    assert rows(tmp_path, "SELECT blob_id, pages FROM siblings") == [(MAX_PAGES + 2, 1)]


def drifting(page: Page, sha256: Sha, count: int, lines: int) -> list[bytes]:
    """Pages with a side bar of so many lines that moves on by one line a page."""
    side = [sha256(b"%d" % number) for number in range(count + lines)]
    return [page(0) + "".join(side[number : number + lines]).encode() for number in range(count)]


def alone_among(packs: Packs, tmp_path: Path, pages: list[bytes], sha256: Sha, t0: datetime) -> int:
    for body in pages:
        packs.put(sha256(body), body, (), sibling_key="a", at=t0)
    packs.close()
    ((alone,),) = rows(tmp_path, "SELECT count(*) FROM blobs WHERE level AND sibling_id IS NULL")
    assert isinstance(alone, int)
    return alone


def test_a_sibling_is_renewed_while_that_pays(
    packs: Packs, tmp_path: Path, page: Page, sha256: Sha, t0: datetime
) -> None:
    pages = drifting(page, sha256, 300, 2000)
    cost = packs.put(sha256(pages[0]), pages[0], (), sibling_key="b", at=t0).stored_bytes
    alone = alone_among(packs, tmp_path, pages[1:], sha256, t0)
    # A line that nobody saw before takes some 34 bytes: after n pages n lines differ, 17 * n * n bytes in all, and the
    # mean is lowest where that equals the cost of a sibling.
    best = 300 / (cost / 17) ** 0.5
    assert best / 2 < alone < best * 2


def test_a_drift_that_has_come_to_rest_renews_nothing(
    packs: Packs, tmp_path: Path, page: Page, sha256: Sha, t0: datetime
) -> None:
    assert alone_among(packs, tmp_path, drifting(page, sha256, 300, 10), sha256, t0) == 1


def test_one_stranger_does_not_replace_the_sibling(
    packs: Packs, tmp_path: Path, page: Page, sha256: Sha, t0: datetime
) -> None:
    for number in range(30):
        body = random.Random(number).randbytes(20_000) if number in {10, 20} else page(number)
        packs.put(sha256(body), body, (), sibling_key="a", at=t0)
    packs.close()
    assert rows(tmp_path, "SELECT id FROM blobs WHERE sibling_id IS NULL ORDER BY id") == [(1,), (11,), (21,)]
    assert rows(tmp_path, "SELECT DISTINCT sibling_id FROM blobs WHERE id > 21") == [(1,)]


def test_the_sibling_is_found_again_by_the_next_run(tmp_path: Path, page: Page, sha256: Sha, t0: datetime) -> None:
    for number in range(6):
        packs = Packs(tmp_path / "packs", write=True)
        packs.put(sha256(page(number)), page(number), (), sibling_key="a", at=t0)
        packs.close()
    assert rows(tmp_path, "SELECT count(sibling_id) FROM blobs") == [(5,)]


def test_gzipped_pages_become_small_and_stay_exact(
    tmp_path: Path, page: Page, gzipped: Callable[..., bytes], sha256: Sha, t0: datetime
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    bodies = [gzipped(page(number), 1 + number % 9, 8 + number % 2) for number in range(60)]
    for body in bodies:
        packs.put(sha256(body), body, ("gzip",), sibling_key="radar a9a", at=t0)
    packs.commit()
    before = packs.totals()[0]
    assert before.stored_bytes == before.payload_bytes == sum(map(len, bodies))
    assert [packs.get("2025-04", sha256(body)) for body in bodies] == bodies
    assert repack(packs) == 60
    assert repack(packs) == 0
    assert [packs.get("2025-04", sha256(body)) for body in bodies] == bodies
    after = packs.totals()[0]
    assert (after.blobs, after.payload_bytes) == (60, before.payload_bytes)
    assert after.stored_bytes < before.stored_bytes / 3
    packs.close()
    assert (tmp_path / "packs" / "2025-04.db").stat().st_size < before.stored_bytes / 2
    assert rows(tmp_path, "SELECT count(*), count(recipe_id) FROM blobs") == [(60, 60)]
    assert rows(tmp_path, "SELECT sum(length(data)) FROM blobs") == [(after.stored_bytes,)]


def test_a_body_whose_text_is_given_does_not_wait(
    tmp_path: Path, page: Page, gzipped: Callable[..., bytes], sha256: Sha, t0: datetime
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    texts = [page(number) for number in range(20)]
    bodies = [gzipped(text) for text in texts]
    for body, text in zip(bodies, texts, strict=True):
        packs.put(sha256(body), body, ("gzip",), sibling_key="a", at=t0, text=text)
        packs.put(sha256(body), body, ("gzip",), sibling_key="a", at=t0, text=text)
    assert packs.get("2025-04", sha256(bodies[-1])) == bodies[-1]
    for body, text in zip(bodies, texts, strict=True):
        packs.put(sha256(body), body, ("gzip",), sibling_key="a", at=t0, text=text)
    packs.commit()
    assert repack(packs) == 0
    assert [packs.get("2025-04", sha256(body)) for body in bodies] == bodies
    (totals,) = packs.totals()
    assert (totals.blobs, totals.payload_bytes) == (20, sum(map(len, bodies)))
    assert totals.stored_bytes < totals.payload_bytes / 3
    packs.close()
    assert rows(tmp_path, "SELECT sum(length(data)), count(recipe_id) FROM blobs") == [(totals.stored_bytes, 20)]
    reader = Packs(tmp_path / "packs")
    assert [reader.get("2025-04", sha256(body)) for body in bodies] == bodies
    reader.close()


def test_texts_at_hand_are_re_coded_before_they_fill_the_memory(
    packs: Packs, tmp_path: Path, page: Page, gzipped: Callable[..., bytes], sha256: Sha, t0: datetime
) -> None:
    texts = [page(number) + b" " * 900_000 for number in range(12)]
    for text in texts:
        body = gzipped(text)
        packs.put(sha256(body), body, ("gzip",), sibling_key="a", at=t0, text=text)
    pack = packs.for_writing("2025-04")
    assert 0 < len(pack._at_hand) < 5
    packs.commit()
    assert not pack._at_hand
    packs.close()
    assert rows(tmp_path, "SELECT count(*), count(recipe_id) FROM blobs") == [(12, 12)]


def test_a_plain_body_whose_text_is_given_is_kept_as_without(
    packs: Packs, tmp_path: Path, page: Page, sha256: Sha, t0: datetime
) -> None:
    bodies = [page(number) for number in range(20)] + [b"", b"x", bytes(range(256)) * 40]
    for body in bodies:
        packs.put(sha256(body), body, (), sibling_key="at once", at=t0)
    packs.commit()
    (before,) = packs.totals()
    packs.close()
    patient = Packs(tmp_path / "patient", write=True)
    for body in bodies:
        patient.put(sha256(body), body, (), sibling_key="at once", at=t0, text=body)
    assert patient.get("2025-04", sha256(bodies[3])) == bodies[3]
    patient.commit()
    assert patient.totals() == [before]
    assert [patient.get("2025-04", sha256(body)) for body in bodies] == bodies
    patient.close()


def test_a_long_body_waits_even_if_its_text_is_given(
    packs: Packs, gzipped: Callable[..., bytes], sha256: Sha, t0: datetime
) -> None:
    text = b"a line of text\n" * 100_000
    body = gzipped(text)
    assert packs.put(sha256(body), body, ("gzip",), sibling_key="a", at=t0, text=text).stored_bytes == len(body)
    assert repack(packs) == 1
    assert packs.get("2025-04", sha256(body)) == body
    packs.close()


@pytest.mark.parametrize("wrong", [b"", b"another text", None])
def test_a_wrong_text_changes_nothing(
    packs: Packs, page: Page, gzipped: Callable[..., bytes], sha256: Sha, t0: datetime, wrong: bytes | None
) -> None:
    text = page(1)
    body = gzipped(text)
    given = text[::-1] if wrong is None else wrong  # of the same length, that is
    packs.put(sha256(body), body, ("gzip",), sibling_key="a", at=t0, text=given)
    packs.commit()
    assert packs.get("2025-04", sha256(body)) == body
    packs.close()


def test_bodies_wait_across_runs(
    tmp_path: Path, page: Page, gzipped: Callable[..., bytes], sha256: Sha, t0: datetime
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    body = gzipped(page(1))
    packs.put(sha256(body), body, ("gzip",), sibling_key="a", at=t0)
    packs.close()
    again = Packs(tmp_path / "packs", write=True)
    assert repack(again) == 1
    assert again.get("2025-04", sha256(body)) == body
    again.close()


def test_a_flipped_byte_anywhere_is_noticed(
    tmp_path: Path, page: Page, gzipped: Callable[..., bytes], sha256: Sha, t0: datetime
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    coded = [gzipped(page(number)) for number in range(3)]
    plain = [page(number) for number in range(3, 6)]
    for body in plain:
        packs.put(sha256(body), body, (), sibling_key="a", at=t0)
    for body in coded:
        packs.put(sha256(body), body, ("gzip",), sibling_key="b", at=t0)
    repack(packs)
    packs.put(sha256(b"waits"), b"waits", ("gzip",), sibling_key="b", at=t0)
    packs.close()
    connection = sqlite3.connect(tmp_path / "packs" / "2025-04.db")
    stored = connection.execute("SELECT 'blobs', id, lower(hex(sha256)), data FROM blobs").fetchall()
    stored += connection.execute("SELECT 'waiting', id, lower(hex(sha256)), data FROM waiting").fetchall()
    assert len(stored) == 7
    for table, row_id, digest, data in stored:
        for place in (len(data) // 3, len(data) - 1):
            flipped = data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]
            connection.execute(f"UPDATE {table} SET data = ? WHERE id = ?", (flipped, row_id))
            connection.commit()
            reader = Packs(tmp_path / "packs")
            with pytest.raises(DamagedPack, match=digest):
                reader.get("2025-04", digest)
            reader.close()
        connection.execute(f"UPDATE {table} SET data = ? WHERE id = ?", (data, row_id))
        connection.commit()
    connection.execute("UPDATE recipes SET recipe = replace(recipe, '\"level\":6', '\"level\":1')")
    connection.commit()
    connection.close()
    reader = Packs(tmp_path / "packs")
    with pytest.raises(DamagedPack, match="zlib"):
        reader.get("2025-04", sha256(coded[0]))
    reader.close()


def test_missing_packs_and_bodies_are_named(packs: Packs, tmp_path: Path, sha256: Sha, t0: datetime) -> None:
    packs.put(sha256(b"x"), b"x", (), sibling_key="a", at=t0)
    packs.close()
    reader = Packs(tmp_path / "packs")
    with pytest.raises(DamagedPack, match=r"2019-01\.db: the pack file is missing"):
        reader.get("2019-01", sha256(b"x"))
    with pytest.raises(DamagedPack, match="is not in this pack"):
        reader.get("2025-04", sha256(b"y"))
    reader.close()
    (tmp_path / "packs" / "2025-05.db").write_bytes(b"no database" * 100)
    with pytest.raises(DamagedPack, match="2025-05"):
        reader.get("2025-05", sha256(b"x"))


def test_a_pack_is_named_after_the_month_in_utc(t0: datetime) -> None:
    assert month_of(datetime.fromisoformat("2025-05-01T06:59:00+07:00")) == "2025-04"
    assert month_of(t0) == "2025-04"


def test_many_months_can_be_written_in_one_go(packs: Packs, sha256: Sha, t0: datetime) -> None:
    bodies = {month: f"isi bulan {month}".encode() for month in range(24)}
    for month, body in bodies.items():
        packs.put(sha256(body), body, (), sibling_key="a", at=t0 + timedelta(days=31 * month))
    packs.commit()
    assert len(packs.names()) == 24
    for month, body in bodies.items():
        assert packs.get(month_of(t0 + timedelta(days=31 * month)), sha256(body)) == body
    packs.close()


def test_a_sealed_pack_is_one_file_with_the_checksum_given(
    tmp_path: Path, page: Page, gzipped: Callable[..., bytes], sha256: Sha, t0: datetime
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    body = gzipped(page(1))
    packs.put(sha256(body), body, ("gzip",), sibling_key="a", at=t0)
    reader = Packs(tmp_path / "packs")
    packs.commit()
    assert reader.get("2025-04", sha256(body)) == body
    assert packs.seal("2025-04") is None
    reader.close()
    sealed = packs.seal("2025-04")
    assert sealed is not None
    digest, size = sealed
    (path,) = (tmp_path / "packs").iterdir()
    assert (sha256(path.read_bytes()), path.stat().st_size) == (digest, size)
    reader = Packs(tmp_path / "packs")
    assert reader.get("2025-04", sha256(body)) == body
    reader.close()
    assert sha256(path.read_bytes()) == digest
    assert [entry.name for entry in (tmp_path / "packs").iterdir()] == ["2025-04.db"]


def test_templates_are_told_apart_by_the_shape_of_the_path() -> None:
    assert template_of("radar", "/read/681745/slug?page=2") == template_of("radar", "//read/9/other")
    keys = {template_of("radar", path) for path in ("/", "/read/1/x", "/read/1/x/15", "/kategori/x/30", "/feed")}
    assert len(keys) == 5
    assert template_of(None, "/robots.txt") != template_of("radar", "/robots.txt")

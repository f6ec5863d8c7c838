"""What `export wacz` writes: the layout of WACZ 1.1.1, with digests, an index in members and pages with text."""

import gzip
import hashlib
import io
import json
import zipfile
import zlib
from datetime import timedelta

import pytest
import surt
from warcio.archiveiterator import ArchiveIterator

from newsarchive.export.cdxj import surt_of, write_zipnum
from newsarchive.export.wacz import export_wacz
from newsarchive.export.warc import Order
from newsarchive.store.selection import Selection

EVERYTHING = Selection()


@pytest.fixture
def package(archive, tmp_path, clock):
    def make(selection=EVERYTHING, **how):
        target = tmp_path / "arsip.wacz"
        done = export_wacz(archive, Order(target, selection, force=True, **how), clock=clock)
        return zipfile.ZipFile(io.BytesIO(target.read_bytes())), done

    return make


def test_the_layout_is_the_standards_and_every_file_is_listed_with_its_digest(package):
    zipped, done = package(title="Arsip Watu")
    assert zipped.testzip() is None
    described = json.loads(zipped.read("datapackage.json"))
    assert described["profile"] == "data-package"
    assert described["wacz_version"] == "1.1.1"
    assert described["title"] == "Arsip Watu"
    listed = {entry["path"]: entry for entry in described["resources"]}
    assert set(listed) | {"datapackage.json", "datapackage-digest.json"} == set(zipped.namelist())
    expected = {"archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"}
    assert set(listed) == expected
    for path, entry in listed.items():
        content = zipped.read(path)
        assert entry["bytes"] == len(content)
        assert entry["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    digest = json.loads(zipped.read("datapackage-digest.json"))
    whole = hashlib.sha256(zipped.read("datapackage.json")).hexdigest()
    assert digest == {"path": "datapackage.json", "hash": f"sha256:{whole}"}
    stored = {info.filename for info in zipped.infolist() if info.compress_type == zipfile.ZIP_STORED}
    assert stored == {"archive/data.warc.gz", "indexes/index.cdx.gz"}
    assert done.files[0].sha256 == hashlib.sha256(zipped.fp.getvalue()).hexdigest()


def test_pages_are_the_versions_with_title_and_text_at_the_snapshot_they_were_read_from(package, everything):
    zipped, done = package()
    header, *pages = map(json.loads, zipped.read("pages/pages.jsonl").decode().splitlines())
    assert header["format"] == "json-pages-1.0"
    assert done.pages == len(pages) == 3
    assert [page["title"] for page in pages] == ["Pasar ramai", "Dua halaman", "Pasar sepi"]
    assert all("Harga pupuk naik lagi." in page["text"] for page in pages)
    assert len({page["id"] for page in pages}) == 3
    assert pages[0]["ts"] == "2025-04-28T06:22:01.123456Z"
    records = ArchiveIterator(io.BytesIO(zipped.read("archive/data.warc.gz")))
    captured = {
        (r.rec_headers.get_header("WARC-Target-URI"), r.rec_headers.get_header("WARC-Date"))
        for r in records
        if r.rec_type in ("response", "revisit")
    }
    assert {(page["url"], page["ts"]) for page in pages} <= captured


def test_the_index_leads_to_records_in_the_archive_folder(package, everything):
    zipped, _ = package(max_size=1500)
    lines = gzip.decompress(zipped.read("indexes/index.cdx.gz")).decode().splitlines()
    assert len(lines) == len(everything)
    assert lines == sorted(lines)
    for line in lines:
        fields = json.loads(line.split(" ", 2)[2])
        start = int(fields["offset"])
        piece = zipped.read(f"archive/{fields['filename']}")[start : start + int(fields["length"])]
        (record,) = ArchiveIterator(io.BytesIO(piece))
        assert record.rec_headers.get_header("WARC-Target-URI") == fields["url"]


def test_the_same_archive_gives_the_same_file(archive, package, tmp_path, clock):
    zipped, _ = package()
    again = tmp_path / "lagi.wacz"
    export_wacz(archive, Order(again, EVERYTHING), clock=lambda: clock() + timedelta(days=400))
    assert again.read_bytes() == zipped.fp.getvalue()


def test_a_selection_lists_the_pages_that_are_in_it(package):
    zipped, done = package(Selection(articles=("radar-watu/8",)))
    _, *pages = map(json.loads, zipped.read("pages/pages.jsonl").decode().splitlines())
    assert [page["title"] for page in pages] == ["Dua halaman"]
    assert done.pages == 1


def test_nothing_selected_is_an_empty_collection(package):
    zipped, done = package(Selection(outlets=("tiada",)))
    assert done.snapshots == 0
    assert zipped.read("indexes/index.cdx.gz") == b""
    assert [r.rec_type for r in ArchiveIterator(io.BytesIO(zipped.read("archive/data.warc.gz")))] == ["warcinfo"]


@pytest.mark.parametrize("count", [0, 1, 1023, 1024, 1025, 3000])
def test_an_index_in_members_finds_each_line_by_the_first_of_its_member(count):
    lines = [f"id,contoh)/{number:06d} 20250101000000 {json.dumps({'n': number})}" for number in range(count)]
    data, index = io.BytesIO(), io.BytesIO()
    write_zipnum(lines, data.write, index.write, "index.cdx.gz")
    meta, *entries = index.getvalue().decode().splitlines()
    assert meta == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    found = []
    for entry in entries:
        key, fields = entry.split(" {", 1)
        place = json.loads("{" + fields)
        piece = data.getvalue()[place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(piece).hexdigest()}"
        inflater = zlib.decompressobj(31)
        block = inflater.decompress(piece).decode().splitlines()
        assert inflater.eof
        assert not inflater.unused_data
        assert block[0].startswith(key)
        found += block
    assert found == lines


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.radarwatu.test/Read/7/A?b=2&a=1", "test,radarwatu)/read/7/a?a=1&b=2"),
        ("http://radarwatu.test:8080/", "test,radarwatu:8080)/"),
    ],
)
def test_keys_are_those_that_pywb_looks_up(url, key):
    assert surt_of(url) == key


def test_a_uri_without_a_key_stands_for_itself(monkeypatch):
    def stumble(url: str) -> str:
        raise IndexError("string index out of range")

    monkeypatch.setattr(surt, "surt", stumble)
    assert surt_of("https://[/") == "https://[/"

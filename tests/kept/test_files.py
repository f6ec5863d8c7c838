"""Kept pages that are files: manifests, folders and single pages, and what is refused."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.errors import NewsarchiveError
from newsarchive.kept import loose_key, open_kept
from newsarchive.kept.files import MAX_BODY, canonical_of, is_web_url, read_body

NOW = datetime(2025, 5, 1, 3, 4, 5, tzinfo=UTC)
PAGE = (
    b"<html><head><link rel='canonical' href='https://contoh.test/read/7/warga'></head><body><p>Isi.</p></body></html>"
)


def clock() -> datetime:
    return NOW


def manifest(folder: Path, *rows: str, header: str = "file\toriginal_url") -> Path:
    path = folder / "manifest.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_manifest_maps_urls_to_files_stored_plain_or_gzipped(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"satu")
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"dua"))
    manifest(tmp_path, "a.html\thttp://contoh.test/a", "b.html\thttps://contoh.test/b?x=1")
    kept = open_kept([tmp_path], clock=clock)
    assert [(c.url, c.body, c.request_target) for c in kept] == [
        ("http://contoh.test/a", b"satu", "/a"),
        ("https://contoh.test/b?x=1", b"dua", "/b?x=1"),
    ]
    assert list(kept.urls()) == ["http://contoh.test/a", "https://contoh.test/b?x=1"]
    assert len(kept) == 2
    assert kept.problems == ()


def test_what_was_not_sent_is_named(tmp_path: Path) -> None:
    header = "file\toriginal_url\tfetched_at\tsaved_how"
    (tmp_path / "a.html").write_bytes(PAGE)
    rows = (
        "a.html\thttp://contoh.test/a\t2024-02-03T04:05:06+07:00\traw http",
        "a.html\thttp://contoh.test/b\t\tdom-dump",
        "a.html\t\t\traw http (via a mirror)",
    )
    manifest(tmp_path, *rows, header=header)
    first, second, third = open_kept([tmp_path], clock=clock)  # the one of known time, then the others as listed
    never = ("request-line", "request-headers", "status-line", "response-headers")
    assert first.rebuilt == (*never, "content-coding")
    assert first.fetched_at == datetime.fromisoformat("2024-02-03T04:05:06+07:00")
    assert second.rebuilt == (*never, "payload", "fetched-at")
    assert second.fetched_at == NOW
    assert third.rebuilt == (*never, "content-coding", "url", "fetched-at")
    assert third.url == "https://contoh.test/read/7/warga"


def test_a_row_without_any_url_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>tanpa alamat</p>")
    manifest(tmp_path, "a.html\t")
    kept = open_kept([tmp_path])
    assert len(kept) == 0
    (said,) = kept.problems
    assert said.startswith(f"{tmp_path}/manifest.tsv:2: a.html has no URL in the manifest and names none itself")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a.html\thttp://contoh.test/a\tzuviel", "manifest.tsv:2: has 3 fields where the header has 2"),
        (
            "fehlt.html\thttp://contoh.test/a",
            "manifest.tsv:2: field 'file': neither fehlt.html nor fehlt.html.gz is there",
        ),
        ("../rahasia.html\thttp://contoh.test/a", "'../rahasia.html' does not stay in the folder"),
        ("/etc/hostname\thttp://contoh.test/a", "does not stay in the folder"),
        ("keluar.html\thttp://contoh.test/a", "does not stay in the folder"),
        ("\thttp://contoh.test/a", "does not stay in the folder"),
        ("a\0.html\thttp://contoh.test/a", "does not stay in the folder"),
        ("a.html\tfile:///etc/passwd", "field 'original_url': 'file:///etc/passwd' is not an http or https URL"),
        ("a.html\thttp://[contoh/", "is not an http or https URL"),
    ],
)
def test_wrong_rows_are_refused_with_file_and_line(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "rahasia.html").write_bytes(b"x")
    folder = tmp_path / "halaman"
    folder.mkdir()
    (folder / "a.html").write_bytes(b"x")
    (folder / "keluar.html").symlink_to(tmp_path / "rahasia.html")
    manifest(folder, row)
    with pytest.raises(NewsarchiveError) as refused:
        open_kept([folder])
    assert said in str(refused.value)


@pytest.mark.parametrize("text", ["kemarin", "2024-02-03T04:05:06", "2024-13-01T00:00:00Z"])
def test_a_time_without_offset_or_sense_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_bytes(b"x")
    manifest(tmp_path, f"a.html\thttp://contoh.test/a\t{text}", header="file\toriginal_url\tfetched_at")
    with pytest.raises(NewsarchiveError, match=r"manifest\.tsv:2: field 'fetched_at'"):
        open_kept([tmp_path])


def test_a_header_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    manifest(tmp_path, "a\tb", header="nama\turl")
    with pytest.raises(NewsarchiveError, match=r"manifest\.tsv:1: the header lacks the column 'file'"):
        open_kept([tmp_path])
    (tmp_path / "manifest.tsv").write_bytes(b"file\toriginal_url\n\xff\xfe\n")
    with pytest.raises(NewsarchiveError, match="is not UTF-8 text"):
        open_kept([tmp_path])


def test_a_folder_without_manifest_asks_the_pages(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "b.HTM").write_bytes(b'<meta property="og:url" content="https://contoh.test/b">')
    (tmp_path / "c.html").write_bytes(b"<p>tanpa alamat</p>")
    (tmp_path / "catatan.txt").write_bytes(b"bukan halaman")
    kept = open_kept([tmp_path], clock=clock)
    assert list(kept.urls()) == ["https://contoh.test/b", "https://contoh.test/read/7/warga"]
    assert all(c.rebuilt[-2:] == ("url", "fetched-at") for c in kept)
    assert len(kept.problems) == 1
    assert "c.html: names no URL of its own" in kept.problems[0]


def test_missing_and_empty_sources_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NewsarchiveError, match="tidak-ada: no such file or folder"):
        open_kept([tmp_path / "tidak-ada"])
    with pytest.raises(NewsarchiveError, match=r"holds no manifest\.tsv and no kept page"):
        open_kept([tmp_path])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_a_sentence(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(PAGE)
    page.chmod(0)
    with pytest.raises(NewsarchiveError, match="cannot be read"):
        open_kept([page])


def test_a_file_that_goes_away_later_is_a_sentence(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(PAGE)
    kept = open_kept([page])
    page.unlink()
    with pytest.raises(NewsarchiveError, match=r"a\.html: cannot be read"):
        kept.get("https://contoh.test/read/7/warga")


def test_damaged_and_endless_files_are_cut_and_said_so(tmp_path: Path) -> None:
    whole = gzip.compress(PAGE * 50)
    cut, bomb, plain = tmp_path / "cut.html.gz", tmp_path / "bomb.html.gz", tmp_path / "plain.html"
    cut.write_bytes(whole[: len(whole) - 12])
    bomb.write_bytes(gzip.compress(b"\0" * (MAX_BODY + 1000), compresslevel=1))
    plain.write_bytes(b"x" * 100)
    body, why = read_body(cut)
    assert why == "unspecified"
    assert body.startswith(b"<html>")
    assert (PAGE * 50).startswith(body)
    body, why = read_body(bomb)
    assert (len(body), why) == (MAX_BODY, "length")
    assert read_body(plain) == (b"x" * 100, None)
    assert read_body(plain, limit=99) == (b"x" * 99, "length")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("https://contoh.test/read/7/warga", "satu"),
        ("http://contoh.test/read/7/warga", "satu"),
        ("https://contoh.test//read//7/warga/", "satu"),
        ("HTTPS://Contoh.test:443/read/7/warga#komentar", "satu"),
        ("https://contoh.test/read/7/warga?page=2", "dua"),
        ("https://contoh.test/read/7/Warga", None),
        ("https://lain.test/read/7/warga", None),
        ("https://contoh.test:8443/read/7/warga", None),
        ("http://[", None),
    ],
)
def test_urls_are_equal_where_servers_hold_them_equal(tmp_path: Path, asked: str, found: str | None) -> None:
    (tmp_path / "a.html").write_bytes(b"satu")
    (tmp_path / "b.html").write_bytes(b"dua")
    manifest(tmp_path, "a.html\thttps://contoh.test/read/7/warga", "b.html\thttps://contoh.test//read/7/warga?page=2")
    capture = open_kept([tmp_path]).get(asked)
    assert (capture.body.decode() if capture else None) == found


def test_an_exact_url_comes_before_an_equal_one_and_the_newest_before_older(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode())
    rows = (
        "a\thttp://contoh.test/x\t2025-01-02T00:00:00Z",
        "b\thttp://contoh.test/x\t2025-01-01T00:00:00Z",
        "c\thttps://contoh.test/x/\t2024-01-01T00:00:00Z",
    )
    manifest(tmp_path, *rows, header="file\toriginal_url\tfetched_at")
    kept = open_kept([tmp_path])
    answers = [kept.get(u) for u in ("http://contoh.test/x", "https://contoh.test/x/", "https://contoh.test/x")]
    assert [c.body if c else None for c in answers] == [b"a", b"c", b"a"]
    nearer = kept.get("http://contoh.test/x", near=datetime(2024, 12, 31, tzinfo=UTC))
    assert nearer is not None
    assert nearer.body == b"b"
    assert [c.body for c in kept] == [b"c", b"b", b"a"]


def test_loose_key_of_what_is_no_url() -> None:
    assert loose_key("http://[::bad") == "http://[::bad"
    assert loose_key("https://a.test:99999/") == "https://a.test:99999/"
    assert loose_key("https://a.test/") == loose_key("http://A.test:80") == "//a.test/"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (b'<link REL="canonical alternate" href=" https://a.test/1 ">', "https://a.test/1"),
        (b'<link rel=canonical href="/1"><meta property="og:url" content="https://a.test/2">', "https://a.test/2"),
        (b'<link rel=canonical href="javascript:alert(1)">', None),
        (b'<link rel=canonical href="https://">', None),
        (b'<link rel=canonical><meta property="og:url">', None),
        (b"\xff\xfe\x00", None),
        (b"", None),
    ],
)
def test_canonical_of(html: bytes, url: str | None) -> None:
    assert canonical_of(html) == url


def test_is_web_url_refuses_spaces_and_controls() -> None:
    assert is_web_url("https://a.test/x")
    for url in (
        "https://a.test/x y",
        "https://a.test/\x1b[2J",
        "ftp://a.test/",
        "https://:80/",
        "https://a.test:0/",
        "",
    ):
        assert not is_web_url(url), url


def test_the_shared_pages_can_all_be_asked_for() -> None:
    folder = Path(__file__).parents[2] / "../shared/pages"
    if not (folder / "manifest.tsv").is_file():
        pytest.skip("the shared real pages are not beside this checkout")
    kept = open_kept([folder])
    assert len(kept) == 49
    assert len(kept.problems) == 2
    assert all(kept.get(url) is not None for url in kept.urls())
    assert all(c.truncated is None and c.body for c in kept)


def test_the_address_of_a_page_nested_without_end_is_found_at_once() -> None:
    link = b'<link rel="canonical" href="https://radarsenja.test/read/1/a">'
    assert canonical_of(b"<div>" * 300_000 + link) == "https://radarsenja.test/read/1/a"
    assert canonical_of(b"<!-- " + link + b" -->") is None
    assert canonical_of(b"<link " * 200_000) is None

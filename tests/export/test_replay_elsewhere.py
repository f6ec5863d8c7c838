"""pywb and py-wacz, as their users install them, take what we hand over: the same bytes come back, the file holds."""

import gzip
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from newsarchive.export.wacz import export_wacz
from newsarchive.export.warc import Order, export_warc
from newsarchive.store.selection import Selection

pytestmark = pytest.mark.slow

TOOLS = ("pywb==2.10.0", "wacz==0.6.0", "setuptools<81")
"""setuptools, because pywb still asks for pkg_resources."""


@pytest.fixture(scope="module")
def tools(tmp_path_factory) -> Path:
    """The bin folder of a virtual environment with pywb and py-wacz; skipped where pip cannot have them."""
    folder = tmp_path_factory.mktemp("alat")
    venv.create(folder, with_pip=True)
    bin_folder = folder / ("Scripts" if sys.platform == "win32" else "bin")
    done = subprocess.run(
        [
            bin_folder / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--retries",
            "1",
            *TOOLS,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"pip could not install {', '.join(TOOLS)}: {done.stderr.strip().splitlines()[-1:]}")
    return bin_folder


@pytest.fixture
def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(params=["wacz", "warc and index"])
def collection(request, archive, tools, tmp_path, clock) -> Path:
    """A folder of pywb with the collection `arsip`: unpacked from a WACZ, or WARC files with the index beside them."""
    home = tmp_path / "pywb"
    home.mkdir()
    manage(tools, home, "init", "arsip")
    if request.param == "wacz":
        export_wacz(archive, Order(tmp_path / "arsip.wacz", Selection(), max_size=4000), clock=clock)
        manage(tools, home, "add", "--unpack-wacz", "arsip", str(tmp_path / "arsip.wacz"))
    else:
        folder = home / "collections" / "arsip"
        target = folder / "archive" / "arsip.warc.gz"
        export_warc(archive, Order(target, Selection(), max_size=4000, is_indexed=True), clock=clock)
        (folder / "archive" / "arsip.cdxj").rename(folder / "indexes" / "index.cdxj")
    return home


def manage(tools: Path, home: Path, *arguments: str) -> None:
    subprocess.run([tools / "wb-manager", *arguments], cwd=home, check=True, capture_output=True)


@pytest.fixture
def replay(collection, tools, free_port) -> Iterator[str]:
    """The address of pywb serving the collection."""
    command = [tools / "wayback", "-b", "127.0.0.1", "-p", str(free_port), "-t", "2"]
    with (collection / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=collection, stdout=log, stderr=log)
    try:
        wait_for(server, free_port)
        yield f"http://127.0.0.1:{free_port}/arsip"
    finally:
        server.terminate()
        server.wait(30)


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Until somebody listens there: a server has no other way to say that it is ready."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("pywb did not begin to listen")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def ask(base: str, url: str, moment: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers as pywb answers for the raw record (`id_`), redirects not followed."""
    request = urllib.request.Request(f"{base}/{moment}id_/{quote(url, safe=':/?=&')}")
    request.add_header("Accept-Encoding", "gzip")
    try:
        answer = urllib.request.build_opener(_Stay).open(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def test_pywb_answers_with_the_same_bytes(replay, everything):
    seen = set()
    for one, kind in everything:
        if not one.headers or " " in one.headers[0][0]:
            continue  # saved without its head, or with a header that no HTTP server can send
        status, body, headers = ask(replay, one.url, one.fetched_at.strftime("%Y%m%d%H%M%S"))
        assert status == one.status, one.url
        assert body == one.body, (one.url, one.fetched_at)
        names = {name.lower(): value for name, value in one.headers}
        assert headers.get("content-encoding") == names.get("content-encoding")
        if one.status == 301:
            assert headers["location"].endswith("/read/7/pasar")
        seen.add((kind, one.status, "transfer-encoding" in names, "content-encoding" in names))
    assert {("robots", 200, False, False), ("redirect", 301, False, False), ("article", 304, False, False)} <= seen
    assert {("article", 200, True, True), ("article", 200, True, False), ("article", 404, False, False)} <= seen
    coded = next(one.body for one, _ in everything if ("Content-Encoding", "gzip") in one.headers)
    assert gzip.decompress(coded).startswith(b"<html>")


def test_the_index_is_the_one_that_cdxj_indexer_makes(archive, tools, tmp_path, clock):
    target = tmp_path / "arsip.warc.gz"
    export_warc(archive, Order(target, Selection(), is_indexed=True), clock=clock)
    done = subprocess.run([tools / "cdxj-indexer", "-s", target], capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 14
    ours, theirs = (tmp_path / "arsip.cdxj").read_text().splitlines(), done.stdout.splitlines()
    # where the record names no digest of its payload (chunks), the indexer makes one of its own, of another kind
    chunked = [number for number, line in enumerate(theirs) if '"digest": "sha1:' in line]
    assert len(chunked) == 4
    for number in chunked:
        ours[number], theirs[number] = (
            re.sub(r'"digest": "[^"]+", ', "", line) for line in (ours[number], theirs[number])
        )
    assert ours == theirs


def test_wacz_validate_passes_and_notices_a_changed_byte(archive, tools, tmp_path, clock):
    target = tmp_path / "arsip.wacz"
    export_wacz(archive, Order(target, Selection()), clock=clock)
    good = subprocess.run([tools / "wacz", "validate", "-f", target], capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stdout + good.stderr
    assert "Validation succeeded" in good.stdout
    data = bytearray(target.read_bytes())
    at = data.index(b"datapackage.json", data.index(b"pages/pages.jsonl"))
    data[at - 60] ^= 1
    target.write_bytes(data)
    bad = subprocess.run([tools / "wacz", "validate", "-f", target], capture_output=True, text=True, check=False)
    assert bad.returncode != 0 or "Validation succeeded" not in bad.stdout

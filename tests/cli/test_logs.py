"""Log lines: one a record, on standard error, with nothing secret and nothing forged."""

from __future__ import annotations

import json
import logging
import time

import pytest

from newsarchive.cli import logs

LOG = logging.getLogger("newsarchive.test")


def test_text(capsys: pytest.CaptureFixture[str]):
    logs.configure()
    LOG.info("%s pages", 7)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("Z info newsarchive.test: 7 pages\n")


def test_quiet_leaves_warnings(capsys: pytest.CaptureFixture[str]):
    logs.configure(quiet=True)
    LOG.info("all is well")
    LOG.warning("robots.txt unreachable")
    err = capsys.readouterr().err
    assert "all is well" not in err
    assert "warning newsarchive.test: robots.txt unreachable" in err


def test_json_lines_carry_the_exception(capsys: pytest.CaptureFixture[str]):
    logs.configure(log_format="json")
    try:
        raise ValueError("rusak")
    except ValueError:
        LOG.exception("cannot read %s", "https://kota.test/\n")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    entry = json.loads(lines[0])
    assert (entry["level"], entry["logger"], entry["message"]) == (
        "error",
        "newsarchive.test",
        "cannot read https://kota.test/\n",
    )
    assert "ValueError: rusak" in entry["exception"]


def test_a_url_cannot_forge_a_line(capsys: pytest.CaptureFixture[str]):
    logs.configure()
    LOG.info("got %s", "https://kota.test/a\n2026-01-01T00:00:00Z info x: forged\x1b[2J")
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "\x1b" not in err


@pytest.mark.parametrize(
    "secret",
    [
        "https://user:hunter2@kota.test/",
        "Cookie: sid=hunter2; b=hunter2",
        "set-cookie: sid=hunter2",
        "{'Authorization': 'Basic hunter2'}",
        "https://kota.test/feed?page=2&token=hunter2",
        "https://kota.test/feed?access_token=hunter2#x",
        "https://kota.test/?api_key=hunter2&page=2",
        "https://kota.test/?KEY=hunter2",
        "https://kota.test/a;jsessionid=hunter2?x=1",
        "https://kota.test/?X-Amz-Signature=hunter2",
        "<a href='/?password=hunter2'>",
    ],
)
def test_nothing_secret(capsys: pytest.CaptureFixture[str], secret: str):
    logs.configure()
    LOG.info("sent %s", secret)
    err = capsys.readouterr().err
    assert "hunter2" not in err
    assert "***" in err


@pytest.mark.parametrize("url", ["https://kota.test/?page=2&s=banjir", "https://kota.test/?keyword=pasar&author=sari"])
def test_other_parameters_stay(url: str):
    assert logs.blot(url) == url


def test_an_exception_tells_no_secret_either(capsys: pytest.CaptureFixture[str]):
    for log_format in ("text", "json"):
        logs.configure(log_format=log_format)
        try:
            raise ValueError("https://user:hunter2@kota.test/?token=hunter2")
        except ValueError:
            LOG.exception("failed")
    err = capsys.readouterr().err
    assert "hunter2" not in err
    assert err.count("ValueError: https://***@kota.test/?token=***") == 2


def test_blotting_takes_a_time_that_grows_with_the_text_only():
    text = "?" + "a" * 60 + "=" + "?a=&" * 50_000 + "://" * 50_000 + "cookie:" * 50_000
    start = time.process_time()
    logs.blot(text)
    half = time.process_time() - start
    start = time.process_time()
    logs.blot(text * 2)
    assert time.process_time() - start < max(4 * half, 0.5)

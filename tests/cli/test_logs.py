"""Log lines: one a record, on standard error, with nothing secret and nothing forged."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from newsarchive.cli import logs

LOG = logging.getLogger("newsarchive.test")


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


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
    ],
)
def test_nothing_secret(capsys: pytest.CaptureFixture[str], secret: str):
    logs.configure()
    LOG.info("sent %s", secret)
    err = capsys.readouterr().err
    assert "hunter2" not in err
    assert "***" in err

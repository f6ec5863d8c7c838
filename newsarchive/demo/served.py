"""Starts the made-up world's server as a process of its own and talks to it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from newsarchive.errors import NewsarchiveError


class ServerDied(NewsarchiveError):
    """The server of the made-up world ended before it was told to."""


class ServedWorld:
    """A running server; use it as a context manager. `folder` gets the throw-away certificates."""

    def __init__(self, folder: Path, *, seed: int, articles: int) -> None:
        command = [sys.executable, "-m", "newsarchive.demo.server", "--folder", str(folder)]
        command += ["--seed", str(seed), "--articles", str(articles)]
        # A session of its own: an interrupt at the terminal is for the crawl, the server ends with its input.
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
        )
        hello = self._read()
        self.address = f"127.0.0.1:{hello['port']}"
        self.ca_file = folder / "ca.pem"

    def __enter__(self) -> ServedWorld:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def move_to(self, day: int) -> None:
        """Let the world be as it is on `day`."""
        self._order(f"day {day}")

    def requests(self) -> dict[str, int]:
        """How many requests there were so far, by what was asked for; see `site.Site.requests`."""
        counts: dict[str, int] = self._order("stats")["requests"]
        return counts

    def _order(self, line: str) -> dict[str, dict[str, int]]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise ServerDied("the server of the made-up world died") from None
        return self._read()

    def _read(self) -> dict[str, dict[str, int]]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            raise ServerDied(f"the server of the made-up world ended with code {code} before it was told to")
        answer: dict[str, dict[str, int]] = json.loads(line)
        return answer

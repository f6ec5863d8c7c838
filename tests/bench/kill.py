"""Kills a long crawl with SIGKILL again and again, and holds the archive against what was served.

    python tests/bench/kill.py --kills 1000 --seed 1

One archive, one crawl that goes on in rounds: in each, three sites write new articles, edit and remove some; the crawl
is started, killed at a random moment and started again, until it has come to its end by itself. After each kill the
archive must open, hold no less than before and contradict itself in nothing; the next start must be clean. Every
hundred kills, and at the end, each byte is read and checked, and at the end every article, version, removal, failure
and count is compared with what the server sent. Prints one line at the end; exit code 1 and the archive's place where
anything is wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kill_judge import Seen, Wrong, check_files, check_truth, look
from kill_world import ROUND, World

HERE = Path(__file__).resolve().parent
PATIENCE = 40
"""Kills in a round after which the crawl is let finish, so that the world moves on."""

Moment = Literal["opening", "working", "ending"]
_MOMENTS: tuple[Moment, ...] = ("opening", "working", "ending")


@dataclass
class Tally:
    """What was done."""

    kills: int = 0
    starts: int = 0
    rounds: int = 0
    unended: int = 0
    """Killed runs that had written that they began and not that they ended."""
    moments: Counter[Moment] = field(default_factory=Counter)


class Crawls:
    """Starts crawls of one world into one archive."""

    def __init__(self, world: World, folder: Path) -> None:
        self.archive = folder / "archive"
        self.log = folder / "crawls.log"
        self._world = world
        self._outlets = world.write_outlets(folder / "outlets")
        command = [sys.executable, str(HERE / "kill_crawls.py")]
        self._forker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def arguments(self) -> list[str]:
        """Of `one_crawl.py`, for the present round."""
        return [
            f"--archive={self.archive}",
            f"--outlets={self._outlets}",
            f"--resolve=127.0.0.1:{self._world.port}",
            f"--clock-offset={self._world.round * ROUND.total_seconds()}",
            "--delay=0.003",
        ]

    def start(self, tick: float | None = None) -> int:
        """Fork a crawl; gives its pid. `tick`: seconds between its commits, None for what every crawl has."""
        assert self._forker.stdin is not None
        order = {"args": self.arguments(), "log": str(self.log), "tick": tick}
        self._forker.stdin.write(json.dumps(order) + "\n")
        self._forker.stdin.flush()
        return self._read()

    def status(self) -> int:
        """Wait for the end of the crawl started last: its exit code, or the negative number of a signal."""
        return self._read()

    def run_anew(self) -> int:
        """One whole crawl in a process of its own, from the first import on; gives its exit code."""
        script = HERE.parent / "crawl" / "one_crawl.py"
        with self.log.open("a") as log:
            return subprocess.run(
                [sys.executable, str(script), *self.arguments()], stdout=log, stderr=log, check=False
            ).returncode

    def close(self) -> None:
        """Let the forking process end."""
        assert self._forker.stdin is not None
        self._forker.stdin.close()
        self._forker.wait(30)
        assert self._forker.stdout is not None
        self._forker.stdout.close()

    def _read(self) -> int:
        assert self._forker.stdout is not None
        line = self._forker.stdout.readline()
        if not line:
            raise Wrong("the process that starts crawls died")
        return int(line)


def kill_often(kills: int, seed: int, folder: Path, *, check_every: int = 100) -> str:
    """Do it, and tell what was done. Raises Wrong for the first thing that is not as it must be."""
    chance = random.Random(f"kill/{seed}")
    world = World(seed)
    crawls = Crawls(world, folder)
    tally, seen, began, checked = Tally(), Seen(), time.monotonic(), 0
    try:
        while tally.kills < kills:
            world.advance()
            tally.rounds += 1
            seen = _round(world, crawls, chance, tally, seen, min(kills, tally.kills + PATIENCE))
            if tally.kills - checked >= check_every:
                checked = tally.kills
                check_files(crawls.archive)
                print(f"{tally.kills} kills, {seen}, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        _must_be_clean(crawls.run_anew(), look(crawls.archive, seen), seen, crawls)
        snapshots = check_files(crawls.archive)
        truth = check_truth(crawls.archive, world, unended=tally.unended)
    finally:
        crawls.close()
        world.close()
    if not truth["edited"]:
        raise Wrong("no edit was ever seen: the crawl looks at nothing again")
    moments = ", ".join(f"{number} while {name}" for name, number in sorted(tally.moments.items()))
    return (
        f"{tally.kills} kills ({moments}) in {tally.rounds} rounds and {tally.starts} starts,"
        f" {time.monotonic() - began:.0f} s: {truth['articles']} articles, {truth['versions']} versions"
        f" ({truth['edited']} edited, {truth['removed']} removed), {snapshots} snapshots;"
        f" nothing lost, nothing doubled, {tally.unended} runs without an end"
    )


def _round(world: World, crawls: Crawls, chance: random.Random, tally: Tally, seen: Seen, most: int) -> Seen:
    """Crawl this round's world, killed again and again, until a crawl has come to its end by itself."""
    while tally.kills < most:
        moment: Moment = chance.choices(_MOMENTS, (15, 70, 15))[0]
        pid = crawls.start(chance.choice((None, 0.05)))
        tally.starts += 1
        status = _kill(pid, world, crawls, chance, moment)
        found = look(crawls.archive, seen)
        if status != -signal.SIGKILL:
            _must_be_clean(status, found, seen, crawls)
            return found
        tally.kills += 1
        tally.moments[moment] += 1
        tally.unended += found.unended - seen.unended
        seen = found
    tally.starts += 1
    status = crawls.run_anew()
    found = look(crawls.archive, seen)
    _must_be_clean(status, found, seen, crawls)
    return found


def _kill(pid: int, world: World, crawls: Crawls, chance: random.Random, moment: Moment) -> int:
    """Kill a crawl at the moment named; gives how it ended, which may have been by itself before that."""
    process = os.pidfd_open(pid)  # the number may be another process's by now, this cannot
    try:
        _wait(process, world, chance, moment)
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(process, signal.SIGKILL)
    finally:
        os.close(process)
    return crawls.status()


def _wait(process: int, world: World, chance: random.Random, moment: Moment) -> None:
    """Until the moment has come, or the crawl has ended."""
    before = world.requests
    if moment == "opening":
        _sleep(process, chance.random() * 0.4)
        return
    wanted = before + (chance.randrange(1, 120) if moment == "working" else 1)
    limit = time.monotonic() + 60
    while world.requests < wanted and time.monotonic() < limit and not _sleep(process, 0.001):
        pass
    if moment == "ending":
        # nothing asked for during this time: it is closing, or about to
        quiet = 0.02 + chance.random() * 0.1
        while (count := world.requests) >= wanted and not _sleep(process, quiet) and world.requests != count:
            pass
    else:
        _sleep(process, chance.random() * 0.02)


def _sleep(process: int, seconds: float) -> bool:
    """Sleep, or until the process has ended; whether it has."""
    return bool(select.select([process], [], [], seconds)[0])


def _must_be_clean(status: int, found: Seen, before: Seen, crawls: Crawls) -> None:
    """A crawl that was let be has ended well, with a run of its own and not a word of an error."""
    log = crawls.log.read_text(errors="replace")
    if status or "Traceback" in log:
        raise Wrong(f"a start after a kill ended with code {status}: {log[-3000:]}")
    if found.runs != before.runs + 1 or found.unended != before.unended:
        raise Wrong(f"a run that ended well is not told of: {before}, then {found}")
    crawls.log.write_text("")


def main() -> int:
    """Entry point; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the archive is made; by default it is removed again")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="newsarchive-kill-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        print(kill_often(options.kills, options.seed, folder))
    except Wrong as error:
        print(f"wrong: {error}\nThe archive is left in {folder}.", file=sys.stderr)
        return 1
    if options.folder is None:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())

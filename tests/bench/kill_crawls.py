"""Starts crawls that are to be killed: a process that has imported everything, and forks one child for each crawl.

A child is a process of its own that opens the archive, crawls and is killed like any other; it only does not spend a
second on imports. Each line on standard input is JSON, `{"args": [...], "log": PATH, "tick": SECONDS or null}`, with
the arguments of `tests/crawl/one_crawl.py`. For each, the child's pid is printed, and when it has ended its status:
the exit code, or the negative number of the signal that ended it.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "crawl"))

import one_crawl

from newsarchive.crawl import session
from newsarchive.networks import load_networks


def _child(order: dict[str, Any]) -> int:
    """Crawl as told; gives the exit code."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    if order["tick"] is not None:
        session.TICK = order["tick"]
    sys.argv[1:] = order["args"]
    try:
        code: int = one_crawl.main()
        return code
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stderr.flush()


def _main() -> None:
    load_networks()
    while line := sys.stdin.readline():
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os._exit(_child(order))
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _main()

"""One crawl in a process of its own, over plain HTTP: what `newsarchive crawl` does, for the tests' loopback server."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from newsarchive.cli import logs
from newsarchive.crawl.run import CrawlOptions, run_crawl
from newsarchive.crawl.walks import plan_walks
from newsarchive.errors import NewsarchiveError
from newsarchive.registry import load_registry
from newsarchive.runclock import RunClock


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--outlets", type=Path)
    parser.add_argument("--resolve")
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--time-limit", type=float, default=0.0)
    parser.add_argument("--clock-offset", type=float, default=0.0)
    parser.add_argument("--now", type=datetime.fromisoformat, help="the instant at which the crawl begins")
    parser.add_argument("--index-pages", type=int, default=40)
    parser.add_argument("--max-body", type=int, default=2_000_000)
    parser.add_argument("--max-text", type=int, default=4_000_000)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("--due", action="store_true")
    parser.add_argument("--disk-min-free", type=int, default=0)
    parser.add_argument("--backfill-requests", type=int, default=20)
    parser.add_argument("--since", type=date.fromisoformat, help="note a backfill of every outlet, from this day")
    parser.add_argument("--until", type=date.fromisoformat)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a further setting")
    parser.add_argument("--peak", type=Path, help="write the most memory that this process held, in kB, to this file")
    args = parser.parse_args()
    logs.configure()
    began = datetime.now(UTC)
    source = None if args.now is None else lambda: args.now + (datetime.now(UTC) - began)
    clock = RunClock(timedelta(seconds=args.clock_offset), source)
    try:
        if args.since:
            plan_walks(args.archive, load_registry(args.outlets).outlets, args.since, args.until, clock=clock)
        outcome = run_crawl(
            CrawlOptions(
                outlets=load_registry(args.outlets).outlets,
                archive=args.archive,
                outlets_dir=args.outlets,
                contact="crawl@example.org",
                delay=args.delay,
                limit=args.limit,
                time_limit=args.time_limit,
                clock_offset=args.clock_offset,
                clock=source,
                index_pages=args.index_pages,
                is_due_only=args.due,
                disk_min_free=args.disk_min_free,
                backfill_requests=args.backfill_requests,
                resolve=args.resolve,
                scheme="http",
                more={
                    "NEWSARCHIVE_MAX_BODY": args.max_body,
                    "NEWSARCHIVE_MAX_TEXT": args.max_text,
                    "DOWNLOAD_TIMEOUT": args.timeout,
                    **dict(given.split("=", 1) for given in args.set),
                },
            )
        )
    except NewsarchiveError as error:
        sys.stderr.write(f"newsarchive: {error}\n")
        return error.exit_code
    sys.stderr.write(f"{outcome}\n")
    if args.peak:
        # of this process alone: what getrusage() tells begins with the size of the one that started it
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        args.peak.write_text(status.partition("VmHWM:")[2].split()[0], encoding="ascii")
    return outcome.exit_code


if __name__ == "__main__":
    sys.exit(main())

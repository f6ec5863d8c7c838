"""One crawl in a process of its own, over plain HTTP: what `newsarchive crawl` does, for the tests' loopback server."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from newsarchive.cli import logs
from newsarchive.crawl.run import CrawlOptions, run_crawl
from newsarchive.errors import NewsarchiveError
from newsarchive.registry import load_registry


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--outlets", type=Path)
    parser.add_argument("--resolve")
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--time-limit", type=float, default=0.0)
    parser.add_argument("--clock-offset", type=float, default=0.0)
    parser.add_argument("--index-pages", type=int, default=40)
    parser.add_argument("--max-body", type=int, default=2_000_000)
    parser.add_argument("--max-text", type=int, default=4_000_000)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("--peak", type=Path, help="write the most memory that this process held, in kB, to this file")
    args = parser.parse_args()
    logs.configure()
    try:
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
                index_pages=args.index_pages,
                resolve=args.resolve,
                scheme="http",
                more={
                    "NEWSARCHIVE_MAX_BODY": args.max_body,
                    "NEWSARCHIVE_MAX_TEXT": args.max_text,
                    "DOWNLOAD_TIMEOUT": args.timeout,
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

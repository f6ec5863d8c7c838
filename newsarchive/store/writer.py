"""The one writer of an archive: runs, snapshots, articles, failures and events go in through here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urljoin

from newsarchive.coding import codings_of
from newsarchive.models import Article, Capture, Outlet
from newsarchive.store.alarms import Alarms
from newsarchive.store.arrivals import Arrivals
from newsarchive.store.articles import article_key
from newsarchive.store.backfills import Backfills
from newsarchive.store.fields import without_surrogates
from newsarchive.store.frontier import Frontier
from newsarchive.store.history import History
from newsarchive.store.looks import Looks
from newsarchive.store.outlets import store_outlets
from newsarchive.store.packs.folder import month_of
from newsarchive.store.packs.siblings import template_of
from newsarchive.store.readings import Readings
from newsarchive.store.records import Stored
from newsarchive.store.removal import Removal
from newsarchive.store.restoring import Restoring
from newsarchive.store.robots import RobotsRows
from newsarchive.store.standing import Services, StandingRows
from newsarchive.store.tally import PAST
from newsarchive.store.times import to_text
from newsarchive.store.transaction import BATCH, Transaction

DETAILS_FOR = timedelta(days=40)
"""How long everything that a run counted is kept: longer than health looks back."""


@lru_cache(256)
def _pairs_json(pairs: tuple[tuple[str, str], ...]) -> str:
    """Request headers are the same again and again."""
    return json.dumps(pairs)


class Writer(Transaction):
    """Opens an archive folder for writing, making or upgrading it as needed, and holds its lock until `close()`.

    `clock` gives the time of runs and packs; everything else is told its time. Changes wait in one transaction until
    `flush()`, which `tick()` and every BATCH snapshots bring about: bytes are made durable first, then the rows that
    cite them, so a kill at any moment leaves at worst bytes that nobody cites. An automatic flush happens only as
    `add_snapshot()` begins and never inside `unit()`: what a unit changes is kept whole or not at all.

    Raises ArchiveLocked while another writer is at work, NotAnArchive for a damaged or foreign file.
    """

    frontier: Frontier

    def __init__(self, path: str | Path, *, clock: Callable[[], datetime]) -> None:
        super().__init__(path, clock=clock)
        self._outlets = {row[0] for row in self._db.execute("SELECT slug FROM outlets")}
        self.frontier = Frontier(self._db, self._begin)
        self.tombstones = self.frontier.tombstones
        self.removal = Removal(self._db, self._packs, self._articles, self.frontier, self._begin)
        self.robots = RobotsRows(self._db, self._begin)
        self.backfills = Backfills(self._db, self._begin)
        self.services = Services(self._db, self._begin)
        self.standings = StandingRows(self._db, self._begin)
        self.looks = Looks(self._db, self._begin)
        self.history = History(self._db, self._begin)
        self.alarms = Alarms(self._db, self._begin)
        self.restoring = Restoring(self._db, self._articles, self._tally, self._begin)
        self.readings = Readings(self._db, self._articles, self._begin)
        self.arrivals = Arrivals(self._db, self._packs, self._articles, self._begin)

    def begin_run(self, command: str, *, version: str, user_agent: str | None, options: Mapping[str, object]) -> int:
        """Record that a run begins, at once and durably; gives its id."""
        self._begin()
        cursor = self._db.execute(
            "INSERT INTO runs (command, version, user_agent, options, started_at) VALUES (?, ?, ?, ?, ?)",
            (command, version, user_agent, json.dumps(options, default=str), to_text(self._clock())),
        )
        self.flush()
        return int(cursor.lastrowid or 0)

    def end_run(self, run_id: int, *, exit_code: int, counts: Mapping[str, int], reason: str | None = None) -> None:
        """Record how and why a run ended, and seal the packs of months that are over. A run without an end died."""
        self._begin()
        self._db.execute(
            "UPDATE runs SET ended_at = ?, exit_code = ?, counts = ?, reason = ? WHERE id = ?",
            (to_text(self._clock()), exit_code, json.dumps(dict(counts)), reason, run_id),
        )
        self._thin_runs()
        self.flush()
        self.seal_finished_packs()

    def _thin_runs(self) -> None:
        """Take the details out of what runs of some weeks ago counted: the columns stay, and so do the sums by outlet
        and day (`outlet_days`). With hundreds of outlets they would grow by a gigabyte a year.
        """
        until = self._clock() - DETAILS_FOR
        since = until - timedelta(days=7)
        self._db.execute(
            "UPDATE run_outlets SET counts = '{}', examples = '{}' WHERE counts <> '{}'"
            " AND run_id IN (SELECT id FROM runs WHERE started_at BETWEEN ? AND ?)",
            (to_text(since), to_text(until)),
        )

    def sync_outlets(self, outlets: Iterable[Outlet]) -> None:
        """Add outlets and bring those that are there up to date; none is ever removed."""
        self._begin()
        self._outlets |= store_outlets(self._db, outlets)

    def count(self, run_id: int, outlet: str | None, what: str, count: int = 1, *, example: int | None = None) -> None:
        """Count something a run did for an outlet, by a name (see `Tally`). `example`: a snapshot that shows it."""
        if example is None:
            self._tally.add(run_id, outlet, what, count)
        else:
            self._tally.example(run_id, outlet, what, example)

    def add_snapshot(
        self,
        capture: Capture,
        *,
        outlet: str | None,
        run_id: int,
        kind: str | None = None,
        text: bytes | None = None,
        optouts: Sequence[str] = (),
    ) -> int:
        """Keep a response, whatever it is, and give the snapshot's id.

        `text` is the body without its content codings (the body itself, if it has none), from a caller that has it at
        hand anyway: it saves time. `optouts` are the site's objections to mining and training that came with it.
        Raises ValueError for an outlet that was never synced, TakenDown for what was taken down.
        """
        if outlet is not None and outlet not in self._outlets:
            raise ValueError(f"outlet {outlet!r} is not in the archive: sync_outlets() comes first")
        digest = hashlib.sha256(capture.body).hexdigest()
        self.tombstones.check(capture.url, sha256=digest)
        if self._waiting >= BATCH and not self._depth:
            self.flush()
        self._begin()
        pack = self._put(capture, digest, outlet, text)
        location = next((value for name, value in capture.headers if name.lower() == "location"), None)
        target = _target(capture.url, location) if location and 300 <= capture.status < 400 else None
        cursor = self._db.execute(
            "INSERT INTO snapshots (url, outlet, run_id, fetched_at, kind, method, request_target, request_headers,"
            " http_version, status, reason, headers, redirect_to, payload_sha256, payload_bytes, truncated, rebuilt,"
            " ip_address, pack, optouts, head_pack, id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            " (SELECT max(ifnull(max(id), 0), ?) + 1 FROM snapshots))",
            (
                capture.url, outlet, run_id, to_text(capture.fetched_at), kind, capture.method, capture.request_target,
                _pairs_json(capture.request_headers), capture.http_version, capture.status, capture.reason,
                json.dumps(capture.headers), target, digest, len(capture.body), capture.truncated,
                json.dumps(capture.rebuilt), capture.ip_address, pack, json.dumps(list(optouts)) if optouts else None,
                self._present_pack(), self._last_id,
            ),
        )  # fmt: skip
        snapshot_id = int(cursor.lastrowid or 0)
        self._waiting += 1
        self._added.add(snapshot_id)
        self._tally.snapshot(run_id, outlet, capture.status, len(capture.body))
        return snapshot_id

    def find_snapshot(self, url: str, payload_sha256: str, at: datetime | None) -> int | None:
        """The id of the snapshot that is the same capture, or None. `at` None matches any time of fetching."""
        row = self._db.execute(
            "SELECT id FROM snapshots WHERE url = ?1 AND payload_sha256 = ?2 AND (?3 IS NULL OR fetched_at = ?3)"
            " ORDER BY id LIMIT 1",
            (url, payload_sha256, None if at is None else to_text(at)),
        ).fetchone()
        return None if row is None else int(row[0])

    def has_failure(self, snapshot_id: int, reason: str) -> bool:
        """Whether a failure of this snapshot was recorded with this reason, resolved or not."""
        sql = "SELECT 1 FROM failures WHERE snapshot_id = ? AND reason = ?"
        return self._db.execute(sql, (snapshot_id, reason)).fetchone() is not None

    def snapshot_kind(self, snapshot_id: int, kind: str) -> None:
        """Say what a snapshot turned out to be: article, index, feed, blocked, ...

        The head in the pack keeps the kind that was known when it was written: there it is a hint.
        """
        self._begin()
        self._db.execute("UPDATE snapshots SET kind = ? WHERE id = ?", (kind, snapshot_id))

    def add_article(
        self, article: Article, snapshot_ids: Sequence[int], *, at: datetime, run_id: int, is_past: bool = False
    ) -> Stored:
        """Store an article as read from these snapshots (parts in order); `at` is when they were fetched.

        `is_past`: a walk into the past led to it, so it is counted apart from the day's news. All of it is stored or,
        if anything is raised, nothing. One that was taken down is not: its snapshots go too, the outcome is `purged`.
        Raises ValueError for an article without outlet.
        """
        refused = self.removal.refuse(article.url, article_key(article), snapshot_ids)
        if refused is not None:
            self._tally.add(run_id, article.outlet, refused.outcome)
            return refused
        try:
            with self.unit():
                stored = self._articles.save(article, snapshot_ids, at, run_id)
        except UnicodeEncodeError:
            with self.unit():
                stored = self._articles.save(without_surrogates(article), snapshot_ids, at, run_id)
        self._tally.add(run_id, article.outlet, PAST + stored.outcome if is_past else stored.outcome)
        if stored.is_cut:
            self._tally.add(run_id, article.outlet, "copies-cut")
        return stored

    def article_seen(self, key: str, at: datetime) -> None:
        """The article of a frontier row was there, unchanged (a 304, say). An unknown key is ignored."""
        self._begin()
        article_id = self._articles.found_by(key)
        if article_id is not None:
            self._articles.seen(article_id, to_text(at), None)

    def mark_gone(self, key: str, *, snapshot_id: int | None, at: datetime, detail: str) -> bool:
        """The article of a frontier row is no longer there: an event, once; its text stays. Says whether it is news.

        `detail` says how that was seen: 404, 410, sent to the front page, a text that says so.
        """
        self._begin()
        article_id = self._articles.found_by(key)
        sql = "UPDATE articles SET gone_at = ? WHERE id = ? AND gone_at IS NULL"
        if article_id is None or not self._db.execute(sql, (to_text(at), article_id)).rowcount:
            return False
        self.add_event("removed", article_id=article_id, snapshot_id=snapshot_id, at=at, detail=detail)
        return True

    def add_event(
        self, kind: str, *, article_id: int | None, snapshot_id: int | None, at: datetime, detail: str | None
    ) -> int:
        """Record that something happened to an article; gives the event's id."""
        self._begin()
        cursor = self._db.execute(
            "INSERT INTO events (kind, article_id, snapshot_id, at, detail) VALUES (?, ?, ?, ?, ?)",
            (kind, article_id, snapshot_id, to_text(at), detail),
        )
        return int(cursor.lastrowid or 0)

    def add_failure(
        self,
        url: str,
        *,
        outlet: str | None,
        snapshot_id: int | None,
        reason: str,
        detail: str,
        at: datetime,
        run_id: int,
        is_past: bool = False,
    ) -> int:
        """Record that a page could not be had or read; gives the failure's id. A later success resolves it.

        `is_past`: it was asked for on a walk into the past, and is counted apart.
        """
        self._begin()
        cursor = self._db.execute(
            "INSERT INTO failures (url, outlet, snapshot_id, run_id, reason, detail, failed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (url, outlet, snapshot_id, run_id, reason, detail, to_text(at)),
        )
        lane = PAST if is_past else ""
        self._tally.add(run_id, outlet, f"{lane}failures")
        self._tally.example(run_id, outlet, f"{lane}failure:{reason}", snapshot_id)
        return int(cursor.lastrowid or 0)

    def _put(self, capture: Capture, digest: str, outlet: str | None, text: bytes | None) -> str:
        """Keep the body in the pack of its month, or leave it where the same bytes are already; gives the pack."""
        sql = "SELECT pack FROM snapshots WHERE payload_sha256 = ? AND pruned_at IS NULL LIMIT 1"
        row = self._db.execute(sql, (digest,)).fetchone()
        if row is not None:
            return str(row[0])
        name = month_of(capture.fetched_at)
        if self._known_packs.get(name):  # sealed: old pages that are imported now go to the present month
            name = month_of(self._clock())
        self._know_pack(name)
        template = template_of(outlet, capture.request_target)
        self._packs.put(
            digest,
            capture.body,
            codings_of(capture.headers),
            sibling_key=template,
            at=capture.fetched_at,
            pack=name,
            text=text,
        )
        return name


def _target(url: str, location: str) -> str:
    """Where a redirect leads, absolute; a `Location` that is no URL is kept as it came."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location

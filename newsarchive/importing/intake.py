"""The one place at which a capture from a WARC file is accepted, stored and read, or turned away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsarchive.coding import codings_of, undo
from newsarchive.conduct.optouts import optouts_of
from newsarchive.errors import TakenDown
from newsarchive.importing.capturing import Opened, Refused, capture_of, date_of, open_exchange
from newsarchive.importing.exchanges import Exchange
from newsarchive.importing.hosts import outlet_of_host
from newsarchive.importing.interpret import Interpreter
from newsarchive.importing.outcome import Ledger
from newsarchive.importing.shelf import Shelf
from newsarchive.kept.digests import agrees
from newsarchive.kept.files import MAX_BODY, is_web_url
from newsarchive.kept.opening import capture_identity
from newsarchive.models import Capture, Outlet
from newsarchive.registry import Registry
from newsarchive.store import Writer

_FLUSH_EVERY = 200
"""Captures after which they are made durable."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken of the captures in WARC files."""

    any_outlet: bool = False
    """Pages of hosts that no outlet has too: they get an outlet made of the host."""
    since: datetime | None = None
    """Fetched at or after (aware)."""
    until: datetime | None = None
    """Fetched before (aware)."""
    doubtful: bool = False
    """Captures whose bytes do not have the digest that the file tells, too: `wrong-digest` in `rebuilt` says so."""


@dataclass(frozen=True, slots=True)
class _Accepted:
    capture: Capture
    outlet: Outlet | None
    kind: str | None
    optouts: tuple[str, ...] | None
    """As noted before; None: they are to be looked for."""
    digest: str
    """`WARC-Payload-Digest`, where it was found right."""
    is_checked: bool
    removed: tuple[tuple[str, str], ...] = ()
    """Articles that it had shown to be gone, and how."""


class Intake:
    """Takes exchanges one by one; `finish()` reads what had to wait for others."""

    def __init__(
        self,
        writer: Writer,
        registry: Registry,
        run_id: int,
        wanted: Wanted,
        *,
        ledger: Ledger,
        shelf: Shelf,
        latest: datetime,
    ) -> None:
        self._writer, self._registry, self._run_id, self._wanted = writer, registry, run_id, wanted
        self._ledger, self._shelf, self._latest = ledger, shelf, latest
        self.interpreter = Interpreter(writer, registry, run_id, self._find_part)
        self.interpreter.wait_for_parts = shelf.add_waiting
        self._slugs = {outlet.slug: outlet for outlet in registry.outlets}
        self._arrived: set[str] = set()  # outlets of which something came that was not there
        self._unflushed = 0

    def take(self, file: str, exchange: Exchange) -> None:
        """Store a capture and what it says, or count why not."""
        self._take(file, exchange, may_wait=True)

    def finish(self) -> None:
        """Read what waited: revisits for their originals, articles for their other pages."""
        for file, exchange in self._shelf.revisits():
            self._take(file, exchange, may_wait=False)
        arrivals = self._writer.arrivals
        for slug in sorted(self._arrived):
            for snapshot_id in arrivals.waiting_for_parts(slug):
                if (first := arrivals.capture(snapshot_id)) is not None:
                    self._shelf.add_waiting(snapshot_id, first.fetched_at)
        self.interpreter.wait_for_parts = None
        for snapshot_id in self._shelf.waiting():
            capture = arrivals.capture(snapshot_id)
            if capture is not None:
                with self._writer.unit():
                    self.interpreter.read(capture, snapshot_id, self._outlet_of(capture.url), kind="article")
                self._keep_pace()
        with self._writer.unit():
            self.interpreter.finish()
            for removal in self._shelf.removals():
                arrivals.removed(*removal)
        self._writer.flush()

    def _take(self, file: str, exchange: Exchange, *, may_wait: bool) -> None:
        if not self._is_asked_for(exchange):
            return
        opened = open_exchange(exchange, self._latest, keep_doubtful=self._wanted.doubtful)
        accepted = self._accept(opened, file, may_wait=may_wait) if isinstance(opened, Opened) else opened
        if isinstance(accepted, Refused):
            self._ledger.refuse(file, exchange.response.offset, accepted.reason, accepted.why)
        elif accepted is not None:
            try:
                with self._writer.unit():
                    is_new = self._store(accepted)
            except TakenDown:
                self._ledger.pass_over("purged")
            else:
                self._ledger.count(is_new=is_new, is_checked=accepted.is_checked)
            self._keep_pace()

    def _is_asked_for(self, exchange: Exchange) -> bool:
        """By outlet and time, before anything is computed; what is malformed is judged later."""
        record = exchange.response
        if not is_web_url(record.url):
            if record.url and "://" not in record.url:  # dns:, urn:, whois: ...
                self._ledger.pass_over("other-record")
                return False
            return True
        if exchange.notes is None and self._outlet_of(record.url) is None:
            self._ledger.pass_over("unknown-outlet", record.url)
            return False
        found = date_of(record)
        since, until = self._wanted.since, self._wanted.until
        if found and ((since and found[0] < since) or (until and found[0] >= until)):
            self._ledger.pass_over("outside-dates")
            return False
        return True

    def _accept(self, opened: Opened, file: str, *, may_wait: bool) -> _Accepted | Refused | None:
        """The capture as it is to be stored; None where it waits, or is passed over."""
        body, is_proven = opened.payload, True
        if opened.wants_payload:
            found = self._payload(opened)
            if found is None:
                if may_wait:
                    self._shelf.add_revisit(file, opened.exchange)
                    return None
                return Refused(
                    "revisit-alone", "it repeats a capture that is neither in these files nor in the archive"
                )
            body, is_proven = found
        capture = capture_of(opened, body, is_proven=is_proven)
        notes = opened.notes
        outlet = self._outlet_of(capture.url, None if notes is None else notes.outlet)
        if notes is None and outlet is not None and outlet.status == "imported" and not _is_page(capture):
            self._ledger.pass_over("unknown-outlet", capture.url)
            return None
        if not _can_be_stored(capture):
            return Refused("no-text", "a header or the request holds what is no text")
        digest = opened.digest if opened.doubt is None and is_proven else ""
        if notes is None:
            return _Accepted(capture, outlet, None, None, digest, opened.is_checked)
        return _Accepted(capture, outlet, notes.kind, notes.optouts, digest, opened.is_checked, notes.removed)

    def _store(self, accepted: _Accepted) -> bool:
        """Store a capture and what it says; whether the archive did not have it."""
        capture, outlet = accepted.capture, accepted.outlet
        if outlet is not None and outlet.slug not in self._slugs:
            self._writer.sync_outlets([outlet])
            self._slugs[outlet.slug] = outlet
        known = self._writer.find_snapshot(*capture_identity(capture))
        snapshot_id = self._add(accepted) if known is None else known
        if accepted.digest:
            self._shelf.add_payload(accepted.digest, snapshot_id)
        own = [item for item in accepted.removed if outlet is not None and item[0].startswith(f"{outlet.slug}/")]
        for key, detail in own:
            self._shelf.add_removal(key, capture.fetched_at, snapshot_id, detail)
        if known is not None and self._writer.arrivals.is_settled(known, has_outlet=outlet is not None):
            return False
        if known is not None and outlet is not None:
            self._writer.arrivals.belongs_to(known, outlet.slug)
        if self.interpreter.read(capture, snapshot_id, outlet, kind=accepted.kind) and accepted.kind is not None:
            self._writer.snapshot_kind(snapshot_id, accepted.kind)
        return known is None

    def _add(self, accepted: _Accepted) -> int:
        capture, outlet = accepted.capture, accepted.outlet
        undone = undo(capture.body, capture.headers, limit=MAX_BODY)
        optouts = optouts_of(capture.headers, undone.body) if accepted.optouts is None else accepted.optouts
        if outlet is not None:
            self._arrived.add(outlet.slug)
        return self._writer.add_snapshot(
            capture,
            outlet=None if outlet is None else outlet.slug,
            run_id=self._run_id,
            text=undone.body if undone.problem is None and codings_of(capture.headers) else None,
            optouts=optouts,
        )

    def _payload(self, opened: Opened) -> tuple[bytes, bool] | None:
        """The body that a revisit repeats, and whether its digest was found right: by digest, else by what it names."""
        arrivals, record = self._writer.arrivals, opened.exchange.response
        same = self._shelf.payload(opened.digest) if opened.digest else None
        if same is not None and (original := arrivals.capture(same)) is not None:
            return original.body, True
        found: list[int | None] = []
        algorithm, _, value = opened.digest.partition(":")
        if algorithm.lower().replace("-", "") == "sha256" and len(value) == 64:
            found.append(arrivals.with_payload(value.lower()))
        named = record.header("WARC-Refers-To-Target-URI").strip("<>")
        at = _moment(record.header("WARC-Refers-To-Date"))
        if named and at is not None:
            found.append(arrivals.fetched(named, at))
        for snapshot_id in found:
            original = None if snapshot_id is None else arrivals.capture(snapshot_id)
            verdict = None if original is None else agrees(opened.digest, original.body)
            if original is not None and verdict is not False:
                return original.body, verdict is True
        return None

    def _find_part(self, url: str, near: datetime | None) -> tuple[Capture, int] | None:
        found = self._writer.arrivals.nearest(url, near)
        part = None if found is None else self._writer.arrivals.capture(found)
        return None if found is None or part is None else (part, found)

    def _outlet_of(self, url: str, noted: str | None = None) -> Outlet | None:
        """The outlet that an archive of ours had noted, that of the URL, or with `--any` one made of the host."""
        if noted is not None and noted in self._slugs:
            return self._slugs[noted]
        known = self._registry.by_url(url)
        if known is None and (self._wanted.any_outlet or noted is not None):
            made = outlet_of_host(url)
            return made if made is not None and (self._wanted.any_outlet or made.slug == noted) else None
        return known

    def _keep_pace(self) -> None:
        self._unflushed += 1
        if self._unflushed >= _FLUSH_EVERY:
            self._writer.flush()
            self._unflushed = 0


def _is_page(capture: Capture) -> bool:
    """Whether a capture of a host that nobody knows may hold an article: a 200 of HTML, or of no stated type."""
    kind = next((value.lower() for name, value in capture.headers if name.lower() == "content-type"), "text/html")
    return capture.status == 200 and ("html" in kind or not kind.strip())


def _can_be_stored(capture: Capture) -> bool:
    texts = (capture.url, capture.method, capture.request_target, capture.reason, capture.ip_address or "")
    try:
        for text in texts:
            text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None

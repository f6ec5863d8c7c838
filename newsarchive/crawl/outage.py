"""Tells the network's own trouble from that of the sites: while nobody answers, no site is to blame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsarchive.registry import politeness_key
from spiders.items import Failed

if TYPE_CHECKING:
    from newsarchive.crawl.session import Session

UNREACHED = frozenset({"timeout", "no-such-host", "no-connection", "connection-lost", "robots-unreachable"})
"""Failures that a dead network brings about as well as a dead site."""

SERVICES = 3
"""Of fewer services nothing can be told: then a site that is down is all there is."""

ENOUGH = 20
"""Failures, of SERVICES services, without one answer between them, after which the network is called down."""


class Outage:
    """Holds back what failed for want of a connection until the first answer of the run comes from anyone.

    Without one, no site gets a strike and no row a longer wait: an archive whose network was cut for two days goes on
    where it stood. With one, what was held back is stored as any failure is.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: list[Failed] = []
        self._services: set[str] = set()
        self.store: Callable[[Failed], None]
        """Stores a failure as any other; set by the pipeline."""

    def is_told(self) -> bool:
        """Whether the run, when it is over, tells that the network is down: nobody answered who was asked.

        Of an archive with many sites one or two that are down are not the network, though a run may find nothing else
        due.
        """
        session = self._session
        counts = session.counts
        # what an earlier run was told of a robots.txt was not asked again, and tells nothing of now
        if session.kept is not None or counts["responses"] or counts["failures"] + len(self._held) <= counts["unasked"]:
            return False
        return len(self._services) >= SERVICES or self._has_few_services()

    def holds(self, item: Failed) -> bool:
        """Whether this failure is kept back for now; its row is not asked for again in this run."""
        session = self._session
        if session.counts["responses"] or session.kept is not None or item.reason not in UNREACHED:
            return False
        if self._has_few_services():
            return False
        self._held.append(item)
        self._services.add(politeness_key(session.spider.by_slug[item.task.outlet]))
        session.release(item.task.key, aside=True)
        session.standings.untold(item.task.outlet)
        if len(self._held) >= ENOUGH and len(self._services) >= SERVICES:
            session.stop("network-down")
        return True

    def _has_few_services(self) -> bool:
        return len({politeness_key(outlet) for outlet in self._session.spider.outlets}) < SERVICES

    def over(self) -> list[Failed]:
        """What was held back, once somebody has answered; each only once."""
        if not self._held or not self._session.counts["responses"]:
            return []
        held, self._held = self._held, []
        return held

    def end(self) -> None:
        """The run is over. If nobody answered, what was held back gets its failure rows and nothing else; if it is one
        or two sites of many that did not, it is stored as any failure is.
        """
        is_told = self.is_told()  # before the failures are counted
        held, self._held = self._held, []
        for item in held:
            if is_told:
                self._session.record_failure(item.task, None, item.reason, item.detail)
            else:
                self.store(item)

"""Whose a kept response is: the outlet files first, then what the old index knew, then what the head itself tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from newsarchive.importing.hosts import outlet_of_host
from newsarchive.models import Outlet
from newsarchive.networks import load_networks
from newsarchive.registry import Registry
from newsarchive.store.packs.heads import Head
from newsarchive.text.urls import bare_host, host_of, original_url


class Owners:
    """Finds the outlet of a head by its slug, so that no article is lost for want of a line in an outlet file.

    An outlet that only its slug is known of is read by the marks on its pages (network `auto`). `unlisted` counts the
    snapshots of outlets that are in no outlet file. `announce` is told of each such outlet before its first snapshot.
    """

    def __init__(self, registry: Registry, others: Iterable[Outlet], announce: Callable[[Outlet], None]) -> None:
        networks = load_networks()
        self._by_slug = {outlet.slug: outlet for outlet in others if outlet.network in networks}
        self._listed = {outlet.slug: outlet for outlet in registry.outlets}
        self._announce, self._told = announce, set[str]()
        self.unlisted: Counter[str] = Counter()

    def of(self, head: Head) -> Outlet | None:
        """The outlet of a head; None if it is nobody's."""
        if head.outlet is None:
            return None
        listed = self._listed.get(head.outlet)
        if listed is not None:
            return listed
        outlet = self._by_slug.get(head.outlet)
        if outlet is None:
            outlet = self._by_slug[head.outlet] = _from_head(head, head.outlet)
        if head.outlet not in self._told:
            self._told.add(head.outlet)
            self._announce(outlet)
        self.unlisted[head.outlet] += 1
        return outlet


def _from_head(head: Head, slug: str) -> Outlet:
    made = outlet_of_host(head.url)
    if made is not None and made.slug == slug:
        return made
    host = bare_host(host_of(original_url(head.url)))
    return Outlet(slug, slug, host, "auto", status="gone", note="known from a pack only")

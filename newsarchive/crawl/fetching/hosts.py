"""Which URLs a crawl may ask for: those on an outlet's own host, or on that of a list that its network declares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import SplitResult, urlsplit

from newsarchive.conduct.addresses import PORTS
from newsarchive.models import Network, Outlet
from newsarchive.networks import placed
from newsarchive.registry import site_of
from newsarchive.text.urls import bare_host
from spiders.verdict import Refused

_ANY_DAY = date(2025, 1, 31)


class Hosts:
    """The hosts of each outlet, told from its row and its network's declarations the first time it is asked for."""

    def __init__(self, networks: Mapping[str, Network]) -> None:
        self._networks = networks
        self._known: dict[str, frozenset[str]] = {}

    def of(self, outlet: Outlet) -> frozenset[str]:
        """Its hosts without `www.`: its own, and those of lists that are declared by their whole URL."""
        known = self._known.get(outlet.slug)
        if known is None:
            network = self._networks[outlet.network]
            lists = (placed(d, path, outlet, _ANY_DAY) for d in network.discovery for path in d.paths if "://" in path)
            hosts = [site_of(outlet)[0], *(urlsplit(url).hostname or "" for url in lists if url is not None)]
            known = self._known[outlet.slug] = frozenset(map(bare_host, hosts))
        return known

    def check(self, outlet: Outlet, url: str, parts: SplitResult) -> None:
        """Raises Refused `other-host` for a URL that is on none of them; `parts` are those of `url`."""
        if parts.scheme not in ("http", "https") or bare_host(parts.hostname) not in self.of(outlet):
            raise Refused("other-host", f"leads to {url}, which is not a page of {outlet.slug}")


def check_user(parts: SplitResult) -> None:
    """Raises Refused for a URL with a user name, which no page has, and which no failure row need repeat."""
    if "@" in parts.netloc:
        raise Refused("bad-url", f"a URL with a user name in it is not asked for: {parts.hostname}{parts.path[:200]}")


def check_port(parts: SplitResult) -> None:
    """Raises Refused for a URL with a port that no web site has."""
    try:
        port = parts.port
    except ValueError:
        raise Refused("bad-url", f"the port is no number: {parts.netloc[:200]}") from None
    if port is not None and port not in PORTS:
        raise Refused("refused-port", f"port {port} is none of a web site: {parts.netloc[:200]}")

"""How servers are reached: name resolution to public addresses and trust, with two options for tests and the demo."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from scrapy.settings import BaseSettings

from newsarchive.conduct.addresses import why_refused
from newsarchive.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Route:
    """Whom to trust, and the one address that stands for every host (None: hosts are looked up)."""

    tls: ssl.SSLContext
    address: tuple[str, int] | None = None

    def resolver(self) -> AbstractResolver:
        """For an aiohttp connector, which connects to the addresses that it gives and looks nothing up again."""
        return PublicResolver() if self.address is None else _FixedResolver(*self.address)


def route_of(settings: BaseSettings) -> Route:
    """As NEWSARCHIVE_RESOLVE, NEWSARCHIVE_CA_FILE and DOWNLOAD_VERIFY_CERTIFICATES say. Raises ConfigError."""
    address = _address(settings.get("NEWSARCHIVE_RESOLVE"))
    return Route(_tls(settings.get("NEWSARCHIVE_CA_FILE"), settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")), address)


class PrivateAddress(OSError):
    """A name leads to addresses only that a crawl must not connect to. The message is a sentence that names them."""


class PublicResolver(AbstractResolver):
    """Looks names up as the system does, and gives of the answers those that are public; see `conduct.addresses`."""

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        """`inner` does the looking up; by default that of the system, in a thread."""
        self._inner = inner or ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_UNSPEC) -> list[ResolveResult]:
        """Public addresses of a name. Raises PrivateAddress if it has others only, OSError if it has none."""
        public: list[ResolveResult] = []
        refused: list[str] = []
        for found in await self._inner.resolve(host, port, family):
            why = why_refused(found["host"])
            if why is None:
                public.append(found)
            else:
                refused.append(f"{found['host']}: {why}")
        if refused and not public:
            raise PrivateAddress(f"{host} leads to no public address ({'; '.join(refused[:4])})")
        return public

    async def close(self) -> None:
        """Close the resolver that does the looking up."""
        await self._inner.close()


class _FixedResolver(AbstractResolver):
    """Sends every host name to one address: NEWSARCHIVE_RESOLVE."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host=self._host, port=self._port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to close."""


def _address(text: str | None) -> tuple[str, int] | None:
    """HOST:PORT, where the host is an IPv4 address. Raises ConfigError for anything else."""
    if not text:
        return None
    host, _, port = text.rpartition(":")
    try:
        return str(ipaddress.IPv4Address(host)), int(port)
    except ValueError:
        raise ConfigError(f"--resolve wants IPV4-ADDRESS:PORT, not {text!r}") from None


def _tls(ca_file: str | None, verify: bool) -> ssl.SSLContext:
    """TLS as the system trusts it, and one more authority if asked for. Raises ConfigError for an unreadable file."""
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(f"--ca-file {ca_file}: {error}") from None
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context

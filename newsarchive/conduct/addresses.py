"""Which addresses a crawl may connect to: public ones, and no other, whatever form they come in.

A name that an outlet, or whoever bought its domain, points at 127.0.0.1, at a router of the operator's network or at
the metadata service of a cloud must not make a crawler fetch what only the operator's machine can reach. The networks
are those of the IANA special-purpose address registries (RFC 6890 and its updates) that are not globally reachable.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports that web sites use; any other is a service that is none of a crawler's business."""

Address = IPv4Address | IPv6Address

_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by customers of a provider (RFC 6598)"),  # Alibaba's metadata service is in it
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a metadata service of a cloud"),  # Azure's, a public address by its number only
        ("169.254.0.0/16", "link-local"),  # 169.254.169.254 is the metadata service of most clouds
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved for protocols"),  # 192.0.0.192 is Oracle's metadata service
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a relay of 6to4, out of use (RFC 7526)"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("64:ff9b:1::/48", "a local translation to IPv4 (RFC 8215)"),
        ("100::/64", "discarded"),
        ("2001::/23", "reserved for protocols"),  # Teredo among them, whose packets end at any IPv4 address
        ("2001:db8::/32", "for documentation"),
        ("3fff::/20", "for documentation"),
        ("fc00::/7", "private"),  # fd00:ec2::254 is Amazon's metadata service
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
)
_GLOBAL = IPv6Network("2000::/3")
"""All of IPv6 that has been given out for use in the internet (RFC 4291 §2.4)."""

_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_COMPATIBLE = IPv6Network("::/96")
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")


def why_refused(address: str | Address) -> str | None:
    """Why a crawl must not connect to an IP address, in a few words; None where it may.

    A text may have a zone (`fe80::1%eth0`). Raises ValueError for a text that is no address in canonical form.
    """
    if isinstance(address, str):
        address = ip_address(address.partition("%")[0])
    if isinstance(address, IPv4Address):
        return next((why for network, why in _V4 if address in network), None)
    inner = _inside(address)
    if inner is not None:
        why = why_refused(inner)
        return None if why is None else f"{why} ({inner} within IPv6)"
    named = next((why for network, why in _V6 if address in network), None)
    return named or (None if address in _GLOBAL else "reserved")


def literal(host: str) -> Address | None:
    """The address that the host of a URL is, in brackets or not; None where it is a name."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address at which packets to an IPv6 address end: mapped, compatible, translated (NAT64, SIIT), 6to4."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR:
        return address.sixtofour
    if address in _NAT64 or address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None

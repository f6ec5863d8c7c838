"""Which addresses a crawl may connect to: nothing private, in any disguise."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.conduct.addresses import literal, why_refused

PUBLIC = ["8.8.8.8", "103.10.66.1", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::6810:84e5", "2400:6180::1"]
REFUSED = {
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "0.0.0.0": "unspecified",
    "10.1.2.3": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.168.1.1": "private",
    "169.254.169.254": "link-local",
    "100.64.0.1": "shared",
    "100.100.100.200": "shared",
    "168.63.129.16": "metadata",
    "192.0.0.192": "reserved",
    "198.18.0.1": "benchmarks",
    "203.0.113.7": "documentation",
    "224.0.0.1": "multicast",
    "255.255.255.255": "reserved",
    "::": "unspecified",
    "::1": "loopback",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fd00:ec2::254": "private",
    "fc00::1": "private",
    "fec0::1": "private",
    "ff02::1": "multicast",
    "100::1": "discarded",
    "2001:db8::1": "documentation",
    "2001::1": "reserved",
    "3fff::1": "documentation",
    "5f00::1": "reserved",
    "4000::1": "reserved",
    "64:ff9b:1::7f00:1": "local translation",
}
FORMS = [
    "::ffff:{hex}",
    "::ffff:0:{hex}",
    "64:ff9b::{hex}",
    "2002:{hex}::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    assert why_refused(address) is None


@pytest.mark.parametrize(("address", "why"), REFUSED.items())
def test_no_other_address_is(address: str, why: str) -> None:
    assert why in str(why_refused(address))


def disguised(form: str, address: IPv4Address) -> str:
    high, low = divmod(int(address), 65536)
    return form.format(hex=f"{high:x}:{low:x}")


@pytest.mark.parametrize("form", FORMS)
@given(st.ip_addresses(v=4))
def test_an_address_within_another_is_judged_by_what_it_is(form: str, address: IPv4Address) -> None:
    assert (why_refused(disguised(form, address)) is None) == (why_refused(address) is None)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("address", [a for a in REFUSED if "." in a])
def test_a_private_address_stays_one_within_ipv6(form: str, address: str) -> None:
    assert why_refused(disguised(form, IPv4Address(address))) is not None


def test_a_compatible_address_is_unpacked_too() -> None:
    assert why_refused("::127.0.0.1") is not None
    assert why_refused("::169.254.169.254") is not None


@given(st.ip_addresses(v=4))
def test_nothing_is_allowed_that_python_calls_private(address: IPv4Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        assert why_refused(address) is not None


@given(st.ip_addresses(v=6))
def test_nothing_is_allowed_that_python_calls_private_in_ipv6(address: IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_link_local:
        assert why_refused(address) is not None
    if why_refused(address) is None:
        assert address.ipv4_mapped is not None or str(address).startswith(("2", "3", "64:ff9b:"))


@given(st.ip_addresses())
def test_text_and_value_are_judged_alike(address: IPv4Address | IPv6Address) -> None:
    assert why_refused(str(address)) == why_refused(address)


def test_the_host_of_a_url_that_is_an_address() -> None:
    assert literal("127.0.0.1") == IPv4Address("127.0.0.1")
    assert literal("[::1]") == IPv6Address("::1")
    assert literal("fe80::1%25eth0") == IPv6Address("fe80::1")
    assert literal("radarsenja.disway.test") is None
    assert literal("") is None


@pytest.mark.parametrize("text", ["0x7f.1", "127.1", "2130706433", "radar.test", "", "1.2.3.4.5", "::g"])
def test_what_is_no_canonical_address_is_refused_outright(text: str) -> None:
    with pytest.raises(ValueError, match="IPv4 or IPv6"):
        why_refused(text)

"""Outlets for hosts that no outlet file has, so that news from anywhere can be kept under a name."""

from __future__ import annotations

import re

from newsarchive.models import Outlet
from newsarchive.text.urls import bare_host, host_of, original_url

_HOST = re.compile(r"(?=.{4,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")


def outlet_of_host(url: str) -> Outlet | None:
    """An outlet made of the host of a URL; None where that is no host name with a dot (or an IPv4 address).

    Its slug is the host without `www.`: a slug of the outlet files never has a dot in it, so the two cannot clash, and
    `contoh.co.id/123` says at once where an article is from. Its pages say by their own marks which template they use.
    """
    host = bare_host(host_of(original_url(url)).rstrip("."))
    if not _HOST.fullmatch(host):
        return None
    note = "made of the host by `import warc --any`; it is in no outlet file"
    return Outlet(slug=host, name=host, domain=host, network="auto", status="imported", note=note)

"""One module a network, each a declaration called NETWORK. The folder is the list: a new file is a new network."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from urllib.parse import urlsplit

from newsarchive.models import Discovery, Network, Outlet, UrlMatch

_ROOT = "/"
_SITEMAP = re.compile(r"/(?:[\w-]+/){0,3}[\w-]{0,60}sitemap[\w.-]{0,60}\.xml(?:\.gz)?")
"""What is a sitemap everywhere, whatever a network's rules know."""


@cache
def load_networks() -> Mapping[str, Network]:
    """Every network by slug, which is the name of its module with `_` as `-`. Anything else is a ValueError."""
    found: dict[str, Network] = {}
    for module in pkgutil.iter_modules(__path__):
        network: Network = importlib.import_module(f"{__name__}.{module.name}").NETWORK
        if network.slug != module.name.replace("_", "-"):
            raise ValueError(f"networks/{module.name}.py declares the slug {network.slug!r}")
        found[network.slug] = network
    return MappingProxyType(found)


def match_url(network: Network, url: str) -> UrlMatch | None:
    """What kind of page of `network` a URL leads to by its shape; None if no rule knows it. The host is not looked at.

    A sitemap is one in every network: it is of the kind `feed`.
    A number at the end of a URL is an offset only if it is a multiple of the rule's step: slugs end in numbers too.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = parts.path or _ROOT
    while "//" in path:
        path = path.replace("//", "/")
    if path.endswith((".xml", ".xml.gz")) and _SITEMAP.fullmatch(path):
        return UrlMatch("feed")
    target = f"{path}?{parts.query}" if parts.query else path
    for rule in network.urls:
        found = rule.pattern.fullmatch(target)
        if found:
            groups = found.groupdict()
            number = int(groups.get("offset") or 0)
            offset = number if number and rule.step and number % rule.step == 0 else 0
            return UrlMatch(rule.kind, groups.get("id"), offset, bool(groups.get("whole")))
    return None


def placed(
    discovery: Discovery, path: str, outlet: Outlet, day: date | None = None, *, scheme: str = "https"
) -> str | None:
    """The absolute URL of the list at `path`, one of `discovery.paths`, for one outlet.

    None where the list is that of a `{site}` and the outlet's host begins with none of its own: `www.kompas.com`.
    `day`, the outlet's own, is what a `{date}` becomes: ValueError where the path has one and `day` is None. `scheme`
    is that of a path on the outlet's own host; a whole URL keeps its own.
    """
    if "{date}" in path:
        if day is None:
            raise ValueError(f"the list {path} is one of a day, and no day is given")
        path = path.replace("{date}", day.strftime(discovery.date_form))
    if "{site}" in path:
        site = outlet.domain.partition("/")[0].partition(".")[0]
        if site == "www":
            return None
        path = path.replace("{site}", site)
    return path if "://" in path else f"{scheme}://{outlet.domain}{path}"

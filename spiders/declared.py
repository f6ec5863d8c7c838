"""Where a list stands among those that a network declares: which declaration reads it, which page, which days it lists.

The other direction, from declaration to URL, is `networks.placed`. Pure functions on URLs.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit, urlunsplit

from newsarchive.models import Discovery, ListKind, Network, Outlet
from newsarchive.networks import load_networks, match_url, placed
from spiders.rest import ROUTE
from spiders.shapes import first_page

_MARK = "-day-"
_DATE = re.escape(_MARK)
_DIRECTIVES = {"Y": r"\d{4}", "y": r"\d\d", "m": r"\d\d", "d": r"\d\d", "j": r"\d{3}", "B": r"[A-Za-z]+"}
_DIRECTIVES |= {"b": r"[A-Za-z]+", "-m": r"\d{1,2}", "-d": r"\d{1,2}", "e": r" ?\d{1,2}", "%": "%"}
_DIRECTIVE = re.compile(r"%(-?[A-Za-z]|%)")


@dataclass(frozen=True, slots=True)
class Place:
    """What the URL of a list says of it."""

    discovery: Discovery
    """How it is read."""
    first_url: str
    """Its first page."""
    page: int = 1
    is_declared: bool = False
    """Whether the network names it; otherwise another page led to it."""
    covers: tuple[date, date] | None = None
    """First and last day that it lists, the outlet's own; None for a list of the newest or of everything."""
    is_free: bool = False
    """Whether its later pages are where `later` says, whatever the URL rules of the network know."""

    @property
    def covers_on(self) -> date | None:
        """The day that it lists, where it is one."""
        return self.covers[0] if self.covers is not None and self.covers[0] == self.covers[1] else None


def paths_of(discovery: Discovery) -> tuple[str, ...]:
    """The paths declared; for `rest` the usual one where none is."""
    return discovery.paths or ((ROUTE,) if discovery.kind == "rest" else ())


def place_of(outlet: Outlet, network: Network, kind: ListKind, url: str) -> Place:
    """The place of a list of this kind at `url`. One that is not declared is read like the one that leads to such."""
    templates = _templates(outlet, network.slug, kind) if load_networks().get(network.slug) is network else None
    known = templates if templates is not None else _made(outlet, network, kind)
    for is_exact in (True, False):
        for template in known:
            if is_exact and (place := template.place(url, 1, is_exact=True)):
                return place
            first, page = unpaged(template.discovery, url)
            if (page > 1 or not is_exact) and (place := template.place(first, page, is_exact=is_exact)):
                return place
    return _undeclared(network, kind, url)


def paged(discovery: Discovery, first_url: str, page: int) -> str:
    """The URL of a later page of a list, from 2, by what `discovery.later` says.

    A `later` that begins with a slash goes behind the path, any other to the end of the query.
    """
    step, later = _paging(discovery)
    tail = later.format(page=page, offset=(page - 1) * step)
    parts = urlsplit(first_url)
    if tail.startswith("/"):
        return urlunsplit(parts._replace(path=parts.path.rstrip("/") + tail, fragment=""))
    query = "&".join(text for text in (parts.query, tail.lstrip("?&")) if text)
    return urlunsplit(parts._replace(query=query, fragment=""))


def unpaged(discovery: Discovery, url: str) -> tuple[str, int]:
    """The first page of a list and which page `url` is, by `discovery.later`; 1 for what does not look like a page."""
    step, later = _paging(discovery)
    if not step:
        return url, 1
    parts = urlsplit(url)
    if later.startswith("/"):
        found = re.fullmatch(f"(.*){_numbered(later.rstrip('/'))}/?", parts.path)
        first = None if found is None else parts._replace(path=found[1] or "/")
    else:
        wanted = [text for text in later.lstrip("?&").split("&") if "{" in text]
        found, first = None, None
        for text in parts.query.split("&") if len(wanted) == 1 else ():
            if number := re.fullmatch(_numbered(wanted[0]), text):
                kept = [other for other in parts.query.split("&") if other != text]
                found, first = number, parts._replace(query="&".join(kept))
    if found is None or first is None:
        return url, 1
    number_found = int(found["number"])
    page = number_found if "{page}" in later else number_found // step + 1
    is_page = page > 1 and ("{page}" in later or number_found % step == 0)
    return (urlunsplit(first), page) if is_page else (url, 1)


def has_pages(discovery: Discovery) -> bool:
    """Whether a list has pages that can be counted."""
    return bool(_paging(discovery)[0])


def _paging(discovery: Discovery) -> tuple[int, str]:
    return (1, "&page={page}") if discovery.kind == "rest" else (discovery.step, discovery.later)


def _numbered(form: str) -> str:
    return re.sub(r"\\\{(?:page|offset)\\\}", r"(?P<number>\\d{1,6})", re.escape(form), count=1)


@dataclass(frozen=True, slots=True)
class _Template:
    """A declared path as a pattern of URLs."""

    discovery: Discovery
    host: str
    path: re.Pattern[str]
    query: re.Pattern[str]
    is_free: bool

    def place(self, first: str, page: int, *, is_exact: bool) -> Place | None:
        """The place of `first`, if it is of this template; with `is_exact` only if its query has nothing besides."""
        parts = urlsplit(first)
        path = self.path.fullmatch(parts.path.rstrip("/") or "/")
        query = self.query.fullmatch(parts.query)
        if path is None or query is None or _host(parts) != self.host or (is_exact and query["more"]):
            return None
        days = [match["day"] for match in (path, query) if "day" in match.re.groupindex]
        covers = _period(self.discovery.date_form, days[0]) if days else None
        if days and covers is None:
            return None
        return Place(self.discovery, first, page, True, covers, self.is_free)


def _made(outlet: Outlet, network: Network, kind: ListKind) -> tuple[_Template, ...]:
    found = []
    for discovery in network.discovery:
        for path in paths_of(discovery) if discovery.kind == kind else ():
            url = placed(replace(discovery, date_form=_MARK), path, outlet, date(2000, 1, 1))
            if url is None:
                continue
            parts = urlsplit(url)
            is_free = "://" in path or "{date}" in path or kind != "index"
            path_pattern = re.compile(_pattern(parts.path.rstrip("/") or "/", discovery))
            more = "(?P<more>&.*)?" if parts.query else "(?P<more>.*)"
            query = re.compile(_pattern(parts.query, discovery) + more)
            found.append(_Template(discovery, _host(parts), path_pattern, query, is_free))
    # what says most goes first
    return tuple(sorted(found, key=lambda template: -len(template.query.pattern)))


@lru_cache(maxsize=4096)
def _templates(outlet: Outlet, slug: str, kind: ListKind) -> tuple[_Template, ...]:
    return _made(outlet, load_networks()[slug], kind)


def _host(parts: SplitResult) -> str:
    return parts.netloc.lower().removeprefix("www.")


def _pattern(text: str, discovery: Discovery) -> str:
    """The pattern of a path or a query that may hold the day, once or more often."""
    first, *rest = re.escape(text).split(_DATE)
    if not rest:
        return first
    # literal text and directives in turn
    parts = enumerate(_DIRECTIVE.split(discovery.date_form))
    day = "".join(_DIRECTIVES.get(part, r"[\w.-]+?") if number % 2 else re.escape(part) for number, part in parts)
    return f"{first}(?P<day>{day})" + "(?P=day)".join(rest)


def _period(form: str, printed: str) -> tuple[date, date] | None:
    """The days that a printed date stands for: a day, or a month or year where the form has no more."""
    named = set(_DIRECTIVE.findall(form))
    try:
        first = datetime.strptime(printed, form.replace("%-", "%").replace("%e", "%d")).date()  # noqa: DTZ007 - a day
    except ValueError:
        return None
    if named & {"d", "-d", "e", "j"}:
        return first, first
    if named & {"m", "-m", "b", "B"}:
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, first.replace(month=12, day=31)


def _undeclared(network: Network, kind: ListKind, url: str) -> Place:
    """By the URL rules, which know the offset of a later page."""
    declared = [d for d in network.discovery if d.kind == kind]
    leading = [d for d in declared if d.more] or [d for d in declared if not any("{" in path for path in d.paths)]
    discovery = next(iter(leading or declared), Discovery(kind))
    match = match_url(network, url)
    if match is None or not match.offset or not discovery.step:
        return Place(discovery, url, 1 if match is None or not match.offset else 2)
    _, later = _paging(discovery)
    page = match.offset if "{page}" in later else match.offset // discovery.step + 1
    return Place(discovery, first_page(network, url), page)

"""Which template a page is of: the network and the layout, by the elements of the page and never by its host."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.layout import recognises
from newsarchive.html.payload import Record, read_record
from newsarchive.models import Layout, Network, Page

_FAR = 2_000_000
"""Characters of a page whose class attributes are looked at; a real page has a tenth of it, and about a thousand."""
_VALUES = re.compile(r"""class=(?:"([^"]*+)|'([^']*+)|([^\s"'>]{0,400}+))""")
"""A class attribute; as much of it as one without quotation marks may have."""
_ASIDE = re.compile(r":[a-z-]+\([^()]*+\)|\[[^\]]*+\]")
"""What says something else of an element than the classes that it has itself."""
_CLASS = re.compile(r"\.([\w-]+)")


@dataclass(frozen=True, slots=True)
class Found:
    """The template of a page: all None where none is known."""

    network: Network | None
    layout: Layout | None = None
    record: Record | None = None
    """The article as the page's JSON has it, where the layout reads one."""
    warnings: tuple[str, ...] = ()

    @property
    def method(self) -> str | None:
        """How the page is read, in the words of `Article.method`."""
        return f"layout:{self.network.slug}/{self.layout.name}" if self.network and self.layout else None


def find_layout(
    tree: LexborHTMLParser,
    page: Page,
    network: Network | None,
    networks: Mapping[str, Network],
    *,
    html: str = "",
    document: Any = None,
) -> Found:
    """The network and layout of a page of which `tree` is parsed, whose source is `html`.

    The layouts of `network` are tried first, then those that its outlets are known to move to, all others, and last the
    templates that anyone may use. `document` is the page itself where it is JSON and no HTML.
    """
    first = [network, *(networks[slug] for slug in network.also if slug in networks)] if network else []
    for candidate, layout, in_time in chain(_layouts(first, page.fetched_at), _others(first, networks, page, html)):
        payload = layout.payload
        is_document = payload is not None and payload.element is None
        if is_document != (document is not None) or not (is_document or recognises(layout, tree)):
            continue
        record = read_record(payload, tree, document, page.url) if payload else None
        if payload and record is None:
            continue
        return Found(candidate, layout, record, _doubts(candidate, layout, in_time, network))
    return Found(None)


_Try = tuple[Network, Layout, bool]
"""A layout to try, of which network it is, and whether it was served at the time."""


def _others(first: Iterable[Network], networks: Mapping[str, Network], page: Page, html: str) -> Iterator[_Try]:
    """The layouts of all networks but `first`: those that this page has the classes for before the rest.

    A walk through the tree for each of a hundred layouts takes longer than all else that is done with a page.
    """
    slugs = {network.slug for network in first}
    others = sorted((n for n in networks.values() if n.slug not in slugs), key=lambda n: n.is_generic)
    classes = _classes(html)
    may_be = {id(layout) for n in others for layout in n.layouts if _has_classes(layout, classes)}
    if may_be:
        hopeful = [n for n in others if any(id(layout) in may_be for layout in n.layouts)]
        yield from (attempt for attempt in _layouts(hopeful, page.fetched_at) if id(attempt[1]) in may_be)
    # classes in a spelling that was not foreseen are still classes
    yield from (attempt for attempt in _layouts(others, page.fetched_at) if id(attempt[1]) not in may_be)


def _classes(html: str) -> frozenset[str]:
    """The names in the class attributes of a page, as far as a glance at its source tells."""
    return frozenset(" ".join([a or b or c for a, b, c in _VALUES.findall(html, 0, _FAR)]).split())


def _has_classes(layout: Layout, classes: frozenset[str]) -> bool:
    """Whether a page with these classes may be of a layout."""
    # a hundred times a page: any() of a generator takes twice as long
    for needed in _needs(layout.recognise):  # noqa: SIM110
        if needed <= classes:
            return True
    return False


@lru_cache(maxsize=1024)
def _needs(selector: str) -> tuple[frozenset[str], ...]:
    """For each alternative of a selector, the classes that a page must have if it is to match."""
    bare = _ASIDE.sub("", _ASIDE.sub("", selector))
    return tuple(frozenset(_CLASS.findall(alternative)) for alternative in bare.split(","))


def _layouts(networks: Iterable[Network], fetched_at: datetime | None) -> Iterator[_Try]:
    return ((network, layout, in_time) for network in networks for layout, in_time in _by_time(network, fetched_at))


def _doubts(found: Network, layout: Layout, in_time: bool, expected: Network | None) -> tuple[str, ...]:
    warnings = [] if in_time else [f"layout-out-of-time: {found.slug}/{layout.name} was served until {layout.until}"]
    # an outlet of a network without layouts of its own is one that nobody has looked at yet
    if expected and expected.layouts and found is not expected and found.slug not in expected.also:
        warnings.append(f"network-differs: the page is of {found.slug}, the outlet of {expected.slug}")
    return tuple(warnings)


def _by_time(network: Network, fetched_at: datetime | None) -> Iterable[tuple[Layout, bool]]:
    """Layouts with whether they were served at `fetched_at` (None: at any time): those first, the newest first."""
    if fetched_at is None:
        return [(layout, True) for layout in reversed(network.layouts)]
    day = fetched_at.date()
    served = [layout for layout in network.layouts if layout.until is None or day <= layout.until]
    late = [layout for layout in reversed(network.layouts) if layout not in served]
    return [*((layout, True) for layout in served), *((layout, False) for layout in late)]

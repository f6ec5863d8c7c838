"""Guard against pages that a parser cannot read in bounded time and memory: nested without end, or tangled.

Nested: the parser's time grows with the square of the depth. Measured with Lexbor: 20,000 `<div>` inside one another
take 0.5 s, 100,000 take 15 s. A real page nests below 100 deep.

Tangled: an element such as `<b>` that is not closed is opened again in every block that follows (HTML Standard,
'reconstruct the active formatting elements'), so k of them before n blocks make k * n elements: 40 kB of
`<b id=1><p><b id=2><p>...` take 7 s and 1.7 GB. Equal ones count three times at most, hence such a page is read without
the attributes of these elements, by which they differ.
"""

from __future__ import annotations

import re
from collections import Counter

from newsarchive.html.depth import is_deeper_than

_FEW_TAGS = 3_000
"""Fewer than this cannot make a page slow: half a second at the very worst. Most real pages have fewer."""
_MANY_TAGS = 10_000
"""From here on the depth is counted."""
_MAX_DEPTH = 2_000
_MOST_REOPENED = 2_000_000
"""Elements that a page may make by leaving others open: some 300 MB."""
_EQUAL = 3
"""So many equal elements are opened again at most."""
_NAMES = "b|big|code|em|font|i|s|small|strike|strong|tt|u"
"""Elements that are opened again; `a` and `nobr` are closed by the next of their kind."""
# The look ahead is three times as fast as the list of names is without it.
_REOPENED = re.compile(rf"<(?=[bcefistuBCEFISTU])(?i:({_NAMES}))(?:>|([\t\n\f\r /]))")
_MARKED = re.compile(rf"<((?i:{_NAMES}))([\t\n\f\r /][^>]*+)")
_REGULAR = re.compile(
    r"""(?:[\t\n\f\r ]++[\w:.-]++(?:=(?:"[^"<>]*+"|'[^'<>]*+'|[^\t\n\f\r "'=<>`]++))?)*+[\t\n\f\r ]*+/?"""
)
"""Attributes of which it is sure that the tag ends where they do."""


def guarded(html: str) -> str | None:
    """The page itself if a parser reads it in bounded time, a copy that it does, or None where there is none."""
    tags = html.count("<")
    if tags < _FEW_TAGS:
        return html
    if tags >= _MANY_TAGS and is_deeper_than(html, _MAX_DEPTH):
        return None
    found = _REOPENED.findall(html)
    if len(found) * tags <= _MOST_REOPENED:
        return html
    bare = sum(min(_EQUAL, number) for number in Counter(name.lower() for name, _ in found).values())
    if (bare + _EQUAL * _different(html)) * tags <= _MOST_REOPENED:
        return html
    return _MARKED.sub(r"<\1", html) if bare * tags <= _MOST_REOPENED else None


def _different(html: str) -> int:
    """How many of these elements differ from one another by their attributes; where that is not sure, they do."""
    marked = _MARKED.findall(html)
    regular = {tag for tag in set(marked) if _REGULAR.fullmatch(tag[1])}
    return len(regular) + sum(tag not in regular for tag in marked)

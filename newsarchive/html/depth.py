"""How deep the elements of a page lie in one another, told from its source before anything parses it.

The rules are those of the HTML Standard as far as they decide what stays open: how a tag is read to its end, what is
comment or raw text, and which end tags are ignored. Counting `<div>` and `</b>` against each other would not do: an end
tag that fits nothing closes nothing. Where the rules here are coarser than the parser's, the count is too high.
"""

from __future__ import annotations

import re
from collections import Counter

_SPACE = r"\t\n\f\r "
_ATTRIBUTES = (
    rf"(?:[{_SPACE}/]++|[^{_SPACE}/>][^{_SPACE}/>=]*+"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^{_SPACE}>\"'][^{_SPACE}>]*+)?)?)*+"
)
_TOKEN = re.compile(
    r"<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+)"  # a comment
    r"|<[!?][^>]*+"  # what is taken for one
    rf"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[{_SPACE}/>]){_ATTRIBUTES}>"
    r"(?:[^<]++|<(?!/(?P=raw)))*+"
    rf"|<(?P<end>/?)(?P<name>[a-z][^{_SPACE}/>]{{0,40}})[^{_SPACE}/>]*+(?P<attributes>{_ATTRIBUTES})",
    re.IGNORECASE,
)
_NEVER_OPEN = frozenset(
    (
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ),
        # closed by the next of their kind, if nothing that is counted stands between
        *("p", "li", "dd", "dt", "option", "optgroup", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup"),
    )
)
_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
_BORDERS = frozenset(("applet", "caption", "html", "marquee", "object", "table", "template"))
"""No end tag of another element reaches beyond these."""
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "button", "center", "details", "dialog", "dir", "div"),
        *("dl", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head"),
        *("header", "hgroup", "listing", "main", "menu", "nav", "ol", "pre", "search", "section", "select", "summary"),
        "ul",
    )
)
"""Their end tags close whatever is open in them; end tags of inline elements do not reach beyond them."""
_INLINE_STOPS = _BORDERS | _BLOCKS
_NOTHING: frozenset[str] = frozenset()
_SEARCHED = 5_000_000
"""Open elements that are looked through for a page in all."""


def is_deeper_than(html: str, limit: int) -> bool:
    """Whether more than `limit` elements are open at any place of a page, or too many end tags close nothing."""
    stack: list[str] = []
    open_: Counter[str] = Counter()
    searched = 0
    for token in _TOKEN.finditer(html):
        name = (token["name"] or "").lower()
        if not name or name in _NEVER_OPEN:
            continue
        if not token["end"]:
            if open_["svg"] and token["attributes"].endswith("/"):
                continue
            stack.append(name)
            open_[name] += 1
            if len(stack) > limit:
                return True
        elif open_[name]:
            at, looked_at = _closed(stack, name)
            searched += looked_at
            if searched > _SEARCHED:
                return True
            if at is None:
                continue
            if name in _FORMATTING:
                del stack[at]
                open_[name] -= 1
            else:
                open_.subtract(stack[at:])
                del stack[at:]
    return False


def _closed(stack: list[str], name: str) -> tuple[int | None, int]:
    """Where the element lies that an end tag closes, None if something stands in its way; how many were looked at."""
    if name in _BORDERS:
        stops = _NOTHING if name == "table" else _BORDERS
    else:
        stops = _BORDERS if name in _BLOCKS or name in _FORMATTING else _INLINE_STOPS
    for number, here in enumerate(reversed(stack), 1):
        if here == name:
            return len(stack) - number, number
        if here in stops:
            return None, number
    return None, len(stack)

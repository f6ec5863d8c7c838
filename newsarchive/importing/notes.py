"""Reads our own metadata records, which make the way back from a WARC file lossless: docs/warc.md has their fields."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from newsarchive.kept.files import is_web_url
from newsarchive.models import Capture

_TRUNCATED = {"length": "length", "time": "time", "disconnect": "disconnect", "unspecified": "unspecified"}
_MOST_WORDS = 64


@dataclass(frozen=True, slots=True)
class Notes:
    """What an archive knew of a capture beyond what WARC has fields for. Whatever is malformed is as if not there."""

    outlet: str | None = None
    kind: str | None = None
    truncated: str | None = None
    rebuilt: tuple[str, ...] = ()
    optouts: tuple[str, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    """Articles that were found to be gone: key, and how that was seen."""
    url: str | None = None
    ip_address: str | None = None
    request: dict[str, Any] | None = None
    response: dict[str, Any] | None = None

    def applied_to(self, capture: Capture) -> Capture:
        """The capture as it was in the archive that was exported."""
        exact: dict[str, Any] = {"truncated": _TRUNCATED.get(self.truncated or ""), "rebuilt": self.rebuilt}
        if self.url is not None:
            exact["url"] = self.url
        if self.ip_address is not None:
            exact["ip_address"] = self.ip_address
        if self.request is not None:
            exact["method"] = self.request["method"]
            exact["request_target"] = self.request["target"]
            exact["request_headers"] = _pairs(self.request["headers"])
        if self.response is not None:
            exact["http_version"] = self.response["http_version"]
            exact["status"] = self.response["status"]
            exact["reason"] = self.response["reason"]
            exact["headers"] = _pairs(self.response["headers"])
        return replace(capture, **exact)


def read_notes(block: bytes) -> Notes:
    """The notes in a block of `application/warc-fields`. Nothing is raised for what is not as it should be."""
    fields: dict[str, list[str]] = {}
    for line in block.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        values = fields.setdefault(name.strip().lower(), [])
        if len(values) < _MOST_WORDS:
            values.append(value.strip())

    def one(name: str) -> str | None:
        return fields[name][0] or None if name in fields else None

    url = _parsed(one("url"))
    address = _parsed(one("ip-address"))
    return Notes(
        outlet=one("outlet"),
        kind=_word(one("kind")),
        truncated=one("truncated"),
        rebuilt=tuple(word for word in fields.get("rebuilt", ()) if word.isprintable()),
        optouts=tuple(word for word in fields.get("optout", ()) if word.isprintable()),
        removed=tuple(found for text in fields.get("removed", ()) if (found := _removal(_parsed(text))) is not None),
        url=url if isinstance(url, str) and is_web_url(url) else None,
        ip_address=address if isinstance(address, str) else None,
        request=_message(one("request"), {"method": str, "target": str}),
        response=_message(one("response"), {"http_version": str, "status": int, "reason": str}),
    )


def _removal(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(text, str) for text in value):
        return None
    key, detail = value
    return (key, detail) if key.isprintable() and detail.isprintable() else None


def _word(text: str | None) -> str | None:
    return text if text is not None and text.isprintable() and len(text) <= 40 else None


def _parsed(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except (ValueError, RecursionError):
        return None


def _message(text: str | None, parts: dict[str, type]) -> dict[str, Any] | None:
    found = _parsed(text)
    if not isinstance(found, dict) or not _are_pairs(found.get("headers")):
        return None
    return found if all(_is_part(found.get(name), kind) for name, kind in parts.items()) else None


def _is_part(value: Any, kind: type) -> bool:
    if kind is int:
        return type(value) is int and 0 <= value <= 999
    return isinstance(value, str) and value.isprintable()


def _are_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) for text in pair) for pair in value
    )


def _pairs(value: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(pair) for pair in value)

"""A capture as extraction reads it: content coding undone, or the reason why that cannot be."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from newsarchive.coding import undo
from newsarchive.kept.files import MAX_BODY
from newsarchive.models import Capture, Page


def open_capture(capture: Capture) -> Page | str:
    """The capture as extraction reads it, or `reason: detail` where its payload is not whole.

    A payload that is not coded as its header says is taken as it is: many tools decode and keep the header.
    """
    if capture.truncated:
        return f"truncated: the payload was cut ({capture.truncated})"
    undone = undo(capture.body, capture.headers, limit=MAX_BODY)
    if undone.problem and not undone.problem.startswith("not-"):
        return f"{undone.problem}: the content coding could not be undone"
    at = None if "fetched-at" in capture.rebuilt else capture.fetched_at
    return Page(capture.url, undone.body, at, capture.status, capture.headers)


def capture_identity(capture: Capture) -> tuple[str, str, datetime | None]:
    """What makes two captures one: URL, SHA-256 of the payload and, where the source knows it, the time."""
    at = None if "fetched-at" in capture.rebuilt else capture.fetched_at
    return capture.url, sha256(capture.body).hexdigest(), at

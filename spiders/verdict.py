"""What a response or a download error means before anything is read from the page: one word and a sentence."""

from __future__ import annotations

from datetime import UTC
from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from newsarchive.models import Capture
from spiders.items import Failed, Gone, Item, Task, Unchanged


class BadAnswer(DownloadFailedError):
    """What the server sent is not HTTP."""


_ERRORS: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "no-such-host"),
    (DownloadConnectionRefusedError, "no-connection"),
    (UnsupportedURLSchemeError, "bad-url"),
    (BadAnswer, "bad-http"),
    (DownloadFailedError, "connection-lost"),
)


class Refused(IgnoreRequest):
    """A request that is not made, or a redirect that is not followed. `reason` is a kebab-case word."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def judge(response: Response) -> Item | None:
    """The item for a response that cannot be read as what was asked for; None if its body is worth reading."""
    task: Task = response.meta["task"]
    capture: Capture | None = response.meta.get("capture")
    if capture is None:
        return Failed(task, response.url, None, "not-kept", "this URL is not among the kept pages")
    if response.status != 200:
        return _by_status(response, capture)
    snapshot_id: int = response.meta["snapshot_id"]
    status = response.status
    if capture.truncated:
        detail = f"{len(capture.body)} bytes came before the body ended ({capture.truncated})"
        return Failed(task, response.url, snapshot_id, f"truncated-{capture.truncated}", detail, status)
    problem: str | None = response.meta.get("coding_problem")
    if problem:
        detail = f"the body cannot be decoded whole: {problem}"
        return Failed(task, response.url, snapshot_id, problem, detail, status)
    if task.kind == "article" and response.meta.get("redirect_urls") and urlsplit(response.url).path in ("", "/"):
        at = capture.fetched_at.astimezone(UTC)
        return Gone(task, snapshot_id, status, "redirected-home", "the URL now leads to the front page", at)
    return None


def _by_status(response: Response, capture: Capture) -> Item:
    """The item for a status other than 200."""
    task: Task = response.meta["task"]
    snapshot_id: int = response.meta["snapshot_id"]
    status = response.status
    at = capture.fetched_at.astimezone(UTC)
    if status == 304:
        return Unchanged(task, snapshot_id, at)
    if status in (404, 410):
        return Gone(task, snapshot_id, status, f"http-{status}", _phrase(status), at)
    wait = response.meta.get("retry_after", 0.0)
    return Failed(task, response.url, snapshot_id, f"http-{status}", _phrase(status), status, wait=wait)


def failure_reason(error: BaseException | None) -> tuple[str, str]:
    """One kebab-case word and a sentence for an exception of the download."""
    if isinstance(error, Refused):
        return error.reason, str(error)
    if isinstance(error, IgnoreRequest):
        text = str(error)
        if "robots.txt" in text:
            return "robots-disallowed", "robots.txt forbids this URL"
        return "not-fetched", text
    for kind, reason in _ERRORS:
        if isinstance(error, kind):
            return reason, str(error) or reason
    return "download-error", f"{type(error).__name__}: {error}"


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"

"""What a response or a download error means before anything is read from the page: one word and a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    UnsupportedURLSchemeError,
)

from newsarchive.html.blocked import wall_in_headers, wall_instead, wall_of
from newsarchive.html.wall_words import LOGIN_PATH
from newsarchive.models import Article, Capture
from spiders.items import Failed, Gone, Item, Task, Unchanged


class Answered(Protocol):
    """What is judged: Scrapy's response, or one that lies in the archive. `meta` has `task`, `capture`, `snapshot_id`
    and, where they apply, `redirect_urls`, `coding_problem` and `retry_after`; the body has lost its content coding.
    """

    @property
    def url(self) -> str:
        """Where it came from in the end, after redirects."""

    @property
    def status(self) -> int:
        """HTTP status."""

    @property
    def body(self) -> bytes:
        """The text."""

    @property
    def meta(self) -> Mapping[str, Any]:
        """What is known besides."""


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


_SECTION = re.compile(r"[a-z]{1,16}(?:-[a-z]{1,16})?", re.IGNORECASE)
_WALLS = {
    "challenge": ("blocked-challenge", "a challenge for browsers came instead of the page"),
    "captcha": ("blocked-captcha", "a captcha came instead of the page"),
    "login": ("blocked-login", "a page that asks for an account came instead"),
    "firewall": ("blocked-firewall", "a firewall refused the request"),
    "suspended": ("site-suspended", "the hoster has switched the site off"),
    "parked": ("site-parked", "the host name shows the page of a hoster or of a trader in names"),
    "maintenance": ("maintenance", "the site says that it is being worked on"),
    "error-text": ("error-text", "the site says that it has an error"),
}
"""Reason and sentence for each `html.wall_words.Wall` but `not-found-text`, which makes a `Gone`."""


PURGED = "purged"
"""Reason of what leads to a page that was taken down (`newsarchive purge`): it is not kept, nor asked for again."""

PUT_BACK = frozenset({"service-held", "run-over"})
"""Reasons of requests that were not made for now, and say nothing of their URL: its row stays as it is."""


class Refused(IgnoreRequest):
    """A request that is not made, or a redirect that is not followed. `reason` is a kebab-case word."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def judge(response: Answered) -> Item | None:
    """The item for a response that cannot be read as what was asked for; None if its body is worth reading.

    `Gone`: `http-404`, `http-410`, `not-found-text` (status 200 and a text that says so), `redirected-home` (also to
    the list it stood in). `Failed`, besides those of status and transfer: `blocked-challenge`, `blocked-captcha`,
    `blocked-login`, `blocked-firewall`, `site-suspended`, `site-parked`, `maintenance`, `error-text`.
    """
    task: Task = response.meta["task"]
    capture: Capture | None = response.meta.get("capture")
    if capture is None or "taken_down" in response.meta:
        return _not_there(response)
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
    if response.meta.get("redirect_urls") and (moved := _by_address(response, capture)) is not None:
        return moved
    wall = wall_of(response.body, is_list=task.kind != "article")
    return None if wall is None else behind_wall(response, wall)


def _not_there(response: Answered) -> Failed:
    """The item for a page that is not kept: here not yet, or, as it was taken down, never again."""
    task: Task = response.meta["task"]
    if "taken_down" in response.meta:
        return Failed(task, response.url, None, PURGED, response.meta["taken_down"], is_final=True)
    return Failed(task, response.url, None, "not-kept", "this URL is not among the kept pages")


def judge_unread(response: Answered, article: Article) -> Item:
    """The item for a page that came whole and holds no news: a wall (kind `blocked`), a list, an empty one."""
    task: Task = response.meta["task"]
    if article.kind == "blocked":
        walls = (w.removeprefix("blocked: ") for w in article.warnings if w.startswith("blocked: "))
        return behind_wall(response, next(walls, "error-text"))
    detail = f"the page is of kind {article.kind!r}" + "".join(f"; {w}" for w in article.warnings)
    snapshot_id: int = response.meta["snapshot_id"]
    return Failed(
        task,
        response.url,
        snapshot_id,
        "not-an-article",
        detail,
        response.status,
        is_final=True,
        snapshot_kind=article.kind,
    )


def behind_wall(response: Answered, wall: str) -> Item:
    """The item for a page that stands in the way of what was asked for; `wall` is a word of `wall_words.Wall`."""
    task: Task = response.meta["task"]
    snapshot_id: int = response.meta["snapshot_id"]
    status = response.status
    if wall == "not-found-text":
        capture: Capture = response.meta["capture"]
        detail = "the page says that there is no such article"
        return Gone(task, snapshot_id, status, wall, detail, capture.fetched_at.astimezone(UTC))
    reason, detail = _WALLS[wall]
    wait = response.meta.get("retry_after", 0.0)
    if status != 200:
        detail = f"{detail} ({_phrase(status)})"
    kind = "blocked" if reason.startswith("blocked") else None
    return Failed(task, response.url, snapshot_id, reason, detail, status, wait=wait, snapshot_kind=kind)


def _by_address(response: Answered, capture: Capture) -> Item | None:
    """The item for a redirect whose goal says enough: a page for logging in, or the front page."""
    task: Task = response.meta["task"]
    asked, found = urlsplit(task.url), urlsplit(response.url)
    if LOGIN_PATH.fullmatch(found.path) and not LOGIN_PATH.fullmatch(asked.path):
        return behind_wall(response, "login")
    # `/?p=12` is an article, `/?utm_source=x` is not
    if task.kind != "article" or any(map(str.isdigit, found.query)) or not _leads_home(asked.path, found.path):
        return None
    detail = f"the URL now leads to {response.url}"
    snapshot_id: int = response.meta["snapshot_id"]
    return Gone(task, snapshot_id, response.status, "redirected-home", detail, capture.fetched_at.astimezone(UTC))


def _leads_home(asked_path: str, path: str) -> bool:
    """Whether a path is the front page, or a section on the way to the one that was asked for: `/jateng` for
    `/jateng/berita/...`. What has a digit, or words like a headline, may be the article under a shorter address.
    """
    if path.lower() in ("", "/", "/index.html", "/index.php", "/home", "/beranda"):
        return True
    section = path.strip("/")
    return asked_path.startswith(f"/{section}/") and _SECTION.fullmatch(section) is not None


def _by_status(response: Answered, capture: Capture) -> Item:
    """The item for a status other than 200."""
    task: Task = response.meta["task"]
    snapshot_id: int = response.meta["snapshot_id"]
    status = response.status
    at = capture.fetched_at.astimezone(UTC)
    if status == 304:
        return Unchanged(task, snapshot_id, at)
    if status in (404, 410):
        return Gone(task, snapshot_id, status, f"http-{status}", _phrase(status), at)
    wall = wall_in_headers(status, capture.headers) or wall_instead(response.body)
    if wall is not None:
        return behind_wall(response, wall)
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

"""The ways in which a server of the simulated world is hostile, and the reasons an archive has to give for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Way = Literal[
    "silent", "resets", "drips", "too-many", "robots-503", "redirect-loop", "trap", "captcha", "error-text",
    "wrong-length", "down-for-an-hour",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hostility:
    """One way of being hostile, from an hour of the world on.

    `reasons` are words of which one has to stand for each article that cannot be had; empty: all can be had in the end.
    """

    way: Way
    what: str
    """For people."""
    reasons: frozenset[str] = frozenset()
    is_whole: bool = False
    """Whether nothing of the outlet answers any more: its lists have to fail with one of the reasons, and in the end
    the outlet is left alone."""
    is_passing: bool = False
    """Whether it is over at some time: what is published meanwhile can be had later."""

    @property
    def is_hopeless(self) -> bool:
        """Whether articles of the outlet cannot be had while it lasts."""
        return bool(self.reasons)


_UNANSWERED = frozenset({"timeout", "robots-unreachable"})
_CUT = frozenset({"truncated-disconnect"})
_ERROR = frozenset({"error-text"})
_SLOW = frozenset({"truncated-time"})

KINDS: tuple[Hostility, ...] = (
    Hostility("silent", "accepts connections and never answers", _UNANSWERED, is_whole=True),
    Hostility("resets", "resets the connection in the middle of an article", _CUT),
    Hostility("drips", "sends an article at 10 bytes a second", _SLOW),
    Hostility("too-many", "answers 429 with Retry-After for two hours a day", is_passing=True),
    Hostility("robots-503", "answers 503 for robots.txt for some days", is_passing=True),
    Hostility("redirect-loop", "redirects each article in a circle", frozenset({"redirect-loop"})),
    Hostility("trap", "has categories of categories, and lists of lists, without end"),
    Hostility("captcha", "shows a captcha instead of articles", frozenset({"blocked-captcha"})),
    Hostility("error-text", "answers 200 with an error text", _ERROR),
    Hostility("wrong-length", "promises more bytes than it sends", _CUT),
    Hostility("down-for-an-hour", "answers 503 for an hour every other day", is_passing=True),
)  # fmt: skip
"""A tenth of the outlets of a world are hostile, each in one of these ways."""

"""Ways to break one outlet of the simulated world from an instant on, for trying the rules of health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsarchive.simulation.stories import SimStory

BreakageKind = Literal["template", "silence", "volume", "date", "captcha", "clock"]
"""template: the pages are of another template; silence: nothing is published any more; volume: a sixth is; date: pages
have no date; captcha: a captcha before everything; clock: the server's clock is three hours ahead."""


@dataclass(frozen=True, slots=True)
class Breakage:
    """What breaks at the outlet `outlet` (slug), and from when on."""

    kind: BreakageKind
    outlet: str
    at: datetime

    def is_published(self, story: SimStory) -> bool:
        """Whether a story is on the lists in spite of it."""
        if story.published_at < self.at or self.kind not in {"silence", "volume"}:
            return True
        return self.kind == "volume" and story.number % 6 == 0

"""Holds an archive and the ledger of the servers against what the world knows to be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from newsarchive.demo.compare import Difference
from newsarchive.simulation.holding import HeldStory, SimHolding, address_of
from newsarchive.simulation.ledger import Look
from newsarchive.simulation.looks import Plan, replay
from newsarchive.simulation.manners import manners_differences
from newsarchive.simulation.run import Simulated
from newsarchive.simulation.stories import FLEETING, SimStory, text_of
from newsarchive.simulation.weather import struck_since

MOST_RECHECKS = 4.5
"""Re-check requests that an article which never changes may cost on average, over its whole plan."""

LEAST_UNMODIFIED = 0.5
"""Share of these that has to be answered 304."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts for the table, and every difference."""

    counts: Counter[str]
    differences: tuple[Difference, ...]

    @property
    def rechecks(self) -> float:
        """Re-checks of an article that never changed and is past its plan, on average; 0.0 where there is none."""
        return self.counts["steady:rechecks"] / self.counts["steady"] if self.counts["steady"] else 0.0

    @property
    def unmodified(self) -> float:
        """Share of 304 among the re-checks of articles that never changed."""
        return self.counts["unchanging:304"] / max(self.counts["unchanging:rechecks"], 1)


class Judge:
    """Compares one simulation, story by story and outlet by outlet."""

    def __init__(self, simulated: Simulated, holding: SimHolding) -> None:
        self._run = simulated
        self._world = simulated.world
        self._ledger = simulated.ledger
        self._holding = holding
        self._counts: Counter[str] = Counter()

    def verdict(self) -> Verdict:
        """Everything that is not as it should be."""
        differences = [Difference("damage", "archive", problem) for problem in self._holding.damage]
        for outlet in self._world.outlets:
            for story in self._world.stories[outlet.slug]:
                differences += self._story(story)
        differences += self._unexpected()
        differences += self._exchanges()
        differences += manners_differences(self._run, self._holding, self._counts)
        verdict = Verdict(self._counts, tuple(differences))
        return Verdict(self._counts, (*differences, *_spent(verdict)))

    def _story(self, story: SimStory) -> Iterator[Difference]:
        held = self._holding.articles.get(address_of(story.url))
        looks = self._ledger.looks.get((story.outlet.slug, story.number), [])
        kind = self._kind(story)
        counts = self._counts
        counts["published"] += 1
        counts[kind] += 1
        counts[f"{kind}:held"] += held is not None
        if held is not None:
            yield from self._held(story, held, looks)
        elif kind == "fetchable":
            yield Difference("missing", story.url, f"up since {story.published_at}, looked at {len(looks)} times")
        elif kind == "hopeless" and (story.outlet.slug, story.number) in self._ledger.listed:
            yield from self._reason(story)

    def _kind(self, story: SimStory) -> str:
        """fetchable: listed and to be had long enough; fleeting: perhaps too short; hopeless: its server is hostile."""
        end = self._run.ended_at
        hostile = story.outlet.hostile
        if hostile is not None and hostile.is_hopeless:
            end = min(end, struck_since(self._world.scale))
            if story.published_at + FLEETING > end:
                return "hopeless"
        longest = max((until - since for since, until in story.stretches(end)), default=timedelta())
        return "fetchable" if longest >= FLEETING else "fleeting"

    def _reason(self, story: SimStory) -> Iterator[Difference]:
        """What is not held, though a list named it, has to have the reason that is the true one."""
        assert story.outlet.hostile is not None
        found = self._holding.open_reasons.get(address_of(story.url), set())
        self._counts["owed"] += 1
        if found & story.outlet.hostile.reasons:
            self._counts["owed:told"] += 1
            return
        row = self._holding.frontier.get(address_of(story.url))
        detail = f"{story.outlet.hostile.way}: reasons {sorted(found)}, frontier {row}"
        yield Difference("reason", story.url, detail)

    def _held(self, story: SimStory, held: HeldStory, looks: list[Look]) -> Iterator[Difference]:
        shown = [look.edition for look in looks if look.edition is not None]
        editions = [e for n, e in enumerate(shown) if n == 0 or e != shown[n - 1]]
        wanted = [(t.title, t.paragraphs, story.published_at) for t in (text_of(story, e) for e in editions)]
        self._counts["versions"] += len(held.versions)
        self._counts["versions:true"] += len(wanted)
        if held.versions != wanted:
            yield Difference("versions", story.url, _gap(held.versions, wanted))
        if self._holding.open_reasons.get(address_of(story.url)) and story.outlet.hostile is None:
            yield Difference("failure", story.url, f"open: {self._holding.open_reasons[address_of(story.url)]}")
        yield from self._presence(story, held, looks)
        row = self._holding.frontier.get(address_of(story.url))
        if row is None:
            yield Difference("frontier", story.url, "an article without a row in the frontier")
            return
        plan = replay(row.discovered_at, looks)
        yield from self._planned(story, plan)
        yield from self._edits(story, plan)
        if not story.edited_at and not story.absent and story.outlet.hostile is None:
            again = looks[1:]
            self._counts["unchanging"] += 1
            self._counts["unchanging:rechecks"] += len(again)
            self._counts["unchanging:304"] += sum(look.status == 304 for look in again)
            if row.due_at is None:
                self._counts["steady"] += 1
                self._counts["steady:rechecks"] += len(again)

    def _presence(self, story: SimStory, held: HeldStory, looks: list[Look]) -> Iterator[Difference]:
        """Whether what was withdrawn is called removed, and what was put back restored."""
        missed = 0
        for look in reversed(looks):
            if look.edition is not None:
                break
            missed += 1
        if story.absent and missed >= 2:
            self._counts["removed"] += 1
        if story.outlet.hostile is None and (held.gone_at is not None) != (missed >= 2):
            yield Difference("removed", story.url, f"gone_at {held.gone_at}, not there at the last {missed} looks")
        came_back = sum(
            one.edition is None and two.edition is None and three.edition is not None
            for one, two, three in zip(looks, looks[1:], looks[2:], strict=False)
        )
        self._counts["restored"] += came_back
        if held.events["restored"] != came_back and story.outlet.hostile is None:
            yield Difference("restored", story.url, f"{held.events['restored']} events, {came_back} in truth")

    def _planned(self, story: SimStory, plan: Plan) -> Iterator[Difference]:
        """Whether the looks were made when they were due. A hostile server may have been left alone by then."""
        if story.outlet.hostile is not None:
            return
        for due, made in plan.late(self._run.ended_at):
            yield Difference("look-late", story.url, f"due {due}, made {made}")

    def _edits(self, story: SimStory, plan: Plan) -> Iterator[Difference]:
        """Whether each edit that lived longer than the gap between two planned looks was seen."""
        seen = {look.edition for look in plan.looks}
        first = plan.looks[0].at if plan.looks else self._run.ended_at
        for number, since in enumerate(story.edited_at, 1):
            ends = [*story.edited_at[number:], *(off for off, _ in story.absent if off > since), self._run.ended_at]
            until, gap = min(ends), plan.gap_at(since)
            self._counts["edits"] += 1
            if until <= first:
                self._counts["edits:before"] += 1
            elif number in seen:
                self._counts["edits:seen"] += 1
            elif gap is None:
                self._counts["edits:after"] += 1
            elif until - since > gap:
                yield Difference("edit-missed", story.url, f"edition {number} lived {until - since}, the gap was {gap}")
            elif until == self._run.ended_at:
                self._counts["edits:open"] += 1
            else:
                self._counts["edits:brief"] += 1

    def _exchanges(self) -> Iterator[Difference]:
        """Every exchange that a server answered is kept, and no other."""
        answered = sum(count for (_, status), count in self._ledger.statuses.items() if status)
        if self._holding.snapshots != answered:
            yield Difference("snapshots", "all", f"{self._holding.snapshots} are kept, {answered} were answered")

    def _unexpected(self) -> Iterator[Difference]:
        """What is held as an article and is none."""
        true = {address_of(s.url) for stories in self._world.stories.values() for s in stories}
        for address in sorted(self._holding.articles.keys() - true):
            yield Difference("unexpected", address, "archived as an article, but it is none")


def _spent(verdict: Verdict) -> Iterator[Difference]:
    if verdict.rechecks > MOST_RECHECKS:
        yield Difference("rechecks", "all", f"{verdict.rechecks:.2f} an article that never changed")
    if verdict.counts["unchanging:rechecks"] and verdict.unmodified < LEAST_UNMODIFIED:
        yield Difference("rechecks", "all", f"only {verdict.unmodified:.0%} of them were answered 304")


def _gap(got: Sequence[tuple[object, ...]], want: Sequence[tuple[object, ...]]) -> str:
    if len(got) != len(want):
        return f"{len(got)} versions, {len(want)} were shown"
    for number, (one, other) in enumerate(zip(got, want, strict=True), 1):
        for name, mine, true in zip(("title", "body", "published_at"), one, other, strict=True):
            if mine != true:
                return f"version {number}, {name}: {mine!r}, in truth {true!r}"[:600]
    return ""

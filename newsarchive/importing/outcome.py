"""What an import of WARC files did: counts, what was refused and why, and what was passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from newsarchive.text.urls import host_of

_EXAMPLES = 3
_MOST_HOSTS = 10_000
_SHOWN_HOSTS = 10


@dataclass(frozen=True, slots=True)
class WarcImported:
    """What an import did. `articles` counts outcomes (new, changed, unchanged), `failures` reasons."""

    files: int
    records: int
    """Of any kind, whole ones."""
    snapshots_added: int
    snapshots_known: int
    articles: Mapping[str, int]
    failures: Mapping[str, int]
    """Captures that were taken, but hold no article although they might."""
    other_pages: int
    """Captures that were taken and are no articles: lists, robots.txt, redirects, pictures."""
    refused: Mapping[str, int]
    """What is damaged or cannot be kept, by reason: see docs/warc-import.md."""
    examples: Mapping[str, tuple[str, ...]]
    """For each of these reasons a few sentences with file and byte."""
    passed_over: Mapping[str, int]
    """What is sound but not asked for: `unknown-outlet`, `outside-dates`, `purged`, `other-record` (warcinfo, ...)."""
    unknown_hosts: Mapping[str, int]
    """The hosts with most captures that no outlet has."""
    digests_unchecked: int
    """Captures taken of which no digest said whether their bytes are right."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing had to be refused."""
        return not self.refused


class Ledger:
    """Counts while an import goes on; its size does not depend on how much is imported."""

    def __init__(self) -> None:
        self.files = self.records = self.added = self.known = self.unchecked = 0
        self._refused: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {}
        self._passed: Counter[str] = Counter()
        self._hosts: Counter[str] = Counter()

    def count(self, *, is_new: bool, is_checked: bool) -> None:
        """Count a capture that was taken."""
        self.added += is_new
        self.known += not is_new
        self.unchecked += not is_checked

    def refuse(self, file: str, offset: int, reason: str, why: str) -> None:
        """Count what cannot be taken; the first of each reason are kept as examples."""
        self._refused[reason] += 1
        examples = self._examples.setdefault(reason, [])
        if len(examples) < _EXAMPLES:
            examples.append(f"{file}, byte {offset}: {why}")

    def pass_over(self, reason: str, url: str | None = None) -> None:
        """Count what was not asked for; with a `url`, its host too."""
        self._passed[reason] += 1
        if url is not None:
            host = host_of(url)
            if host in self._hosts or len(self._hosts) < _MOST_HOSTS:
                self._hosts[host] += 1

    def done(self, articles: Mapping[str, int], failures: Mapping[str, int], other_pages: int) -> WarcImported:
        """All counts, sorted by name; hosts by number."""
        return WarcImported(
            files=self.files,
            records=self.records,
            snapshots_added=self.added,
            snapshots_known=self.known,
            articles=dict(sorted(articles.items())),
            failures=dict(sorted(failures.items())),
            other_pages=other_pages,
            refused=dict(sorted(self._refused.items())),
            examples={reason: tuple(found) for reason, found in sorted(self._examples.items())},
            passed_over=dict(sorted(self._passed.items())),
            unknown_hosts=dict(sorted(self._hosts.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN_HOSTS]),
            digests_unchecked=self.unchecked,
        )

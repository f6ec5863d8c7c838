"""All rules in the order in which they are asked, and which of them make others pointless."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from newsarchive.health import news, reading
from newsarchive.health.evidence import Evidence
from newsarchive.health.finding import Finding

FIELDS = ("field-missing:title", "field-missing:body", "field-missing:date", "field-missing:author")
NAMES: tuple[str, ...] = (
    "quarantined",
    "blocked-rose",
    "lists-failing",
    "went-silent",
    "volume-dropped",
    "out-of-bounds",
    "overflow",
    "fallback-rose",
    *FIELDS,
    "body-shrunk",
    "failures-rose",
    "clock-skew",
)
"""Every rule, in the order in which they are asked."""

_RULES: tuple[Callable[[Evidence], Finding | Iterable[Finding] | None], ...] = (
    news.quarantined,
    reading.blocked_rose,
    news.lists_failing,
    news.went_silent,
    news.volume_dropped,
    news.out_of_bounds,
    news.overflow,
    reading.fallback_rose,
    reading.field_missing,
    reading.body_shrunk,
    reading.failures_rose,
    reading.clock_skew,
)

_NO_NEWS = ("went-silent", "volume-dropped", "out-of-bounds")
EXPLAINS: Mapping[str, tuple[str, ...]] = {
    "quarantined": tuple(name for name in NAMES if name != "quarantined"),
    "blocked-rose": ("lists-failing", *_NO_NEWS, "fallback-rose", *FIELDS, "body-shrunk", "failures-rose"),
    "lists-failing": (*_NO_NEWS, "failures-rose"),
    "went-silent": ("volume-dropped", "out-of-bounds"),
    "volume-dropped": ("out-of-bounds",),
    "fallback-rose": (*FIELDS, "body-shrunk"),
    "field-missing:body": ("body-shrunk",),
}
"""One fault, one alarm: while the first is broken the others are not judged, as it is their reason. What is explained
stands later in NAMES than what explains it."""


def findings(evidence: Evidence) -> Iterator[Finding]:
    """What the rules can tell of an outlet: each once at most, and none that a broken one before it explains."""
    broken = set(evidence.open_since)
    for rule in _RULES:
        found = rule(evidence)
        for finding in (found,) if isinstance(found, Finding) else found or ():
            if any(finding.rule in EXPLAINS.get(rule, ()) for rule in broken):
                continue
            (broken.add if finding.is_broken else broken.discard)(finding.rule)
            yield finding

"""Holds an archive against the ground truth and names every difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newsarchive.demo.holding import Held, Holding, key_of
from newsarchive.demo.truth import ArticleTruth, Truth, VersionTruth
from newsarchive.models import Article

_SHOWN = 160
"""Characters of a value that are shown in a difference."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be. `kind` is a kebab-case word, `key` the article it is about."""

    kind: str
    key: str
    detail: str

    def __str__(self) -> str:
        """A line for a person."""
        return f"{self.kind}: {self.key}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts for the table, and every difference. The counts speak of the latest version unless they say otherwise."""

    published: int
    found: int
    expected: int
    archived: int
    versions: int
    versions_expected: int
    groups: int
    groups_expected: int
    removed: int
    removed_expected: int
    failures_expected: int
    failures_named: int
    failures_unexpected: int
    healed: int
    bodies_equal: int
    dates_equal: int
    related: int
    related_expected: int
    leaked: int
    raw_bytes: int
    stored_bytes: int
    snapshots: int
    differences: tuple[Difference, ...] = field(default=())


def compare(truth: Truth, holding: Holding, requests: Mapping[str, int]) -> Comparison:
    """Hold a holding against the truth. `requests` is the server's own count, as `Site.requests` keeps it."""
    differences = [Difference("damage", "archive", problem) for problem in holding.damage]
    differences += [Difference("unsearchable", key, "not found by its own headline") for key in holding.unsearchable]
    wanted = {article.key: article for article in truth.articles}
    totals: Counter[str] = Counter()
    for key, article in wanted.items():
        held = holding.articles.get(key)
        if held is None:
            differences.append(Difference("missing", key, f"not archived: {article.url}"))
            continue
        found = [*_article_differences(article, held), *_leaks(article, held, truth)]
        differences += found
        kinds = {d.kind for d in found}
        totals["bodies"] += "body" not in kinds
        totals["dates"] += not kinds & {"published-at", "published-printed", "published-zone"}
        totals["leaked"] += sum(d.kind == "leak" for d in found)
        totals["versions"] += len(held.versions)
        latest = article.versions[-1].related
        got = Counter((link.text, link.url) for link in held.record.article.related)
        totals["related"] += (got & Counter(latest)).total()
        totals["removed"] += article.is_removed and held.record.gone_at is not None
    for key in sorted(holding.articles.keys() - wanted.keys()):
        differences.append(Difference("unexpected", key, "archived as an article, but it is none or is not to be had"))
    differences += _cluster_differences(truth, holding)
    named, unexpected = _failures(truth, holding, differences)
    if forbidden := requests.get("forbidden", 0):
        differences.append(Difference("robots-disobeyed", "all", f"{forbidden} forbidden requests"))
    if holding.status.snapshots != requests.get("all", 0):
        differences.append(_difference("snapshots", "all", holding.status.snapshots, requests.get("all", 0)))
    reached = holding.articles.keys() | {key_of(f.url) for f in holding.failures}
    groups = {cluster for cluster, keys in _groups(holding.articles).items() if len(keys) > 1}
    return Comparison(
        published=len(truth.articles) + len(truth.failures),
        found=len(reached & ({*wanted} | {key for key, _ in truth.failures})),
        expected=len(wanted),
        archived=len(holding.articles.keys() & wanted.keys()),
        versions=totals["versions"],
        versions_expected=sum(len(a.versions) for a in truth.articles),
        groups=len(groups),
        groups_expected=len(truth.clusters),
        removed=totals["removed"],
        removed_expected=sum(a.is_removed for a in truth.articles),
        failures_expected=len(truth.failures),
        failures_named=named,
        failures_unexpected=unexpected,
        healed=sum(key in holding.articles for key, _ in truth.faults),
        bodies_equal=totals["bodies"],
        dates_equal=totals["dates"],
        related=totals["related"],
        related_expected=sum(len(a.versions[-1].related) for a in truth.articles),
        leaked=totals["leaked"],
        raw_bytes=holding.status.raw_bytes,
        stored_bytes=holding.status.stored_bytes,
        snapshots=holding.status.snapshots,
        differences=tuple(differences),
    )


def _article_differences(truth: ArticleTruth, held: Held) -> Iterator[Difference]:
    record = held.record
    if len(held.versions) != len(truth.versions):
        changed = [v.changed for v in held.versions]
        yield _difference("versions", truth.key, f"{len(held.versions)} {changed}", len(truth.versions))
    else:
        for number, (version, wanted) in enumerate(zip(held.versions, truth.versions, strict=True), 1):
            yield from _version_differences(truth.key, number, version.article, wanted)
    article = record.article
    if held.row is not None:
        local = article.published_at.isoformat() if article.published_at else None
        expected = (article.title, "\n\n".join(article.body), local)
        if held.row != expected:
            yield Difference("row", truth.key, f"the row in `articles` is not its latest version: {held.row[0]!r}")
    if held.versions and len(held.versions) != len(truth.versions):
        yield from _version_differences(truth.key, record.version, article, truth.versions[-1])
    instant = article.published_at.isoformat() if article.published_at else None
    wanted_at = datetime.fromisoformat(truth.published_at).isoformat()
    for name, got, want in (
        ("url", article.url, truth.url),
        ("published-at", instant, wanted_at),
        ("published-printed", article.published_printed, truth.published_printed),
        ("published-zone", article.published_zone, truth.published_zone),
        ("section", article.section, truth.section),
        ("place", article.place, truth.place),
        ("brand", article.brand, truth.brand),
        ("kind", article.kind, truth.kind),
        ("removed", record.gone_at is not None, truth.is_removed),
    ):
        if got != want:
            yield _difference(name, truth.key, got, want)
    if truth.implausible is not None:
        mentions = [m for m in article.dates_mentioned if truth.implausible in m.printed]
        if not mentions or any(m.on is not None for m in mentions):
            yield _difference("implausible-date", truth.key, [(m.printed, m.on) for m in mentions], truth.implausible)


def _version_differences(key: str, number: int, got: Article, want: VersionTruth) -> Iterator[Difference]:
    pictures = [(image.caption, image.credit) for image in got.images[:1]] or [(None, None)]
    links = tuple((link.text, link.url) for link in got.related)
    if got.body != want.body:
        yield Difference("body", key, f"version {number}: {_first_gap(got.body, want.body)}")
    for name, value, wanted in (
        ("title", got.title, want.title),
        ("authors", got.authors, want.authors),
        ("editors", got.editors, want.editors),
        ("tags", got.tags, want.tags),
        ("source-credit", got.source_credit, want.source_credit),
        ("republished-from", got.republished_from, want.republished_from),
        ("caption", pictures[0], (want.caption, want.credit)),
    ):
        if value != wanted:
            yield _difference(name, key, value, wanted, f"version {number}: ")
    if links != want.related:
        at = next((n for n, (a, b) in enumerate(zip(links, want.related, strict=False)) if a != b), None)
        if at is None:
            yield _difference("related", key, f"{len(links)} links", f"{len(want.related)}", f"version {number}: ")
        else:
            yield _difference("related", key, links[at], want.related[at], f"version {number}: link {at}: ")


def _first_gap(got: tuple[str, ...], want: tuple[str, ...]) -> str:
    for at, (one, other) in enumerate(zip(got, want, strict=False)):
        if one != other:
            return f"paragraph {at}: {one[:_SHOWN]!r}, should be {other[:_SHOWN]!r}"
    more = "lacks" if len(got) < len(want) else "has too much"
    rest = (want if len(got) < len(want) else got)[min(len(got), len(want))]
    return f"{len(got)} paragraphs, should be {len(want)}; {more}: {rest[:_SHOWN]!r}"


def _leaks(truth: ArticleTruth, held: Held, world: Truth) -> Iterator[Difference]:
    """Paragraphs that no edition has and that hold a line which must never be in a body."""
    own = {line for version in truth.versions for line in version.body}
    lines = {line for v in held.versions for line in v.article.body} | set(held.record.article.body)
    for line in sorted(lines - own):
        if leak := next((text for text in world.leaks if text in line), None):
            yield Difference("leak", truth.key, f"{leak!r} in {line[:_SHOWN]!r}")


def _groups(articles: Mapping[str, Held]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, held in articles.items():
        if held.record.cluster_id is not None:
            groups.setdefault(held.record.cluster_id, []).append(key)
    return groups


def _cluster_differences(truth: Truth, holding: Holding) -> Iterator[Difference]:
    groups = _groups(holding.articles)
    got = {tuple(sorted(keys)) for keys in groups.values() if len(keys) > 1}
    wanted = set(truth.clusters)
    for keys in sorted(wanted - got):
        yield Difference("not-grouped", keys[0], f"carries the same text as {', '.join(keys[1:])}")
    for keys in sorted(got - wanted):
        yield Difference("wrongly-grouped", keys[0], f"grouped with {', '.join(keys[1:])}")
    origins = {article.key: article.cluster for article in truth.articles}
    for cluster_id, key in holding.earliest.items():
        if len(groups.get(cluster_id, ())) > 1 and key in origins and origins[key] != key:
            yield _difference("earliest", cluster_id, key, origins[key])


def _failures(truth: Truth, holding: Holding, differences: list[Difference]) -> tuple[int, int]:
    """(expected failures that are on record, open failures of what should be archived); adds to `differences`."""
    expected, forbidden = dict(truth.failures), set(truth.forbidden)
    on_record = {key_of(f.url) for f in holding.failures}
    removed = {a.key for a in truth.articles if a.is_removed}
    for key, why in sorted(expected.items()):
        if key not in on_record:
            differences.append(Difference("failure-not-recorded", key, f"{why}: no failure row says so"))
    unexpected = 0
    for failure in holding.failures:
        about = key_of(failure.url)
        if failure.resolved_at is None and about not in {*expected, *forbidden, *removed}:
            unexpected += 1
            detail = f"{failure.reason}: {failure.detail} ({failure.url})"
            differences.append(Difference("failure-unexpected", about or failure.url, detail))
    return len(expected.keys() & on_record), unexpected


def _difference(kind: str, key: str, got: object, want: object, prefix: str = "") -> Difference:
    return Difference(kind, key, f"{prefix}{str(got)[:_SHOWN]!r}, should be {str(want)[:_SHOWN]!r}")

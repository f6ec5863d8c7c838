"""What the made-up world knows of itself: every article as it was written, with nothing read back from a page."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from newsarchive.demo.story import Edition, Story


@dataclass(frozen=True, slots=True)
class ArticleTruth:
    """What an archive has to say of one article once it has looked at day `day` of the world."""

    key: str
    outlet: str
    url: str
    published_at: str
    """ISO 8601 with offset, to the second."""
    published_printed: str
    published_zone: str
    section: str
    place: str | None
    brand: str | None
    implausible: str | None
    kind: str
    """`photo` for a gallery, which has captions and no text; else `article`."""
    cluster: str | None
    is_removed: bool
    versions: tuple[VersionTruth, ...]


@dataclass(frozen=True, slots=True)
class VersionTruth:
    """The content of one version, oldest first in `ArticleTruth.versions`."""

    title: str
    body: tuple[str, ...]
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    caption: str | None
    credit: str | None
    tags: tuple[str, ...]
    source_credit: str | None
    republished_from: str | None
    related: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """The whole ground truth at one moment of the world, for an archive that looked at `days`."""

    days: tuple[int, ...]
    articles: tuple[ArticleTruth, ...]
    failures: tuple[tuple[str, str], ...]
    """(key, why) of what is published but can never become an article."""
    forbidden: tuple[str, ...]
    """Keys that robots.txt puts out of bounds."""
    clusters: tuple[tuple[str, ...], ...]
    """Groups of keys that carry the same text, each sorted."""
    leaks: tuple[str, ...]
    """Texts that must not show up in any body."""
    faults: tuple[tuple[str, str], ...] = field(default=())
    """(key, fault) of what went wrong on the wire and healed."""

    def save(self, path: Path) -> None:
        """Write it as JSON, for whoever wants to look."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")


LABELS = (
    "BACA JUGA:", "BACA JUGA :", "Baca Juga:", "Baca juga:", "Google News", "Artikel ini telah tayang",
    "WhatsApp Channel", "Catatan: Artikel ini", "iklan.push",
    "LsdException", "Berita Terkait", "Terpopuler", "[if gte mso",
)  # fmt: skip


def truth_of(stories: tuple[Story, ...], days: tuple[int, ...]) -> Truth:
    """The truth for an archive that crawled everything on each of `days` (ascending) of a world of these stories."""
    last = days[-1]
    seen = [s for s in stories if any(_is_up(s, day) for day in days)]
    readable = [s for s in seen if s.is_expected and _read_on(s, days)]
    articles = tuple(_article(s, days) for s in readable)
    lost = [s for s in seen if not s.is_hidden and s not in readable]
    groups: dict[str, list[str]] = {}
    for article in articles:
        if article.cluster is not None:
            groups.setdefault(article.cluster, []).append(article.key)
    headlines = {link[0] for s in seen for e in s.editions for link in e.related}
    return Truth(
        days=days,
        articles=articles,
        failures=tuple((s.key, s.fault) for s in lost),
        forbidden=tuple(s.key for s in stories if s.is_hidden and s.appears_on <= last),
        clusters=tuple(sorted(tuple(sorted(keys)) for keys in groups.values() if len(keys) > 1)),
        leaks=(*LABELS, *sorted(headlines)),
        faults=tuple((s.key, s.fault or s.charset) for s in readable if s.fault or s.charset),
    )


def _is_up(story: Story, day: int) -> bool:
    return story.appears_on <= day and (story.removed_on is None or day < story.removed_on)


def _read_on(story: Story, days: tuple[int, ...]) -> list[int]:
    """The days on which the story could be read."""
    return [day for day in days if _is_up(story, day) and not (story.fault == "heals-later" and day == 0)]


def _article(story: Story, days: tuple[int, ...]) -> ArticleTruth:
    up = _read_on(story, days)
    versions: list[VersionTruth] = []
    for edition in dict.fromkeys(story.edition(day) for day in up):
        version = _version(edition)
        if not versions or _is_new_version(versions[-1], version):
            versions.append(version)
        else:
            versions[-1] = version
    return ArticleTruth(
        key=story.key,
        outlet=story.outlet,
        url=story.url(up[-1]),
        published_at=story.published.isoformat(),
        published_printed=story.printed,
        published_zone=story.zone,
        section=story.section.replace("-", " ").upper(),
        place=story.place,
        brand=story.brand,
        implausible=story.implausible,
        kind="photo" if story.is_gallery else "article",
        cluster=story.cluster,
        is_removed=story.removed_on is not None and story.removed_on <= days[-1],
        versions=tuple(versions),
    )


def _is_new_version(old: VersionTruth, new: VersionTruth) -> bool:
    """Whether an archive keeps a version: anything but the related links changed."""
    return replace(old, related=()) != replace(new, related=())


def _version(edition: Edition) -> VersionTruth:
    return VersionTruth(
        title=edition.title,
        body=edition.body,
        authors=(edition.author,) if edition.author else (),
        editors=(edition.editor,) if edition.editor else (),
        caption=edition.caption,
        credit=edition.credit,
        tags=edition.tags,
        source_credit=edition.source_credit,
        republished_from=edition.republished_from,
        related=edition.related,
    )

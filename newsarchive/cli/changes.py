"""Prints what changed between two versions: in colour on a terminal, with `[-old-]` and `{+new+}` in a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from newsarchive.cli.output import echo, is_terminal, safe_line
from newsarchive.comparing.articles import Comparison, PictureChange
from newsarchive.comparing.lines import Gap, Segment, lines_of, with_gaps
from newsarchive.comparing.words import TextChange, compare_texts
from newsarchive.models import Image

_STYLES = {"same": "", "removed": "red strike", "added": "green bold"}
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}


def print_comparison(comparison: Comparison, *, is_full: bool = False) -> None:
    """Print all that differs, field by field; of the text only paragraphs near a change unless `is_full`."""
    for name in ("title", "subtitle", "body"):
        change = getattr(comparison, name)
        if change is not None:
            echo(f"{name}: +{change.words_added} -{change.words_removed} words" + _coarse(change))
            for line in lines_of(change) if is_full else with_gaps(lines_of(change)):
                _print(_gap(line) if isinstance(line, Gap) else line.segments)
            echo()
    for value in comparison.values:
        _print([_plain(f"{value.field}: "), *_replaced(_told(value.before), _told(value.now))])
    for change in comparison.lists:
        _print([_plain(f"{change.field}: "), *_members(change.removed, change.added)])
    for picture in comparison.pictures:
        _print([_plain(f"picture {picture.kind}: "), *_picture(picture)])


def _coarse(change: TextChange) -> str:
    return ", too long to be compared word by word" if change.is_coarse else ""


def _plain(text: str) -> Segment:
    return Segment("same", text)


def _gap(gap: Gap) -> list[Segment]:
    return [_plain(f"... {gap.count} unchanged paragraph{'s' if gap.count > 1 else ''} ...")]


def _told(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return "none" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _replaced(before: str, now: str) -> list[Segment]:
    return [Segment("removed", before), _plain(" "), Segment("added", now)]


def _members(removed: Iterable[str], added: Iterable[str]) -> list[Segment]:
    segments: list[Segment] = []
    for kind, names in (("removed", removed), ("added", added)):
        for name in names:
            segments += [Segment("removed" if kind == "removed" else "added", name), _plain(" ")]
    return segments


def _picture(change: PictureChange) -> list[Segment]:
    if change.before is None or change.now is None:
        image = change.now or change.before
        return [Segment("added" if change.now else "removed", "" if image is None else _image(image))]
    if change.kind == "moved":
        return [_plain(_image(change.now))]
    words = compare_texts((_caption(change.before),), (_caption(change.now),))
    lines = [segment for line in lines_of(words) for segment in line.segments]
    return [*lines, _plain(f" {change.now.url or ''}")]


def _caption(image: Image) -> str:
    return " ".join(part for part in (image.caption, image.credit and f"({image.credit})") if part)


def _image(image: Image) -> str:
    return " ".join(part for part in (_caption(image), image.url) if part)


def _print(segments: Iterable[Segment]) -> None:
    """One line; a moved paragraph says so in words, as all that colours say is said without them too."""
    if not is_terminal():
        echo("  " + "".join(_marked(segment) for segment in segments).rstrip())
        return
    from rich.console import Console  # noqa: PLC0415 - rich takes longer to import than most commands take to run
    from rich.text import Text  # noqa: PLC0415

    parts = ((safe_line(_moved(segment) + segment.text), _STYLES[segment.kind]) for segment in segments)
    Console().print(Text.assemble("  ", *parts), soft_wrap=True)


def _marked(segment: Segment) -> str:
    text = safe_line(segment.text)
    if segment.kind == "same":
        return text
    left, right = _MARKS[segment.kind]
    bare = text.rstrip()
    return f"{left}{_moved(segment)}{bare}{right}{text[len(bare) :]}"


def _moved(segment: Segment) -> str:
    if not segment.is_moved:
        return ""
    return "moved away: " if segment.kind == "removed" else "moved here: "

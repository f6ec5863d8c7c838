"""What happened to an article, in words: what `show` and `versions` have in common."""

from __future__ import annotations

from newsarchive.store.records import EventRecord


def told(event: EventRecord, key: str, at: str = "") -> str:
    """An event as told of the article `key`, with its time as `at`: a corrected story names the one that says so, and
    that one the story.
    """
    parts = [event.kind, at] if at else [event.kind]
    if event.other_key is not None and event.kind == "moved":
        parts.append(f"to {event.other_key}" if event.article_key == key else f"here from {event.article_key}")
    elif event.other_key is not None:
        parts.append(f"by {event.other_key}" if event.article_key == key else f"of {event.article_key}")
    elif event.url is not None:
        parts.append(f"of {event.url} (not in this archive)")
    return " ".join(parts) + (f": {event.detail}" if event.detail else "")

"""The pages that are measured: real ones of many outlets where they are at hand, and pages of the demo's world."""

from __future__ import annotations

from pathlib import Path

from newsarchive.gold.pages import GoldPage, read_folder

Pages = list[tuple[str, bytes]]
"""URL and HTML."""

_SHARED = Path(__file__).resolve().parents[2] / "../shared/pages"


def gold_pages() -> list[GoldPage]:
    """All real article pages with their own URLs; none where the shared pages are not beside the checkout."""
    return list(read_folder(_SHARED)) if _SHARED.is_dir() else []


def real_pages() -> Pages:
    """The one real Disway page, or none."""
    return [(page.url, page.html) for page in gold_pages() if page.name.startswith("jogja.disway.id")]


def demo_pages(count: int, seed: int = 1) -> Pages:
    """Article pages of the demo's world: the same for the same seed."""
    from newsarchive.demo import render_pages

    return [(url, bytes(html)) for url, html in render_pages(count, seed)]

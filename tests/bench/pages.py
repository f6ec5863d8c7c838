"""The pages that are measured: the real Disway page where it is at hand, and pages of the demo's world."""

from __future__ import annotations

import gzip
from pathlib import Path

Pages = list[tuple[str, bytes]]
"""URL and HTML."""

_REAL = Path(__file__).resolve().parents[2] / "../shared/pages/jogja.disway.id__merek-mesin-cuci.html.gz"
_REAL_URL = (
    "https://jogja.disway.id/gaya-hidup/read/681745/"
    "5-rekomendasi-merek-mesin-cuci-terbaik-top-loading-harga-di-bawah-rp4-juta"
)


def real_pages() -> Pages:
    """The one real Disway page; none where the shared pages are not beside the checkout."""
    return [(_REAL_URL, gzip.decompress(_REAL.read_bytes()))] if _REAL.is_file() else []


def demo_pages(count: int, seed: int = 1) -> Pages:
    """Article pages of the demo's world: the same for the same seed."""
    from newsarchive.demo import render_pages

    return [(url, bytes(html)) for url, html in render_pages(count, seed)]

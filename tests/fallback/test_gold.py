"""The fallback alone, networks switched off, against the gold annotations of real pages."""

from __future__ import annotations

import gzip
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from newsarchive import extract_html

SHARED = Path(__file__).parents[2] / "../shared"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "pages").is_dir(), reason="the shared real pages are not at hand"),
]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools/score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(html: bytes, url: str) -> dict[str, Any]:
    article = extract_html(html, url, networks={})
    return {
        "title": article.title,
        "body": list(article.body),
        "published_at": article.published_at,
        "authors": list(article.authors),
        "related": [link.text for link in article.related],
    }


def test_the_fallback_alone_reads_the_gold_pages() -> None:
    score = scorer()
    rows, _ = score.score(list(score.load(SHARED / "pages")), read)
    found = score.summary(rows)
    assert found["f1"] >= 0.995
    assert found["worst_f1"] >= 0.97
    assert (found["leaks"], found["lost_paragraphs"], found["date_wrong"]) == (0, 0, 0)
    assert (found["title"], found["authors"]) == (1.0, 1.0)
    assert found["related_got"] <= found["related_gold"]


def test_real_lists_and_feeds_do_not_become_articles() -> None:
    rows = [line.split("\t") for line in (SHARED / "pages/manifest.tsv").read_text().splitlines()[1:]]
    read_as = {
        row[0]: extract_html(
            gzip.decompress((SHARED / "pages" / f"{row[0]}.gz").read_bytes()),
            f"https://{row[2]}/berita/2222/satu-dua-tiga-empat",  # an address that does not give them away
            networks={},
        )
        for row in rows
        if row[1] in {"index", "rss"}
    }
    assert len(read_as) >= 14
    assert {name: article.kind for name, article in read_as.items() if article.body} == {}
    assert {article.kind for article in read_as.values()} <= {"index", "other"}

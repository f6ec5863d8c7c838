"""Every network's pages, field by field: a page written by us in the network's structure, and what it must give."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from newsarchive import extract_html
from newsarchive.networks import load_networks

HERE = Path(__file__).parent
PAGES = sorted(HERE.glob("*/*.html"))


def expected(page: Path) -> dict:
    return json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))


def plain(value):
    """The value as JSON would hold it, for comparison with the expected file."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


CASES = [(page, field) for page in PAGES for field in expected(page)]


@pytest.mark.parametrize(("page", "field"), CASES, ids=[f"{p.parent.name}-{p.stem}-{f}" for p, f in CASES])
def test_field(page: Path, field: str) -> None:
    want = expected(page)
    article = extract_html(page.read_bytes(), want["url"])
    assert plain(getattr(article, field)) == want[field]


def test_every_network_has_a_fixture() -> None:
    """But one without layouts, whose pages are always of another."""
    assert {page.parent.name for page in PAGES} == {slug for slug, n in load_networks().items() if n.layouts}

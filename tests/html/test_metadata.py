"""What a page says about itself: JSON-LD wherever it stands."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.metadata import read_jsonld

ARTICLE = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Panen Raya"}</script>'
SITE = '<script type="application/ld+json">{"@type": "WebSite", "name": "Article Hulu"}</script>'
BROKEN = '<script type="application/ld+json">{"@type": "Article", </script>'


@pytest.mark.parametrize(
    ("head", "body", "has_warning"),
    [
        (ARTICLE, "", False),
        ("", ARTICLE, False),
        (SITE, SITE + ARTICLE, False),
        (BROKEN + ARTICLE, "", True),
        (BROKEN, ARTICLE, True),
    ],
)
def test_jsonld_in_head_or_body(head: str, body: str, has_warning: bool) -> None:
    tree = LexborHTMLParser(f"<html><head><title>x</title>{head}</head><body><p>y</p>{body}</body></html>")
    described, warnings = read_jsonld(tree)
    assert described["headline"] == "Panen Raya"
    assert len(warnings) == has_warning


def test_no_jsonld_of_an_article() -> None:
    assert read_jsonld(LexborHTMLParser(f"<head>{SITE}{BROKEN}</head><body>")) == (
        {},
        ("jsonld-unreadable: JSONDecodeError",),
    )

"""What the fallback makes of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsarchive.html.layout import Reading
from newsarchive.models import ArticleKind


@dataclass(frozen=True, slots=True)
class Fallback:
    """A page read without a layout. What is not an article has an empty reading, and a warning that says why."""

    reading: Reading | None
    """None unless `kind` is `article` or `photo`."""
    name: str
    """How the text was found, for `Article.method` behind `fallback:`: `articlebody` (microdata or JSON-LD says where
    it stands), `container` (an element whose class says so), `trafilatura` (where that found the text), `prose` (where
    sentences stand below the headline), `structured` (no text in the page but in JSON-LD), `none`."""
    kind: ArticleKind
    """`article`; `photo` for pictures with captions and no text; `index` for front pages and lists; else `other`."""
    jsonld: Mapping[str, Any] = field(default_factory=dict)
    """The description of the article in JSON-LD, of any type and at any depth."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """The page's meta elements, with the times of microdata and hAtom as `itemprop:datepublished` and the like."""
    warnings: tuple[str, ...] = ()

"""Changes of everything round the text: metadata, spelling of the source, side lists, comments, host, title, people."""

from __future__ import annotations

import json
import random
import re
from html import escape
from urllib.parse import urlsplit, urlunsplit

from generality.changes import LOST, Changed, RealPage, change
from generality.wording import NAMES, PROSE, TITLES

_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s+[^\s=>\"]+(?:=\"[^\"]*\")?)+)(\s*/?)>")
_ATTRIBUTE = re.compile(r"\s+([^\s=>\"]+)(?:=\"([^\"]*)\")?")
_STATED = frozenset(("published_at", "authors"))


def _outside_scripts(source: str, edit: re.Pattern[str], new: object) -> str:
    parts = re.split(r"(<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->)", source, flags=re.DOTALL)
    return "".join(p if n % 2 else edit.sub(new, p) for n, p in enumerate(parts))  # type: ignore[arg-type]


@change
def single_quotes(page: RealPage, rng: random.Random) -> Changed | None:
    """Attributes in single quotes, their order turned round."""
    del rng

    def turned(tag: re.Match[str]) -> str:
        parts = [
            f" {name}" if not value and f"{name}=" not in tag[2] else f" {name}='{value.replace(chr(39), '&#39;')}'"
            for name, value in reversed(_ATTRIBUTE.findall(tag[2]))
        ]
        return f"<{tag[1]}{''.join(parts)}{tag[3]}>"

    return Changed(_outside_scripts(page.marked.source, _TAG, turned))


@change
def more_classes(page: RealPage, rng: random.Random) -> Changed | None:
    """Another class before and behind those that elements have."""
    del rng
    return Changed(
        _outside_scripts(page.marked.source, re.compile(r'\bclass="([^"]*)"'), r'class="x9-grid \1 x9-dark"')
    )


@change
def upper_case_tags(page: RealPage, rng: random.Random) -> Changed | None:
    """Names of elements in capitals."""
    del rng
    return Changed(_outside_scripts(page.marked.source, re.compile(r"</?[a-z][a-z0-9]*\b"), lambda tag: tag[0].upper()))


@change
def indented(page: RealPage, rng: random.Random) -> Changed | None:
    """White space between block elements."""
    del rng
    blocks = re.compile(r"(</?(?:div|p|section|article|ul|li|table|tr|td|h1|h2|h3)\b[^>]*>)")
    return Changed(_outside_scripts(page.marked.source, blocks, r"\n\t\t\1\n   "))


@change
def unknown_host(page: RealPage, rng: random.Random) -> Changed | None:
    """A site that no list knows, with the same template."""
    del rng
    host, new = urlsplit(page.url).netloc, "www.kembangsaripos.com"
    url = urlunsplit(urlsplit(page.url)._replace(netloc=new))
    # without a network an English page of an unknown site is of no certain zone
    free = frozenset(() if page.is_known or page.reading.language == "id" else ("published_at",))
    return Changed(page.marked.source.replace(f"//{host}", f"//{new}"), url=url, free=free)


def _without(name: str, pattern: str, free: frozenset[str] = _STATED) -> None:
    compiled = re.compile(pattern, re.DOTALL | re.IGNORECASE)

    def take_out(page: RealPage, rng: random.Random) -> Changed | None:
        del rng
        source, count = compiled.subn("", page.marked.source)
        return Changed(source, free=free if not page.is_known else frozenset()) if count else None

    take_out.__name__ = f"without-{name}"
    change(take_out)


_without("jsonld", r"<script[^>]*application/ld\+json[^>]*>.*?</script>")
_without("opengraph", r'<meta[^>]*(?:property|name)="(?:og|article|fb|twitter):[^>]*>')
_without("meta", r"<meta(?![^>]*charset)[^>]*>")
_without("canonical", r'<link[^>]*rel="(?:canonical|amphtml|alternate)"[^>]*>', frozenset())
_without("title-element", r"<title>.*?</title>", frozenset())
_without("scripts", r"<script\b(?![^>]*(?:ld\+json|__NEXT_DATA__)).*?</script>", frozenset())
_without("pictures", r"<(?:img|source)\b[^>]*>", frozenset())


def _seen(page: RealPage, text: str) -> list[str]:
    """The spellings in which a text may stand in the source."""
    return list(dict.fromkeys((escape(text, quote=False), escape(text), json.dumps(text)[1:-1], text)))


def _swapped(page: RealPage, old: str, new: str) -> str:
    source = page.marked.source
    for before, after in zip(_seen(page, old), _seen(page, new), strict=False):
        source = source.replace(before, after)
    return source


def _title(number: int) -> None:
    def other_title(page: RealPage, rng: random.Random) -> Changed | None:
        del rng
        old, new = page.gold["title"], TITLES[number]
        if len(new) < _SHORT_TITLE and not page.is_known:
            return None  # as short as the name of a person or a section before it
        shown = escape(old, quote=False)
        if not re.search(
            rf"<h[1-3]\b[^>]*>(?:\s|<[^>]*>)*{re.escape(shown)}(?:\s|<[^>]*>)*</h[1-3]>", page.marked.source
        ):
            return None
        words = re.compile(r"\W{1,8}".join(map(re.escape, re.findall(r"\w+", old))) + r"(?:[?!.]|&quot;)?")
        source = words.sub(lambda _: escape(new), page.marked.source)
        return Changed(source, title=new, reword=lambda text: words.sub(lambda _: new, text))

    other_title.__name__ = f"other-title-{number}"
    change(other_title)


for _number in range(len(TITLES)):
    _title(_number)


def _author(number: int) -> None:
    def other_author(page: RealPage, rng: random.Random) -> Changed | None:
        del rng
        if len(page.reading.authors) != 1:
            return None
        old, new = page.reading.authors[0], NAMES[number]
        new = new.upper() if old.isupper() else new
        if old not in page.marked.source:
            return None
        return Changed(page.marked.source.replace(old, new), authors=(new,), reword=lambda text: text.replace(old, new))

    other_author.__name__ = f"other-author-{number}"
    change(other_author)


for _number in range(len(NAMES)):
    _author(_number)


@change
def without_byline(page: RealPage, rng: random.Random) -> Changed | None:
    """The names of the byline are not printed."""
    del rng
    source, count = page.marked.source, 0
    for text in page.gold.get("byline_printed") or ():
        shown = escape(text.strip(), quote=False)
        if len(shown) > 2 and shown != "Sumber":
            source, done = re.subn(rf">\s*{re.escape(shown)}\s*<", "><", source)
            count += done
    return Changed(source, free=_STATED) if count else None


_SHORT_TITLE = 20


@change
def unknown_template(page: RealPage, rng: random.Random) -> Changed | None:
    """No class, id or microdata that anyone knows: subtitles and bylines that only these tell may stay in the text."""
    del rng

    def renamed(attribute: re.Match[str]) -> str:
        return f'{attribute[1]}="{" ".join(f"k{sum(map(ord, name)) % 9973}" for name in attribute[2].split())}"'

    source = re.sub(r'\b(class|id)="([^"]*)"', renamed, re.sub(r'\sitemprop="[^"]*"', "", page.marked.source))
    free = frozenset(("authors", "published_at", "related", "method"))
    return Changed(source, least=0.95, free=free)


@change
def comments_below(page: RealPage, rng: random.Random) -> Changed | None:
    """Long comments of readers at the end of the page."""
    items = "".join(
        f'<li class="comment"><b>Wagiman {n}</b><span>2 jam lalu</span><p>{LOST} {rng.choice(PROSE)}</p></li>'
        for n in range(12)
    )
    block = f'<div id="comments" class="comments-area"><h3>12 Komentar</h3><ol class="comment-list">{items}</ol></div>'
    at = page.marked.source.rfind("</body>")
    return Changed(page.marked.edited([(at, at, block)]))


@change
def longer_side_lists(page: RealPage, rng: random.Random) -> Changed | None:
    """Every list away from the text five times as long."""
    del rng
    spots = page.marked.spots
    if not spots:
        return None
    first, last = min(s.start for s in spots.values()), max(s.end for s in spots.values())
    items = re.compile(r"<li\b[^>]*>(?:(?!</?(?:li|ul|ol)\b).)*</li>", re.DOTALL)
    head, text, tail = page.marked.source[:first], page.marked.source[first:last], page.marked.source[last:]
    return Changed(
        head + text + items.sub(lambda item: item[0] * 5 if "<h1" not in item[0] else item[0], tail),
        free=frozenset(("related",)) if not page.is_known else frozenset(),
    )


@change
def without_side_lists(page: RealPage, rng: random.Random) -> Changed | None:
    """No lists behind the text."""
    del rng
    spots = page.marked.spots
    if not spots or page.gold.get("related"):
        return None
    last = max(s.end for s in spots.values())
    items = re.compile(r"<li\b[^>]*>(?:(?!</?(?:li|ul|ol)\b).)*</li>", re.DOTALL)
    tail = page.marked.source[last:]
    return Changed(page.marked.source[:last] + items.sub("", tail), free=frozenset(("authors",)))

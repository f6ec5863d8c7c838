"""Things between the paragraphs of an article: advertisements, embedded posts, boxes and lines of related links."""

from __future__ import annotations

import random
import re
from html import escape

from generality.body_changes import between, put
from generality.changes import LOST, Changed, RealPage, change
from generality.wording import HEADLINES

CLUTTER = {
    "ads": f'<div class="ads-banner"><script>var x="{LOST}";</script></div>'
    f'<ins class="adsbygoogle" style="display:block" data-ad-slot="1"></ins><script>{LOST}()</script>',
    "empty": "<p>&nbsp;</p><p><br></p><div></div><p></p>",
    "comment": f"<!-- {LOST} <p>komentar</p> --><!--[if IE]><p>{LOST}</p><![endif]-->",
    "iframe": '<div class="video-container"><iframe src="https://www.youtube.test/embed/1" width="560"></iframe></div>',
    "noscript": f'<noscript><img src="https://situs.test/p.gif"> {LOST}</noscript><style>.{LOST} {{}}</style>',
    "advertisement": "<p>ADVERTISEMENT</p>",
    "scroll": "<p>SCROLL TO CONTINUE WITH CONTENT</p>",
}


def _clutter(name: str) -> None:
    def with_clutter(page: RealPage, rng: random.Random) -> Changed | None:
        at = between(page)
        return Changed(put(page, rng.sample(at, min(3, len(at))), CLUTTER[name])) if at else None

    with_clutter.__name__ = f"clutter-{name}"
    change(with_clutter)


for _name in CLUTTER:
    _clutter(_name)


@change
def embedded_posts(page: RealPage, rng: random.Random) -> Changed | None:
    """Posts of other sites quoted by their scripts: their words may count as text or not, the text is unhurt."""
    at = between(page)
    if not at:
        return None
    post = (
        '<blockquote class="twitter-tweet"><a href="https://twitter.test/a/status/1"></a></blockquote>'
        '<script async src="https://platform.twitter.test/widgets.js"></script>'
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.test/p/1/"></blockquote>'
    )
    return Changed(put(page, [rng.choice(at)], post))


def _linked(page: RealPage, headline: str, label: str) -> str:
    url = page.url.rsplit("/", 1)[0] + "/" + re.sub(r"\W+", "-", headline.lower())
    return f'<p><strong>{label}: <a href="{escape(url)}">{escape(headline, quote=False)}</a></strong></p>'


@change
def related_line(page: RealPage, rng: random.Random) -> Changed | None:
    """Lines 'Baca juga: ...' of the kind that editors type, at several places and in a row."""
    at = between(page)
    if not at:
        return None
    heads = rng.sample(HEADLINES, 4)
    one, two = rng.choice(at), max(page.marked.spots)
    spots = page.marked.spots
    edits = [
        (spots[one].end, spots[one].end, "".join(_linked(page, h, "Baca juga") for h in heads[:3])),
        (spots[two].end, spots[two].end, _linked(page, heads[3], "BACA JUGA")),
    ]
    return Changed(page.marked.edited(edits), related=tuple(heads))


@change
def related_first(page: RealPage, rng: random.Random) -> Changed | None:
    """The same before the first paragraph."""
    spot = page.marked.spots.get(0)
    if spot is None:
        return None
    head = rng.choice(HEADLINES)
    return Changed(page.marked.edited([(spot.start, spot.start, _linked(page, head, "Baca Juga"))]), related=(head,))


@change
def related_box_moved(page: RealPage, rng: random.Random) -> Changed | None:
    """The page's own box of related links once more, with other headlines, behind other paragraphs."""
    boxes = page.marked.boxes
    at = between(page)
    if not boxes or len(at) < 3:
        return None
    source, edits, heads = page.marked.source, [], []
    for number in rng.sample(at, 2):
        start, end, titles = rng.choice(boxes)
        box = source[start:end]
        for title in titles:
            head = next(h for h in rng.sample(HEADLINES, len(HEADLINES)) if h not in heads)
            heads.append(head)
            shown = escape(title, quote=False)
            if shown not in box:
                return None
            box = box.replace(shown, escape(head, quote=False)).replace(escape(title), escape(head))
        spot = page.marked.spots[number].end
        edits.append((spot, spot, re.sub(r'(href="[^"]*?)(\d{3,})', r"\g<1>9\2", box)))
    return Changed(page.marked.edited(edits), related=tuple(heads))

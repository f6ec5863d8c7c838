"""Changes of the text of an article: other paragraphs, in another order, in other elements, with marked words."""

from __future__ import annotations

import random
import re
from html import escape

from generality.changes import Changed, RealPage, change
from generality.marking import Spot
from generality.wording import LIKE_NOISE, PROSE, SHORT, sentences


def _opening(page: RealPage, spot: Spot) -> tuple[str, str]:
    """What opens and closes a paragraph like that of `spot`."""
    if not spot.is_element:
        return "", "<br><br>"
    source = page.marked.source
    start = re.match(r"<(\w+)[^>]*>", source[spot.start : spot.inner])
    if start is None:
        return "<p>", "</p>"
    return re.sub(r'\sid="[^"]*"', "", start[0]), f"</{start[1]}>"


def _after(page: RealPage, number: int, texts: list[str]) -> tuple[int, int, str]:
    """The edit that puts paragraphs behind paragraph `number`, built as it is."""
    spot = page.marked.spots[number]
    first, last = _opening(page, spot)
    if not spot.is_element:
        return spot.outer, spot.outer, "".join(f"<br><br>{escape(text, quote=False)}" for text in texts)
    return spot.end, spot.end, "".join(f"{first}{escape(text, quote=False)}{last}" for text in texts)


def between(page: RealPage) -> list[int]:
    """Paragraphs that have others of the text before and behind them, among which one more changes nothing."""
    spots = page.marked.spots
    numbers = sorted(spots)
    return [n for n in numbers[:-1] if len(numbers) > 3]


def put(page: RealPage, at: list[int], html: str) -> str:
    """The page's source with something behind some of its paragraphs."""
    spots = page.marked.spots
    return page.marked.edited([(spots[n].end, spots[n].end, html) for n in at])


@change
def insert_prose_like_noise(page: RealPage, rng: random.Random) -> Changed | None:
    """Paragraphs of prose that begin with the words that noise begins with."""
    at = between(page)
    if not at:
        return None
    number = rng.choice(at)
    texts = rng.sample(LIKE_NOISE, 12)
    return Changed(page.marked.edited([_after(page, number, texts)]), added={number: texts})


@change
def insert_short(page: RealPage, rng: random.Random) -> Changed | None:
    """Paragraphs of two to six words between the others."""
    at = between(page)
    if not at:
        return None
    number = rng.choice(at)
    texts = list(SHORT)
    return Changed(page.marked.edited([_after(page, number, texts)]), added={number: texts})


@change
def append_like_noise(page: RealPage, rng: random.Random) -> Changed | None:
    """A last paragraph that begins as noise does, before a plain one."""
    if len(page.marked.spots) < 4 or page.gold.get("initials"):
        return None
    number = max(page.marked.spots)
    texts = [rng.choice(LIKE_NOISE[:40]), rng.choice(PROSE)]
    return Changed(page.marked.edited([_after(page, number, texts)]), added={number: texts})


@change
def sixty_paragraphs(page: RealPage, rng: random.Random) -> Changed | None:
    """A long read of a short one."""
    at = between(page)
    if not at:
        return None
    number, texts = at[len(at) // 2], sentences(rng, 60)
    return Changed(page.marked.edited([_after(page, number, texts)]), added={number: texts})


def _replaced(page: RealPage, new: dict[int, str]) -> Changed:
    spots = page.marked.spots
    edits = [(spots[n].inner, spots[n].outer, escape(text, quote=False)) for n, text in new.items()]
    return Changed(page.marked.edited(edits), new=new)


@change
def other_words(page: RealPage, rng: random.Random) -> Changed | None:
    """Every paragraph but the first and the last in other words: another article of the template."""
    numbers = sorted(page.marked.spots)[1:-1]
    if len(numbers) < 2:
        return None
    return _replaced(page, dict(zip(numbers, sentences(rng, len(numbers)), strict=True)))


@change
def other_words_short(page: RealPage, rng: random.Random) -> Changed | None:
    """The same with one sentence a paragraph."""
    numbers = sorted(page.marked.spots)[1:-1]
    if not 2 <= len(numbers) <= 50:
        return None
    texts = rng.sample((*PROSE, *LIKE_NOISE[:38]), min(len(numbers), 40))
    return _replaced(page, dict(zip(numbers, texts, strict=False)))


@change
def all_other_words(page: RealPage, rng: random.Random) -> Changed | None:
    """Every paragraph in other words."""
    numbers = sorted(page.marked.spots)
    if len(numbers) < 4 or page.gold.get("initials"):
        return None
    return _replaced(page, dict(zip(numbers, sentences(rng, len(numbers)), strict=True)))


@change
def four_paragraphs(page: RealPage, rng: random.Random) -> Changed | None:
    """A short piece of news: the first, the last and two between them; the boxes between the others stay."""
    spots, numbers = page.marked.spots, sorted(page.marked.spots)
    if len(numbers) < 6:
        return None
    keep = {numbers[0], numbers[-1], *sorted(rng.sample(numbers[1:-1], 2))}
    gone = [n for n in numbers if n not in keep]
    return Changed(page.marked.edited([(spots[n].start, spots[n].end, "") for n in gone]), gone=set(gone))


@change
def one_removed(page: RealPage, rng: random.Random) -> Changed | None:
    """One paragraph less."""
    spots = page.marked.spots
    if len(spots) < 4:
        return None
    number = rng.choice(sorted(spots)[1:])
    return Changed(page.marked.edited([(spots[number].start, spots[number].end, "")]), gone={number})


@change
def other_order(page: RealPage, rng: random.Random) -> Changed | None:
    """The paragraphs between the first and the last in another order; boxes stay where they are."""
    spots, source = page.marked.spots, page.marked.source
    numbers = sorted(spots)[1:-1]
    if len(numbers) < 3 or len(spots) != len(page.gold["body"]):
        return None
    shuffled = rng.sample(numbers, len(numbers))
    edits = [
        (spots[n].inner, spots[n].outer, source[spots[m].inner : spots[m].outer])
        for n, m in zip(numbers, shuffled, strict=True)
    ]
    order = [min(spots), *shuffled, max(spots)]
    return Changed(page.marked.edited(edits), order=order)


@change
def sub_headings(page: RealPage, rng: random.Random) -> Changed | None:
    """Sub-headings in h2, h3 and bold paragraphs."""
    at = [n for n in between(page) if page.marked.spots[n].is_element]
    if len(at) < 4:
        return None
    chosen = sorted(rng.sample(at, 3))
    heads = ("Lumbung Dibangun Lagi", "Apa Kata Warga Kembangsari?", "1. Air yang Kembali Jernih")
    forms = ("<h2>{}</h2>", "<h3>{}</h3>", "<p><strong>{}</strong></p>")
    spots = page.marked.spots
    edits = [(spots[n].end, spots[n].end, f.format(h)) for n, f, h in zip(chosen, forms, heads, strict=True)]
    return Changed(page.marked.edited(edits), added={n: [h] for n, h in zip(chosen, heads, strict=True)})


@change
def lists_quotes_tables(page: RealPage, rng: random.Random) -> Changed | None:
    """A list, a numbered list and a block quotation between paragraphs."""
    at = [n for n in between(page) if page.marked.spots[n].is_element]
    if len(at) < 4:
        return None
    one, two, three = sorted(rng.sample(at, 3))
    items = ["Dua gelas beras ketan yang sudah direndam", "Satu ikat daun pandan, cuci bersih", "Garam secukupnya"]
    steps = [
        "Rebus air hingga mendidih di panci besar.",
        "Masukkan beras ketan, aduk perlahan.",
        "Angkat lalu dinginkan.",
    ]
    quote = "Kami tidak akan pindah dari lereng ini sebelum air kembali, begitu isi surat warga."
    spots = page.marked.spots
    blocks = {
        one: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>",
        two: "<ol>" + "".join(f"<li>{item}</li>" for item in steps) + "</ol>",
        three: f"<blockquote><p>{quote}</p></blockquote>",
    }
    edits = [(spots[n].end, spots[n].end, html) for n, html in blocks.items()]
    return Changed(page.marked.edited(edits), added={one: items, two: steps, three: [quote]})


@change
def marked_words(page: RealPage, rng: random.Random) -> Changed | None:
    """Words within sentences in bold, italics, spans, and linked to pages of a topic."""
    source, edits = page.marked.source, []
    forms = (
        '<a href="https://{host}/tag/lumbung" target="_blank" rel="noopener">{word}</a>',
        '<a href="https://{host}/tag/lumbung"><strong>{word}</strong></a>',
        "<em>{word}</em>",
        "<b>{word}</b>",
        '<span style="font-weight: 400;">{word}</span>',
        "<i>{word}</i>",
    )
    host = page.url.split("/")[2]
    for number, spot in page.marked.spots.items():
        inner = source[spot.inner : spot.outer]
        words = list(re.finditer(r"(?<=[a-z,] )[A-Za-z]{4,12}(?= [a-z])", inner))
        if "<" in inner or len(words) < 6 or number == 0:
            continue
        for word in rng.sample(words, 2):
            start = spot.inner + word.start()
            edits.append((start, start + len(word[0]), rng.choice(forms).format(host=host, word=word[0])))
    return Changed(page.marked.edited(edits)) if edits else None


@change
def lines_for_paragraphs(page: RealPage, rng: random.Random) -> Changed | None:
    """Paragraphs that were elements as text with line breaks."""
    del rng
    spots, source = page.marked.spots, page.marked.source
    chosen = [s for n, s in spots.items() if s.is_element and source[s.start : s.start + 2] == "<p"]
    if len(chosen) < 4:
        return None
    return Changed(page.marked.edited([(s.start, s.end, f"{source[s.inner : s.outer]}<br>\n<br>") for s in chosen]))


@change
def divs_for_paragraphs(page: RealPage, rng: random.Random) -> Changed | None:
    """A div for each paragraph."""
    del rng
    spots, source = page.marked.spots, page.marked.source
    chosen = [s for s in spots.values() if s.is_element and source[s.start : s.start + 2] == "<p"]
    if len(chosen) < 4:
        return None
    return Changed(page.marked.edited([(s.start, s.end, f"<div>{source[s.inner : s.outer]}</div>") for s in chosen]))


@change
def paragraphs_for_lines(page: RealPage, rng: random.Random) -> Changed | None:
    """Loose text in paragraphs."""
    del rng
    spots, source = page.marked.spots, page.marked.source
    chosen = [s for s in spots.values() if not s.is_element]
    if len(chosen) < 4:
        return None
    return Changed(page.marked.edited([(s.start, s.end, f"<p>{source[s.inner : s.outer]}</p>") for s in chosen]))


@change
def wrapped_paragraphs(page: RealPage, rng: random.Random) -> Changed | None:
    """Unknown elements round some paragraphs."""
    spots, edits = page.marked.spots, []
    for number in rng.sample(sorted(spots), max(1, len(spots) // 2)):
        spot = spots[number]
        if spot.is_element:
            edits += [(spot.start, spot.start, '<div class="x-unit"><div>'), (spot.end, spot.end, "</div></div>")]
        else:
            edits += [(spot.inner, spot.inner, '<span class="x-unit">'), (spot.outer, spot.outer, "</span>")]
    return Changed(page.marked.edited(edits))

"""Tells where an article corrects, answers or withdraws a story, or says that it was corrected itself.

The press council's guidelines for online media (Pedoman Pemberitaan Media Siber, Dewan Pers 2012, points 4 and 5) name
four forms: ralat, koreksi, hak jawab, pencabutan; they ask that each links the story and states its time, and that a
withdrawal gives its reason. Read are a headline or a note that is labelled so, and sentences in which an article or
its desk speaks of itself; that others speak of a right of reply, or of a falling market ('koreksi'), is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from newsarchive.dates.names import ZONES
from newsarchive.dates.parsing import find_dates
from newsarchive.models import Correction, CorrectionKind, Paragraph

_HEAD, _TAIL = 4, 8
"""Notes stand at the head or at the foot: so many of the first and last paragraphs are read."""

_LONGEST = 1200
"""Characters of a paragraph that are read."""

_FLAGS = re.IGNORECASE
_HINT = re.compile(r"ralat|koreksi|hak jawab|cabut|catatan|ditarik", _FLAGS)
_KINDS = r"ralat|koreksi|hak (?:jawab|koreksi)|pencabutan(?= berita\b| artikel\b|\W*[:\])–—-])"
_STORY = r"(?:pem)?beritaa?n?|artikel|tulisan|naskah|konten"
_LABELLED = (
    # [RALAT], (Koreksi), 'Ralat:', 'Hak Jawab dan Hak Koreksi:', 'Ralat Berita -'
    re.compile(rf"\W{{0,3}}[\[(] ?(?P<kind>{_KINDS})[^\])]{{0,40}}[\])]", _FLAGS),
    re.compile(
        rf"\W{{0,3}}(?:klarifikasi (?:dan|&) |permohonan maaf (?:dan|&) )?(?P<kind>{_KINDS})"
        r"(?: (?:dan|&|serta) [a-z]+(?: [a-z]+)?)?(?: (?:berita|artikel|redaksi))? ?:",
        _FLAGS,
    ),
    re.compile(r"\W{0,3}(?P<kind>ralat|hak jawab)(?: (?:berita|artikel|redaksi))? ?[–—-] ", _FLAGS),
)
_TITLED = (
    *_LABELLED,
    re.compile(r".{1,300}[\[(](?P<kind>ralat|koreksi|hak jawab)[\])]\W{0,3}\Z", _FLAGS),
    re.compile(r"\W{0,3}(?P<kind>ralat|hak jawab|pencabutan berita)\W{0,3}\Z", _FLAGS),
    # 'Hak Jawab PT Anu atas Pemberitaan ...', 'Pencabutan Berita Berjudul ...', 'Ralat atas Berita ...'
    re.compile(
        rf"\W{{0,3}}(?P<kind>{_KINDS})(?: [^\s:]{{1,40}}){{0,8}}? (?:atas|terkait|terhadap|tentang|soal|untuk) "
        rf"(?:[^\s:]{{1,40}} ){{0,2}}?(?:{_STORY})\b",
        _FLAGS,
    ),
    re.compile(rf"\W{{0,3}}(?P<kind>{_KINDS}) (?:{_STORY})(?: (?:yang )?berjudul\b|\W*\Z)", _FLAGS),
)
_DESK = re.compile(
    r"\W{0,3}(?:catatan (?:dari )?(?:redaksi|redaktur|editor)|keterangan redaksi|editor['’]?s note) ?[:.–—-]", _FLAGS
)
_DESK_SAYS: tuple[tuple[CorrectionKind, re.Pattern[str]], ...] = (
    ("pencabutan", re.compile(r"\b(?:di|men)cabut\b|\bditarik\b|\bpencabutan\b", _FLAGS)),
    ("hak-jawab", re.compile(r"\bhak jawab\b", _FLAGS)),
    ("ralat", re.compile(r"\b(?:di|me)?ralat\b", _FLAGS)),
    (
        "koreksi",
        re.compile(
            r"\bkoreksi\b|\b(?:di|meng)koreksi\b|\bperbaikan\b|\bdiperbaiki\b|\bperubahan\b|\bdiubah\b|\bkekeliruan\b"
            r"|\bkesalahan\b|\bsebelumnya (?:tertulis|ditulis|disebut)",
            _FLAGS,
        ),
    ),
)
_OF_ITSELF = re.compile(
    rf"\b(?:{_STORY}|judul (?:{_STORY}))(?: di atas)? ini"
    r"(?: (?:telah|sudah|kami|resmi|adalah|merupakan|memuat|dimuat|sebagai|juga)){0,3}"
    r" (?P<verb>diralat|ralat|dikoreksi|koreksi|dicabut|ditarik|pencabutan|hak jawab)\b",
    _FLAGS,
)
_BY_THE_DESK = re.compile(
    r"\W{0,3}(?:dengan ini|bersama ini|sehubungan|redaksi|tim redaksi|kami)\b"
    r"(?:(?! (?:di|me)minta\b| didesak| agar\b| untuk\b| harus| wajib| akan\b| dapat\b| bisa\b| jika\b| bila\b)"
    r" [^\s.!?]{1,40}){0,25}? (?P<verb>meralat|mengoreksi|mencabut|menarik|memuat hak jawab|menerbitkan hak jawab)"
    rf"(?: [^\s.!?]{{1,40}}){{0,4}}? (?:{_STORY})",
    _FLAGS,
)
_ABOUT_A_STORY = re.compile(rf"\b(?:{_STORY})\b[^.!?]{{0,120}}?\b(?:ber|dengan )judul\b", _FLAGS)
_LINK_LINE = re.compile(r"\W{0,3}(?:link|tautan|url|baca)(?: (?:berita|artikel))?(?: (?:asal|asli|semula))? ?:", _FLAGS)
_QUOTED = re.compile(r"judul(?:nya)?:? ?[\"“‘'](?P<title>[^\"”]{5,300}?)[\"”’'](?!\w)", _FLAGS)
_OF_THE_STORY = re.compile(
    r"\b(?:tayang|terbit|dimuat|diterbitkan|dipublikasikan|ditayangkan|diunggah|rilis)(?: \w+){0,2} ?\Z", _FLAGS
)
_CLOCK = re.compile(
    r"\b(?:pukul|pkl\.?|jam)? ?(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d) ?(?P<zone>WIB|WITA|WIT)\b"
)
_REASON = re.compile(r"\b(?:karena|lantaran|sebab|dengan alasan|disebabkan|berdasarkan)\b [^.!?\n]{3,300}", _FLAGS)
_KIND_OF: Final[dict[str, CorrectionKind]] = {
    "ralat": "ralat", "diralat": "ralat", "meralat": "ralat",
    "koreksi": "koreksi", "dikoreksi": "koreksi", "mengoreksi": "koreksi", "hak koreksi": "koreksi",
    "hak jawab": "hak-jawab", "memuat hak jawab": "hak-jawab", "menerbitkan hak jawab": "hak-jawab",
    "pencabutan": "pencabutan", "pencabutan berita": "pencabutan", "dicabut": "pencabutan", "mencabut": "pencabutan",
    "ditarik": "pencabutan", "menarik": "pencabutan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """Where it is said: in the headline (`place` None) or in a paragraph, and whether of the article itself."""

    kind: CorrectionKind
    printed: str
    place: int | None
    is_of_itself: bool


def find_corrections(
    title: str | None, paragraphs: Sequence[Paragraph], published_at: datetime | None = None
) -> tuple[Correction, ...]:
    """What an article says to correct, at most one of each kind, the headline's first.

    `paragraphs` are those of the page as cut from it, links included and noise too. A correction that is an article of
    its own was made when that was published: `published_at` (aware) is its time if no other is printed.
    """
    places = [*range(min(_HEAD, len(paragraphs))), *range(max(_HEAD, len(paragraphs) - _TAIL), len(paragraphs))]
    texts = {place: paragraphs[place].text[:_LONGEST] for place in places}
    if not (_HINT.search(title or "") or any(map(_HINT.search, texts.values()))):
        return ()
    said = [*_in_title(title), *(one for place, text in texts.items() for one in _in_note(text, place))]
    found: dict[CorrectionKind, Correction] = {}
    for one in said:
        found.setdefault(one.kind, _told(one, paragraphs, texts, published_at))
    return tuple(found.values())


def _in_title(title: str | None) -> list[_Said]:
    text = " ".join((title or "").split())
    match = next((found for form in _TITLED if (found := form.match(text))), None)
    return [] if match is None else [_Said(_kind(match["kind"]), text, None, is_of_itself=False)]


def _in_note(text: str, place: int) -> list[_Said]:
    """What a paragraph says by its label, by the desk's note, or of the article in which it stands."""
    if (match := _OF_ITSELF.search(text)) is not None:
        verb = match["verb"].lower()
        # 'berita ini merupakan hak jawab atas berita berjudul ...' speaks of another
        is_of_itself = verb.startswith("di") or _ABOUT_A_STORY.search(text, match.end()) is None
        return [_Said(_kind(verb), _sentence(text, match.start()), place, is_of_itself)]
    if (match := next((found for form in _LABELLED if (found := form.match(text))), None)) is not None:
        return [_Said(_kind(match["kind"]), text, place, _ABOUT_A_STORY.search(text) is None)]
    if _DESK.match(text):
        kind = next((kind for kind, says in _DESK_SAYS if says.search(text)), None)
        return [] if kind is None else [_Said(kind, text, place, _ABOUT_A_STORY.search(text) is None)]
    if (match := _BY_THE_DESK.match(text)) is not None:
        return [_Said(_kind(match["verb"]), _sentence(text, match.start()), place, is_of_itself=False)]
    return []


def _told(
    said: _Said, paragraphs: Sequence[Paragraph], texts: dict[int, str], published_at: datetime | None
) -> Correction:
    """What is told of it besides: when, of which story, why."""
    own = texts[said.place] if said.place is not None else ""
    at, on = _stated(own)
    url = quoted = None
    if not said.is_of_itself:
        url, quoted = _target(said, paragraphs, texts)
        if on is None and published_at is not None:
            at, on = published_at, published_at.date()
    reason = None
    if said.kind == "pencabutan":
        where = (own, said.printed, *texts.values())
        reason = next((found[0].strip() for text in where if (found := _REASON.search(text))), None)
    return Correction(said.kind, said.printed, at, on, url, quoted, reason)


def _target(said: _Said, paragraphs: Sequence[Paragraph], texts: dict[int, str]) -> tuple[str | None, str | None]:
    """Link and headline of the story: in the note itself, else where a paragraph names a story by its headline."""
    quoted = url = None
    places = [] if said.place is None else [said.place]
    places += [place for place, text in texts.items() if _ABOUT_A_STORY.search(text) or _LINK_LINE.match(text)]
    for text in (said.printed, *(texts[place] for place in places)):
        if (match := _QUOTED.search(text)) is not None:
            quoted = match["title"].strip(" ,.")
            break
    for place in places:
        links = [link for link in paragraphs[place].links if link.url.startswith(("http://", "https://"))]
        named = [link for link in links if quoted and quoted.casefold() in link.text.casefold()]
        if links:
            url = (named or links)[0].url
            break
    return url, quoted


def _stated(text: str) -> tuple[datetime | None, date | None]:
    """Day and, where it is printed with its zone, time of a note; the day on which the story ran is not it."""
    for mention in find_dates([text]):
        start = text.find(mention.printed)
        if mention.on is None or _OF_THE_STORY.search(text, max(0, start - 60), start):
            continue
        end = start + len(mention.printed)
        clock = _CLOCK.search(text, end, end + 30)
        if clock is None:
            return None, mention.on
        wall = time(int(clock["hour"]), int(clock["minute"]), tzinfo=ZONES[clock["zone"].lower()])
        return datetime.combine(mention.on, wall), mention.on
    return None, None


def _sentence(text: str, place: int) -> str:
    """The sentence that holds a place; the whole text where its sentences cannot be told apart."""
    start = max(text.rfind(mark, 0, place) for mark in (". ", "! ", "? "))
    end = min((at for mark in (". ", "! ", "? ") if (at := text.find(mark, place)) >= 0), default=len(text))
    return text[start + 2 if start >= 0 else 0 : end + 1].strip()


def _kind(words: str) -> CorrectionKind:
    return _KIND_OF[" ".join(words.lower().split())]

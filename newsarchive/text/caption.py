"""A picture's caption and its credit, told apart in the one line that a page prints under the picture."""

from __future__ import annotations

import re

from newsarchive.text.dateline import read_dateline

_CUES = (
    r"foto(?:grafer)?|photo|ist\.?|istimewa|dok(?:umentasi|umen)?\.?|tangkapan layar|screenshot|ilustrasi|freepik"
    r"|pixabay|unsplash|pexels|shutterstock|getty\w*|antara\w*|reuters|afp|ap|xinhua|instagram|facebook|tiktok|youtube|twitter|net"
    r"|internet|google|gemini|chatgpt|ai|ai generated|generated|canva|humas|pemprov|pemkab|pemkot|polres|polda"
    r"|berbagai sumber|kontributor|sumber"
)
_CUE = re.compile(rf"(?:{_CUES})\b", re.IGNORECASE)
_SITE = re.compile(r"@\w|\w\.(?:com|co|id|net|news|org|app|tv)\b|\w ?/ ?\w", re.IGNORECASE)
_FOTO = r"(?:sumber\s|keterangan\s)?(?:foto|photo|image)\s?:\s?"
_LABEL_AHEAD = re.compile(rf"(?:caption\s*:\s*|{_FOTO})", re.IGNORECASE)
_LABEL_INSIDE = re.compile(
    rf"(?:[-–(/,]\s?|(?<=[.!?\"”)])\s?|\s(?=sumber)|\s(?=(?-i:F|P|I)))(?:{_FOTO})", re.IGNORECASE
)
_RIGHTS = re.compile(r"\s?/?\s?(?:©|\(c\)\s)\s?([^©]{2,80})$", re.IGNORECASE)
_DOK = re.compile(r"(?<=[.!?\"”)])\s((?:Dok|Doc|DOK|DOC)\.?\s[^.!?]{2,30}(?:\.[^.!?\s]{1,20}){0,3}[^.!?]{0,40})[\s.]*$")
_BRACKET = re.compile(r"\(([^()]{2,120})\)[\s.\-–]*$")
_SLASHES = re.compile(r"\s?/\s?([^/]{2,80})/[\s.]*$")
_AGENCY = re.compile(
    r"(?:(?<=[.!?\"”)])\s*|\s)((?:ANTARA(?: FOTO)?|Dok)\.?/[^/.]{2,60}(?:/[^/.]{1,30}){0,2}|/ANTARA)[\s.]*$"
)
_AFTER_SENTENCE = re.compile(
    r"(?<=[.!?\"”])\s*((?:[A-Z][\w.]{0,30}(?: [A-Z][\w.]{0,30}){0,3}) ?/ ?[\w.@][\w.@ ]{1,50})[\s.]*$"
)
_WORDS_IN_CREDIT = 7
_LONGEST = 1000
"""Characters; a longer line is no caption, and is given back whole."""
_LONGEST_BY_FORM = 320
"""Characters: a longer paragraph is text, unless it ends in '--' without a space or '.-NAME-', as no prose does and the
captions of Disway's galleries do. The longest caption of the dumps has 146."""
_GLUED_END = re.compile(r"[^\s\-]--$|[.!?\"”)]-[^\s\-][^.!?]{0,80}-$")
_LONGEST_LABELLED = 220
"""Characters of a line that ends in 'Foto: NAME', which longer paragraphs of press releases do too."""
_SENTENCE_BREAK = re.compile(r"[.!?][\"”’)]{0,2} (?=[A-Z\"“‘])")
_CUE_WORD = re.compile(
    rf"(?:{_CUES}|tangkapan|layar|berbagai|warga|pribadi|milik|oleh|via|by|for|and|the|of|dan|tv|online)[.,]?",
    re.IGNORECASE,
)
_DASHES = " \t-–—,"


def split_caption(text: str, agency_hint: str | None = None) -> tuple[str | None, str | None]:
    """Caption and credit of the line under a picture, each None where there is none; a lone `--` is neither.

    Knows Disway's `text-photographer-source` with its empty parts (`text--`, `text-NAME/PAPER-`, `text--net`), labels
    (`Foto: ...` ahead, `text-Foto: X-`, `text. Sumber foto: X --`), brackets at the end (`(Foto: X)`, `(Istimewa)`),
    slashes (`/Pixabay/`, `ANTARA/Name`, `text. HULU/Name`). A hyphen inside a word or a model name (`AQW-98DD`) parts
    nothing. `agency_hint` names an agency whose bare name at the end is a credit. What is not surely a credit is
    caption.
    """
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        return line, None
    bare = line.strip(_DASHES + "()./")
    if not bare or _CUE.fullmatch(bare):
        return None, bare or None
    ahead = _LABEL_AHEAD.match(line.lstrip("( "))
    if ahead:
        line = line.lstrip("( ")[ahead.end() :]
        if not line.endswith("-") and _is_credit(line.strip(" ()")):
            return None, line.strip(" ()") or None
    for part in (_by_label, _by_rights, _by_bracket, _by_slash, _by_dashes, _by_hyphen):
        found = part(line)
        if found:
            return _clean(found[0]), _clean(found[1])
    if agency_hint and line.rstrip(" .").lower().endswith(f" {agency_hint.lower()}"):
        cut = line.rstrip(" .")
        return _clean(cut[: -len(agency_hint)]), cut[-len(agency_hint) :]
    return _clean(line), None


def is_caption(text: str) -> bool:
    """Whether a line shows by its form alone, and surely, that it stands under a picture.

    Its signs are Disway's closing hyphens (`text--`, `text-NAME-`), `text--credit` and a labelled or copyrighted credit
    at the end. A dateline that stands alone ('BANDUNG --') or opens the line is none, nor is a paragraph too long for a
    caption, a heading between dashes, or a sentence that breaks off at a dash.
    """
    line = text.strip()
    longest = _LONGEST if line[-1:] == "-" and _GLUED_END.search(line[-100:]) else _LONGEST_BY_FORM
    return len(line) <= longest and _has_form(line) and not _opens_text(line)


def _opens_text(line: str) -> bool:
    """Whether a line begins as a news text does, with a dateline that names an outlet, or is nothing but a dateline.

    A place alone may open a caption ('KOTA HULU - Warga antre.-KARTO/HULU POS-').
    """
    found = read_dateline(line)
    return found is not None and (found.brand is not None or (found.place is not None and found.printed == line))


def _has_form(line: str) -> bool:
    if line.endswith(("-", "–")):
        return _is_closed(line)
    if "--" in line and " -- " not in line and _by_dashes(line):
        return _is_surely_credit(line[line.rfind("--") :].strip(_DASHES))
    if "©" in line and (mark := _RIGHTS.search(line)) and mark.start():
        return _is_credit(mark[1])
    inside = (
        _LABEL_INSIDE.search(line) if ":" in line and ("foto" in (lower := line.lower()) or "photo" in lower) else None
    )
    if not inside or len(line) > _LONGEST_LABELLED or len(line) - inside.end() >= 60:
        return False
    if len(_SENTENCE_BREAK.findall(line, 0, inside.start())) > 1:
        return False  # a paragraph of a press release that ends in '(Foto: Humas)'
    return _is_credit(line[inside.end() :].strip(_DASHES + " )"))


def _is_closed(line: str) -> bool:
    """Whether a line that ends in a dash ends as Disway's captions do: in two, or in a credit between two."""
    bare = line.strip(_DASHES)
    if not any(map(str.isalnum, bare)):
        return line.count("-") + line.count("–") > 1
    if line.startswith(("-", "–")):  # a heading or 'Bersambung' between dashes
        return bool(_CUE.match(bare) or _SITE.search(bare)) and _is_surely_credit(bare)
    if line.endswith("--"):
        return True
    return (line[-2] not in " –" and _by_hyphen(line) is not None) or _by_label(line) is not None


def _is_surely_credit(text: str) -> bool:
    """Whether every word is a name, a number, part of a host, or one that credits use."""
    if not text or text.endswith((".", "?", "!", ":", ",", '"', "”")) or _words(text) > _WORDS_IN_CREDIT:
        return False
    words = re.split(r"[\s\-–]+", text)
    return all(not word[:1].islower() or _CUE_WORD.fullmatch(word) or _SITE.search(word) for word in words)


def is_credit_line(text: str) -> bool:
    """Whether a line is nothing but the credit of a picture: 'Hulunews.com/Budi Santika', '(Istimewa)'."""
    bare = text.strip(_DASHES + "()./")
    return bool(_CUE.fullmatch(bare) or ("/" in bare and " " in bare and _is_credit(bare)))


def _clean(text: str) -> str | None:
    # a bracket or quotation mark that closes the text belongs to it, the separators around it do not
    return text.strip(_DASHES + "/") or None


def _words(text: str) -> int:
    return text.count(" ") + 1


def _is_credit(text: str) -> bool:
    """Few words, each a name, a known source or a site: no word of ordinary prose."""
    text = text.strip(_DASHES)
    if not text or text[0].isdigit() or _words(text) > _WORDS_IN_CREDIT or text.endswith((".", "?", "!")):
        return False
    if _CUE.match(text) or _SITE.search(text):
        return True
    return all(not word[0].islower() for word in re.split(r"[\s/\-–]+", text) if word)


def _by_label(line: str) -> tuple[str, str] | None:
    marks = list(_LABEL_INSIDE.finditer(line)) if ":" in line else []
    if not marks:
        return None
    credit = line[marks[-1].end() :].strip(_DASHES + ")")
    return (line[: marks[-1].start()], credit) if credit and _words(credit) <= _WORDS_IN_CREDIT + 3 else None


def _by_bracket(line: str) -> tuple[str, str] | None:
    mark = _BRACKET.search(line) if "(" in line else None
    if not mark:
        return None
    credit = re.sub(rf"^{_FOTO}", "", mark[1].strip(), flags=re.IGNORECASE)
    cue = credit != mark[1].strip() or _CUE.match(credit) or (_SITE.search(credit) and not credit[0].isdigit())
    if not cue and mark.start() and _is_credit(credit):
        # glued to the caption, or several names: '(KPK)' behind a space may be any abbreviation
        cue = line[mark.start() - 1] not in " .!?" or 0 < credit.count(" ") < _WORDS_IN_CREDIT - 2
    return (line[: mark.start()], credit) if cue else None


def _by_rights(line: str) -> tuple[str, str] | None:
    mark = _RIGHTS.search(line) if "©" in line or "(c)" in line.lower() else None
    if not mark and ("Do" in line or "DO" in line):
        mark = _DOK.search(line)
    return (line[: mark.start()], mark[1]) if mark and mark.start() else None


def _by_slash(line: str) -> tuple[str, str] | None:
    if "/" not in line:
        return None
    bare = line.rstrip(_DASHES)
    mark = _SLASHES.search(bare) or _AGENCY.search(bare) or _AFTER_SENTENCE.search(bare)
    if not mark or not _is_credit(mark[1].strip("/ ")) or "--" in bare:
        return None
    return bare[: mark.start()], mark[1]


def _by_dashes(line: str) -> tuple[str, str] | None:
    """`text--credit`: the photographer's part is empty. `text--`: both are."""
    bare = line.rstrip(_DASHES)
    if len(line.rstrip()) - len(bare.rstrip()) > 1 and "--" not in bare:
        return (bare, "")
    cut = bare.rfind("--")
    if cut >= 0 and (cut == 0 or _is_credit(bare[cut:]) or _words(bare[cut:].strip(_DASHES)) <= 4):
        return bare[:cut], bare[cut:]
    return None


def _by_hyphen(line: str) -> tuple[str, str] | None:
    """`text-A-`, `text-A-B`, `text-B`: parts are set off by a hyphen that has no space on at least one side."""
    closed = line.rstrip().endswith("-")
    bare = line.rstrip(_DASHES)
    cuts = [m.start() for m in re.finditer(r"-", bare) if bare[m.start() - 1 : m.start() + 2].count(" ") < 2]
    for nth, cut in enumerate(reversed(cuts)):
        credit = bare[cut + 1 :].strip()
        after_sentence = closed and line[cut - 1] in ".!?" and _words(credit) <= 3  # 'Panen raya.-aig-'
        if cut == 0 or not (_is_credit(credit) or after_sentence):
            break
        if closed or _CUE.match(credit) or _SITE.search(credit):
            further = [c for c in cuts if c < cut][-1:]
            wider = bare[further[0] + 1 :].strip() if further and not closed else ""
            single = bare[further[0] + 1 : cut] if wider else ""
            if wider and _words(single) <= 4 and (_is_credit(single) or " " not in single) and not single[:1].isdigit():
                return bare[: further[0]], wider
            return bare[:cut], credit
        if nth == 0 and len(cuts) > 1:  # text-A-B: A tells
            wider = bare[cuts[-2] + 1 :].strip()
            if _is_credit(wider) and _is_credit(bare[cuts[-2] + 1 : cut]):
                return bare[: cuts[-2]], wider
        break
    return None

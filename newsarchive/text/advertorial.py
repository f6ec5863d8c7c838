"""Texts that somebody paid for, told by what a page prints beside them: section, tag, title."""

from __future__ import annotations

import re

_WORDS = (
    r"adv(?:ertorial|etorial|ertensi|ert)?s?|pariwara|infotorial|iklan"
    r"|sponsored(?: (?:content|posts?|articles?|stor(?:y|ies)))?"
    r"|(?:paid|branded|partner(?:ed)?|promoted) (?:contents?|posts?|stor(?:y|ies))|brand ?(?:view|story)|native ads?"
    r"|konten (?:bersponsor|berbayar|sponsor|kerja ?sama|promosi)|berita (?:advertorial|bersponsor|sponsor)"
)
_LABEL = re.compile(rf"[\W_]{{0,4}}(?:{_WORDS})[\W_]{{0,4}}", re.IGNORECASE)
_IN_TITLE = re.compile(
    r"[(\[]\s?(?:adv(?:ertorial|etorial)?|pariwara|sponsored|iklan)\s?[)\]]"
    r"|^\s{0,3}(?:adv(?:ertorial|etorial)?|pariwara)\s{0,2}[:|–—-]",
    re.IGNORECASE,
)
_LONGEST = 300


def is_advertorial_label(text: str) -> bool:
    """Whether a section, a tag or a title says that the article is paid for.

    A section or tag does by being such a word and nothing else ('Advertorial', 'Sponsored Content'), a title by a mark
    in brackets ('[Pariwara] ...', '... (ADV)') or ahead ('ADV: ...'). Words of a headline say nothing.
    """
    if len(text) > _LONGEST:
        return False
    return _LABEL.fullmatch(text.strip()) is not None or _IN_TITLE.search(text) is not None

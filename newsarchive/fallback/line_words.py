"""What a line of a page is by its words: a label, a mark of an end, a date, a byline."""

from __future__ import annotations

import re
from typing import Final

from newsarchive.text.related import ends_sentence

LABEL: Final = re.compile(
    r"\W{0,3}(?:jangan lewatkan|(?:baca|simak|lihat|tonton) (?:juga|pula)|(?:berita|artikel|topik|konten|video) "
    r"(?:terkait|lain\w{0,3}|pilihan|terbaru|terkini|terpopuler|menarik)|related (?:posts?|articles?|stories|news)"
    r"|rekomendasi|pilihan (?:editor|redaksi)|terpopuler|terkini|terbaru|see also|read (?:also|more|next)"
    r"|more (?:on|from)|you (?:may|might) also|also read|terkait|populer)\b.{0,60}",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"\W{0,3}(?:(?:tags?|topik|label|kata kunci|kategori|categor(?:y|ies)|filed under|posted (?:in|under)) ?:?.{0,200}"
    r"|(?:share|bagikan|sebarkan|tweet|like|sukai)\b.{0,60}|(?:\d+ )?(?:komentar|comments?|responses?)\b.{0,60}"
    r"|(?:leave|tinggalkan|tulis|beri(?:kan)?|kirim) (?:a |an )?(?:reply|comment|komentar|balasan|tanggapan).{0,80}"
    r"|(?:previous|next|older|newer)(?: (?:post|article|entry)s?)?|(?:pos|artikel|berita) (?:sebelumnya|berikutnya)"
    r"|(?:copyright|©|\(c\)|hak cipta).{0,200}|all rights reserved.{0,60}|print|email|facebook|twitter"
    r"|whatsapp|telegram|pinterest|linkedin|line|copy link|salin tautan|follow us.{0,80}|about the author.{0,40}"
    r"|tentang penulis.{0,40})\W{0,3}",
    re.IGNORECASE,
)
_LIKE_END: Final = re.compile(
    r"\W{0,3}(?:topik|label|kategori|categor|tag|komentar|comment|bagikan|like|share)", re.IGNORECASE
)
SIGN_OFF: Final = re.compile(r"[(\[{][^()\[\]{}]{1,60}[)\]}]\W{0,3}|\*{1,5}|-{2,6}|[-–—]{1,3} ?30 ?[-–—]{1,3}")
PLACE_ALONE: Final = re.compile(r"[A-Z][^!?:]{1,70}[-–—]{1,3}")
"""The opening of a text that stands loose before its first paragraph: 'Jakarta -'."""
_BYLINE: Final = re.compile(
    r"\W{0,3}(?:penulis|reporter|editor|pewarta|kontributor|wartawan|jurnalis|redaktur|penyunting|rep|red|oleh|laporan|by"
    r"|sumber|source|foto(?:grafer)?)\b(?: ?[:/|-].{1,120}| (?-i:[A-Z])[^.!?]{2,60})",
    re.IGNORECASE,
)
OURS: Final = re.compile(
    r"\W{0,3}(?:(?:baca|simak|lihat|tonton|saksikan) ?(?:juga|pula|artikel|berita)?|jangan lewatkan"
    r"|read (?:also|more|next)|see also|also read)\b ?[:!–-]?",
    re.IGNORECASE,
)
"""How a box in the text begins that leads the reader of this article on."""
_DATE: Final = re.compile(
    r"\d{1,2}[ /.-]{1,2}(?:\d{1,2}|[A-Za-z]{3,9})[ /.,-]{1,2}(?:19|20)\d\d|[A-Za-z]{3,9}\.? \d{1,2}, ?(?:19|20)\d\d"
)
_TEASER: Final = re.compile(rf"(?:{_DATE.pattern}|\d{{1,2}} (?:menit|jam|hari|minggu|minutes?|hours?|days?) )")
_SENTENCE: Final = 45
"""Characters of a line that is a sentence if it ends as one."""
_DATE_LINE: Final = 90
"""Characters; what is longer is no line that prints a date."""


def is_end(text: str) -> bool:
    """Whether a line stands below articles: tags, shares, comments, rights; 'Topik malam itu ialah air.' does not."""
    is_sentence = len(text) > _SENTENCE and ends_sentence(text) and _LIKE_END.match(text) is not None
    return not is_sentence and _END.fullmatch(text) is not None


def is_date_line(text: str) -> bool:
    """Whether a paragraph is a line that prints a date, and no sentence with a date in it."""
    if len(text) >= _DATE_LINE or ends_sentence(text) or "(@" in text:  # the last: who wrote a post that is quoted
        return False
    if OURS.match(text):  # a headline of another article may hold a date
        return False
    return _DATE.search(text) is not None


def names_people(text: str) -> bool:
    """Whether a line is, by its label, one that names the people who made the article."""
    return _BYLINE.fullmatch(text) is not None

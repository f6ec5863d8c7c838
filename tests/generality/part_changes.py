"""Changes of the parts beside the text: captions, tags, related headlines, sign-off, dateline.

What is put there holds a word that no text may hold, so a part that leaks into the text is seen.
"""

from __future__ import annotations

import random
import re
from html import escape

from generality.changes import LOST, Change, Changed, RealPage, change
from generality.marking import mark

_LETTERS = 20
CAPTIONS = (
    f"Warga {LOST} menyeberang dengan rakit di muara.",
    f"Warga {LOST} menyeberang dengan rakit di muara (Foto: Wagiman Sastro/Kembangsari Pos)",
    f"Warga {LOST} menyeberang dengan rakit di muara, Sabtu (12/4). ANTARA FOTO/Wagiman Sastro/nz.",
    f"{LOST.upper()} MENYEBERANG DENGAN RAKIT",
    f"Ilustrasi {LOST}",
    f"Foto: Dok. {LOST}",
    (
        f"Sejumlah warga {LOST} menyeberang dengan rakit bambu di muara setelah jembatan antara dua dusun itu "
        "roboh diterjang banjir pada malam sebelumnya dan belum diperbaiki hingga siang hari karena arus masih deras."
    ),
    f"Kepala Dusun {LOST}, Darmo: 'Kami menunggu air surut'.",
)


def _captions(page: RealPage) -> list[tuple[int, int]]:
    """Where captions stand; not those typed between the paragraphs, which are told by their words alone."""
    texts = [c["printed"] for c in page.gold.get("captions") or () if len(c.get("printed") or "") > _LETTERS]
    spots = mark(page.marked.source, texts).spots.values()
    return [(s.inner, s.outer) for s in spots if not page.marked.source.startswith("<em>", s.inner)]


def _caption(number: int) -> None:
    def other_caption(page: RealPage, rng: random.Random) -> Changed | None:
        del rng
        edits = [(start, end, CAPTIONS[number]) for start, end in _captions(page)]
        return Changed(page.marked.edited(edits)) if edits else None

    _enter(other_caption, f"other-caption-{number}")


def _enter(function: Change, name: str) -> None:
    function.__name__ = name  # type: ignore[attr-defined]
    change(function)


for _number in range(len(CAPTIONS)):
    _caption(_number)


@change
def without_captions(page: RealPage, rng: random.Random) -> Changed | None:
    """No line under the pictures."""
    del rng
    edits = [(start, end, "") for start, end in _captions(page)]
    return Changed(page.marked.edited(edits)) if edits else None


@change
def other_tags(page: RealPage, rng: random.Random) -> Changed | None:
    """Other tags, of one word and of many."""
    del rng
    source = page.marked.source
    for number, tag in enumerate(page.gold.get("tags") or ()):
        new = (f"{LOST}", f"Lumbung {LOST} Kembangsari", f"Harga {LOST}: naik")[number % 3]
        source = re.sub(rf"(>\s*#?\s*){re.escape(escape(tag, quote=False))}(\s*<)", rf"\g<1>{new}\2", source)
    body = "".join(page.gold["body"])
    return Changed(source) if source != page.marked.source and not any(t in body for t in page.gold["tags"]) else None


HEADLINES = (
    f"Harga {LOST} Naik: Warga Kembangsari Menahan Stok, Begini Kata Kepala Dusun Soal Air yang Tak Surut di Hilir",
    f"{LOST.title()} Roboh?",
    f'"Kami Tidak Pindah," Kata Warga {LOST.title()}',
    f"Ini {LOST.title()} - Bagian 2...",
    f"5 Fakta {LOST.title()} yang Perlu Diketahui.",
    f"VIDEO: Detik-detik {LOST.title()} Diterjang Banjir!",
)


def _related(number: int) -> None:
    def other_related(page: RealPage, rng: random.Random) -> Changed | None:
        del rng
        source, new = page.marked.source, HEADLINES[number]
        olds = [link["text"] for link in page.gold["related"]]
        for count, old in enumerate(olds):
            before = source
            source = source.replace(escape(old, quote=False), escape(f"{new[0]}{'x' * count}{new[1:]}", quote=False))
            if source == before:
                return None
        return Changed(source, free=frozenset(("related",))) if olds else None

    _enter(other_related, f"other-related-{number}")


for _number in range(len(HEADLINES)):
    _related(_number)


SIGN_OFFS = ("(wgm/rkm)", "[wgm]", "(wgm)", "***", "(wgm/rkm/drm)", "(*)")


def _sign_off(number: int) -> None:
    def other_sign_off(page: RealPage, rng: random.Random) -> Changed | None:
        del rng
        sign = SIGN_OFFS[number]
        if any(name.isupper() for name in page.reading.authors):
            return None  # the text ends in the name of its writer
        if page.gold.get("initials") or len(page.marked.spots) < 4:
            return None
        spot = page.marked.spots[max(page.marked.spots)]
        if max(page.marked.spots) != len(page.gold["body"]) - 1:
            return None
        new = f"<p>{sign}</p>" if spot.is_element else f"<br><br>{sign}"
        at = spot.end if spot.is_element else spot.outer
        return Changed(page.marked.edited([(at, at, new)]))

    _enter(other_sign_off, f"other-sign-off-{number}")


for _number in range(len(SIGN_OFFS)):
    _sign_off(_number)


PLACES = ("Palangka Raya", "Banyuwangi", "Sukoharjo", "Tokyo", "Kabupaten Bogor")


def _place(number: int) -> None:
    def other_place(page: RealPage, rng: random.Random) -> Changed | None:
        del rng
        old, spot = page.reading.place, page.marked.spots.get(0)
        if not old or spot is None:
            return None
        new = PLACES[number].upper() if old.isupper() else PLACES[number]
        inner = page.marked.source[spot.inner : spot.outer]
        text = page.gold["body"][0]
        if inner.count(old) != 1 or text.count(old) != 1 or text.find(old) > 40:
            return None
        edit = (spot.inner, spot.outer, inner.replace(old, new))
        return Changed(page.marked.edited([edit]), new={0: text.replace(old, new)}, place=new)

    _enter(other_place, f"other-place-{number}")


for _number in range(len(PLACES)):
    _place(_number)

"""Captions and datelines in every printed form, each with the parts they are made of."""

from __future__ import annotations

import random
from datetime import date

from newsarchive.demo.outlets import DemoOutlet
from newsarchive.demo.prose import long_date, person

_SCENES = (
    "Warga menunggu giliran di {area}", "Petugas memasang rambu di {area}", "Suasana rapat di {area} siang itu",
    "Salah satu sudut {area}", "Perahu nelayan merapat di {area}", "Anak-anak bermain di dekat tanggul {area}",
    "Jembatan K-12 di {area} tampak dari hulu",
)  # fmt: skip
_BRAND_ALONE, _PLACE_ALONE = {3, 4, 6}, {5}
_CITIES = ("JAKARTA", "SURABAYA", "MAKASSAR", "PALEMBANG", "JAYAPURA", "BANDUNG", "MATARAM", "SAMARINDA")
_KICKERS = ("", "", "", "RAPAT - ", "BINCANG : ", "PESISIR: ")


def caption(rng: random.Random, outlet: DemoOutlet) -> tuple[str, str | None, str | None]:
    """(as printed, caption, credit) of one picture.

    The CMS prints `text-photographer-source`; empty parts leave their dashes.
    """
    text = rng.choice(_KICKERS) + rng.choice(_SCENES).format(area=rng.choice(outlet.areas))
    name = person(rng)
    form = rng.randrange(11)
    brand = outlet.name
    forms: tuple[tuple[str, str | None, str | None], ...] = (
        (f"{text}-{name}-", text, name),
        (f"{text}--", text, None),
        ("--", None, None),
        (f"{text}-{name.upper()}/{brand.upper()}-", text, f"{name.upper()}/{brand.upper()}"),
        (f"{text}--dok/{outlet.host}", text, f"dok/{outlet.host}"),
        (f"{text}-Foto: {name}-", text, name),
        (f"{text}.-Foto : {name} / {brand}-", f"{text}.", f"{name} / {brand}"),
        (f"{text}-Ist/{brand.lower()}-", text, f"Ist/{brand.lower()}"),
        (f"{text}-dok {brand}-", text, f"dok {brand}"),
        (f"{text}--ilustrasi komputer", text, "ilustrasi komputer"),
        ("", None, None),
    )
    return forms[form]


def dateline(rng: random.Random, outlet: DemoOutlet, on: date) -> tuple[str, str, str | None, str | None]:
    """(printed opening, the part in bold, place, brand) of a news text; the opening is empty where there is none."""
    place, brand = rng.choice((outlet.place, rng.choice(outlet.areas))), outlet.brand
    upper = place.upper()
    form = rng.randrange(9)
    is_domain = brand.upper().endswith((".COM", ".ID"))
    if form in _BRAND_ALONE and not is_domain:
        form = 0  # a brand that is no common domain reads like a place where it stands alone: nobody could tell
    if form in _PLACE_ALONE:
        upper = rng.choice(_CITIES)  # and an invented place that stands alone reads like a brand
    forms: tuple[tuple[str, str, str | None, str | None], ...] = (
        (f"{upper}, {brand} - ", f"{upper}, {brand}", upper, brand),
        (f"{upper}, {brand} -", f"{upper}, {brand}", upper, brand),
        (f"{upper}, {brand}- ", "", upper, brand),
        (f"{brand} - ", brand, None, brand),
        (f"{brand} – ", "", None, brand),
        (f"{upper} – ", upper, upper, None),
        (f"{brand}.{place},{long_date(on)}. ", brand, place, brand),
        ("", "", None, None),
        (f"{upper}, {brand} - ", "", upper, brand),
    )
    return forms[form]

"""Plausible Indonesian news prose from a seeded generator: the same `random.Random` writes the same words anywhere."""

# ruff: noqa: E501  (templates of sentences)

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from newsarchive.demo import vocabulary as v

_STATEMENTS = (
    "{role} {place} {name} memastikan {thing} di {spot} berjalan sesuai jadwal {when}.",
    "Anggaran untuk {thing} tercatat Rp{million} juta dan bersumber dari perubahan APBD.",
    "Sedikitnya {n} keluarga di {area} ikut merasakan dampak {trouble} tersebut.",
    "Menurut {name}, {thing} baru bisa dimulai setelah berkas dari {firm} dinyatakan lengkap.",
    "Petugas gabungan mendirikan posko di {spot} dan berjaga {when}.",
    "Warga {area} mengaku {feeling} karena {thing} yang dijanjikan akhirnya terlihat.",
    "Data sementara menyebut {n} orang mendaftar, atau naik {pct} persen dibandingkan tahun lalu.",
    "Sementara itu, {firm} menyatakan siap menanggung sebagian biaya {thing}.",
    "Tidak ada korban jiwa dalam peristiwa {trouble} itu, tetapi kerugian ditaksir Rp{million} juta.",
    "Di {area}, kegiatan serupa pernah digelar pada {past} dan diikuti {n} peserta.",
    "{name}, {neighbour} berusia {age} tahun, memilih menunggu di {spot} bersama keluarganya.",
    "Luas lahan yang terdampak mencapai {hectare} hektare, sebagian besar berada di {area}.",
    "Rapat yang dihadiri {n} perwakilan itu ditutup tanpa pemungutan suara.",
    "Jarak dari {spot} ke {area} kira-kira {km} kilometer dengan jalan yang menanjak.",
    "Camat setempat meminta {thing} tidak mengganggu kegiatan belajar di {spot}.",
    "Panitia menyediakan {n} kursi, air minum, dan sebuah tenda berukuran {km} × {age} meter.",
    "Hingga berita ini ditulis, {role} {place} belum memberikan keterangan tambahan tentang {trouble}.",
    "Pihak {firm} menambah {small} unit kendaraan agar {thing} selesai sebelum musim hujan.",
    "Simak penjelasan {name} berikut ini bukanlah ajakan, melainkan judul buku saku yang dibagikan di {spot}.",
    "Foto udara memperlihatkan {spot} tergenang air berwarna cokelat {when}.",
    "Sumber air di {area} disebut masih cukup untuk {small} bulan ke depan.",
    "Pilihan jatuh pada {spot} karena letaknya mudah dijangkau dari {area}.",
    "Warga diminta membaca juga papan pengumuman yang dipasang di {spot}.",
    "Ikuti jalur di sisi kiri, begitu bunyi rambu yang dipasang di {area} {when}.",
    "Kadar garam air sumur naik menjadi {pct},{small} persen, demikian hasil pengujian {firm}.",
    "Pemerintah {place} menargetkan {thing} tuntas dalam {small} tahap.",
)
_QUOTES = (
    "“{clause},” ujar {name}, {day} ({num}).",
    '"{clause}," kata {role} {place}, {name}.',
    "“{clause}. {clause2},” tutur {name} saat ditemui di {spot}.",
    "Ia menambahkan, “{clause}.”",
    "“{clause},” kata {name} ({age}), {neighbour}, {day}, {full}.",
    "'{clause}', demikian tertulis dalam surat yang ditandatangani {name}.",
)
_CLAUSES = (
    "Kami sudah menyiapkan {small} regu untuk {thing}",
    "Yang penting anak-anak bisa kembali ke sekolah",
    "Jangan sampai {trouble} terulang di {area}",
    "Semua laporan kami catat satu per satu",
    "Rasanya {feeling}, apalagi setelah {small} bulan menunggu",
    "Kalau cuaca bersahabat, {thing} selesai bulan depan",
    "Tidak ada pungutan apa pun, silakan lapor bila menemukan",
    "Kami menunggu keputusan {firm}",
    "Air datang begitu cepat, barang tak sempat diangkat",
    "Saya baru tahu dari tetangga di {area}",
)
_TITLES = (
    "{thing_t} di {area} Dikebut, {role} Turun Tangan",
    "Dampak {trouble_t}, {n} Keluarga di {area} Mengungsi",
    "{n} Warga {area} Ikuti {thing_t}, Ini Jadwalnya",
    "{role} {place}: {thing_t} Tak Boleh Mundur Lagi",
    "Cerita {name}, Pengrajin {area} yang Bertahan Sejak {year}",
    "Kenapa {thing_t} di {area} Molor? Begini Kata {name}",
    "{trouble_t} Landa {area}, Kerugian Capai Rp{million} Juta",
    "{small} Fakta {thing_t} yang Jarang Diketahui Warga {place}",
    "Harga {good} di Pasar {area} Turun Rp{small}00 per Kilogram",
    "Jelang Libur, {firm} Siapkan {n} Kursi Tambahan untuk {area}",
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a text plays: `places` are the villages of the outlet's region, `on` the day of publication."""

    place: str
    areas: tuple[str, ...]
    on: date


def title_case(text: str) -> str:
    """Capitalise the words of a headline, leaving the rest of each word alone: 'uji coba KTP' -> 'Uji Coba KTP'."""
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def slug_of(title: str) -> str:
    """The CMS's slug of a headline: ASCII letters and digits, words parted by hyphens."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" if c in " -/" else "" for c in title.lower())
    return "-".join(part for part in kept.split("-") if part)


def person(rng: random.Random) -> str:
    """A full name."""
    return f"{rng.choice(v.GIVEN)} {rng.choice(v.FAMILY)}"


def long_date(on: date, *, separator: str = " ") -> str:
    """A date as Indonesian running text prints it: `Senin 16 Juni 2025`."""
    return f"{v.WEEKDAYS[on.weekday()]}{separator}{on.day} {v.MONTHS[on.month - 1]} {on.year}"


class Prose:
    """Writes headlines, paragraphs and lists for one setting, drawing on `rng` alone."""

    def __init__(self, rng: random.Random, setting: Setting) -> None:
        self._rng = rng
        self._setting = setting

    def headline(self) -> str:
        """One headline; about one in nine holds characters that break careless templates."""
        text = self._fill(self._rng.choice(_TITLES))
        trick = self._rng.random()
        if trick < 0.04:
            return f'"{self._rng.choice(("Harus Tuntas", "Kami Lelah", "Jangan Takut"))}", {text}'
        if trick < 0.08:
            return f"{text} & Sekitarnya"
        return f"{text}…" if trick < 0.11 else text

    def paragraph(self) -> str:
        """One paragraph of one to four sentences, now and then a quotation or a single short line."""
        roll = self._rng.random()
        if roll < 0.06:
            return self._rng.choice(("“Alhamdulillah.”", "Begitu saja.", "“Kami siap.”", "Selesai? Belum."))
        if roll < 0.36:
            return self._fill(self._rng.choice(_QUOTES))
        count = self._rng.choice((1, 2, 2, 3, 3, 4))
        return " ".join(self._fill(s) for s in self._rng.sample(_STATEMENTS, count))

    def points(self) -> tuple[str, ...]:
        """The items of a list, as a listicle prints them: `1. Beras medium: Rp14.500 per kilogram`."""
        goods = self._rng.sample(v.GOODS, self._rng.randint(3, 5))
        mark = self._rng.choice(("{i}. ", "- ", "{i}) "))
        price = self._rng.randrange(95, 480) * 100
        return tuple(
            f"{mark.format(i=i)}{title_case(good)}: Rp{price + i * 300:,} per kilogram".replace(",", ".")
            for i, good in enumerate(goods, 1)
        )

    def subhead(self) -> str:
        """A sub-heading."""
        return self._rng.choice(v.SUBHEADS)

    def _fill(self, template: str) -> str:
        rng, on = self._rng, self._setting.on
        past = date(on.year - rng.randint(1, 9), rng.randint(1, 12), rng.randint(1, 28))
        words = {
            "role": rng.choice(v.ROLES), "name": person(rng), "place": self._setting.place, "thing": rng.choice(v.THINGS),
            "trouble": rng.choice(v.TROUBLES), "spot": rng.choice(v.SPOTS), "area": rng.choice(self._setting.areas),
            "firm": rng.choice(v.FIRMS), "feeling": rng.choice(v.FEELINGS), "when": rng.choice(v.TIMES),
            "neighbour": rng.choice(v.NEIGHBOURS), "n": rng.randint(12, 940), "small": rng.randint(2, 9),
            "million": rng.randint(15, 990), "pct": rng.randint(2, 60), "age": rng.randint(19, 71), "km": rng.randint(2, 48),
            "hectare": f"{rng.randint(1, 90)},{rng.randint(1, 9)}", "year": rng.randint(1978, 2016),
            "past": f"{past.day} {v.MONTHS[past.month - 1]} {past.year}", "day": v.WEEKDAYS[on.weekday()],
            "num": f"{on.day}/{on.month}/{on.year}", "full": f"{on.day} {v.MONTHS[on.month - 1]} {on.year}",
            "good": title_case(rng.choice(v.GOODS)),
        }  # fmt: skip
        words["thing_t"], words["trouble_t"] = title_case(rng.choice(v.THINGS)), title_case(rng.choice(v.TROUBLES))
        if "{clause}" in template:
            first, second = rng.sample(_CLAUSES, 2)
            words["clause"], words["clause2"] = first.format_map(words), second.format_map(words)
        return template.format_map(words)

"""Extraction against the bare parse of the same pages, and the small functions it is made of."""

from __future__ import annotations

from pages import Pages
from selectolax.lexbor import LexborHTMLParser
from timing import Row, interleaved

from newsarchive import clean_text, extract_html, parse_date
from newsarchive.extract import extract
from newsarchive.models import Page
from newsarchive.networks import load_networks

TARGET = 3.0
"""Extraction may cost this many bare parses."""

DATES = (
    "Senin 28-04-2025,13:22 WIB",
    "Jumat, 3 Mei 2024 | 09:05 WITA",
    "Jum'at 01-12-2023,20:00 WIT",
    "Minggu, 17 Agustus 2025 10:00 WIB",
    "2025-04-28T13:22:05+07:00",
    "28/04/2025 13:22",
    "Rabu (5/6/2024)",
    "12 Desember 2022",
)

DUMP = """Warga Bukit Lama Gotong Royong Memperbaiki Jembatan
Reporter: Sari Melati | Editor: Tono Wibawa | Senin 28-04-2025,13:22 WIB
BUKITLAMA, CONTOH.ID - Puluhan warga bergotong royong memperbaiki jembatan kayu yang rusak akibat banjir pekan lalu.
BACA JUGA:Harga Cabai Turun di Pasar Contoh
BACA JUGA: Jalan Desa Dibuka Kembali
"Kami ingin anak-anak bisa berangkat sekolah tanpa memutar jauh," kata Kepala Desa, Senin (28/4/2025).
Pekerjaan dimulai sejak pagi dan dilanjutkan sampai sore. Bahan kayu dibeli dari iuran warga.
Cek Berita dan Artikel yang lain di Google News
Sumber:
"""


def measure(real: Pages, demo: Pages, repeats: int) -> list[Row]:
    """Rows of extraction and of the micro rates."""
    rows: list[Row] = []
    for name, pages, rounds in (("real Disway page", real, 40), ("demo pages", demo, 1)):
        if pages:
            rows += _extraction(name, pages, repeats, rounds)
    return rows + _micro(repeats)


def _extraction(name: str, pages: Pages, repeats: int, rounds: int) -> list[Row]:
    disway = load_networks()["disway"]  # as a crawl knows it: the hosts of the demo are in no outlet file
    given = [Page(url, html) for url, html in pages] * rounds
    seconds = interleaved(
        {
            "parse": lambda: _parse(given),
            "extract": lambda: [extract([page], network=disway) for page in given],
            "extract_html": lambda: [extract_html(page.body, page.url) for page in given],
        },
        repeats,
    )
    mean = sum(len(page.body) for page in given) / len(given) / 1000
    reference = f"{len(given) / seconds['parse']:,.0f}/s bare parse"
    return [
        Row(
            "extraction",
            f"{way}(), {name} ({mean:.0f} kB)",
            f"{len(given) / seconds[way]:,.0f} pages/s",
            reference,
            seconds[way] / seconds["parse"],
            TARGET,
        )
        for way in ("extract", "extract_html")
    ]


def _parse(given: list[Page]) -> None:
    """Each tree is dropped before the next page is parsed, as extraction does: trees kept in a list share no memory."""
    for page in given:
        LexborHTMLParser(page.body)


def _micro(repeats: int) -> list[Row]:
    rounds = 500
    seconds = interleaved(
        {
            "dates": lambda: [parse_date(text, zone="Asia/Jakarta") for _ in range(rounds) for text in DATES],
            "clean": lambda: [clean_text(DUMP) for _ in range(rounds // 5)],
        },
        repeats,
    )
    dates = rounds * len(DATES) / seconds["dates"]
    dumps = rounds // 5 / seconds["clean"]
    return [
        # the reference is a count of microseconds, so that the ratio reads like the others
        Row("text", "parse_date(), printed forms", f"{dates:,.0f}/s", "100,000/s", 100_000 / dates, 1.0),
        Row("text", f"clean_text(), a dump of {len(DUMP)} characters", f"{dumps:,.0f}/s"),
    ]

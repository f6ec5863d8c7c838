"""Invented pages in the structure of real content management systems: the words are ours, and the same in all."""

from __future__ import annotations

from pathlib import Path
from string import Template

PAGES = Path(__file__).parent / "pages"

WORDS = {
    "title": "Warga Dusun Atas Perbaiki Jembatan Bambu Secara Gotong Royong",
    "p1": "LERENG - Warga Dusun Atas memperbaiki jembatan bambu yang putus diterjang banjir pekan lalu. Mereka bekerja "
    "sejak pagi, dan menolak menunggu bantuan yang belum tentu datang sebelum musim hujan berakhir.",
    "p2": "“Kalau menunggu, anak-anak tidak bisa ke sekolah,” kata Karto, ketua rukun warga, sambil mengikat bambu "
    "dengan tali ijuk yang dipilin sendiri oleh para tetangga.",
    "sub": "Bambu dari Kebun Sendiri",
    "p3": "Bambu untuk jembatan itu ditebang dari kebun milik warga. Setiap keluarga menyumbang lima batang, sedangkan "
    "tali dan paku dibeli dari uang kas dusun yang dikumpulkan selama dua tahun.",
    "l1": "Panjang jembatan dua belas meter",
    "l2": "Lebar jembatan satu setengah meter",
    "p4": "Jembatan itu selesai dalam tiga hari. Kepala desa berjanji akan menggantinya dengan jembatan beton, tetapi "
    "warga mengaku sudah terbiasa merawat jembatan mereka sendiri.",
}
ENGLISH = {
    "title": "Upstream hamlet rebuilds its bamboo bridge with bare hands",
    "br": "Upstream hamlet rebuilds its<br>bamboo bridge with bare hands",
    "p1": "The people of an upstream hamlet have rebuilt the bamboo bridge that last week's flood carried away, and "
    "they did not wait for the help that may or may not come before the end of the rains.",
    "p2": "“If we wait, the children cannot go to school,” said Karto, who heads the neighborhood, while he tied the "
    "poles with a rope that his neighbors had made of palm fiber.",
    "sub": "From their own gardens",
    "p3": "The poles were cut in the gardens of the hamlet. Each family gave five, while nails and wire were bought "
    "with money that had been put aside for two years.",
    "p4": "The bridge was done in three days. The village head has promised one of concrete, but people say that they "
    "are used to taking care of their own bridge",
}


def page(name: str) -> str:
    """The page of a file, filled with words."""
    words = ENGLISH if name.startswith("english") else WORDS
    return Template((PAGES / f"{name}.html").read_text("utf-8")).substitute(words)

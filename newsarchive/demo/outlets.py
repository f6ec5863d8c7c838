"""The outlets of the made-up world, and their rows in the registry's TOML form."""

# ruff: noqa: E501  (one outlet a paragraph)

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path

HOURS = {"WIB": 7, "WITA": 8, "WIT": 9}


@dataclass(frozen=True, slots=True)
class DemoOutlet:
    """One invented outlet. `zone` is its province's, `prints` the suffix its pages print: one prints another zone."""

    slug: str
    name: str
    host: str
    brand: str
    """As in its datelines."""
    province: str
    zone: str
    place: str
    areas: tuple[str, ...]
    sections: tuple[str, ...]
    prints: str = ""
    """Empty: the zone of the province."""
    size: int = 1
    """Share of the world's articles."""
    friday: str = "Jumat"
    gzip_level: int = 6
    """0: its server does not compress."""
    framing: str = "length"
    has_etags: bool = False
    """Its server marks articles with an ETag and answers 304 while the text is the same."""

    @property
    def printed_zone(self) -> str:
        """WIB, WITA or WIT as its pages print it."""
        return self.prints or self.zone

    @property
    def offset(self) -> timezone:
        """The UTC offset its printed times are in."""
        return timezone(timedelta(hours=HOURS[self.printed_zone]))


OUTLETS = (
    DemoOutlet("radarsenja-disway", "Radar Senja", "radarsenja.disway.test", "RADARSENJA.DISWAY.TEST", "ID-JT", "WIB",
               "Senjakarta", ("Kembangarum", "Watulumpang", "Kalisenja", "Sidaraja"),
               ("daerah", "ekonomi", "olahraga", "gaya-hidup"), size=3),
    DemoOutlet("kabarlembah-disway", "Kabar Lembah", "kabarlembah.disway.test", "KABARLEMBAH.COM", "ID-JB", "WIB",
               "Lembahsari", ("Cikembang Hilir", "Pasirmalang", "Curugwangi"), ("daerah", "nasional", "wisata"), size=2,
               friday="Jum'at", gzip_level=0),
    DemoOutlet("posmuara-disway", "Pos Muara", "posmuara.disway.test", "POSMUARA.ID", "ID-SS", "WIB", "Muara Pinang Hulu",
               ("Tebing Ampar", "Lubuk Senai", "Sungai Rengas"), ("daerah", "hukum", "ekonomi"), gzip_level=9, has_etags=True),
    DemoOutlet("bengkuluraya-disway", "Raya Ekspres", "rayaekspres.disway.test", "RAYAEKSPRES.COM", "ID-BE", "WIB",
               "Padang Nirwana", ("Air Lingkar", "Talang Empat Lima"), ("daerah", "nasional", "pendidikan"),
               framing="chunked"),
    DemoOutlet("jambisiang-disway", "Siang Jambi", "siangjambi.disway.test", "SIANGJAMBI.DISWAY.TEST", "ID-JA", "WIB",
               "Batanghulu", ("Muaro Senyum", "Simpang Rimbo Dua"), ("daerah", "olahraga"), gzip_level=1,
               framing="chunked"),
    DemoOutlet("lampungtimoer-disway", "Lampung Timoer", "lampungtimoer.disway.test", "LAMPUNGTIMOER.ID", "ID-LA", "WIB",
               "Way Kencana", ("Sukadana Baru", "Labuhan Bintang"), ("daerah", "ekonomi", "gaya-hidup"), gzip_level=0,
               framing="close"),
    DemoOutlet("nusaterang-disway", "Nusa Terang", "nusaterang.disway.test", "NUSA TERANG", "ID-NB", "WITA", "Teluk Selaras",
               ("Gili Wangsa", "Praya Hilir", "Sembalun Kidul"), ("daerah", "wisata", "nasional"), size=2),
    DemoOutlet("mahakampagi-disway", "Mahakam Pagi", "mahakampagi.disway.test", "MAHAKAMPAGI", "ID-KI", "WITA",
               "Tepian Raya", ("Loa Bening", "Muara Jelai"), ("daerah", "ekonomi", "hukum"), framing="chunked"),
    DemoOutlet("celebessore-disway", "Celebes Sore", "celebessore.disway.test", "CELEBESSORE.COM", "ID-SN", "WITA",
               "Pangkajaya", ("Bontoramba Lama", "Tanete Hijau"), ("daerah", "olahraga", "pendidikan"), prints="WIB",
               has_etags=True),
    DemoOutlet("cendrawasihkini-disway", "Cendrawasih Kini", "cendrawasihkini.disway.test", "CENDRAWASIHKINI.DISWAY.TEST",
               "ID-PA", "WIT", "Danau Biru", ("Kampung Yoboi Atas", "Distrik Sentani Laut"), ("daerah", "nasional"),
               gzip_level=4),
    DemoOutlet("banyusuroboyo-disway", "Banyu Soerabaja", "banyusoerabaja.disway.test", "HARIAN BANYU", "ID-JI", "WIB",
               "Soerabaja", ("Kalianak Lor", "Wonorejo Seberang", "Tambak Asri Wetan"),
               ("daerah", "nasional", "ekonomi", "gaya-hidup"), size=2),
    DemoOutlet("fajarpriangan-disway", "Fajar Priangan", "fajarpriangan.disway.test", "fajarpriangan.com", "ID-JB", "WIB",
               "Tasik Wetan", ("Cibalong Kulon", "Leuwimunding Dua"), ("daerah", "wisata"), friday="Jum’at"),
)  # fmt: skip
"""Invented names under the reserved top-level domain `.test`: no host of the demo can ever exist."""

BY_HOST = {outlet.host: outlet for outlet in OUTLETS}
BY_SLUG = {outlet.slug: outlet for outlet in OUTLETS}


def write_outlets(folder: Path) -> Path:
    """Write the outlets as `<folder>/disway.toml` in the form of `data/outlets/`, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = (
        f'{o.slug} = {{ name = "{o.name}", domain = "{o.host}", province = "{o.province}", zone = "{o.zone}", '
        'status = "active", confidence = "high" }'
        for o in OUTLETS
    )
    text = "# Invented outlets of `newsarchive demo`.\n" + "\n".join(rows) + "\n"
    (folder / "disway.toml").write_text(text, encoding="utf-8")
    return folder

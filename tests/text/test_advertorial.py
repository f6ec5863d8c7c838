"""Marks of paid texts in sections, tags and titles; the same words in ordinary headlines are none."""

from __future__ import annotations

import pytest

from newsarchive.text.advertorial import is_advertorial_label


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Advertorial",
            "ADV",
            "adv",
            "Advetorial",
            "Pariwara",
            "#pariwara",
            "[Pariwara]",
            "Sponsored Content",
            "Iklan",
        ),
        *("Konten Kerja Sama", "Branded Content", "[Pariwara] Kebun Teh Dibuka", "Kebun Teh Dibuka (ADV)"),
        *("ADV: Kebun Teh Dibuka", "Advertorial - Kebun Teh Dibuka"),
    ],
)
def test_labels(text: str) -> None:
    assert is_advertorial_label(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Iklan Rokok Dilarang di Dekat Sekolah", "Daerah", "", "Advokat", "Aturan Baru untuk Konten Bersponsor"),
        *("Promosi Jabatan Pegawai Kecamatan", "Sponsor Baru Klub Hulu", "Advent", "adv " + "kata " * 100),
    ],
)
def test_no_labels(text: str) -> None:
    assert not is_advertorial_label(text)

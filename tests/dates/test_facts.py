"""Every printed form that was collected from Indonesian outlets, where the collection is at hand."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from newsarchive.dates.parsing import parse_date
from newsarchive.errors import DateError

FACTS = Path(__file__).parents[2] / "../shared/facts/dates.md"
BASE = datetime.fromisoformat("2025-04-28T15:00:00+07:00")
_ROW = re.compile(r"\| `(?P<form>.+?)` \| [^|]*(?:\\\|[^|]*)*\| (?P<expected>-|\d{4}-\d\d-\d\d[^|]*) \|")


def rows():
    if not FACTS.exists():
        return []
    table = FACTS.read_text(encoding="utf-8").partition("## 6a.")[2].partition("## 6b.")[0]
    return [(m["form"].replace("\\|", "|"), m["expected"]) for m in map(_ROW.match, table.splitlines()) if m]


ROWS = rows()


@pytest.mark.skipif(not ROWS, reason="the collection of printed forms is not beside this checkout")
def test_the_table_is_read():
    assert len(ROWS) == 137


@pytest.mark.parametrize(("form", "expected"), ROWS)
def test_collected_form(form, expected):
    if expected == "-":  # too vague to be a date
        with pytest.raises(DateError):
            parse_date(form, "WIB", BASE)
        return
    read, wanted = parse_date(form, "WIB", BASE), datetime.fromisoformat(expected)
    if read.precision == "day":  # the collection fills in midnight, or the time of its base
        assert read.on == wanted.date()
    else:
        assert read.at == wanted
        assert read.at.utcoffset() == wanted.utcoffset() or form.endswith(("GMT", "+00:00"))


@pytest.mark.parametrize(
    ("line", "local"),
    [
        ("Tim Redaksi, KOTA CONTOH, Provinsi | Dunia | Fri, June 19 2015, 7:36 AM", "2015-06-19 07:36"),
        ("12:23 am Jun 19, 2015", "2015-06-19 00:23"),
        ("July 19th, 2015 at 3:40 pm", "2015-07-19 15:40"),
        ("Wednesday, 04 November, 2015 | 07:28 WIB", "2015-11-04 07:28"),
        ("Jumat , 17 February 2017, 13:16 WIB", "2017-02-17 13:16"),
        ("Nama Orang - 13 Oktober 2016 23:11 wib", "2016-10-13 23:11"),
        ("Reporter : X | Jumat, 19 Juni 2015 03:40", "2015-06-19 03:40"),
        ("Selasa, 23 Februari 2016 15:06 WIB | 1.229 Views", "2016-02-23 15:06"),
        ("28 Apr 2025 · 10:15 WIB · 3 menit baca", "2025-04-28 10:15"),
        ("28 Apr 2025 • 10:15", "2025-04-28 10:15"),
        ("Diterbitkan 24 Juli 2026, 10:00 WIB Diperbarui 24 Juli 2026, 12:00 WIB", "2026-07-24 10:00"),
        ("Diperbarui 25 Juli 2026, 12:00 WIB Diterbitkan 24 Juli 2026, 10:00 WIB", "2026-07-24 10:00"),
        ("Last updated: 25 July 2026 12:00 WIB | Published 24 July 2026 10:00 WIB", "2026-07-24 10:00"),
        ("Jumat, 20 Jumadil Awal 1438 H / 17 Februari 2017 13:16 WIB", "2017-02-17 13:16"),
    ],
)
def test_date_among_names_labels_and_counts(line, local):
    read = parse_date(line)
    assert read.local == datetime.fromisoformat(local)
    assert [w for w in read.warnings if not w.startswith("no-zone")] == []

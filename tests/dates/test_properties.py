"""What holds for every date: what is printed is read back, and nothing but the arguments decides."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsarchive.dates.mentions
import newsarchive.dates.odd
import newsarchive.dates.parsing
import newsarchive.dates.relative
import newsarchive.dates.zones
from newsarchive.dates.checks import repair_year
from newsarchive.dates.names import MONTHS, WEEKDAYS
from newsarchive.dates.parsing import find_dates, parse_date
from newsarchive.errors import DateError

MONTH = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
SHORT = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAY = ["Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu"]
ENGLISH_DAY = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
ZONES = [("WIB", 7), ("WITA", 8), ("WIT", 9)]

FORMS = [
    "{day} {d:02}-{m:02}-{y},{H:02}:{M:02} {zone}",
    "{day}, {d} {month} {y} {H:02}:{M:02} {zone}",
    "Tayang: {day}, {d} {month} {y} {H:02}:{M:02} {zone}",
    "{day}, {d:02} {short} {y} {H:02}:{M:02} {zone}",
    "{day} {d:02} {english} {y} - {H:02}:{M:02} {zone}",
    "Kompas.com - {d:02}/{m:02}/{y}, {H:02}:{M:02} {zone}",
    "- {day}, {d} {month} {y} | {H:02}:{M:02} {zone}",
    "{day}, {d} {month} {y} – {H:02}.{M:02} {zone}",
    "{d} {month} {y}, pukul {H:02}.{M:02} {zone}",
    "{day}, {d:02}/{m:02}/{y} {H:02}:{M:02} {zone} | 998 Views",
    "{H:02}:{M:02} {zone} | {day}, {d} {month} {y}",
    "{y}-{m:02}-{d:02}T{H:02}:{M:02}{offset}",
    "Budi Ayu - {d} {month} {y} {H:02}:{M:02} {lower}",
    "{d:02}-{short}-{y} {H:02}:{M:02}({zone})",
]
WITH_SECONDS = [
    "{y}-{m:02}-{d:02}T{H:02}:{M:02}:{S:02}{offset}",
    "{y}-{m:02}-{d:02}T{H:02}:{M:02}:{S:02}{plain}",
    "{english_day}, {d:02} {english} {y} {H:02}:{M:02}:{S:02} {plain}",
    "{d} {month} {y} {H:02}:{M:02}:{S:02} {zone}",
    "{y}/{m:02}/{d:02} {H:02}:{M:02}:{S:02} {zone}",
]
instants = st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31, 23, 59, 59)).map(
    lambda at: at.replace(microsecond=0)
)


def printed_as(form: str, local: datetime, zone: str, hours: int) -> str:
    return form.format(
        day=DAY[local.weekday()], english_day=ENGLISH_DAY[local.weekday()], d=local.day, m=local.month, y=local.year,
        H=local.hour, M=local.minute, S=local.second, month=MONTH[local.month - 1], short=SHORT[local.month - 1],
        english=ENGLISH[local.month - 1], zone=zone, lower=zone.lower(), offset=f"+0{hours}:00", plain=f"+0{hours}00",
    )  # fmt: skip


@given(
    local=instants,
    form=st.sampled_from(FORMS),
    zone=st.sampled_from(ZONES),
    given_zone=st.sampled_from([None, "WIB", "WIT"]),
)
@settings(max_examples=400, deadline=None)
def test_what_is_printed_is_read_back(local, form, zone, given_zone):
    local = local.replace(second=0)
    read = parse_date(printed_as(form, local, *zone), zone=given_zone)
    assert read.at == local.replace(tzinfo=timezone(timedelta(hours=zone[1])))
    assert (read.local, read.on, read.precision, read.zone_evidence, read.warnings) == (
        local,
        local.date(),
        "minute",
        "printed",
        (),
    )


@given(local=instants, form=st.sampled_from(WITH_SECONDS), zone=st.sampled_from(ZONES))
@settings(max_examples=200, deadline=None)
def test_seconds_are_read_back(local, form, zone):
    read = parse_date(printed_as(form, local, *zone))
    assert read.at == local.replace(tzinfo=timezone(timedelta(hours=zone[1])))
    assert (read.precision, read.warnings) == ("second", ())


@given(local=instants, month=st.sampled_from(sorted(MONTHS)), separator=st.sampled_from([" ", "-", "/", ". "]))
@settings(max_examples=300, deadline=None)
def test_every_month_name(local, month, separator):
    printed = f"{min(local.day, 28)}{separator}{month}{separator}{local.year}"
    assert parse_date(printed).on == local.date().replace(day=min(local.day, 28), month=MONTHS[month])


@given(local=instants, name=st.sampled_from(sorted(WEEKDAYS)))
@settings(max_examples=200, deadline=None)
def test_every_weekday_name_is_a_checksum(local, name):
    read = parse_date(f"{name.title()}, {local.day} {MONTH[local.month - 1]} {local.year}")
    assert bool(read.warnings) == (WEEKDAYS[name] != local.weekday())


@given(
    local=instants,
    before=st.sampled_from(["", "(", "pada ", "ujar dia, "]),
    after=st.sampled_from(["", ".", ",", ") lalu", " malam"]),
)
@settings(max_examples=200, deadline=None)
def test_dates_in_text_are_found_where_they_stand(local, before, after):
    printed = f"{DAY[local.weekday()]} {local.day} {MONTH[local.month - 1]} {local.year}"
    (mention,) = find_dates(["tanpa tanggal", before + printed + after])
    assert (mention.printed, mention.on, mention.paragraph, mention.warning) == (printed, local.date(), 1, None)


@given(st.text(max_size=200))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_or_refused(text):
    for anchor in (None, datetime(2025, 4, 28, 15, 0, tzinfo=UTC)):
        try:
            read = parse_date(text, zone="WIB", relative_to=anchor)
        except DateError:
            continue
        assert read.at is None or read.at.tzinfo is not None
    assert all(mention.printed in text for mention in find_dates([text]))


@given(st.text(alphabet="0123456789/-., :'()SeninMeApril WIB", max_size=60))
@settings(max_examples=700, deadline=None)
def test_any_date_like_text_is_read_or_refused(text):
    try:
        read = parse_date(text)
    except DateError:
        pass
    else:
        assert any(part in text for part in (f"{read.on.year}"[-2:], "24"))
    assert all(mention.printed in text for mention in find_dates([text]))


@given(local=instants, other=st.integers(1945, 2099))
@settings(max_examples=200, deadline=None)
def test_a_repair_is_a_real_day_with_the_printed_weekday(local, other):
    on = local.date()
    repaired = repair_year(on, (on.weekday() + other) % 7)
    if repaired is not None:
        assert (repaired.day, repaired.month) == (on.day, on.month)
        assert repaired.weekday() == (on.weekday() + other) % 7
        assert 1945 <= repaired.year <= on.year


class Clock(datetime):
    """A datetime that does not know what time it is."""

    @classmethod
    def now(cls, tz=None):
        raise AssertionError("the clock was read")

    utcnow = today = now


def test_the_clock_is_never_read(monkeypatch):
    for name in ("parsing", "relative", "zones", "odd", "checks", "mentions", "reading"):
        module = getattr(newsarchive.dates, name)
        if hasattr(module, "datetime"):
            monkeypatch.setattr(module, "datetime", Clock)
    assert parse_date("Senin 28-04-2025,13:22 WIB").on.year == 2025
    assert parse_date("28 April 2025 24:00", zone="WIB").on.day == 29
    assert parse_date("kemarin", relative_to=datetime(2025, 4, 28, tzinfo=UTC)).on.day == 27
    assert parse_date("17 Agustus", relative_to=datetime(2025, 4, 28, tzinfo=UTC)).on.year == 2024
    with pytest.raises(DateError):
        parse_date("17 Agustus")


@pytest.mark.parametrize("year", [1987, 2024, 2060])
def test_what_dateparser_takes_from_the_clock_does_not_matter(monkeypatch, year):
    """It looks up the present year to read single numbers; whatever it finds, the answer is what is printed."""

    class Then(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(year, 12, 31, 23, 59, tzinfo=tz)

        utcnow = today = now

    strptime = importlib.import_module("dateparser.utils.strptime")
    modules = [
        strptime,
        *map(importlib.import_module, ("dateparser.date", "dateparser.parser", "dateparser.date_parser")),
    ]
    for module in modules:
        if isinstance(getattr(module, "datetime", None), type):
            monkeypatch.setattr(module, "datetime", Then)
    assert parse_date("2024 Februari 29").on.isoformat() == "2024-02-29"
    assert parse_date("2025 April 28").on.isoformat() == "2025-04-28"
    for printed in ("April 2025", "2025 Februari 30 lalu", "28 pada 2025"):
        with pytest.raises(DateError):
            parse_date(printed)


SCRIPT = """
from datetime import datetime, UTC
from newsarchive import parse_date
for text in ("Senin 28-04-2025,13:22 WIB", "28 April 2025 13:22", "2024 April 28", "2 jam lalu", "a week ago"):
    print(parse_date(text, relative_to=datetime(2025, 4, 28, 15, tzinfo=UTC)))
"""


def test_the_machines_zone_and_language_change_nothing():
    told = set()
    for variables in (
        {"TZ": "UTC", "LC_ALL": "C"},
        {"TZ": "Asia/Jayapura", "LC_ALL": "C.UTF-8"},
        {"TZ": "America/New_York"},
    ):
        environment = {**os.environ, **variables, "PYTHONHASHSEED": "0"}
        told.add(
            subprocess.run(
                [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
            ).stdout
        )
    assert len(told) == 1
    assert told.pop().count("ParsedDate") == 5

"""`newsarchive coverage`: sums that are right, days that are told apart, and a picture that needs no colour."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.cli import cli, heatmap
from newsarchive.coverage import Coverage, CoverageDay, Verdict, read_coverage
from newsarchive.errors import ConfigError, UnknownOutlet
from newsarchive.models import Lead, Outlet
from newsarchive.store import Writer, open_archive

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
SENJA = Outlet("radar-senja-disway", "Radar Senja", "senja.disway.test", "disway", "ID-JT", zone="WIB")
LERENG = Outlet("kabar-lereng", "Kabar Lereng", "www.lereng.test", "wordpress", "ID-BA", zone="WITA")
PANTAI = Outlet("kabar-pantai", "Kabar Pantai", "pantai.test", "wordpress", "ID-BA", zone="WITA")


class Ledger:
    """An archive to which listed URLs and looks are added by day of November 2026."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer = Writer(path, clock=lambda: NOW)
        self.writer.sync_outlets([SENJA, LERENG, PANTAI])
        self.writer.begin_run("crawl", version="0", user_agent=None, options={})
        self._number = 0

    def listed(self, day: int, fates: list[str], *, outlet: Outlet = SENJA, source="feed") -> None:
        for fate in fates:
            self._number += 1
            key, url = f"{outlet.slug}/{self._number}", f"https://{outlet.domain}/read/{self._number}/judul"
            on = date(2026, 11, day)
            frontier = self.writer.frontier
            frontier.offer([Lead(key, url, outlet.slug, "article", None, source=source, listed_on=on)], NOW)
            if fate == "held":
                frontier.done(key, at=NOW, next_at=None, status=200)
            elif fate != "pending":
                frontier.failed(key, at=NOW, reason=fate, retry_at=None)

    def look(self, day: int, *, outlet: Outlet = SENJA, kind="feed", answered: bool = True, overflowed=False) -> None:
        self.writer.looks.add(outlet.slug, date(2026, 11, day), kind, answered, overflowed)

    def read(self, **more: object) -> Coverage:
        self.writer.flush()
        with open_archive(self.path) as archive:
            return read_coverage(archive.connection, **more)  # type: ignore[arg-type]

    def print(self, *words: str) -> str:
        self.writer.flush()
        result = CliRunner().invoke(cli, ["coverage", "--archive", str(self.path), *words], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "archive")
    yield made
    made.writer.close()


@pytest.fixture
def november(ledger: Ledger) -> Ledger:
    """Every kind of day there is, of two outlets."""
    ledger.look(1)
    ledger.listed(1, ["held"] * 12)
    ledger.look(2)
    ledger.listed(2, ["held"] * 10 + ["timeout"])
    ledger.look(3)
    ledger.listed(3, ["held", "timeout", "timeout", "pending", "http-403"])
    ledger.look(4)
    ledger.look(5, answered=False)
    ledger.look(6)
    ledger.look(6, overflowed=True)
    ledger.listed(6, ["held"])
    ledger.listed(7, ["held", "held"], source="sitemap")
    ledger.look(8)
    ledger.look(8, kind="index", answered=False)
    ledger.listed(8, ["pending", "pending"])
    ledger.look(3, outlet=LERENG)
    ledger.listed(3, ["held"], outlet=LERENG)
    return ledger


def by_day(coverage: Coverage, outlet: Outlet = SENJA) -> dict[int, CoverageDay]:
    return {day.day.day: day for day in coverage.days if day.outlet == outlet.slug}


def test_days_are_told_apart(november: Ledger):
    days = by_day(november.read())
    assert {n: days[n].verdict for n in range(1, 10)} == {
        1: "complete",
        2: "gaps",
        3: "gaps",
        4: "no-news",
        5: "lists-failed",
        6: "complete",
        7: "complete",
        8: "gaps",
        9: "no-crawl",
    }
    assert [n for n, day in days.items() if day.is_overflowed] == [6]
    assert [n for n, day in days.items() if day.is_unwatched] == [7]


def test_the_numbers_of_a_day(november: Ledger):
    day = by_day(november.read())[3]
    assert (day.listed, day.held, day.share) == (5, 1, 0.2)
    assert list(day.missing.items()) == [("timeout", 2), ("http-403", 1), ("pending", 1)]
    assert day.listed_by == {"feed": 5}
    looks = by_day(november.read())[8].looks
    assert (looks["feed"].answered, looks["index"].failed) == (1, 1)


def test_the_month_ends_with_the_last_run(november: Ledger):
    coverage = november.read()
    assert (coverage.since, coverage.until) == (date(2026, 11, 1), date(2026, 11, 20))
    assert coverage.outlets == (LERENG.slug, SENJA.slug)  # nothing is known of Pantai
    assert len(coverage.days) == 40
    october = november.read(month="2026-10")
    assert (october.since, october.until) == (date(2026, 10, 1), date(2026, 10, 31))
    assert {day.verdict for day in october.days} == {"no-crawl"}


def test_the_day_of_the_last_run_is_that_of_western_indonesia(tmp_path: Path):
    with Writer(tmp_path, clock=lambda: datetime(2026, 10, 31, 17, 30, tzinfo=UTC)) as writer:
        writer.begin_run("crawl", version="0", user_agent=None, options={})
    with open_archive(tmp_path) as archive:
        coverage = read_coverage(archive.connection)
    assert (coverage.since, coverage.until) == (date(2026, 11, 1), date(2026, 11, 1))


FATES = st.sampled_from(["held", "pending", "timeout", "gone", "robots-disallowed"])


@settings(max_examples=12, deadline=None)  # an archive each
@given(st.lists(st.tuples(st.integers(1, 30), FATES, st.sampled_from([SENJA, LERENG])), max_size=25))
def test_every_url_is_on_one_day_and_the_sums_hold(tmp_path_factory: pytest.TempPathFactory, rows):
    ledger = Ledger(tmp_path_factory.mktemp("sums") / "archive")
    for day, fate, outlet in rows:
        ledger.listed(day, [fate], outlet=outlet)
    coverage = ledger.read(month="2026-11")
    seen = [row for row in rows if row[0] <= 20]  # the last run was on the 20th
    assert sum(day.listed for day in coverage.days) == len(seen)
    assert sum(day.held for day in coverage.days) == sum(row[1] == "held" for row in seen)
    for day in coverage.days:
        assert day.listed == day.held + sum(day.missing.values())
        assert day.listed == sum(row[0] == day.day.day and row[2].slug == day.outlet for row in rows)
        assert (day.verdict == "complete") == (day.listed > 0 and day.held == day.listed)
    ledger.writer.close()


@pytest.mark.parametrize("name", ["radar-senja-disway", "RADAR-SENJA", "senja.disway.test", "radar"])
def test_ways_to_name_an_outlet(november: Ledger, name: str):
    assert november.read(outlets=[name]).outlets == (SENJA.slug,)


def test_www_makes_no_other_outlet(november: Ledger):
    assert november.read(outlets=["lereng.test", "kabar-lereng"]).outlets == (LERENG.slug,)


def test_unknown_outlets_and_months_are_one_sentence(november: Ledger):
    november.look(1, outlet=PANTAI)
    with pytest.raises(UnknownOutlet, match="kabar-lereng, kabar-pantai"):
        november.read(outlets=["kabar"])
    with pytest.raises(UnknownOutlet, match="did you mean radar-senja-disway"):
        november.read(outlets=["radar-senya-disway"])
    with pytest.raises(ConfigError, match="'zzz'"):
        november.read(outlets=["zzz"])
    for month in ("2026-13", "November", "2026-1", "0000-01", "٢٠٢٦-١١"):
        with pytest.raises(ConfigError, match="is not a month"):
            november.read(month=month)
    with pytest.raises(ConfigError, match="has not begun"):
        november.read(month="2026-12")


def test_an_archive_without_a_run_has_no_latest_month(tmp_path: Path):
    Writer(tmp_path, clock=lambda: NOW).close()
    with open_archive(tmp_path) as archive, pytest.raises(ConfigError, match="--month"):
        read_coverage(archive.connection)


def test_the_table(november: Ledger):
    lines = november.print().splitlines()
    assert lines[0] == "2026-11-01 to 2026-11-20"
    cells = {line.split()[0]: line.split() for line in lines[2:4]}
    assert cells["radar-senja-disway"][1:5] == ["33", "26", "78.7", "%"]
    assert "3 timeout, 1 http-403" in lines[3]
    assert cells["radar-senja-disway"][-4:] == ["1", "1", "12", "1"]
    assert cells["kabar-lereng"][1:5] == ["1", "1", "100.0", "%"]


def test_the_picture_of_several_outlets_is_plain(november: Ledger):
    text = november.print()
    assert text.isascii()
    assert "\x1b" not in text
    assert "kabar-lereng        . . # . . . . . . . . . . . . . . . . ." in text
    assert "radar-senja-disway  # 9 2 - x #?#~0 . . . . . . . . . . . ." in text
    assert "                    1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0" in text
    assert "# all held" in text


def test_the_picture_of_one_outlet_is_a_calendar(november: Ledger):
    lines = november.print("--outlet", "radar-senja").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("Mon"))
    assert lines[start].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    # the first of November 2026 is a Sunday
    assert lines[start + 1].split() == ["1", "#", "12/12"]
    assert lines[start + 1].index("1") > lines[start].index("Sat")
    assert lines[start + 2].split() == ["2", "9", "10/11", "3", "2", "1/5", "4", "-", "5", "x", "6", "#?", "1/1", "7",
                                        "#~", "2/2", "8", "0", "0/2"]  # fmt: skip


def test_detail_has_a_row_a_day_with_reasons(november: Ledger):
    lines = november.print("--outlet", "radar-senja", "--detail").splitlines()
    rows = [line for line in lines if line.startswith("radar-senja-disway  2026-11-")]
    assert len(rows) == 20
    assert "gaps" in rows[2]
    assert "2 timeout, 1 http-403, 1 pending" in rows[2]
    assert "feed 1" in rows[7]
    assert "index 0 (1 failed)" in rows[7]
    assert rows[5].endswith("ran over")
    assert rows[6].endswith("nobody looked")


def test_urls_that_are_ahead_of_their_time_are_said(november: Ledger):
    november.listed(25, ["held", "pending"])
    november.listed(29, ["held"], outlet=LERENG)
    assert november.read().of_the_future == 3
    assert november.read(outlets=["radar"], month="2026-10").of_the_future == 2
    assert november.print().endswith("3 URLs are not shown: lists date them after the last run.\n")


def test_json(november: Ledger):
    found = json.loads(november.print("radar-senja", "--json", "--month", "2026-11"))
    assert found["outlets"] == ["radar-senja-disway"]
    assert found["days"][2] == {
        "outlet": "radar-senja-disway",
        "day": "2026-11-03",
        "verdict": "gaps",
        "listed": 5,
        "held": 1,
        "missing": {"timeout": 2, "http-403": 1, "pending": 1},
        "listed_by": {"feed": 5},
        "looks": {"feed": {"answered": 1, "failed": 0, "overflowed": 0}},
        "is_overflowed": False,
        "is_unwatched": False,
    }


def test_an_archive_of_imported_pages_says_so(ledger: Ledger):
    assert ledger.print() == "No list of any outlet was read into this archive yet.\n"


DAY = CoverageDay("x", date(2026, 11, 1), "gaps", 1000, 999, {}, {}, {}, is_overflowed=False, is_unwatched=False)


@pytest.mark.parametrize(
    ("listed", "held", "verdict", "symbol"),
    [
        (1000, 999, "gaps", "9 "),
        (1000, 1000, "complete", "# "),
        (10, 0, "gaps", "0 "),
        (0, 0, "no-crawl", ". "),
        (0, 0, "no-news", "- "),
        (0, 0, "lists-failed", "x "),
    ],
)
def test_only_all_is_drawn_as_all(listed: int, held: int, verdict: Verdict, symbol: str):
    assert heatmap.symbols(replace(DAY, listed=listed, held=held, verdict=verdict)) == symbol


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def switch_on() -> None:
        for module in (heatmap, __import__("newsarchive.cli.output", fromlist=["output"])):
            monkeypatch.setattr(module, "is_terminal", lambda: True)
        for name, value in {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "200"}.items():
            monkeypatch.setenv(name, value)

    return switch_on


def test_a_terminal_gets_colours_unless_they_are_not_wanted(november: Ledger, terminal, monkeypatch):
    terminal()
    coloured = november.print()
    assert "\x1b[30;42m# " in coloured  # black on green
    monkeypatch.delenv("FORCE_COLOR")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = november.print()
    assert "42m" not in plain
    assert "# 9 2 - x #?#~0 " in plain


def test_a_day_of_another_month_is_not_shown(november: Ledger):
    other = november.read(month="2026-10")
    assert sum(day.listed for day in other.days) == 0
    assert other.until - other.since == timedelta(days=30)

"""Moves and corrections become events, once each, whichever of two articles comes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from newsarchive.models import Article, Capture, Correction
from newsarchive.store import Writer, open_archive
from newsarchive.store.lookup import address_of, find_linked

Make = Callable[..., Article]
STORY = "https://radarwatu.test/read/7/pasar"
RALAT = Correction(
    "ralat", "Ralat: 12 warga", datetime(2025, 4, 29, 3, 0, tzinfo=UTC), date(2025, 4, 29), STORY, "Pasar x Ramai"
)


class Desk:
    """Stores articles, a day each, and tells the events as (kind, story, said by, url)."""

    def __init__(self, writer: Writer, run: int, capture: Callable[..., Capture], t0: datetime) -> None:
        self.writer, self.run, self.capture, self.t0 = writer, run, capture, t0
        self.day = 0

    def put(self, article: Article, url: str | None = None, day: int | None = None) -> None:
        self.day += 1
        at = self.t0 + timedelta(days=self.day if day is None else day)
        page = self.capture(url or article.url, f"{article.title} {self.day}".encode(), at=at)
        snapshot_id = self.writer.add_snapshot(page, outlet=article.outlet, run_id=self.run)
        self.writer.add_article(article, [snapshot_id], at=at, run_id=self.run)

    def redirect(self, url: str, location: str) -> None:
        at = self.t0 + timedelta(days=self.day)
        page = self.capture(url, b"", at=at, status=301, headers=(("Location", location),))
        self.writer.add_snapshot(page, outlet="radar-watu", run_id=self.run)

    def events(self, ref: str | None = None) -> list[tuple[str, str | None, str | None, str | None]]:
        self.writer.flush()
        with open_archive(self.writer.path) as archive:
            return [(e.kind, e.article_key, e.other_key, e.url) for e in archive.events(ref)]

    def details(self) -> list[str | None]:
        self.writer.flush()
        with open_archive(self.writer.path) as archive:
            return [event.detail for event in archive.events()]


@pytest.fixture
def desk(writer: Writer, run: int, capture: Callable[..., Capture], t0: datetime) -> Desk:
    return Desk(writer, run, capture, t0)


def correcting(article: Make, *corrections: Correction, number: str = "9", **more: Any) -> Article:
    return article(number, seed="ralat", corrections=corrections, **more)


def test_a_correction_belongs_to_the_story_that_it_names(desk: Desk, article: Make) -> None:
    desk.put(article())
    desk.put(correcting(article, RALAT))
    told = [("ralat", "radar-watu/7", "radar-watu/9", STORY)]
    assert desk.events() == desk.events("radar-watu/7") == desk.events("radar-watu/9") == told
    assert desk.details() == ["stated 2025-04-29 03:00+00:00: Ralat: 12 warga"]
    for wording in ("Ralat: 12 warga", "Ralat. 12 warga, bukan 21"):
        desk.put(correcting(article, replace(RALAT, printed=wording)))
    assert desk.events() == told


def test_a_story_that_comes_later_is_told_of_its_correction(desk: Desk, article: Make) -> None:
    desk.put(correcting(article, replace(RALAT, target_url="http://www.radarwatu.test//read/7/pasar/?page=all#isi")))
    waiting = [("ralat", "radar-watu/9", None, STORY)]
    assert desk.events() == waiting
    desk.put(article("8", seed="lain"))
    assert desk.events() == waiting
    desk.put(article())
    told = [("ralat", "radar-watu/7", "radar-watu/9", STORY)]
    assert desk.events() == told
    desk.put(correcting(article, replace(RALAT, target_url="http://www.radarwatu.test//read/7/pasar/?page=all#isi")))
    desk.put(article())
    assert desk.events() == told


def test_a_story_that_was_waited_for_is_found_by_its_number(desk: Desk, article: Make) -> None:
    """Its address was another than the one that was named: that shows when the correction is read again."""
    named = replace(RALAT, target_url="https://radarwatu.test/amp/read/700001/judul-lama")
    desk.put(correcting(article, named))
    desk.put(article("700001"))
    assert [event[1] for event in desk.events()] == ["radar-watu/9"]
    desk.put(correcting(article, named))
    assert [event[:3] for event in desk.events()] == [("ralat", "radar-watu/700001", "radar-watu/9")]


def test_an_article_that_speaks_of_itself(desk: Desk, article: Make) -> None:
    own = Correction("koreksi", "Koreksi: harga naik 5 persen")
    for _ in range(2):
        desk.put(article(corrections=(own,)))
    assert desk.events() == [("koreksi", "radar-watu/7", None, None)]
    # a second note is a second event; one by its own address is of itself too
    desk.put(article(corrections=(own, Correction("koreksi", "Koreksi kedua"), replace(RALAT, kind="pencabutan"))))
    assert desk.events()[1:] == [("koreksi", "radar-watu/7", None, None), ("pencabutan", "radar-watu/7", None, None)]
    assert desk.details()[0] == "Koreksi: harga naik 5 persen"


def test_an_address_of_its_own_that_it_was_not_known_to_have(desk: Desk, article: Make) -> None:
    named = replace(RALAT, target_url="https://radarwatu.test/lama/pasar")
    desk.put(article(corrections=(named,)))
    assert desk.events() == [("ralat", "radar-watu/7", None, "https://radarwatu.test/lama/pasar")]
    desk.redirect("https://radarwatu.test/lama/pasar", STORY)
    desk.put(article(corrections=(named,)))
    assert desk.events() == [("ralat", "radar-watu/7", None, None)]


def test_several_kinds_and_stories_at_once(desk: Desk, article: Make) -> None:
    desk.put(article())
    desk.put(article("8", seed="lain"))
    eight = "https://radarwatu.test/read/8/pasar"
    reply = replace(RALAT, kind="hak-jawab", target_url=eight, stated_at=None)
    desk.put(correcting(article, RALAT, reply, replace(RALAT, target_url=eight), RALAT))
    assert desk.events() == [
        ("ralat", "radar-watu/7", "radar-watu/9", STORY),
        ("hak-jawab", "radar-watu/8", "radar-watu/9", eight),
        ("ralat", "radar-watu/8", "radar-watu/9", eight),
        ("ralat", "radar-watu/7", "radar-watu/9", STORY),
    ]
    assert (desk.details()[1] or "").startswith("stated 2025-04-29: Ralat")


def test_a_new_address_is_a_move_said_once(desk: Desk, article: Make) -> None:
    desk.put(article())
    moved = replace(article(), url="https://radarwatu.test/kota/7/pasar-watu")
    for given in (moved, moved, article(), moved):
        desk.put(given)
    assert desk.events() == [("moved", "radar-watu/7", None, None)]
    assert desk.details() == [f"{STORY} -> https://radarwatu.test/kota/7/pasar-watu"]


def test_a_redirect_to_another_address_is_a_move(desk: Desk, article: Make) -> None:
    """Also where the page there still names its old address as canonical."""
    desk.put(article())
    desk.redirect(STORY, "/kota/7/pasar-watu")
    for _ in range(2):
        desk.put(article(), url="https://radarwatu.test/kota/7/pasar-watu")
    assert desk.details() == [f"{STORY} -> https://radarwatu.test/kota/7/pasar-watu"]


def test_a_page_without_number_at_a_new_address_is_another_article_and_linked(desk: Desk, article: Make) -> None:
    def page(path: str) -> Article:
        return replace(article(), url=f"https://radarwatu.test/{path}", native_id=None)

    desk.put(page("lama"))
    desk.redirect("https://radarwatu.test/lama", "/baru")
    for _ in range(2):
        desk.put(page("baru"))
    ((kind, old, new, url),) = desk.events()
    assert (kind, old == new, url) == ("moved", False, None)
    assert desk.details() == ["https://radarwatu.test/lama -> https://radarwatu.test/baru"]
    assert desk.events(new) == desk.events(old) == desk.events()
    desk.put(page("lain"))
    desk.redirect("https://radarwatu.test/lain", "/baru")
    desk.put(page("baru"), day=1)  # an old page tells nothing of what was seen since
    assert len(desk.events()) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://radarwatu.test/read/7/pasar",
        "https://www.radarwatu.test/read/7/pasar/",
        "https://m.radarwatu.test//read/7/pasar?page=all",
        "https://radarwatu.test/read/7/pasar/amp?utm_source=x",
    ],
)
def test_another_spelling_is_no_move(desk: Desk, article: Make, url: str) -> None:
    desk.put(article())
    desk.redirect(STORY, url)
    desk.put(replace(article(), url=url))
    desk.put(article(), url=url)
    assert desk.events() == []


def test_an_old_page_tells_of_no_move(desk: Desk, article: Make) -> None:
    desk.put(article(), day=10)
    desk.put(replace(article(), url="https://radarwatu.test/lama/7"), day=2)
    assert desk.events() == []


def test_a_first_redirect_is_no_move(desk: Desk, article: Make) -> None:
    desk.redirect("https://radarwatu.test/?p=7", STORY)
    desk.put(article())
    assert desk.events() == []


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("HTTP://WWW.Radarwatu.test:80//read//7/Pasar/?utm_source=x#isi", "https://radarwatu.test/read/7/Pasar"),
        ("https://radarwatu.test/?p=12&utm_medium=y", "https://radarwatu.test/?p=12"),
        ("https://radarwatu.test/news.php?id=12&fbclid=z", "https://radarwatu.test/news.php?id=12"),
        ("https://radarwatu.test/read/7?page=2", "https://radarwatu.test/read/7"),
        ("https://radarwatu.test:8443/a", "https://radarwatu.test:8443/a"),
        ("https://amp.radarwatu.test/a/amp", "https://radarwatu.test/a"),
        ("https://m.test/a", "https://m.test/a"),
        ("https://radarwatu.test", "https://radarwatu.test/"),
        ("https://radarwatu.test/?" + "a=1&" * 500, "https://radarwatu.test/"),
        ("http://[", "http://["),
        ("https://radarwatu.test:99999/", "https://radarwatu.test:99999/"),
    ],
)
def test_one_spelling_of_an_address(url: str, address: str) -> None:
    assert address_of(url) == address
    assert address_of(address) == address


def test_a_link_is_followed_by_its_address_not_by_a_year_in_it(desk: Desk, article: Make) -> None:
    desk.put(article("2025"))
    desk.put(article("700001"))
    desk.writer.flush()
    with open_archive(desk.writer.path) as archive:
        assert find_linked(archive.connection, "https://radarwatu.test/2025/04/judul") is None
        assert find_linked(archive.connection, "https://www.radarwatu.test/read/2025/pasar") == 1
        assert find_linked(archive.connection, "https://radarwatu.test/lain/700001") == 2
        assert find_linked(archive.connection, "700001") is None
        assert find_linked(archive.connection, "mailto:redaksi@radarwatu.test") is None
        assert find_linked(archive.connection, "https://radarwatu.test/\ud800") is None

"""The simulated world: the same on every machine, with everything in it that it promises."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from newsarchive.registry import load_registry, politeness_key
from newsarchive.simulation.hostile import KINDS
from newsarchive.simulation.outlets import write_outlets
from newsarchive.simulation.site import service_of
from newsarchive.simulation.stories import FLEETING, text_of
from newsarchive.simulation.weather import is_struck, struck_since
from newsarchive.simulation.world import BEGINNING, Scale, SimWorld

MONTH = SimWorld(Scale(30, 110, 11))


def stories(world: SimWorld):
    return [story for of_outlet in world.stories.values() for story in of_outlet]


def test_a_seed_gives_the_same_world():
    one, other = SimWorld(Scale(2, 24, 11), 5), SimWorld(Scale(2, 24, 11), 5)
    assert one.stories == other.stories
    assert SimWorld(Scale(2, 24, 11), 6).stories != one.stories


def test_each_way_of_being_hostile_is_there_once():
    ways = Counter(outlet.hostile.way for outlet in MONTH.outlets if outlet.hostile)
    assert ways == Counter(kind.way for kind in KINDS)
    assert len(KINDS) == len(MONTH.outlets) // 10


def test_the_registry_takes_the_rows_and_agrees_who_is_one_service(tmp_path):
    registry = load_registry(write_outlets(tmp_path / "outlets", MONTH.outlets))
    assert {o.slug for o in registry.outlets} == {o.slug for o in MONTH.outlets}
    for outlet in registry.outlets:
        assert politeness_key(outlet) == service_of(MONTH.by_slug[outlet.slug])
    assert Counter(service_of(o) for o in MONTH.outlets).most_common(3) == [
        ("disway", 13),
        ("tribun", 6),
        ("harianjogja", 4),
    ]


def test_most_stories_stay_as_they_are_and_some_have_each_fate():
    found = Counter()
    for story in stories(MONTH):
        found["edited"] += bool(story.edited_at)
        found["in haste"] += len(story.edited_at) == 2 and story.edited_at[1] - story.edited_at[0] == timedelta(
            minutes=20
        )
        found["removed"] += any(on is None for _, on in story.absent)
        found["restored"] += any(on is not None for _, on in story.absent)
        found["fleeting"] += bool(story.absent) and story.absent[0][0] - story.published_at < FLEETING
        found["plain"] += not story.edited_at and not story.absent
    assert found["plain"] > 0.7 * len(stories(MONTH))
    assert all(found[fate] > 5 for fate in ("edited", "in haste", "removed", "restored", "fleeting"))


def test_busy_and_quiet_outlets_publish_by_day_and_night():
    sizes = sorted(len(MONTH.stories[o.slug]) for o in MONTH.outlets)
    assert sizes[0] <= 6
    assert sizes[-1] > 1000
    hours = Counter(s.published_at.hour for s in stories(MONTH))
    assert hours[10] > 4 * hours[2]


def test_each_edition_has_a_text_of_its_own():
    for story in [s for s in stories(MONTH) if len(s.edited_at) > 1][:50]:
        texts = [text_of(story, n) for n in range(len(story.edited_at) + 1)]
        assert len(set(texts)) == len(texts)
        assert story.edition(story.published_at) == 0
        assert story.edition(story.edited_at[-1]) == len(story.edited_at)


def test_what_is_withdrawn_is_on_no_list():
    story = next(s for s in stories(MONTH) if s.absent and s.absent[0][1] is not None)
    off, on = story.absent[0]
    for at, is_there in ((off - timedelta(seconds=1), True), (off, False), (on, True)):
        assert story.is_up(at) is is_there
        assert (story in MONTH.listed(story.outlet, at, limit=10_000)) is is_there
    assert story not in MONTH.listed(story.outlet, story.published_at - timedelta(minutes=1), limit=10_000)


def test_lists_are_newest_first_and_go_on():
    outlet = max(MONTH.outlets, key=lambda o: o.per_day)
    at = BEGINNING + timedelta(days=20)
    whole = MONTH.listed(outlet, at, limit=60)
    assert [s.published_at for s in whole] == sorted((s.published_at for s in whole), reverse=True)
    assert MONTH.listed(outlet, at, skip=20, limit=20) == whole[20:40]
    section = outlet.sections[-1]
    assert {s.section for s in MONTH.listed(outlet, at, section=section)} == {section}


def test_hostile_servers_have_a_good_beginning_and_passing_trouble_passes():
    scale = MONTH.scale
    for outlet in MONTH.outlets:
        if outlet.hostile is None:
            assert not is_struck(outlet, scale, scale.end)
            continue
        hours = [BEGINNING + timedelta(hours=h) for h in range(30 * 24)]
        struck = [is_struck(outlet, scale, at) for at in hours]
        if outlet.hostile.way == "trap":
            assert all(struck)
            continue
        assert not any(is_struck(outlet, scale, at) for at in hours if at < struck_since(scale))
        assert any(struck)
        assert outlet.hostile.is_passing == any(
            not s for s, at in zip(struck, hours, strict=True) if at > scale.end - timedelta(days=2)
        )

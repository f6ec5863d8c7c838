"""The made-up world: the same everywhere, of full variety, and at one with its own truth."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from newsarchive.demo.outlets import HOURS, OUTLETS, write_outlets
from newsarchive.demo.story import HOPELESS
from newsarchive.demo.timeline import LAST_DAY, PLAN
from newsarchive.demo.world import World
from newsarchive.registry import load_registry


@pytest.fixture(scope="module")
def world():
    return World(3, 480)


def _digest(world):
    return hashlib.sha256(repr(world.stories).encode()).hexdigest()


def test_same_seed_gives_the_same_world_in_another_process_and_place(world):
    code = (
        "import hashlib; from newsarchive.demo.world import World;"
        "print(hashlib.sha256(repr(World(3, 480).stories).encode()).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Jayapura", "LC_ALL": "C"}
    other = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == _digest(world)
    assert _digest(World(4, 480)) != _digest(world)


def test_size_and_spread(world):
    assert len(world.stories) == 480
    assert {s.outlet for s in world.stories} == {o.slug for o in OUTLETS}
    assert len(OUTLETS) >= 12
    assert {o.zone for o in OUTLETS} == set(HOURS)
    assert any(o.printed_zone != o.zone for o in OUTLETS)
    assert all(o.host.endswith(".test") for o in OUTLETS)


def test_keys_are_unique_and_some_ids_are_shared_between_hosts(world):
    keys = Counter(s.key for s in world.stories)
    assert max(keys.values()) == 1
    assert max(Counter(s.native_id for s in world.stories).values()) > 1


def test_every_fate_happens(world):
    faults = {s.fault for s in world.stories} | {s.charset for s in world.stories}
    assert faults >= {*HOPELESS, "500-once", "503-once", "reset-once", "gzip-cut-once", "moved", "cp1252-as-utf8"}
    assert {s.removal for s in world.stories} >= {"404", "410", "home"}
    assert any(s.is_gallery for s in world.stories)
    assert any(s.is_hidden for s in world.stories)
    assert any(s.implausible for s in world.stories)
    assert any(s.appears_on > 0 for s in world.stories)
    assert sum(len(s.editions) > 1 for s in world.stories) == 27
    small = World(5, 60)
    assert {s.fault for s in small.stories} >= HOPELESS - {"endless-gzip-cut"} or len(PLAN) > 40


def test_every_layout_of_related_links_is_printed(world):
    layouts = Counter(b.glued.layout for s in world.stories for b in s.editions[0].blocks if b.glued)
    assert set(layouts) == {
        "strong-link", "label-then-link", "mixed-case", "span-nbsp", "double-strong", "link-around-label", "no-link",
        "list", "dash-lines", "two-in-one", "after-br", "after-sentence",
    }  # fmt: skip


def test_related_links_lead_to_stories_that_were_up(world):
    for story in world.stories:
        for title, url in story.editions[0].related:
            assert title
            if url is None:
                continue
            host, _, rest = url.removeprefix("https://").partition("/")
            native_id = rest.split("read/")[1].split("/")[0]
            target = world.story(host, native_id)
            if target is None:  # hidden after it was linked to: its id is another one now
                assert world.story(host, f"909{native_id}") is not None
            else:
                assert target.appears_on == 0


def test_bodies_are_equal_only_within_a_group(world):
    truth = world.truth()
    by_body = {}
    for article in truth.articles:
        if article.kind == "article":  # galleries have no text, all alike
            by_body.setdefault(article.versions[0].body, set()).add(article.key)
    assert {tuple(sorted(keys)) for keys in by_body.values() if len(keys) > 1} == set(truth.clusters)
    assert len(truth.clusters) >= 15
    assert max(map(len, truth.clusters)) == 3


def test_truth_follows_the_days(world):
    first, both = world.truth((0,)), world.truth((0, LAST_DAY))
    assert all(len(a.versions) == 1 and not a.is_removed for a in first.articles)
    assert {a.key for a in first.articles} < {a.key for a in both.articles}
    assert sum(len(a.versions) == 2 for a in both.articles) == 23
    assert sum(a.is_removed for a in both.articles) == 8
    assert not {a.key for a in both.articles} & ({k for k, _ in both.failures} | set(both.forbidden))


def test_printed_dates_say_the_instant(world):
    for story in world.stories:
        assert story.printed.endswith(f"{story.published:%d-%m-%Y,%H:%M} {story.zone}")
        assert story.published.utcoffset().total_seconds() == HOURS[story.zone] * 3600


def test_truth_is_saved_as_json(world, tmp_path):
    path = tmp_path / "truth.json"
    world.truth().save(path)
    kept = json.loads(path.read_text("utf-8"))
    assert len(kept["articles"]) == len(world.truth().articles)


def test_outlets_are_good_rows_of_the_registry(tmp_path):
    registry = load_registry(write_outlets(tmp_path / "outlets"))
    assert {o.slug: o.domain for o in registry.outlets} == {o.slug: o.host for o in OUTLETS}
    assert {o.network for o in registry.outlets} == {"disway"}

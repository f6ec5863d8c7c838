"""What is known of copies does not depend on the order in which they came, on restarts, or on what was taken away."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from copy_shelf import NOW, CopyShelf, edited, shingles_of, true_jaccard, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.dedup import body_hash, normalise
from newsarchive.dedup.shingles import shingles
from newsarchive.dedup.signature import bands, signature
from newsarchive.store.copies.clusters import cluster_name

EXAMPLES = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@dataclass(frozen=True)
class Story:
    """An article of a family: its texts in order, each made of a base text by changes, and when it was published."""

    key: str
    texts: tuple[str, ...]
    hour: int | None
    credit: str | None


def _text(base: int, changes: int, kind: str) -> str:
    """A text of a family: some words changed, put into a longer story, cut to a line, or set in capitals."""
    plain = edited(words(("base", base), 120), changes, (base, changes))
    if kind == "long":
        plain = [*words(("before", base), 70), *plain, *words(("after", changes), 60)]
    if kind == "short":
        plain = plain[:24]
    text = " ".join(plain)
    return text.upper() + "." if kind == "loud" else text


_TEXTS = st.builds(
    _text,
    st.integers(0, 1),
    st.sampled_from((0, 0, 1, 4, 6, 7, 8, 12, 16)),
    st.sampled_from(("", "", "", "loud", "long", "short")),
)
_STORIES = st.lists(
    st.tuples(
        st.lists(_TEXTS, min_size=1, max_size=3),
        st.one_of(st.none(), st.integers(0, 3)),
        st.sampled_from((None, "Kabar Lereng")),
    ),
    min_size=2,
    max_size=7,
).map(lambda rows: [Story(f"o/{n}", tuple(texts), hour, credit) for n, (texts, hour, credit) in enumerate(rows)])


def _fill(shelf: CopyShelf, stories: list[Story], rng: random.Random, *, restarts: bool = False) -> CopyShelf:
    """Put all versions on a shelf in some order, those of each story in theirs."""
    waiting = {story.key: (story, list(story.texts)) for story in stories}
    while waiting:
        story, texts = waiting[rng.choice(sorted(waiting))]
        shelf.put(story.key, texts.pop(0), hour=story.hour, credit=story.credit)
        if restarts and rng.random() < 0.5:
            shelf.restart()
        if not texts:
            del waiting[story.key]
    return shelf


def _are_linked(one: str, other: str) -> bool:
    """The definition of a copy: equal words, or a shared band and at least 0.7 of the shingles shared."""
    if body_hash([one]) == body_hash([other]):
        return len(normalise(one)) >= 80
    if true_jaccard(one, other) < 0.7:
        return False
    first, second = (set(bands(signature(shingles(normalise(text))))) for text in (one, other))
    return bool(first & second)


def _expected(stories: list[Story]) -> dict[str, dict[str, tuple[str, float]]]:
    """Clusters by the definition: for each name, the similarity to the earliest and the match of each member."""
    groups = [{story.key} for story in stories]
    by_key = {story.key: story for story in stories}
    for one in stories:
        for other in stories:
            if one.key < other.key and any(_are_linked(a, b) for a in one.texts for b in other.texts):
                first = next(group for group in groups if one.key in group)
                second = next(group for group in groups if other.key in group)
                if first is not second:
                    first |= second
                    groups.remove(second)
    result = {}
    for group in groups:
        if len(group) > 1:
            rank = {key: (by_key[key].hour is None, by_key[key].hour or 0, key) for key in group}
            earliest = min(group, key=rank.__getitem__)
            result[cluster_name(earliest)] = {key: _stands(by_key[key], by_key[earliest]) for key in group}
    return result


def _stands(story: Story, earliest: Story) -> tuple[str, float]:
    if story.key == earliest.key:
        return "first", 1.0
    if {body_hash([text]) for text in story.texts} & {body_hash([text]) for text in earliest.texts}:
        return "exact", 1.0
    return "near", max(true_jaccard(a, b) for a in story.texts for b in earliest.texts)


@given(_STORIES, st.randoms(use_true_random=False))
@EXAMPLES
def test_any_order_gives_what_the_definition_says(
    new_shelf: Callable[[], CopyShelf], stories: list[Story], rng: random.Random
) -> None:
    shelf = _fill(new_shelf(), stories, rng)
    found: dict[str, dict[str, tuple[str, float]]] = {}
    for name, key, _, similarity, match, credit, of_article in shelf.state()["members"]:
        found.setdefault(str(name), {})[str(key)] = (str(match), float(str(similarity)))
        assert of_article == name
        assert credit == next(story.credit for story in stories if story.key == key)
    assert found == _expected(stories)
    assert shelf.cut == 0


@given(_STORIES, st.randoms(use_true_random=False))
@EXAMPLES
def test_orders_and_restarts_make_no_difference(
    new_shelf: Callable[[], CopyShelf], stories: list[Story], rng: random.Random
) -> None:
    one = _fill(new_shelf(), stories, rng)
    other = _fill(new_shelf(), stories, rng, restarts=True)
    assert one.state() == other.state()


@given(_STORIES, st.randoms(use_true_random=False))
@EXAMPLES
def test_what_is_forgotten_was_never_there_and_can_come_back(
    new_shelf: Callable[[], CopyShelf], stories: list[Story], rng: random.Random
) -> None:
    shelf = _fill(new_shelf(), stories, rng)
    before = shelf.state()
    gone = rng.choice(stories)
    (article_id,) = shelf.connection.execute("SELECT id FROM articles WHERE key = ?", (gone.key,)).fetchone()
    shelf.copies.forget(article_id, NOW)
    without = shelf.state()
    rest = _fill(new_shelf(), [story for story in stories if story is not gone], rng).state()
    assert {**rest, "single": sorted([*rest["single"], (gone.key,)])} == without
    shelf.restart()
    shelf.copies.compare_all(article_id, NOW)
    assert shelf.state() == before
    assert shelf.connection.execute("PRAGMA foreign_key_check").fetchall() == []


@given(_STORIES, st.randoms(use_true_random=False), st.integers(1, 5))
@EXAMPLES
def test_an_old_archive_catches_up_to_the_same(
    new_shelf: Callable[[], CopyShelf], stories: list[Story], rng: random.Random, batch: int
) -> None:
    """Versions of before wait in a table, while new ones are compared as they come."""
    shelf = new_shelf()
    for story in stories:
        for text in story.texts:
            shelf.put(story.key, text, hour=story.hour, credit=story.credit, compare=rng.random() < 0.4)
    ((waiting,),) = shelf.connection.execute("SELECT count(*) FROM unsigned").fetchall()
    done = 0
    while count := shelf.copies.catch_up(batch, NOW):
        assert count <= batch
        done += count
        shelf.restart()
    assert (done, shelf.copies.is_behind()) == (waiting, False)
    assert shelf.state() == _fill(new_shelf(), stories, rng).state()


@given(_STORIES, st.randoms(use_true_random=False))
@EXAMPLES
def test_containments_say_what_is_true(
    new_shelf: Callable[[], CopyShelf], stories: list[Story], rng: random.Random
) -> None:
    texts = {story.key: story.texts for story in stories}
    for inner, outer, inner_version, outer_version, share in _fill(new_shelf(), stories, rng).state()["containments"]:
        short, long = (texts[str(key)] for key in (inner, outer))
        a, b = shingles_of(short[int(str(inner_version)) - 1]), shingles_of(long[int(str(outer_version)) - 1])
        assert share == len(a & b) / len(a) >= 0.8
        assert len(b) >= 1.25 * len(a)
        assert max(true_jaccard(one, other) for one in short for other in long) < 0.7

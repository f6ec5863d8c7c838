"""Copies of bare texts: what is found, what is not, how it is named, and what happens where there is too much."""

from __future__ import annotations

import random

import pytest
from copy_shelf import NOW, CopyShelf, edited, true_jaccard, words

from newsarchive.store.copies import candidates, containments
from newsarchive.store.copies.clusters import cluster_name

WIRE = words("wire", 200)


def text(changes: int = 0, seed: object = 0) -> str:
    return " ".join(edited(WIRE, changes, seed))


def test_the_threshold_decides_between_copies_and_others(shelf: CopyShelf) -> None:
    """198 shingles: eleven words changed leave 0.714, twelve 0.692."""
    assert (round(true_jaccard(text(), text(11)), 3), round(true_jaccard(text(), text(12)), 3)) == (0.714, 0.692)
    shelf.put("o/1", text())
    shelf.put("o/2", text(11))
    shelf.put("o/3", text(12, "other"))
    members = {key: (similarity, match) for _, key, _, similarity, match, *_ in shelf.state()["members"]}
    assert members == {"o/1": (1.0, "first"), "o/2": (true_jaccard(text(), text(11)), "near")}
    assert shelf.state()["single"] == [("o/3",)]


def test_a_chain_is_one_cluster_and_tells_how_far_its_ends_are(shelf: CopyShelf) -> None:
    chain = [list(WIRE)]
    for step in range(4):
        chain.append(edited(chain[-1], 9, ("step", step)))
        # the next change hits other words
        chain[-1] = chain[-1][1:] + chain[-1][:1]
    for number in (4, 0, 2, 3, 1):
        shelf.put(f"o/{number}", " ".join(chain[number]), hour=number)
    state = shelf.state()
    assert state["clusters"] == [(cluster_name("o/0"), "near", "o/0", 5)]
    similarities = [row[3] for row in state["members"]]
    assert similarities == [true_jaccard(" ".join(chain[0]), " ".join(one)) for one in chain]
    assert float(str(similarities[-1])) < 0.7


def test_versions_of_one_article_are_no_copies_of_each_other(shelf: CopyShelf) -> None:
    for changes in (0, 3, 0, 5):
        shelf.put("o/1", text(changes))
    assert shelf.state()["clusters"] == []
    shelf.put("o/2", text(5), hour=1)
    assert shelf.state()["members"] == [
        (cluster_name("o/1"), "o/1", 1, 1.0, "first", None, cluster_name("o/1")),
        (cluster_name("o/1"), "o/2", 1, 1.0, "exact", None, cluster_name("o/1")),
    ]


def test_a_former_name_leads_to_the_cluster_until_it_is_used_again(shelf: CopyShelf) -> None:
    shelf.put("o/3", text(), hour=3)
    shelf.put("o/4", text(4), hour=4)
    first = shelf.put("o/1", text(2), hour=1)
    lead = "SELECT id, cluster_id FROM cluster_names ORDER BY 1"
    assert shelf.connection.execute(lead).fetchall() == [(cluster_name("o/3"), cluster_name("o/1"))]
    shelf.copies.forget(first, NOW)
    assert [row[0] for row in shelf.state()["clusters"]] == [cluster_name("o/3")]
    assert shelf.connection.execute(lead).fetchall() == [(cluster_name("o/1"), cluster_name("o/3"))]


def test_a_cluster_falls_apart_without_the_link_between_its_parts(shelf: CopyShelf) -> None:
    ends = [" ".join(edited(WIRE, 8, "left")), " ".join(edited(WIRE, 9, "right"))]
    assert true_jaccard(*ends) < 0.7 <= min(true_jaccard(text(), end) for end in ends)
    for number, end in enumerate(ends):
        shelf.put(f"o/{number}a", end, hour=number)
        shelf.put(f"o/{number}b", end.upper(), hour=number)
    assert len(shelf.state()["clusters"]) == 2
    link = shelf.put("o/link", text(), hour=9)
    assert [row[3] for row in shelf.state()["clusters"]] == [5]
    shelf.copies.forget(link, NOW)
    assert {row[0]: row[2:] for row in shelf.state()["clusters"]} == {
        cluster_name("o/0a"): ("o/0a", 2),
        cluster_name("o/1a"): ("o/1a", 2),
    }
    assert shelf.connection.execute("SELECT * FROM cluster_names").fetchall() == []  # each has its own name again


def test_a_date_that_changes_makes_another_member_the_earliest(shelf: CopyShelf) -> None:
    shelf.put("o/1", text(), hour=1)
    shelf.put("o/2", text(3), hour=2)
    assert shelf.state()["clusters"] == [(cluster_name("o/1"), "near", "o/1", 2)]
    shelf.put("o/1", text(), hour=5)  # no other words, another time
    assert shelf.state()["clusters"] == [(cluster_name("o/2"), "near", "o/2", 2)]
    assert [row[4] for row in shelf.state()["members"]] == ["near", "first"]
    shelf.put("o/1", text(), hour=None)
    shelf.put("o/2", text(3), hour=None)
    assert [row[2] for row in shelf.state()["clusters"]] == ["o/1"]  # the key decides


def test_short_texts_are_copies_only_if_they_are_equal(shelf: CopyShelf) -> None:
    short = words("short", 25)
    shelf.put("o/1", " ".join(short))
    shelf.put("o/2", " ".join([*short[:-1], "lain"]))
    assert shelf.state()["clusters"] == []
    shelf.put("o/3", " ".join(short).title() + "!")
    assert [row[1] for row in shelf.state()["members"]] == ["o/1", "o/3"]
    for number in (4, 5):
        shelf.put(f"o/{number}", "Foto: Sari.")
    assert shelf.state()["single"] == [("o/2",), ("o/4",), ("o/5",)]


def test_a_long_story_around_a_wire_copy_is_told_whichever_came_first(shelf: CopyShelf) -> None:
    long = " ".join([*words("before", 150), *edited(WIRE, 3, "wire"), *words("after", 150)])
    shelf.put("o/1", text())
    shelf.put("o/2", long)
    shelf.put("o/3", text(1))
    shelf.put("o/4", " ".join([*words("before 4", 200), *edited(WIRE, 15, "too many"), *words("after 4", 150)]))
    found = shelf.state()["containments"]
    assert [row[:4] for row in found] == [("o/1", "o/2", 1, 1), ("o/3", "o/2", 1, 1)]
    assert [round(float(str(row[4])), 2) for row in found] == [0.95, 0.95]
    assert [row[3] for row in shelf.state()["clusters"]] == [2]  # the long one is in no cluster


def test_what_became_a_copy_is_no_longer_contained(shelf: CopyShelf) -> None:
    shelf.put("o/1", text())
    shelf.put("o/2", " ".join([*words("before", 150), *WIRE, *words("after", 150)]))
    assert len(shelf.state()["containments"]) == 1
    shelf.put("o/2", text(1))
    assert shelf.state()["containments"] == []
    assert [row[3] for row in shelf.state()["clusters"]] == [2]


def test_more_candidates_than_are_read_are_told(shelf: CopyShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that are all nearly, but not quite, copies of the new one, and of none besides."""
    base = words("rates", 60)
    texts = [" ".join(edited(base, 5, ("rate", number))) for number in range(40)]
    assert all(true_jaccard(texts[0], other) < 0.7 for other in texts[1:])
    for number, one in enumerate(texts[:-1]):
        shelf.put(f"o/{number}", one)
    assert shelf.cut == 0
    monkeypatch.setattr(candidates, "PROVED", 3)
    shelf.put("o/last", texts[-1])
    assert shelf.cut == 1


def test_a_crowd_in_a_band_is_looked_at_in_part_and_told(shelf: CopyShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "CROWD", 44)
    for number in range(12):
        shelf.put(f"o/{number}", text(1, number))
    assert shelf.cut > 0
    assert [row[3] for row in shelf.state()["clusters"]] == [12]  # four of each band were enough


def test_shingles_that_many_texts_share_say_nothing_of_containment(
    shelf: CopyShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containments, "COMMON", 3)
    for number in range(6):
        shelf.put(f"o/{number}", " ".join([*words(("before", number), 300), *WIRE, *words(("after", number), 300)]))
    shelf.put("o/wire", text())
    assert shelf.state()["containments"] == []


def test_more_stories_than_are_compared_are_told(shelf: CopyShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containments, "COMPARED", 2)
    for number in range(4):
        shelf.put(f"o/{number}", " ".join([*words(("before", number), 300), *WIRE, *words(("after", number), 300)]))
    assert shelf.cut == 0
    shelf.put("o/wire", text())
    assert shelf.cut == 1
    assert len(shelf.state()["containments"]) == 2


def test_a_giant_family_costs_one_proof_each(shelf: CopyShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is in the cluster that a text has joined is not compared with it again."""
    proofs = []
    whole = candidates.jaccard

    def counted(one: frozenset[bytes], other: frozenset[bytes]) -> float:
        proofs.append(1)
        return whole(one, other)

    monkeypatch.setattr(candidates, "jaccard", counted)
    order = list(range(60))
    random.Random(4).shuffle(order)
    for number in order:
        shelf.put(f"o/{number}", text(1, number), hour=number)
    assert [row[3] for row in shelf.state()["clusters"]] == [60]
    assert 50 < len(proofs) <= 59


def test_signatures_of_another_making_are_made_anew(shelf: CopyShelf) -> None:
    shelf.put("o/1", text())
    assert shelf.copies.is_made_alike()
    shelf.connection.execute("UPDATE signatures SET signature = zeroblob(256)")
    assert not shelf.copies.is_made_alike()
    shelf.copies.begin_anew()
    shelf.put("o/2", text(2))
    assert shelf.state()["clusters"] == []  # as long as the first waits
    assert shelf.copies.catch_up(10, NOW) == 1
    assert [row[3] for row in shelf.state()["clusters"]] == [2]
    assert shelf.copies.is_made_alike()


def test_nothing_is_left_of_what_is_forgotten(shelf: CopyShelf) -> None:
    article_id = shelf.put("o/1", text())
    shelf.put("o/1", text(4))
    shelf.put("o/2", text(4).upper())
    shelf.copies.forget(article_id, NOW)
    shelf.connection.execute("DELETE FROM versions WHERE article_id = ?", (article_id,))
    counts = [
        shelf.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("unsigned", "bands")
    ]
    assert counts == [0, 11]
    assert shelf.hashes_without_version() == 0
    shelf.put("o/3", text(4))  # the heir stands for the text
    assert [row[3] for row in shelf.state()["clusters"]] == [2]


def test_a_text_in_thousands_of_articles_costs_each_the_same(shelf: CopyShelf) -> None:
    """As that of a page that says that it is not there: no look-up may read all that have it."""
    steps = []
    for number in range(300):
        counted = [0]

        def count(counted: list[int] = counted) -> int:
            counted[0] += 1
            return 0

        shelf.connection.set_progress_handler(count, 100)
        shelf.put(f"o/{number}", text(), hour=number)
        steps.append(counted[0])
    shelf.connection.set_progress_handler(None, 0)
    assert [row[3] for row in shelf.state()["clusters"]] == [300]
    assert max(steps[-20:]) <= 2 * max(steps[10:30])


def test_long_texts_do_not_fill_the_memory(shelf: CopyShelf) -> None:
    texts = shelf.copies._texts
    for number in range(12):
        texts.keep(str(number), frozenset(b"%d %d" % (number, each) for each in range(20_000)))
    assert len(texts._kept) == 4
    assert texts._count == sum(map(len, texts._kept.values())) <= 80_000

"""The queries of docs/archive.md run as they stand on an archive, and find what they say."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

DOC = (Path(__file__).resolve().parents[2] / "docs" / "archive.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", DOC, re.DOTALL)


def test_there_are_seven():
    assert len(QUERIES) == 7


@pytest.mark.parametrize("number", range(7))
def test_a_query_runs_and_finds(small_archive, number: int):
    # the words of the full-text example are those of this archive
    query = QUERIES[number].replace("cabai", "banjir")
    connection = sqlite3.connect(f"file:{small_archive.path / 'news.db'}?mode=ro", uri=True)
    try:
        rows = connection.execute(query).fetchall()
    finally:
        connection.close()
    assert len(rows) == (1, 1, 3, 1, 1, 1, 2)[number], rows


def test_every_table_named_is_there(small_archive):
    connection = sqlite3.connect(f"file:{small_archive.path / 'news.db'}?mode=ro", uri=True)
    try:
        there = {name for (name,) in connection.execute("SELECT table_name FROM descriptions WHERE column_name = ''")}
    finally:
        connection.close()
    tour = DOC[DOC.index("## A short tour") : DOC.index("## Inside a pack")]
    columns = {"ended_at", "article_id", "earliest_article_id"}
    assert set(re.findall(r"`(\w+)`", tour)) - columns <= there


def test_every_table_of_a_pack_is_described_and_no_other(small_archive):
    (pack,) = sorted((small_archive.path / "packs").glob("*.db"))[:1]
    connection = sqlite3.connect(f"file:{pack}?mode=ro", uri=True)
    try:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    finally:
        connection.close()
    part = DOC[DOC.index("## Inside a pack") : DOC.index("The writer makes bodies")]
    named = {name for row in re.findall(r"^\| (`.*?`) \|", part, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert {name for name in there if not name.startswith("sqlite_")} - {"pack"} == named

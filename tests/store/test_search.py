from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.models import Article
from newsarchive.store import Archive, Writer, open_archive
from newsarchive.store.search import fts_query


@pytest.fixture
def archive(writer: Writer, run: int, folder: Path, article: Callable[..., Article], t0: datetime) -> Archive:
    texts = [
        ("1", "radar-watu", "Harga cabai naik", "Pedagang mengeluh di Pasar Watu.", "2025-04-28T06:30:00+07:00"),
        ("2", "radar-watu", "Jembatan ambruk", "Warga menyebut harga cabai di pasar.", "2025-04-29T00:30:00+07:00"),
        ("3", "kabar-lereng", "Cabai murah", "Panen raya, café ramai.", "2025-04-29T23:30:00+08:00"),
        ("4", "kabar-lereng", "Tanpa tanggal", "Naik harga lagi cabai.", None),
    ]
    for number, outlet, title, body, at in texts:
        published = None if at is None else datetime.fromisoformat(at)
        made = article(number, outlet=outlet, title=title, body=(body,), published_at=published)
        writer.add_article(made, [], at=t0, run_id=run)
    writer.close()
    return open_archive(folder)


def found(archive: Archive, query: str, **more: object) -> list[str]:
    return [hit.key.rpartition("/")[2] for hit in archive.search(query, **more)]  # type: ignore[arg-type]


def test_all_words_must_be_there_and_titles_count_most(archive: Archive) -> None:
    assert found(archive, "harga cabai")[0] == "1"
    assert sorted(found(archive, "harga cabai")) == ["1", "2", "4"]
    assert found(archive, '"harga cabai"') == ["1", "2"]
    assert found(archive, "HARGA ambruk") == ["2"]
    assert found(archive, "cafe") == ["3"]
    assert sorted(found(archive, "jemb*")) == ["2"]
    assert found(archive, "jemb") == []
    assert found(archive, "cabai", limit=1) == found(archive, "cabai")[:1]


def test_hits_say_where_and_when(archive: Archive) -> None:
    (hit,) = archive.search("mengeluh")
    assert (hit.key, hit.title, hit.outlet) == ("radar-watu/1", "Harga cabai naik", "radar-watu")
    assert hit.snippet == "Pedagang [mengeluh] di Pasar Watu."
    assert hit.published_at is not None
    assert hit.published_at.isoformat() == "2025-04-28T06:30:00+07:00"
    assert hit.url == "https://radarwatu.test/read/1/pasar"


def test_outlet_province_and_printed_dates_narrow_a_search(archive: Archive) -> None:
    assert sorted(found(archive, "cabai", outlet="kabar-lereng")) == ["3", "4"]
    assert sorted(found(archive, "cabai", province="ID-BA")) == ["3", "4"]
    assert found(archive, "cabai", province="ID-XX") == found(archive, "cabai", outlet="x") == []
    # Half past midnight on the 29th in Watu is still the 28th in UTC: the printed day is what counts.
    assert sorted(found(archive, "cabai", since=date(2025, 4, 29))) == ["2", "3"]
    assert found(archive, "cabai", until=date(2025, 4, 28)) == ["1"]
    assert found(archive, "cabai", since=date(2025, 4, 29), until=date(2025, 4, 29), outlet="radar-watu") == ["2"]
    instant = datetime.fromisoformat("2025-04-28T17:30:00+00:00")
    assert found(archive, "cabai", since=instant, until=instant) == ["2"]


def test_articles_can_be_walked_through(archive: Archive) -> None:
    def walk(**more: object) -> list[str]:
        return [record.key for record in archive.articles(**more)]  # type: ignore[arg-type]

    assert walk() == ["radar-watu/1", "radar-watu/2", "kabar-lereng/3", "kabar-lereng/4"]
    assert walk(outlet="radar-watu", limit=1) == ["radar-watu/1"]
    assert walk(since=date(2025, 4, 29)) == ["radar-watu/2", "kabar-lereng/3"]


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("harga cabai", '"harga" "cabai"'),
        ('"harga cabai" naik', '"harga cabai" "naik"'),
        ('naik "tak tertutup', '"naik" "tak tertutup"'),
        ("title:x OR NEAR(a b)", '"title:x" "OR" "NEAR(a" "b)"'),
        ("kata* ka*ta", '"kata"* "ka*ta"'),
        ('- * ! "" \' ^', ""),
        ("", ""),
        ("a\x00b", '"a" "b"'),
    ],
)
def test_nothing_typed_is_an_operator(text: str, expression: str) -> None:
    assert fts_query(text) == expression


def test_nothing_to_look_for_finds_nothing(archive: Archive) -> None:
    assert archive.search("") == archive.search("***") == archive.search("cabai", limit=0) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="ab\"'*()^:-+ ORNEAT{}", max_size=30))
def test_any_text_can_be_looked_for(archive: Archive, text: str) -> None:
    archive.search(text)
    assert archive.article(text) is None or text.strip().isdecimal()
    archive.article(f"https://radarwatu.test/{text}")

"""An article against its gold: what counts as right, wrong, missing and extra."""

from datetime import UTC, datetime

import pytest

from newsarchive.gold.compare import compare
from newsarchive.gold.tables import by_field, by_network
from newsarchive.models import Article, Image, RelatedLink

BODY = ("Warga menanam padi di sawah yang baru dibuka.", "Panen pertama digelar bulan depan, kata kepala dusun.")
GOLD = {
    "url": "https://a.test/1",
    "title": "Sawah Baru: Dibuka",
    "body": list(BODY),
    "published_at": "2025-04-28T13:22:00+07:00",
    "authors": ["Karto Wira"],
    "related": [{"text": "Pasar Pindah"}],
    "captions": [{"caption": "Sawah", "credit": "x"}],
    "tags": [],
}


def article(**changes: object) -> Article:
    values: dict[str, object] = {
        "url": "https://a.test/1",
        "outlet": None,
        "kind": "article",
        "body": BODY,
        "title": "Sawah baru dibuka",
        "published_at": datetime(2025, 4, 28, 6, 22, 40, tzinfo=UTC),
        "authors": ("Karto  Wira",),
        "related": (RelatedLink("Pasar pindah", None, 1),),
        "images": (Image(None, "Sawah"),),
        "method": "layout:disway/codeigniter",
    }
    return Article(**(values | changes))  # type: ignore[arg-type]


def test_case_punctuation_and_seconds_are_free() -> None:
    one = compare("a", article(), GOLD)
    assert one.is_right
    assert one.text is not None
    assert one.text.f1 == 1.0
    assert set(one.verdicts.values()) == {"right"}


@pytest.mark.parametrize(
    ("changes", "field", "verdict"),
    [
        ({"title": "Lain"}, "title", "wrong"),
        ({"title": None}, "title", "missing"),
        ({"published_at": datetime(2025, 4, 28, 13, 22, tzinfo=UTC)}, "published_at", "wrong"),
        ({"published_at": None}, "published_at", "missing"),
        ({"authors": ("Karto Wira", "Lain")}, "authors", "wrong"),
        ({"tags": ("padi",)}, "tags", "extra"),
        ({"images": ()}, "captions", "missing"),
    ],
)
def test_verdicts(changes: dict[str, object], field: str, verdict: str) -> None:
    one = compare("a", article(**changes), GOLD)
    assert one.verdicts[field] == verdict
    assert [d[0] for d in one.differences] == [field]
    assert not one.is_right


def test_other_values_may_be_accepted_and_a_day_alone_is_a_day() -> None:
    gold = {**GOLD, "accept": {"title": [""]}, "published_at": "2025-04-28"}
    assert compare("a", article(title=None), gold).is_right


def test_lost_paragraphs_leaks_and_optional_text() -> None:
    cut = compare("a", article(body=BODY[:1]), GOLD).text
    assert cut is not None
    assert cut.lost == BODY[1:]
    assert cut.precision == 1.0
    assert 0 < cut.recall < 1
    leaky = compare("a", article(body=(*BODY, "Baca juga: Pasar Pindah ke Timur Kota")), GOLD).text
    assert leaky is not None
    assert leaky.leaks == ("Baca juga: Pasar Pindah ke Timur Kota",)
    assert leaky.precision < 1.0
    gold = {**GOLD, "body_optional": ["dan juga tulisan lain ini"]}
    free = compare("a", article(body=(*BODY, "dan juga tulisan lain ini")), gold).text
    assert free is not None
    assert free.recall == 1.0
    assert free.precision < 1.0  # the grams over the border still count


def test_tables_add_up() -> None:
    read = [
        compare("a", article(), GOLD),
        compare("b", article(title="Lain", related=()), GOLD),
        compare("c", article(method="fallback:trafilatura"), GOLD),
    ]
    rows = {row.network: row for row in by_network(read)}
    assert list(rows) == ["disway", "fallback:trafilatura", "all"]
    assert (rows["disway"].pages, rows["disway"].all_right) == (2, 1)
    assert (rows["all"].related_found, rows["all"].related_gold, rows["all"].related_read) == (2, 3, 2)
    titles = next(row for row in by_field(read) if row.field == "title")
    assert (titles.right, titles.wrong, titles.missing, titles.extra) == (2, 1, 0, 0)

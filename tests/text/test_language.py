"""Languages told apart on sentences of our own; bodies of real pages where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsarchive.text.language import identify, language_of

SHARED = Path(__file__).parents[2] / "../shared/pages"
ENGLISH = ("thejakartapost", "thejakartaglobe", "en.tempo")

SENTENCES = [
    ("id", "Warga dusun itu memperbaiki jembatan yang rusak karena banjir pekan lalu, kata kepala desa saat ditemui."),
    ("id", "Panitia akan membagikan bibit kepada petani. Bibit tersebut berasal dari kebun dinas dan tidak dijual."),
    ("en", "The villagers repaired the bridge that was damaged by last week's flood, the head of the hamlet said."),
    ("ms", ("Kerajaan negeri mengumumkan bantuan kepada pekebun kecil kerana banjir minggu lalu. Polis berkata, orang "
           "ramai boleh memohon di pejabat daerah bermula esok.")),
    ("jv", ("Wong-wong ing desa padha mbangun kreteg sing rusak amarga banjir. Para mudha uga melu kerja bakti lan "
           "ora ana sing bali sadurunge rampung.")),
    ("su", ("Warga désa ngomean jambatan anu ruksak kusabab caah. Barudak ngora ogé milu gotong royong jeung henteu "
           "aya nu balik saméméh anggeus.")),
    ("min", ("Urang kampuang mampaelok jambatan nan rusak dek galodo. Awak samo-samo mangumpuaan pitih jo bareh untuak "
            "urang nan kanai.")),
    ("ban", ("Warga banjar ngaturang ngayah ring pura sane jagi nyanggra piodalan. Ida dane sane lanang makarya ring "
            "jaba, punika sampun biasa.")),
    ("ar", "قال الوزير إن الحكومة ستقدم مساعدات للمزارعين المتضررين من الفيضانات في المقاطعة."),
    ("zh", "省政府宣布向上周受洪水影响的小农户提供特别援助,省长表示明天起可以申请。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_languages_of_the_country_and_their_neighbours_are_told_apart(language: str, text: str) -> None:
    assert identify(text) == language
    assert identify(f"{text} " * 300) == language


@pytest.mark.parametrize(
    "text", ["", "Banjir", "Panen raya di hulu", "省政府宣布", "\0" * 500, "1 2 3 4 5 6 7 8 9 10 11 12"]
)
def test_too_little_text_has_no_language(text: str) -> None:
    assert identify(text) is None


@pytest.mark.parametrize("text", ["\ud800 rusak " * 20, "\x01\x02 \ufffe kata " * 40, "xq zvw " * 60])
def test_broken_text_is_no_error(text: str) -> None:
    assert identify(text) is None or isinstance(identify(text), str)


def test_indonesian_and_english_are_told_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import newsarchive.text.language as module

    def refuse(_: str) -> str | None:
        raise AssertionError("the library was asked")

    monkeypatch.setattr(module, "_ask", refuse)
    assert [identify(text) for language, text in SENTENCES if language in {"id", "en"}] == ["id", "id", "en"]


INDONESIAN, JAVANESE, ENGLISH_TEXT = SENTENCES[0][1], SENTENCES[4][1], SENTENCES[2][1]


@pytest.mark.parametrize(
    ("text", "declared", "language", "codes"),
    [
        (INDONESIAN, "id-ID", "id", []),
        (INDONESIAN, "in", "id", []),
        (INDONESIAN, "en-US", "id", []),  # what templates are delivered with
        (INDONESIAN, None, "id", []),
        (INDONESIAN, "<script>", "id", []),
        (INDONESIAN, "ar", "id", ["language-differs"]),
        (JAVANESE, "id", "jv", []),  # a column of an Indonesian site
        (ENGLISH_TEXT, "id", "en", ["language-differs"]),
        ("", "id-ID", "id", []),
        ("", "en_GB", "en", []),
        ("", None, None, []),
    ],
)
def test_text_beats_declaration(text: str, declared: str | None, language: str | None, codes: list[str]) -> None:
    found, warnings = language_of(text, declared)
    assert (found, [warning.partition(":")[0] for warning in warnings]) == (language, codes)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real pages are not at hand")
def test_bodies_of_real_pages() -> None:
    wrong = []
    for path in sorted(SHARED.glob("*.json")):
        body = "\n".join(json.loads(path.read_text()).get("body") or [])
        language = "en" if path.name.removeprefix("www.").startswith(ENGLISH) else "id"
        if len(body) > 200 and identify(body) != language:
            wrong.append((path.stem, identify(body)))
    assert not wrong

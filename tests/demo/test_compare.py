"""The comparison must be able to fail: every kind of difference is planted once and found."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsarchive.demo.compare import compare
from newsarchive.demo.holding import Held, Holding, key_of
from newsarchive.demo.outlets import BY_SLUG
from newsarchive.demo.report import difference_lines, rows
from newsarchive.demo.run import DemoResult
from newsarchive.demo.world import World
from newsarchive.models import Article, DateMention, Image, RelatedLink
from newsarchive.store.records import ArchiveStatus, ArticleRecord, FailureRecord, VersionRecord

NOW = datetime(2025, 6, 20, tzinfo=UTC)
REQUESTS = {"all": 7}


@pytest.fixture(scope="module")
def truth():
    return World(1, 120).truth()


def _article(truth, version):
    return Article(
        url=truth.url,
        outlet=truth.outlet,
        kind=truth.kind,
        body=version.body,
        title=version.title,
        published_at=datetime.fromisoformat(truth.published_at),
        published_printed=truth.published_printed,
        published_zone=truth.published_zone,
        authors=version.authors,
        editors=version.editors,
        source_credit=version.source_credit,
        republished_from=version.republished_from,
        place=truth.place,
        brand=truth.brand,
        section=truth.section,
        tags=version.tags,
        images=(Image("https://x.test/a.jpg", version.caption, version.credit),),
        related=tuple(RelatedLink(text, url, 0) for text, url in version.related),
        dates_mentioned=(DateMention(truth.implausible, None, 1),) if truth.implausible else (),
    )


def _held(truth):
    versions = tuple(
        VersionRecord(n, NOW, (), _article(truth, version), (n,)) for n, version in enumerate(truth.versions, 1)
    )
    record = ArticleRecord(
        id=1,
        key=truth.key,
        article=versions[-1].article,
        version=len(versions),
        first_seen_at=NOW,
        last_seen_at=NOW,
        gone_at=NOW if truth.is_removed else None,
        cluster_id=truth.cluster,
        aliases=(),
        snapshot_ids=(1,),
    )
    return Held(record, versions)


def _failure(key, number, *, resolved=None):
    outlet, native_id = key.split("/")
    host = BY_SLUG[outlet].host
    url = f"https://{host}/read/{native_id}/slug"
    return FailureRecord(number, url, outlet, 1, 1, "blocked", "why", NOW, resolved)


@pytest.fixture
def holding(truth):
    articles = {a.key: _held(a) for a in truth.articles}
    failures = tuple(_failure(key, n) for n, (key, _) in enumerate(truth.failures))
    status = ArchiveStatus(
        path="x", outlets=(), articles=1, versions=1, snapshots=7, clusters=1, duplicates=1, gone=1, failures={},
        frontier={}, last_run=None, raw_bytes=1000, distinct_bytes=900, stored_bytes=300, disk_bytes=4000,
    )  # fmt: skip
    earliest = {a.cluster: a.cluster for a in truth.articles if a.cluster}
    return Holding(articles, failures, status, earliest)


def _kinds(truth, holding, requests=REQUESTS):
    return Counter(d.kind for d in compare(truth, holding, requests).differences)


def _changed(holding, key, **changes):
    """The holding with the latest version of one article changed."""
    held = holding.articles[key]
    article = replace(held.record.article, **changes)
    version = replace(held.versions[-1], article=article)
    now = Held(replace(held.record, article=article), (*held.versions[:-1], version))
    return replace(holding, articles={**holding.articles, key: now})


def _recorded(holding, key, **changes):
    held = holding.articles[key]
    now = Held(replace(held.record, **changes), held.versions)
    return replace(holding, articles={**holding.articles, key: now})


def _some(truth, test=lambda a: True):
    return next(a for a in truth.articles if test(a) and a.cluster is None and len(a.versions) == 1)


def test_a_perfect_archive_has_no_difference(truth, holding):
    comparison = compare(truth, holding, REQUESTS)
    assert comparison.differences == ()
    assert comparison.archived == comparison.expected == comparison.bodies_equal == comparison.dates_equal
    assert comparison.found == comparison.published
    assert comparison.related == comparison.related_expected > 100
    assert comparison.groups == comparison.groups_expected > 1
    result = DemoResult(comparison, "x", "y", 1.0, (1.0, 1.0), 7)
    assert all(is_right for _, _, is_right in rows(result))


@pytest.mark.parametrize(
    ("kinds", "changes"),
    [
        ({"body"}, {"body": ("Lain sama sekali.",)}),
        ({"title"}, {"title": "Lain"}),
        ({"url"}, {"url": "https://lain.test/"}),
        ({"published-at"}, {"published_at": datetime(2025, 6, 1, 3, tzinfo=UTC)}),
        ({"published-at"}, {"published_at": None}),
        ({"published-printed"}, {"published_printed": "Senin"}),
        ({"published-zone"}, {"published_zone": "+07:00"}),
        ({"authors"}, {"authors": ("Lain", "Orang")}),
        ({"editors"}, {"editors": ("Lain", "Orang")}),
        ({"tags"}, {"tags": ()}),
        ({"section"}, {"section": None}),
        ({"place"}, {"place": "ENTAH"}),
        ({"brand"}, {"brand": "ENTAH"}),
        ({"source-credit"}, {"source_credit": "entah"}),
        ({"republished-from"}, {"republished_from": "entah"}),
        ({"kind"}, {"kind": "photo"}),
        ({"caption"}, {"images": (Image(None, "entah", None),)}),
        ({"related"}, {"related": (RelatedLink("entah", None, 0),)}),
    ],
)
def test_a_changed_field_is_found(truth, holding, kinds, changes):
    key = _some(truth).key
    assert set(_kinds(truth, _changed(holding, key, **changes))) == kinds


def test_an_instant_that_is_a_second_off_or_in_another_zone_is_found(truth, holding):
    article = _some(truth)
    at = datetime.fromisoformat(article.published_at)
    for wrong in (at + timedelta(seconds=1), at.astimezone(UTC)):
        assert set(_kinds(truth, _changed(holding, article.key, published_at=wrong))) == {"published-at"}


def test_a_leaked_line_is_found(truth, holding):
    article = _some(truth)
    body = (*article.versions[-1].body, f"BACA JUGA:{article.versions[-1].title}")
    comparison = compare(truth, _changed(holding, article.key, body=body), REQUESTS)
    assert {d.kind for d in comparison.differences} == {"body", "leak"}
    assert comparison.leaked == 1
    assert comparison.bodies_equal == comparison.expected - 1


def test_missing_and_unexpected_articles_are_found(truth, holding):
    key = _some(truth).key
    fewer = {k: h for k, h in holding.articles.items() if k != key}
    assert _kinds(truth, replace(holding, articles=fewer)) == {"missing": 1}
    more = {**holding.articles, truth.forbidden[0]: holding.articles[key]}
    assert _kinds(truth, replace(holding, articles=more)) == {"unexpected": 1}


def test_versions_too_many_or_too_few_are_found(truth, holding):
    key = _some(truth).key
    held = holding.articles[key]
    twice = Held(held.record, (*held.versions, held.versions[0]))
    assert _kinds(truth, replace(holding, articles={**holding.articles, key: twice})) == {"versions": 1}
    edited = next(a.key for a in truth.articles if len(a.versions) == 2)
    once = Held(holding.articles[edited].record, holding.articles[edited].versions[1:])
    assert _kinds(truth, replace(holding, articles={**holding.articles, edited: once})) == {"versions": 1}


def test_an_old_version_with_the_new_text_is_found(truth, holding):
    article = next(a for a in truth.articles if len(a.versions) == 2 and a.versions[0].body != a.versions[1].body)
    held = holding.articles[article.key]
    first = replace(held.versions[0], article=replace(held.versions[0].article, body=article.versions[1].body))
    wrong = Held(held.record, (first, held.versions[1]))
    assert "body" in _kinds(truth, replace(holding, articles={**holding.articles, article.key: wrong}))


def test_removal_is_compared_both_ways(truth, holding):
    gone = next(a.key for a in truth.articles if a.is_removed)
    assert _kinds(truth, _recorded(holding, gone, gone_at=None)) == {"removed": 1}
    assert _kinds(truth, _recorded(holding, _some(truth, lambda a: not a.is_removed).key, gone_at=NOW)) == {
        "removed": 1
    }


def test_groups_are_compared(truth, holding):
    first, second = truth.clusters[0][:2]
    assert "not-grouped" in _kinds(truth, _recorded(holding, first, cluster_id=None))
    stranger = _some(truth).key
    together = _recorded(holding, stranger, cluster_id=holding.articles[second].record.cluster_id)
    assert set(_kinds(truth, together)) >= {"not-grouped", "wrongly-grouped"}
    cluster = holding.articles[first].record.cluster_id
    other = next(key for key in truth.clusters[0] if key != cluster)
    assert _kinds(truth, replace(holding, earliest={**holding.earliest, cluster: other})) == {"earliest": 1}


def test_failures_are_compared(truth, holding):
    assert _kinds(truth, replace(holding, failures=holding.failures[1:])) == {"failure-not-recorded": 1}
    healthy = _some(truth).key
    open_one = _failure(healthy, 99)
    assert _kinds(truth, replace(holding, failures=(*holding.failures, open_one))) == {"failure-unexpected": 1}
    healed = _failure(healthy, 99, resolved=NOW)
    assert not _kinds(truth, replace(holding, failures=(*holding.failures, healed)))
    listing = replace(open_one, url="https://radarsenja.disway.test/kategori/daerah")
    assert _kinds(truth, replace(holding, failures=(*holding.failures, listing))) == {"failure-unexpected": 1}


def test_implausible_dates_have_to_be_noticed(truth, holding):
    article = next(a for a in truth.articles if a.implausible)
    assert _kinds(truth, _changed(holding, article.key, dates_mentioned=())) == {"implausible-date": 1}
    believed = (DateMention(article.implausible, NOW.date(), 1),)
    assert _kinds(truth, _changed(holding, article.key, dates_mentioned=believed)) == {"implausible-date": 1}


def test_robots_lost_answers_and_damage_are_found(truth, holding):
    assert _kinds(truth, holding, {"all": 7, "forbidden": 2}) == {"robots-disobeyed": 1}
    assert _kinds(truth, holding, {"all": 8}) == {"snapshots": 1}
    assert _kinds(truth, replace(holding, unsearchable=(_some(truth).key,))) == {"unsearchable": 1}
    assert _kinds(truth, replace(holding, damage=("2025-06.db: lost",))) == {"damage": 1}


def test_many_differences_are_counted_and_not_all_printed(truth, holding):
    for article in truth.articles[:12]:
        holding = _changed(holding, article.key, section="ENTAH")
    lines = list(difference_lines(compare(truth, holding, REQUESTS)))
    assert lines[-1] == "section: 4 more"
    assert len(lines) == 9


def test_key_of():
    assert key_of("https://radarsenja.disway.test//read/12/x") == "radarsenja-disway/12"
    assert key_of("https://radarsenja.disway.test/daerah/read/12/x/15") == "radarsenja-disway/12"
    assert key_of("https://radarsenja.disway.test/kategori/daerah") is None
    assert key_of("https://elsewhere.test/read/12/x") is None


def test_a_row_that_is_not_the_latest_version_is_found(truth, holding):
    article = _some(truth)
    held = holding.articles[article.key]
    at = datetime.fromisoformat(article.published_at).isoformat()
    right = replace(held, row=(article.versions[-1].title, "\n\n".join(article.versions[-1].body), at))
    assert not _kinds(truth, replace(holding, articles={**holding.articles, article.key: right}))
    wrong = replace(right, row=(*right.row[:2], None))
    assert _kinds(truth, replace(holding, articles={**holding.articles, article.key: wrong})) == {"row": 1}

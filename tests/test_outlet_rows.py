"""The outlets as committed: all that the facts name are there, each once, where a person would look for it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from newsarchive.models import Outlet
from newsarchive.networks import load_networks
from newsarchive.registry import Registry, load_registry
from newsarchive.registry_rows import load_provinces, read_rows
from newsarchive.resources import data_path

NATIONAL = 60
"""Sites of national networks that the facts do not list: they write for the whole country."""

FILES = sorted(data_path("outlets").glob("*.toml"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def facts(shared: Path) -> list[dict[str, str]]:
    lines = (shared / "facts" / "outlets.tsv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_outlet_of_the_facts_is_there_as_they_have_it(registry: Registry, facts: list[dict[str, str]]):
    wanted = {
        f["id"]: (f["domain"], f["iso3166_2"] or None, f["kemendagri_kab"] or None, f["tz"], f["confidence"])
        for f in facts
    }
    rows = {o.slug: (o.domain, o.province, o.regency, o.zone, o.confidence) for o in registry.outlets}
    assert len(wanted) == 709
    assert {slug: rows.get(slug) for slug in wanted} == wanted


def test_what_the_facts_do_not_have_writes_for_the_whole_country(registry: Registry, facts: list[dict[str, str]]):
    further = [o for o in registry.outlets if o.slug not in {f["id"] for f in facts}]
    assert len(further) == NATIONAL
    assert {o.province for o in further} == {None}


def test_networks_are_those_of_the_facts(registry: Registry, facts: list[dict[str, str]]):
    named = {"promedia-prmn": "promedia", "jawapos-radar": "jawapos-next", "wordpress?": "auto"}
    # whose software the facts do not know, or know to be one of their own
    unsure = {"disway-bacakoran", "times", "fajar", "other"}
    own = {"beritajatim": "beritajatim"}
    wanted = {
        f["id"]: own.get(f["id"], named.get(f["network"], f["network"])) for f in facts if f["network"] not in unsure
    }
    assert {slug: registry.get(slug).network for slug in wanted} == wanted
    for fact in facts:
        if fact["network"] in unsure:
            assert registry.get(fact["id"]).network in {"auto", "wordpress", "harianjogja", "nusabali"}


def test_the_provinces_are_those_of_the_facts(facts: list[dict[str, str]]):
    provinces = {(f["iso3166_2"], f["province"], f["kemendagri_prov"], f["tz"]) for f in facts if f["iso3166_2"]}
    assert {(p.code, p.name, p.kemendagri, p.zone) for p in load_provinces()} == provinces


def test_no_province_is_without_an_outlet(registry: Registry):
    assert {o.province for o in registry.outlets} - {None} == {p.code for p in registry.provinces}


def test_every_network_has_an_outlet(registry: Registry):
    assert {o.network for o in registry.outlets} == set(load_networks())


def test_who_is_of_no_network_stands_with_his_neighbours():
    """A province's rows that are `auto` are in one file, so that a person finds them and adds to them."""
    files = defaultdict(set)
    for path in FILES:
        for row in read_rows(path):
            network = row.values.get("network", row.network)
            assert (network == "auto") == path.stem.startswith("auto-"), row.slug
            if network == "auto":
                files[row.values.get("province")].add(path.stem)
    assert {province for province, names in files.items() if len(names) > 1} == set()


def test_evidence_has_one_form(registry: Registry):
    form = re.compile(r"[A-Z]+(-\w+)?(\+[A-Z]+(-\w+)?)*/(source|name|own)|own(-path|\+[A-Z+]+)?/(source|name|own)")
    assert [o.slug for o in registry.outlets if not form.fullmatch(o.evidence or "")] == []


def test_low_confidence_is_for_what_was_not_seen(registry: Registry):
    def unseen(outlet: Outlet) -> bool:
        codes = set((outlet.evidence or "").partition("/")[0].split("+"))
        return codes <= {"own", "own-path", "DLG-name"}

    assert {o.slug for o in registry.outlets if o.confidence == "low"} == {
        o.slug for o in registry.outlets if unseen(o)
    }


def test_notes_are_sentences_for_a_reader(registry: Registry):
    notes = {o.note for o in registry.outlets if o.note}
    assert [n for n in notes if len(n) > 120 or "://" in n or re.search(r"\b[0-9a-f]{7,40}\b", n)] == []
    assert registry.get("merdeka").note
    republika = registry.filter(network="republika")
    assert {bool(o.note and "robots.txt" in o.note) for o in republika} == {True}


def test_real_pages_are_of_an_outlet(registry: Registry, shared: Path):
    """But a private blog, and a page that only pretends to be one."""
    with (shared / "pages" / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        urls = [row["original_url"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    urls = [url for url in urls if "://" in url]
    assert len(urls) > 40
    strangers = {url.split("/")[2] for url in urls if registry.by_url(url) is None}
    assert strangers <= {"kabarislamia.com", "t.me", "web.archive.org", "indeks.kompas.com"}

"""The time of the last change, beside that of publication."""

from __future__ import annotations

from datetime import datetime

import pytest

from newsarchive.dates.candidates import Candidate
from newsarchive.dates.modified import Modified, read_modified
from newsarchive.dates.published import reconcile

PRINTED = Candidate("printed", "Selasa, 12 Mei 2015 15:32 WIB")
STAMP = Candidate("jsonld", "2015-05-12T15:32:09+07:00", "datePublished")


def changed(*candidates, published=(PRINTED, STAMP), zone="WIB", **settings):
    return read_modified(candidates, reconcile(published, zone=zone, **settings), zone=zone, **settings)


def modified(text, source="jsonld", name="dateModified"):
    return Candidate(source, text, name)


def test_a_later_time_is_the_change():
    found = changed(modified("2015-05-13T08:00:00Z"))
    assert found.at == datetime.fromisoformat("2015-05-13T15:00:00+07:00")
    assert (found.printed, found.warnings) == ("2015-05-13T08:00:00Z", ())


def test_nothing_stated_is_nothing():
    assert changed() == Modified()
    assert changed(PRINTED) == Modified()


@pytest.mark.parametrize(
    "same", ["2015-05-12T15:32:09+07:00", "2015-05-12 15:32:00", "2015-05-12T08:32:30Z", "2015-05-12 15:30:40"]
)
def test_the_minute_of_publication_is_no_change(same):
    assert changed(modified(same)) == Modified()


def test_a_repeated_statement_that_lost_is_no_change():
    late = Candidate("jsonld", "2015-05-12T16:00:20+07:00", "datePublished")
    assert changed(modified(late.text), published=(PRINTED, late)) == Modified()


def test_a_change_before_publication_is_a_warning():
    found = changed(modified("2015-05-11 20:33:05"))
    assert found.at is None
    assert found.printed == "2015-05-11 20:33:05"
    (warning,) = found.warnings
    assert warning.startswith("modified-before-published: jsonld dateModified '2015-05-11 20:33:05' is 1139 minutes ")


def test_a_refuted_offset_is_not_believed_for_the_change():
    published = (
        Candidate("printed", "12:23 am May 12, 2015"),
        Candidate("meta", "2015-05-12T00:23:23+00:00", "article:published_time"),
    )
    stated = Candidate("meta", "2015-05-12T00:26:36+00:00", "article:modified_time")
    found = changed(stated, published=published, zone=None, assume="WIB")
    assert found.at == datetime.fromisoformat("2015-05-12T00:26:36+07:00")


@pytest.mark.parametrize(
    "line",
    [
        "Tayang: Selasa, 12 Mei 2015 15:32 WIB | Diperbarui: Rabu, 13 Mei 2015 07:05 WIB",
        "Selasa, 12 Mei 2015 15:32 WIB (update 13 Mei 2015 07:05 WIB)",
        "Last modified 13 May 2015 07:05 WIB, published 12 May 2015 15:32 WIB",
    ],
)
def test_printed_update_beside_the_printed_publication(line):
    printed = Candidate("printed", line)
    found = changed(printed, modified("2015-05-13T07:05:20+07:00"), published=(printed,))
    assert reconcile([printed], zone=None).at == datetime.fromisoformat("2015-05-12T15:32:00+07:00")
    assert found.at == datetime.fromisoformat("2015-05-13T07:05:20+07:00")


def test_unreadable_change_is_nothing():
    assert changed(modified("tadi pagi")) == Modified()


def test_change_of_a_page_whose_publication_is_unknown():
    found = changed(modified("2015-05-13T08:00:00Z"), published=())
    assert found.at == datetime.fromisoformat("2015-05-13T15:00:00+07:00")

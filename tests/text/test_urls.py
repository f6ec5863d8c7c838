"""URLs as text: one spelling for one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.text.urls import absolute_url, canonical_url, host_of


@pytest.mark.parametrize(
    ("url", "want"),
    [
        ("HTTPS://Kabar.Test/Read/1/A", "https://kabar.test/Read/1/A"),
        ("https://kabar.test:443/a#komentar", "https://kabar.test/a"),
        ("https://kabar.test:8443/a", "https://kabar.test:8443/a"),
        ("https://kabar.test//read//1/a", "https://kabar.test/read/1/a"),
        ("https://kabar.test", "https://kabar.test/"),
        ("https://kabar.test/a?utm_source=x&page=2&fbclid=y", "https://kabar.test/a?page=2"),
        ("https://kabar.test/a?b=2&a=1&kosong=", "https://kabar.test/a?b=2&a=1&kosong="),
        ("https://user:rahasia@kabar.test/a", "https://kabar.test/a"),
        (" https://kabar.test/a\n", "https://kabar.test/a"),
    ],
)
def test_canonical(url: str, want: str) -> None:
    assert canonical_url(url) == want


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.test(:[0-9]{2,4})?(/[a-zA-Z0-9%._-]{0,8}){0,4}(\?[a-z_=&0-9]{0,20})?", fullmatch=True
    )
)
def test_canonical_is_stable(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


def test_malformed_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_url("https://[::1/a")


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "mailto:a@b.test", "#atas", "", "data:text/html,x", "ftp://a.test/x", "https://[x/"]
)
def test_what_is_no_page_gives_none(href: str) -> None:
    assert absolute_url("https://kabar.test/", href) is None


def test_absolute_keeps_the_link_as_written() -> None:
    assert absolute_url("https://kabar.test/", "https://kabar.test//read/1/a") == "https://kabar.test//read/1/a"
    assert absolute_url("https://kabar.test/x/", "../read/1") == "https://kabar.test/read/1"


def test_parts() -> None:
    assert host_of("https://Kabar.TEST:8080/a") == "kabar.test"
    assert host_of("https://[x") == ""

"""What holds for the declarations of every network, whoever writes the next one."""

import re
from dataclasses import fields

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive.models import Layout, Network
from newsarchive.networks import load_networks

NETWORKS = sorted(load_networks().values(), key=lambda network: network.slug)
LAYOUTS = [pytest.param(n, x, id=f"{n.slug}-{x.name}") for n in NETWORKS for x in n.layouts]
NOT_SELECTORS = {"name", "until", "kind", "payload"}


def selectors(layout: Layout) -> list[str]:
    values = [getattr(layout, f.name) for f in fields(layout) if f.name not in NOT_SELECTORS]
    return [s for value in values for s in ((value,) if isinstance(value, str) else value or ())]


@pytest.mark.parametrize(("network", "layout"), LAYOUTS)
def test_every_selector_can_be_read(network: Network, layout: Layout) -> None:
    tree = LexborHTMLParser("<p>x</p>")
    for selector in selectors(layout):
        tree.css(selector)


@pytest.mark.parametrize(("network", "layout"), LAYOUTS)
def test_recognition_never_looks_into_every_ancestor(network: Network, layout: Layout) -> None:
    """`:has()` on an ancestor costs the cube of a hostile page's size, and every page is tried with every layout."""
    assert not any(":has(" in selector for selector in (layout.recognise, *layout.needs))


@pytest.mark.parametrize(("network", "layout"), LAYOUTS)
def test_text_and_title_are_not_found_by_position(network: Network, layout: Layout) -> None:
    """A template puts an advertisement in front, and the third block is the fourth."""
    needed = (layout.recognise, *layout.needs, layout.title, layout.body)
    assert not [selector for selector in needed if re.search(r":nth-|:last-|:first-", selector)]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.slug)
def test_layouts_stand_in_the_order_of_time_and_the_last_is_served_still(network: Network) -> None:
    if not network.layouts:
        return
    ended = [layout.until is not None for layout in network.layouts]
    assert ended == sorted(ended, reverse=True)  # those that are served still stand behind those that are not
    assert network.layouts[-1].until is None
    names = [layout.name for layout in network.layouts]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.slug)
def test_networks_are_named_where_they_are_meant(network: Network) -> None:
    assert set(network.also) <= load_networks().keys() - {network.slug}
    assert all(liar.partition(":")[0] in {"jsonld", "meta", "datalayer", "payload", "url"} for liar in network.liars)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.slug)
def test_url_rules_name_only_groups_that_are_known(network: Network) -> None:
    for rule in network.urls:
        assert set(rule.pattern.groupindex) <= {"id", "slug", "offset", "whole"}

"""Documents that Nuxt 3 wrote flat: one array, whose objects hold the places of their values instead of the values.

The format is that of the library devalue (its `stringify`), as found in `script#__NUXT_DATA__` and in
`_payload.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_WRAPPERS = frozenset({"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"})
_DEEPEST = 60
_MOST = 100_000
"""Members of lists that are put in their place in one document."""


def unflattened(document: Any) -> Any:
    """The document that a flat one stands for; any other as it is.

    Records are put together only when they are asked for: a small array can stand for an endless document.
    """
    is_flat = isinstance(document, list) and len(document) > 1 and _begins_flat(document[0])
    return _Flat(document).value(0, 0) if is_flat else document


def _begins_flat(first: Any) -> bool:
    """Whether the first member is a record, or a wrapper, all of whose values may be places."""
    if isinstance(first, list):
        return len(first) == 2 and _is_wrapper(first[0]) and type(first[1]) is int
    return isinstance(first, Mapping) and bool(first) and all(type(value) is int for value in first.values())


def _is_wrapper(name: Any) -> bool:
    return isinstance(name, str) and name in _WRAPPERS


class _Flat:
    def __init__(self, values: list[Any]) -> None:
        self._values = values
        self._left = _MOST

    def value(self, place: Any, depth: int) -> Any:
        """What stands at a place: one that is none, like those for undefined and NaN (below 0), holds nothing."""
        while type(place) is int and 0 <= place < len(self._values) and depth < _DEEPEST:
            depth += 1
            value = self._values[place]
            if isinstance(value, Mapping):
                return _Record(self, value, depth)
            if not isinstance(value, list):
                return value
            if len(value) == 2 and value[0] == "Date":
                return value[1]
            if len(value) != 2 or not _is_wrapper(value[0]):
                return self._members(value, depth)
            place = value[1]
        return None

    def _members(self, places: list[Any], depth: int) -> list[Any]:
        found = []
        for place in places:
            if self._left <= 0:
                break
            self._left -= 1
            found.append(self.value(place, depth))
        return found


class _Record(Mapping[str, Any]):
    """An object of the document; a value is found when it is asked for."""

    def __init__(self, flat: _Flat, places: Mapping[str, Any], depth: int) -> None:
        self._flat, self._places, self._depth = flat, places, depth

    def __getitem__(self, key: str) -> Any:
        return self._flat.value(self._places[key], self._depth)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

"""Where the committed data files are: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent / "data"
_INSTALLED = _PACKAGE / "_data"


def data_path(*parts: str) -> Path:
    """Path of a committed data file, e.g. `data_path("noise.toml")`. The wheel holds them under `newsarchive/_data`."""
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return root.joinpath(*parts)

"""Digests as WARC fields hold them (`sha1:BASE32`, `sha256:hex`, ...), compared with the bytes they speak of."""

from __future__ import annotations

import base64
import hashlib

_ALGORITHMS = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"})


def agrees(labelled: str, *candidates: bytes) -> bool | None:
    """Whether any of the candidates has this digest; None where it cannot be told: no label, an unknown algorithm.

    The algorithm is written in any case, with or without a hyphen (`SHA-1`); its value in base32 or hexadecimal, as
    WARC/1.1 §5.8 leaves open, or base64, as some tools do.
    """
    name, _, value = labelled.partition(":")
    algorithm = name.strip().lower().replace("-", "")
    value = value.strip()
    if algorithm not in _ALGORITHMS or not value:
        return None
    return any(_is_digest(hashlib.new(algorithm, data, usedforsecurity=False).digest(), value) for data in candidates)


def name_of(labelled: str) -> str:
    """One spelling for digests that are written alike but for case, hyphen and padding."""
    algorithm, _, value = labelled.partition(":")
    return f"{algorithm.strip().lower().replace('-', '')}:{value.strip().rstrip('=').lower()}"


def _is_digest(digest: bytes, value: str) -> bool:
    written = value.rstrip("=")
    if len(written) == 2 * len(digest):
        return written.lower() == digest.hex()
    return written.upper() == base64.b32encode(digest).decode().rstrip("=") or (
        written.replace("-", "+").replace("_", "/") == base64.b64encode(digest).decode().rstrip("=")
    )

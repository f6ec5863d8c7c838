"""Says when two texts are the same, or nearly: hashes of words, shingles, and signatures by which copies are found."""

from __future__ import annotations

from newsarchive.dedup.words import body_hash, content_hash, normalise

__all__ = ["body_hash", "content_hash", "normalise"]

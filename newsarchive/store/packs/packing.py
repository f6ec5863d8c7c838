"""Compresses texts with zstandard: alone, or against another text, a page of the same template."""

from __future__ import annotations

from dataclasses import dataclass

import zstandard

MAX_TEXT = 8 << 20
"""Longer pages are stored alone: a window beyond this would make readers need much memory."""

MIN_TEXT = 512
"""Shorter bodies (redirects, errors) are not worth a look-up of a sibling."""

_ALONE_LEVEL = 9
"""Measured on 132 KB pages: 49.2 KB in 2.6 ms; level 3 gives 52.0 KB in 0.6 ms, level 19 46.6 KB in 33 ms."""

LEVEL = 3
"""Against a sibling, on 132 KB pages: level 1 gives 3.4 KB in 0.05 ms, 3 3.0 KB in 0.09 ms, 6 2.9 KB in 0.20 ms."""

ALONE = 0.6
"""A page that takes a larger share is stored alone: leaning on the sibling gains little."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A text as it goes into a pack: `sibling_id` is the blob it needs for reading, None if it stands alone."""

    level: int
    """Of zstd, at which `data` was compressed; 0: it is the text itself."""
    data: bytes
    sibling_id: int | None
    becomes_sibling: bool = False


def dictionary(text: bytes) -> zstandard.ZstdCompressionDict:
    """A page as a dictionary: its raw content, not trained."""
    return zstandard.ZstdCompressionDict(text, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def unpack(data: bytes, size: int, sibling: bytes | None) -> bytes:
    """The text of a blob. Raises ValueError if it cannot be read, is longer than `size`, or is not what it was: each
    frame ends with a checksum of its content (RFC 8878 §3.1.1), but those of packs of form 1.
    """
    reader = zstandard.ZstdDecompressor(dict_data=dictionary(sibling)) if sibling else zstandard.ZstdDecompressor()
    try:
        text: bytes = reader.decompress(data, max_output_size=size)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    return text


class Against:
    """Compresses texts against one blob, for whoever knows which it is to be."""

    def __init__(self, blob_id: int, text: bytes, level: int = LEVEL) -> None:
        self._blob_id, self._level, self._compressor = blob_id, level, compressor_for(text, level)

    def pack(self, text: bytes) -> Packed:
        """`text` against the blob; alone if that gains little or the text is too long."""
        if len(text) <= MAX_TEXT:
            data = self._compressor.compress(text)
            if len(data) <= ALONE * len(text):
                return Packed(self._level, data, self._blob_id)
        return alone(text, becomes_sibling=False)


def alone(text: bytes, *, becomes_sibling: bool) -> Packed:
    """A text compressed by itself, or as it is if that is no longer and it is to be nobody's sibling."""
    level = _ALONE_LEVEL if len(text) <= MAX_TEXT else LEVEL
    data = zstandard.ZstdCompressor(level=level, write_checksum=True).compress(text)
    if len(data) >= len(text) and not becomes_sibling:
        return Packed(0, text, None)
    return Packed(level, data, None, becomes_sibling)


def compressor_for(text: bytes, level: int = LEVEL) -> zstandard.ZstdCompressor:
    """Compresses against a text at a level; takes 0.25 ms to make, and 1.75 MB once it was used, for one of 134 KB."""
    # The window must span the sibling and the page, or the end of the page could not see the start of the sibling.
    window = max(19, min(24, (2 * len(text)).bit_length()))
    parameters = zstandard.ZstdCompressionParameters.from_level(
        level, source_size=2 * len(text), dict_size=len(text), window_log=window, write_checksum=True
    )
    shared = dictionary(text)
    shared.precompute_compress(compression_params=parameters)
    return zstandard.ZstdCompressor(compression_params=parameters, dict_data=shared)

"""Plain text: decoded and normalised, nothing else."""

from __future__ import annotations

from benchwright.documents._encoding import decode, is_binary
from benchwright.documents._source import MEGABYTE, Extracted, Source

LARGE = 100 * MEGABYTE


def extract(source: Source) -> Extracted:
    """The whole text.

    Raises:
        DocumentError: the bytes are no text.
    """
    if is_binary(source.data):
        raise source.error("its bytes are not text in any encoding; give it the suffix of its real format")
    decoded = decode(source.data)
    notes = [decoded.note] if decoded.note else []
    if len(source.data) > LARGE:
        notes.append(f"large source: {len(source.data):,} bytes, all of which are held in memory as one text")
    return Extracted(decoded.text, notes=tuple(notes), metadata={"encoding": decoded.encoding})

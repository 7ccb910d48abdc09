"""A text cut into passages at the ends of paragraphs, else of sentences, else of words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchwright.errors import InputError

_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"[.!?。！？]['\"”’)]?\s*(?=\s|[^\x00-\x7f])|\n"), re.compile(r"\s+"))
"""Where a cut is best, next best, and tolerable."""


@dataclass(frozen=True)
class Passage:
    """A span of a text: `text == document[start:end]`."""

    start: int
    end: int
    text: str


def passages(text: str, *, size: int = 800, overlap: int = 0) -> tuple[Passage, ...]:
    """Cut a text into passages that together hold every character that is not white space.

    Args:
        text: of the document.
        size: characters of a passage, at most.
        overlap: characters that a passage shares with the one before it, at most.

    Raises:
        InputError: `size` is below 1, or `overlap` is not below `size`.
    """
    if size < 1 or not 0 <= overlap < size:
        raise InputError(
            f"passages of size {size} with overlap {overlap}: size must be at least 1 and overlap below it"
        )
    found = []
    start = _skip(text, 0)
    while start < len(text):
        end = _cut(text, start, start + size)
        trimmed = start + len(text[start:end].rstrip())
        found.append(Passage(start, trimmed, text[start:trimmed]))
        if end >= len(text):
            break
        start = _skip(text, max(start + 1, end - overlap))
    return tuple(found)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _cut(text: str, start: int, limit: int) -> int:
    """The best place to end a passage: the last good break in its second half, before the limit."""
    if limit >= len(text):
        return len(text)
    middle = (start + limit) // 2
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(text, middle, limit) if found.end() > start]
        if ends:
            return ends[-1]
    return limit

"""Passages of a text: whole sentences packed up to a size, none across the middle of a sentence that fits.

Every visible character of the text is in some passage, and `text[start:end] == passage.text`, exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from benchwright.errors import EstimateError, InputError

_BREAK = re.compile(r"\n[^\S\n]*+\n\s*+|(?<=[.!?])[\"'\u201d\u2019)\]]?\s++|(?<=[\u3002\uff01\uff1f])\s*+|\n")
_SPACE = re.compile(r"\s")


class Span(Protocol):
    """Anything with character offsets: a `Passage`, an `Evidence`."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset after the last character."""


@dataclass(frozen=True, order=True)
class Passage:
    """A stretch of a document; offsets count characters."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Unit:
    """A sentence, or a piece of one that is longer than a passage."""

    start: int
    end: int
    opens: bool
    """Whether a paragraph starts here."""


def passages(document_text: str, *, size_chars: int = 800, overlap: int = 0) -> tuple[Passage, ...]:
    """Cut a text into passages, in order.

    Args:
        document_text: the text; one without a visible character has no passage.
        size_chars: the most characters of a passage. A passage at least half as long ends where its paragraph ends.
        overlap: about how many characters the start of a passage shares with the end of the one before (whole
            sentences, so it may be fewer).

    Raises:
        InputError: the size is not positive, or the overlap not below it.
    """
    if size_chars < 1:
        raise InputError(f"size_chars is {size_chars}; a passage has at least 1 character")
    if not 0 <= overlap < size_chars:
        raise InputError(f"overlap is {overlap}; expected 0 to {size_chars - 1} (below size_chars)")
    units = list(_units(document_text, size_chars))
    return tuple(
        Passage(units[first].start, units[last].end, document_text[units[first].start : units[last].end])
        for first, last in _packed(units, size_chars, overlap)
    )


def _packed(units: list[_Unit], size: int, overlap: int) -> Iterator[tuple[int, int]]:
    """First and last unit of each passage."""
    first = 0
    while first < len(units):
        last = first
        while last + 1 < len(units) and _joins(units[first], units[last], units[last + 1], size):
            last += 1
        yield first, last
        first = next(_shared(units, (first, last), size, overlap), last + 1)


def _shared(units: list[_Unit], passage: tuple[int, int], size: int, overlap: int) -> Iterator[int]:
    """Units of a passage with which the next may start: within the overlap, and leaving room for something new."""
    first, last = passage
    for at in range(first + 1, last + 1 if last + 1 < len(units) else 0):
        if units[at].start >= units[last].end - overlap and _joins(units[at], units[last], units[last + 1], size):
            yield at


def _joins(first: _Unit, last: _Unit, following: _Unit, size: int) -> bool:
    full = following.opens and 2 * (last.end - first.start) >= size
    return not full and following.end - first.start <= size


def _units(text: str, size: int) -> Iterator[_Unit]:
    start, opens = 0, True
    for end, following, breaks in (*_breaks(text), (len(text), len(text), True)):
        for piece, (left, right) in enumerate(_pieces(text, start, end, size)):
            yield _Unit(left, right, opens and not piece)
        start, opens = following, breaks or (opens and not text[start:end].strip())


def _breaks(text: str) -> Iterator[tuple[int, int, bool]]:
    """(end of a sentence, start of the next, whether a paragraph ends)."""
    for match in _BREAK.finditer(text):
        closing = len(match[0]) - len(match[0].lstrip("\"'\u201d\u2019)]"))
        yield match.start() + closing, match.end(), match[0].count("\n") > 1


def _pieces(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """The span without white space around it, cut (at white space, if there is any) where it is too long."""
    while start < end:
        bare = text[start : min(end, start + size + 1)].lstrip()
        if not bare:
            start = min(end, start + size + 1)
            continue
        start = min(end, start + size + 1) - len(bare)
        cut = end if end - start <= size else _cut(text, start, size)
        yield start, start + len(text[start:cut].rstrip())
        start = cut


def _cut(text: str, start: int, size: int) -> int:
    found = next((at for at in range(start + size, start + size // 2, -1) if _SPACE.match(text[at])), None)
    return start + size if found is None else found


def recall(retrieved: Iterable[Span], evidence: Iterable[Span]) -> float:
    """Share of the characters of the evidence, 0 to 1, that lie in a retrieved passage; both of one document.

    Raises:
        EstimateError: there is no evidence to find.
    """
    wanted = _union(evidence)
    if not wanted:
        raise EstimateError("recall of no evidence is not a number; leave out items without evidence")
    found = _union(retrieved)
    shared = sum(max(0, min(end, right) - max(start, left)) for start, end in wanted for left, right in found)
    return shared / sum(end - start for start, end in wanted)


def _union(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Disjoint stretches that cover the same characters."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans if span.end > span.start):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

"""A document cut into sections: where its headings stand, else at the ends of paragraphs.

    headings --cut--> parts --tiny neighbours of one parent joined--> runs --long ones cut--> sections

Together the sections hold every character that is not white space, in order, none twice. Whatever the document holds
(contents lists, licences, page furniture) is text like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from benchwright.errors import InputError
from benchwright.items.drafts.draft import Section
from benchwright.records import Document, digest
from benchwright.retrieval.passages import passages

LONGEST, SHORTEST = 6000, 800
"""Characters of a section, at most: of a long document, and of the shortest."""
_TINY = 8
"""A part shorter than the size over this is joined to a neighbour."""


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    level: int
    """Of its heading; 0 where it has none."""
    heading: str
    weight: int
    """Characters without the white space around them."""


def section_size(document: Document) -> int:
    """Characters of a section, at most: so few that a short document has some eight, and every quarter its own."""
    return min(LONGEST, max(SHORTEST, len(document.text) // 8))


def sections_of(document: Document, size: int = LONGEST) -> tuple[Section, ...]:
    """The sections of a document, in order.

    Args:
        document: with or without headings; those that overlap or stand out of order are taken as they come.
        size: characters of a section, at most.

    Raises:
        InputError: `size` is below 1.
    """
    if size < 1:
        raise InputError(f"size={size} was given for sections; give a number of characters of at least 1, such as 6000")
    runs = _joined(_parts(document), size)
    return tuple(section for run in runs for section in _sections(document, run, size))


def _parts(document: Document) -> Iterator[_Part]:
    """What stands under each heading, from the start of its line on."""
    text = document.text
    cuts: dict[int, tuple[int, str]] = {}
    for heading in sorted(document.headings, key=lambda heading: heading.start):
        cuts.setdefault(_line_start(text, heading.start), (max(1, heading.level), heading.text))
    cuts.setdefault(0, (0, ""))
    starts = [*sorted(cuts), len(text)]
    for start, end in pairwise(starts):
        weight = len(text[start:end].strip())
        if weight:
            yield _Part(start, end, *cuts[start], weight)


def _line_start(text: str, at: int) -> int:
    """Before the marks that make a heading of a line (`## `), where nothing else stands there."""
    start = text.rfind("\n", 0, at) + 1
    return start if not any(map(str.isalnum, text[start:at])) else at


def _joined(parts: Iterable[_Part], size: int) -> Iterator[_Part]:
    """Runs of parts: a tiny one goes with its neighbour, unless that lies under another parent, or there is no room.

    A tiny part at the head of others (a chapter's title) goes with what follows even where that is long.
    """
    run: _Part | None = None
    tiny = size // _TINY
    for part in parts:
        if run is None:
            run = part
            continue
        heads = run.weight < tiny and part.level > run.level
        fits = part.end - run.start <= size and min(part.weight, run.weight) < tiny
        if part.level >= run.level and (heads or fits):
            run = replace(run, end=part.end, weight=run.weight + part.weight, heading=run.heading or part.heading)
        else:
            yield run
            run = part
    if run is not None:
        yield run


def _sections(document: Document, run: _Part, size: int) -> Iterator[Section]:
    text = document.text[run.start : run.end]
    count = -(-run.weight // size)
    even = size if count == 1 else min(size, -(-run.weight // count) + size // _TINY)  # so that no crumb is left over
    for piece in passages(text, size=max(1, even)):
        key = digest([run.heading, piece.text])
        start, end = run.start + piece.start, run.start + piece.end
        yield Section(key, document.id, run.heading or document.title, start, end, piece.text)

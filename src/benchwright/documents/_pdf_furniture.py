"""Running headers and footers: lines at the edge of pages that come again at the same place.

A line counts as the same on another page where its text is equal, or equal but for one number that grows with the
pages, or where it starts or ends with such a number. Body lines that merely resemble each other do not do that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchwright.documents._pdf_lines import Line
from benchwright.documents._source import plural

NUMBER = re.compile(r"\d{1,6}")
EDGE = 2
"""Lines that are looked at above and below, per page."""
FEWEST = 3
SHARE = 0.4
"""Of all pages: from here on the outermost line is running whatever its distance to the body."""
APART = 1.8
"""Times the size of the larger font, between two baselines."""

Key = tuple[str, int, int]


@dataclass(frozen=True)
class Running:
    """Which lines are not part of the body, by `id`, and what to say of them."""

    lines: frozenset[int]
    note: str


def running_lines(pages: Sequence[Sequence[Line]]) -> Running:
    """The running lines of a document; none where it has fewer than three pages."""
    edges = [(index, line, share) for index, lines in enumerate(pages) for line, share in _edge(lines)]
    counts = Counter(key for index, line, _ in edges for key in set(_keys(index, line)))
    found: dict[int, str] = {}
    for index, line, share in edges:
        if max(counts[key] for key in _keys(index, line)) >= max(FEWEST, share * len(pages)):
            found[id(line)] = NUMBER.sub("#", line.text)
    if len(found) == sum(map(len, pages)):
        found.clear()  # where every line comes again, the lines are the body
    return Running(frozenset(found), _note(Counter(found.values())))


def _edge(lines: Sequence[Line]) -> Iterator[tuple[Line, float]]:
    """The outermost lines of a page, and on which share of the pages each must come to be running.

    A line that stands apart from the body need only come a few times (the title of a chapter). The second line from
    the edge counts only where it stands apart.
    """
    ranked = sorted(lines, key=lambda line: -line.base)
    for outer in (ranked, ranked[::-1]):
        for at, line in enumerate(outer[:EDGE]):
            inner = next((other for other in outer[at + 1 :] if abs(other.base - line.base) > 1), None)
            apart = inner is not None and abs(inner.base - line.base) > APART * max(line.size, inner.size)
            if apart or at == 0:
                yield line, 0.0 if apart else SHARE


def _keys(index: int, line: Line) -> Iterator[Key]:
    place = (round(line.base / 2), round(line.size))
    yield line.text, *place
    for number in NUMBER.finditer(line.text):
        shift = int(number[0]) - index
        before, after = line.text[: number.start()], line.text[number.end() :]
        yield f"{before}#{after}\0{shift}", *place
        if not before or not after:
            yield f"{'#...' if after else '...#'}\0{shift}", *place  # beside titles that change from part to part


def _note(texts: Counter[str]) -> str:
    if not texts:
        return ""
    shown = "; ".join(f"{text[:60]!r} ({plural(count, 'time')})" for text, count in texts.most_common(4))
    return f"removed running headers and footers: {shown}{'; ...' if len(texts) > 4 else ''}"

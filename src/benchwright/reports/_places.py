"""Right answers by where the evidence lies (in fifths of its document) and by how much there is to read."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from benchwright.records import Document
from benchwright.reports._figures import Asker, Row, observed
from benchwright.reports.model import Cell, Places

POSITIONS = ("0–20 %", "20–40 %", "40–60 %", "60–80 %", "80–100 %")
EDGES = (2_000, 8_000, 32_000, 128_000, 512_000, 2_000_000)
"""Characters of all documents of an item."""


def places(rows: Sequence[Row], documents: Mapping[str, Document], ask: Asker) -> Places:
    """The table for one system; items without evidence have no place in it and are counted."""
    slots: dict[tuple[int, int], list[Row]] = defaultdict(list)
    unplaced = set()
    for row in rows:
        if row.item.position is None:
            unplaced.add(row.item.id)
        else:
            size = sum(len(documents[key].text) for key in row.item.documents)
            slots[bisect_left(EDGES, size), _fifth(row.item.position)].append(row)
    cells = tuple(
        Cell(length_label(length), POSITIONS[fifth], ask.share(observed(inside)))
        for (length, fifth), inside in sorted(slots.items())
    )
    lengths = tuple(length_label(length) for length in sorted({length for length, _ in slots}))
    return Places(lengths, POSITIONS, cells, len(unplaced))


def _fifth(position: float) -> int:
    return min(4, max(0, int(position * 5)))


def length_label(index: int) -> str:
    """The range of lengths between two edges, in words."""
    if index == 0:
        return f"up to {EDGES[0] // 1000}k characters"
    if index == len(EDGES):
        return f"over {EDGES[-1] // 1000}k characters"
    return f"{EDGES[index - 1] // 1000}k to {EDGES[index] // 1000}k characters"

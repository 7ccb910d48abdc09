"""Which split a draft belongs to: passages are dealt, so that two splits share no evidence and no item.

A passage is a heading, a paragraph, or a list with its introduction. Dealing is by a hash of the document and the
passage: no seed and no other document has a say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from benchwright.items.rules.draft import Draft
from benchwright.items.rules.listing import listings
from benchwright.items.rules.reading import Reading
from benchwright.seeding import seed_of


class Dealer:
    """Deals the passages of one document among splits with these shares."""

    def __init__(self, reading: Reading, splits: Mapping[str, float]) -> None:
        self._document, self._splits = reading.document.id, splits
        inside = {block.start: one.span[0] for one in listings(reading) for block in one.entries}
        starts = {block.start: inside.get(block.start, block.start) for block in reading.blocks}
        starts |= {section.start: section.start for section in reading.sections}
        self._starts = sorted({0: 0, **starts}.items())

    def split_of(self, draft: Draft) -> str | None:
        """The split a draft belongs to; None where its evidence lies in passages of two splits."""
        if not draft.evidence:
            return self._deal(draft.subject)
        found = {self._deal(str(self._passage(one.start))) for one in draft.evidence}
        return found.pop() if len(found) == 1 else None

    def _passage(self, offset: int) -> int:
        return self._starts[bisect_right(self._starts, offset, key=lambda pair: pair[0]) - 1][1]

    def _deal(self, passage: str) -> str:
        point = seed_of("documents", "split", self._document, passage) / 2**128 * sum(self._splits.values())
        for name, share in self._splits.items():
            point -= share
            if point < 0:
                return name
        return list(self._splits)[-1]

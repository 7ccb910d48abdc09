"""What reviewers decided: entries in the order of the journal, and what they come to.

A reviewer's decision on an item is the last one that was not undone. It is *blind* where the reviewer cannot have seen
what another decided of the item, which is shown to those whose own decision stands: a first decision always is; one
made again is, unless an earlier one stood when another had decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field, model_validator

from benchwright.records import Record

Action = Literal["accept", "edit", "reject", "undo"]
LONGEST_NAME = 60


class Changes(Record):
    """What an edit puts in the place of what the item has; what is none stays."""

    question: str | None = None
    values: tuple[str, ...] | None = None
    accepted: tuple[str, ...] | None = None


class Entry(Record):
    """One line of the journal."""

    action: Action
    reviewer: str = Field(min_length=1, max_length=LONGEST_NAME)
    item: str
    """Its id."""
    time: str
    """UTC, ISO 8601."""
    reason: str = ""
    """Of a rejection."""
    changes: Changes | None = None
    """Of an edit."""
    seconds: float = Field(default=0.0, ge=0)
    """For which the item was in view before the decision."""
    undoes: int | None = None
    """Line, counted from 1, of the decision that is taken back."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.action == "edit") != (self.changes is not None):
            raise ValueError("an edit has changes, and nothing else has")
        if (self.action == "undo") != (self.undoes is not None):
            raise ValueError("an undo names the line that it takes back, and nothing else does")
        if self.action == "reject" and not self.reason.strip():
            raise ValueError("a rejection has a reason")
        return self


class Decisions:
    """Entries, in order, and what follows from them."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries: list[Entry] = []
        self._standing: dict[str, dict[int, Entry]] = {}  # reviewer -> line -> what was not undone
        self._by_item: dict[tuple[str, str], list[int]] = {}
        self._touched: dict[str, set[str]] = {}  # item -> who ever decided on it
        self._blind: dict[tuple[str, str], Entry] = {}  # what stood when another's decision could first be seen
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Take up the next line."""
        self.entries.append(entry)
        mine = self._standing.setdefault(entry.reviewer, {})
        if entry.undoes is not None:
            taken = mine.pop(entry.undoes, None)
            if taken is not None:
                self._by_item[entry.reviewer, taken.item].remove(entry.undoes)
            return
        line = len(self.entries)
        mine[line] = entry
        self._by_item.setdefault((entry.reviewer, entry.item), []).append(line)
        self._touched.setdefault(entry.item, set()).add(entry.reviewer)
        self._reveal(entry.item)

    def _reveal(self, item: str) -> None:
        """From here on, whoever's decision stands can see another's; what was undone before is no answer."""
        touched = self._touched[item]
        for name in touched if len(touched) > 1 else ():
            if standing := self.of(name, item):
                self._blind.setdefault((name, item), standing)

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Everyone who ever decided, by name."""
        return tuple(sorted(self._standing))

    def of(self, reviewer: str, item: str) -> Entry | None:
        """What the reviewer has decided on the item; none where nothing stands."""
        lines = self._by_item.get((reviewer, item))
        return self._standing[reviewer][lines[-1]] if lines else None

    def on(self, item: str) -> dict[str, Entry]:
        """What stands on the item, by reviewer, in the order in which it was decided."""
        lines = {name: self._by_item.get((name, item)) for name in self._touched.get(item, ())}
        order = sorted((found[-1], name) for name, found in lines.items() if found)
        return {name: self._standing[name][line] for line, name in order}

    def blind(self, reviewer: str, item: str) -> Entry | None:
        """What the reviewer decided before the decision of another could be seen; none where nothing stands now."""
        standing = self.of(reviewer, item)
        return self._blind.get((reviewer, item), standing) if standing else None

    def last(self, reviewer: str) -> tuple[int, Entry] | None:
        """The line and the decision that an undo takes back."""
        mine = self._standing.get(reviewer)
        if not mine:
            return None
        line = next(reversed(mine))
        return line, mine[line]

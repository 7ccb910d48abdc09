"""Entries into calls: as many together as allowed, none beside another that shows it what it must not see.

An entry that is asked with something withheld would be answered from its neighbour's text: a quote that was taken out
stands in the next entry's passages, a gold in the next entry's question. Such entries go into different calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from benchwright.grading import key
from benchwright.items.drafts.draft import Draft

ROOM = 24_000
"""Characters of what one call shows, at most, where it is about several drafts."""
_OPEN = 16
"""Calls that are still filled up: bounds the time for thousands of entries."""


@dataclass(frozen=True)
class Entry:
    """What a call shows of one draft, and what it is to hear."""

    text: str
    fields: tuple[str, ...] = ("answer",)
    """Names of what the reply must hold; where there is one, its value may stand for the whole."""
    shared: tuple[str, ...] = ()
    """Passages that a call shows once, whoever of its entries brings them."""
    lacks: frozenset[str] = frozenset()
    """Keys of texts that no other entry of its call may show."""
    group: str = ""
    """Only entries of one group share a call."""

    @cached_property
    def shows(self) -> str:
        """Key of all that it shows."""
        return spaced(" ".join((self.text, *self.shared)))


@lru_cache(maxsize=4096)  # each gate asks for the keys of the same questions and passages
def spaced(text: str) -> str:
    """A key between spaces, so that one in another is found as whole words only."""
    return f" {key(text)} " if text.strip() else ""


def golds(draft: Draft) -> list[str]:
    """Texts that give a draft's answer away."""
    answer = draft.answer
    if answer.type in {"rubric", "none", "checked"}:
        return []
    if answer.type == "choice":
        letter = ord(answer.values[0].strip()[:1].upper() or "A") - ord("A")
        return [answer.options[letter]] if 0 <= letter < len(answer.options) else []
    return [*answer.values, *answer.accepted]


def lacking(text: str, kept_from: Sequence[str]) -> frozenset[str]:
    """Those of the texts that this one does not show itself."""
    shown = spaced(text)
    keys = {spaced(one) for one in kept_from} - {""}
    return frozenset(one for one in keys if one not in shown)


@dataclass
class _Call:
    group: str
    members: list[int] = field(default_factory=list)
    lacks: set[str] = field(default_factory=set)
    shows: list[str] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)
    size: int = 0

    def takes(self, entry: Entry, together: int) -> bool:
        """Whether there is room, and neither side gives anything away."""
        if entry.group != self.group or len(self.members) >= together or self.size + self._more(entry) > ROOM:
            return False
        gives = any(one in entry.shows for one in self.lacks)
        return not gives and not any(one in shown for one in entry.lacks for shown in self.shows)

    def add(self, at: int, entry: Entry) -> None:
        self.size += self._more(entry)
        self.members.append(at)
        self.lacks |= entry.lacks
        self.shows.append(entry.shows)
        self.shared.update(entry.shared)

    def _more(self, entry: Entry) -> int:
        return len(entry.text) + sum(len(one) for one in entry.shared if one not in self.shared)


def calls_of(entries: Sequence[Entry], together: int) -> list[list[int]]:
    """Which entries, by their places, are asked together."""
    found: list[_Call] = []
    for at, entry in enumerate(entries):
        open_ones = [call for call in found[-_OPEN:] if call.takes(entry, together)]
        if not open_ones:
            found.append(_Call(entry.group))
        (open_ones or found[-1:])[0].add(at, entry)
    return [call.members for call in found]

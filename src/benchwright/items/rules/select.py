"""Choosing exact counts, spread over kinds, documents and the quarters of each document as evenly as they allow."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from benchwright.items.rules.prepare import Candidate

K = TypeVar("K", bound=str | int)


def spread(count: int, room: Mapping[K, int]) -> dict[K, int]:
    """`count` dealt to whoever holds least and has room; fewer where all room is taken. Ties go to the earlier key."""
    dealt = dict.fromkeys(room, 0)
    while count > 0:
        open_keys = [key for key in room if dealt[key] < room[key]]
        if not open_keys:
            break
        step = min(count // len(open_keys), *(room[key] - dealt[key] for key in open_keys))
        for key in open_keys if step else open_keys[:count]:
            dealt[key] += max(step, 1)
            count -= max(step, 1)
    return dealt


@dataclass
class Picker:
    """Chooses candidates of one document, remembering over all kinds which quarters and passages it has used."""

    stream: random.Random
    quarters: Counter[int] = field(default_factory=Counter)
    passages: set[int] = field(default_factory=set)

    def pick(self, count: int, candidates: Sequence[Candidate]) -> list[Candidate]:
        """`count` of them (all, where there are fewer): least used form, then quarter, then unused passages first."""
        groups: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
        for candidate in self.stream.sample(list(candidates), len(candidates)):
            groups[candidate.form, candidate.quarter].append(candidate)
        forms, chosen = Counter[str](), list[Candidate]()
        while groups and len(chosen) < count:
            key = min(groups, key=lambda key: (forms[key[0]], self.quarters[key[1]]))
            chosen.append(self._take(groups[key]))
            forms[key[0]] += 1
            self.quarters[key[1]] += 1
            if not groups[key]:
                del groups[key]
        return chosen

    def _take(self, group: list[Candidate]) -> Candidate:
        fresh = (at for at, one in enumerate(group) if not one.draft.evidence or one.draft.start not in self.passages)
        taken = group.pop(next(fresh, 0))
        if taken.draft.evidence:
            self.passages.add(taken.draft.start)
        return taken

"""A story in the making: who is there, what is so, who is free today. Plots of all genres look at it.

A plot proposes the roles of an event, or None where nothing of the kind can happen now, and so keeps the story sane:
nobody sells what they do not own, and nobody has a part in events on neighbouring days.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchwright.items.worlds.schema import Roles, Schema, Sort
from benchwright.items.worlds.state import Event, State, changes

Test = Callable[[str], bool]


def anybody(_: str) -> bool:
    """Fits everyone."""
    return True


@dataclass
class Stage:
    """What plots look at, and where they leave notes for later ones."""

    schema: Schema
    random: random.Random
    casts: Mapping[Sort, list[str]]
    """Sort -> names of those that exist; people in order of entrance, those of lower rank act more often."""
    later: Mapping[Sort, list[str]]
    """Sort -> names for those to come."""
    female: frozenset[str]
    state: State = field(default_factory=State)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of the genre's own."""
    day: int = 0
    known: int = 0
    """How many of the people have entered or may enter now."""
    newcomers: list[str] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    """Name -> day of the latest event."""
    weights: list[float] = field(default_factory=list)
    """Cumulative, by rank."""

    def free(self, name: str) -> bool:
        """Whether nothing happened to them today or yesterday."""
        return self.last.get(name, -9) < self.day - 1

    def entered(self, name: str) -> bool:
        """Whether they have had a part in an event."""
        return name in self.last

    def person(self, fits: Test = anybody) -> str | None:
        """Somebody free today who fits: a newcomer where possible, else mostly a leading figure."""
        tries = self.newcomers[:1] + [self._draw() for _ in range(12)]
        return next((name for name in tries if self.free(name) and fits(name)), None)

    def pair(self, first: Test = anybody, second: Test = anybody) -> Roles | None:
        """Two people, as `who` and `other`."""
        who = self.person(first)
        other = self.person(lambda name: name != who and second(name)) if who else None
        return {"who": who, "other": other} if who and other else None

    def any(self, sort: Sort, *besides: str | None) -> str | None:
        """Any of a sort but those, or None where there is no other."""
        names = self.casts[sort]
        for _ in range(8):  # nearly always enough, and costs the same in a large world
            if names and (name := self.random.choice(names)) not in besides:
                return name
        others = [name for name in names if name not in besides]
        return self.random.choice(others) if others else None

    def note(self, topic: str) -> dict[str, str]:
        """The notes on a topic."""
        return self.notes.setdefault(topic, {})

    def happened(self, event: Event) -> None:
        """Bring the stage up to date with an event."""
        act = self.schema.acts[event.kind]
        for relation, subject, value in changes(act, event):
            self.state.put(relation, subject, value)
        for role, sort in act.roles.items():
            if sort == "person" and role in event.roles:
                self.last[event.roles[role]] = event.day
        self.newcomers = [name for name in self.newcomers if name not in event.roles.values()]
        if act.after:
            act.after(self, event.roles)

    def _draw(self) -> str:
        drawn = self.random.random() * self.weights[self.known - 1]
        return self.casts["person"][bisect(self.weights, drawn, 0, self.known - 1)]

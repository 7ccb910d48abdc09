"""Questions of fact about a world, answered with the statements the answer rests on.

A `View` indexes the statements once; every query is then a look-up. What holds on a day is what the latest statement
before that day says: nothing is asked about the very day of a change, nor about a time before the subject has entered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from benchwright.items.worlds.state import Event, Relation, World, changes


@dataclass(frozen=True)
class Found:
    """An answer with its statements (`@e3` stands for the sentence that names the day of e3)."""

    value: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """From a day on, the value of a relation of a subject, as a statement says."""

    day: int
    value: str | None
    statement: str


class View:
    """A world, indexed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.last_day = world.events[-1].day
        self._history: dict[tuple[str, str], list[Entry]] = {}
        self._sources: dict[str, set[str]] = {}
        for fact in world.facts:
            day = world.events[fact.scene].day
            self._note(fact.relation, fact.subject, Entry(day, fact.value, fact.id))
            if fact.relation == "sibling":
                self._note("sibling", fact.value, Entry(day, fact.subject, fact.id))
        for event in world.events:
            for relation, subject, value in changes(event):
                self._note(relation, subject, Entry(event.day, value, event.id))
        self._seen = {name for event in world.events for name in event.roles.values()}
        self._founders = {
            entry.value for (rel, _), lines in self._history.items() if rel == "founder" for entry in lines
        }

    def _note(self, relation: str, subject: str, entry: Entry) -> None:
        self._history.setdefault((relation, subject), []).append(entry)

    def history(self, relation: Relation, subject: str) -> tuple[Entry, ...]:
        """Everything stated of it, in order of time."""
        return tuple(self._history.get((relation, subject), ()))

    def value(self, relation: Relation, subject: str, day: int | None = None) -> Found | None:
        """The value before `day` (None: at the end of the story), or None where nothing holds or nothing is said."""
        entries = self._history.get((relation, subject), [])
        at = len(entries) if day is None else bisect_left(entries, day, key=lambda entry: entry.day)
        if at == 0 or (value := entries[at - 1].value) is None:
            return None
        entry = entries[at - 1]
        return Found(value, (entry.statement,) if day is None else (entry.statement, f"@{entry.statement}"))

    def rivals(self, relation: Relation, subject: str) -> int:
        """How many statements contradict another about the same day: none in a sound world."""
        entries = self.history(relation, subject)
        facts = sum(entry.statement.startswith("f") for entry in entries)
        days = [entry.day for entry in entries if entry.statement.startswith("e")]
        return max(0, facts - 1) + len(days) - len(set(days))

    def holders(self, relation: Relation) -> list[str]:
        """The subjects of whom something is stated, in order of the cast."""
        return [name for name in self.cast(relation) if (relation, name) in self._history]

    def lackers(self, relation: Relation) -> list[str]:
        """Those who are part of the story and of whom it is neither stated nor to be inferred.

        Founders are no one's employees, but a reader might say that they work for their own house: they are left out.
        """
        besides = self._founders if relation == "employer" else set()
        return [name for name in self.seen(relation) if name not in besides and (relation, name) not in self._history]

    def seen(self, relation: Relation) -> list[str]:
        """Those of the cast of a relation who have a part in an event."""
        return [name for name in self.cast(relation) if name in self._seen]

    def cast(self, relation: Relation) -> list[str]:
        """Everyone and everything that a relation could be stated of."""
        world = self.world
        if relation == "owner":
            return list(world.things)
        if relation in {"seat", "founder"}:
            return list(world.organisations)
        if relation in {"ware", "steps"}:
            return list(world.towns)
        return [person.name for person in world.people]

    def events(self, *kinds: str) -> Iterator[Event]:
        """The events of these kinds (of all kinds where none is named), in order of time."""
        return (event for event in self.world.events if not kinds or event.kind in kinds)

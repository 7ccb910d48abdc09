"""Questions of fact about a world, answered with the statements the answer rests on.

A `View` indexes the statements once; every query is then a look-up. What holds on a day is what the latest statement
before that day says: nothing is asked about the very day of a change, nor about a time before the subject has entered.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from benchwright.items.worlds.schema import Schema
from benchwright.items.worlds.speech import spoken
from benchwright.items.worlds.state import ALIAS, CAUSE, MOTIVE, Event, Fact, World, changes

REACH = 300


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


@dataclass(frozen=True)
class Part:
    """A part of the text, and the day of the last event told in it."""

    name: str
    last: int


class View:
    """A world, indexed."""

    def __init__(self, world: World, schema: Schema, parts: tuple[tuple[str, int], ...] = ()) -> None:
        self.world, self.schema = world, schema
        self.parts = tuple(Part(name, day) for name, day in parts)
        """In the order of the text."""
        self.last_day = world.events[-1].day
        self._moments: dict[str, dict[tuple[str, ...], list[Event]]] = {}
        self._lackers: dict[str, list[str]] = {}
        self._history: dict[tuple[str, str], list[Entry]] = {}
        self._of_event: dict[str, dict[str, Fact]] = {MOTIVE: {}, CAUSE: {}}
        self.stated: Counter[str] = Counter()
        """Relation or kind of event -> how many statements there are of it."""
        self._index_facts()
        self._by_kind: dict[str, list[Event]] = {}
        for event in world.events:
            self._by_kind.setdefault(event.kind, []).append(event)
            self.stated[event.kind] += 1
            for relation, subject, value in changes(schema.acts[event.kind], event):
                self._note(relation, subject, Entry(event.day, value, event.id))

    def _index_facts(self) -> None:
        for fact in self.world.facts:
            self.stated[fact.relation] += 1
            if fact.relation in self._of_event:
                self._of_event[fact.relation][fact.subject] = fact
                continue
            day = self.world.events[fact.scene].day
            self._note(fact.relation, fact.subject, Entry(day, fact.value, fact.id))
            if fact.relation in self.schema.relations and self.schema.relations[fact.relation].symmetric:
                self._note(fact.relation, fact.value, Entry(day, fact.subject, fact.id))

    def _note(self, relation: str, subject: str, entry: Entry) -> None:
        self._history.setdefault((relation, subject), []).append(entry)

    def history(self, relation: str, subject: str) -> tuple[Entry, ...]:
        """Everything stated of it, in order of time."""
        return tuple(self._history.get((relation, subject), ()))

    def value(self, relation: str, subject: str, day: int | None = None) -> Found | None:
        """The value before `day` (None: at the end of the story), or None where nothing holds or nothing is said."""
        entries = self._history.get((relation, subject), [])
        at = len(entries) if day is None else bisect_left(entries, day, key=lambda entry: entry.day)
        if at == 0 or (value := entries[at - 1].value) is None:
            return None
        entry = entries[at - 1]
        return Found(value, (entry.statement,) if day is None else (entry.statement, f"@{entry.statement}"))

    def rivals(self, relation: str, subject: str) -> int:
        """How many statements contradict another about the same day: none in a sound world."""
        entries = self.history(relation, subject)
        days = [entry.day for entry in entries if entry.statement in self.world.index]
        facts = len(entries) - len(days)
        return max(0, facts - 1) + len(days) - len(set(days))

    def holders(self, relation: str) -> list[str]:
        """The subjects of whom something is stated, in order of the cast."""
        return [name for name in self.cast(relation) if (relation, name) in self._history]

    def meetings(self, names: set[str]) -> list[Event]:
        """The events in which all of these have a part."""
        first = min(names, key=lambda name: len(self._events_of.get(name, ())))
        return [event for event in self._events_of.get(first, ()) if names <= set(event.roles.values())]

    @cached_property
    def _events_of(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for event in self.world.events:
            for name in set(event.roles.values()):
                found.setdefault(name, []).append(event)
        return found

    def lackers(self, relation: str) -> list[str]:
        """Those who are part of the story and of whom it is neither stated nor to be inferred.

        Founders are no one's employees, but a reader might say that they work for their own house: they are left out.
        """
        if relation not in self._lackers:
            besides = self._values(self.schema.relations[relation].implied_by)
            self._lackers[relation] = [
                name for name in self.seen(relation) if name not in besides and (relation, name) not in self._history
            ]
        return self._lackers[relation]

    def _values(self, relation: str) -> set[str | None]:
        return {entry.value for (name, _), lines in self._history.items() if name == relation for entry in lines}

    @cached_property
    def _seen(self) -> set[str]:
        return {name for event in self.world.events for name in event.roles.values()}

    def seen(self, relation: str) -> list[str]:
        """Those of the cast of a relation who have a part in an event."""
        return [name for name in self.cast(relation) if name in self._seen]

    def takers(self, kind: str, role: str) -> list[str]:
        """Those who have a part in an event and are of the sort that the role takes."""
        return [name for name in self.world.casts[self.schema.acts[kind].roles[role]] if name in self._seen]

    def cast(self, relation: str) -> tuple[str, ...]:
        """Everyone and everything that a relation could be stated of."""
        return self.world.casts[self.schema.relations[relation].subject]

    def events(self, *kinds: str) -> Iterator[Event]:
        """The events of these kinds (of all kinds where none is named), in order of time."""
        if not kinds:
            return iter(self.world.events)
        if len(kinds) == 1:
            return iter(self._by_kind.get(kinds[0], ()))
        return iter(sorted((event for kind in kinds for event in self._by_kind.get(kind, ())), key=lambda e: e.day))

    def before(self, event: Event) -> tuple[Event, ...]:
        """The events before one, at most a few hundred."""
        at = self.world.index[event.id]
        return self.world.events[max(0, at - REACH) : at]

    def event(self, key: str) -> Event:
        """The event of that id."""
        return self.world.event(key)

    @cached_property
    def spoken(self) -> dict[str, str]:
        """Event id -> description, for those that the description fits alone."""
        return spoken(self.schema, self.world.events)

    def motives_of(self, name: str) -> list[Fact]:
        """Why somebody did what they did, every time it is told."""
        return self._motives_of.get(name, [])

    @cached_property
    def _motives_of(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for key, fact in self.motives().items():
            found.setdefault(self.event(key).roles["who"], []).append(fact)
        return found

    def moments(self, name: str) -> dict[tuple[str, ...], list[Event]]:
        """The events that a moment's question could be about, by the roles it names."""
        if name not in self._moments:
            moment = self.schema.moments[name]
            found = self._moments[name] = {}
            for event in self.events(moment.kind):
                if all(role in event.roles for role in moment.roles):
                    found.setdefault(tuple(event.roles[role] for role in moment.roles), []).append(event)
        return self._moments[name]

    def motives(self) -> dict[str, Fact]:
        """Event id -> the fact that tells why."""
        return self._of_event[MOTIVE]

    def causes(self) -> dict[str, Fact]:
        """Event id -> the fact that tells what brought it about."""
        return self._of_event[CAUSE]

    def alias(self, name: str) -> Found | None:
        """Another name of somebody."""
        return self.value(ALIAS, name)

    @cached_property
    def aliases(self) -> set[str]:
        """Ids of the statements that give somebody another name."""
        return {fact.id for fact in self.world.facts if fact.relation == ALIAS}

    def parts_within(self, relation: str, subject: str) -> dict[int, list[Part]]:
        """Number of a statement -> the parts (but the last) at whose end it is the latest one told of the subject."""
        entries = self._history.get((relation, subject), [])
        found: dict[int, list[Part]] = {}
        for number, entry in enumerate(entries):
            end = entries[number + 1].day if number + 1 < len(entries) else self.last_day + 1
            first, last = (bisect_left(self.parts, day, key=lambda part: part.last) for day in (entry.day, end))
            if between := self.parts[first : min(last, len(self.parts) - 1)]:
                found[number] = list(between)
        return found

    def by(self, relation: str, subject: str, part: Part) -> Found | None:
        """The value by the end of a part, as far as the reader has been told by then."""
        entries = self._history.get((relation, subject), [])
        at = bisect_right(entries, part.last, key=lambda entry: entry.day)
        if at == 0 or (value := entries[at - 1].value) is None:
            return None
        return Found(value, (entries[at - 1].statement,))

    @cached_property
    def short(self) -> set[str]:
        """First words of names that tell their bearer from everything else with a name."""
        names = [name for names in self.world.casts.values() for name in names]
        counts = Counter(name.split()[0] for name in names)
        return {word for word, number in counts.items() if number == 1}

    def plain_names(self, text: str) -> list[str]:
        """Names of the world that the text uses."""
        words = dict.fromkeys(re.findall(r"[\w-]+", text))
        return [name for word in words for name in self.named_with(word) if name.removeprefix("the ") in text]

    def named_with(self, word: str) -> list[str]:
        """Names of which that is a coined or given word."""
        return self._words.get(word, [])

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for names in self.world.casts.values():
            for name in names:
                found.setdefault(name.removeprefix("the ").split()[0], []).append(name)
        return found

    @cached_property
    def herrings(self) -> dict[tuple[str, str], Fact]:
        """(relation, subject) -> what is falsely said of it."""
        return {(fact.relation, fact.subject): fact for fact in self.world.herrings}

"""What a world is: who and what is in it, what is true before the story begins, and what then happens.

Pure data. A `Fact` holds from before the first page; an `Event` happens on a day and may change the state. Both are
*statements*: a genre tells each of them in exactly one sentence, and an item names those it needs as evidence. Days are
ordinals (day 1 is 1 January of year 1, as in `datetime.date`), and no two events share a day, so that before and after
are never in doubt. `changes` is the one place that says what an event does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from benchwright.items.worlds.schema import Act, Sort

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MOTIVE, CAUSE, ALIAS = "motive", "cause", "alias"
"""Relations of every genre: event -> why it was done, event -> the event that brought it about, name -> other name."""


@dataclass(frozen=True)
class Fact:
    """What is so when its subject enters the story (of an event: why it came about)."""

    id: str
    relation: str
    subject: str
    """A name; for a motive or cause, the id of an event."""
    value: str
    scene: int
    """Index of the event beside which it is told; never after the first change of the same relation and subject."""


@dataclass(frozen=True)
class Event:
    """What happens on a day."""

    id: str
    day: int
    kind: str
    roles: dict[str, str]


@dataclass(frozen=True)
class World:
    """A cast, what holds at the start, and what happens, in order of time."""

    id: str
    casts: Mapping[Sort, tuple[str, ...]]
    """Sort -> names; people in order of entrance."""
    female: frozenset[str]
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    herrings: tuple[Fact, ...] = ()
    """What is said of somebody and is not so: told as a rumour that is false."""

    @cached_property
    def index(self) -> dict[str, int]:
        """Id of an event -> its place in the order of time."""
        return {event.id: place for place, event in enumerate(self.events)}

    def event(self, key: str) -> Event:
        """The event of that id."""
        return self.events[self.index[key]]


@dataclass
class State:
    """What is so at one moment: relation -> subject -> value. None: it was so of something, and no longer is."""

    values: dict[str, dict[str, str | None]] = field(default_factory=dict)

    def get(self, relation: str, subject: str) -> str | None:
        """The value, or None where there is none now."""
        return self.values.get(relation, {}).get(subject)

    def put(self, relation: str, subject: str, value: str | None) -> None:
        """Make it so."""
        self.values.setdefault(relation, {})[subject] = value


Change = tuple[str, str, str | None]


def changes(act: Act, event: Event) -> tuple[Change, ...]:
    """What an event makes so: (relation, subject, value), value None where it ends what was so."""
    return tuple(
        (relation, event.roles[subject], None if value is None else event.roles[value])
        for relation, subject, value in act.effects
    )


def given(name: str) -> str:
    """The first word of a person's name: unique within the world."""
    return name.split(maxsplit=1)[0]


def day_text(day: int) -> str:
    """A day as a question writes it: 14 March 1871."""
    when = date.fromordinal(day)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"

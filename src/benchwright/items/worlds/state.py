"""What a world is: who and what is in it, what is true before the story begins, and what then happens.

Pure data. A `Fact` holds from before the first page; an `Event` happens on a day and may change the state. Both are
*statements*: a genre tells each of them in exactly one sentence, and an item names those it needs as evidence. Days are
ordinals (day 1 is 1 January of year 1, as in `datetime.date`), and no two events share a day, so that before and after
are never in doubt. `changes` is the one place that says what an event does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Relation = Literal[
    "home", "employer", "owner", "seat", "founder", "spouse",
    "born", "sibling", "teacher", "trade", "instrument", "ware", "steps",
]  # fmt: skip
"""What may change: home and employer of a person, owner of a thing, seat of an organisation. The others stay."""

Kind = Literal[
    "move", "visit", "letter", "join", "switch", "leave",
    "give", "sell", "lose", "find", "found", "marry", "relocate",
]  # fmt: skip

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody with a name of their own."""

    name: str
    """Given name and surname."""
    female: bool

    @property
    def given(self) -> str:
        """Unique within the world."""
        return self.name.split()[0]


@dataclass(frozen=True)
class Fact:
    """What is so when its subject enters the story."""

    id: str
    relation: Relation
    subject: str
    value: str
    scene: int
    """Index of the event beside which it is told; never after the first change of the same relation and subject."""


@dataclass(frozen=True)
class Event:
    """What happens on a day."""

    id: str
    day: int
    kind: Kind
    roles: dict[str, str]
    """who, other (people), thing, org, former (organisations), place, origin (towns), price (a number), as the kind has
    them."""


@dataclass(frozen=True)
class World:
    """A cast, what holds at the start, and what happens, in order of time."""

    id: str
    people: tuple[Person, ...]
    towns: tuple[str, ...]
    organisations: tuple[str, ...]
    things: tuple[str, ...]
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]


@dataclass
class State:
    """What is so at one moment: relation -> subject -> value. None: it was so of something, and no longer is."""

    values: dict[str, dict[str, str | None]] = field(default_factory=dict)

    def get(self, relation: Relation, subject: str) -> str | None:
        """The value, or None where there is none now."""
        return self.values.get(relation, {}).get(subject)

    def put(self, relation: Relation, subject: str, value: str | None) -> None:
        """Make it so."""
        self.values.setdefault(relation, {})[subject] = value


Change = tuple[Relation, str, str | None]

_EFFECTS: dict[str, tuple[tuple[Relation, str, str | None], ...]] = {
    "move": (("home", "who", "place"),),
    "visit": (),
    "letter": (),
    "join": (("employer", "who", "org"),),
    "switch": (("employer", "who", "org"),),
    "leave": (("employer", "who", None),),
    "give": (("owner", "thing", "other"),),
    "sell": (("owner", "thing", "other"),),
    "lose": (("owner", "thing", None),),
    "find": (("owner", "thing", "who"),),
    "found": (("founder", "org", "who"), ("seat", "org", "place")),
    "marry": (("spouse", "who", "other"), ("spouse", "other", "who")),
    "relocate": (("seat", "org", "place"),),
}


def changes(event: Event) -> tuple[Change, ...]:
    """What an event makes so: (relation, subject, value), value None where it ends what was so."""
    return tuple(
        (relation, event.roles[subject], None if value is None else event.roles[value])
        for relation, subject, value in _EFFECTS[event.kind]
    )


def apply(state: State, event: Event) -> None:
    """Bring the state up to date with an event."""
    for relation, subject, value in changes(event):
        state.put(relation, subject, value)


def day_text(day: int) -> str:
    """A day as the story writes it: 14 March 1871."""
    when = date.fromordinal(day)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"

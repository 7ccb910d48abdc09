"""What the dials add to a finished story: motives and causes, rumours, surcharges, other names.

Each comes from a stream of its own, so that turning one dial leaves everything else as it is.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from benchwright.items.worlds.names import ALIAS, Coiner
from benchwright.items.worlds.schema import Schema
from benchwright.items.worlds.speech import spoken
from benchwright.items.worlds.stage import Stage
from benchwright.items.worlds.state import ALIAS as OTHER_NAME
from benchwright.items.worlds.state import CAUSE, MONTHS, MOTIVE, Event, Fact, changes
from benchwright.seeding import rng

MOTIVATED, CAUSED, REACH = 0.5, 0.2, 40
"""Share of the events that could have one whose motive, whose cause is told; how many events a cause may lie back."""


@dataclass(frozen=True)
class Dials:
    """What of a world can be turned besides its size."""

    similarity: float = 0.0
    """Chance that a name shares its coined word with an earlier one."""
    herrings: float = 0.0
    """Share of the facts of which something false is rumoured."""
    clauses: int = 2
    """Months with a surcharge."""
    aliases: bool = False
    """Whether everyone has another name."""


@dataclass(frozen=True)
class Scenes:
    """Where in a story its names come up."""

    events: tuple[Event, ...]
    facts: Sequence[Fact]

    @cached_property
    def of(self) -> dict[str, list[int]]:
        """Name -> the scenes that name it, in order."""
        found: dict[str, set[int]] = {}
        for number, event in enumerate(self.events):
            for name in event.roles.values():
                found.setdefault(name, set()).add(number)
        for fact in self.facts:
            found.setdefault(fact.subject, set()).add(fact.scene)
            found.setdefault(fact.value, set()).add(fact.scene)
        return {name: sorted(numbers) for name, numbers in found.items()}

    def near(self, name: str, start: int, end: int) -> list[int]:
        """Its scenes from `start` on, before `end`."""
        numbers = self.of[name]
        return numbers[bisect_left(numbers, start) : bisect_left(numbers, end)]


def extras(
    schema: Schema, scenes: Scenes, stage: Stage, coiner: Coiner, *, key: str, dials: Dials
) -> tuple[list[Fact], list[Fact]]:
    """(facts, herrings) that come on top, facts without an id yet."""
    causes = list(_causes(schema, scenes, rng(key, CAUSE)))
    facts = [*_motives(schema, scenes, rng(key, MOTIVE), {cause.subject for cause in causes}), *causes]
    facts += _surcharges(schema, scenes, rng(key, "surcharge"), dials.clauses)
    if dials.aliases:
        facts += _aliases(schema, scenes, stage, coiner, rng(key, ALIAS))
    return facts, list(_herrings(schema, scenes, rng(key, "herrings"), dials.herrings))


def _motives(
    schema: Schema, scenes: Scenes, stream: random.Random, caused: AbstractSet[str]
) -> Iterator[Fact]:  # fmt: skip
    """Why somebody did something: told right after it, or where they come up again; never beside a cause."""
    named = spoken(schema, scenes.events)
    for number, event in enumerate(scenes.events):
        motives = schema.acts[event.kind].motives
        if motives and event.id in named and event.id not in caused and stream.random() < MOTIVATED:
            later = [scene for scene in scenes.of[event.roles["who"]] if scene >= number][:4]
            scene = number if stream.random() < 0.5 else stream.choice(later)
            yield Fact("", MOTIVE, event.id, stream.choice(motives), scene)


def _causes(schema: Schema, scenes: Scenes, stream: random.Random) -> Iterator[Fact]:
    """What an earlier event that shares a person brought about: told right after the later one."""
    named = spoken(schema, scenes.events)
    causes: set[str] = set()
    for number, event in enumerate(scenes.events):
        if event.id not in named or stream.random() >= CAUSED:
            continue
        near = {scene for name in _people(schema, event) for scene in scenes.near(name, number - REACH, number)}
        earlier = [
            scenes.events[scene].id for scene in sorted(near)
            if scenes.events[scene].id in named and _people(schema, scenes.events[scene]) & _people(schema, event)
        ]  # fmt: skip
        if fresh := [cause for cause in earlier if cause not in causes]:
            causes.add(cause := stream.choice(fresh))
            yield Fact("", CAUSE, event.id, cause, number)


def _people(schema: Schema, event: Event) -> set[str]:
    return {event.roles[role] for role, sort in schema.acts[event.kind].roles.items()
            if sort == "person" and role in event.roles}  # fmt: skip


def _surcharges(schema: Schema, scenes: Scenes, stream: random.Random, clauses: int) -> Iterator[Fact]:
    """Rules, told before the first event that they could apply to; of half of the months with such, then of others."""
    if schema.surcharge is None:
        return
    rule = schema.surcharge
    places = [n for n, event in enumerate(scenes.events) if event.kind == rule.kind and rule.role in event.roles]
    months = [MONTHS[date.fromordinal(scenes.events[place].day).month - 1] for place in places]
    busy = list(dict.fromkeys(stream.sample(months, len(months))))
    half = -(-len(busy) // 2)  # so that a rule applies about as often as not
    quiet = stream.sample([month for month in MONTHS if month not in busy], 12 - len(busy))
    for month in [*busy[:half], *quiet, *busy[half:]][:clauses]:
        amount = str(stream.randint(2, 29))
        yield Fact("", rule.relation, month, amount, stream.randrange(max(1, places[0] if places else 1)))


def _aliases(schema: Schema, scenes: Scenes, stage: Stage, coiner: Coiner, stream: random.Random) -> Iterator[Fact]:
    """Another name for all that are heard of; told anywhere among their scenes."""
    for sort in schema.aliases:
        for name in [*stage.casts[sort], *stage.later[sort]]:
            if name in scenes.of:
                yield Fact("", OTHER_NAME, name, coiner.coin(ALIAS), stream.choice(scenes.of[name]))


def _herrings(schema: Schema, scenes: Scenes, stream: random.Random, share: float) -> Iterator[Fact]:
    """Something false of a subject of which something is stated: a value that was never true of it."""
    true: dict[tuple[str, str], set[str | None]] = {}
    for fact in scenes.facts:
        true.setdefault((fact.relation, fact.subject), set()).add(fact.value)
    for event in scenes.events:
        for relation, subject, value in changes(schema.acts[event.kind], event):
            true.setdefault((relation, subject), set()).add(value)
    stated: dict[str, list[str]] = {}
    for fact in scenes.facts:
        stated.setdefault(fact.relation, []).append(fact.value)
    number = 0
    for (name, subject), values in true.items():
        if not schema.relations[name].hearsay or stream.random() >= share:
            continue
        tries = [stream.choice(stated[name]) for _ in range(20)] if stated.get(name) else []
        value = next((other for other in tries if other not in values and other != subject), None)
        if value is not None:
            number += 1
            yield Fact(f"h{number}", name, subject, value, stream.choice(scenes.of[subject]))

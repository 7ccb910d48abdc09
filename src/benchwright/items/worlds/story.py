"""How a world comes to be: a cast, what holds at the start, a time line of events, and the facts told beside them.

The size follows from the length of the document: events grow a little slower than the text, people slower than events,
so that a long book has room to breathe. Everything is drawn from one stream per world; names come from the world's own
block of coined names. What the dials add (namesakes, rumours, surcharges, other names) is drawn last, from streams of
its own, so that turning one leaves the story as it is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, count

from benchwright.items.worlds.extras import Dials, Scenes, extras
from benchwright.items.worlds.names import ALIAS, FEMALE, MALE, Coiner
from benchwright.items.worlds.schema import NUMBER, WORD, Roles, Schema, Sort
from benchwright.items.worlds.stage import Stage
from benchwright.items.worlds.state import MONTHS, Event, Fact, World
from benchwright.seeding import rng

MONTH = "month"
LONGEST_SPAN = 12_000
"""Days that a story takes, about, as long as it has fewer events than that."""


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    events: int
    people: int
    casts: Mapping[Sort, int]
    """Every sort but people."""

    @property
    def names(self) -> dict[Sort, int]:
        """How many names of each sort to reserve: thrice the need, as some are passed over."""
        needs = {FEMALE: self.people, MALE: self.people, **self.casts, ALIAS: self.people + sum(self.casts.values())}
        return {sort: 3 * need + 8 for sort, need in needs.items()}


def size_of(schema: Schema, tokens: int, dense: float = 1.0) -> Size:
    """The size of a world for a document of that many tokens; with `dense` above 1, more happens in it."""
    events = round(7 * dense * (tokens / 1000) ** 0.92)
    people = max(5, round(events**0.75))
    casts = {
        sort: max(cast.least, round(cast.scale * people**cast.power))
        for sort, cast in schema.casts.items() if sort != "person"
    }  # fmt: skip
    return Size(events, people, casts)


def write_world(
    key: str, schema: Schema, size: Size, coiner: Coiner, stream: random.Random, *, dials: Dials, spread: int = 1
) -> World:
    """A world of that size; `key` becomes its id, and `spread` times as many days as usual lie between its events."""
    sexes = [stream.random() < 0.5 for _ in range(size.people)]
    alike = {"person"} | {sort for sort, cast in schema.casts.items() if len(cast.seconds) > 1}
    coin = _Coining(coiner, rng(key, "namesakes"), dials.similarity, alike)
    people = [coin.name(FEMALE if female else MALE, "person") for female in sexes]
    casts: dict[Sort, tuple[str, ...]] = {
        "person": tuple(people),
        **{sort: tuple(coin.name(sort, sort) for _ in range(number)) for sort, number in size.casts.items()},
    }
    women = frozenset(name for name, female in zip(people, sexes, strict=True) if female)
    stage = _stage(schema, stream, casts, women)
    start = list(_settle(stage))
    events = tuple(_happenings(stage, size, spread))
    told = _told(stage, events, start)
    scenes = Scenes(events, told)
    facts, herrings = extras(schema, scenes, stage, coiner, key=key, dials=dials)
    ordered = sorted([*told, *facts], key=lambda fact: fact.scene)
    named = tuple(Fact(f"f{place}", *_rest(fact)) for place, fact in enumerate(ordered, 1))
    return World(key, {**casts, MONTH: MONTHS}, women, named, events, tuple(herrings))


def _rest(fact: Fact) -> tuple[str, str, str, int]:
    return fact.relation, fact.subject, fact.value, fact.scene


@dataclass
class _Coining:
    """Names, some of which share their coined word with an earlier one of the sort."""

    coiner: Coiner
    stream: random.Random
    similarity: float
    alike: AbstractSet[Sort]
    """Sorts whose names have companions to tell namesakes apart."""

    def __post_init__(self) -> None:
        self._words: dict[Sort, list[str]] = {}

    def name(self, sort: Sort, family: Sort) -> str:
        earlier = self._words.setdefault(family, [])
        like = ""
        if earlier and family in self.alike and self.stream.random() < self.similarity:
            like = earlier.pop(self.stream.randrange(len(earlier)))  # two share a word, never three
        name = self.coiner.coin(sort, like)
        if not like:
            earlier.append(name.split()[-1] if family == "person" else name.removeprefix("the ").split()[0])
        return name


def _stage(
    schema: Schema, stream: random.Random, casts: Mapping[Sort, tuple[str, ...]], women: frozenset[str]
) -> Stage:
    there = {sort: max(1, round(len(names) * _standing(schema, sort))) for sort, names in casts.items()}
    stage = Stage(
        schema,
        stream,
        {sort: list(names[: there[sort]]) for sort, names in casts.items()} | {MONTH: list(MONTHS)},
        {sort: list(names[there[sort] :]) for sort, names in casts.items()},
        women,
    )
    stage.weights = list(accumulate((rank + 2) ** -0.5 for rank in range(len(casts["person"]))))
    return stage


def _standing(schema: Schema, sort: Sort) -> float:
    return schema.casts[sort].standing if sort in schema.casts else 1.0


_Claim = tuple[str, str, str]


def _claims(stage: Stage, name: str, subjects: list[str]) -> Iterator[_Claim]:
    """What is stated of a relation, each put into the state."""
    relation = stage.schema.relations[name]
    for subject in subjects:
        if stage.random.random() >= relation.share:
            continue
        value = relation.draw(stage, subject) if relation.draw else stage.any(relation.value, subject)
        if value is not None:
            stage.state.put(name, subject, value)
            yield name, subject, value


def _settle(stage: Stage) -> Iterator[_Claim]:
    """What may change later, as it is at the start."""
    for name, relation in stage.schema.relations.items():
        if starts(stage.schema, name):
            yield from _claims(stage, name, list(stage.casts[relation.subject]))


def starts(schema: Schema, name: str) -> bool:
    """Whether an event may make it so, so that a fact of it is told where its subject enters."""
    return any(name == effect[0] for act in schema.acts.values() for effect in act.effects)


def _happenings(stage: Stage, size: Size, spread: int) -> Iterator[Event]:
    """The events, in order of time, each on a day of its own."""
    first, last = stage.schema.years
    stage.day = date(stage.random.randint(first, last), stage.random.randint(1, 12), 1).toordinal()
    gap = max(1, min(30, LONGEST_SPAN // (size.events * spread)))  # at most some forty years in all
    entrances = sorted(stage.random.random() * 0.8 for _ in range(size.people))
    people, least = stage.casts["person"], min(5, size.people)
    for number in range(size.events):
        stage.day += stage.random.randint(1, gap) * spread
        due = max(least, stage.known)
        while due < size.people and entrances[due] <= number / size.events:
            due += 1
        stage.newcomers += people[stage.known : due]
        stage.known = due
        kind, roles = _next(stage)
        event = Event(f"e{number + 1}", stage.day, kind, roles)
        stage.happened(event)
        yield event


def _next(stage: Stage) -> tuple[str, Roles]:
    kinds = list(stage.schema.acts)
    weights = list(accumulate(act.weight for act in stage.schema.acts.values()))
    for attempt in count(1):
        kind = stage.random.choices(kinds, cum_weights=weights)[0]
        roles = stage.schema.acts[kind].plot(stage)
        if roles is not None:
            return kind, roles
        stage.day += attempt % 25 == 0  # nobody is free today
    raise AssertionError("unreachable")


def _told(stage: Stage, events: tuple[Event, ...], start: list[_Claim]) -> list[Fact]:
    """The facts, each with the scene beside which it is told, without an id yet."""
    scenes: dict[str, list[int]] = {}
    for number, event in enumerate(events):
        for name in event.roles.values():
            scenes.setdefault(name, []).append(number)
    placed: list[tuple[_Claim, int]] = []
    waiting = start
    while waiting:  # who owns or founded something is heard of in that fact; what it then holds is told there, too
        now = [
            (claim, scene) for claim in waiting if (scene := _opening(stage, claim, scenes, len(events))) is not None
        ]
        heard = {claim for claim, _ in now}
        later = [claim for claim in waiting if claim not in heard]
        for (_, subject, value), scene in now:
            scenes.setdefault(value, []).append(scene)
            scenes.setdefault(subject, []).append(scene)
        placed += now
        if not now:
            break
        waiting = later
    for name, relation in stage.schema.relations.items():
        if not starts(stage.schema, name) and relation.subject != MONTH:
            known = [subject for subject in stage.casts[relation.subject] if subject in scenes]
            placed += [(claim, stage.random.choice(scenes[claim[1]])) for claim in _claims(stage, name, known)]
    return [Fact("", *claim, scene) for claim, scene in placed]


def _opening(stage: Stage, claim: _Claim, scenes: Mapping[str, list[int]], number: int) -> int | None:
    """The scene in which what may change is told: where its subject enters. None: nobody hears of it.

    A coined word that has no part in an event may come up in any of the `number` scenes.
    """
    name, subject, value = claim
    first = min(scenes.get(subject, ()), default=None)
    relation = stage.schema.relations[name]
    if first is None and relation.value == "person":
        return min(scenes.get(value, ()), default=None)
    if first is None and relation.value in {NUMBER, WORD} and relation.subject != "person":
        return stage.random.randrange(number)
    return first

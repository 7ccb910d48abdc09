"""How a world comes to be: a cast, what holds at the start, a time line of events, and the facts told beside them.

The size follows from the length of the document: events grow a little slower than the text, people slower than events,
so that a long book has room to breathe. Everything is drawn from one stream per world; names come from the world's own
block of coined names.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, count

from benchwright.items.worlds.names import Coiner, Sort
from benchwright.items.worlds.plots import PLOTS, Roles, Stage
from benchwright.items.worlds.state import Event, Fact, Kind, Person, Relation, State, World, apply

TRADES = (
    "cooper", "saddler", "glazier", "thatcher", "chandler", "bookbinder", "locksmith", "stonemason", "dyer", "miller",
    "farrier", "engraver", "wheelwright", "potter", "weaver", "sailmaker", "apothecary", "tinsmith", "surveyor",
    "clockmaker", "basket-maker", "gilder",
)  # fmt: skip
INSTRUMENTS = (
    "fiddle", "oboe", "harp", "bassoon", "mandolin", "concertina", "cornet", "flute", "harmonium", "dulcimer", "cello",
    "bagpipes", "trombone", "clarinet", "zither", "lute",
)  # fmt: skip
WARES = (
    "blue cheese", "smoked eels", "slate", "lace", "cider", "rope", "salt", "honey", "paper", "plum brandy",
    "felt hats", "church bells", "pickled walnuts", "marbled glass", "cutlery", "tobacco pipes", "ginger cake",
    "saffron", "umbrellas", "barley sugar", "roof tiles", "linen", "mustard", "pencils",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    events: int
    people: int
    towns: int
    organisations: int
    things: int

    @property
    def names(self) -> dict[Sort, int]:
        """How many names of each sort to reserve: twice the need, as some are passed over."""
        needs: dict[Sort, int] = {"female": self.people, "male": self.people, "town": self.towns,
                                  "organisation": self.organisations, "thing": self.things}  # fmt: skip
        return {sort: 2 * need + 8 for sort, need in needs.items()}


def size_of(tokens: int) -> Size:
    """The size of a world for a document of that many tokens."""
    events = round(7 * (tokens / 1000) ** 0.92)
    people = max(5, round(events**0.75))
    return Size(events, people, round(1.4 * people**0.62), max(2, round(people / 3.5)), max(3, round(people / 2.5)))


def write_world(key: str, size: Size, coiner: Coiner, stream: random.Random) -> World:
    """A world of that size; `key` becomes its id."""
    sexes = [stream.random() < 0.5 for _ in range(size.people)]
    people = tuple(Person(coiner.coin("female" if female else "male"), female) for female in sexes)
    towns = tuple(coiner.coin("town") for _ in range(size.towns))
    organisations = [coiner.coin("organisation") for _ in range(size.organisations)]
    things = tuple(coiner.coin("thing") for _ in range(size.things))
    standing = max(1, round(size.organisations * 0.7))
    stage = Stage(stream, people, towns, things, organisations[:standing], organisations[standing:], State())
    stage.weights = list(accumulate((rank + 2) ** -0.5 for rank in range(size.people)))
    start = _settle(stage)
    events = tuple(_happenings(stage, size))
    facts = _told(stage, events, start)
    return World(key, people, towns, tuple(organisations), things, facts, events)


_Claim = tuple[Relation, str, str]


def _settle(stage: Stage) -> list[_Claim]:
    """What may change later, as it is at the start; put into the state."""
    chance, choice = stage.random.random, stage.random.choice
    claims: list[_Claim] = []
    for organisation in stage.organisations:
        if chance() < 0.75:
            founder = choice(stage.people).name
            stage.founders.add(founder)
            claims.append(("founder", organisation, founder))
        if chance() < 0.75:
            claims.append(("seat", organisation, choice(stage.towns)))
    for person in stage.people:
        if chance() < 0.8:
            claims.append(("home", person.name, choice(stage.towns)))
        if person.name not in stage.founders and chance() < 0.45:
            claims.append(("employer", person.name, choice(stage.organisations)))
    claims.extend(("owner", thing, choice(stage.people).name) for thing in stage.things)
    for relation, subject, value in claims:
        stage.state.put(relation, subject, value)
    return claims


def _happenings(stage: Stage, size: Size) -> Iterator[Event]:
    """The events, in order of time, each on a day of its own."""
    stage.day = date(stage.random.randint(1846, 1880), stage.random.randint(1, 12), 1).toordinal()
    gap = max(1, min(30, 12_000 // size.events))  # at most some forty years in all
    entrances = sorted(stage.random.random() * 0.8 for _ in range(size.people))
    for number in range(size.events):
        stage.day += stage.random.randint(1, gap)
        due = max(
            min(5, size.people), sum(1 for at in entrances[stage.known :] if at <= number / size.events) + stage.known
        )
        stage.newcomers += [person.name for person in stage.people[stage.known : due]]
        stage.known = due
        kind, roles = _next(stage)
        event = Event(f"e{number + 1}", stage.day, kind, roles)
        _settle_accounts(stage, event)
        yield event


def _next(stage: Stage) -> tuple[Kind, Roles]:
    kinds, weights = list(PLOTS), [weight for weight, _ in PLOTS.values()]
    for attempt in count(1):
        kind = stage.random.choices(kinds, weights)[0]
        roles = PLOTS[kind][1](stage)
        if roles is not None:
            return kind, roles
        stage.day += attempt % 25 == 0  # nobody is free today
    raise AssertionError("unreachable")


def _settle_accounts(stage: Stage, event: Event) -> None:
    """Bring the stage up to date with an event."""
    apply(stage.state, event)
    for role in ("who", "other"):
        if role in event.roles:
            stage.last[event.roles[role]] = event.day
    stage.newcomers = [name for name in stage.newcomers if name not in event.roles.values()]
    if event.kind == "lose":
        stage.lost[event.roles["thing"]] = event.roles["who"]
    elif event.kind == "find":
        del stage.lost[event.roles["thing"]]
    elif event.kind == "found":
        stage.organisations.append(stage.unfounded.pop())
        stage.founders.add(event.roles["who"])


def _told(stage: Stage, events: tuple[Event, ...], start: list[_Claim]) -> tuple[Fact, ...]:
    """The facts, each with the scene beside which it is told."""
    scenes: dict[str, list[int]] = {}
    for number, event in enumerate(events):
        for name in event.roles.values():
            scenes.setdefault(name, []).append(number)
    placed = [(claim, _opening(claim, scenes)) for claim in start]
    for (_, subject, value), scene in placed:  # an organisation or town may first be heard of in a fact
        if scene is not None:
            scenes.setdefault(value, []).append(scene)
            scenes.setdefault(subject, []).append(scene)
    seats = [(claim, _opening(claim, scenes)) for claim in start if claim[0] in {"founder", "seat"}]
    placed = [pair for pair in placed if pair[0][0] not in {"founder", "seat"}] + seats
    placed += [(claim, stage.random.choice(scenes[claim[1]])) for claim in _unchanging(stage, scenes)]
    told = sorted(((scene, claim) for claim, scene in placed if scene is not None), key=lambda pair: pair[0])
    return tuple(Fact(f"f{place}", *claim, scene=scene) for place, (scene, claim) in enumerate(told, 1))


def _opening(claim: _Claim, scenes: dict[str, list[int]]) -> int | None:
    """The scene in which what may change is told: where its subject enters. None: nobody hears of it."""
    relation, subject, value = claim
    first = min(scenes.get(subject, ()), default=None)
    if first is None and relation == "owner":
        return min(scenes.get(value, ()), default=None)
    return first


def _unchanging(stage: Stage, scenes: dict[str, list[int]]) -> Iterator[_Claim]:
    """What never changes, of those who are heard of; much is left unsaid."""
    chance, choice = stage.random.random, stage.random.choice
    people = [person.name for person in stage.people if person.name in scenes]
    for person in people:
        if chance() < 0.55:
            yield "born", person, choice(stage.towns)
        if chance() < 0.5:
            yield "trade", person, choice(TRADES)
        if chance() < 0.35:
            yield "instrument", person, choice(INSTRUMENTS)
    kin = stage.random.sample(people, len(people))
    pairs = [pair for pair in zip(kin[::2], kin[1::2], strict=False) if stage.state.get("spouse", pair[0]) != pair[1]]
    siblings = dict(pairs[: max(1, round(len(pairs) * 0.45))])
    yield from (("sibling", first, second) for first, second in siblings.items())
    for person in people:
        teacher = choice(people)
        if chance() < 0.45 and teacher not in {person, siblings.get(person)} and siblings.get(teacher) != person:
            yield "teacher", person, teacher
    for town in stage.towns:
        if town in scenes and chance() < 0.6:
            yield "ware", town, choice(WARES)
        if town in scenes and chance() < 0.6:
            yield "steps", town, str(stage.random.randint(31, 260))

"""What can happen next: one function per kind of event.

A plot looks at the stage and proposes the roles of an event, or None where nothing of the kind can happen now. It keeps
the story sane: nobody sells what they do not own, who founds a house works for no other, the married keep their home,
and nobody is in two places on neighbouring days.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from benchwright.items.worlds.state import Kind, Person, State

Roles = dict[str, str]
Test = Callable[[str], bool]


@dataclass
class Stage:
    """A story in the making."""

    random: random.Random
    people: tuple[Person, ...]
    """In order of entrance; those of lower rank act more often."""
    towns: tuple[str, ...]
    things: tuple[str, ...]
    organisations: list[str]
    """Those that exist."""
    unfounded: list[str]
    """Names for those to come."""
    state: State
    founders: set[str] = field(default_factory=set)
    lost: dict[str, str] = field(default_factory=dict)
    """Thing -> who lost it."""
    known: int = 0
    """How many of the people have entered or may enter now."""
    newcomers: list[str] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    """Person -> day of their latest event."""
    day: int = 0
    weights: list[float] = field(default_factory=list)
    """Cumulative, by rank."""

    def person(self, fits: Test) -> str | None:
        """Somebody free today who fits: a newcomer where possible, else mostly a leading figure."""
        tries = self.newcomers[:1] + [self._draw() for _ in range(12)]
        return next((name for name in tries if self.last.get(name, -9) < self.day - 1 and fits(name)), None)

    def town(self, *besides: str | None) -> str:
        """Any town but those."""
        return self.random.choice([town for town in self.towns if town not in besides])

    def _draw(self) -> str:
        rank = self.random.choices(range(self.known), cum_weights=self.weights[: self.known])[0]
        return self.people[rank].name


def _move(stage: Stage) -> Roles | None:
    who = stage.person(lambda name: bool(stage.state.get("home", name)) and not stage.state.get("spouse", name))
    if who is None:
        return None
    origin = stage.state.get("home", who) or ""
    return {"who": who, "origin": origin, "place": stage.town(origin)}


def _visit(stage: Stage) -> Roles | None:
    who = stage.person(lambda _: True)
    return {"who": who, "place": stage.town(stage.state.get("home", who))} if who else None


def _letter(stage: Stage) -> Roles | None:
    return _pair(stage, lambda _: True, lambda _: True)


def _pair(stage: Stage, first: Test, second: Test) -> Roles | None:
    who = stage.person(first)
    other = stage.person(lambda name: name != who and second(name)) if who else None
    return {"who": who, "other": other} if who and other else None


def _join(stage: Stage) -> Roles | None:
    who = stage.person(lambda name: name not in stage.founders and not stage.state.get("employer", name))
    return {"who": who, "org": stage.random.choice(stage.organisations)} if who else None


def _switch(stage: Stage) -> Roles | None:
    who = stage.person(lambda name: bool(stage.state.get("employer", name)))
    former = stage.state.get("employer", who) if who else None
    others = [name for name in stage.organisations if name != former]
    return {"who": who, "former": former, "org": stage.random.choice(others)} if who and former and others else None


def _leave(stage: Stage) -> Roles | None:
    who = stage.person(lambda name: bool(stage.state.get("employer", name)))
    return {"who": who, "former": stage.state.get("employer", who) or ""} if who else None


def _give(stage: Stage) -> Roles | None:
    thing = stage.random.choice(stage.things)
    owner = stage.state.get("owner", thing)
    roles = _pair(stage, lambda name: name == owner, lambda _: True) if owner else None
    if roles is None and owner in stage.last and stage.last[owner] < stage.day - 1:  # rarely drawn by chance
        other = stage.person(lambda name: name != owner)
        roles = {"who": owner, "other": other} if other else None
    return {**roles, "thing": thing} if roles else None


def _sell(stage: Stage) -> Roles | None:
    roles = _give(stage)
    priced = stage.random.random() < 0.7
    return {**roles, **({"price": str(stage.random.randint(3, 95))} if priced else {})} if roles else None


def _lose(stage: Stage) -> Roles | None:
    thing = stage.random.choice(stage.things)
    owner = stage.state.get("owner", thing)
    free = owner in stage.last and stage.last[owner] < stage.day - 1
    return {"who": owner, "thing": thing} if owner and free else None


def _find(stage: Stage) -> Roles | None:
    if not stage.lost:
        return None
    thing = stage.random.choice(list(stage.lost))
    who = stage.person(lambda name: name != stage.lost[thing])
    return {"who": who, "thing": thing} if who else None


def _found(stage: Stage) -> Roles | None:
    employed = stage.state.values.get("employer", {})
    who = stage.person(lambda name: name not in employed and name not in stage.founders) if stage.unfounded else None
    return {"who": who, "org": stage.unfounded[-1], "place": stage.town()} if who else None


def _marry(stage: Stage) -> Roles | None:
    female = {person.name: person.female for person in stage.people}

    def free(name: str) -> bool:
        return not stage.state.get("spouse", name)

    who = stage.person(free)
    if who is None:
        return None
    homes = {stage.state.get("home", who), None}
    other = stage.person(
        lambda name: free(name) and female[name] != female[who] and stage.state.get("home", name) in homes
    )
    return {"who": who, "other": other} if other else None


def _relocate(stage: Stage) -> Roles | None:
    org = stage.random.choice(stage.organisations)
    origin = stage.state.get("seat", org)
    return {"org": org, "origin": origin, "place": stage.town(origin)} if origin else None


PLOTS: dict[Kind, tuple[float, Callable[[Stage], Roles | None]]] = {
    "move": (3.0, _move),
    "visit": (3.0, _visit),
    "letter": (3.0, _letter),
    "join": (1.6, _join),
    "switch": (1.2, _switch),
    "leave": (0.5, _leave),
    "give": (1.6, _give),
    "sell": (2.0, _sell),
    "lose": (0.7, _lose),
    "find": (0.9, _find),
    "found": (0.6, _found),
    "marry": (0.7, _marry),
    "relocate": (0.6, _relocate),
}
"""Kind -> how often it is tried, and the plot."""

"""A world among strangers: the scenes of a longer world are told between its own, and nothing of it changes.

For one world at several lengths: what is asked, its answers and its dates stay, while what lies between grows by people
and events of the same kinds with other names. The strangers have no surcharges of their own, for those hold for all.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from benchwright.items.worlds.state import CAUSE, MOTIVE, Fact, World


def padded(world: World, strangers: World, stream: random.Random) -> World:
    """Both worlds as one, in order of time; ids of the strangers' statements begin with `x`.

    Args:
        world: the one that is asked about; its events keep their days.
        strangers: the other one; its events keep their order and take days that are free.
        stream: for the places.

    Raises:
        ValueError: there are not enough free days between the events of the world.
    """
    days = _free_days([event.day for event in world.events], len(strangers.events), stream)
    guests = [replace(event, id=f"x{event.id}", day=day) for event, day in zip(strangers.events, days, strict=True)]
    events = tuple(sorted([*world.events, *guests], key=lambda event: event.day))
    place = {event.id: number for number, event in enumerate(events)}
    facts = [
        *(_moved(fact, place[world.events[fact.scene].id]) for fact in world.facts),
        *(_moved(_guest(fact), place[guests[fact.scene].id]) for fact in strangers.facts),
    ]
    herrings = [
        *(_moved(fact, place[world.events[fact.scene].id]) for fact in world.herrings),
        *(_moved(_guest(fact), place[guests[fact.scene].id]) for fact in strangers.herrings),
    ]
    casts = {
        sort: (*names, *strangers.casts[sort]) if sort != "month" else names for sort, names in world.casts.items()
    }
    return World(
        world.id, casts, world.female | strangers.female, tuple(sorted(facts, key=lambda fact: fact.scene)), events,
        tuple(herrings),
    )  # fmt: skip


def _moved(fact: Fact, scene: int) -> Fact:
    return replace(fact, scene=scene)


def _guest(fact: Fact) -> Fact:
    """A fact of the strangers; those of events name them by their new ids."""
    subject = f"x{fact.subject}" if fact.relation in {MOTIVE, CAUSE} else fact.subject
    value = f"x{fact.value}" if fact.relation == CAUSE else fact.value
    return replace(fact, id=f"x{fact.id}", subject=subject, value=value)


def _free_days(taken: Sequence[int], count: int, stream: random.Random) -> list[int]:
    """That many days, in order, evenly over the span of the taken ones and never on one of them."""
    held = set(taken)
    margin = max(1, (taken[-1] - taken[0]) // (2 * len(taken)))
    free = [day for day in range(taken[0] - margin, taken[-1] + margin) if day not in held]
    if len(free) < count:
        raise ValueError(f"{count} events do not fit into {len(free)} free days")
    return sorted(stream.sample(free, count))

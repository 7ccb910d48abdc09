"""Counting: how often something happened to somebody, in the whole story or between two dates.

The aim is an even spread of answers: a target is drawn first, then a subject that has as many events or more; where it
has more, two dates are set around as many as are wanted. No counted event lies on one of those dates.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchwright.items.worlds.families.draft import Context, Draft, Family, number_answer
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import Event, day_text

MOST = 8
WHOLE = "in the course of the story"
BETWEEN = "between {start} and {end}"


@dataclass(frozen=True)
class Tally:
    """Something that can be counted: the events of these kinds that have the subject in this role."""

    kinds: tuple[str, ...]
    role: str
    wordings: tuple[str, ...]
    """{x} is the subject, {span} the time."""


TALLIES: dict[str, Tally] = {
    "moves by": Tally(("move",), "who", ("How many times did {x} move house {span}?",)),
    "moves to": Tally(("move",), "place", ("How many times did somebody move house to {x} {span}?",)),
    "visits by": Tally(
        ("visit",),
        "who",
        ("How many visits to towns did {x} pay {span}?", "How many times did {x} go on a visit {span}?"),
    ),
    "visits to": Tally(
        ("visit",),
        "place",
        ("How many visits were paid to {x} {span}?", "How many times did {x} receive a visitor {span}?"),
    ),
    "letters by": Tally(
        ("letter",), "who", ("How many letters did {x} write {span}?", "How many letters did {x} send {span}?")
    ),
    "letters to": Tally(("letter",), "other", ("How many letters were sent to {x} {span}?",)),
    "hands": Tally(("give", "sell"), "thing", ("How many times was {x} sold or given away {span}?",)),
    "hired": Tally(("join", "switch"), "org", ("How many times did somebody enter the service of {x} {span}?",)),
    "left": Tally(("leave", "switch"), "former", ("How many times did somebody leave the service of {x} {span}?",)),
}

_Subject = tuple[str, str]


def _subjects(view: View) -> dict[_Subject, list[Event]]:
    """(tally, subject) -> its events, in order of time."""
    found: dict[_Subject, list[Event]] = {}
    for name, tally in TALLIES.items():
        for event in view.events(*tally.kinds):
            found.setdefault((name, event.roles[tally.role]), []).append(event)
    return found


def _window(events: Sequence[Event], wanted: int, stream: random.Random) -> tuple[Sequence[Event], int, int] | None:
    """As many neighbouring events with a day before and a day after that no event of theirs is on."""
    starts = list(range(len(events) - wanted + 1))
    for first in stream.sample(starts, len(starts)):
        inside = events[first : first + wanted]
        floor = events[first - 1].day + 1 if first else inside[0].day - 20
        ceiling = events[first + wanted].day - 1 if first + wanted < len(events) else inside[-1].day + 20
        if floor < inside[0].day and inside[-1].day < ceiling:
            return inside, stream.randint(floor, inside[0].day - 1), stream.randint(inside[-1].day + 1, ceiling)
    return None


def _draft(subject: _Subject, events: Sequence[Event], wanted: int, stream: random.Random) -> Draft | None:
    name, who = subject
    span, needs = WHOLE, tuple(event.id for event in events)
    if wanted < len(events):
        window = _window(events, wanted, stream)
        if window is None:
            return None
        inside, start, end = window
        span = BETWEEN.format(start=day_text(start), end=day_text(end))
        needs = tuple(mark for event in inside for mark in (event.id, f"@{event.id}"))
    question = stream.choice(TALLIES[name].wordings).format(x=who, span=span)
    return Draft("counting", ("count", name, who), question, number_answer(wanted), needs)


def _drafts(context: Context) -> Iterator[Draft]:
    """Targets go round from 1 to the most there is, from a random start; what is used up is passed over."""
    stream, free = context.random, _subjects(context.view)
    most = min(MOST, max(map(len, free.values()), default=0))
    order = stream.sample(range(1, most + 1), most)
    while free and order:
        for wanted in list(order):
            fitting = [subject for subject, events in free.items() if len(events) >= wanted]
            if not fitting:
                order.remove(wanted)
                continue
            exact = [subject for subject in fitting if len(free[subject]) == wanted]
            subject = stream.choice(exact if exact and stream.random() < 0.6 else fitting)
            if draft := _draft(subject, free.pop(subject), wanted, stream):
                yield draft


FAMILY = Family(
    "counting",
    "how often something happened",
    {name: tally.wordings for name, tally in TALLIES.items()},
    _drafts,
)

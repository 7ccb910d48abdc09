"""Counting: how often something happened to somebody, in the whole story or between two dates.

The aim is an even spread of answers: a target is drawn first, then a subject that has as many events or more; where it
has more, two dates are set around as many as are wanted. No counted event lies on one of those dates.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from benchwright.items.worlds.families.draft import Context, Draft, Family, decoys_of, number_answer
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import Event, day_text

MOST = 8
BETWEEN = "between {start} and {end}"


_Subject = tuple[str, str]


def subjects(view: View) -> dict[_Subject, list[Event]]:
    """(tally, subject) -> its events, in order of time."""
    found: dict[_Subject, list[Event]] = {}
    for name, tally in view.schema.tallies.items():
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


def _draft(context: Context, subject: _Subject, events: Sequence[Event], wanted: int) -> Draft | None:
    name, who = subject
    schema, stream = context.view.schema, context.random
    span, needs, days = schema.whole, tuple(event.id for event in events), None
    if wanted < len(events):
        window = _window(events, wanted, stream)
        if window is None:
            return None
        inside, start, end = window
        days = start, end
        span = BETWEEN.format(start=day_text(start), end=day_text(end))
        needs = tuple(mark for event in inside for mark in (event.id, f"@{event.id}"))
    tally, gold = schema.tallies[name], number_answer(wanted)
    return Draft(
        "counting", ("count", name, who), stream.choice(tally.wordings).format(x=who, span=span), gold, needs,
        like=tally.kinds[0], decoys=decoys_of("ignored the dates", [number_answer(len(events))], gold), days=days,
    )  # fmt: skip


def _drafts(context: Context) -> Iterator[Draft]:
    """Targets go round from 1 to the most there is, from a random start; what is used up is passed over."""
    stream, free = context.random, subjects(context.view)
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
            if draft := _draft(context, subject, free.pop(subject), wanted):
                yield draft


FAMILY = Family("counting", "how often something happened", _drafts)

"""Order in time: which of two or three events came first or last, or in what order three people did the same.

An event is spoken of by its roles, and only where no other event could be meant. Options stand in random order, so the
letter says nothing; first and last are asked equally often. No two events share a day.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from benchwright.items.worlds.families.draft import Context, Draft, Family
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import Event
from benchwright.records import Answer

EVENTS: dict[str, str] = {
    "move": "{who} moving from {origin} to {place}",
    "visit": "{who} visiting {place}",
    "letter": "{who} writing a letter to {other}",
    "join": "{who} entering the service of {org}",
    "switch": "{who} leaving {former} for {org}",
    "give": "{who} giving {thing} to {other}",
    "sell": "{who} selling {thing} to {other}",
    "lose": "{who} losing {thing}",
    "find": "{who} finding {thing}",
    "found": "the founding of {org}",
    "marry": "the wedding of {who} and {other}",
    "relocate": "{org} moving its premises from {origin} to {place}",
}
"""How an event is spoken of. Leaving a house is not: another post may or may not follow."""

CHOICES: dict[str, tuple[str, ...]] = {
    "first": ("Which of these happened first: {options}?", "Which came earliest in time: {options}?"),
    "last": ("Which of these happened last: {options}?", "Which came latest in time: {options}?"),
}
LISTS: dict[str, tuple[str, ...]] = {
    "move": ("In which order, earliest first, did these people first move house in the story: {options}?",),
    "visit": (
        "In which order, earliest first, did these people pay their first visit to a town in the story: {options}?",
    ),
    "letter": ("In which order, earliest first, did these people write their first letter in the story: {options}?",),
}


def named(view: View) -> dict[str, Event]:
    """Description -> event, for those that it fits alone."""
    told = [(EVENTS[event.kind].format(**event.roles), event) for event in view.events(*EVENTS)]
    entered = Counter((event.roles["who"], event.roles["org"]) for event in view.events("join", "switch"))
    counts = Counter(text for text, _ in told)
    return {
        text: event
        for text, event in told
        if counts[text] == 1 and (event.kind != "join" or entered[event.roles["who"], event.roles["org"]] == 1)
    }


def _joined(options: Sequence[str], last: str) -> str:
    return f"{', '.join(options[:-1])}{last}{options[-1]}"


def _choices(events: dict[str, Event], stream: random.Random) -> Iterator[Draft]:
    """Each event is used once; questions alternate between first and last, and take two or three options."""
    left = stream.sample(list(events), len(events))
    side = stream.random() < 0.5
    while len(left) > 1:
        count = 3 if len(left) > 2 and stream.random() < 0.5 else 2
        options, left = left[:count], left[count:]
        pick, which = (min, "first") if side else (max, "last")
        right = pick(options, key=lambda text: events[text].day)
        question = stream.choice(CHOICES[which]).format(options=_joined(options, ", or "))
        answer = Answer(type="choice", values=("ABC"[options.index(right)],), options=tuple(options))
        needs = tuple(mark for text in options for mark in (events[text].id, f"@{events[text].id}"))
        yield Draft("order", ("choice", *sorted(options)), question, answer, needs)
        side = not side


def _lists(view: View, stream: random.Random) -> Iterator[Draft]:
    for kind in stream.sample(list(LISTS), len(LISTS)):
        first: dict[str, Event] = {}
        for event in view.events(kind):
            first.setdefault(event.roles["who"], event)
        people = stream.sample(list(first), len(first))
        for at in range(0, len(people) - 2, 3):
            three = people[at : at + 3]
            question = stream.choice(LISTS[kind]).format(options=_joined(three, " and "))
            ranked = sorted(three, key=lambda name: first[name].day)
            needs = tuple(mark for name in three for mark in (first[name].id, f"@{first[name].id}"))
            yield Draft(
                "order", ("list", kind, *sorted(three)), question, Answer(type="list", values=tuple(ranked)), needs
            )


def _drafts(context: Context) -> Iterator[Draft]:
    """Three choices to one list."""
    choices, lists = _choices(named(context.view), context.random), _lists(context.view, context.random)
    while True:
        turn = [next(choices, None), next(choices, None), next(choices, None), next(lists, None)]
        drafts = [draft for draft in turn if draft]
        if not drafts:
            return
        yield from context.random.sample(drafts, len(drafts))


FAMILY = Family("order", "what came before what", {**CHOICES, **LISTS}, _drafts)

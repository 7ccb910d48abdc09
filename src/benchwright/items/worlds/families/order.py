"""Order in time: which of two or three events came first or last, or in what order three people did the same.

An event is spoken of by its roles, and only where no other event could be meant. Options stand in random order, so the
letter says nothing; first and last are asked equally often. No two events share a day.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from benchwright.items.worlds.families.draft import Context, Draft, Family, choice_answer
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import Event
from benchwright.records import Answer

CHOICES: dict[str, tuple[str, ...]] = {
    "first": ("Which of these happened first: {options}?", "Which came earliest in time: {options}?"),
    "last": ("Which of these happened last: {options}?", "Which came latest in time: {options}?"),
}


def joined(options: Sequence[str], last: str) -> str:
    """The options as a question names them."""
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
        question = stream.choice(CHOICES[which]).format(options=joined(options, ", or "))
        answer = choice_answer(options, right)
        needs = tuple(mark for text in options for mark in (events[text].id, f"@{events[text].id}"))
        yield Draft("order", ("choice", *sorted(options)), question, answer, needs, like=events[right].kind)
        side = not side


def _lists(view: View, stream: random.Random) -> Iterator[Draft]:
    kinds = [kind for kind, act in view.schema.acts.items() if act.firsts]
    for kind in stream.sample(kinds, len(kinds)):
        first: dict[str, Event] = {}
        for event in view.events(kind):
            first.setdefault(event.roles["who"], event)
        people = stream.sample(list(first), len(first))
        for at in range(0, len(people) - 2, 3):
            three = people[at : at + 3]
            question = view.schema.acts[kind].firsts.format(options=joined(three, " and "))
            ranked = sorted(three, key=lambda name: first[name].day)
            needs = tuple(mark for name in three for mark in (first[name].id, f"@{first[name].id}"))
            yield Draft(
                "order", ("list", kind, *sorted(three)), question, Answer(type="list", values=tuple(ranked)), needs,
                like=kind,
            )  # fmt: skip


def _drafts(context: Context) -> Iterator[Draft]:
    """Three choices to one list."""
    view = context.view
    named = {text: view.event(key) for key, text in view.spoken.items()}
    choices, lists = _choices(named, context.random), _lists(view, context.random)
    while True:
        turn = [next(choices, None), next(choices, None), next(choices, None), next(lists, None)]
        drafts = [draft for draft in turn if draft]
        if not drafts:
            return
        yield from context.random.sample(drafts, len(drafts))


FAMILY = Family("order", "what came before what", _drafts)

"""Conditional: a rule stated elsewhere changes the answer. In certain months a surcharge comes on top of a price.

Half of the questions are of months with a surcharge, as far as there are such. Every rule is part of the evidence: that
none applies is learnt from all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain, zip_longest

from benchwright.items.worlds.families.draft import Context, Draft, Family, decoys_of, number_answer
from benchwright.items.worlds.query import View
from benchwright.items.worlds.schema import Surcharge
from benchwright.items.worlds.state import MONTHS, Event


def _due(view: View, rule: Surcharge, event: Event) -> int:
    """The surcharge on an event; 0 where there is none."""
    month = MONTHS[date.fromordinal(event.day).month - 1]
    found = view.value(rule.relation, month)
    return int(found.value) if found else 0


def _draft(context: Context, rule: Surcharge, event: Event) -> Draft:
    view, extra = context.view, _due(context.view, rule, event)
    bare = int(event.roles[rule.role])
    rules = [(int(found.value), found.needs[0]) for month in MONTHS if (found := view.value(rule.relation, month))]
    gold = number_answer(bare + extra)
    wrong = [number_answer(bare)] if extra else [number_answer(bare + amount) for amount, _ in rules]
    slip = "left the surcharge out" if extra else "added a surcharge that was not due"
    return Draft(
        "conditional", ("surcharge", event.id),
        context.random.choice(rule.wordings).format(**{role: event.roles[role] for role in rule.roles}), gold,
        (event.id, f"@{event.id}", *(mark for _, mark in rules)), decoys=decoys_of(slip, wrong, gold), like=rule.kind,
    )  # fmt: skip


def _drafts(context: Context) -> Iterator[Draft]:
    view, stream, rule = context.view, context.random, context.view.schema.surcharge
    if rule is None or not view.holders(rule.relation):
        return
    events = list(view.events(rule.kind))
    named = Counter(tuple(event.roles[role] for role in rule.roles) for event in events)
    asked = [
        event for event in events
        if rule.role in event.roles and named[tuple(event.roles[role] for role in rule.roles)] == 1
    ]  # fmt: skip
    stream.shuffle(asked)
    due = [event for event in asked if _due(view, rule, event)]
    free = [event for event in asked if not _due(view, rule, event)]
    for event in filter(None, chain.from_iterable(zip_longest(*stream.sample((due, free), 2)))):
        yield _draft(context, rule, event)


FAMILY = Family("conditional", "a rule stated elsewhere changes the answer", _drafts)

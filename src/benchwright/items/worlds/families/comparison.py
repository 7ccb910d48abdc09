"""Comparison: which of two or three has the greater number, or had a part in more events of a kind.

Options stand in random order, no two of them are equal, and every number is stated or can be counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchwright.items.worlds.families.counting import subjects
from benchwright.items.worlds.families.draft import Context, Draft, Family, choice_answer
from benchwright.items.worlds.families.order import joined

Amounts = dict[str, tuple[int, tuple[str, ...]]]
"""Subject -> (its number, the statements it rests on)."""


Source = tuple[tuple[str, ...], Amounts, str]
"""(wordings, amounts, relation or kind of event)"""


def _sources(context: Context) -> dict[str, Source]:
    """What can be compared."""
    view = context.view
    found: dict[str, Source] = {}
    for relation, row in view.schema.relations.items():
        if row.more:
            values = {subject: view.value(relation, subject) for subject in view.holders(relation)}
            amounts = {subject: (int(value.value), value.needs) for subject, value in values.items() if value}
            found[relation] = row.more, amounts, relation
    counted = subjects(view)
    for name, tally in view.schema.tallies.items():
        if tally.more:
            amounts = {
                who: (len(events), tuple(event.id for event in events))
                for (tallied, who), events in counted.items() if tallied == name
            }  # fmt: skip
            found[name] = tally.more, amounts, tally.kinds[0]
    return found


def _compared(context: Context, name: str, source: Source) -> Iterator[Draft]:
    """Each subject is used once."""
    stream = context.random
    wordings, amounts, like = source
    left = stream.sample(list(amounts), len(amounts))
    while len(left) > 1:
        count = 3 if len(left) > 2 and stream.random() < 0.5 else 2
        options, left = left[:count], left[count:]
        numbers = [amounts[option][0] for option in options]
        if len(set(numbers)) < count:
            continue
        right = options[numbers.index(max(numbers))]
        needs = tuple(mark for option in options for mark in amounts[option][1])
        yield Draft(
            "comparison", ("more", name, *sorted(options)),
            stream.choice(wordings).format(options=joined(options, " or ")), choice_answer(options, right), needs,
            like=like,
        )  # fmt: skip


def _drafts(context: Context) -> Iterator[Draft]:
    """One source after another, in turn."""
    sources = list(_sources(context).items())
    decks = [_compared(context, *source) for source in context.random.sample(sources, len(sources))]
    while decks:
        turn = [(deck, next(deck, None)) for deck in decks]
        yield from (draft for _, draft in turn if draft)
        decks = [deck for deck, draft in turn if draft]


FAMILY = Family("comparison", "which of several has more", _drafts)

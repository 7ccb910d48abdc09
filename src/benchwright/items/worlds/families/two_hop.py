"""Two hops: the answer to one relation is the subject of another (where the founder of a house was born).

Each hop is a functional relation at a pinned time, so there is one answer; a path that comes back to its start is left
out.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchwright.items.worlds.families.draft import Context, Draft, Family, in_turn, name_answer, number_answer
from benchwright.items.worlds.relations import ROWS
from benchwright.items.worlds.state import Relation

PATHS: tuple[tuple[Relation, Relation], ...] = tuple(
    (first, second)
    for first, near in ROWS.items()
    for second, far in ROWS.items()
    if near.phrase and near.value == far.subject and {first, second} not in ({"sibling"}, {"spouse"})
)
"""Every pair of relations that fit together; a brother's brother would lead back."""


def _draft(context: Context, path: tuple[Relation, Relation], subject: str) -> Draft | None:
    view, (first, second) = context.view, path
    middle = view.value(first, subject)
    end = view.value(second, middle.value) if middle else None
    if middle is None or end is None or end.value == subject:
        return None
    phrase = ROWS[first].phrase.format(x=subject)
    question = context.random.choice(ROWS[second].questions).format(x=phrase)
    answer = number_answer(end.value) if ROWS[second].value == "number" else name_answer(end.value)
    rivals = view.rivals(first, subject) + view.rivals(second, middle.value)
    needs = middle.needs + end.needs
    return Draft("two_hop", ("path", first, second, subject), question, answer, needs, rivals=rivals)


def _drafts(context: Context) -> Iterator[Draft]:
    groups = []
    for path in PATHS:
        drafts = [_draft(context, path, subject) for subject in context.view.holders(path[0])]
        groups.append([draft for draft in drafts if draft])
    yield from in_turn(groups, context.random)


FAMILY = Family(
    "two_hop",
    "two facts joined by the one they share",
    {f"{first} {second}": ROWS[second].questions for first, second in PATHS},
    _drafts,
)

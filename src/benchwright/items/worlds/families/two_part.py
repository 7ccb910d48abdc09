"""Questions in two parts: both stated (`two_part`), or one of them not (`partly_absent`).

A part that the text does not answer is to be marked as such, so that who knows one half and owns to not knowing the
other is told apart from who refuses and from who invents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from benchwright.items.worlds.families.draft import Context, Draft, Family, value_answer
from benchwright.items.worlds.query import View
from benchwright.items.worlds.schema import NUMBER
from benchwright.records import Answer

MISSING = "not stated"
QUESTION = (
    "Answer both parts in order, names in full, separated by a semicolon, and write “not stated” for a part that the "
    "text does not answer. (1) {first} (2) {second}"
)


def pairs(view: View) -> list[tuple[str, str]]:
    """Relations that can be asked of the same subject; no numbers, whose units a list has no place for."""
    rows = {name: row for name, row in view.schema.relations.items() if row.family == "fact" and row.value != NUMBER}
    names = [name for name, row in rows.items() if row.subject in view.schema.casts]
    return [(a, b) for a, b in combinations(names, 2) if rows[a].subject == rows[b].subject]


def _part(context: Context, relation: str, subject: str) -> tuple[str, str, tuple[str, ...]] | None:
    """(question, answer, statements) about a relation; where nothing is stated, the answer says so."""
    view = context.view
    row = view.schema.relations[relation]
    wording = context.random.choice(row.questions).format(x=subject, when=view.schema.end)
    found = view.value(relation, subject)
    if found:
        return wording, value_answer(view, row.value, found.value).values[0], found.needs
    return None if view.history(relation, subject) else (wording, MISSING, ())


def _draft(context: Context, kind: str, both: tuple[str, str], subject: str) -> Draft | None:
    order = context.random.sample(both, 2)
    parts = [part for relation in order if (part := _part(context, relation, subject))]
    if len(parts) < 2:
        return None
    values = tuple(answer for _, answer, _ in parts)
    if len(set(values)) < 2 or (MISSING in values) != (kind == "partly_absent"):
        return None
    question = QUESTION.format(first=parts[0][0], second=parts[1][0])
    needs = tuple(mark for _, _, marks in parts for mark in marks)
    rivals = sum(context.view.rivals(relation, subject) for relation in both)
    like = next(relation for relation, part in zip(order, parts, strict=True) if part[2])
    return Draft(
        kind, ("both", *sorted(both), subject), question, Answer(type="list", values=values), needs, rivals=rivals,
        like=like, slots=dict(zip(("first", "second"), order, strict=True)),
    )  # fmt: skip


def _stated(context: Context) -> Iterator[Draft]:
    view, stream = context.view, context.random
    asked = pairs(view)
    for both in stream.sample(asked, len(asked)):
        holders = sorted(set(view.holders(both[0])) & set(view.holders(both[1])))
        for subject in stream.sample(holders, min(3, len(holders))):
            if draft := _draft(context, "two_part", both, subject):
                yield draft
                break


def _two_part(context: Context) -> Iterator[Draft]:
    """The twins of what is partly absent, then others."""
    yield from (parent for draft in context.made.get("partly_absent", ()) for parent in draft.parents)
    yield from _fresh(context)


def _fresh(context: Context) -> Iterator[Draft]:
    """One of each pair of relations after another, until a round brings nothing new."""
    seen: set[tuple[str, ...]] = set()
    for _ in range(12):
        fresh = [draft for draft in _stated(context) if draft.key not in seen]
        seen.update(draft.key for draft in fresh)
        yield from fresh
        if not fresh:
            return


def _partly_absent(context: Context) -> Iterator[Draft]:
    """Of each twin the same two questions of somebody of whom only one is stated."""
    view, stream = context.view, context.random
    for twin in _fresh(context):
        both = (twin.key[1], twin.key[2])
        lacking = [
            name for relation, other in (both, both[::-1])
            for name in view.lackers(relation) if view.value(other, name)
        ]  # fmt: skip
        for subject in stream.sample(lacking, min(3, len(lacking))):
            if draft := _draft(context, "partly_absent", both, subject):
                yield replace(draft, parents=(twin,))
                break


FAMILY = Family("two_part", "two facts of one subject", _two_part)
PARTLY_ABSENT = Family("partly_absent", "two questions of which one is not answered", _partly_absent)

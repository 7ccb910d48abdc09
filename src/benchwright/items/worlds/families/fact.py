"""Fact recall: one statement of the text holds the answer. And definitions: what a coined word or initials mean so far.

Relations (where somebody lived at the end or on a day, who founded a house) and moments (to whom a thing was sold, for
how much, on what date). A moment is asked about only where a single event fits the question. A definition is asked as
of the end of a part, or of the whole: the meaning changes on the way.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from benchwright.items.worlds.families.draft import (
    Context,
    Draft,
    Family,
    date_answer,
    in_turn,
    relation_decoys,
    value_answer,
)
from benchwright.items.worlds.query import Part, View
from benchwright.items.worlds.schema import NUMBER
from benchwright.items.worlds.state import Event, day_text
from benchwright.records import Answer

T = TypeVar("T")
WIDE = 400
"""Subjects per relation or moment that are drafted at most: of a large world far more could be asked than ever is."""


def _some(names: Sequence[T], stream: random.Random) -> list[T]:
    return stream.sample(names, min(len(names), WIDE))


def related(view: View, relation: str, subject: str, stream: random.Random) -> Draft | None:
    """A question about a relation of a subject, or None where nothing is to be asked."""
    row = view.schema.relations[relation]
    day = _day(view, relation, subject, stream) if row.changes and stream.random() < 0.5 else None
    found = view.value(relation, subject, day)
    if found is None:
        return None
    when = view.schema.end if day is None else f"on {day_text(day)}"
    wording = stream.choice(row.questions)
    slots = {"x": subject, "when": when}
    answer = value_answer(view, row.value, found.value)
    return Draft(
        row.family, ("relation", relation, subject), wording.format(**slots), answer, found.needs,
        rivals=view.rivals(relation, subject), wording=wording, slots=slots, like=relation,
        oblique=tuple(text.format(**slots) for text in row.oblique) if day is None else (),
        decoys=relation_decoys(view, relation, subject, answer, at=day), days=None if day is None else (0, day),
    )  # fmt: skip


def so_far(view: View, relation: str, subject: str, part: Part, stream: random.Random) -> Draft | None:
    """A question about a relation by the end of a part, or None where nothing had been told by then."""
    row = view.schema.relations[relation]
    found = view.by(relation, subject, part)
    if found is None:
        return None
    slots = {"x": subject, "when": f"at the end of {part.name}"}
    wording = stream.choice(row.questions)
    answer = value_answer(view, row.value, found.value)
    return Draft(
        row.family, ("relation", relation, subject, part.name), wording.format(**slots), answer, found.needs,
        rivals=view.rivals(relation, subject), wording=wording, slots=slots, like=relation,
        oblique=tuple(text.format(**slots) for text in row.oblique),
        decoys=relation_decoys(view, relation, subject, answer, at=part.last), days=(0, part.last + 1),
    )  # fmt: skip


def _day(view: View, relation: str, subject: str, stream: random.Random) -> int | None:
    """A day on which something held, away from every change; each period is as likely as any other."""
    entries = view.history(relation, subject)
    ends = [entry.day for entry in entries[1:]] + [view.last_day + 1]
    spans = [
        range(entry.day + 1, end)
        for entry, end in zip(entries, ends, strict=True)
        if entry.value and end - entry.day > 1
    ]
    return stream.choice(stream.choice(spans)) if spans else None


def recalled(view: View, name: str, event: Event, stream: random.Random) -> Draft | None:
    """A question about a moment, or None where the event does not tell."""
    moment = view.schema.moments[name]
    if moment.asked != "day" and moment.asked not in event.roles:
        return None
    answer, needs = _answer(view, name, event)
    slots = {role: event.roles[role] for role in moment.roles}
    wording = stream.choice(moment.wordings)
    return Draft(
        "fact", ("moment", name, *slots.values()), wording.format(**slots), answer, needs, wording=wording,
        slots=slots, like=moment.kind, oblique=tuple(text.format(**slots) for text in moment.oblique),
    )  # fmt: skip


def _answer(view: View, name: str, event: Event) -> tuple[Answer, tuple[str, ...]]:
    moment = view.schema.moments[name]
    if moment.asked == "day":
        return date_answer(event.day), (event.id, f"@{event.id}")
    sort = view.schema.acts[event.kind].roles.get(moment.asked, NUMBER)
    return value_answer(view, sort, event.roles[moment.asked]), (event.id,)


def _drafts(context: Context) -> Iterator[Draft]:
    """The twins of what this world does not answer, then others."""
    asked = [draft for name in ("absent", "false_premise") for draft in context.made.get(name, ())]
    yield from (parent for draft in asked for parent in draft.parents)
    yield from fresh(context)


def fresh(context: Context) -> Iterator[Draft]:
    """Facts of all sorts in turn."""
    view, stream = context.view, context.random
    groups: list[list[Draft]] = []
    for relation, row in view.schema.relations.items():
        if row.family == "fact":
            drafts = [related(view, relation, subject, stream) for subject in _some(view.holders(relation), stream)]
            groups.append([draft for draft in drafts if draft])
    for name in view.schema.moments:
        single = [events[0] for events in view.moments(name).values() if len(events) == 1]
        made = [recalled(view, name, event, stream) for event in _some(single, stream)]
        groups.append([draft for draft in made if draft])
    yield from in_turn(groups, stream)


def _definitions(context: Context) -> Iterator[Draft]:
    """Each word once as of the end of some part, and once at the end of all."""
    view, stream = context.view, context.random
    groups: list[list[Draft]] = []
    for relation, row in view.schema.relations.items():
        if row.family != "definition":
            continue
        found: list[Draft | None] = []
        for subject in _some(view.holders(relation), stream):
            if turns := list(view.parts_within(relation, subject).values()):
                found.append(so_far(view, relation, subject, stream.choice(stream.choice(turns)), stream))
            found.append(related(view, relation, subject, stream))
        groups.append([replace(draft, kind="definition") for draft in found if draft])
    yield from in_turn(groups, stream)


FAMILY = Family("fact", "recall of one stated fact", _drafts)
DEFINITION = Family("definition", "what a coined word or initials mean, so far", _definitions)

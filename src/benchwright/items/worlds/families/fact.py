"""Fact recall: one statement of the story holds the answer.

Relations (where somebody lived at the end or on a day, who founded a house) and moments (to whom a thing was sold, for
how much, on what date). A moment is asked about only where a single event fits the question.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchwright.items.worlds.families.draft import (
    Context,
    Draft,
    Family,
    date_answer,
    in_turn,
    name_answer,
    number_answer,
)
from benchwright.items.worlds.query import View
from benchwright.items.worlds.relations import ROWS
from benchwright.items.worlds.state import Event, Relation, day_text
from benchwright.records import Answer


@dataclass(frozen=True)
class Moment:
    """What can be asked about a single event."""

    kind: str
    roles: tuple[str, ...]
    """Those that the question names; no-info is made by putting another name into one, the first where it can."""
    asked: str
    """The role that answers it, or `day`."""
    wordings: tuple[str, ...]


MOMENTS: dict[str, Moment] = {
    "price": Moment(
        "sell",
        ("who", "thing", "other"),
        "price",
        (
            "For how many crowns did {who} sell {thing} to {other}?",
            "How many crowns did {other} pay {who} for {thing}?",
        ),
    ),
    "buyer": Moment(
        "sell", ("who", "thing"), "other", ("To whom did {who} sell {thing}?", "Who bought {thing} from {who}?")
    ),
    "receiver": Moment("give", ("who", "thing"), "other", ("To whom did {who} give {thing} as a present?",)),
    "finder": Moment("find", ("thing",), "who", ("Who found {thing} after it had been lost?",)),
    "loser": Moment("lose", ("thing",), "who", ("Who lost {thing}?", "By whom was {thing} lost?")),
    "wedding": Moment("marry", ("who", "other"), "day", ("On what date did {who} marry {other}?",)),
    "founding": Moment("found", ("org",), "day", ("On what date was {org} founded?",)),
    "visited": Moment(
        "visit",
        ("who", "place"),
        "day",
        ("On what date did {who} visit {place}?", "On which day did {who} pay a visit to {place}?"),
    ),
    "moved": Moment(
        "move", ("who", "origin", "place"), "day", ("On what date did {who} move from {origin} to {place}?",)
    ),
    "wrote": Moment("letter", ("who", "other"), "day", ("On what date did {who} write a letter to {other}?",)),
}


def related(view: View, relation: Relation, subject: str, stream: random.Random) -> Draft | None:
    """A question about a relation of a subject, or None where nothing is to be asked."""
    row = ROWS[relation]
    day = _day(view, relation, subject, stream) if row.dated and stream.random() < 0.5 else None
    found = view.value(relation, subject, day)
    if found is None:
        return None
    wording = stream.choice(row.questions if day is None else row.dated)
    answer = number_answer(found.value) if row.value == "number" else name_answer(found.value)
    slots = {"x": subject} | ({} if day is None else {"date": day_text(day)})
    rivals = view.rivals(relation, subject)
    return _draft(("relation", relation, subject), answer, found.needs, rivals=rivals, wording=wording, slots=slots)


def _draft(key: tuple[str, ...], answer: Answer, needs: tuple[str, ...], **words: Any) -> Draft:  # Any: draft's fields
    return Draft("fact", key, words["wording"].format(**words["slots"]), answer, needs, **words)


def _day(view: View, relation: Relation, subject: str, stream: random.Random) -> int | None:
    """A day on which something held, away from every change; each period is as likely as any other."""
    entries = view.history(relation, subject)
    ends = [entry.day for entry in entries[1:]] + [view.last_day + 1]
    spans = [
        range(entry.day + 1, end)
        for entry, end in zip(entries, ends, strict=True)
        if entry.value and end - entry.day > 1
    ]
    return stream.choice(stream.choice(spans)) if spans else None


def moments(view: View, name: str) -> dict[tuple[str, ...], list[Event]]:
    """The events that a moment's question could be about, by the roles it names."""
    moment, found = MOMENTS[name], dict[tuple[str, ...], list[Event]]()
    for event in view.events(moment.kind):
        found.setdefault(tuple(event.roles[role] for role in moment.roles), []).append(event)
    return found


def recalled(name: str, event: Event, stream: random.Random) -> Draft | None:
    """A question about a moment, or None where the event does not tell."""
    moment = MOMENTS[name]
    if moment.asked != "day" and moment.asked not in event.roles:
        return None
    answer, needs = _answer(moment, event)
    slots = {role: event.roles[role] for role in moment.roles}
    return _draft(("moment", name, *slots.values()), answer, needs, wording=stream.choice(moment.wordings), slots=slots)


def _answer(moment: Moment, event: Event) -> tuple[Answer, tuple[str, ...]]:
    if moment.asked == "day":
        return date_answer(event.day), (event.id, f"@{event.id}")
    value = event.roles[moment.asked]
    return (number_answer(value) if moment.asked == "price" else name_answer(value)), (event.id,)


def _drafts(context: Context) -> Iterator[Draft]:
    view, stream = context.view, context.random
    groups: list[list[Draft]] = []
    for relation in ROWS:
        drafts = [related(view, relation, subject, stream) for subject in view.holders(relation)]
        groups.append([draft for draft in drafts if draft])
    for name in MOMENTS:
        single = [events for events in moments(view, name).values() if len(events) == 1]
        made = [recalled(name, event, stream) for events in single for event in events]
        groups.append([draft for draft in made if draft])
    yield from in_turn(groups, stream)


FAMILY = Family(
    "fact",
    "recall of one stated fact",
    {f"{relation}": row.questions + row.dated for relation, row in ROWS.items()}
    | {name: moment.wordings for name, moment in MOMENTS.items()},
    _drafts,
)

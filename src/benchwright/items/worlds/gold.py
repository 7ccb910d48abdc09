"""What a world's text states, as facts, and what a question asks, as a Datalog program over them.

A relation of the schema is `founder(organisation, person)`; an event of a kind is `event_sell(who, other, thing, price,
day)`, its day as year-month-day, a role that the text keeps quiet as "" or -1. The rules of a draft declare what they
read, each with the question it answers in words, and end in one query, whose answer over these facts is the draft's
gold answer: a reader of logic needs the facts of the text and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from benchwright.items.worlds.families.draft import Draft
from benchwright.items.worlds.query import View
from benchwright.items.worlds.schema import NUMBER, Act, Schema, Sort
from benchwright.items.worlds.state import World
from benchwright.items.worlds.telling import Telling
from benchwright.records import canonical

START = "0000-00-00"
"""The day of what holds from before the first page."""
UNSAID: dict[str, str | int] = {"str": "", "int": -1}
Values = list[str | int]
Builder = Callable[[Draft, View], list[str]]


def iso(day: int) -> str:
    """A day as facts and rules write it."""
    return date.fromordinal(day).isoformat()


def gold_facts(world: World, schema: Schema, telling: Telling) -> str:
    """Every statement of the text as canonical JSON: [{"relation", "values", "start", "end"}, ...], in its order.

    Of an event whose day another sentence names, `day` is the [start, end] of that one. Motives, causes and other
    names are left out: no rule reads them.
    """
    rows = [*_of_relations(world, schema, telling), *_of_events(world, schema, telling)]
    return canonical(sorted(rows, key=lambda row: (row["start"], row["relation"])))


Row = dict[str, str | int | list[int] | Values]


def _of_relations(world: World, schema: Schema, telling: Telling) -> Iterator[Row]:
    for fact in world.facts:
        if (row := schema.relations.get(fact.relation)) and fact.id in telling.spans:
            start, end = telling.spans[fact.id]
            values: Values = [fact.subject, _typed(row.value, fact.value)]
            yield {"relation": fact.relation, "values": values, "start": start, "end": end}


def _of_events(world: World, schema: Schema, telling: Telling) -> Iterator[Row]:
    for event in world.events:
        if event.id not in telling.spans:
            continue
        roles = schema.acts[event.kind].roles
        values = [
            _typed(sort, event.roles[role]) if role in event.roles else _unsaid(sort) for role, sort in roles.items()
        ]
        start, end = telling.spans[event.id]
        row: Row = {"relation": _name(event.kind), "values": [*values, iso(event.day)], "start": start, "end": end}
        if dated := telling.spans.get(f"@{event.id}"):
            row["day"] = list(dated)
        yield row


def _typed(sort: Sort, value: str) -> str | int:
    return int(value) if sort == NUMBER else value


def _type(sort: Sort) -> str:
    return "int" if sort == NUMBER else "str"


def _unsaid(sort: Sort) -> str | int:
    return UNSAID[_type(sort)]


def _name(kind: str) -> str:
    return f"event_{kind}"


def rules(draft: Draft, view: View) -> str:
    """The program of a draft, or "" where its family has none."""
    builder = _BUILDERS.get(draft.key[0]) if draft.kind in FAMILIES else None
    if builder is None:
        return ""
    lines = builder(draft, view)
    schema = view.schema
    relations = [_relation_type(schema, name) for name in schema.relations if _reads(lines, name)]
    events = [_event_type(act, kind) for kind, act in schema.acts.items() if _reads(lines, _name(kind))]
    return "\n".join([*relations, *events, *lines, "?- answer(X)."])


def _reads(lines: list[str], relation: str) -> bool:
    return any(f" {relation}(" in line for line in lines)


def _relation_type(schema: Schema, name: str) -> str:
    row = schema.relations[name]
    asked = row.questions[0].format(x="SUBJECT", when="before the events told")
    return f"type {name}(subject: str, value: {_type(row.value)}).  % {asked}"


def _event_type(act: Act, kind: str) -> str:
    args = ", ".join([*(f"{_argument(role)}: {_type(sort)}" for role, sort in act.roles.items()), "day: str"])
    said = act.spoken.format(**{role: role.upper() for role in act.roles}) if act.spoken else _plainly(act, kind)
    return f"type {_name(kind)}({args}).  % {said}, on a day written year-month-day"


def _plainly(act: Act, kind: str) -> str:
    return f"{kind}: {', '.join(role.upper() for role in act.roles)}"


def _argument(role: str) -> str:
    return f"{role}_of" if role in _KEYWORDS else role


_KEYWORDS = {"type", "is", "not", "mod", "count", "sum", "min", "max", "abs"}


def quoted(value: str | int) -> str:
    """A constant as the language writes it."""
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _match(act: Act, kind: str, bound: Mapping[str, str], day: str = "_") -> str:
    """An event as an atom: the roles that are bound, and `_` for the others."""
    return f"{_name(kind)}({', '.join([*(bound.get(role, '_') for role in act.roles), day])})"


def _within(draft: Draft) -> str:
    """The days that count, as conditions on D."""
    if draft.days is None:
        return ""
    after, before = draft.days
    return (f', D > "{iso(after)}"' if after > 0 else "") + f', D < "{iso(before)}"'


def _held(draft: Draft, view: View, relation: str, tag: str = "") -> list[str]:
    """Rules for `value_RELATION(S, V)`: what held of a subject in the end, or at the time asked about."""
    row = view.schema.relations[relation]
    told, turn, value = f"told{tag}_{relation}", f"turn{tag}_{relation}", f"value{tag}_{relation}"
    lines = [f'{told}(S, V, "{START}") :- {relation}(S, V).']
    if row.symmetric:
        lines.append(f'{told}(S, V, "{START}") :- {relation}(V, S).')
    turns = [f"{turn}(S, max(D)) :- {told}(S, _, D)."]
    for kind, act in view.schema.acts.items():
        for changed, subject, new in act.effects:
            if changed != relation:
                continue
            event = _match(act, kind, {subject: "S", **({new: "V"} if new else {})}, "D")
            if new:
                lines.append(f"{told}(S, V, D) :- {event}{_within(draft)}.")
            else:
                turns = [f"change{tag}_{relation}(S, D) :- {event}{_within(draft)}.", *turns]
    if len(turns) > 1:
        changes = f"change{tag}_{relation}"
        turns = [*turns[:-1], f"{changes}(S, D) :- {told}(S, _, D).", f"{turn}(S, max(D)) :- {changes}(S, D)."]
    return [*lines, *turns, f"{value}(S, V) :- {told}(S, V, D), {turn}(S, D)."]


def _relation(draft: Draft, view: View) -> list[str]:
    _, relation, subject, *_ = draft.key
    return [*_held(draft, view, relation), f"answer(X) :- value_{relation}({quoted(subject)}, X)."]


def _path(draft: Draft, view: View) -> list[str]:
    *path, start = draft.key[1:]
    lines = [line for relation in dict.fromkeys(path) for line in _held(draft, view, relation)]
    names = [quoted(start), *(f"V{hop}" for hop in range(1, len(path))), "X"]
    steps = (f"value_{name}({a}, {b})" for name, a, b in zip(path, names, names[1:], strict=False))
    return [*lines, f"answer(X) :- {', '.join(steps)}."]


def _moment(draft: Draft, view: View) -> list[str]:
    moment = view.schema.moments[draft.key[1]]
    act = view.schema.acts[moment.kind]
    bound = {role: quoted(name) for role, name in zip(moment.roles, draft.key[2:], strict=True)}
    if moment.asked == "day":
        return [f"answer(X) :- {_match(act, moment.kind, bound, 'X')}."]
    event = _match(act, moment.kind, {**bound, moment.asked: "X"})
    return [f"answer(X) :- {event}, X != {quoted(_unsaid(act.roles[moment.asked]))}."]


def _counted(draft: Draft, view: View, tally: str, subject: str, head: str) -> list[str]:
    """Rules for the days of what is counted."""
    row = view.schema.tallies[tally]
    events = [_match(view.schema.acts[kind], kind, {row.role: quoted(subject)}, "D") for kind in row.kinds]
    return [f"{head} :- {event}{_within(draft)}." for event in events]


def _count(draft: Draft, view: View) -> list[str]:
    _, tally, subject = draft.key
    return [*_counted(draft, view, tally, subject, "happened(D)"), "answer(count(D)) :- happened(D)."]


def _more(draft: Draft, view: View) -> list[str]:
    name, options = draft.key[1], draft.answer.options
    if name in view.schema.relations:
        amounts = [
            *_held(draft, view, name),
            *(f"amount({quoted(option)}, N) :- value_{name}({quoted(option)}, N)." for option in options),
        ]
    else:
        days = [f"happened({quoted(option)}, D)" for option in options]
        made = zip(options, days, strict=True)
        amounts = [line for option, head in made for line in _counted(draft, view, name, option, head)]
        amounts.append("amount(S, count(D)) :- happened(S, D).")
    return [*amounts, "most(max(N)) :- amount(_, N).", "answer(X) :- amount(X, N), most(N)."]


_BUILDERS: dict[str, Builder] = {
    "relation": _relation, "path": _path, "moment": _moment, "count": _count, "more": _more,
}  # fmt: skip
FAMILIES = frozenset({
    "fact", "definition", "as_of", "two_hop", "three_hop", "four_hop", "five_hop", "counting", "comparison", "absent",
    "false_premise",
})  # fmt: skip
"""Families whose questions have rules."""

"""Absent and false premise: questions that the text does not answer, each made from one that it does.

The twin asks the same, in the same words, of somebody else. *Absent*: the subject has a part in the text, but nothing
of the kind is stated of it (or a price was kept quiet). *False premise*: the question takes for granted something that
never happened. The twins are asked first among the facts of the same world, as far as its share goes, so that the form
of a question does not tell whether it can be answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchwright.items.worlds.families import fact
from benchwright.items.worlds.families.draft import Context, Draft, Family, decoys_of, value_answer
from benchwright.items.worlds.query import View
from benchwright.items.worlds.schema import Moment
from benchwright.records import Answer, Decoy

NONE = Answer(type="none")
Slots = dict[str, str]


def unstated(view: View, twin: Draft) -> Sequence[Slots]:
    """What could be asked about instead: somebody of whom the twin's relation is not stated, or a sale kept quiet."""
    sort, name, *_ = twin.key
    if sort == "relation":
        return [{"x": other} for other in view.lackers(name)]
    moment = view.schema.moments[name]
    if moment.asked == "day":
        return ()
    single = [events[0] for events in view.moments(name).values() if len(events) == 1]
    return [{role: event.roles[role] for role in moment.roles} for event in single if moment.asked not in event.roles]


def never(view: View, twin: Draft) -> Sequence[Slots]:
    """What could be asked about instead: a role in which somebody has no such event."""
    sort, name, *_ = twin.key
    if sort != "moment":
        return ()
    moment = view.schema.moments[name]
    for role in moment.roles:
        fixed = {text for other, text in twin.slots.items() if other != role}
        # nothing at all that joins the names, or nothing of the kind
        met = [event.roles.values() for event in (view.meetings(fixed) if fixed else view.events(moment.kind))]
        takers = [name for name in view.takers(moment.kind, role) if not _stated(view, moment, role, name)]
        strangers = set(takers).difference(fixed, *met)
        if strangers:
            return [{role: name} for name in takers if name in strangers]
    return ()


def _stated(view: View, moment: Moment, role: str, name: str) -> bool:
    """Whether a fact says that it did happen to somebody, without its day or circumstances.

    Who founded a house may be stated of one that no event founds: that it was founded is then no false premise.
    """
    acts = view.schema.acts
    return any(
        subject == role
        and set(moment.roles) <= {subject, value}
        and all(kind == moment.kind or relation not in {made for made, _, _ in acts[kind].effects} for kind in acts)
        and bool(view.history(relation, name))
        for relation, subject, value in acts[moment.kind].effects
    )


def _instead(context: Context, twin: Draft, kind: str) -> Draft | None:
    """The twin's question of another subject, or None where there is no such subject."""
    sort, name, *_ = twin.key
    others = (unstated if kind == "absent" else never)(context.view, twin)
    if not others:
        return None
    slots = {**twin.slots, **context.random.choice(others)}
    names = [text for slot, text in slots.items() if slot != "when"]
    schema = context.view.schema
    oblique = (schema.relations if sort == "relation" else schema.moments)[name].oblique if twin.oblique else ()
    return Draft(
        kind, (sort, name, *names), twin.wording.format(**slots), NONE, parents=(twin,), like=twin.like,
        decoys=_decoys(context.view, twin, kind, slots), oblique=tuple(text.format(**slots) for text in oblique),
    )  # fmt: skip


def _decoys(view: View, twin: Draft, kind: str, slots: Slots) -> tuple[Decoy, ...]:
    """The rumour about the subject, and the answer to the twin: what somebody says who did not look at the name."""
    herring = view.herrings.get((twin.key[1], slots.get("x", "")))
    rumours = [value_answer(view, view.schema.relations[twin.key[1]].value, herring.value)] if herring else []
    slip = "took another for it" if kind == "absent" else "took the false premise"
    return (*decoys_of("red herring", rumours, NONE), *decoys_of(slip, [twin.answer], NONE))


def _drafts(kind: str, context: Context) -> Iterator[Draft]:
    yield from (draft for twin in fact.fresh(context) if (draft := _instead(context, twin, kind)))


def _absent(context: Context) -> Iterator[Draft]:
    return _drafts("absent", context)


def _false(context: Context) -> Iterator[Draft]:
    return _drafts("false_premise", context)


ABSENT = Family("absent", "what is not stated", _absent)
FALSE_PREMISE = Family("false_premise", "what takes for granted what never happened", _false)

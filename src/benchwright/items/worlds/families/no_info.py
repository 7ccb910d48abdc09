"""No info: a question that the story does not answer, made from one that it does.

The twin asks the same, in the same words, of somebody else. Here the subject has a part in the story, but nothing of
the kind is stated of it; or what the twin asks about never happened to it; or it is a sale whose price was kept quiet.
Twins are the facts asked of the same world, each once, so the form of a question does not tell whether it can be
answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchwright.items.worlds.families import fact
from benchwright.items.worlds.families.draft import Context, Draft, Family
from benchwright.items.worlds.families.fact import MOMENTS
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import Relation
from benchwright.records import Answer

NONE = Answer(type="none")
_SORTS: dict[str, Relation] = {
    "who": "sibling",
    "other": "sibling",
    "thing": "owner",
    "org": "seat",
    "place": "ware",
    "origin": "ware",
}
"""Role -> a relation whose cast can take it."""


def _unstated(view: View, twin: Draft) -> Sequence[dict[str, str]]:
    """What could be asked about instead: somebody of whom the twin's relation is not stated."""
    relation: Relation = twin.key[1]  # type: ignore[assignment]  # the key of a relation's draft names it
    return [{"x": name} for name in view.lackers(relation)]


def _never(view: View, twin: Draft) -> Sequence[dict[str, str]]:
    """What could be asked about instead: a sale of unknown price, or a role for which there is no such event."""
    moment = MOMENTS[twin.key[1]]
    if moment.asked == "price":
        sales = [sale for sale, *again in fact.moments(view, "price").values() if not again]
        quiet = [sale.roles for sale in sales if "price" not in sale.roles]
        if quiet:
            return [{role: roles[role] for role in moment.roles} for roles in quiet]
    for role in moment.roles:
        fixed = {text for other, text in twin.slots.items() if other != role}
        kinds = () if fixed else (moment.kind,)  # nothing at all that joins the names, or nothing of the kind
        met = [event.roles.values() for event in view.events(*kinds) if fixed <= set(event.roles.values())]
        strangers = set(view.seen(_SORTS[role])).difference(fixed, *met)
        if strangers:
            return [{role: name} for name in view.seen(_SORTS[role]) if name in strangers]
    return ()


def _instead(context: Context, twin: Draft) -> Draft | None:
    """The twin's question of another subject, or None where there is no such subject."""
    sort, name, *_ = twin.key
    others = (_unstated if sort == "relation" else _never)(context.view, twin)
    if not others:
        return None
    slots = {**twin.slots, **context.random.choice(others)}
    names = [text for slot, text in slots.items() if slot != "date"]
    return Draft("no_info", (sort, name, *names), twin.wording.format(**slots), NONE, parents=(twin,))


def _drafts(context: Context) -> Iterator[Draft]:
    made = list(context.made.get("fact", ()))
    context.random.shuffle(made)
    for twins in (made, fact.FAMILY.drafts(context)):  # more facts than were asked, where those do not suffice
        yield from (draft for twin in twins if (draft := _instead(context, twin)))


FAMILY = Family("no_info", "what the story does not say", fact.FAMILY.wordings, _drafts)

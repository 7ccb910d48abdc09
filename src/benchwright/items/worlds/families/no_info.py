"""No info: a question that the story does not answer, made from one that it does.

The twin asks the same in the same words of somebody else, of whom it is stated; here the subject is one who has a part
in the story but of whom nothing of the kind is said. Or the twin asks the price of a sale, and this one's is kept
quiet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchwright.items.worlds.families.draft import Context, Draft, Family, in_turn
from benchwright.items.worlds.families.fact import MOMENTS, moments, recalled, related
from benchwright.items.worlds.relations import ROWS
from benchwright.items.worlds.state import Relation
from benchwright.records import Answer

NONE = Answer(type="none")


def _twins(context: Context, relation: Relation) -> Sequence[Draft]:
    """Answerable questions about the relation: those that the world already has, if any."""
    made = [draft for draft in context.made.get("fact", ()) if draft.key[:2] == ("relation", relation)]
    if made:
        return made
    view = context.view
    drafts = [related(view, relation, subject, context.random) for subject in view.holders(relation)]
    return [draft for draft in drafts if draft]


def _unstated(context: Context, relation: Relation) -> list[Draft]:
    twins = _twins(context, relation)
    if not twins:
        return []
    lackers = context.view.lackers(relation)
    return [_instead(context.random.choice(twins), name) for name in lackers]


def _instead(twin: Draft, subject: str) -> Draft:
    """The twin's question, asked of another subject."""
    _, relation, name = twin.key
    question = twin.question.replace(name, subject)
    return replace(twin, kind="no_info", key=("relation", relation, subject), question=question, answer=NONE, needs=(),
                   parents=(twin,))  # fmt: skip


def _quiet(context: Context) -> list[Draft]:
    """Sales whose price nobody would name, each with one whose price is known."""
    sales = [events[0] for events in moments(context.view, "price").values() if len(events) == 1]
    priced = [draft for sale in sales if (draft := recalled("price", sale, 0, context.random))]
    drafts = []
    for sale in sales:
        if "price" not in sale.roles and priced:
            question = context.random.choice(MOMENTS["price"].wordings).format(**sale.roles)
            key = ("moment", "price", *(sale.roles[role] for role in MOMENTS["price"].keys))
            twin = context.random.choice(priced)
            drafts.append(Draft("no_info", key, question, NONE, parents=(twin,)))
    return drafts


def _drafts(context: Context) -> Iterator[Draft]:
    groups = [_unstated(context, relation) for relation in ROWS]
    yield from in_turn([*groups, _quiet(context)], context.random)


FAMILY = Family(
    "no_info",
    "what the story does not say",
    {**{f"{relation}": row.questions for relation, row in ROWS.items()}, "price": MOMENTS["price"].wordings},
    _drafts,
)

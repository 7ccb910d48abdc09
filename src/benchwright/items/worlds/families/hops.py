"""Several hops: the answer to one relation is the subject of the next (where the founder of a house was born).

Each hop rests on one statement that alone tells of its relation and subject, so that without it the text does not
answer the question. No name comes twice on a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchwright.items.worlds.families.draft import Context, Draft, Family, decoys_of, in_turn, value_answer
from benchwright.items.worlds.query import View
from benchwright.records import Decoy

NUMBERS = {2: "two_hop", 3: "three_hop", 4: "four_hop", 5: "five_hop"}
TRIES = 40
"""Walks from a start and a last relation: in a large world there are far more paths than are ever asked."""
STARTS = 400


def _single(view: View, relation: str, subject: str) -> tuple[str, str] | None:
    """(value, statement) where exactly one statement tells of it."""
    history = view.history(relation, subject)
    if len(history) != 1 or history[0].value is None or view.herrings.get((relation, subject)):
        return None
    return history[0].value, history[0].statement


def _walk(context: Context, hops: int, subject: str, relation: str) -> Draft | None:
    """A random path of that many hops from a subject by way of a first relation, or None at a dead end."""
    view, stream = context.view, context.random
    relations = view.schema.relations
    names, path, needs = [subject], [relation], list[str]()
    while True:
        step = _single(view, path[-1], names[-1])
        if step is None or step[0] in names:
            return None
        names.append(step[0])
        needs.append(step[1])
        if len(path) == hops:
            return _draft(context, path, names, needs)
        here = relations[path[-1]].value
        ways = [
            name for name, row in relations.items()
            if row.subject == here and row.family == "fact" and (row.phrase or len(path) == hops - 1)
            and not (row.symmetric and name == path[-1]) and len(view.history(name, names[-1])) == 1
        ]  # fmt: skip
        if not ways:
            return None
        path.append(stream.choice(ways))


def _draft(context: Context, path: list[str], names: list[str], needs: list[str]) -> Draft | None:
    view, relations = context.view, context.view.schema.relations
    if len(set(needs)) < len(needs):  # a symmetric fact, walked to and fro
        return None
    phrase = other = names[0]
    for relation in path[:-1]:
        row = relations[relation]
        phrase, other = row.phrase.format(x=phrase), (row.oblique_phrase or row.phrase).format(x=other)
    last = relations[path[-1]]
    slots = {"x": phrase, "when": view.schema.end}
    wording = context.random.choice(last.questions)
    answer = value_answer(view, last.value, names[-1])
    return Draft(
        NUMBERS[len(path)], ("path", *path, names[0]), wording.format(**slots), answer, tuple(needs),
        wording=wording, slots=slots, like=path[-1], decoys=_short(view, path, names),
        oblique=tuple(text.format(**slots | {"x": other}) for text in last.oblique),
    )  # fmt: skip


def _short(view: View, path: list[str], names: list[str]) -> tuple[Decoy, ...]:
    """Where somebody ends who stops after fewer hops."""
    relations = view.schema.relations
    gold = value_answer(view, relations[path[-1]].value, names[-1])
    between = zip(path[:-1], names[1:-1], strict=True)
    answers = [value_answer(view, relations[relation].value, name) for relation, name in between]
    return tuple(
        decoy for number, answer in enumerate(answers, 1)
        for decoy in decoys_of(f"stopped after hop {number}", [answer], gold)
    )  # fmt: skip


def _drafts(hops: int, context: Context) -> Iterator[Draft]:
    """Paths grouped by their last relation, so that no kind of answer crowds out the rest."""
    view, stream = context.view, context.random
    starts = [
        (relation, subject)
        for relation, row in view.schema.relations.items() if row.phrase
        for subject in view.holders(relation) if len(view.history(relation, subject)) == 1
    ]  # fmt: skip
    groups: dict[str, list[Draft]] = {}
    seen: set[tuple[str, ...]] = set()
    for relation, subject in stream.sample(starts, min(len(starts), STARTS)):
        for _ in range(TRIES):
            draft = _walk(context, hops, subject, relation)
            if draft and draft.key not in seen:
                seen.add(draft.key)
                groups.setdefault(draft.like, []).append(draft)
                break
    yield from in_turn(groups.values(), stream)


FAMILIES = tuple(
    Family(name, f"{hops} facts, each of which leads to the next", partial(_drafts, hops))
    for hops, name in NUMBERS.items()
)

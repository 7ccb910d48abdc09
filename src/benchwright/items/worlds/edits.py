"""Counterfactual twins: some facts of a world changed, consistently, everywhere they are told.

Only facts that no event changes or rests on are edited (a birthplace, a teacher, a number of steps), so that the edited
world is as sound as the other. The edited text is the unedited one with the value replaced in the sentences that state
these facts: the two differ in nothing else.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchwright.items.worlds.families.draft import (
    Draft,
    choice_answer,
    decoys_of,
    relation_decoys,
    value_answer,
)
from benchwright.items.worlds.families.two_part import MISSING
from benchwright.items.worlds.grammar import article, capital
from benchwright.items.worlds.query import View
from benchwright.items.worlds.schema import NUMBER, WORD, Schema
from benchwright.items.worlds.state import Fact, World
from benchwright.items.worlds.story import MONTH, starts
from benchwright.items.worlds.telling import Telling
from benchwright.records import Document

SHARE = 0.5
"""Of the facts that can be edited."""


@dataclass(frozen=True)
class Edit:
    """One fact with another value."""

    fact: Fact
    value: str

    @property
    def text(self) -> str:
        """The edit in words, for the document's metadata."""
        return f"{self.fact.relation} of {self.fact.subject}: {self.fact.value} -> {self.value}"


def editable(schema: Schema, relation: str) -> bool:
    """Whether facts of the relation may be edited."""
    row = schema.relations.get(relation)
    return row is not None and not starts(schema, relation) and not row.symmetric and row.subject != MONTH


def choose(world: World, schema: Schema, stream: random.Random) -> tuple[Edit, ...]:
    """Edits of about half of the facts that can be edited; the new value is one that the world has elsewhere."""
    values: dict[str, list[str]] = {}
    for fact in world.facts:
        values.setdefault(fact.relation, []).append(fact.value)
    edits: list[Edit] = []
    taken = {(fact.relation, fact.value) for fact in world.facts if _is_number(schema, fact)}
    for fact in world.facts:
        if not editable(schema, fact.relation) or stream.random() >= SHARE:
            continue
        rumoured = {other.value for other in world.herrings if _about(other) == _about(fact)}
        circular = {other.subject for other in world.facts if (other.relation, other.value) == _about(fact)}
        stated = [value for value in values[fact.relation] if value not in rumoured | circular]
        value = _other(world, schema, fact, stated, stream)
        value = None if value in rumoured | circular else value
        if value is not None and not (_is_number(schema, fact) and (fact.relation, value) in taken):
            taken.add((fact.relation, value))
            edits.append(Edit(fact, value))
    return tuple(edits)


def _about(fact: Fact) -> tuple[str, str]:
    return fact.relation, fact.subject


def _is_number(schema: Schema, fact: Fact) -> bool:
    row = schema.relations.get(fact.relation)
    return row is not None and row.value == NUMBER


def _other(world: World, schema: Schema, fact: Fact, stated: Sequence[str], stream: random.Random) -> str | None:
    """Another value of the sort, or None where there is none."""
    sort = schema.relations[fact.relation].value
    if sort == NUMBER:
        return str(int(fact.value) + stream.choice([-1, 1]) * stream.randint(3, 17)) if int(fact.value) > 20 else None
    pool = stated if sort == WORD else world.casts[sort]
    others = [value for value in dict.fromkeys(pool) if value not in {fact.value, fact.subject}]
    return stream.choice(others) if others else None


def edited(world: World, edits: Sequence[Edit]) -> World:
    """The world with the edits made."""
    values = {edit.fact.id: edit.value for edit in edits}
    return replace(
        world, facts=tuple(replace(fact, value=values.get(fact.id, fact.value)) for fact in world.facts)
    )  # fmt: skip


def retold(telling: Telling, edits: Sequence[Edit]) -> Telling:
    """The telling with the edits made in their sentences; whatever lies behind a sentence moves along."""
    changes = sorted((*telling.spans[edit.fact.id], edit) for edit in _placed(telling, edits))
    parts: list[str] = []
    at, moved = 0, [(0, 0)]  # (end of a changed sentence in the old text, by how much what follows moves)
    text = telling.document.text
    for start, end, edit in changes:
        sentence = _said(text[start:end], edit)
        parts += [text[at:start], sentence]
        at = end
        moved.append((end, moved[-1][1] + len(sentence) - (end - start)))
    parts.append(text[at:])
    spans = {mark: (_moved(start, moved), _moved(end, moved)) for mark, (start, end) in telling.spans.items()}
    headings = tuple(
        heading.model_copy(update={"start": _moved(heading.start, moved), "end": _moved(heading.end, moved)})
        for heading in telling.document.headings
    )
    metadata = {**telling.document.metadata, "edits": "; ".join(edit.text for edit in edits)}
    told = telling.document.model_dump() | {"text": "".join(parts), "headings": headings, "metadata": metadata}
    return Telling(Document(**told), spans, telling.parts)


def _placed(telling: Telling, edits: Sequence[Edit]) -> list[Edit]:
    return [edit for edit in edits if edit.fact.id in telling.spans]


def _moved(offset: int, moved: Sequence[tuple[int, int]]) -> int:
    """The new place of an old offset that does not lie within a changed sentence."""
    return offset + moved[bisect_right(moved, offset, key=lambda pair: pair[0]) - 1][1]


def _capital_article(text: str) -> str:
    return capital(article(text))


def _said(sentence: str, edit: Edit) -> str:
    """The sentence with the new value in place of the old one, its article put right.

    Raises:
        ValueError: the sentence does not say the old value.
    """
    old, new = edit.fact.value, edit.value
    for form in (article, _capital_article, str, capital):
        if form(old) in sentence:
            return sentence.replace(form(old), form(new))
    raise ValueError(f"{sentence!r} does not say {old!r}")


def again(draft: Draft, view: View) -> Draft | None:
    """The same question of an edited world, or None where it has no single answer there."""
    sort, *rest = draft.key
    if sort == "path":
        return _path(draft, view, rest[:-1], rest[-1])
    if sort == "relation" and draft.answer.type != "none":
        found = view.value(rest[0], rest[1]) if draft.slots.get("when", view.schema.end) == view.schema.end else None
        if found is None:
            return draft  # of a day: nothing that changes is edited
        answer = value_answer(view, view.schema.relations[rest[0]].value, found.value)
        return replace(draft, answer=answer, needs=found.needs, decoys=relation_decoys(view, rest[0], rest[1], answer))
    if sort == "more" and rest[0] in view.schema.relations:
        return _more(draft, view, rest[0])
    return _both(draft, view) if sort == "both" else draft


def _path(draft: Draft, view: View, path: Sequence[str], start: str) -> Draft | None:
    names, needs = [start], list[str]()
    for relation in path:
        history = view.history(relation, names[-1])
        if len(history) != 1 or history[0].value is None or history[0].value in names:
            return None
        names.append(history[0].value)
        needs.append(history[0].statement)
    answer = value_answer(view, view.schema.relations[path[-1]].value, names[-1])
    return replace(draft, answer=answer, needs=tuple(needs), decoys=()) if len(set(needs)) == len(needs) else None


def _more(draft: Draft, view: View, relation: str) -> Draft | None:
    options = draft.answer.options
    found = {option: view.value(relation, option) for option in options}
    numbers = {option: int(value.value) for option, value in found.items() if value}
    if len(set(numbers.values())) < len(options):
        return None
    return replace(draft, answer=choice_answer(options, max(numbers, key=numbers.__getitem__)))


def _both(draft: Draft, view: View) -> Draft | None:
    subject = draft.key[3]
    values = []
    for relation in draft.slots.values():
        found = view.value(relation, subject)
        sort = view.schema.relations[relation].value
        values.append(value_answer(view, sort, found.value).values[0] if found else MISSING)
    answer = draft.answer.model_copy(update={"values": tuple(values)})
    return replace(draft, answer=answer) if len(set(values)) == len(values) else None


def unfaithful(draft: Draft, unedited: Draft) -> Draft:
    """The edited draft with the unedited answer as a decoy, where that is another one."""
    first = decoys_of("followed the unedited text", [unedited.answer], draft.answer)
    return replace(draft, decoys=(*first, *draft.decoys)) if draft.answer.type != "none" else draft

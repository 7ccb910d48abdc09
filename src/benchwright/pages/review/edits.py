"""An item as a reviewer's edit makes it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from benchwright.errors import InputError
from benchwright.grading import gold_text, grade
from benchwright.pages.review.decisions import Changes
from benchwright.records import Answer, Decoy, Item

SEVERAL = frozenset({"set", "list", "rubric"})
"""Types whose answer is entries, not one value."""
_FIXED = frozenset({"none", "checked"})


def editable(answer: Answer) -> bool:
    """Whether a person can put another gold in the place of this one."""
    return answer.type not in _FIXED


def edited(item: Item, changes: Changes) -> Item:
    """The item with the changes made, as a new item that names the old one as its first parent.

    What was said of the old wording is not carried over: a measured difficulty; and where the answer changed, the
    rules that gave the old one, the verified answer, and decoys that are now right.

    Raises:
        InputError: nothing is changed, or what is changed does not make an item.
    """
    answer = _answer(item.answer, changes)
    question = item.question if changes.question is None else changes.question
    if not question.strip():
        raise InputError("the question is empty; write one, or reject the item")
    if (question, answer) == (item.question, item.answer):
        raise InputError("the edit changes nothing; accept the item, or change something")
    lineage = item.lineage.model_copy(update={"parents": (item.id, *item.lineage.parents)})
    update: dict[str, Any] = {"question": question, "lineage": lineage, "difficulty": None}
    if answer != item.answer:
        decoys = tuple(decoy for decoy in item.decoys if not _right(answer, decoy))
        update |= {"answer": answer, "rules": "", "verified_answer": None, "decoys": decoys}
    fields = {name: getattr(item, name) for name in Item.model_fields}  # a copy would keep the old id
    try:
        return Item.model_validate(fields | update)
    except ValidationError as error:
        raise InputError(error.errors()[0]["msg"].removeprefix("Value error, ")) from error


def _answer(old: Answer, changes: Changes) -> Answer:
    given = {"values": changes.values, "accepted": changes.accepted}
    update = {key: value for key, value in given.items() if value is not None and value != getattr(old, key)}
    if update and not editable(old):
        raise InputError(f"an answer of type {old.type} cannot be edited; edit the question, or reject the item")
    if any(not value.strip() for values in update.values() for value in values):
        raise InputError("an answer is empty; write one, or reject the item")
    try:
        return Answer.model_validate(old.model_dump() | update)
    except ValidationError as error:
        raise InputError(error.errors()[0]["msg"].removeprefix("Value error, ")) from error


def _right(answer: Answer, decoy: Decoy) -> bool:
    return answer.type != "rubric" and grade(answer, gold_text(decoy.answer)).value == 1.0

"""Edited items, and what several decisions on one item come to."""

import pytest

from benchwright.errors import InputError
from benchwright.pages.review import Changes, Entry, edited, outcome
from benchwright.records import Answer, Decoy
from pages.review_cases import document, item, number

HOME = document("The fee is 12 crowns, or 30 for a week.")


def asked(answer=None, **more):
    return item(HOME, "What is the fee?", answer or number("12"), "The fee is 12 crowns", **more)


def test_an_edited_item_names_what_it_was():
    old = asked(difficulty=0.4, rules="query fee(x)")
    new = edited(old, Changes(question="What is the fee for a night?"))
    assert new.lineage.parents == (old.id,)
    assert new.id != old.id
    assert (new.difficulty, new.rules, new.answer) == (None, old.rules, old.answer)
    again = edited(new, Changes(question="What does a night cost?"))
    assert again.lineage.parents == (new.id, old.id)


def test_another_gold_sheds_what_was_said_of_the_old_one():
    wrong = [Decoy(slip="week", answer=number("30")), Decoy(slip="day", answer=number("7"))]
    old = asked(verified_answer=number("12"), author_answer=number("12"), rules="query fee(x)", decoys=tuple(wrong))
    new = edited(old, Changes(values=("30",)))
    assert (new.answer.values, new.verified_answer, new.rules) == (("30",), None, "")
    assert [one.slip for one in new.decoys] == ["day"]
    assert new.author_answer == old.author_answer


@pytest.mark.parametrize(
    ("answer", "changes", "why"),
    [
        (None, Changes(), "changes nothing"),
        (None, Changes(question="What is the fee?", values=("12",)), "changes nothing"),
        (None, Changes(question=" \n"), "the question is empty"),
        (None, Changes(values=("",)), "an answer is empty"),
        (None, Changes(values=("12", "13")), "has one value, not 2"),
        (None, Changes(values=()), "has one value, not 0"),
        (Answer(type="none"), Changes(values=("12",)), "of type none cannot be edited"),
        (Answer(type="set", values=("a",)), Changes(values=()), "at least one value"),
    ],
)
def test_an_edit_that_makes_no_item_is_refused(answer, changes, why):
    with pytest.raises(InputError, match=why):
        edited(asked(answer), changes)


def says(reviewer, action, question=None):
    changes = Changes(question=question) if question else None
    reason = f"{reviewer}'s reason" if action == "reject" else ""
    return reviewer, Entry(action=action, reviewer=reviewer, item="i", time="t", reason=reason, changes=changes)


@pytest.mark.parametrize(
    ("said", "whole", "one"),
    [
        ([], "undecided", "undecided"),
        ([says("ada", "accept")], "kept", "kept"),
        ([says("ada", "reject")], "rejected", "rejected"),
        ([says("ada", "accept"), says("ben", "accept")], "kept", "kept"),
        ([says("ada", "accept"), says("ben", "reject")], "disagreed", "kept"),
        ([says("ada", "reject"), says("ben", "reject")], "rejected", "rejected"),
        ([says("ada", "accept"), says("ben", "edit", "Why?")], "disagreed", "kept"),
        ([says("ada", "edit", "Why?"), says("ben", "edit", "Why?")], "kept", "kept"),
        ([says("ada", "edit", "Who?"), says("ben", "edit", "Why?")], "disagreed", "kept"),
    ],
)
def test_what_becomes_of_an_item(said, whole, one):
    assert outcome(dict(said), "all").state == whole
    assert outcome(dict(said), "one").state == one


def test_of_two_wordings_the_latest_counts_where_one_reviewer_suffices():
    found = outcome(dict([says("ben", "edit", "Who?"), says("ada", "edit", "Why?"), says("cy", "reject")]), "one")
    assert found.changes == Changes(question="Why?")
    assert found.detail == "ben: edited question; ada: edited question; cy: rejected (cy's reason)"

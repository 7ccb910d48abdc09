"""Each gate drops the fault it is there for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchwright.items.worlds import gates
from benchwright.items.worlds.families.draft import (
    Draft,
    choice_answer,
    date_answer,
    name_answer,
    number_answer,
    word_answer,
)
from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.maker import WorldSettings, make_world
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import Event, Fact, World
from benchwright.items.worlds.telling import Telling
from benchwright.records import Answer, Document

TEXT = "On 3 May 1820, Ada Venn sold the Lor kite to Bo Tarn for 12 crowns. It rained. Ada Venn was a dyer by trade."
DOCUMENT = Document(title="t", source="s", media_type="text/plain", language="en", text=TEXT)
TELLING = Telling(DOCUMENT, {"e1": (0, 67), "f1": (79, 107)})
SCHEMA = GENRES["novel"].schema
GOOD = Draft(
    "fact", ("relation", "trade", "Ada Venn"), "What was Ada Venn by trade?", word_answer("dyer"), ("f1",), like="trade"
)


def view_of(*facts, herrings=()):
    casts = {"person": ("Ada Venn", "Bo Tarn"), "town": ("Lorby", "Tarnwick"), "organisation": ("the Lor Bank",)}
    event = Event("e1", 700_000, "letter", {"who": "Ada Venn", "other": "Bo Tarn"})
    told = tuple(Fact(f"f{number}", *fact, scene=0) for number, fact in enumerate(facts, 1))
    world = World("w", casts, frozenset({"Ada Venn"}), told, (event,), herrings)
    return View(world, SCHEMA, (("Chapter 1", 700_000),))


def checked(draft, **dials):
    view = view_of(("trade", "Ada Venn", "dyer"), ("trade", "Bo Tarn", "miller"))
    return gates.Gates(WorldSettings(**{"tokens": 2_500, **dials}), view, TELLING)


def passed(draft, **dials):
    return {check.gate: check.passed for check in checked(draft, **dials).check(draft)}


def test_a_sound_draft_passes():
    assert passed(GOOD) == {"unique": True, "evidence": True, "leak": True, "duplicate": True}


@pytest.mark.parametrize(
    ("gate", "fault"),
    [
        ("unique", {"rivals": 1}),
        ("evidence", {"answer": word_answer("cooper")}),
        ("evidence", {"needs": ("e1",)}),
        ("evidence", {"answer": Answer(type="none")}),
        ("evidence", {"answer": Answer(type="list", values=("dyer", "cooper"))}),
        ("evidence", {"answer": Answer(type="set", values=("sold the Moon",))}),
        ("leak", {"question": "What was the dyer Ada Venn by trade?"}),
    ],
)
def test_a_fault_is_dropped_by_its_gate_alone(gate, fault):
    found = passed(replace(GOOD, **fault))
    assert [name for name, good in found.items() if not good] == [gate]


def test_the_same_in_other_words_is_a_duplicate():
    found = checked(GOOD)
    found.passed(GOOD)
    again = replace(GOOD, question="What trade did Ada Venn follow?")
    other = replace(again, key=("relation", "trade", "Bo Tarn"))
    assert [{check.gate: check.passed for check in found.check(draft)}["duplicate"] for draft in (again, other)] == [
        False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(("value", "good"), [("12", True), ("1", True), ("4", False), ("3000", False)])
def test_a_number_is_stated_or_counted_or_the_sum_of_two_that_are_stated(value, good):
    draft = replace(GOOD, answer=number_answer(value), needs=("e1",))
    assert passed(draft)["evidence"] == good


def test_a_choice_needs_a_statement_and_no_answer_has_none():
    draft = replace(GOOD, answer=choice_answer(("x", "y"), "x"))
    assert passed(draft)["evidence"]
    assert not passed(replace(draft, needs=()))["evidence"]
    assert passed(replace(GOOD, answer=Answer(type="none"), needs=()))["evidence"]


def test_a_missing_half_needs_no_words():
    assert passed(replace(GOOD, answer=Answer(type="list", values=("dyer", "not stated"))))["evidence"]


@pytest.mark.parametrize(("least", "good"), [(0.1, True), (0.7, True), (0.8, False)])
def test_what_needs_several_passages_needs_them_far_apart(least, good):
    both = replace(GOOD, needs=("e1", "f1"))
    assert passed(both, distance=least)["distance"] == good
    assert passed(GOOD, distance=least)["distance"]


@pytest.mark.parametrize(("least", "good"), [(1, True), (2, False)])
def test_enough_statements_of_the_kind_compete(least, good):
    assert passed(GOOD, distractors=least)["distractors"] == good


def test_a_word_in_common_is_noticed():
    assert not passed(GOOD, shared_words=False)["vocabulary"]
    assert passed(replace(GOOD, question="Which craft was hers?"), shared_words=False)["vocabulary"]


@pytest.mark.parametrize("genre", GENRES)
def test_a_wrong_offset_is_noticed(genre):
    world, telling = make_world(WorldSettings(tokens=2_000, genre=genre), 0)
    moved = {key: (start + 9, end + 9) for key, (start, end) in telling.spans.items()}
    view = View(world, GENRES[genre].schema)
    relations = view.schema.relations
    fact = next(f for f in world.facts if f.relation in relations and relations[f.relation].value == "person")
    draft = Draft("fact", (), "Who?", name_answer(view, fact.value), (fact.id,))
    assert gates.evidence(draft, telling).passed
    spans = {**moved, fact.id: (0, 5)}
    assert not gates.evidence(draft, Telling(telling.document, spans)).passed


def test_two_statements_of_the_same_are_rivals():
    assert view_of(("born", "Ada Venn", "Lorby")).rivals("born", "Ada Venn") == 0
    assert view_of(("born", "Ada Venn", "Lorby"), ("born", "Ada Venn", "Tarnwick")).rivals("born", "Ada Venn") == 1


def test_kin_goes_both_ways():
    view = view_of(("sibling", "Ada Venn", "Bo Tarn"))
    assert view.value("sibling", "Bo Tarn").value == "Ada Venn"
    assert view.lackers("sibling") == []
    assert view.lackers("born") == ["Ada Venn", "Bo Tarn"]


def test_who_might_be_inferred_lacks_nothing():
    view = view_of(("founder", "the Lor Bank", "Ada Venn"))
    assert view.lackers("employer") == ["Bo Tarn"]


def test_nothing_is_known_before_it_is_told():
    view = view_of(("home", "Ada Venn", "Lorby"))
    assert view.value("home", "Ada Venn", 700_000) is None
    assert view.value("home", "Ada Venn", 700_001).value == "Lorby"


def test_a_rumour_is_no_value():
    view = view_of(herrings=(Fact("h1", "born", "Ada Venn", "Lorby", 0),))
    assert view.value("born", "Ada Venn") is None
    assert view.rivals("born", "Ada Venn") == 0


def test_answers_take_the_usual_spellings():
    view = view_of()
    assert name_answer(view, "the Lor Bank").values == ("Lor Bank",)
    assert name_answer(view, "the Lor Bank").accepted == ("the Lor Bank",)
    assert name_answer(view, "Ada Venn").accepted == ("Ada",)
    assert word_answer("blue cheese").accepted == ()
    assert word_answer("a short cut").accepted == ("short cut",)
    assert {"1820-05-03", "May 3, 1820", "3rd of May 1820"} <= set(date_answer(date(1820, 5, 3).toordinal()).accepted)

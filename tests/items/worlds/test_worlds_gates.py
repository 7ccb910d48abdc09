"""Each gate drops the fault it is there for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchwright.items.worlds import gates
from benchwright.items.worlds.families.draft import Draft, date_answer, name_answer, number_answer
from benchwright.items.worlds.maker import WorldSettings, make_world
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import Event, Fact, Person, World
from benchwright.items.worlds.telling import Telling
from benchwright.records import Answer, Document

TEXT = "On 3 May 1820, Ada Venn sold the Lor kite to Bo Tarn for 12 crowns. It rained. Ada Venn was a dyer by trade."
DOCUMENT = Document(title="t", source="s", media_type="text/plain", language="en", text=TEXT)
TELLING = Telling(DOCUMENT, {"e1": (0, 67), "f1": (79, 107)})
GOOD = Draft("fact", ("relation", "trade", "Ada Venn"), "What was Ada Venn by trade?", name_answer("dyer"), ("f1",))


def passed(draft, made=None):
    return {check.gate: check.passed for check in gates.check(draft, TELLING, made or {})}


def test_a_sound_draft_passes():
    assert passed(GOOD) == {"unique": True, "evidence": True, "leak": True, "duplicate": True}


@pytest.mark.parametrize(
    ("gate", "fault"),
    [
        ("unique", {"rivals": 1}),
        ("evidence", {"answer": name_answer("cooper")}),
        ("evidence", {"needs": ("e1",)}),
        ("evidence", {"answer": Answer(type="none")}),
        ("leak", {"question": "What was the dyer Ada Venn by trade?"}),
    ],
)
def test_a_fault_is_dropped_by_its_gate_alone(gate, fault):
    found = passed(replace(GOOD, **fault))
    assert [name for name, good in found.items() if not good] == [gate]


def test_the_same_in_other_words_is_a_duplicate():
    again = replace(GOOD, question="What trade did Ada Venn follow?")
    assert not passed(again, {"fact": [GOOD]})["duplicate"]
    assert passed(replace(again, key=("relation", "trade", "Bo Tarn")), {"fact": [GOOD]})["duplicate"]


@pytest.mark.parametrize(("value", "good"), [("12", True), ("1", True), ("2", False), ("13", False)])
def test_a_number_is_stated_or_is_the_number_of_statements(value, good):
    draft = replace(GOOD, answer=number_answer(value), needs=("e1",))
    assert passed(draft)["evidence"] == good


def test_a_choice_needs_a_statement_for_each_option():
    draft = replace(GOOD, answer=Answer(type="choice", values=("A",), options=("x", "y")))
    assert not passed(draft)["evidence"]
    assert passed(replace(draft, needs=("e1", "f1", "@e1")))["evidence"]


def test_a_wrong_offset_is_noticed():
    world, telling = make_world(WorldSettings(tokens=1_000), 0)
    shifted = Telling(telling.document, {key: (start + 1, end + 1) for key, (start, end) in telling.spans.items()})
    fact = next(fact for fact in world.facts if fact.relation in {"born", "trade", "home"})
    quote = telling.evidence([fact.id])[0].quote
    assert telling.document.text.count(quote) == 1
    assert shifted.evidence([fact.id])[0].quote != quote


def _world(*facts):
    people = (Person("Ada Venn", female=True), Person("Bo Tarn", female=False))
    event = Event("e1", 700_000, "letter", {"who": "Ada Venn", "other": "Bo Tarn"})
    told = tuple(Fact(f"f{number}", *fact, scene=0) for number, fact in enumerate(facts, 1))
    return View(World("w", people, ("Lorby", "Tarnwick"), (), (), told, (event,)))


def test_two_statements_of_the_same_are_rivals():
    assert _world(("born", "Ada Venn", "Lorby")).rivals("born", "Ada Venn") == 0
    assert _world(("born", "Ada Venn", "Lorby"), ("born", "Ada Venn", "Tarnwick")).rivals("born", "Ada Venn") == 1


def test_kin_goes_both_ways():
    view = _world(("sibling", "Ada Venn", "Bo Tarn"))
    assert view.value("sibling", "Bo Tarn").value == "Ada Venn"
    assert view.lackers("sibling") == []
    assert view.lackers("born") == ["Ada Venn", "Bo Tarn"]


def test_nothing_is_known_before_it_is_told():
    view = _world(("home", "Ada Venn", "Lorby"))
    assert view.value("home", "Ada Venn", 700_000) is None
    assert view.value("home", "Ada Venn", 700_001).value == "Lorby"


def test_answers_take_the_usual_spellings():
    assert name_answer("the Lor Bank").values == ("Lor Bank",)
    assert name_answer("the Lor Bank").accepted == ("the Lor Bank",)
    assert name_answer("Ada Venn").accepted == ("Ada",)
    assert name_answer("blue cheese").accepted == ()
    assert {"1820-05-03", "May 3, 1820", "3rd of May 1820"} <= set(date_answer(date(1820, 5, 3).toordinal()).accepted)

"""Right answers in other words are right; wrong answers that look like them stay wrong."""

from pathlib import Path

import pytest
from grading_cases import OPTIONS, phrases
from hypothesis import given
from hypothesis import strategies as st

from benchwright.grading import grade, mutations
from benchwright.records import Answer
from benchwright.seeding import rng

CORPUS = Path(__file__).parent / "corpus"
ABSENT = Answer(type="none")
LETTERS = Answer(type="set", values=("a", "b", "c"))
PARTS = Answer(type="list", values=("Ann Holt", "not stated"))
BOTH = Answer(type="list", values=("Ann Holt", "Tor Vik"))
CAUSE = Answer(type="list", values=("not stated", "because of the mildew"))


def lines(name):
    return (CORPUS / f"{name}.txt").read_text("utf-8").splitlines()


def text(value):
    return Answer(type="text", values=(value,))


def number(value):
    return Answer(type="number", values=(str(value),))


@pytest.mark.parametrize("reply", lines("denials"))
def test_a_denial_is_right_where_nothing_answers(reply):
    assert grade(ABSENT, reply).state == "abstained"
    assert grade(ABSENT, f"I looked.\nANSWER: {reply}", reading="marker").state == "abstained"


@pytest.mark.parametrize("reply", lines("answers_not_denials"))
def test_what_only_sounds_like_a_denial_is_an_answer(reply):
    assert grade(ABSENT, reply).value == 0.0


@pytest.mark.parametrize(
    "answer", [text("Rome"), number(3), Answer(type="choice", values=("A",), options=OPTIONS), BOTH], ids=repr
)
@pytest.mark.parametrize("reply", ["Never.", "No such sale took place.", "He did not.", "False premise."])
def test_a_denial_is_no_refusal_where_there_is_an_answer(answer, reply):
    verdict = grade(answer, reply)
    assert verdict.state != "abstained"
    assert verdict.value != 1.0


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("ANSWER: a\nb\nc", 1.0),
        ("ANSWER:\n- a\n- b\n\n- c", 1.0),
        ("ANSWER: a\nb\nc\n\nI hope that this helps.", 1.0),
        ("ANSWER: a; b; c\nThat is all of them.", 1.0),
        ("```\nANSWER: a\nb\nc\n```", 1.0),
        ("<answer>\nANSWER: a\nb\nc\n</answer>", 1.0),
        ("ANSWER: These are the three:\na\nb\nc\nThat is all of them.", 1.0),
        ("ANSWER: a\nb", 0.8),
        ("ANSWER: a; b; c\nd", 6 / 7),
        ("ANSWER: a\nANSWER: b", 0.5),
    ],
)
def test_the_lines_after_a_marker_belong_to_a_set(reply, value):
    assert grade(LETTERS, reply, reading="marker").value == pytest.approx(value)


def test_entries_that_are_sentences_are_not_taken_for_prose():
    told = Answer(type="list", values=("He went to the mill.", "He slept in the mill.", "He left the mill."))
    assert grade(told, "ANSWER: " + "\n".join(told.values), reading="marker").value == 1.0


def test_other_types_have_their_answer_on_one_line():
    assert grade(text("Rome"), "ANSWER: Rome\nIn 1916", reading="marker").value == 1.0


@given(st.permutations("abcd"), st.sampled_from(["\n", "\n- ", "\n\n", "\n\n* "]))
def test_a_set_over_lines_is_graded_as_on_one(entries, joint):
    kept = entries[:3]
    one, over = (grade(LETTERS, "ANSWER: " + mark.join(kept), reading="auto").value for mark in ("; ", joint))
    assert one == over


MISSING = ("The document does not say", "unknown", "not mentioned", "Not stated in the text.", "no info", "not stated")


@pytest.mark.parametrize("said", MISSING)
@pytest.mark.parametrize("form", ["{}; {}", "1. {}\n2. {}", "(1) {}; (2) {}"])
def test_a_part_that_is_refused_is_the_part_that_is_not_stated(said, form):
    assert grade(PARTS, form.format("Ann Holt", said)).value == 1.0
    assert grade(PARTS, "ANSWER: " + form.format("Ann Holt", said), reading="marker").value == 1.0
    assert grade(PARTS, form.format(said, "Ann Holt")).value == 0.5
    assert grade(PARTS, form.format("Una", said)).value == 0.5
    assert grade(BOTH, form.format("Ann Holt", said)).value == 0.5


@pytest.mark.parametrize(
    ("answer", "reply", "value"),
    [
        (CAUSE, "Not stated; because of the mildew", 1.0),
        (CAUSE, "The text does not mention it; the mildew", 1.0),
        (BOTH, "not stated; because of the mildew", 0.0),
        (PARTS, "Ann Holt; Tor Vik", 0.5),
        (PARTS, "Ann Holt; the Unknown Soldier", 0.5),
        (PARTS, "The document does not say.", None),
        (PARTS, "not stated; not stated", None),
        (PARTS, "The document does not say; it only lists firms.", None),
    ],
)
def test_a_list_in_part_refused_is_no_refusal(answer, reply, value):
    assert grade(answer, reply).value == value


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("Paskburn Landing", "At Paskburn Landing"),
        ("6 July 1916", "On the 6th of July 1916"),
        ("mildew", "because of the mildew"),
        ("the part of a reading", "as the part of a reading"),
        ("rent", "For the rent."),
        ("Ada Brook", "by Ada Brook"),
        ("in Rome", "Rome"),
        ("a wish to learn something", "His wish to learn something"),
        ("because of a wish to learn", "due to his wish to learn"),
    ],
)
def test_a_word_that_ties_an_answer_to_its_question_does_not_matter(gold, reply):
    assert grade(text(gold), reply).value == grade(text(reply), gold).value == 1.0
    assert grade(text(gold), reply, strictness="exact").value == 0.0
    assert grade(Answer(type="set", values=("Ann", gold)), f"{reply}; Ann").value == 1.0


@pytest.mark.parametrize(
    ("gold", "reply"),
    [
        ("from Rome", "to Rome"),
        ("6 July 1916", "by 6 July 1916"),
        ("6 July 1916", "before 6 July 1916"),
        ("1916", "from 1916"),
        ("his wish", "her wish"),
        ("Rome", "not in Rome"),
        ("Rome", "near Rome"),
        ("Rome", "in"),
        ("Rome", "in Rome or Oslo"),
    ],
)
def test_a_word_that_changes_an_answer_matters(gold, reply):
    assert grade(text(gold), reply).value == grade(text(reply), gold).value == 0.0


@given(phrases, phrases, st.sampled_from(["at", "in", "on the", "because of", "for his"]))
def test_a_tie_makes_no_other_phrase_right(gold, other, tie):
    same = grade(text(gold), other).value
    assert grade(text(gold), f"{tie} {other}").value == grade(text(f"{tie} {gold}"), other).value == same


@given(phrases, st.integers())
def test_no_mutation_is_the_gold_without_its_tie(phrase, seed):
    gold = text(f"in {phrase}")
    assert [wrong for wrong in mutations(gold, rng("tie", seed)) if grade(gold, wrong).value == 1.0] == []


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_sum_states_its_result(one, other):
    total = one + other
    for reply in (
        f"{total} crowns ({one} plus {other} surcharge)", f"{one} + {other} = {total}", f"{total} = {one} + {other}",
        f"About {total} crowns (= {one} + {other}).", f"{one} + {other} = {total} crowns ({one} plus {other})",
    ):  # fmt: skip
        assert grade(number(total), reply).value == 1.0, reply
        assert grade(number(one), reply).value == 0.0, reply


@pytest.mark.parametrize(
    "reply",
    ["134 (or 118)", "134 (30)", "134 or 135 (118 plus 16)", "134 = 118 or 16", "118 + 16", "118 crowns (total: 134)",
     "135 (118 + 16 = 134)", "118 crowns (correction: 134)", "134 (118 is possible too)", "134, 118 (plus 16)"],
)  # fmt: skip
def test_several_numbers_are_still_wrong(reply):
    assert grade(number(134), reply).value == 0.0


def test_what_stands_beside_a_named_thing_is_still_read():
    assert grade(number(30), "Pump B12 (30 days)").value == 1.0

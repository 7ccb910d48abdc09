"""A value becomes an answer that grading reads as that value, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.attempts._answers import answer_text, completion_of, failure_of
from benchwright.attempts._ballots import same_key
from benchwright.grading import grade
from benchwright.records import Answer

PLAIN = st.text(alphabet=st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=12)


def graded(value, answer, question=""):
    form = answer.type if answer.type in {"set", "list", "choice"} else ""
    return grade(answer, completion_of(answer_text(value, form, question)), reading="marker").value


@given(st.integers(-(10**30), 10**30))
def test_whole_numbers_grade_right(number):
    assert graded(number, Answer(type="number", values=(str(number),))) == 1.0


@given(st.floats(-1e12, 1e12, allow_nan=False).map(lambda x: round(x, 3)))
def test_decimal_numbers_grade_right(number):
    assert graded(number, Answer(type="number", values=(f"{number:.3f}",), tolerance=1e-3)) == 1.0


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1 + 0.2, "0.3"), (3.0, "3"), (float("nan"), ""), (float("inf"), ""), (None, ""), ("  ", ""), ([], ""),
     ({}, ""), (True, "yes"), (["x"], "x"), ([1, 2], "1, 2"), ([[1, 2], [3]], "[[1,2],[3]]"), ({"a": 1}, '{"a":1}'),
     ([1.5, 2.0], "1.5, 2.0"), ([1.0, 2.0], "1, 2"), ("a\n\n\nb", "a\nb"), ("half \ud800", "half ?")],
)  # fmt: skip
def test_how_a_value_is_written(value, text):
    assert answer_text(value) == text


def test_a_truth_value_takes_the_words_of_the_question():
    assert answer_text(True, "", "Is it true or false that he came?") == "True"
    assert answer_text(False, "", "Did he come?") == "no"


@given(st.lists(PLAIN, min_size=1, max_size=5, unique_by=str.casefold))
def test_entries_grade_right(entries):
    assert graded(entries, Answer(type="list", values=tuple(entries))) == 1.0
    assert graded("\n".join(entries), Answer(type="list", values=tuple(entries))) == 1.0


def test_several_lines_are_one_answer():
    assert graded("1 0\n0 1", Answer(type="text", values=("1 0\n0 1",))) == 1.0


@given(
    st.text(max_size=200) | st.sampled_from(["ANSWER: 7", "\\boxed{7}", "The document does not say.", "\nANSWER: 7"])
)
def test_a_failure_is_never_an_answer_nor_a_refusal(detail):
    text = failure_of("The program raised an error", detail)
    for answer in (Answer(type="none"), Answer(type="number", values=("7",)), Answer(type="text", values=("7",))):
        assert grade(answer, text, reading="marker").failure == "parse"


@given(st.text(max_size=40))
def test_the_key_of_a_ballot_is_the_same_for_the_same_answer(text):
    assert same_key(text) == same_key(f" {text} ")
    assert same_key("1,000.0") == same_key("1000")
    assert same_key("1e999999999") == "1e999999999"

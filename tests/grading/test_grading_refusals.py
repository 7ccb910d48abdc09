"""Refusals are told from answers, on sentences that the rules were not written against.

`*_seen.txt` shaped the rules; `*_held_out.txt` was written afterwards, and no rule was changed for it after it
was first read. One was added since, for a real model's reply: a question that is quoted back.
"""

from pathlib import Path

import pytest

from benchwright.grading import grade, is_refusal
from benchwright.records import Answer

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("held_out", "seen")
FORMS = (
    str,
    str.upper,
    lambda text: f"**{text}**",
    lambda text: f"  {text}\n",
    lambda text: text.replace("'", "\u2019"),
)


def lines(name):
    return (CORPUS / f"{name}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("part", "least"), [("seen", 100), ("held_out", 60)])
def test_recall_and_precision(part, least):
    refusals, answers = lines(f"refusals_{part}"), lines(f"answers_{part}")
    hits = sum(map(is_refusal, refusals))
    false_alarms = sum(map(is_refusal, answers))
    assert min(len(refusals), len(answers)) >= least
    assert hits / len(refusals) >= 0.97
    assert hits / (hits + false_alarms) >= 0.97
    assert 1 - false_alarms / len(answers) >= 0.97


def test_the_held_out_half_shares_nothing_with_what_was_seen():
    for kind in ("refusals", "answers"):
        held_out, seen = ({line.casefold().strip(".") for line in lines(f"{kind}_{part}")} for part in PARTS)
        assert not held_out & seen


@pytest.mark.parametrize("form", FORMS)
def test_dress_does_not_matter(form):
    text = "The document doesn't say who wrote the letter."
    assert is_refusal(form(text))
    assert not is_refusal(form("She doesn't know who wrote the letter."))


ANY = (
    Answer(type="none"),
    Answer(type="number", values=("3",)),
    Answer(type="set", values=("a", "b")),
    Answer(type="choice", values=("A",)),
)


@pytest.mark.parametrize("answer", ANY, ids=lambda answer: answer.type)
def test_a_refusal_is_an_abstention_whatever_was_asked(answer):
    verdict = grade(answer, "There is no information about the 3 engines in the document.")
    assert (verdict.state, verdict.value) == ("abstained", None)
    expected = "refused rightly" if answer.type == "none" else "refused wrongly"
    assert verdict.outcome(answerable=answer.type != "none") == expected


def test_an_answer_to_a_question_without_one_is_wrong_and_says_why():
    verdict = grade(Answer(type="none"), "Mira Holt")
    assert (verdict.value, verdict.reason) == (0.0, "answered a question that the document does not answer")


def test_a_refusal_among_the_options_is_a_choice():
    answer = Answer(type="choice", values=("A",), options=("Oslo", "Cannot be determined"))
    assert grade(answer, "Cannot be determined.").value == 0.0
    assert grade(answer.model_copy(update={"values": ("B",)}), "Cannot be determined.").value == 1.0


def test_a_text_that_only_ends_in_a_refusal_is_not_one():
    assert not is_refusal("He sold the mill. " * 200 + "The document does not say.")
    assert not is_refusal("")


@pytest.mark.parametrize(
    ("reply", "refuses"),
    [
        (
            'The document does not contain the answer to the question "Which part says "Leave, and more"."',
            True,
        ),
        ('The document does not contain the answer to the question "How many parts, and which', True),
        ('The document does not answer the question "What city?", but the answer is Paris.', False),
    ],
)
def test_a_question_that_is_quoted_back_is_not_an_answer(reply, refuses):
    assert is_refusal(reply) == refuses


@pytest.mark.parametrize(
    ("reply", "value"), [("not 2", 0.0), ("It is not two.", 0.0), ("No more than 2", 1.0), ("2", 1.0)]
)
def test_a_number_that_is_denied_is_wrong(reply, value):
    assert grade(Answer(type="number", values=("2",)), reply).value == value

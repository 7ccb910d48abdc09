"""An attempt that failed is never graded, and the four kinds of verdict stay apart."""

import subprocess
import sys

import pytest

from benchwright.errors import InputError
from benchwright.grading import grade, grade_attempt, lenient
from benchwright.records import Answer, Attempt, Item, Lineage

ITEM = Item(
    question="How many days?", kind="count", answer=Answer(type="number", values=("30",)), answerable=True, cluster="c",
    lineage=Lineage(maker="m", settings="s", seed=0),
)  # fmt: skip


def verdict(**fields):
    return grade_attempt(ITEM, Attempt(item=ITEM.id, system="s", **fields))


def test_a_reply_gets_the_grade_of_its_completion():
    assert verdict(completion="30 days", stop_reason="stop") == grade(ITEM.answer, "30 days")


@pytest.mark.parametrize("failure", ["parse", "provider", "limit", "missing"])
def test_a_failure_stands_whatever_the_completion_says(failure):
    found = verdict(failure=failure, completion="30", error="it broke")
    assert (found.state, found.failure, found.reason) == ("failed", failure, "it broke")


def test_an_error_without_a_kind_is_the_providers_and_a_kind_without_an_error_has_a_reason():
    assert verdict(error="503").failure == "provider"
    assert "missing" in verdict(failure="missing").reason


@pytest.mark.parametrize(("stop", "failure"), [("content_filter", "provider"), ("model_length", "limit")])
def test_a_reply_that_was_stopped_is_no_answer(stop, failure):
    found = verdict(completion="The document does not say.", stop_reason=stop)
    assert (found.state, found.failure) == ("failed", failure)


def test_a_reply_cut_at_its_token_limit_is_graded_if_it_parses_and_says_so_if_not():
    assert verdict(completion="30", stop_reason="max_tokens").value == 1.0
    assert "token limit" in verdict(completion="It took", stop_reason="max_tokens").reason


def test_four_different_things_have_four_different_outcomes():
    outcomes = [
        verdict(completion=text, error=error).outcome(answerable=True)
        for text, error in [("31", ""), ("Not stated.", ""), ("some days", ""), ("", "503")]
    ]
    assert outcomes == ["wrong", "refused wrongly", "unparsed", "error"]


def test_an_attempt_at_another_item_is_refused_with_both_ids():
    with pytest.raises(InputError, match=f"item other, not {ITEM.id}"):
        grade_attempt(ITEM, Attempt(item="other", system="s"))


@pytest.mark.parametrize("completion", ["", "  \n", "<think>30", "<think>30</think>", "**", "ANSWER:"])
def test_nothing_to_read_is_a_parse_failure(completion):
    found = grade(ITEM.answer, completion, reading="auto")
    assert (found.state, found.failure) == ("failed", "parse")
    assert found.reason


def test_a_gold_that_is_no_number_never_grades_and_says_so():
    found = grade(Answer(type="number", values=("many",)), "30")
    assert found.failure == "parse"
    assert "'many'" in found.reason


@pytest.mark.parametrize(
    ("answer", "reply", "expected"),
    [
        (Answer(type="text", values=("Mira Holt",)), "The captain was Mira Holt, I think.", True),
        (Answer(type="text", values=("Holt",)), "Holten", False),
        (Answer(type="text", values=("北京",)), "首都是北京。", True),
        (Answer(type="number", values=("30",)), "Between 20 and 30 days", True),
        (Answer(type="number", values=("30",)), "31", False),
        (Answer(type="choice", values=("B",), options=("Oslo", "Paris")), "It was in Paris, France", True),
        (Answer(type="choice", values=("B",), options=("Oslo", "Paris")), "It was in Oslo", False),
        (Answer(type="set", values=("Ann", "Tor")), "Tor met Ann there.", True),
        (Answer(type="list", values=("Ann", "Tor")), "Tor met Una there.", False),
        (Answer(type="none"), "I looked.\nThe document does not say.", True),
        (Answer(type="none"), "40", False),
        (Answer(type="text", values=("Mira Holt",)), "", False),
    ],
)
def test_the_lenient_figure_looks_anywhere(answer, reply, expected):
    assert lenient(answer, reply) is expected


def test_importing_is_light():
    code = "import sys, benchwright.grading; print({'numpy', 'inspect_ai', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

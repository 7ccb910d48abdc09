"""Open questions without a judge: their shape, and a verdict that no table takes for a wrong answer."""

import pytest
from pydantic import ValidationError

from benchwright.grading import GRADERS, gold_text, grade, lenient, mutations, open_answer
from benchwright.records import Answer, counts_as_right
from benchwright.seeding import rng

POINTS = ("she fears her brother", "The debt is his, not hers.")
OPEN = Answer(type="rubric", values=POINTS)


@pytest.mark.parametrize("values", [(), ("a",) * 9, ("a", " ")])
def test_a_rubric_has_one_to_eight_points_none_empty(values):
    with pytest.raises(ValidationError, match="one to 8 points"):
        Answer(type="rubric", values=values)


def test_the_shown_gold_makes_every_point():
    assert gold_text(OPEN) == "She fears her brother. The debt is his, not hers."


def test_without_a_judge_there_is_no_verdict_and_no_table_takes_it_for_wrong():
    verdict = grade(OPEN, gold_text(OPEN))
    assert (verdict.state, verdict.failure) == ("failed", "judge")
    assert "--grader" in verdict.reason
    assert counts_as_right(verdict.outcome(answerable=True)) is None


def test_an_empty_reply_and_a_refusal_need_no_judge():
    assert grade(OPEN, " ").failure == "parse"
    assert grade(OPEN, "<think>she fears").failure == "parse"
    assert grade(OPEN, "She acts so.", reading="marker").failure == "parse"
    assert grade(OPEN, "The document does not say.").outcome(answerable=True) == "refused wrongly"


def test_there_is_no_wrong_answer_to_make_and_no_gold_to_look_for():
    assert mutations(OPEN, rng("x")) == []
    assert not lenient(OPEN, gold_text(OPEN))
    assert not GRADERS["rubric"].contains(OPEN, gold_text(OPEN))


@pytest.mark.parametrize(
    ("reply", "reading", "seen"),
    [
        ("<think>hm</think> Two.\n\nLines.", "whole", "Two.\n\nLines."),
        ("First I look.\nANSWER: She fears him.\n\nAnd more.", "auto", "She fears him.\n\nAnd more."),
        ("ANSWER: a\nANSWER: b", "marker", "b"),
        ("No marker.", "auto", "No marker."),
        ("No marker.", "marker", ""),
        ("<think>never ends", "whole", ""),
    ],
)
def test_a_judge_is_shown_the_answer_and_no_thinking(reply, reading, seen):
    assert open_answer(reply, reading) == seen

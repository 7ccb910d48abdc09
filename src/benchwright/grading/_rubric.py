"""Open questions: what a good answer makes are points, in whatever words, so that only a judge can say.

Here there is none: every answer is left without a verdict, which no table counts as wrong. `verdicts` has the judge.
"""

from __future__ import annotations

import random

from benchwright.grading._grader import Grader, shown
from benchwright.grading._text import Strictness
from benchwright.records import Answer, Verdict

UNJUDGED = "needs a judge: run with --grader MODEL"
"""Why an open answer has no verdict."""


def render(answer: Answer) -> str:
    """An answer that makes all points, as sentences."""
    return " ".join(map(_sentence, answer.values))


def _sentence(point: str) -> str:
    text = " ".join(point.split())
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def judge(answer: Answer, reply: str, strictness: Strictness) -> Verdict:  # noqa: ARG001 - no gold to compare with
    """No verdict yet."""
    return Verdict(state="failed", failure="judge", answer=shown(reply), reason=UNJUDGED)


def mutate(answer: Answer, rng: random.Random) -> list[str]:  # noqa: ARG001 - what is wrong only a judge could say
    """None."""
    return []


def contains(answer: Answer, reply: str) -> bool:  # noqa: ARG001 - no words to look for
    """Never: points have no words of their own."""
    return False


GRADER = Grader(render, judge, mutate, contains)

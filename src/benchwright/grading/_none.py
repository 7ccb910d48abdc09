"""Questions that nothing answers: a refusal is right (the door sees to it), a denial too, and any answer is wrong."""

from __future__ import annotations

import random

from benchwright.grading._grader import Grader, wrong
from benchwright.grading._reading import unwrap
from benchwright.grading._refusal import is_refusal
from benchwright.grading._text import Strictness
from benchwright.records import Answer, Verdict

REFUSAL = "The document does not say."
_ANSWERS = ("42", "Tessa Quill", "On 17 October 1888", "Yes", "Because the north gate was shut", "Three", "Nobody")


def render(answer: Answer) -> str:  # noqa: ARG001 - every no-info gold reads the same
    """The sentence that prompts ask for."""
    return REFUSAL


def judge(answer: Answer, reply: str, strictness: Strictness) -> Verdict:  # noqa: ARG001 - no gold to compare with
    """0: whatever the reply claims, the document does not say it."""
    return wrong(reply, "answered a question that the document does not answer")


def mutate(answer: Answer, rng: random.Random) -> list[str]:  # noqa: ARG001 - no gold to change
    """Made-up answers."""
    return rng.sample(_ANSWERS, 4)


def contains(answer: Answer, reply: str) -> bool:  # noqa: ARG001 - no gold to look for
    """Whether the reply, or a paragraph of it, is a refusal."""
    return any(is_refusal(unwrap(part)) for part in (reply, *reply.split("\n")) if part.strip())


GRADER = Grader(render, judge, mutate, contains)

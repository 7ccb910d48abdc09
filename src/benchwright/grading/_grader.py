"""The anatomy of a grader: how it shows a gold answer, judges a reply, makes wrong answers, and looks for the gold."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from benchwright.grading._text import Strictness
from benchwright.records import Answer, Verdict


@dataclass(frozen=True)
class Grader:
    """Four pure functions for one type of answer."""

    render: Callable[[Answer], str]
    """The gold as a person would write it; its own `judge` finds it right."""
    judge: Callable[[Answer, str, Strictness], Verdict]
    """(gold, the answer as it stands in a reply, strictness) -> graded, or failed with `parse`."""
    mutate: Callable[[Answer, random.Random], list[str]]
    """Plausible wrong answers; at least one wherever one exists."""
    contains: Callable[[Answer, str], bool]
    """Whether the gold appears anywhere in a reply: the lenient figure."""


def right(answer: str) -> Verdict:
    """The verdict on a right answer."""
    return Verdict(state="graded", value=1.0, answer=answer)


def wrong(answer: str, reason: str, value: float = 0.0) -> Verdict:
    """The verdict on an answer that is not right; `value` is its partial overlap."""
    return Verdict(state="graded", value=value, answer=answer, reason=reason)


def unparsed(answer: str, reason: str) -> Verdict:
    """The verdict where no answer of the type asked for could be read."""
    return Verdict(state="failed", failure="parse", answer=answer, reason=reason)


def shown(text: str, limit: int = 80) -> str:
    """The text as a reason quotes it: on one line, cut at `limit` characters."""
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit else f"{line[: limit - 1]}\u2026"


def distinct(candidates: list[str], same: Callable[[str], object], gold: set[object]) -> list[str]:
    """The candidates whose `same` is not among the gold's, each once."""
    seen, kept = set(gold), []
    for candidate in candidates:
        mark = same(candidate)
        if candidate.strip() and mark not in seen:
            seen.add(mark)
            kept.append(candidate)
    return kept

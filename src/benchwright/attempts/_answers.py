"""From the value of a program to an answer that grading reads.

A number is written plainly, several entries with semicolons, a truth value in the words that the question uses. What
no answer can be (nothing, an empty text, a function) gives a reason instead. The completion ends with `ANSWER: ...`;
that of a program which failed holds no answer in any reading, whatever the program wrote into its error.
"""

from __future__ import annotations

import math
import re
from typing import Any, Literal

from inspect_ai.solver import TaskState

from benchwright.grading import grade
from benchwright.records import Answer, canonical

Form = Literal["", "choice", "set", "list"]
"""What the question asks for, where it says so itself."""
_SAID: tuple[Form, ...] = ("choice", "set", "list")
_LONGEST = 20_000
_MARKER = re.compile(r"answer\W*:", re.IGNORECASE)


def form_of(state: TaskState) -> Form:
    """The form of answer that the prompt asks for: options to choose from, or several entries.

    Whether one value is a number, a text or nowhere to be found is not said by the prompt, so it is not told here.
    """
    answer = state.metadata.get("answer")
    kind = answer.get("type") if isinstance(answer, dict) else ""
    return next((form for form in _SAID if form == kind), "")


def usable(value: Any, kind: str) -> Any:  # Any: JSON
    """The value of a run, or none where its text only describes a thing that is no answer: a function, not-a-number.

    Args:
        value: as JSON.
        kind: Python's name of its type.
    """
    if isinstance(value, str) and kind != "str" and (kind == "float" or re.fullmatch(r"<.*>", value, re.DOTALL)):
        return None
    return value


def answer_text(value: Any, form: Form = "", question: str = "") -> str:  # Any: JSON
    """The value as an answer; empty where it is none."""
    if isinstance(value, list):
        return _several(value, form, question)
    if isinstance(value, dict):
        return canonical(value) if value else ""
    if isinstance(value, bool):
        return _truth(value, question)
    if isinstance(value, float):
        return _number(value)
    if value is None:
        return ""
    text = str(value).encode("utf-8", "replace").decode("utf-8").strip()
    return _entries(text) if form in {"set", "list"} else re.sub(r"\n\s*\n+", "\n", text)[:_LONGEST]


def _several(values: list[Any], form: Form, question: str) -> str:
    if form not in {"set", "list"} and len(values) == 1 and not isinstance(values[0], list | dict):
        return answer_text(values[0], form, question)
    if any(isinstance(value, list | dict) for value in values):
        return canonical(values)
    broken = any(isinstance(value, float) and not value.is_integer() for value in values)
    texts = [_entry(value, question, pointed=broken) for value in values]
    return ("; " if form in {"set", "list"} else ", ").join(text for text in texts if text)


def _entry(value: Any, question: str, *, pointed: bool) -> str:  # Any: JSON
    """Among numbers that have a point, 24.0 keeps its own."""
    if pointed and isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(value)
    return answer_text(value, "", question)


def _entries(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())


def _truth(value: bool, question: str) -> str:  # noqa: FBT001 - a value, not a flag
    """In the question's own words where it has them."""
    if re.search(r"\btrue\b.*\bfalse\b|\bfalse\b.*\btrue\b", question, re.IGNORECASE | re.DOTALL):
        return str(value)
    return "yes" if value else "no"


def _number(value: float) -> str:
    """To 15 significant digits, so that 0.1 + 0.2 is 0.3; whole numbers without a point."""
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def completion_of(answer: str) -> str:
    """A reply that is its answer. One of several lines follows the marker on the next, unless a line looks like one."""
    if _MARKER.search(answer):
        answer = " ".join(answer.split())
    return f"ANSWER:\n{answer}" if "\n" in answer else f"ANSWER: {answer}"


def failure_of(what: str, detail: str) -> str:
    """A reply that holds no answer: what failed and why, without whatever in the detail reads as an answer or refusal.

    Args:
        what: in our own words.
        detail: in the program's or the sandbox's.
    """
    plain = " ".join(detail.replace("\\", "/").split())[:500]
    full = f"No result. {what}: {plain}" if plain else f"No result. {what}."
    return full if _unreadable(full) else f"No result. {what}."


def _unreadable(text: str) -> bool:
    return grade(Answer(type="none"), text, reading="marker").failure == "parse"

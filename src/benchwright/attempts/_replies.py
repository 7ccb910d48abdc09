"""What a reply holds: a program, symbols, scores, a verdict. Each is read strictly, or is not there.

A reply is text of a model that may have read hostile documents: nothing here runs it, and every scan is bounded.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from benchwright.grading import grade
from benchwright.records import Answer

CRITERIA = 10
"""Scores that the switch asks for."""
_LONGEST = 200_000
_TRIES = 200
_FENCE = re.compile(r"^[ \t]*```+[ \t]*([\w+-]*)[^\n]*\n(.*?)(?:^[ \t]*```|\Z)", re.DOTALL | re.MULTILINE)
_PYTHON = {"", "python", "py", "python3"}
_LIST = re.compile(r"\[[^\[\]]{1,400}\]")
_VERDICT = re.compile(r"[\s>#*_`-]*(PASS|FAIL)\b[*_`\s]*(?::|\.|-|\u2014)?\s*(.*?)[*_`\s]*")


@dataclass(frozen=True)
class Judged:
    """What a critic said."""

    verdict: Literal["pass", "fail", "none"]
    """`none` where the reply holds no verdict, or two that differ."""
    reasons: str = ""


def program_in(reply: str, function: str = "solve") -> str:
    """The Python program of a reply: the last block that defines `function`, else the last block; empty without one."""
    blocks = [body for label, body in _FENCE.findall(reply[:_LONGEST]) if label.lower() in _PYTHON and body.strip()]
    defining = [block for block in blocks if re.search(rf"^(?:async )?def {function}\b", block, re.MULTILINE)]
    if defining or blocks:
        return str((defining or blocks)[-1]).rstrip() + "\n"
    return reply.strip() + "\n" if "```" not in reply and _is_program(reply) else ""


def _is_program(text: str) -> bool:
    """Whether a reply without any fence is itself a program, and not a word that happens to parse."""
    try:
        body = ast.parse(text[:_LONGEST]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(node, ast.FunctionDef | ast.Assign) for node in body)


def object_in(reply: str) -> tuple[dict[str, Any] | None, str]:  # Any: JSON
    """The last JSON object of a reply that is inside no other; or none, and what was wrong."""
    text, found, problem, at = reply[:_LONGEST], None, "the reply holds no JSON object", 0
    decoder = json.JSONDecoder(parse_constant=_refuse)
    for _ in range(_TRIES):
        at = text.find("{", at)
        if at < 0:
            break
        try:
            found, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            problem, at = f"the JSON cannot be read: {' '.join(str(error).split())[:200]}", at + 1
    return found, "" if found is not None else problem


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")


def scores_in(reply: str) -> tuple[float, ...] | None:
    """Ten numbers from 0 to 1, the only such list of the reply; none where there is no such list, or several differ."""
    found = {scores for text in _LIST.findall(reply[:_LONGEST]) if (scores := _scores(text))}
    return found.pop() if len(found) == 1 else None


def _scores(text: str) -> tuple[float, ...] | None:
    try:
        values = json.loads(text)
    except ValueError:
        return None
    fit = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(fit) != len(values) or len(fit) != CRITERIA:
        return None
    return tuple(map(float, fit)) if all(math.isfinite(value) and 0 <= value <= 1 for value in fit) else None


def verdict_in(reply: str) -> Judged:
    """The verdict of a critic: lines that read `PASS`, or `FAIL: reasons`; no verdict where they contradict."""
    lines = list(_verdicts(reply[:_LONGEST]))
    kinds = {kind for kind, _ in lines}
    if kinds == {"PASS"}:
        return Judged("pass")
    if kinds == {"FAIL"}:
        return Judged("fail", " ".join(reason for _, reason in lines if reason)[:1000])
    return Judged("none")


def _verdicts(reply: str) -> Iterator[tuple[str, str]]:
    for line in reply.splitlines():
        match = _VERDICT.fullmatch(line[:2000])
        if match and (match[1] == "FAIL" or not match[2]):
            yield match[1], match[2]


def answer_in(completion: str, form: str = "") -> str:
    """The answer of a reply in words, read as grading reads it; empty where it cannot be read.

    Args:
        completion: the reply.
        form: `set` or `list` where the question asks for several entries.
    """
    kind: Literal["list", "text"] = "list" if form in {"set", "list"} else "text"
    verdict = grade(Answer(type=kind, values=("?",)), completion, reading="marker")
    return "" if verdict.state == "failed" else verdict.answer

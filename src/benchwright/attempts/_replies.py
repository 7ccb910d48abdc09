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
from benchwright.sandbox.blocks import PYTHON, blocks_in
from benchwright.sandbox.source import tree_of

CRITERIA = 10
"""Scores that the switch asks for."""
_LONGEST = 200_000
_TRIES = 200
_DEEPEST = 40
"""Lists and objects inside one another."""
_BEGUN = re.compile(r'\{\s*"')
_NEXT = re.compile(r"[\s,]*\{")
_LIST = re.compile(r"\[[^\[\]]{1,400}\]")
_VERDICT = re.compile(r"[\s>#*_`-]*(PASS|FAIL)\b[*_`\s]*(?::|\.|-|\u2014)?\s*(.*?)[*_`\s]*")


@dataclass(frozen=True)
class Judged:
    """What a critic said."""

    verdict: Literal["pass", "fail", "none"]
    """`none` where the reply holds no verdict, or two that differ."""
    reasons: str = ""


def program_in(reply: str, function: str = "solve") -> str:
    """The Python program of a reply: the last block that defines `function`, else the last block; empty without one.

    Where there is no block, what stands before any fence may itself be a program.
    """
    text = reply[:_LONGEST]
    blocks = [block.body for block in blocks_in(text) if block.label in {"", *PYTHON} and block.body.strip()]
    defining = [block for block in blocks if re.search(rf"^(?:async )?def {function}\b", block, re.MULTILINE)]
    if defining or blocks:
        return (defining or blocks)[-1].rstrip() + "\n"
    bare = text.partition("```")[0].strip()
    return bare + "\n" if _is_program(bare) else ""


def _is_program(text: str) -> bool:
    """Whether a reply without any fence is itself a program, and not a word that happens to parse."""
    tree = tree_of(text)
    return tree is not None and any(isinstance(node, ast.FunctionDef | ast.Assign) for node in tree.body)


def object_in(reply: str, key: str = "") -> tuple[dict[str, Any] | None, str]:  # Any: JSON
    """The last JSON object of a reply that is inside no other; or none, and what was wrong.

    Args:
        reply: of the model.
        key: that the object should have. The last object that has it is taken; of a broken or cut one, the value of
            the key where that is whole. Else there must be one object and no other, nor any that is broken.
    """
    found, problem = _objects(reply[:_LONGEST])
    if not key or not (found or problem):
        return (found[-1], "") if found else (None, problem or "the reply holds no JSON object")
    if keyed := [one for one in found if key in one]:
        return keyed[-1], ""
    if problem and (part := _part(reply[:_LONGEST], key)) is not None:
        return {key: part}, ""
    if problem:
        return None, problem
    if len(found) > 1:
        return None, f'the reply holds {len(found)} JSON objects and none has "{key}"; write one that has'
    return found[0], ""


def _objects(text: str) -> tuple[list[dict[str, Any]], str]:  # Any: JSON
    """Every object that is inside no other that can be read, and what was wrong with the first that cannot.

    A brace that no quote follows opens no JSON, and nothing is wrong with it.
    """
    found: list[dict[str, Any]] = []
    problem, at = "", 0
    for _ in range(_TRIES):
        at = text.find("{", at)
        if at < 0:
            break
        try:
            value, end = _decoded(text, at)
        except (ValueError, RecursionError) as error:
            if _BEGUN.match(text, at):
                problem = problem or f"the JSON cannot be read: {' '.join(str(error).split())[:200]}"
            end = at + 1
        else:
            found.append(value)
        at = end
    return found, problem


def _part(text: str, key: str) -> dict[str, Any] | None:  # Any: JSON
    """The object that a key has, where it is whole though what it stands in is not."""
    for begun in reversed(list(re.finditer(rf'"{re.escape(key)}"\s*:\s*(?=\{{)', text))[-_TRIES:]):
        try:
            value: dict[str, Any] = _decoded(text, begun.end())[0]
        except (ValueError, RecursionError):
            continue
        return value
    return None


def begun_list(reply: str, key: str) -> list[dict[str, Any]]:  # Any: JSON
    """The whole objects at the head of the last list under a key, where the reply breaks off inside it."""
    text = reply[:_LONGEST]
    begun = list(re.finditer(rf'"{re.escape(key)}"\s*:\s*\[', text))
    found: list[dict[str, Any]] = []
    at = begun[-1].end() if begun else len(text)
    while (match := _NEXT.match(text, at)) is not None:
        try:
            value, at = _decoded(text, match.end() - 1)
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def _decoded(text: str, at: int) -> tuple[Any, int]:  # Any: JSON
    value, end = _DECODER.raw_decode(text, at)
    if _deeper(value, _DEEPEST):
        raise ValueError(f"it is nested more than {_DEEPEST} deep")
    return value, end


def _deeper(value: Any, most: int) -> bool:  # Any: JSON
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return most < 0 or any(_deeper(one, most - 1) for one in inner)


def _finite(number: str) -> float:
    return float(number) if math.isfinite(float(number)) else _refuse(number)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant[:40]} is no JSON value")


_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)


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

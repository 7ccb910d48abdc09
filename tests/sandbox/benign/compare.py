"""A result against what plain CPython says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from benchwright.sandbox.types import Backend, Limits, Result
from benign.corpus import Case
from benign.reference import Truth

LIMITS = Limits(seconds=10, memory_mb=256)


def same(one: Any, other: Any) -> bool:
    """Equal in value and in type, all the way down: 1 is not 1.0, and True is not 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float):
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    return one == other


def judged(result: Result, truth: Truth) -> str:
    """`agree`, `unsupported`, or what differs."""
    if result.kind == "unsupported":
        return "unsupported"
    if result.kind != truth.kind:
        return f"kind {result.kind} ({result.error}), not {truth.kind} {truth.error}"
    if truth.kind == "error" and result.error.split(":")[0] != truth.error:
        return f"error {result.error}, not {truth.error}"
    if not same(result.value, truth.value):
        return f"value {result.value!r}, not {truth.value!r}"
    if truth.kind == "ok" and truth.type not in {result.type, "NoneType"}:
        return f"type {result.type}, not {truth.type}"
    return "agree" if result.stdout == truth.stdout else f"stdout {result.stdout!r}, not {truth.stdout!r}"


async def compared(backend: Backend, cases: Sequence[Case], found: Sequence[Truth]) -> dict[str, str]:
    """By name of the program."""
    return {
        case.name: judged(await backend.run(case.program, case.inputs, LIMITS), truth)
        for case, truth in zip(cases, found, strict=True)
    }

"""Operations on literals, without running anything: small, capped, and silent where they do not apply."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from benchwright.sandbox.checks.taint.values import Const, const

CAP = 10**30
OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "int": int, "float": float, "str": str, "bool": bool, "abs": abs, "round": round, "len": len,
}  # fmt: skip
PLAIN = {"int", "float", "str", "round"}
"""Conversions that leave a literal as much a literal as it was."""
SCALAR = (int, float, str, bool, type(None))
RESULTS = {
    "str": "str", "int": "int", "float": "float", "len": "int", "bool": "bool", "list": "list", "sorted": "list",
    "dict": "dict", "set": "set", "tuple": "tuple", "ord": "int", "chr": "str", "repr": "str", "range": "range",
    "any": "bool", "all": "bool", "isinstance": "bool", "input": "str", "frozenset": "frozenset", "format": "str",
    "join": "str", "upper": "str", "lower": "str", "strip": "str", "replace": "str", "capitalize": "str",
    "title": "str", "split": "list", "startswith": "bool", "endswith": "bool", "isdigit": "bool", "zfill": "str",
    "count": "int", "index": "int", "find": "int", "dumps": "str", "splitlines": "list", "strftime": "str",
}  # fmt: skip
"""What builtins and methods of builtin types give back."""


def binary(op: ast.operator, left: Const | None, right: Const | None) -> Const | None:
    """The folded result, or none."""
    if left is None or right is None or type(op) not in OPERATORS:
        return None
    return _result(OPERATORS[type(op)], left.value, right.value)


def compare(op: ast.cmpop, left: Const | None, right: Const | None) -> Const | None:
    """The folded comparison, or none."""
    if left is None or right is None or type(op) not in COMPARISONS:
        return None
    return _result(COMPARISONS[type(op)], left.value, right.value)


def unary(op: ast.unaryop, operand: Const | None) -> Const | None:
    """The folded operation, or none; a sign keeps a literal plain."""
    if operand is None or not isinstance(operand.value, SCALAR):
        return None
    if isinstance(op, ast.Not):
        return const(not operand.value, plain=False)
    if isinstance(operand.value, int | float) and isinstance(op, ast.USub | ast.UAdd):
        return const(-operand.value if isinstance(op, ast.USub) else operand.value, plain=operand.plain)
    return None


def convert(name: str, operand: Const | None) -> Const | None:
    """`int("42")` and the like, folded, or none."""
    if operand is None or name not in CONVERSIONS:
        return None
    try:
        return const(CONVERSIONS[name](operand.value), plain=operand.plain and name in PLAIN)
    except (TypeError, ValueError, OverflowError):
        return None


def _result(function: Callable[[Any, Any], Any], left: Any, right: Any) -> Const | None:
    if not (_small(left) and _small(right)):
        return None
    try:
        return const(function(left, right), plain=False)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None


def _small(value: Any) -> bool:
    if isinstance(value, int | float):
        return -CAP < value < CAP
    return isinstance(value, str | list | tuple | None.__class__) and (value is None or len(value) < 200)


def kind_of(op: ast.operator, left: str, right: str) -> str:
    """The type that an operation on two types gives, where it is sure."""
    numbers = {"int", "float", "bool"}
    if left in numbers and right in numbers:
        if isinstance(op, ast.Div):
            return "float"
        return "float" if "float" in {left, right} else "int" if not isinstance(op, ast.Pow) else ""
    if isinstance(op, ast.Mod) and left == "str":
        return "str"
    return left if left == right and isinstance(op, ast.Add) else ""

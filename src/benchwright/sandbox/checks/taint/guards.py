"""Tests that only ask whether the symbols are there, of the right type, or not empty: they decide nothing by value."""

from __future__ import annotations

import ast

from benchwright.sandbox.checks.taint.machine import Machine
from benchwright.sandbox.checks.taint.values import Origin

PRESENCE = {"isinstance", "hasattr", "callable", "issubclass"}


def is_guard(machine: Machine, test: ast.expr) -> bool:
    """Whether a test only looks for presence, type or emptiness."""
    if isinstance(test, ast.BoolOp):
        return all(is_guard(machine, value) for value in test.values)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return is_guard(machine, test.operand)
    if isinstance(test, ast.Call):
        return isinstance(test.func, ast.Name) and (
            test.func.id in PRESENCE or (test.func.id in {"bool", "len"} and _is_whole(machine, test.args[:1]))
        )
    if isinstance(test, ast.Compare):
        return _is_presence(machine, test)
    return _is_whole(machine, [test])


def _is_presence(machine: Machine, test: ast.Compare) -> bool:
    """`x is None`, `"key" in symbols`, `len(symbols) == 0`, `symbols == {}`, `type(symbols) == dict`."""
    left, right, op = test.left, test.comparators[0], test.ops[0]
    if isinstance(op, ast.Is | ast.IsNot):
        return True
    if isinstance(op, ast.In | ast.NotIn):
        return isinstance(left, ast.Constant) and _path(machine, right) == ()
    if isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id in {"type", "len"}:
        return left.func.id == "type" or (_is_whole(machine, left.args[:1]) and isinstance(right, ast.Constant))
    empty = isinstance(right, ast.Dict | ast.List) and not ast.unparse(right).strip("{}[]")
    return _is_whole(machine, [left]) and (empty or (isinstance(right, ast.Constant) and right.value in {None, ""}))


def _path(machine: Machine, node: ast.expr) -> Origin | None:
    if isinstance(node, ast.Name):
        value = machine.lookup(node.id)
        return value.origin if value is not None else None
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        base = _path(machine, node.value)
        return None if base is None else (*base, node.slice.value)  # type: ignore[arg-type]  # any key may be written
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"get", "keys"}:
        base = _path(machine, node.func.value)
        keys = [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)]
        return None if base is None else (*base, *keys)  # type: ignore[arg-type]
    return None


def _is_whole(machine: Machine, nodes: list[ast.expr]) -> bool:
    """The symbols themselves, or a list, dict or text among them (as far as they are known)."""
    if not nodes:
        return False
    path = _path(machine, nodes[0])
    return path is not None and (path == () or isinstance(machine.at(path), list | dict | str))

"""Assignment to names, items, attributes and patterns, followed without being run."""

from __future__ import annotations

import ast

from benchwright.sandbox.checks.taint.machine import SYMBOLS, Machine
from benchwright.sandbox.checks.taint.values import Value


def assign(machine: Machine, target: ast.expr, value: Value) -> None:
    """Put a value where a target says."""
    if isinstance(target, ast.Name):
        machine.bind(target.id, value)
    elif isinstance(target, ast.Starred):
        assign(machine, target.value, value)
    elif isinstance(target, ast.Tuple | ast.List):
        for child in target.elts:
            assign(machine, child, machine.element(value))
    elif isinstance(target, ast.Attribute):
        base = machine.evaluate(machine, target.value)
        machine.changed |= base.origin is not None
        machine.write(base, target.attr, value)
    elif isinstance(target, ast.Subscript):
        _store(machine, target, value)


def _store(machine: Machine, target: ast.Subscript, value: Value) -> None:
    base, index = machine.evaluate(machine, target.value), machine.evaluate(machine, target.slice)
    machine.touch(index)
    if base.origin == () and index.const is not None:
        key = str(index.const.value)
        if not value.taint and key not in machine.read:
            machine.overwritten.append(target.lineno)
        machine.env[SYMBOLS, key] = value
        return
    machine.changed |= base.origin is not None
    machine.write(base, "*", value, shape=machine.taint(index))

"""Classes of the program: which methods and class attributes a value has."""

from __future__ import annotations

import ast
from dataclasses import replace

from benchwright.sandbox.checks.taint.machine import Machine
from benchwright.sandbox.checks.taint.values import NOTHING, Fn, Value


def _classes(machine: Machine, base: Value) -> list[Fn]:
    homes = [machine.things[key].home for key in base.refs]
    direct = [fn for fn in base.fns if isinstance(fn.node, ast.ClassDef)]
    return list(dict.fromkeys([home for home in homes if home is not None] + direct))


def _line_of_descent(machine: Machine, home: Fn) -> list[Fn]:
    """A class and the classes of the program that it inherits from."""
    found, todo = [], [home]
    while todo:
        here = todo.pop(0)
        if here in found or not isinstance(here.node, ast.ClassDef):
            continue
        found.append(here)
        bases = [machine.lookup(base.id) for base in here.node.bases if isinstance(base, ast.Name)]
        todo += [fn for value in bases if value is not None for fn in value.fns]
    return found


def methods(machine: Machine, base: Value, name: str) -> list[Fn]:
    """The methods of that name on what `base` may be, bound to it."""
    found = []
    for home in _classes(machine, base):
        for owner in _line_of_descent(machine, home):
            own = [child for child in ast.iter_child_nodes(owner.node)
                   if isinstance(child, ast.FunctionDef) and child.name == name]  # fmt: skip
            if own:
                static = any("staticmethod" in ast.unparse(d) for d in own[-1].decorator_list)
                bound = None if static or (base.fns and not _is_classmethod(own[-1])) else replace(base, taint=NOTHING)
                found.append(Fn(own[-1], owner.scopes, bound=bound, home=owner))
                break
    return found


def _is_classmethod(node: ast.FunctionDef) -> bool:
    return any("classmethod" in ast.unparse(d) for d in node.decorator_list)


def class_values(machine: Machine, base: Value, name: str) -> list[Value]:
    """Attributes that a class body sets."""
    found = []
    for home in _classes(machine, base):
        for owner in _line_of_descent(machine, home):
            value = machine.env.get((machine.number(id(owner.node), *owner.scopes), name))
            if value is not None and not any(isinstance(fn.node, ast.FunctionDef) for fn in value.fns):
                found.append(value)
    return found


def super_methods(machine: Machine, func: ast.Attribute) -> list[Fn]:
    """What `super().name` is, inside a method."""
    here = machine.frame.fn
    if not (isinstance(func.value, ast.Call) and isinstance(func.value.func, ast.Name) and here is not None):
        return []
    if func.value.func.id != "super" or here.home is None or here.bound is None:
        return []
    above = _line_of_descent(machine, here.home)[1:]
    return [
        Fn(child, owner.scopes, bound=here.bound, home=owner)
        for owner in above
        for child in ast.iter_child_nodes(owner.node)
        if isinstance(child, ast.FunctionDef) and child.name == func.attr
    ][:1]


def self_name(machine: Machine) -> str:
    """The first parameter of the present method."""
    fn = machine.frame.fn
    args = fn.node.args.args if fn is not None and isinstance(fn.node, ast.FunctionDef) else []
    return args[0].arg if args else "self"

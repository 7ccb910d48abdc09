"""Expressions, followed without being run: what a value depends on, and what it is where that is plain."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchwright.sandbox.checks.taint import calls, fold
from benchwright.sandbox.checks.taint.assign import assign
from benchwright.sandbox.checks.taint.classes import class_values, methods
from benchwright.sandbox.checks.taint.guards import is_guard
from benchwright.sandbox.checks.taint.machine import Machine
from benchwright.sandbox.checks.taint.values import NOTHING, Const, Fn, Value, const, joined


def evaluate(machine: Machine, node: ast.expr) -> Value:
    """What is known of the value of an expression."""
    machine.step()
    return HANDLERS.get(type(node), _other)(machine, node)


def _other(machine: Machine, node: ast.expr) -> Value:
    """Whatever has no rule of its own depends on all its parts."""
    parts = [machine.evaluate(machine, child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return Value(taint=NOTHING.union(*map(machine.taint, parts)), site=id(node))


def _constant(machine: Machine, node: ast.Constant) -> Value:  # noqa: ARG001  # one form for all rules
    return Value(const=const(node.value), kind=type(node.value).__name__)


def _name(machine: Machine, node: ast.Name) -> Value:
    found = machine.lookup(node.id)
    if found is not None:
        return found
    return Value(site=id(node))


def _attribute(machine: Machine, node: ast.Attribute) -> Value:
    base = machine.evaluate(machine, node.value)
    if base.origin == ():
        return machine.symbol(base, node.attr, node)
    held = machine.held(base, node.attr)
    own = [fn for fn in methods(machine, base, node.attr) if isinstance(fn.node, ast.FunctionDef)]
    properties = [fn for fn in own if any("property" in ast.unparse(d) for d in getattr(fn.node, "decorator_list", ()))]
    held += [calls.call(machine, fn, calls.Arguments(), node) for fn in properties]
    if own and not properties:
        held.append(Value(fns=tuple(own), site=id(node)))
    held += class_values(machine, base, node.attr)
    if held:
        return joined(held, site=id(node)).plus(base.taint)
    return Value(taint=machine.taint(base), refs=base.refs, site=id(node))


def _subscript(machine: Machine, node: ast.Subscript) -> Value:
    base, index = machine.evaluate(machine, node.value), machine.evaluate(machine, node.slice)
    known = machine.constant(index)
    if base.origin is not None and known is not None and isinstance(known.value, str | int):
        return machine.symbol(base, known.value, node)
    machine.touch(base)
    machine.touch(index)
    literal, by = machine.constant(base), machine.taint(index)
    if literal is not None and known is not None:
        found = _item(literal, known)
        if found is not None:
            return found
    inside = machine.element(base)
    kind = "str" if base.kind == "str" else base.kind if isinstance(node.slice, ast.Slice) else inside.kind
    return replace(inside, taint=inside.taint | base.taint | by, site=id(node), kind=kind)


def _item(literal: Const, index: Const) -> Value | None:
    try:
        return Value(const=const(literal.value[index.value], plain=literal.plain))
    except (TypeError, KeyError, IndexError):
        return None


def _binary(machine: Machine, node: ast.BinOp) -> Value:
    left, right = machine.evaluate(machine, node.left), machine.evaluate(machine, node.right)
    return operate(machine, node, left, right)


def operate(machine: Machine, node: ast.BinOp | ast.AugAssign, left: Value, right: Value) -> Value:
    """An operation on two values; what cancels out depends on nothing."""
    machine.touch(left)
    machine.touch(right)
    a, b = machine.constant(left), machine.constant(right)
    folded = fold.binary(node.op, a, b) or _cancelled(node, a, b)
    if folded is not None:
        return Value(const=folded, kind=type(folded.value).__name__)
    taint = machine.taint(left) | machine.taint(right)
    held = [*machine.held(left, "*"), *machine.held(right, "*")]
    kind = fold.kind_of(node.op, left.kind, right.kind)
    if not held:
        return Value(taint=taint, site=id(node), kind=kind)
    key, thing = machine.thing(node)
    thing.fields["*"], thing.taint = joined(held, site=id(node)), thing.taint | taint
    return Value(taint=taint, refs=frozenset({key}), site=id(node), kind=kind)


def _cancelled(node: ast.BinOp | ast.AugAssign, a: Const | None, b: Const | None) -> Const | None:
    """`0 * x`, `x - x`, `x // x`, `x % 1`, `x ** 0`."""
    zero = {side.text for side in (a, b) if side is not None} & {"int:0", "float:0.0"}
    if isinstance(node.op, ast.Mult) and zero:
        return const(0, plain=False)
    if isinstance(node.op, ast.Pow) and b is not None and b.text == "int:0":
        return const(1, plain=False)
    if isinstance(node.op, ast.Mod) and b is not None and b.text == "int:1":
        return const(0, plain=False)
    if isinstance(node, ast.BinOp) and ast.dump(node.left) == ast.dump(node.right):
        found = {ast.Sub: 0, ast.FloorDiv: 1, ast.Div: 1.0, ast.BitXor: 0, ast.Mod: 0}.get(type(node.op))
        return None if found is None else const(found, plain=False)
    return None


def _unary(machine: Machine, node: ast.UnaryOp) -> Value:
    operand = machine.evaluate(machine, node.operand)
    folded = fold.unary(node.op, operand.const)
    if folded is not None:
        return Value(const=folded, kind=type(folded.value).__name__)
    kind = "bool" if isinstance(node.op, ast.Not) else operand.kind
    return Value(taint=machine.taint(operand), site=id(node), kind=kind)


def _boolean(machine: Machine, node: ast.BoolOp) -> Value:
    values = [machine.evaluate(machine, value) for value in node.values]
    under = NOTHING.union(*(
        machine.taint(value)
        for value, test in zip(values[:-1], node.values, strict=False)
        if not is_guard(machine, test)
    ))  # fmt: skip
    if isinstance(node.op, ast.And):
        kept = [value for value, test in zip(values[:-1], node.values, strict=False) if not is_guard(machine, test)]
        values = [*kept, values[-1]]
    return joined(values, under=under, site=id(node))


def _comparison(machine: Machine, node: ast.Compare) -> Value:
    parts = [machine.evaluate(machine, part) for part in (node.left, *node.comparators)]
    if len(parts) == 2:
        folded = fold.compare(node.ops[0], machine.constant(parts[0]), machine.constant(parts[1]))
        if folded is not None:
            return Value(const=folded, kind="bool")
    for part, test in zip(parts, (node.left, *node.comparators), strict=True):
        if not (isinstance(node.ops[0], ast.In | ast.NotIn | ast.Is | ast.IsNot) and test is not node.left):
            machine.touch(part)
    return Value(taint=NOTHING.union(*map(machine.taint, parts)), site=id(node), kind="bool")


def _choice(machine: Machine, node: ast.IfExp) -> Value:
    test = machine.evaluate(machine, node.test)
    under = NOTHING if is_guard(machine, node.test) else machine.taint(test)
    branches = [machine.evaluate(machine, node.body), machine.evaluate(machine, node.orelse)]
    return joined(branches, under=under, site=id(node))


def _text(machine: Machine, node: ast.JoinedStr) -> Value:
    parts = [
        machine.evaluate(machine, part.value if isinstance(part, ast.FormattedValue) else part) for part in node.values
    ]
    for part in parts:
        machine.touch(part)
    consts = [machine.constant(part) for part in parts]
    whole = None
    if all(consts):
        kept = [found for found in consts if found is not None]
        whole = const("".join(str(found.value) for found in kept), plain=all(found.plain for found in kept))
    return Value(taint=NOTHING.union(*map(machine.taint, parts)), const=whole, site=id(node), kind="str")


def _display(machine: Machine, node: ast.List | ast.Tuple | ast.Set) -> Value:
    """A list, tuple or set that is written down."""
    items = []
    for element in node.elts:
        starred = isinstance(element, ast.Starred)
        value = machine.evaluate(machine, element.value if isinstance(element, ast.Starred) else element)
        items.append(machine.element(value) if starred else value)
    return contain(machine, node, items)


def contain(machine: Machine, node: ast.expr, items: list[Value]) -> Value:
    """A new container of these items."""
    fresh = machine.number(id(node), machine.frame.scopes[0]) not in machine.things
    key, thing = machine.thing(node)
    for item in items:
        machine.touch(item)
    if items:
        known = thing.fields.get("*")
        thing.fields["*"] = joined([*([known] if known else []), *items], site=key)
    if fresh:
        thing.const = _literal(machine, node, items)
    return Value(refs=frozenset({key}), site=key, kind=type(node).__name__.lower())


def _literal(machine: Machine, node: ast.expr, items: list[Value]) -> Const | None:
    found = [machine.constant(item) for item in items]
    if not all(found) or any(isinstance(child, ast.Starred) for child in ast.iter_child_nodes(node)):
        return None
    kept = [item for item in found if item is not None]
    plain = all(item.plain for item in kept)
    values = [item.value for item in kept]
    try:
        make: dict[type, Callable[[list[Any]], Any]] = {ast.List: list, ast.Tuple: tuple, ast.Set: set}
        if isinstance(node, ast.Dict):
            return const(dict(zip(values[::2], values[1::2], strict=True)), plain=plain)
        return const(make[type(node)](values), plain=plain)
    except (TypeError, KeyError):
        return None


def _mapping(machine: Machine, node: ast.Dict) -> Value:
    items, spread = [], False
    for key, value in zip(node.keys, node.values, strict=True):
        held = machine.evaluate(machine, value)
        if key is None:
            spread = True
            items.append(machine.element(held))
        else:
            items += [machine.evaluate(machine, key), held]
    found = contain(machine, node, items)
    _, thing = machine.thing(node)
    values = items if spread else items[1::2]
    if values:
        thing.fields["*"] = joined(values, site=found.site)
        thing.taint |= NOTHING.union(*(item.taint for item in ([] if spread else items[::2])))
    if spread:
        thing.const = None
    return replace(found, kind="dict")


def _comprehension(machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
    shape = NOTHING
    for clause in node.generators:
        source = machine.evaluate(machine, clause.iter)
        shape |= machine.taint(source) if source.taint else _shape(machine, source)
        assign(machine, clause.target, machine.element(source))
        for test in clause.ifs:
            shape |= machine.taint(machine.evaluate(machine, test))
    parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    items = [machine.evaluate(machine, part) for part in parts]
    key, thing = machine.thing(node)
    known = thing.fields.get("*")
    thing.fields["*"] = joined([*([known] if known else []), items[-1]], site=key)
    thing.taint |= shape.union(*(item.taint for item in items[:-1]))
    kinds = {ast.ListComp: "list", ast.SetComp: "set", ast.DictComp: "dict"}
    return Value(refs=frozenset({key}), site=key, kind=kinds.get(type(node), "generator"))


def _shape(machine: Machine, source: Value) -> frozenset[str]:
    return NOTHING.union(*(machine.things[key].taint for key in source.refs))


def _lambda(machine: Machine, node: ast.Lambda) -> Value:
    return Value(fns=(Fn(node, machine.frame.scopes),), kind="function")


def _walrus(machine: Machine, node: ast.NamedExpr) -> Value:
    value = machine.evaluate(machine, node.value)
    assign(machine, node.target, value)
    return value


def _yield(machine: Machine, node: ast.Yield | ast.YieldFrom) -> Value:
    value = machine.evaluate(machine, node.value) if node.value is not None else Value(const=const(None))
    made = machine.element(value) if isinstance(node, ast.YieldFrom) else value
    machine.frame.yields.append(made.plus(machine.control()))
    return Value(site=id(node))


def _inner(machine: Machine, node: Any) -> Value:
    return machine.evaluate(machine, node.value)


HANDLERS: dict[type[ast.expr], Callable[[Machine, Any], Value]] = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.Subscript: _subscript,
    ast.BinOp: _binary, ast.UnaryOp: _unary, ast.BoolOp: _boolean, ast.Compare: _comparison, ast.IfExp: _choice,
    ast.JoinedStr: _text, ast.List: _display, ast.Tuple: _display, ast.Set: _display, ast.Dict: _mapping,
    ast.ListComp: _comprehension, ast.SetComp: _comprehension, ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension, ast.Lambda: _lambda, ast.NamedExpr: _walrus, ast.Yield: _yield,
    ast.YieldFrom: _yield, ast.Await: _inner, ast.Starred: _inner, ast.Call: calls.call_expression,
}  # fmt: skip

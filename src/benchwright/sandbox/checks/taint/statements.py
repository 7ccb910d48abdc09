"""Statements, followed without being run: assignments, branches, loops, exceptions, patterns, definitions."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from benchwright.sandbox.checks.taint.assign import assign
from benchwright.sandbox.checks.taint.calls import Arguments, call
from benchwright.sandbox.checks.taint.expressions import operate
from benchwright.sandbox.checks.taint.guards import is_guard
from benchwright.sandbox.checks.taint.machine import Env, Exit, Frame, Loop, Machine
from benchwright.sandbox.checks.taint.values import NOTHING, Const, Fn, Keys, Value, const, joined

ROUNDS = 6
"""Passes over a loop after which it is taken as known."""


def execute(machine: Machine, body: list[ast.stmt]) -> bool:
    """Follow statements; false where the end of them is never reached."""
    for node in body:
        machine.step()
        if not STATEMENTS.get(type(node), _plain)(machine, node):
            return False
    return True


def _plain(machine: Machine, node: ast.stmt) -> bool:
    """Whatever has no rule of its own: its expressions are evaluated."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            machine.evaluate(machine, child)
    return True


def _assign(machine: Machine, node: ast.Assign) -> bool:
    if isinstance(node.value, ast.Tuple) and all(_same_shape(target, node.value) for target in node.targets):
        values = [machine.evaluate(machine, item) for item in node.value.elts]
        for target in node.targets:
            for child, value in zip(target.elts, values, strict=True):  # type: ignore[attr-defined]
                assign(machine, child, value)
        return True
    value = machine.evaluate(machine, node.value)
    for target in node.targets:
        _note_overwriting(machine, target, value)
        assign(machine, target, value)
    return True


def _same_shape(target: ast.expr, value: ast.Tuple) -> bool:
    return (
        isinstance(target, ast.Tuple | ast.List)
        and len(target.elts) == len(value.elts)
        and not any(isinstance(item, ast.Starred) for item in (*target.elts, *value.elts))
    )


def _note_overwriting(machine: Machine, target: ast.expr, value: Value) -> None:
    """`symbols = {...}`: the symbols are replaced by what does not depend on them."""
    if isinstance(target, ast.Name) and not machine.taint(value):
        before = machine.lookup(target.id)
        if before is not None and before.origin == () and not machine.read and not machine.frame.handlers:
            machine.overwritten.append(target.lineno)


def _annotated(machine: Machine, node: ast.AnnAssign) -> bool:
    if node.value is not None:
        assign(machine, node.target, machine.evaluate(machine, node.value))
    return True


def _augmented(machine: Machine, node: ast.AugAssign) -> bool:
    load = machine.keep(node, "load", lambda: _loaded(node.target))
    before, value = machine.evaluate(machine, load), machine.evaluate(machine, node.value)
    after = operate(machine, node, before, value)
    if before.refs:
        inside = machine.element(value) if value.refs else value
        machine.write(before, "*", inside, shape=machine.taint(value))
        after = before
    assign(machine, node.target, after)
    return True


def _loaded(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Attribute):
        return ast.Attribute(target.value, target.attr, ast.Load())
    return ast.Subscript(target.value, target.slice, ast.Load()) if isinstance(target, ast.Subscript) else target


def _return(machine: Machine, node: ast.Return) -> bool:
    value = machine.evaluate(machine, node.value) if node.value is not None else Value(const=const(None))
    frame, under = machine.frame, machine.control()
    frame.exits.append(Exit(value, node.lineno, under, handler=frame.handlers > 0))
    if not is_excuse(machine.constant(value)):
        frame.left |= under
    return False


def is_excuse(found: Const | None) -> bool:
    """Whether a constant is what programs give back where the input will not do: nothing, or words of error."""
    if found is None:
        return False
    value = found.value
    if isinstance(value, str):
        return not value or any(
            word in value.lower() for word in ("error", "invalid", "unknown", "not found", "no data")
        )
    return value is None or (isinstance(value, list | dict | tuple) and not value)


def _raise(machine: Machine, node: ast.Raise) -> bool:  # noqa: ARG001  # one form for all rules
    return False


def _leave(machine: Machine, node: ast.Break | ast.Continue) -> bool:
    if machine.loops:
        loop = machine.loops[-1]
        (loop.breaks if isinstance(node, ast.Break) else loop.nexts).append(dict(machine.env))
        loop.left |= machine.control()
    return False


def _if(machine: Machine, node: ast.If) -> bool:
    test = machine.evaluate(machine, node.test)
    if test.const is not None and test.const.plain:
        return machine.execute(machine, node.body if test.const.value else node.orelse)
    under = NOTHING if is_guard(machine, node.test) else machine.taint(test)
    return branch(machine, [lambda: machine.execute(machine, node.body), lambda: machine.execute(machine, node.orelse)],
                  under)  # fmt: skip


def branch(machine: Machine, ways: list[Callable[[], bool]], under: Keys) -> bool:
    """Follow each way from here and join what comes of them; false where none goes on."""
    start, ends = machine.env, []
    for way in ways:
        machine.env = dict(start)
        with machine.under(under):
            live = way()
        if live:
            ends.append(machine.env)
    machine.env = merge(ends, under, machine) if ends else dict(start)
    return bool(ends)


def merge(ends: list[Env], under: Keys, machine: Machine) -> Env:
    """One state from several; a name that differs among them depends on what decided."""
    if len(ends) == 1:
        return ends[0]
    names = dict.fromkeys(name for end in ends for name in end)
    return {
        name: joined([end[name] for end in ends if name in end], under=under, site=machine.number(*map(hash, name)))
        for name in names
    }


def _for(machine: Machine, node: ast.For | ast.AsyncFor) -> bool:
    source = machine.evaluate(machine, node.iter)
    under = source.taint.union(*(machine.things[key].taint for key in source.refs))

    def once() -> bool:
        assign(machine, node.target, machine.element(source))
        return machine.execute(machine, node.body)

    return loop(machine, once, lambda: under, node)


def _while(machine: Machine, node: ast.While) -> bool:
    def once() -> bool:
        machine.evaluate(machine, node.test)
        return machine.execute(machine, node.body)

    def under() -> Keys:
        return machine.taint(machine.evaluate(machine, node.test))

    return loop(machine, once, under, node)


def loop(
    machine: Machine, once: Callable[[], bool], under: Callable[[], Keys], node: ast.For | ast.AsyncFor | ast.While
) -> bool:
    """Follow a loop until nothing new is learnt; false where its end is never reached."""
    start, here, control = dict(machine.env), Loop(), under()
    machine.loops.append(here)
    for _ in range(ROUNDS):
        control |= under()
        before, version = dict(machine.env), machine.version
        with machine.under(control):
            live = once()
        ends = [before, *([machine.env] if live else []), *here.nexts]
        machine.env = merge(ends, control | here.left, machine)
        if machine.env == before and machine.version == version:
            break
    machine.loops.pop()
    decided = control | here.left
    ends = [*_else(machine, node, decided), *here.breaks]
    if not ends:
        return False
    machine.env = {
        name: value.plus(decided) if start.get(name) != value and value.const is None and not value.fns else value
        for name, value in merge(ends, decided, machine).items()
    }
    return True


def _else(machine: Machine, node: ast.For | ast.AsyncFor | ast.While, decided: Keys) -> list[Env]:
    """The state where a loop ends by itself: after its `else`, which a break jumps over; none where it never does."""
    if isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and node.test.value:
        return []
    with machine.under(decided):
        return [machine.env] if machine.execute(machine, node.orelse) else []


def _try(machine: Machine, node: ast.Try) -> bool:
    names = {n.id for part in node.body for n in ast.walk(part) if isinstance(n, ast.Name)}
    under = NOTHING.union(*(machine.taint(value) for name in names if (value := machine.lookup(name)) is not None))
    live, states = _stepwise(machine, node.body)
    live = live and (not node.orelse or machine.execute(machine, node.orelse))
    ends, middle = [machine.env] if live else [], merge(states, under, machine)
    for handler in node.handlers:
        machine.env = dict(middle)
        if handler.name:
            machine.bind(handler.name, Value(taint=under, site=id(handler)))
        machine.frame.handlers += 1
        with machine.under(under):
            if machine.execute(machine, handler.body):
                ends.append(machine.env)
        machine.frame.handlers -= 1
    machine.env = merge(ends, under, machine) if ends else middle
    return machine.execute(machine, node.finalbody) and bool(ends)


def _stepwise(machine: Machine, body: list[ast.stmt]) -> tuple[bool, list[Env]]:
    """Follow statements, and keep the state before and after each: an exception may come at any of them."""
    states = [dict(machine.env)]
    for node in body:
        if not machine.execute(machine, [node]):
            return False, [*states, dict(machine.env)]
        states.append(dict(machine.env))
    return True, states


def _with(machine: Machine, node: ast.With | ast.AsyncWith) -> bool:
    for item in node.items:
        value = machine.evaluate(machine, item.context_expr)
        if item.optional_vars is not None:
            assign(machine, item.optional_vars, value)
    return machine.execute(machine, node.body)


def _match(machine: Machine, node: ast.Match) -> bool:
    subject = machine.evaluate(machine, node.subject)
    last = node.cases[-1]
    whole = last.guard is None and isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None

    def way(case: ast.match_case) -> Callable[[], bool]:
        def follow() -> bool:
            _capture(machine, case.pattern, subject)
            if case.guard is not None:
                machine.evaluate(machine, case.guard)
            return machine.execute(machine, case.body)

        return follow

    ways = [way(case) for case in node.cases]
    return branch(machine, [*ways, *([] if whole else [lambda: True])], machine.taint(subject))


def _capture(machine: Machine, pattern: ast.pattern, value: Value) -> None:
    """Bind the names of a pattern."""
    if isinstance(pattern, ast.MatchMapping):
        for key, inner in zip(pattern.keys, pattern.patterns, strict=True):
            known = key.value if isinstance(key, ast.Constant) else None
            by_key = value.origin is not None and isinstance(known, str | int)
            _capture(machine, inner, machine.symbol(value, known, key) if by_key else machine.element(value))  # type: ignore[arg-type]
        if pattern.rest:
            machine.bind(pattern.rest, machine.element(value))
        return
    name = getattr(pattern, "name", None)
    if name:
        machine.bind(name, value)
    for child in ast.iter_child_nodes(pattern):
        if isinstance(child, ast.pattern):
            _capture(
                machine, child, value if isinstance(pattern, ast.MatchAs | ast.MatchOr) else machine.element(value)
            )


def _define(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    made = Value(fns=(Fn(node, machine.frame.scopes),), kind="function")
    for decorator in reversed(node.decorator_list):
        by = machine.evaluate(machine, decorator)
        wrapped = [call(machine, fn, Arguments((made,)), decorator) for fn in by.fns]
        made = wrapped[-1] if wrapped and wrapped[-1].fns else made
    machine.bind(node.name, made)
    return True


def _class(machine: Machine, node: ast.ClassDef) -> bool:
    scopes = machine.frame.scopes
    machine.frames.append(Frame((machine.number(id(node), *scopes), *scopes)))
    machine.execute(machine, node.body)
    machine.frames.pop()
    machine.bind(node.name, Value(fns=(Fn(node, scopes),), kind="type"))
    return True


def _elsewhere(machine: Machine, node: ast.Global | ast.Nonlocal) -> bool:
    for name in node.names:
        outer = machine.frame.scopes[1:]
        known = next((scope for scope in outer if (scope, name) in machine.env), 0)
        machine.frame.elsewhere[name] = 0 if isinstance(node, ast.Global) else known
    return True


def _import(machine: Machine, node: ast.Import | ast.ImportFrom) -> bool:
    for alias in node.names:
        if isinstance(node, ast.Import):
            machine.bind((alias.asname or alias.name).split(".")[0], Value(site=id(node), kind="module"))
    return True


STATEMENTS: dict[type[ast.stmt], Callable[[Machine, Any], bool]] = {
    ast.Assign: _assign, ast.AnnAssign: _annotated, ast.AugAssign: _augmented, ast.Return: _return,
    ast.Raise: _raise, ast.Break: _leave, ast.Continue: _leave, ast.If: _if, ast.For: _for, ast.AsyncFor: _for,
    ast.While: _while, ast.Try: _try, ast.With: _with, ast.AsyncWith: _with, ast.Match: _match,
    ast.FunctionDef: _define, ast.AsyncFunctionDef: _define, ast.ClassDef: _class, ast.Global: _elsewhere,
    ast.Nonlocal: _elsewhere, ast.Import: _import, ast.ImportFrom: _import,
}  # fmt: skip

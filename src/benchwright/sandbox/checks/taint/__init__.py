"""Does what a program returns depend on its symbols? Followed on the syntax tree, statement by statement, never run.

Every value carries the symbols it depends on, by data and by control: where a test on a symbol decides which of two
different values a name has, the name depends on that symbol; where both branches give the same constant, it does not.
Tests for presence, type or emptiness decide nothing. Functions and classes of the program are entered at each call;
what is not defined there is taken to use all it is given. Loops are followed until nothing new is learnt. What cannot
be followed (`exec`, `globals`) is noted as a doubt.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from benchwright.sandbox.checks.taint.calls import Arguments, call
from benchwright.sandbox.checks.taint.expressions import evaluate
from benchwright.sandbox.checks.taint.machine import Exit, Frame, Machine, TooMuchError
from benchwright.sandbox.checks.taint.statements import execute
from benchwright.sandbox.checks.taint.values import NOTHING, WHOLE, Fn, Keys, Value


@dataclass(frozen=True)
class Result:
    """One value that the program may give."""

    line: int
    taint: Keys
    """The symbols that the value is made of."""
    under: Keys
    """The symbols that decided that it is this one."""
    value: Value
    literal: Any = None
    """Where `is_literal`: the value."""
    is_literal: bool = False
    plain: bool = False
    """A literal that no operation made."""
    handler: bool = False


@dataclass(frozen=True)
class Trace:
    """What following a program showed."""

    found: bool
    """Whether there is such a function (or variable, or something printed)."""
    results: tuple[Result, ...] = ()
    falls_through: bool = False
    """Whether it may end without giving a value."""
    read: frozenset[str] = frozenset()
    """Symbols that are read; `*` for all."""
    changed: bool = False
    """Whether the symbols are changed in place."""
    overwritten: tuple[int, ...] = ()
    prints: tuple[int, ...] = ()
    """Lines in the function's course at which something is printed."""
    doubts: tuple[tuple[int, str], ...] = ()
    outside: tuple[tuple[int, str], ...] = ()
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None = field(default=None, compare=False)


def trace(tree: ast.Module, *, function: str = "solve", variable: str = "", symbols: Any = None) -> Trace:
    """Follow a program.

    Args:
        tree: of its text.
        function: that is called with the symbols; empty where the program is run as it is.
        variable: then, the global that holds the result; with neither, what is printed is the result.
        symbols: where known; they sharpen what is taken for a test of emptiness.
    """
    machine = Machine(evaluate, execute, symbols=symbols)
    machine.frames.append(Frame((0,)))
    try:
        return _function(machine, tree, function) if function else _script(machine, tree, variable)
    except (TooMuchError, RecursionError):
        machine.frames[1:] = []
        return Trace(found=True, doubts=((0, "the program is too large to be followed"),), read=frozenset({WHOLE}))


def _function(machine: Machine, tree: ast.Module, name: str) -> Trace:
    machine.execute(machine, [node for node in tree.body if not _is_example(node, name)])
    callee = machine.lookup(name)
    fns = [fn for fn in callee.fns if not isinstance(fn.node, ast.ClassDef)] if callee else []
    if not fns:
        return Trace(found=False)
    for noticed in (machine.prints, machine.read, machine.doubts, machine.outside):
        noticed.clear()
    fn = fns[-1]
    exits, live = _enter(machine, fn)
    return _summary(machine, exits, live=live, fn=fn)


def _is_example(node: ast.stmt, name: str) -> bool:
    """Whether a statement of the module only calls the function, as an example."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    return any(isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name for n in ast.walk(node))


def _enter(machine: Machine, fn: Fn) -> tuple[list[Exit], bool]:
    """Call the function with the symbols and keep every way out apart."""
    root = Value(taint=frozenset({WHOLE}), origin=(), site=-1)
    names = fn.node.args if not isinstance(fn.node, ast.ClassDef) else None
    positional = [*names.posonlyargs, *names.args] if names else []
    needed = max(len(positional) - len(names.defaults), 1) if names else 1
    given = Arguments(tuple([root] * needed)) if positional or (names and names.vararg) else Arguments()
    if isinstance(fn.node, ast.Lambda):
        return [Exit(call(machine, fn, given, fn.node), fn.node.lineno, NOTHING)], False
    kept: list[Exit] = []
    run, state = machine.execute, [False]

    def watched(inner: Machine, body: list[ast.stmt]) -> bool:
        live = run(inner, body)
        if body is fn.node.body and len(inner.frames) == 2:
            kept[:] = [*inner.frame.exits, *(Exit(v, 0, NOTHING) for v in inner.frame.yields)]
            state[0] = live and not inner.frame.yields
        return live

    machine.execute = watched
    call(machine, fn, given, fn.node)
    machine.execute = run
    return kept, state[0]


def _script(machine: Machine, tree: ast.Module, variable: str) -> Trace:
    machine.execute(machine, tree.body)
    if not variable:
        return _summary(machine, machine.prints, live=False, fn=None, found=bool(machine.prints))
    value = machine.lookup(variable)
    exits = [] if value is None else [Exit(value, _last_line(tree, variable), NOTHING)]
    return _summary(machine, exits, live=False, fn=None, found=value is not None)


def _last_line(tree: ast.Module, name: str) -> int:
    lines = [n.lineno for n in ast.walk(tree)
             if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)]  # fmt: skip
    return max(lines, default=0)


def _summary(machine: Machine, exits: list[Exit], *, live: bool, fn: Fn | None, found: bool = True) -> Trace:
    results = []
    for item in exits:
        machine.touch(item.value)
        literal = machine.constant(item.value)
        results.append(
            Result(
                item.line, machine.taint(item.value), item.under, item.value, literal.value if literal else None,
                is_literal=literal is not None, plain=literal is not None and literal.plain, handler=item.handler,
            )
        )  # fmt: skip
    return Trace(
        found, tuple(results), live, frozenset(machine.read), machine.changed,
        tuple(dict.fromkeys(machine.overwritten)),
        tuple(dict.fromkeys(item.line for item in machine.prints)), tuple(machine.doubts), tuple(machine.outside),
        node=fn.node if fn is not None and not isinstance(fn.node, ast.ClassDef) else None,
    )  # fmt: skip

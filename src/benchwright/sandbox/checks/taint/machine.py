"""The state of a program that is followed without being run: scopes, things, frames, and what was noticed on the way.

`Machine` is what the other parts share; `evaluate` and `execute` are put in by the package, which joins the parts.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchwright.sandbox.checks.taint.values import NOTHING, WHOLE, Const, Fn, Keys, Origin, Thing, Value, joined

STEPS = 40_000
Env = dict[tuple[int, str], Value]
SYMBOLS = -1
"""The scope under which items of the symbols that the program overwrote are kept."""


class TooMuchError(Exception):
    """The program is too large to be followed."""


@dataclass(frozen=True)
class Exit:
    """A value that a function gives back, and what decided that it was this one."""

    value: Value
    line: int
    under: Keys
    handler: bool = False
    """In an exception handler."""


@dataclass
class Frame:
    """A call in progress."""

    scopes: tuple[int, ...]
    fn: Fn | None = None
    base: Keys = NOTHING
    """What decided that the call happens."""
    exits: list[Exit] = field(default_factory=list)
    yields: list[Value] = field(default_factory=list)
    left: Keys = NOTHING
    """What decided that an earlier exit was not taken."""
    elsewhere: dict[str, int] = field(default_factory=dict)
    """Scopes of names declared global or nonlocal."""
    handlers: int = 0


@dataclass
class Loop:
    """A loop in progress: states at its breaks and continues, and what decided on them."""

    breaks: list[Env] = field(default_factory=list)
    nexts: list[Env] = field(default_factory=list)
    left: Keys = NOTHING


@dataclass
class Machine:
    """Everything that is known at one point of the program."""

    evaluate: Callable[[Machine, ast.expr], Value]
    execute: Callable[[Machine, list[ast.stmt]], bool]
    symbols: Any = None
    """The symbols themselves where given."""
    env: Env = field(default_factory=dict)
    things: dict[int, Thing] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    pc: Keys = NOTHING
    read: set[str] = field(default_factory=set)
    changed: bool = False
    """Whether the program changes its symbols in place."""
    overwritten: list[int] = field(default_factory=list)
    prints: list[Exit] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    outside: list[tuple[int, str]] = field(default_factory=list)
    version: int = 0
    steps: int = 0
    made: dict[tuple[int, str], ast.expr] = field(default_factory=dict)
    """Nodes that are not in the program's tree; kept, so that no two ever share an identity."""
    _ids: dict[tuple[int, ...], int] = field(default_factory=dict)

    @property
    def frame(self) -> Frame:
        """The innermost call."""
        return self.frames[-1]

    def number(self, *parts: int) -> int:
        """One number per combination of parts, so that a second pass finds what the first made."""
        return self._ids.setdefault(parts, len(self._ids) + 1)

    def keep(self, node: ast.AST, what: str, make: Callable[[], ast.expr]) -> ast.expr:
        """A node made from another, the same at every pass."""
        if (id(node), what) not in self.made:
            self.made[id(node), what] = ast.copy_location(make(), node)
        return self.made[id(node), what]

    def step(self) -> None:
        """Count work; raises TooMuchError where there is no end to it."""
        self.steps += 1
        if self.steps > STEPS:
            raise TooMuchError

    @contextmanager
    def under(self, taint: Keys) -> Iterator[None]:
        """Within, what happens is decided by `taint`."""
        before, self.pc = self.pc, self.pc | taint
        try:
            yield
        finally:
            self.pc = before

    def control(self) -> Keys:
        """What decides that this point of the present call is reached."""
        return self.pc.union(self.frame.left, *(loop.left for loop in self.loops))

    def doubt(self, line: int, what: str) -> None:
        """Note something that cannot be followed."""
        if (line, what) not in self.doubts:
            self.doubts.append((line, what))

    # names

    def lookup(self, name: str) -> Value | None:
        """The value of a name, or none where the program does not bind it."""
        if name in self.frame.elsewhere:
            return self.env.get((self.frame.elsewhere[name], name))
        for scope in self.frame.scopes:
            if (scope, name) in self.env:
                return self.env[scope, name]
        return None

    def bind(self, name: str, value: Value) -> None:
        """Give a name a value in the scope it belongs to."""
        self.env[self.frame.elsewhere.get(name, self.frame.scopes[0]), name] = value

    # things

    def thing(self, node: ast.AST, *, home: Fn | None = None) -> tuple[int, Thing]:
        """The thing that an expression makes in this call; the same one at every pass."""
        key = self.number(id(node), self.frame.scopes[0], *([id(home.node)] if home is not None else []))
        if key not in self.things:
            self.things[key] = Thing(home=home, line=getattr(node, "lineno", 0))
            self.version += 1
        return key, self.things[key]

    def write(self, base: Value, name: str, value: Value, *, shape: Keys = NOTHING) -> None:
        """Put a value into every thing that `base` may be."""
        shape = shape | self.control() | self.frame.base
        for key in base.refs:
            thing = self.things[key]
            known = thing.fields.get(name)
            new = value if known is None else joined([known, value], under=shape, site=key)
            if new != known or not shape <= thing.taint or thing.const is not None:
                thing.fields[name] = new
                thing.taint |= shape
                thing.const = None
                self.version += 1

    def held(self, base: Value, name: str) -> list[Value]:
        """What things that `base` may be hold under a name."""
        return [found for key in base.refs if (found := self.things[key].fields.get(name)) is not None]

    def element(self, base: Value) -> Value:
        """One item of `base`."""
        self.touch(base)
        inside = joined(self.held(base, "*"), site=base.site)
        shape = base.taint.union(*(self.things[key].taint for key in base.refs))
        literal = self.constant(base)
        kind = _kind_inside(literal) if literal else inside.kind
        return Value(
            taint=inside.taint | shape, refs=inside.refs, fns=inside.fns, site=self.number(base.site, -1), kind=kind,
            origin=None if base.origin is None else (*base.origin, "?"),
        )  # fmt: skip

    def taint(self, value: Value) -> Keys:
        """The symbols that a value, with all that it holds, depends on."""
        found, seen, todo = value.taint, set(value.refs), list(value.refs)
        while todo:
            thing = self.things[todo.pop()]
            found |= thing.taint
            for inner in thing.fields.values():
                found |= inner.taint
                todo += inner.refs - seen
                seen |= inner.refs
        return found.union(*(self._closure(fn) for fn in value.fns))

    def _closure(self, fn: Fn) -> Keys:
        """What a function that is not called here would use: the object it is bound to, and names around it."""
        names = {node.id for node in ast.walk(fn.node) if isinstance(node, ast.Name)}
        around = (self.env[scope, name].taint for scope in fn.scopes for name in names if (scope, name) in self.env)
        return (fn.bound.taint if fn.bound is not None else NOTHING).union(*around)

    def constant(self, value: Value) -> Const | None:
        """The literal that a value is, for certain."""
        if value.const is not None:
            return value.const
        if len(value.refs) == 1:
            return self.things[next(iter(value.refs))].const
        return None

    # symbols

    def touch(self, value: Value) -> None:
        """A value is used as a whole: if it is the symbols, each of them is read."""
        if value.origin == ():
            self.read.add(WHOLE)

    def symbol(self, base: Value, key: str | int, node: ast.AST) -> Value:
        """The item of the symbols that stands under a key."""
        origin = (*(base.origin or ()), key)
        if len(origin) == 1:
            changed = self.env.get((SYMBOLS, str(key)))
            if changed is not None:
                return changed
            self.read.add(str(key))
        held = self.at(origin)
        kind = type(held).__name__ if held is not None else ""
        return Value(taint=frozenset({str(origin[0])}), origin=origin, site=id(node), kind=kind)

    def at(self, origin: Origin) -> Any:
        """What stands at a path of the symbols; none where they are not known."""
        here: Any = self.symbols
        for part in origin:
            try:
                here = here[part]
            except (KeyError, IndexError, TypeError):
                return None
        return here


def _kind_inside(literal: Const) -> str:
    held: Iterable[Any] = literal.value if isinstance(literal.value, list | tuple | set | dict | str) else ()
    kinds = {type(item).__name__ for item in held}
    return kinds.pop() if len(kinds) == 1 else ""

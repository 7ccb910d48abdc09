"""What is known of a value without running the program that makes it.

A `Value` says which symbols it depends on (`taint`), what it is where that is plain (`const`), which mutable things it
may be (`refs`), what may be called through it (`fns`), and where in the symbols it was copied from (`origin`).
Things (lists, dicts, objects) are shared by reference, so that a change through one name is seen through every other;
what is known of them only ever grows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

Keys = frozenset[str]
NOTHING: Keys = frozenset()
WHOLE = "*"
"""The key that stands for the symbols as a whole."""
Origin = tuple[str | int, ...]


@dataclass(frozen=True)
class Const:
    """A literal, or what folds to one."""

    text: str
    """Type and representation: 1, 1.0 and True are three constants."""
    value: Any = field(compare=False)
    plain: bool = field(default=True, compare=False)
    """Written down as it is; false where an operation made it."""


def const(value: Any, *, plain: bool = True) -> Const:
    """A constant of a Python literal."""
    return Const(f"{type(value).__name__}:{value!r}", value, plain)


@dataclass(frozen=True, eq=False)
class Fn:
    """A function, lambda or class of the program."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
    scopes: tuple[int, ...]
    bound: Value | None = None
    home: Fn | None = None
    """The class it is a method of."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fn) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key()[:2])

    def _key(self) -> tuple[int, tuple[int, ...], Value | None]:
        return id(self.node), self.scopes, self.bound


@dataclass(frozen=True)
class Value:
    """What is known of one value."""

    taint: Keys = NOTHING
    const: Const | None = None
    refs: frozenset[int] = frozenset()
    fns: tuple[Fn, ...] = ()
    origin: Origin | None = None
    """Path into the symbols, where the value is a plain copy of what stands there; () is the symbols themselves."""
    site: int = 0
    """Where it was made: values of one site without other knowledge are taken to be equal."""
    kind: str = ""
    """Python's name for its type, where known."""

    def plus(self, taint: Keys) -> Value:
        """The same value, depending on more."""
        return self if taint <= self.taint else replace(self, taint=self.taint | taint)


@dataclass
class Thing:
    """A mutable object: what it may hold."""

    fields: dict[str, Value] = field(default_factory=dict)
    """By attribute name; items under `*`."""
    taint: Keys = NOTHING
    """Of what decides its shape: how many items, under which keys."""
    const: Const | None = None
    """Its literal, as long as nothing changes it."""
    home: Fn | None = None
    """Its class, where the program defines it."""
    line: int = 0


def joined(values: Iterable[Value], *, under: Keys = NOTHING, site: int = 0) -> Value:
    """One of these values; which one is decided by `under`."""
    different = list(dict.fromkeys(values))
    if not different:
        return Value(site=site)
    if len(different) == 1 or _alike(different):
        return different[0]
    kinds = {value.kind for value in different}
    origins = {value.origin for value in different if value.taint or value.refs or value.origin is not None}
    return Value(
        taint=under.union(*(value.taint for value in different)),
        refs=frozenset().union(*(value.refs for value in different)),
        fns=tuple(dict.fromkeys(fn for value in different for fn in value.fns)),
        origin=origins.pop() if len(origins) == 1 else None,
        site=site,
        kind=kinds.pop() if len(kinds) == 1 else "",
    )


def _alike(values: list[Value]) -> bool:
    """The same constant, however it came about."""
    consts = {value.const for value in values}
    return len(consts) == 1 and None not in consts and not any(value.taint or value.refs for value in values)

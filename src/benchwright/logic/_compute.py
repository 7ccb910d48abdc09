"""Terms computed row by row: arithmetic, comparisons, and functions from Python, each distinct row once.

Functions from Python are taken to be pure: what one returns for some arguments is kept. One that returns None says that
the rule does not apply there.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from benchwright.errors import BenchwrightError, ExtensionError, LogicError, boundary
from benchwright.logic._plan import cast
from benchwright.logic._tables import Array, Domain, fits, pack
from benchwright.logic.language import BITS, Call, Const, Place, Term, Type, Value, Var, plain

Row = Sequence[Value]
Compute = Callable[[Row], Any]
_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "mod": operator.mod, "abs": abs, "min": min, "max": max, "neg": operator.neg,
}  # fmt: skip
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
    "=": operator.eq,
}  # fmt: skip


CHARACTERS = 1_000_000
"""Of the longest string that a program may compute."""
VALUES = 2_000_000
"""New constants that one program may compute."""
FEW = 16
"""Rows up to which looking for equal ones does not pay."""


class Computer:
    """Computes terms over interned constants."""

    def __init__(self, domain: Domain, foreign: Mapping[str, Callable[..., Any]]) -> None:
        self.domain, self.foreign = domain, foreign
        self.memo: dict[tuple[Any, ...], Any] = {}
        self.made = 0

    def term(self, term: Term, names: Sequence[str], place: Place) -> Compute:
        """A function from the values of the named variables to the value of the term; None where there is none."""
        if isinstance(term, Const):
            constant = term.value
            return lambda _: constant
        if isinstance(term, Var):
            at = names.index(term.name)
            return lambda row: row[at]
        parts = [self.term(arg, names, place) for arg in term.args]
        apply = self.call(term, place)

        def compute(row: Row) -> Any:  # Any: a Value, or None
            given = [part(row) for part in parts]
            return None if None in given else apply(*given)

        return compute

    def call(self, term: Call, place: Place) -> Callable[..., Any]:
        """Arithmetic or a function from Python, with errors that name the rule."""
        return self._foreign(term, place) if term.foreign else _arithmetic(term, place)

    def _foreign(self, term: Call, place: Place) -> Callable[..., Any]:
        call = self.foreign[term.name]

        def apply(*given: Value) -> Any:  # Any: a Value, or None
            key = (term.name, *((type(value), value) for value in given))
            if key not in self.memo:
                try:
                    with boundary(ExtensionError, f"the function ${term.name} raised"):
                        self.memo[key] = call(*given)
                except BenchwrightError as error:
                    own = "" if isinstance(error, ExtensionError) else f"the function ${term.name} raised: "
                    raise place.error(f"{own}{error} (given {_shown(given)})") from error
            return _value(self.memo[key], term.name, place)

        return apply

    def rows(self, columns: Mapping[str, Array], names: Sequence[str], rows: int) -> tuple[list[Row], Array]:
        """Rows of some variables as values, equal ones merged where there are many, and which of them each row is."""
        if not names:
            return ([()] if rows else []), np.zeros(rows, dtype=np.int64)
        first = which = np.arange(rows)
        if rows > FEW:
            codes = pack([columns[name] for name in names], rows, self.domain.bits)
            _, first, which = np.unique(codes, return_index=True, return_inverse=True)
        values = self.domain.values
        picked = [columns[name][first].tolist() for name in names]
        return [tuple(values[number] for number in row) for row in zip(*picked, strict=True)], which

    def numbers(self, term: Term, columns: Mapping[str, Array], rows: int, into: tuple[Type | None, Place]) -> Array:
        """The term's value in each row, interned; -1 where there is none.

        Raises:
            LogicError: division by zero, a value of another type than its variable, a function that raises,
                more new values than `VALUES`.
        """
        kind, place = into
        names = _names(term)
        found, which = self.rows(columns, names, rows)
        compute = self.term(term, names, place)
        before = len(self.domain.values)
        made = np.fromiter((self._intern(compute(row), kind, place) for row in found), np.int64, len(found))
        self.made += len(self.domain.values) - before
        if self.made > VALUES:
            raise place.error(f"more than {VALUES} new values are computed; bound the recursion by a comparison")
        return made[which]

    def _intern(self, value: Any, kind: Type | None, place: Place) -> int:  # Any: a Value, or None
        if value is None:
            return -1
        value = cast(value, kind, place.error)
        if not fits(value, kind):
            raise place.error(f"a value of type {type(value).__name__} was computed where {kind} is wanted")
        if fault := _excess(value):
            raise place.error(f"a computed value is {fault}; bound the recursion or the numbers")
        return self.domain.number(value)

    def compare(self, op: str, sides: tuple[Term, Term], columns: Mapping[str, Array], rows: int) -> Callable[..., Any]:
        """For a place: whether the comparison holds, row by row."""

        def run(place: Place) -> Array:
            names = list(dict.fromkeys([*_names(sides[0]), *_names(sides[1])]))
            found, which = self.rows(columns, names, rows)
            left, right = (self.term(side, names, place) for side in sides)
            held = [_holds(op, left(row), right(row), place) for row in found]
            return np.array(held, dtype=bool)[which]

        return run

    def check(self, call: Call, columns: Mapping[str, Array], rows: int, place: Place) -> Array:
        """Whether a function from Python says yes, row by row.

        Raises:
            LogicError: it returns anything but True, False or None.
        """
        names = _names(call)
        found, which = self.rows(columns, names, rows)
        compute = self.term(call, names, place)
        held = [compute(row) for row in found]
        wrong = next((value for value in held if value is not None and not isinstance(value, bool)), None)
        if wrong is not None:
            raise place.error(f"${call.name} stands as a test and returned {str(wrong)[:80]!r}; it must return a bool")
        return np.array([value is True for value in held], dtype=bool)[which]


def _excess(value: Value) -> str:
    """What is wrong with the size of a computed value; empty where nothing is."""
    if isinstance(value, float):
        return "" if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return f"too long ({len(value)} characters)" if len(value) > CHARACTERS else ""
    return f"too large ({value.bit_length()} bits)" if value.bit_length() > BITS else ""


def _shown(given: Sequence[Value]) -> str:
    """Values in a message."""
    large = (isinstance(value, int) and value.bit_length() > BITS for value in given)
    return ", ".join("a vast number" if vast else repr(value) for value, vast in zip(given, large, strict=True))[:120]


def _names(term: Term) -> list[str]:
    if isinstance(term, Var):
        return [term.name]
    return list(dict.fromkeys(n for arg in term.args for n in _names(arg))) if isinstance(term, Call) else []


def _arithmetic(term: Call, place: Place) -> Callable[..., Any]:
    function = _ARITHMETIC[term.name]

    def apply(*given: Value) -> Any:  # Any: a Value
        if any(isinstance(value, str | bool) for value in given):
            raise place.error(f"arithmetic ({term.name}) on {_shown(given)}; it takes numbers")
        try:
            return function(*given)
        except ZeroDivisionError as error:
            raise place.error(f"division by zero: {_shown(given[:1])} {term.name} {given[1]!r}") from error
        except OverflowError as error:
            raise place.error(f"a number is too large for {term.name}; bound the numbers") from error

    return apply


def _holds(op: str, left: Any, right: Any, place: Place) -> bool:  # Any: values, or None
    if left is None or right is None:
        return False
    same = type(left) is type(right) or not any(isinstance(side, str | bool) for side in (left, right))
    if not same and op in {"==", "!=", "="}:
        return op == "!="
    if not same:
        kinds = f"{type(left).__name__} with {type(right).__name__}"
        raise place.error(f"{op} compares {kinds}; both sides need one type")
    return _COMPARE[op](left, right)


def _value(value: Any, name: str, place: Place) -> LogicError | Any:  # Any: whatever a function from Python returned
    made = plain(value)
    if value is None or made is not None:
        return made
    kind = type(value).__name__
    raise place.error(f"${name} returned a value of type {kind}; it must return int, float, str, bool or None")

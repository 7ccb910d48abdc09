"""The JSON form of a Python value, and the name of its type.

Scalars, lists and dicts stay as they are; other containers become lists, other numbers and dates their text, whatever
else its repr, without addresses. Two runs of one program therefore give one form on every backend. Values may come
from hostile programs: their types' own methods are passed by where the built-in ones will do, and what must be called
cannot raise out of here. The standard library is all that is imported, for the fork server's child reads this file too.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

SPELT = (Fraction, Decimal, date, time, timedelta, complex)
"""What is written as its `str`."""
INT_BITS = 14_000
"""Longer whole numbers have more digits than Python reads back by default."""
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_ITERATE: tuple[tuple[Any, Callable[[Any], Iterable[Any]]], ...] = (  # Any: of whatever type comes
    (list, list.__iter__),
    (tuple, tuple.__iter__),
    (deque, deque.__iter__),
    (range, range.__iter__),
    (type({}.keys()), iter),
    (type({}.values()), iter),
    (type({}.items()), iter),
)


class UnplainError(ValueError):
    """A value too deep, too large or too tangled to be handed over."""


def plain(value: Any, *, chars: int = 1_000_000, depth: int = 60) -> tuple[Any, str]:  # Any: what a program made
    """(the JSON form of `value`, the name of its type).

    Args:
        value: anything.
        chars: about how many characters of JSON the form may have.
        depth: how many containers may lie within one another.

    Raises:
        UnplainError: it is larger or deeper than that, or contains itself.
    """
    kind = type(value)
    if value is None or kind is bool:
        return value, kind.__name__
    try:
        return _Plainer(chars).form(value, depth), name_of(kind)
    except RecursionError as error:
        raise UnplainError("the value is nested too deeply to be handed over") from error


def name_of(kind: type) -> str:
    """The name of a type, whatever its metaclass makes of `__name__`."""
    return str(type.__dict__["__name__"].__get__(kind))


def text_of(value: Any, spell: Callable[[Any], str] = repr) -> str:  # Any: what a program made
    """The `repr` of a value without addresses; where it cannot be had, its type."""
    try:
        return _ADDRESS.sub("", spell(value))
    except Exception:  # noqa: BLE001  # the program's own code runs here, and may raise whatever it likes
        return f"<{name_of(type(value))}>"


def _package(kind: type) -> str:
    """The package a class says it is from."""
    module = type.__dict__["__module__"].__get__(kind)
    return module.partition(".")[0] if type(module) is str else ""


def _listed(value: Any) -> Any:  # Any: an array or a scalar of numpy
    """The value in Python's own types, or itself where it has no such form."""
    try:
        listed = value.tolist()
    except Exception:  # noqa: BLE001  # a class may pretend to be numpy's
        return value
    return value if type(listed) is type(value) else listed


class _Plainer:
    """One conversion, with what is left of its size."""

    def __init__(self, chars: int) -> None:
        self.chars = chars
        self.left = chars

    def form(self, value: Any, depth: int) -> Any:  # Any: JSON of whatever comes
        kind = type(value)
        if value is None or kind is bool:
            self.spend(4)
            return value
        if issubclass(kind, str):
            return self.text(str.__str__(value))
        if issubclass(kind, int):
            return self.whole(int.__int__(value))
        if issubclass(kind, float):
            return self.real(float.__float__(value))
        if depth <= 0:
            raise UnplainError("the value contains itself, or is nested too deeply to be handed over")
        return self.container(value, kind, depth - 1)

    def container(self, value: Any, kind: type, depth: int) -> Any:  # Any: JSON of whatever comes
        if issubclass(kind, dict):
            return self.mapping(dict.items(value), depth)
        if issubclass(kind, (set, frozenset)):
            base = set if issubclass(kind, set) else frozenset
            return self.ordered([self.form(entry, depth) for entry in base.__iter__(value)])
        for base, iterate in _ITERATE:
            if issubclass(kind, base):
                return self.entries(iterate(value), depth)
        if "__dataclass_fields__" in dir_of(kind):
            return self.fields(value, depth)
        return self.other(value, kind, depth)

    def other(self, value: Any, kind: type, depth: int) -> Any:  # Any: JSON of whatever comes
        """Numbers and arrays of numpy as Python's; dates, fractions and expressions as text; the rest as its repr."""
        package = _package(kind)
        if package == "numpy" and (listed := _listed(value)) is not value:
            return self.form(listed, depth)
        return self.text(text_of(value, str if issubclass(kind, SPELT) or package == "sympy" else repr))

    def entries(self, values: Iterable[Any], depth: int) -> list[Any]:  # Any: JSON
        self.spend(2)
        return [self.form(entry, depth) for entry in values]

    def ordered(self, forms: list[Any]) -> list[Any]:  # Any: JSON
        """The entries of a set, in one order for one set."""
        self.spend(2)
        try:
            return sorted(forms)
        except TypeError:
            return sorted(forms, key=repr)

    def mapping(self, pairs: Iterable[tuple[Any, Any]], depth: int) -> dict[str, Any]:  # Any: JSON
        self.spend(2)
        kept = list(pairs)
        keys = [key if type(key) is str else text_of(key) for key, _ in kept]
        if len(set(keys)) < len(keys):  # 1 and "1" are two keys
            keys = [text_of(key) for key, _ in kept]
        return {self.text(key): self.form(entry, depth) for key, (_, entry) in zip(keys, kept, strict=True)}

    def fields(self, value: Any, depth: int) -> Any:  # Any: JSON
        try:
            names = [str(name) for name in type(value).__dataclass_fields__]
            pairs = [(name, object.__getattribute__(value, name)) for name in names]
        except Exception:  # noqa: BLE001  # a class may pretend to be a dataclass
            return self.text(text_of(value))
        return self.mapping(pairs, depth)

    def text(self, value: str) -> str:
        self.spend(len(value) + 2)
        return value

    def whole(self, value: int) -> int:
        bits = value.bit_length()
        if bits > INT_BITS:
            raise UnplainError(f"the value is a whole number of {bits:,} bits; at most {INT_BITS:,} are handed over")
        self.spend(1 + bits // 4)
        return value

    def real(self, value: float) -> float | str:
        self.spend(4)
        return value if isfinite(value) else str(value)

    def spend(self, chars: int) -> None:
        self.left -= chars
        if self.left < 0:
            raise UnplainError(f"the value is larger than {self.chars:,} characters of JSON")


def dir_of(kind: type) -> set[str]:
    """The attributes of a class and its bases, without asking the class."""
    return {name for base in type.__dict__["__mro__"].__get__(kind) for name in type.__dict__["__dict__"].__get__(base)}

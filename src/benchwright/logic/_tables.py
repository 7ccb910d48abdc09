"""Relations as columns of numbers: constants are interned, rows are packed into one number each, and a relation is a few
sorted runs of rows, so that a whole set of new tuples is compared, joined and merged at once.

A row's code holds its columns one after another, `bits` each; codes wider than 63 bits are Python integers in an object
array, which is slower and otherwise the same. Sorted by code is sorted by columns, whatever the width.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np

from benchwright.logic.language import Type, Value

Array = np.ndarray[Any, Any]
Columns = list[Array]
DIGITS = 10_000
"""Bits of the largest whole number, and characters of the longest string, that a program may compute."""


class Domain:
    """All constants of a program, numbered. 1, 1.0 and true are three constants."""

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.numbers: dict[tuple[type, Value], int] = {}

    @property
    def bits(self) -> int:
        """Width of a column: grows in steps, so that codes are seldom packed anew."""
        return max(4, (len(self.values).bit_length() + 3) // 4 * 4 if len(self.values) > 4096 else 12)

    def number(self, value: Value) -> int:
        """The number of a constant.

        Raises:
            ValueError: it is infinite, not a number, or too long.
        """
        key = (type(value), value)
        found = self.numbers.get(key)
        if found is None:
            _refuse(value)
            found = self.numbers[key] = len(self.values)
            self.values.append(value)
        return found

    def find(self, value: Value) -> int:
        """The number of a constant, -1 where the program has none such."""
        return self.numbers.get((type(value), value), -1)


def _refuse(value: Value) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"a computed value is {value}")
    size = len(value) if isinstance(value, str) else value.bit_length() if isinstance(value, int) else 0
    if size > DIGITS * (100 if isinstance(value, str) else 1):
        raise ValueError("a computed value is too large")


def pack(columns: Sequence[Array], rows: int, bits: int) -> Array:
    """One code for each row."""
    wide = len(columns) * bits > 63
    code: Array = np.zeros(rows, dtype=object if wide else np.int64)
    for column in columns:
        code = (code << bits) | (column.astype(object) if wide else column)
    return code


def unpack(codes: Array, arity: int, bits: int) -> Columns:
    """The columns of codes."""
    mask = (1 << bits) - 1
    return [((codes >> (bits * (arity - 1 - index))) & mask).astype(np.int64) for index in range(arity)]


def distinct(codes: Array) -> Array:
    """Sorted, each once."""
    if len(codes) < 2:
        return codes
    ordered = np.sort(codes, kind="stable" if codes.dtype == object else None)
    keep = np.empty(len(ordered), dtype=bool)
    keep[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=keep[1:])
    return ordered[keep]


def member(codes: Array, among: Array) -> Array:
    """Whether each code is in a sorted array."""
    if not len(among):
        return np.zeros(len(codes), dtype=bool)
    at = np.searchsorted(among, codes)
    at[at == len(among)] = 0
    return np.asarray(among[at] == codes, dtype=bool)


class Run:
    """Distinct rows, sorted; never changed."""

    def __init__(self, columns: Columns, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cache: dict[Hashable, Any] = {}

    def codes(self, bits: int) -> Array:
        """A code for each row, ascending."""
        key = ("codes", bits)
        if key not in self.cache:
            self.cache[key] = pack(self.columns, self.rows, bits)
        return self.cache[key]  # type: ignore[no-any-return]

    def view(self, wanted: Sequence[tuple[int, int]], equal: Sequence[tuple[int, int]], keep: Sequence[int]) -> Run:
        """Rows whose columns have the wanted (column, constant) and equal pairs, cut down to the columns kept.

        Rows that differ in no kept column become one; they are sorted by the columns kept, in that order.
        """
        key = ("view", tuple(wanted), tuple(equal), tuple(keep))
        if key not in self.cache:
            self.cache[key] = self._view(wanted, equal, keep)
        return self.cache[key]  # type: ignore[no-any-return]

    def _view(self, wanted: Sequence[tuple[int, int]], equal: Sequence[tuple[int, int]], keep: Sequence[int]) -> Run:
        whole = list(keep) == list(range(len(self.columns)))
        if whole and not wanted and not equal:
            return self
        mask = np.ones(self.rows, dtype=bool)
        for column, number in wanted:
            mask &= self.columns[column] == number
        for left, right in equal:
            mask &= self.columns[left] == self.columns[right]
        columns = [self.columns[index][mask] for index in keep]
        rows = int(mask.sum())
        if whole or not rows:
            return Run(columns, rows)
        bits = max((int(column.max()).bit_length() for column in columns), default=1) or 1
        codes = distinct(pack(columns, rows, bits))
        return Run(unpack(codes, len(keep), bits), len(codes))

    def spans(self, keys: Array) -> tuple[Array, Array]:
        """Between which rows those with each of these numbers in the first column lie."""
        if "starts" not in self.cache:
            size = int(self.columns[0][-1]) + 1 if self.rows else 0
            self.cache["starts"] = np.searchsorted(self.columns[0], np.arange(size + 1))
        starts = self.cache["starts"]
        last = len(starts) - 1
        return starts[np.minimum(keys, last)], starts[np.minimum(keys + 1, last)]

    def prefix(self, columns: int, bits: int) -> Array:
        """Codes of the first columns, ascending."""
        key = ("prefix", columns, bits)
        if key not in self.cache:
            self.cache[key] = pack(self.columns[:columns], self.rows, bits)
        return self.cache[key]  # type: ignore[no-any-return]


class Table:
    """A relation that grows: runs whose sizes fall, disjoint from one another."""

    def __init__(self, arity: int) -> None:
        self.arity = arity
        self.runs: list[Run] = []

    def __len__(self) -> int:
        return sum(run.rows for run in self.runs)

    def holds(self, codes: Array, bits: int) -> Array:
        """Whether each code is a row of the relation."""
        found = np.zeros(len(codes), dtype=bool)
        for run in self.runs:
            found |= member(codes, run.codes(bits))
        return found

    def add(self, codes: Array, bits: int) -> Run | None:
        """Add rows, given as codes in ascending order; what was new, none where nothing was."""
        fresh = codes[~self.holds(codes, bits)]
        if not len(fresh):
            return None
        new = Run(unpack(fresh, self.arity, bits), len(fresh))
        new.cache["codes", bits] = fresh
        self.runs.append(new)
        while len(self.runs) > 1 and self.runs[-2].rows < 2 * self.runs[-1].rows:
            self._merge(bits)
        return new

    def _merge(self, bits: int) -> None:
        last, before = self.runs.pop(), self.runs.pop()
        codes = np.concatenate([before.codes(bits), last.codes(bits)])
        codes.sort(kind="stable")
        merged = Run(unpack(codes, self.arity, bits), len(codes))
        merged.cache["codes", bits] = codes
        self.runs.append(merged)

    def whole(self, bits: int) -> Run:
        """All rows as one run."""
        while len(self.runs) > 1:
            self._merge(bits)
        return self.runs[0] if self.runs else Run([np.zeros(0, dtype=np.int64) for _ in range(self.arity)], 0)


def numbers_of(values: Iterable[Value], domain: Domain) -> Array:
    """Interned values as an array."""
    return np.fromiter((domain.number(value) for value in values), dtype=np.int64)


def fits(value: object, kind: Type | None) -> bool:
    """Whether a computed value may stand in a column of this type."""
    return kind is None or {"int": int, "float": float, "str": str, "bool": bool}[kind] is type(value)

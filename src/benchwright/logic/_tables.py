"""Relations as sorted arrays of numbers, so that a whole set of new tuples is compared, joined and merged at once.

Constants are interned, a row is packed into one number, its code, and a relation is a few runs of ascending codes. A
large relation over few constants also has a mark for each possible row, which makes looking up cheaper than searching.
A row's code holds its columns one after another, `bits` each; codes wider than 63 bits are Python integers in an object
array, which is slower and otherwise the same. Sorted by code is sorted by columns, whatever the width.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from benchwright.logic.language import Type, Value

Array = np.ndarray[Any, Any]
Columns = list[Array]
MARKS = 1 << 26
"""Bytes that the marks of a relation may take."""
MARKED = 1 << 14
"""Rows from which a relation has marks."""


class Domain:
    """All constants of a program, numbered. 1, 1.0 and true are three constants."""

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.numbers: dict[tuple[type, Value], int] = {}

    @property
    def bits(self) -> int:
        """Width of a column."""
        return max(6, len(self.values).bit_length())

    def number(self, value: Value) -> int:
        """The number of a constant."""
        key = (type(value), value)
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.values)
            self.values.append(value)
        return found

    def find(self, value: Value) -> int:
        """The number of a constant, -1 where the program has none such."""
        return self.numbers.get((type(value), value), -1)


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
    """Distinct rows, sorted; never changed. Made from columns or from codes, the other is computed when first read."""

    def __init__(self, columns: Columns | None, rows: int, coded: tuple[Array, int, int] | None = None) -> None:
        self.rows = rows
        self._columns, self._coded = columns, coded
        self.cache: dict[Hashable, Any] = {}

    @classmethod
    def of(cls, codes: Array, arity: int, bits: int) -> Run:
        """The rows of ascending codes."""
        return cls(None, len(codes), (codes, arity, bits))

    @property
    def columns(self) -> Columns:
        """One array for each column."""
        if self._columns is None and self._coded:
            self._columns = unpack(*self._coded)
        return self._columns or []

    def codes(self, bits: int) -> Array:
        """A code for each row, ascending."""
        if self._coded is None or self._coded[2] != bits:
            self._coded = (pack(self.columns, self.rows, bits), len(self.columns), bits)
        return self._coded[0]

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
        self._marks: tuple[int, Array] | None = None

    def __len__(self) -> int:
        return sum(run.rows for run in self.runs)

    def marks(self, bits: int) -> Array | None:
        """For each possible row, whether it is there; none for a relation that is small, or has too many such."""
        size = self.arity * bits
        if size > 62 or 1 << size > MARKS or len(self) < MARKED:
            return None
        if self._marks is None or self._marks[0] != bits:
            made = np.zeros(1 << size, dtype=bool)
            for run in self.runs:
                made[run.codes(bits)] = True
            self._marks = (bits, made)
        return self._marks[1]

    def holds(self, codes: Array, bits: int) -> Array:
        """Whether each code is a row of the relation."""
        marks = self.marks(bits)
        if marks is not None:
            return marks[codes]
        found = np.zeros(len(codes), dtype=bool)
        for run in self.runs:
            found |= member(codes, run.codes(bits))
        return found

    def unknown(self, codes: Array, bits: int) -> Array:
        """The codes that are no rows yet, ascending, each once."""
        marks = self.marks(bits)
        if marks is None:
            codes = distinct(codes)
            return codes[~self.holds(codes, bits)]
        fresh = codes[~marks[codes]]
        if len(fresh) < len(marks) >> 6:
            return distinct(fresh)
        scratch = np.zeros(len(marks), dtype=bool)
        scratch[fresh] = True
        return np.flatnonzero(scratch)

    def add(self, codes: Array, bits: int) -> Run | None:
        """Add rows, given as codes in ascending order; what was new, none where nothing was."""
        fresh = codes[~self.holds(codes, bits)]
        if not len(fresh):
            return None
        new = Run.of(fresh, self.arity, bits)
        self.runs.append(new)
        if self._marks is not None and self._marks[0] == bits:
            self._marks[1][fresh] = True
        while len(self.runs) > 1 and self.runs[-2].rows < 2 * self.runs[-1].rows:
            self._merge(bits)
        return new

    def _merge(self, bits: int) -> None:
        last, before = self.runs.pop(), self.runs.pop()
        codes = np.concatenate([before.codes(bits), last.codes(bits)])
        codes.sort(kind="stable")
        self.runs.append(Run.of(codes, self.arity, bits))

    def whole(self, bits: int) -> Run:
        """All rows as one run."""
        while len(self.runs) > 1:
            self._merge(bits)
        return self.runs[0] if self.runs else Run([np.zeros(0, dtype=np.int64) for _ in range(self.arity)], 0)


def fits(value: object, kind: Type | None) -> bool:
    """Whether a computed value may stand in a column of this type."""
    return kind is None or {"int": int, "float": float, "str": str, "bool": bool}[kind] is type(value)

"""A clause's body evaluated for whole sets of rows at once.

`Bindings` hold a column of interned constants for each variable. Each goal turns bindings into bindings: an atom joins
them with a relation on the variables they share, a filter drops rows, an equation adds a column. Variables that nothing
reads any more are dropped and rows that thereby become equal are merged. Large joins come in parts of bounded size. A
last join that forgets the variable it joins on is done on bit rows, one OR per pair, where that is much less work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from benchwright.logic._check import order
from benchwright.logic._compute import Computer
from benchwright.logic._plan import Clause, goal_names
from benchwright.logic._tables import Array, Run, Table, distinct, pack, unpack
from benchwright.logic.language import Atom, Compare, Const, Goal, Holds, Place, Var

PART = 1 << 21
"""Rows that one part of a join may have."""
MERGE = 1024
"""Rows from which merging equal rows after a join pays."""
BIT_ROWS = 1 << 28
"""Bytes that bit rows may take."""


class Bindings(NamedTuple):
    """Values of variables, row by row."""

    columns: dict[str, Array]
    rows: int

    def where(self, mask: Array) -> Bindings:
        """The rows of a mask."""
        return Bindings({name: column[mask] for name, column in self.columns.items()}, int(mask.sum()))


@dataclass(frozen=True)
class Step:
    """A goal, and the variables that are read after it."""

    goal: Goal
    needed: frozenset[str]
    last: bool


def steps_of(clause: Clause, first: Sequence[Goal] = (), *, all_variables: bool = False) -> list[Step]:
    """The body in the order of evaluation, what `first` names first."""
    goals = order(clause.body, clause.place, first)
    needed = {arg.name for arg in clause.head.args if isinstance(arg, Var)}
    if all_variables:
        needed |= {name for goal in goals for name in goal_names(goal)}
    found: list[Step] = []
    for goal in reversed(goals):
        found.append(Step(goal, frozenset(needed), not found))
        needed |= set(goal_names(goal))
    return found[::-1]


@dataclass
class Joiner:
    """Runs steps over relations."""

    computer: Computer
    tables: Mapping[str, Table]
    against: Mapping[str, Table]
    """What negated atoms are looked up in."""
    spend: Callable[[int, Place], None]
    """Told the rows that a join goes through, and for which rule."""

    @property
    def bits(self) -> int:
        """Width of a column in codes."""
        return self.computer.domain.bits

    def flow(self, clause: Clause, steps: Sequence[Step], delta: Run | None = None) -> Iterator[Bindings]:
        """Bindings that meet all steps; the first step reads `delta` where that is given."""
        yield from self._flow(clause, steps, 0, (Bindings({}, 1), delta))

    def _flow(
        self, clause: Clause, steps: Sequence[Step], at: int, given: tuple[Bindings, Run | None]
    ) -> Iterator[Bindings]:
        bindings, delta = given
        if at == len(steps) or not bindings.rows:
            if bindings.rows:
                yield bindings
            return
        for part in self._step(clause, steps[at], bindings, delta):
            yield from self._flow(clause, steps, at + 1, (part, None))

    def _step(self, clause: Clause, step: Step, bindings: Bindings, delta: Run | None) -> Iterator[Bindings]:
        goal = step.goal
        if isinstance(goal, Holds) and not goal.negated:
            runs = [delta] if delta is not None else self.tables[goal.atom.relation].runs
            for run in runs:
                yield from self._join(step, goal.atom, bindings, (run, clause.place))
            return
        if isinstance(goal, Holds):
            kept = bindings.where(~self.against[goal.atom.relation].holds(self.codes(goal.atom, bindings), self.bits))
        elif isinstance(goal, Compare):
            kept = self._compare(clause, goal, bindings)
        else:
            held = self.computer.check(goal.call, bindings.columns, bindings.rows, clause.place)
            kept = bindings.where(held != goal.negated)
        columns = {name: column for name, column in kept.columns.items() if name in step.needed}
        forgets = len(columns) < len(kept.columns)
        yield self._merged(Bindings(columns, kept.rows), step) if forgets else kept

    def codes(self, atom: Atom, bindings: Bindings) -> Array:
        """The code of an atom in each row; all its variables are bound."""
        columns = [self.column(arg, bindings) for arg in atom.args if isinstance(arg, Var | Const)]
        return pack(columns, bindings.rows, self.bits)

    def column(self, arg: Var | Const, bindings: Bindings) -> Array:
        """An argument in each row."""
        if isinstance(arg, Var):
            return bindings.columns[arg.name]
        return np.full(bindings.rows, self.computer.domain.number(arg.value), dtype=np.int64)

    def _compare(self, clause: Clause, goal: Compare, bindings: Bindings) -> Bindings:
        for var, term in ((goal.left, goal.right), (goal.right, goal.left)):
            if goal.op == "=" and isinstance(var, Var) and var.name not in bindings.columns:
                kind = (clause.kinds.get(var.name), clause.place)
                numbers = self.computer.numbers(term, bindings.columns, bindings.rows, kind)
                return Bindings({**bindings.columns, var.name: numbers}, bindings.rows).where(numbers >= 0)
        left, right = goal.left, goal.right
        if isinstance(left, Var) and isinstance(right, Var) and goal.op in {"==", "!=", "="}:
            kinds = {clause.kinds.get(left.name), clause.kinds.get(right.name)}
            if len(kinds) == 1 and None not in kinds:
                same = bindings.columns[left.name] == bindings.columns[right.name]
                return bindings.where(same if goal.op != "!=" else ~same)
        held = self.computer.compare(goal.op, (left, right), bindings.columns, bindings.rows)
        return bindings.where(held(clause.place))

    def _join(self, step: Step, atom: Atom, bindings: Bindings, into: tuple[Run, Place]) -> Iterator[Bindings]:
        run, place = into
        shared, new, view = self._view(step, atom, bindings, run)
        if not view.rows:
            return
        if not shared:
            low = np.zeros(bindings.rows, dtype=np.int64)
            high = np.full(bindings.rows, view.rows, dtype=np.int64)
        else:
            low, high = self._bounds([bindings.columns[name] for name in shared], bindings.rows, view)
        counts = high - low
        if self._by_bits(step, bindings, (shared, new), int(counts.sum())):
            yield from compose(bindings, (shared[0], new[0]), view, len(self.computer.domain.values))
            return
        self.spend(int(counts.sum()), place)
        offset = len(shared)
        for start, stop in _parts(counts):
            rows = np.repeat(np.arange(start, stop), counts[start:stop])
            columns = {name: column[rows] for name, column in bindings.columns.items() if name in step.needed}
            if new:
                ends = np.cumsum(counts[start:stop])
                at = np.arange(len(rows)) + np.repeat(low[start:stop] - (ends - counts[start:stop]), counts[start:stop])
                columns |= {name: view.columns[offset + index][at] for index, name in enumerate(new)}
            forgets = len(columns) < len(bindings.columns) + len(new)
            yield self._merged(Bindings(columns, len(rows)), step) if forgets else Bindings(columns, len(rows))

    def _merged(self, bindings: Bindings, step: Step) -> Bindings:
        """Rows that have become equal merged, unless the head does that next."""
        if not bindings.columns:
            return Bindings({}, min(bindings.rows, 1))
        if step.last or bindings.rows < MERGE:
            return bindings
        codes = distinct(pack(list(bindings.columns.values()), bindings.rows, self.bits))
        columns = unpack(codes, len(bindings.columns), self.bits)
        return Bindings(dict(zip(bindings.columns, columns, strict=True)), len(codes))

    def _view(self, step: Step, atom: Atom, bindings: Bindings, run: Run) -> tuple[list[str], list[str], Run]:
        """Variables shared with the bindings, new ones that are read later, and the rows in that order of columns."""
        first: dict[str, int] = {}
        wanted, equal = [], []
        for index, arg in enumerate(atom.args):
            if isinstance(arg, Const):
                wanted.append((index, self.computer.domain.number(arg.value)))
            elif isinstance(arg, Var) and arg.name in first:
                equal.append((first[arg.name], index))
            elif isinstance(arg, Var):
                first[arg.name] = index
        shared = [name for name in first if name in bindings.columns]
        new = [name for name in first if name not in bindings.columns and name in step.needed]
        return shared, new, run.view(wanted, equal, [first[name] for name in [*shared, *new]])

    def _bounds(self, keys: list[Array], rows: int, view: Run) -> tuple[Array, Array]:
        """Between which rows of the view the partners of each row lie."""
        if len(keys) == 1 and len(self.computer.domain.values) <= 1 << 22:
            return view.spans(keys[0])
        right, left = view.prefix(len(keys), self.bits), pack(keys, rows, self.bits)
        return np.searchsorted(right, left, "left"), np.searchsorted(right, left, "right")

    def _by_bits(self, step: Step, bindings: Bindings, names: tuple[list[str], list[str]], rows: int) -> bool:
        """Whether the join is a composition (one variable joined on and forgotten, one found) and dense enough."""
        shared, new = names
        if not (step.last and len(shared) == 1 == len(new)) or shared[0] in step.needed:
            return False
        width = len(self.computer.domain.values) // 8 + 1
        return (
            rows > PART
            and rows > bindings.rows * (8 + width // 4)
            and width * len(self.computer.domain.values) < BIT_ROWS
        )


def _parts(counts: Array) -> Iterator[tuple[int, int]]:
    """Ranges of rows whose counts add up to about `PART` at most."""
    ends = np.cumsum(counts)
    start, size = 0, len(counts)
    while start < size:
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + PART, "right")))
        if ends[stop - 1] > before:
            yield start, stop
        start = stop


def compose(bindings: Bindings, names: tuple[str, str], view: Run, size: int) -> Iterator[Bindings]:
    """Join on one variable, forget it, and find another: one bit row per group of what is kept.

    Args:
        bindings: the left side.
        names: the variable joined on, the variable found.
        view: the right side; its columns are these two.
        size: numbers that a column may hold.
    """
    joined, found = names
    low, high = view.spans(np.arange(size))
    bits = np.zeros((size, size // 8 + 1), dtype=np.uint8)
    for number in np.flatnonzero(high > low):
        row = np.zeros(8 * bits.shape[1], dtype=np.uint8)
        row[view.columns[1][low[number] : high[number]]] = 1
        bits[number] = np.packbits(row)
    kept = {name: column for name, column in bindings.columns.items() if name != joined}
    order_ = np.lexsort([*kept.values()]) if kept else np.arange(bindings.rows)
    edges = np.zeros(bindings.rows, dtype=bool)
    for column in kept.values():
        edges[1:] |= column[order_][1:] != column[order_][:-1]
    heads = np.concatenate([[0], np.flatnonzero(edges), [bindings.rows]])
    partners = bindings.columns[joined][order_]
    for start, stop in pairwise(heads.tolist()):
        hit = np.flatnonzero(np.unpackbits(np.bitwise_or.reduce(bits[partners[start:stop]], axis=0)))
        columns = {name: np.full(len(hit), column[order_[start]]) for name, column in kept.items()}
        yield Bindings({**columns, found: hit}, len(hit))

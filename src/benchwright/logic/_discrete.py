"""The fixpoint over sets of tuples: semi-naive, component by component.

Where facts or rules are uncertain it is computed twice, side by side: what is *possible* (some choice of facts may make
it true) and what is *certain* (derivable whatever is chosen). Negation in the one looks at the other, so a tuple is
possible unless what it negates is certain. Without uncertainty both are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from benchwright.errors import LogicError
from benchwright.logic._aggregates import begin, finish, layers, step
from benchwright.logic._components import components
from benchwright.logic._compute import Computer
from benchwright.logic._joins import Joiner, steps_of
from benchwright.logic._plan import Clause, Fold, Plan, cast
from benchwright.logic._tables import Array, Domain, Run, Table, distinct, pack, unpack
from benchwright.logic._types import Types
from benchwright.logic.language import Const, Holds, Place, Program, Value, fault
from benchwright.logic.provenance import InputFact

Tables = dict[str, Table]
Element = tuple[Value, ...]


@dataclass(frozen=True)
class Limits:
    """What solving a program may use; beyond it, an error names the rule."""

    tuples: int = 20_000_000
    """Derived tuples, all relations together."""
    rounds: int = 10_000
    """Of a recursion that computes new values."""
    instances: int = 5_000_000
    """Ground rules, where provenance needs them."""
    rows: int = 300_000_000
    """Rows that joins may go through, all rules together."""
    states: int = 200_000
    """Partial results of one aggregate over one group of uncertain elements, after each element: n elements that are
    counted have about n * n / 2."""


class Fixpoint:
    """Evaluates one plan."""

    def __init__(
        self, program: Program, plan: Plan, types: Types, foreign: Mapping[str, Callable[..., Any]], limits: Limits
    ) -> None:
        self.plan, self.types, self.limits = plan, types, limits
        self.domain = Domain()
        self.computer = Computer(self.domain, foreign)
        self.uncertain = False
        self.total = self.spent = 0
        self.arities = _arities(program, plan)
        self.clauses: dict[str, list[Clause]] = defaultdict(list)
        self.folds: dict[str, list[Fold]] = defaultdict(list)
        for fold in plan.folds:
            self.folds[fold.head].append(fold)
        for clause in plan.clauses:
            self.clauses[clause.head.relation].append(clause)
            for atom in [clause.head, *(goal.atom for goal in clause.body if isinstance(goal, Holds))]:
                for arg in atom.args:
                    if isinstance(arg, Const):
                        self.domain.number(arg.value)
        self.possible: Tables = {name: Table(size) for name, size in self.arities.items()}
        self.certain: Tables = self.possible

    def values(self, fact: InputFact) -> tuple[Value, ...]:
        """A fact's values, each of its column's type."""
        error = partial(fault, fact)
        return tuple(cast(value, self.types.column(fact.relation, i), error) for i, value in enumerate(fact.values))

    def find(self, relation: str, index: int, value: Value) -> int:
        """The number of a constant in a column; -1 where the program has none such."""
        try:
            return self.domain.find(cast(value, self.types.column(relation, index)))
        except LogicError:
            return -1

    def run(self, facts: Iterable[InputFact], *, chances: bool) -> None:
        """Derive everything.

        Args:
            facts: given; those of probability 0 are left out.
            chances: whether probabilities matter; without, whatever is possible is certain.
        """
        given = [fact for fact in facts if fact.probability != 0.0]
        sure = [fact for fact in given if fact.probability in {None, 1.0}]
        choices = any(clause.probability is not None for clause in self.plan.clauses)
        self.uncertain = chances and (choices or len(sure) < len(given))
        if self.uncertain:
            self.certain = {name: Table(size) for name, size in self.arities.items()}
            self.load(self.certain, sure)
        self.load(self.possible, given)
        needs = self.plan.needs()
        for members in components(self.arities, lambda name: needs.get(name, [])):
            self.component(set(members))

    def load(self, tables: Tables, facts: Iterable[InputFact]) -> None:
        """Put facts into their relations."""
        rows: dict[str, list[list[int]]] = defaultdict(list)
        for fact in facts:
            rows[fact.relation].append([self.domain.number(value) for value in self.values(fact)])
        packed = {
            name: pack(list(np.array(found, dtype=np.int64).T), len(found), self.domain.bits)
            for name, found in rows.items()
        }
        for name, codes in packed.items():
            tables[name].add(distinct(codes), self.domain.bits)

    def component(self, members: set[str]) -> None:
        """Complete the relations of one component."""
        for fold in (fold for name in sorted(members) for fold in self.folds.get(name, ())):
            self.fold(fold)
        clauses = [clause for name in sorted(members) for clause in self.clauses.get(name, ())]
        if clauses:
            self.fix(clauses, members, self.possible, self.certain)
            if self.uncertain:
                self.fix([c for c in clauses if c.probability is None], members, self.certain, self.possible)

    def fold(self, fold: Fold) -> None:
        """Add what an aggregate comes to, or may come to."""
        sides = [(self.possible, False), (self.certain, True)] if self.uncertain else [(self.possible, True)]
        groups = list(self.groups(fold))
        for tables, sure in sides:
            rows = []
            for group, certain, uncertain in groups:
                if sure and uncertain:
                    continue
                states = (
                    layers(fold, certain, uncertain, self.limits.states)[-1] if uncertain else self.exact(fold, certain)
                )
                rows += [_insert(group, fold.position, finish(fold, s)) for s in states if s is not None]
            if rows:
                numbers = np.array([[self.domain.number(value) for value in row] for row in rows], dtype=np.int64)
                codes = pack(list(numbers.T), len(rows), self.domain.bits)
                self.grow(tables[fold.head], distinct(codes), fold)

    def exact(self, fold: Fold, elements: Iterable[Value | None]) -> list[Any]:  # Any: a State
        """The one result over certain elements."""
        state = begin(fold)
        for value in elements:
            state = step(fold, state, value)
        return [state]

    def groups(self, fold: Fold) -> Iterator[tuple[Element, list[Value | None], list[Value | None]]]:
        """(group, certain elements, uncertain elements), in the order in which the relation holds them."""
        for group, elements in self.grouped(fold).items():
            sure = [value for _, value, certain in elements if certain]
            yield group, sure, [value for _, value, certain in elements if not certain]

    def grouped(self, fold: Fold) -> dict[Element, list[tuple[int, Value | None, bool]]]:
        """Group -> its elements: row in the source relation, value (none for count), whether it is certain."""
        run = self.possible[fold.source].whole(self.domain.bits)
        sure = np.ones(run.rows, dtype=bool)
        if self.uncertain:
            sure = self.certain[fold.source].holds(run.codes(self.domain.bits), self.domain.bits)
        values = self.domain.values
        found: dict[Element, list[tuple[int, Value | None, bool]]] = {}
        if fold.fixed is not None:
            found[fold.fixed] = []
        columns = [column.tolist() for column in run.columns]
        for row, certain in enumerate(sure.tolist()):
            group = tuple(values[column[row]] for column in columns[: fold.groups])
            value = None if fold.function == "count" else values[columns[fold.groups][row]]
            found.setdefault(group, []).append((row, value, certain))
        return found

    def grow(self, table: Table, codes: Array, origin: Clause | Fold) -> Run | None:
        """Add tuples to a relation, within the limit."""
        new = table.add(codes, self.domain.bits)
        self.total += new.rows if new else 0
        if self.total > self.limits.tuples:
            raise origin.place.error(
                f"more than {self.limits.tuples} tuples are derived; make the rule more specific or raise Limits.tuples"
            )
        return new

    def spend(self, rows: int, place: Place) -> None:
        """Count rows that a join goes through, within the limit."""
        self.spent += rows
        if self.spent > self.limits.rows:
            raise place.error(
                f"joins go through more than {self.limits.rows} rows; let the goals share variables, make the rule "
                "more specific, or raise Limits.rows"
            )

    def fix(self, clauses: Sequence[Clause], members: set[str], tables: Tables, against: Tables) -> None:
        """Apply clauses until nothing new comes."""
        joiner = Joiner(self.computer, tables, against, self.spend)
        recursive = [clause for clause in clauses if members & set(clause.relations)]
        starters = [clause for clause in clauses if not members & set(clause.relations)]
        for clause in starters:
            codes, _ = self.gather(joiner, clause, [(steps_of(clause), None)])
            self.grow(tables[clause.head.relation], codes, clause)
        delta: dict[str, list[Run]] = {name: list(tables[name].runs) for name in members}
        variants = [(clause, _variants(clause, members)) for clause in recursive]
        inventor = next((clause for clause in recursive if clause.invents), None)
        rounds = 0
        while any(delta.values()) and variants:
            rounds += 1
            if inventor and rounds > self.limits.rounds:
                raise inventor.place.error(
                    f"the recursion still computes new values after {self.limits.rounds} rounds; bound it by a "
                    "comparison, or raise Limits.rounds"
                )
            delta = self.round(joiner, variants, delta)

    def round(
        self, joiner: Joiner, variants: Sequence[tuple[Clause, list[tuple[Holds, Any]]]], delta: dict[str, list[Run]]
    ) -> dict[str, list[Run]]:
        """Apply clauses to what the last round brought; what this one brings."""
        fresh: dict[str, list[Run]] = defaultdict(list)
        gathered: list[tuple[Clause, tuple[Array, int]]] = []
        for clause, starts in variants:
            inputs = [(steps, run) for goal, steps in starts for run in delta.get(goal.atom.relation, [])]
            if inputs:
                gathered.append((clause, self.gather(joiner, clause, inputs)))
        for clause, found in gathered:
            name = clause.head.relation
            if new := self.grow(joiner.tables[name], self.united([found], joiner.tables[name].arity), clause):
                fresh[name].append(new)
        return fresh

    def gather(self, joiner: Joiner, clause: Clause, inputs: Sequence[tuple[Any, Run | None]]) -> tuple[Array, int]:
        """Codes of the heads that a clause derives and that are not known yet, ascending, with their width."""
        table = joiner.tables[clause.head.relation]
        parts: list[tuple[Array, int]] = []
        size = 0
        for steps, run in inputs:
            for bindings in joiner.flow(clause, steps, run):
                bits = self.domain.bits
                parts.append((table.unknown(joiner.codes(clause.head, bindings), bits), bits))
                size += len(parts[-1][0])
                if size > self.limits.tuples:
                    parts = [(self.united(parts, table.arity), self.domain.bits)]
                    size = len(parts[0][0])
                if size > self.limits.tuples:
                    self.grow(table, parts[0][0], clause)
        return self.united(parts, table.arity), self.domain.bits

    def united(self, parts: Sequence[tuple[Array, int]], arity: int) -> Array:
        """Codes of any widths as codes of the present width, ascending, each once."""
        bits = self.domain.bits
        same = [
            codes if width == bits else pack(unpack(codes, arity, width), len(codes), bits) for codes, width in parts
        ]
        if len(same) == 1:
            return same[0]
        return distinct(np.concatenate(same)) if same else np.zeros(0, dtype=np.int64)


def _variants(clause: Clause, members: set[str]) -> list[tuple[Holds, Any]]:
    """For each atom of the component: the atom, and the steps that start from it."""
    goals = [goal for goal in clause.body if isinstance(goal, Holds) and not goal.negated]
    inside = dict.fromkeys(goal for goal in goals if goal.atom.relation in members)
    return [(goal, steps_of(clause, [goal])) for goal in inside]


def _insert(group: Element, position: int, value: Value) -> Element:
    return (*group[:position], value, *group[position:])


def _arities(program: Program, plan: Plan) -> dict[str, int]:
    found = {declaration.relation: len(declaration.types) for declaration in program.declarations}
    found |= {fact.relation: len(fact.values) for fact in program.facts}
    for rule in program.rules:
        found |= {head.relation: len(head.args) for _, head in rule.heads}
    found |= {clause.head.relation: len(clause.head.args) for clause in plan.clauses}
    return found


__all__ = ["Fixpoint", "Limits", "Tables"]

"""The ground program: every instance of every rule that some world may need, as a graph over numbered tuples.

    program ─► fixpoint of what is possible ─► instances ─► cut to what the queries rest on ─► `Grounding`

Choices of probabilistic rules become input facts here, numbered after the program's own. Aggregates become small
chains of instances, one node for each partial result. `_tags` carries provenance over the graph; proofs are rendered
from it (`derivations`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from benchwright.logic._aggregates import finish, layers
from benchwright.logic._discrete import Fixpoint, Limits
from benchwright.logic._joins import Bindings, Joiner, steps_of
from benchwright.logic._plan import Clause, Fold, lower
from benchwright.logic._tables import Array, Run, member, pack
from benchwright.logic._types import Types
from benchwright.logic.language import Const, Holds, Program, Query, Rule, Value, Var
from benchwright.logic.provenance import InputFact


class Instance(NamedTuple):
    """A ground rule."""

    head: int
    body: tuple[int, ...]
    """Tuples that must hold."""
    negated: tuple[int, ...]
    """Tuples that must not; those that cannot hold are left out."""
    fact: int | None
    """Number of the choice that it needs, where its rule has a probability."""
    rule: int
    """Position of its rule in the program."""


class Named(NamedTuple):
    """A tuple of a relation; a `#` in the name marks a helper."""

    relation: str
    values: tuple[Value, ...]


@dataclass
class Grounding:
    """Instances over numbered tuples, cut to what the queries rest on."""

    program: Program
    facts: list[InputFact]
    """Those of the program, then the choices of its probabilistic rules."""
    given: dict[int, list[int]]
    """Tuple -> numbers of the facts that state it."""
    instances: dict[int, list[Instance]]
    """Tuple -> the instances that it heads."""
    answers: list[list[int]]
    """For each query, the tuples that may answer it."""
    names: Callable[[int], Named]
    """What a number stands for."""
    nodes: list[int] = field(default_factory=list)
    """All tuples that matter, in the order in which a walk from the queries meets them."""

    def needs(self, node: int) -> Iterator[int]:
        """Tuples that the instances of a tuple rest on."""
        for instance in self.instances.get(node, ()):
            yield from instance.body
            yield from instance.negated

    def rule(self, instance: Instance) -> Rule:
        """The rule of an instance."""
        return self.program.rules[instance.rule]


class Grounder:
    """Lists the instances of a finished fixpoint."""

    def __init__(self, program: Program, fixpoint: Fixpoint, limits: Limits) -> None:
        self.program, self.fixpoint, self.limits = program, fixpoint, limits
        self.bits = fixpoint.domain.bits
        self.runs: dict[str, Run] = {name: table.whole(self.bits) for name, table in fixpoint.possible.items()}
        self.offsets: dict[str, int] = {}
        self.size = 0
        for name, run in self.runs.items():
            self.offsets[name] = self.size
            self.size += run.rows
        self.starts = [(name, offset) for name, offset in self.offsets.items() if self.runs[name].rows]
        self.instances: dict[int, list[Instance]] = defaultdict(list)
        self.count = 0
        self.folded: dict[int, str] = {}
        self.joiner = Joiner(fixpoint.computer, fixpoint.possible, fixpoint.certain, fixpoint.spend)

    def nodes(self, relation: str, codes: Array) -> Array:
        """Numbers of tuples by code; -1 for those that cannot hold."""
        known = self.runs[relation].codes(self.bits)
        found = np.searchsorted(known, codes) + self.offsets[relation]
        return np.where(member(codes, known), found, -1)

    def name(self, node: int) -> Named:
        """The tuple of a number."""
        if node in self.folded:
            return Named(self.folded[node], ())
        relation, offset = self.starts[bisect_right(self.starts, node, key=lambda start: start[1]) - 1]
        row = node - offset
        values = self.fixpoint.domain.values
        return Named(relation, tuple(values[int(column[row])] for column in self.runs[relation].columns))

    def keep(self, instance: Instance, origin: Clause | Fold) -> None:
        """Add an instance, within the limit."""
        self.instances[instance.head].append(instance)
        self.count += 1
        if self.count > self.limits.instances:
            raise origin.place.error(
                f"more than {self.limits.instances} instances of rules; probabilities and proofs need them all: make "
                "the rules more specific, use the boolean provenance, or raise Limits.instances"
            )

    def run(self) -> None:
        """List all instances."""
        for number, clause in enumerate(self.fixpoint.plan.clauses):
            for bindings in self.joiner.flow(clause, steps_of(clause, all_variables=True)):
                self.clause(number, clause, bindings)
        for fold in self.fixpoint.plan.folds:
            for group, elements in self.fixpoint.grouped(fold).items():
                self.group(fold, group, elements)

    def clause(self, number: int, clause: Clause, bindings: Bindings) -> None:
        """The instances of a clause."""
        heads = self.nodes(clause.head.relation, self.joiner.codes(clause.head, bindings)).tolist()
        atoms = [goal for goal in clause.body if isinstance(goal, Holds)]
        columns = [self.nodes(g.atom.relation, self.joiner.codes(g.atom, bindings)).tolist() for g in atoms]
        signs = [goal.negated for goal in atoms]
        rows = zip(*columns, strict=True) if columns else iter([()] * len(heads))
        choice = None if clause.probability is None else number
        for head, row in zip(heads, rows, strict=True):
            body = tuple(node for node, negated in zip(row, signs, strict=True) if not negated)
            absent = tuple(node for node, negated in zip(row, signs, strict=True) if negated and node >= 0)
            self.keep(Instance(head, body, absent, choice, clause.rule), clause)

    def group(self, fold: Fold, group: tuple[Value, ...], elements: Sequence[tuple[int, Value | None, bool]]) -> None:
        """The instances of an aggregate over one group."""
        offset = self.offsets[fold.source]
        sure = [(offset + row, value) for row, value, certain in elements if certain]
        unsure = [(offset + row, value) for row, value, certain in elements if not certain]
        found = layers(fold, [v for _, v in sure], [v for _, v in unsure], self.limits.states)
        before = {state: self.partial(fold) for state in found[0]}
        for node in before.values():
            self.keep(Instance(node, tuple(element for element, _ in sure), (), None, fold.rule), fold)
        for layer, (element, _) in zip(found[1:], unsure, strict=True):
            now = {state: self.partial(fold) for state in layer}
            for state, origins in layer.items():
                for origin, inside in origins:
                    body, absent = ((before[origin], element), ()) if inside else ((before[origin],), (element,))
                    self.keep(Instance(now[state], body, absent, None, fold.rule), fold)
            before = now
        for state, node in before.items():
            if state is not None:
                values = (*group[: fold.position], finish(fold, state), *group[fold.position :])
                self.keep(Instance(self.find(fold.head, values), (node,), (), None, fold.rule), fold)

    def partial(self, fold: Fold) -> int:
        """A new node for a partial result."""
        node = self.size
        self.size += 1
        self.folded[node] = f"{fold.function}#"
        return node

    def find(self, relation: str, values: Iterable[Value]) -> int:
        """The number of a tuple; -1 where it cannot hold."""
        columns = [np.array([self.fixpoint.domain.find(value)], dtype=np.int64) for value in values]
        if any(column[0] < 0 for column in columns):
            return -1
        return int(self.nodes(relation, pack(columns, 1, self.bits))[0])


def matching(query: Query, run: Run, fixpoint: Fixpoint) -> Array:
    """Rows of a relation that answer a query."""
    mask = np.ones(run.rows, dtype=bool)
    first: dict[str, int] = {}
    for index, arg in enumerate(query.atom.args):
        if isinstance(arg, Const):
            mask &= run.columns[index] == fixpoint.find(query.atom.relation, index, arg.value)
        elif isinstance(arg, Var) and arg.name in first:
            mask &= run.columns[index] == run.columns[first[arg.name]]
        elif isinstance(arg, Var):
            first[arg.name] = index
    return np.flatnonzero(mask)


def cut(program: Program, grounder: Grounder, queries: Sequence[Query]) -> Grounding:
    """What the queries rest on, with the choices it needs numbered as facts."""
    stated: dict[int, list[int]] = defaultdict(list)
    for fact in program.facts:
        if fact.probability != 0.0:
            stated[grounder.find(fact.relation, grounder.fixpoint.values(fact))].append(fact.number)
    answers = []
    for query in queries:
        name = query.atom.relation
        rows = matching(query, grounder.runs[name], grounder.fixpoint)
        answers.append((rows + grounder.offsets[name]).tolist())
    ground = Grounding(program, list(program.facts), {}, {}, answers, grounder.name)
    todo = list(dict.fromkeys(node for found in answers for node in found))
    seen = set(todo)
    for node in todo:  # grows while it is walked
        ground.nodes.append(node)
        if node in stated:
            ground.given[node] = stated[node]
        ground.instances[node] = grounder.instances.get(node, [])
        fresh = [other for other in dict.fromkeys(ground.needs(node)) if other not in seen]
        seen.update(fresh)
        todo += fresh
    _number(ground, grounder)
    return ground


def _number(ground: Grounding, grounder: Grounder) -> None:
    """Make each choice that is left a fact."""
    sets: dict[tuple[int, int], int] = {}
    first = 1 + max((fact.exclusive for fact in ground.facts if fact.exclusive is not None), default=-1)
    for node, found in ground.instances.items():
        ground.instances[node] = [
            instance if instance.fact is None else _choose(ground, grounder, instance, (sets, first))
            for instance in found
        ]


def _choose(
    ground: Grounding, grounder: Grounder, instance: Instance, sets: tuple[dict[tuple[int, int], int], int]
) -> Instance:
    plan, place = grounder.fixpoint.plan, ground.rule(instance).place
    clause = plan.clauses[instance.fact or 0]
    known, first = sets
    key = (clause.rule, instance.body[0])
    group = first + known.setdefault(key, len(known)) if clause.rule in plan.exclusive else None
    named = ground.names(instance.head)
    number = len(ground.facts)
    ground.facts.append(InputFact(number, named.relation, named.values, clause.probability, group, place))
    return instance._replace(fact=number)


def fixpoint_of(
    program: Program, types: Types, foreign: Mapping[str, Callable[..., Any]], limits: Limits, *, chances: bool
) -> Fixpoint:
    """What the program derives; rules that no query rests on are not run.

    Args:
        program: checked.
        types: of its columns.
        foreign: functions that the program may call, by name.
        limits: beyond which it is given up.
        chances: whether probabilities matter.
    """
    asked = [query.atom.relation for query in program.queries]
    fixpoint = Fixpoint(program, lower(program, types, chances=chances).only(asked), types, foreign, limits)
    fixpoint.run(program.facts, chances=chances)
    return fixpoint

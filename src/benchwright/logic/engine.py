"""Solving: a program and a provenance to answers.

    Program + queries ─► check ─► fixpoint ─┬─ discrete ─► rows, looked up when asked for
                                            └─► grounding ─► tags ─► rows with probabilities and proofs

A discrete provenance keeps sets of tuples only, so answers with millions of rows are cheap to count and to look into.
Any other needs the instances of the rules that the queries rest on; its tags are weighed row by row when first read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from benchwright.errors import LogicError
from benchwright.logic._check import check, check_foreign, check_known
from benchwright.logic._discrete import Fixpoint, Limits
from benchwright.logic._parse import parse_query
from benchwright.logic._tables import Run, member, pack
from benchwright.logic._tags import Tagging
from benchwright.logic._types import Types
from benchwright.logic.derivations import Derivation, derive
from benchwright.logic.grounding import Grounder, Grounding, cut, fixpoint_of, matching
from benchwright.logic.language import SHOWN, Program, Query, Value, atom_text
from benchwright.logic.provenance import InputFact, Provenance, Weighed

Foreign = Mapping[str, Callable[..., Any]]
CERTAIN = Weighed(1.0, 1.0, 1.0)
ABSENT = Weighed(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Row:
    """A tuple that answers a query."""

    values: tuple[Value, ...]
    """All arguments of the query's atom, constants included."""
    weighed: Weighed
    tag: Any = None
    """Of the provenance; none where it is discrete."""


class Answer:
    """The rows that answer one query; a collection of tuples that is decoded only as far as it is read."""

    def __init__(self, query: Query, rows: Run, fixpoint: Fixpoint) -> None:
        self.query, self._rows, self._fixpoint = query, rows, fixpoint

    def __len__(self) -> int:
        return self._rows.rows

    def __iter__(self) -> Iterator[Row]:
        return (self._row(index, values) for index, values in enumerate(self._decoded()))

    def __contains__(self, values: object) -> bool:
        return isinstance(values, tuple) and self._at(values) is not None

    def tuples(self) -> set[tuple[Value, ...]]:
        """The rows as a set of tuples."""
        return set(self._decoded())

    def weigh(self, *values: Value) -> Weighed:
        """What is known of one tuple, given as all arguments of the query's atom; 0 where it is no answer."""
        if len(values) != len(self.query.atom.args):
            given = (
                f"{len(values)} values are given of {self.query.atom.relation}, which has {len(self.query.atom.args)}"
            )
            raise LogicError(f"{given}; name all arguments of the query, constants included")
        at = self._at(values)
        return ABSENT if at is None else self._row(at, values).weighed

    def probability(self, *values: Value) -> float:
        """The probability of one tuple."""
        return self.weigh(*values).probability

    def _decoded(self) -> Iterator[tuple[Value, ...]]:
        values = self._fixpoint.domain.values
        if not self._rows.columns:
            return iter([()] * self._rows.rows)
        return zip(*([values[n] for n in column.tolist()] for column in self._rows.columns), strict=True)

    def _at(self, values: tuple[Value, ...]) -> int | None:
        name, width = self.query.atom.relation, len(self._rows.columns)
        numbers = [self._fixpoint.find(name, index, value) for index, value in enumerate(values)]
        if len(values) != width or min(numbers, default=0) < 0:
            return None
        import numpy as np

        bits = self._fixpoint.domain.bits
        code = pack([np.array([number], dtype=np.int64) for number in numbers], 1, bits)
        known = self._rows.codes(bits)
        return int(np.searchsorted(known, code)[0]) if member(code, known)[0] else None

    def _row(self, index: int, values: tuple[Value, ...]) -> Row:
        del index
        return Row(values, CERTAIN)


class TaggedAnswer(Answer):
    """Rows with tags, weighed when first read."""

    def __init__(
        self, query: Query, rows: Run, fixpoint: Fixpoint, tags: Sequence[Any], provenance: Provenance[Any]
    ) -> None:
        super().__init__(query, rows, fixpoint)
        self._tags, self._provenance = tags, provenance
        self._weighed: dict[int, Weighed] = {}

    def _row(self, index: int, values: tuple[Value, ...]) -> Row:
        if index not in self._weighed:
            self._weighed[index] = self._provenance.weigh(self._tags[index])
        return Row(values, self._weighed[index], self._tags[index])


@dataclass(frozen=True)
class Answers:
    """The answers to all queries, in their order."""

    answers: tuple[Answer, ...]
    facts: tuple[InputFact, ...]
    """By number: the program's, then, with provenance, one for each choice of a probabilistic rule."""
    provenance: str
    _redo: Callable[[], Grounding]

    def __len__(self) -> int:
        return len(self.answers)

    def __iter__(self) -> Iterator[Answer]:
        return iter(self.answers)

    def __getitem__(self, index: int) -> Answer:
        return self.answers[index]

    @cached_property
    def grounding(self) -> Grounding:
        """The ground program behind the answers."""
        return self._redo()

    def explain(self, query: int, values: tuple[Value, ...], proof: Iterable[int] | None = None) -> Derivation:
        """How a tuple follows, as a tree of rules down to facts.

        Args:
            query: position of a query that the tuple answers.
            values: all arguments of the query's atom.
            proof: numbers of the facts that hold, as `Weighed.proofs` has them (negative ones do not hold); facts that
                are certain always hold. None: all facts hold.

        Raises:
            LogicError: the tuple does not follow from these facts.
        """
        answer = self.answers[query]
        at = answer._at(values)  # noqa: SLF001 -- of this module
        if at is None:
            given = atom_text(answer.query.atom.relation, values)[:SHOWN]
            raise LogicError(f"{given} does not answer {answer.query.place.text}; there is nothing to explain")
        return derive(self.grounding, self.grounding.answers[query][at], proof)


def solve(
    program: Program,
    provenance: Provenance[Any] | str | None = None,
    *,
    queries: Iterable[Query | str] | None = None,
    foreign: Foreign | None = None,
    limits: Limits | None = None,
) -> Answers:
    """Answer a program's queries.

    Args:
        program: with all its facts.
        provenance: how derivations are tagged, or the name of a way; none, or a discrete one: sets of tuples, for which
            every fact of a probability above 0 holds and every rule with a probability applies.
        queries: asked in place of the program's own, such as `path(a, X)`.
        foreign: functions that the program calls as `$name(...)`. They must be pure; one that returns None says that
            the rule does not apply.
        limits: beyond which solving is given up.

    Raises:
        LogicError: the program cannot be used, or goes beyond the limits; names the line and the rule.
    """
    limits, foreign = limits or Limits(), dict(foreign or {})
    asked = [parse_query(q) if isinstance(q, str) else q for q in (program.queries if queries is None else queries)]
    program = replace(program, queries=tuple(asked))
    types = _checked(program, foreign)
    algebra = _named(provenance)
    if algebra is None or algebra.discrete:
        return _discrete(program, types, foreign, limits)
    ground, fixpoint = _ground(program, types, foreign, limits)
    tags = Tagging(ground, algebra).run()
    answers = tuple(_tagged(ground, fixpoint, index, tags, algebra) for index in range(len(asked)))
    return Answers(answers, tuple(ground.facts), algebra.name, lambda: ground)


def ground(
    program: Program,
    *,
    queries: Iterable[Query | str] | None = None,
    foreign: Foreign | None = None,
    limits: Limits | None = None,
) -> Grounding:
    """The instances of rules that the queries rest on, before any provenance; arguments and errors as in `solve`."""
    asked = [parse_query(q) if isinstance(q, str) else q for q in (program.queries if queries is None else queries)]
    program = replace(program, queries=tuple(asked))
    return _ground(program, _checked(program, foreign or {}), foreign or {}, limits or Limits())[0]


def _checked(program: Program, foreign: Foreign) -> Types:
    if not program.queries:
        raise LogicError("the program asks nothing; add a query such as ?- path(a, X).")
    types = check(program, foreign)
    check_known(program, program.queries)
    check_foreign(program, foreign)
    return types


def _named(provenance: Provenance[Any] | str | None) -> Provenance[Any] | None:
    if not isinstance(provenance, str):
        return copy(provenance)  # answers are weighed later: another program must not change what this one knows
    from benchwright.logic.provenances import provenance as find

    return find(provenance)


def _discrete(program: Program, types: Types, foreign: Foreign, limits: Limits) -> Answers:
    fixpoint = fixpoint_of(program, types, foreign, limits, chances=False)
    answers = []
    for query in program.queries:
        run = fixpoint.possible[query.atom.relation].whole(fixpoint.domain.bits)
        answers.append(Answer(query, _picked(run, matching(query, run, fixpoint)), fixpoint))

    def redo() -> Grounding:
        return cut(program, _listed(program, fixpoint, limits), program.queries)

    return Answers(tuple(answers), program.facts, "boolean", redo)


def _listed(program: Program, fixpoint: Fixpoint, limits: Limits) -> Grounder:
    grounder = Grounder(program, fixpoint, limits)
    grounder.run()
    return grounder


def _ground(program: Program, types: Types, foreign: Foreign, limits: Limits) -> tuple[Grounding, Fixpoint]:
    fixpoint = fixpoint_of(program, types, foreign, limits, chances=True)
    return cut(program, _listed(program, fixpoint, limits), program.queries), fixpoint


def _picked(run: Run, rows: Any) -> Run:  # Any: an array of row numbers
    return run if len(rows) == run.rows else Run([column[rows] for column in run.columns], len(rows))


def _tagged(
    ground: Grounding, fixpoint: Fixpoint, index: int, tags: Mapping[int, Any], algebra: Provenance[Any]
) -> TaggedAnswer:
    query, nodes = ground.program.queries[index], ground.answers[index]
    kept = [at for at, node in enumerate(nodes) if node in tags]
    run = fixpoint.possible[query.atom.relation].whole(fixpoint.domain.bits)
    rows = matching(query, run, fixpoint)[kept]
    ground.answers[index] = [nodes[at] for at in kept]
    return TaggedAnswer(query, _picked(run, rows), fixpoint, [tags[nodes[at]] for at in kept], algebra)

"""A program compiled once, to be evaluated for many sets of probabilities at a time.

The program runs symbolically; each answer becomes the root of a decision diagram, and all diagrams together are laid
out level by level, so that a level is one gather, one product and one scatter over a whole batch. `differentiable`
evaluates that with torch, and so trains what gives the facts their probabilities; here it is plain numpy.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from benchwright.errors import InputError, LogicError
from benchwright.logic._bdd import TooLargeError
from benchwright.logic._wmc import Diagram
from benchwright.logic.provenance import Weighed
from benchwright.logic.provenances._compile import Compiler
from benchwright.logic.provenances._derivations import Recorder, Tag, read

if TYPE_CHECKING:
    from benchwright.logic.language import Program

Ints = np.ndarray[Any, np.dtype[np.int64]]
EDGE = 1e-9
"""Far enough from 0 and 1 that the engine takes nothing for impossible or certain."""
Floats = np.ndarray[Any, np.dtype[np.float64]]


class Symbolic(Recorder):
    """Records derivations and weighs nothing."""

    name = "symbolic"

    def weigh(self, tag: Tag) -> Weighed:  # noqa: ARG002 - of the protocol
        """Nothing is known."""
        return Weighed(0.0, 0.0, 1.0, exact=False, notes=("compiled: probabilities come with each evaluation",))


@dataclass(frozen=True)
class Level:
    """Nodes whose children all lie in earlier levels; value = sum over its terms of weight x child."""

    size: int
    """How many nodes."""
    terms: tuple[Ints, Ints, Ints]
    """Per term: the node (counted from 0 within the level), the column of its weight, the child (of all nodes)."""


@dataclass(frozen=True)
class Circuits:
    """Answers as functions of the facts' probabilities."""

    answers: tuple[tuple[Any, ...], ...]
    """(query's relation, values...) of each answer, in the order of the columns of the result."""
    facts: tuple[int, ...]
    """Numbers of the facts that are probabilistic, in the order of the columns of `forward`'s argument; the facts of a
    program are numbered in order of its text."""
    defaults: tuple[float, ...]
    """The program's own probabilities, in that order."""
    variables: tuple[tuple[int, ...], ...]
    """Columns that exclude one another; weights are laid out as all facts, then `none` of each of these."""
    levels: tuple[Level, ...]
    roots: tuple[int, ...]
    """The node of each answer; node 0 is false, 1 true, then level after level."""

    @property
    def nodes(self) -> int:
        """How many nodes there are, true and false among them."""
        return 2 + sum(level.size for level in self.levels)

    def checked(self, shape: Sequence[int]) -> None:
        """Refuse probabilities of another shape than (batch, facts).

        Raises:
            InputError: the shape is another.
        """
        if len(shape) != 2 or shape[1] != len(self.facts):
            raise InputError(f"probabilities of shape {tuple(shape)}; give (batch, {len(self.facts)}), a column a fact")

    def evaluate(self, probabilities: Floats) -> Floats:
        """The probability of every answer.

        Args:
            probabilities: (batch, facts).

        Returns:
            (batch, answers).

        Raises:
            InputError: the shape is another.
        """
        self.checked(probabilities.shape)
        rows = np.asarray(probabilities, dtype=float).T
        spare = [1.0 - rows[list(columns)].sum(axis=0) for columns in self.variables]
        weights = np.concatenate([rows, np.array(spare).reshape(len(spare), rows.shape[1])])
        values = np.zeros((self.nodes, rows.shape[1]))
        values[1] = 1.0
        at = 2
        for level in self.levels:
            place, weight, child = level.terms
            np.add.at(values, at + place, weights[weight] * values[child])
            at += level.size
        return np.asarray(values[list(self.roots)].T)


def compile_program(program: Program, *, max_nodes: int = 1_000_000) -> Circuits:
    """Turn a program's queries into circuits.

    Args:
        program: with its queries; every fact with a probability becomes an input, whatever the probability is.
        max_nodes: how many nodes all answers' diagrams may have.

    Raises:
        LogicError: the program cannot be used, asks nothing, or takes more than `max_nodes`.
    """
    from benchwright.logic.engine import solve

    recorder = Symbolic()
    solved = solve(opened(program), provenance=recorder)
    rows = [(answer.query.atom.relation, row) for answer in solved.answers for row in answer]
    if not rows:
        raise LogicError("no query of the program has an answer, so there is nothing to compile; check facts and rules")
    inputs = [fact for fact in solved.facts if fact.probability is not None]
    groups = {fact.number: fact.exclusive for fact in inputs if fact.exclusive is not None}
    try:
        ground = read([row.tag for _, row in rows], groups)
        diagram = Compiler(ground, groups, max_nodes=max_nodes).goals()
    except TooLargeError as error:
        raise LogicError(
            f"the program takes more than {max_nodes} nodes; ask less at once, or raise max_nodes"
        ) from error
    columns = {fact.number: i for i, fact in enumerate(inputs)}
    stated = {fact.number: fact.probability for fact in program.facts}
    levels, roots = _levels(diagram, columns)
    return Circuits(
        answers=tuple((relation, *row.values) for relation, row in rows),
        facts=tuple(columns),
        defaults=tuple(float(stated.get(fact.number, fact.probability) or 0.0) for fact in inputs),
        variables=tuple(tuple(columns[fact] for fact in facts) for facts in diagram.variables),
        levels=levels,
        roots=roots,
    )


def opened(program: Program, numbers: Collection[int] | None = None) -> Program:
    """The program with probabilities of 0 and 1 moved off the edge, so that no derivation is left out for them.

    Args:
        program: any.
        numbers: of the facts whose probabilities will be others; none: of all.
    """
    moved = {0.0: EDGE, 1.0: 1.0 - EDGE}
    return replace(program, facts=tuple(
        replace(fact, probability=moved[fact.probability])
        if fact.probability in moved and (numbers is None or fact.number in numbers) else fact
        for fact in program.facts
    ))  # fmt: skip


def _levels(diagram: Diagram, columns: dict[int, int]) -> tuple[tuple[Level, ...], tuple[int, ...]]:
    """The nodes by height, renumbered so that levels lie one after another; and the roots' new numbers."""
    heights = [0, 0]
    for _, children in diagram.nodes:
        heights.append(1 + max(heights[child] for child in children))
    order = sorted(range(2, len(heights)), key=lambda node: heights[node])
    place = {0: 0, 1: 1, **{node: i + 2 for i, node in enumerate(order)}}
    levels, at = [], 0
    while at < len(order):
        end = at
        while end < len(order) and heights[order[end]] == heights[order[at]]:
            end += 1
        levels.append(_level(diagram, order[at:end], columns, place))
        at = end
    return tuple(levels), tuple(place[root] for root in diagram.roots)


def _level(diagram: Diagram, nodes: Sequence[int], columns: dict[int, int], place: dict[int, int]) -> Level:
    terms = []
    for i, node in enumerate(nodes):
        variable, children = diagram.nodes[node - 2]
        weights = [len(columns) + variable, *(columns[fact] for fact in diagram.variables[variable])]
        terms += [(i, weight, place[child]) for weight, child in zip(weights, children, strict=True) if child]
    table = np.array(terms, dtype=np.int64).reshape(len(terms), 3)
    return Level(len(nodes), (table[:, 0], table[:, 1], table[:, 2]))

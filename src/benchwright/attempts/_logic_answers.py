"""From rules and facts to an answer with its probability, its proof, and the fact whose error would change it.

    rules + facts ─► solve (exact; bounds above a cap) ─► tuples with probabilities ─► the answer ─► proof, flips

A single answer is the most probable tuple; of several answers each tuple counts that is likely enough. A probability is
linear in that of any one fact, so the point at which a fact's doubt changes the answer lies on straight lines: between
the state as it is and the one in which the fact is false (or, where the proof needs it not to hold, true). Gradients
give the far ends where they are exact; where they are not, and of certain facts, the program is solved again. Whatever
is found is confirmed by solving it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from benchwright.attempts._logic_facts import Read
from benchwright.attempts._logic_rules import LIMITS, Rules
from benchwright.errors import LogicError
from benchwright.logic import Answers, Derivation, Row, Weighed, solve
from benchwright.logic.language import Value, Var
from benchwright.logic.provenances import provenance

Values = tuple[Value, ...]
Chances = Mapping[Values, float]
NODES = 50_000
"""Nodes of a decision diagram, beyond which a probability has bounds."""
RESOLVED = 40
"""Facts of a proof that are looked at, and how often a program is solved again for them."""
_EPSILON = 1e-12
_HALVINGS = 50


@dataclass(frozen=True)
class Choice:
    """How an answer is chosen from tuples."""

    several: bool = False
    threshold: float = 0.5
    """Of several answers, each counts whose probability reaches it."""

    def of(self, chances: Chances) -> tuple[Values, ...]:
        """The answer: tuples, the most probable first; none where nothing can be derived."""
        possible = [values for values, chance in chances.items() if chance > _EPSILON]
        ordered = sorted(possible, key=lambda values: (-round(chances[values], 12), tuple(map(repr, values))))
        if self.several:
            return tuple(values for values in ordered if chances[values] >= self.threshold - _EPSILON)
        return tuple(ordered[:1])


@dataclass(frozen=True)
class Flip:
    """A fact whose error would change the answer."""

    fact: int
    """Its number among the facts that were read."""
    margin: float
    """By how much its probability would have to move."""
    to: tuple[Values, ...]
    """The answer were it wrong; empty: not stated."""
    chance: float
    """Probability of that answer then; the least likely tuple's where there are several."""


@dataclass(frozen=True)
class Solved:
    """What follows from rules and facts."""

    rules: Rules
    facts: tuple[Read, ...]
    choice: Choice
    answers: Answers
    rows: Mapping[Values, Row]

    @cached_property
    def chances(self) -> dict[Values, float]:
        """Probability of each tuple."""
        return {values: row.weighed.probability for values, row in self.rows.items()}

    @cached_property
    def chosen(self) -> tuple[Values, ...]:
        """The answer, as whole tuples of the query's atom."""
        return self.choice.of(self.chances)

    @property
    def weighed(self) -> Weighed | None:
        """Of the answer; of several tuples, the least likely one's."""
        return self.rows[self.chosen[-1]].weighed if self.chosen else None

    def answer(self, values: Values) -> list[Value]:
        """What the query asked for of a tuple; of a query without variables, that it is so."""
        args = self.rules.program.queries[0].atom.args
        free = [value for value, arg in zip(values, args, strict=True) if isinstance(arg, Var)]
        return free or [True]

    def tree(self, values: Values) -> Derivation:
        """How a tuple follows by its most probable proof."""
        proofs = self.rows[values].weighed.proofs
        return self.answers.explain(0, values, proofs[0] if proofs else None)

    def number(self, fact: int) -> int | None:
        """Of a fact of the program, its number among those that were read; none for a fact or choice of the rules."""
        at = fact - len(self.rules.program.facts)
        return at if 0 <= at < len(self.facts) else None

    @cached_property
    def used(self) -> dict[int, bool]:
        """Facts that the answer's proofs rest on, by number: whether they must hold."""
        found: dict[int, bool] = {}
        for values in self.chosen:
            for part in self.tree(values).facts():
                if (number := self.number(part.number)) is not None:
                    found[number] = True
            for literal in (self.rows[values].weighed.proofs or ((),))[0]:
                if literal < 0 and (number := self.number(-1 - literal)) is not None:
                    found.setdefault(number, False)
        return found


def weigh(rules: Rules, facts: Sequence[Read], choice: Choice) -> Solved:
    """Solve the question.

    Raises:
        LogicError: the program goes beyond its limits, or its types clash.
    """
    program = rules.program.with_facts(fact.given(number) for number, fact in enumerate(facts))
    found = solve(program, provenance("exact", proofs=1, max_nodes=NODES), limits=LIMITS)
    rows = {row.values: row for row in found[0]}
    return Solved(rules, tuple(facts), choice, found, rows)


def flips(solved: Solved) -> list[Flip]:
    """Facts of the proof whose error would change the answer, the least sure of them first."""
    found = [flip for fact, holds in list(solved.used.items())[:RESOLVED] if (flip := _flip(solved, fact, holds))]
    return sorted(found, key=lambda flip: (flip.margin, flip.fact))


def _flip(solved: Solved, fact: int, holds: bool) -> Flip | None:  # noqa: FBT001 - a state, not a switch
    read = solved.facts[fact]
    start, end = read.probability, 0.0 if holds else 1.0
    by_slope = _by_gradient(solved, fact, end - start)
    if by_slope is not None and solved.choice.of(by_slope) == solved.chosen:
        return None
    far = _again(solved, fact, end)
    if far is None:
        return None
    to = solved.choice.of(far)
    if to == solved.chosen:
        return None
    return Flip(fact, abs(end - start) * _crossing(solved, far), to, min((far[values] for values in to), default=0.0))


def _by_gradient(solved: Solved, fact: int, step: float) -> dict[Values, float] | None:
    """Probabilities with the fact at its far end, where every gradient is exact and knows the fact."""
    number = len(solved.rules.program.facts) + fact
    if solved.facts[fact].given(fact).probability is None:
        return None
    found = {}
    for values, row in solved.rows.items():
        if not row.weighed.exact or row.weighed.gradient is None:
            return None
        found[values] = row.weighed.probability + step * row.weighed.gradient.get(number, 0.0)
    return found


def _again(solved: Solved, fact: int, end: float) -> dict[Values, float] | None:
    """Probabilities with the fact false, or true and its rivals false; none where that cannot be solved."""
    try:
        return weigh(solved.rules, list(_moved(solved.facts, fact, end)), solved.choice).chances
    except LogicError:
        return None


def _moved(facts: Sequence[Read], fact: int, end: float) -> Iterator[Read]:
    group = facts[fact].exclusive
    for number, read in enumerate(facts):
        if number == fact:
            yield replace(read, probability=end)
        elif end == 1.0 and group is not None and read.exclusive == group:
            yield replace(read, probability=0.0)
        else:
            yield read


def _crossing(solved: Solved, far: Chances) -> float:
    """How far on the way to the far end the answer changes, 0 to 1."""
    near = solved.chances
    every = near.keys() | far.keys()
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        mixed = {v: (1 - middle) * near.get(v, 0.0) + middle * far.get(v, 0.0) for v in every}
        low, high = (middle, high) if solved.choice.of(mixed) == solved.chosen else (low, middle)
    return high

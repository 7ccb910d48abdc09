"""Exact probabilities: weighted model counting over decision diagrams, and honest bounds where they grow too large."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from benchwright.errors import LogicError
from benchwright.logic._bdd import TooLargeError, deep
from benchwright.logic._wmc import Diagram, gradient, values
from benchwright.logic.provenance import Weighed
from benchwright.logic.provenances._bounds import bounds
from benchwright.logic.provenances._compile import Compiler
from benchwright.logic.provenances._derivations import Ground, Recorder, Tag, read
from benchwright.logic.provenances._network import Network, chance, network, reduced, spread
from benchwright.logic.provenances._proofs import Cutter, Odds
from benchwright.logic.provenances._reach import Reach
from benchwright.logic.provenances._stages import Stages

FEW = 12
"""Facts from which on it is worth asking whether a program is a network."""
NUMBERS = 40
"""Numbers in a table that take about as long as a node of a diagram."""
SHARES = ((1 / 4, 1 / 16), (1.0, 1.0))
"""Of the cap, for tables and for diagrams: each is first tried on a part, for where one is slow the other is quick."""


class Slopes(Mapping[int, float]):
    """The gradient of an answer, computed when it is first looked at."""

    def __init__(self, make: Callable[[], dict[int, float]]) -> None:
        self._make = make
        self._slopes: dict[int, float] | None = None

    def _known(self) -> dict[int, float]:
        if self._slopes is None:
            self._slopes = self._make()
        return self._slopes

    def __getitem__(self, fact: int) -> float:
        return self._known()[fact]

    def __iter__(self) -> Iterator[int]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def __repr__(self) -> str:
        return repr(self._known())


class Exact(Recorder):
    """Exact probabilities under a cap.

    Args:
        max_nodes: how many nodes an answer's diagram may have; beyond, the answer has bounds.
        strict: raise in place of bounds.
        proofs: how many of an answer's proofs to report with it, the most probable ones; 0 for none.
        cases: how many cases the bounds may look at.

    Raises:
        LogicError: a setting is out of range.
    """

    name = "exact"

    def __init__(self, *, max_nodes: int = 200_000, strict: bool = False, proofs: int = 0, cases: int = 2_000) -> None:
        super().__init__()
        if max_nodes < 3 or proofs < 0 or cases < 1:
            given = f"max_nodes={max_nodes}, proofs={proofs}, cases={cases}"
            raise LogicError(f"{given}; give at least 3 nodes, 0 proofs and 1 case")
        self.max_nodes, self.strict, self.proofs, self.cases = max_nodes, strict, proofs, cases

    def weigh(self, tag: Tag) -> Weighed:
        """The probability, with its gradient; above the cap bounds, and their middle as the probability.

        Raises:
            LogicError: it takes more than `max_nodes`, and `strict` was asked for.
        """
        ground = read([tag], self.groups)
        proofs = self._proofs(ground) if self.proofs else None
        try:
            probability, slopes = self._counted(ground)
        except TooLargeError as error:
            return self._bounded(ground, proofs, error)
        probability = min(1.0, max(0.0, probability))
        return Weighed(probability, probability, probability, gradient=Slopes(slopes), proofs=proofs)

    def _counted(self, ground: Ground) -> tuple[float, Callable[[], dict[int, float]]]:
        """The probability, and how to have its gradient.

        Raises:
            TooLargeError: it takes more than `max_nodes`.
        """
        probabilities = dict(self.probabilities)
        net = network(ground, self.groups) if len(ground.facts()) >= FEW else None
        if net is None:
            return _weighted(Compiler(ground, self.groups, max_nodes=self.max_nodes).goals(), probabilities)
        net = reduced(net)
        for tables, diagrams in SHARES:
            with suppress(TooLargeError):
                return _stages(net, probabilities, int(tables * NUMBERS * self.max_nodes))
            with suppress(TooLargeError):
                return _weighted(Reach(net, max_nodes=int(diagrams * self.max_nodes)).diagram(), probabilities)
        raise TooLargeError

    def _proofs(self, ground: Ground) -> tuple[frozenset[int], ...]:
        return Cutter(Odds(self.probabilities, self.groups), self.proofs).solve(ground)[0].kept

    def _bounded(self, ground: Ground, proofs: tuple[frozenset[int], ...] | None, error: Exception) -> Weighed:
        message = f"the exact probability takes more than {self.max_nodes} nodes"
        if self.strict:
            raise LogicError(f"{message}; raise max_nodes, or leave strict out to have bounds") from error
        low, high = bounds(ground, self.probabilities, self.groups, cases=self.cases)
        note = f"{message}: bounds from the most probable cases, and their middle"
        return Weighed((low + high) / 2, low, high, proofs=proofs, exact=False, notes=(note,))


def _weighted(diagram: Diagram, probabilities: Mapping[int, float]) -> tuple[float, Callable[[], dict[int, float]]]:
    found, root = values(diagram, probabilities), diagram.roots[0]
    return found[root], lambda: gradient(diagram, probabilities, found, root)


def _stages(
    net: Network, probabilities: Mapping[int, float], most: int
) -> tuple[float, Callable[[], dict[int, float]]]:
    with deep(2 * len(probabilities)):  # formulas may nest as deep as there are facts
        odds = {edge: chance(formula, probabilities) for edge, formula in net.edges.items()}
    counted = Stages(net, odds, most=most)

    def slopes() -> dict[int, float]:
        found: dict[int, float] = {}
        with deep(2 * len(probabilities)):
            for edge, slope in counted.slopes().items():
                spread(net.edges[edge], probabilities, slope, found)
        return found

    return counted.probability, slopes

"""Weighted model counting: how probable a decision diagram is, and how that depends on every fact.

A diagram's value is a sum of products of weights, evaluated bottom-up in one sweep; the sweep back gives all
derivatives at once. Where a fact belongs to a set of exclusive facts, its derivative is taken with the other members'
probabilities held fixed, so that what it gains is taken from `none of them`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchwright.logic._bdd import FALSE, Manager


@dataclass(frozen=True)
class Diagram:
    """A decision diagram on its own: nodes 0 and 1 are false and true, node i + 2 is the i-th entry."""

    variables: tuple[tuple[int, ...], ...]
    """The facts of each variable, which exclude one another."""
    nodes: tuple[tuple[int, tuple[int, ...]], ...]
    """(variable, children): first the child where none of its facts holds; children come before parents."""
    roots: tuple[int, ...]

    @property
    def facts(self) -> frozenset[int]:
        """Facts that some node looks at."""
        return frozenset(fact for variable, _ in self.nodes for fact in self.variables[variable])


def extract(manager: Manager, roots: Sequence[int]) -> Diagram:
    """The part of a manager's nodes that the roots reach."""
    seen, todo = {0, 1}, list(roots)
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += manager.children[node]
    kept = sorted(seen)
    place = {node: i for i, node in enumerate(kept)}
    nodes = tuple((manager.levels[node], tuple(place[child] for child in manager.children[node])) for node in kept[2:])
    return Diagram(manager.variables, nodes, tuple(place[root] for root in roots))


def weights(variables: Iterable[tuple[int, ...]], probabilities: Mapping[int, float]) -> list[tuple[float, ...]]:
    """Per variable: the weight of `none`, then of each fact."""
    rows = (tuple(probabilities[fact] for fact in facts) for facts in variables)
    return [(max(0.0, 1.0 - sum(row)), *row) for row in rows]


def values(diagram: Diagram, probabilities: Mapping[int, float]) -> list[float]:
    """The probability of every node, in the numbering of the diagram."""
    found = [0.0, 1.0]
    table = weights(diagram.variables, probabilities)
    for variable, children in diagram.nodes:
        row = table[variable]
        if len(row) == 2:
            found.append(row[0] * found[children[0]] + row[1] * found[children[1]])
        else:
            found.append(sum(weight * found[child] for weight, child in zip(row, children, strict=True)))
    return found


def gradient(
    diagram: Diagram, probabilities: Mapping[int, float], found: Sequence[float], root: int
) -> dict[int, float]:
    """Derivatives of the value of `root` by the probability of each fact that it depends on.

    Args:
        diagram: the diagram.
        probabilities: of its facts.
        found: what `values` gave.
        root: a node.
    """
    table = weights(diagram.variables, probabilities)
    flow = [0.0] * len(found)
    flow[root] = 1.0
    slopes: dict[int, float] = {}
    for node in range(root, 1, -1):
        passing = flow[node]
        if passing == 0.0:
            continue
        variable, children = diagram.nodes[node - 2]
        row, base = table[variable], found[children[0]]
        flow[children[0]] += passing * row[0]
        for fact, weight, child in zip(diagram.variables[variable], row[1:], children[1:], strict=True):
            flow[child] += passing * weight
            slopes[fact] = slopes.get(fact, 0.0) + passing * (found[child] - base)
    return slopes


Proof = frozenset[int]
"""Facts by number; a negated fact as -1 - number."""


def conjunction(manager: Manager, proof: Iterable[int]) -> int:
    """The diagram of a proof."""
    literals = (manager.fact(number) if number >= 0 else manager.negate(manager.fact(-1 - number)) for number in proof)
    return manager.every(literals)


def disjunction(manager: Manager, proofs: Iterable[Proof]) -> int:
    """The diagram of `at least one of the proofs`."""
    whole = FALSE
    for proof in proofs:
        whole = manager.either(whole, conjunction(manager, proof))
    return whole

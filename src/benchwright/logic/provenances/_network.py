"""Ground programs that are networks: every body has at most one atom, and no fact is at work in two places.

Such a program asks whether a target can be reached from `true` over edges that hold with some probability: paths,
inheritance, spreading. Edges that lie on no simple path are cut away and chains are joined, so that less is left to
count (`_reach`). An edge may be one fact in both directions: once one end is reached, only the other can matter.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchwright.logic.provenances._derivations import Ground

SOURCE = -1
Formula = int | tuple[str, tuple["Formula", ...]]
"""A fact, or `all` or `any` of formulas; no fact twice."""
Edges = dict[tuple[int, int], Formula]


@dataclass(frozen=True)
class Network:
    """Edges (from, to) with what they hang on; the target is reached from `SOURCE`, or not."""

    edges: Edges
    target: int

    def reverse(self) -> Network:
        """The same question asked backwards."""
        swap = {SOURCE: self.target, self.target: SOURCE}
        edges = {(swap.get(v, v), swap.get(u, u)): formula for (u, v), formula in self.edges.items()}
        return Network(edges, self.target)


def network(ground: Ground, groups: Mapping[int, int]) -> Network | None:
    """A ground program as a network; none where it is not one."""
    ways: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    for atom, bodies in enumerate(ground.atoms):
        for body in bodies:
            if len(body.atoms) > 1 or min((*body.atoms, *body.facts), default=0) < 0:
                return None
            ways.setdefault((body.atoms[0] if body.atoms else SOURCE, atom), []).append(body.facts)
    if _shares(ways, groups):
        return None
    return Network({edge: _any([("all", facts) for facts in found]) for edge, found in ways.items()}, ground.goals[0])


def _shares(ways: Mapping[tuple[int, int], list[tuple[int, ...]]], groups: Mapping[int, int]) -> bool:
    """Whether a fact, or an exclusive set, is at work in two places that can both matter."""
    homes: dict[tuple[bool, int], tuple[int, int]] = {}
    twice: set[tuple[bool, int]] = set()
    for (tail, head), found in ways.items():
        for fact in (fact for facts in found for fact in facts):
            key = (fact in groups, groups.get(fact, fact))
            if key in homes and (key[0] or key in twice or homes[key] != (head, tail)):
                return True
            if key in homes:
                twice.add(key)
            homes[key] = (tail, head)
    return False


def _any(formulas: Sequence[Formula]) -> Formula:
    return formulas[0] if len(formulas) == 1 else ("any", tuple(formulas))


def _both(left: Formula, right: Formula) -> Formula:
    """`all` of two; a long chain is one flat `all`."""
    parts = (one[1] if isinstance(one, tuple) and one[0] == "all" else (one,) for one in (left, right))
    return "all", tuple(part for found in parts for part in found)


def reduced(net: Network) -> Network:
    """The same question over fewer edges."""
    edges = {(u, v): formula for (u, v), formula in net.edges.items() if v != SOURCE and u not in {net.target, v}}
    while True:
        before = len(edges)
        edges = _joined(_pruned(edges, net.target), net.target)
        if len(edges) == before:
            return Network(edges, net.target)


def _pruned(edges: Edges, target: int) -> Edges:
    """Without edges that lie on no way to the target, or lead back to where every such way has been before."""
    down, up = neighbours(edges), neighbours((v, u) for u, v in edges)
    before, after = dominators(down, up, SOURCE), dominators(up, down, target)
    return {
        (u, v): formula
        for (u, v), formula in edges.items()
        if u in before and v in after and v not in before[u] and u not in after[v]
    }


def neighbours(edges: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Where one gets from each node."""
    found: dict[int, list[int]] = {}
    for u, v in edges:
        found.setdefault(u, []).append(v)
    return found


def dominators(down: Mapping[int, list[int]], up: Mapping[int, list[int]], root: int) -> dict[int, set[int]]:
    """Per node that the root reaches: the nodes that lie on every way to it, itself among them."""
    order, found = [root], {root: {root}}
    for node in order:
        for other in down.get(node, ()):
            if other not in found:
                found[other] = found[node] | {other}
                order.append(other)
    changed = True
    while changed:
        changed = False
        for node in order[1:]:
            ways = [found[other] for other in up[node] if other in found]
            every = set.intersection(*ways) | {node}
            if every != found[node]:
                found[node] = every
                changed = True
    return found


def _joined(edges: Edges, target: int) -> Edges:
    """Nodes with one way in and one way out give way to one edge."""
    edges = dict(edges)
    down, up = neighbours(edges), neighbours((v, u) for u, v in edges)
    for node in list(up):
        if node == target or len(up[node]) != 1 or len(down.get(node, ())) != 1:
            continue
        (tail,), (head,) = up[node], down[node]
        if tail == head:
            continue
        chain = _both(edges.pop((tail, node)), edges.pop((node, head)))
        down[tail].remove(node)
        up[head].remove(node)
        if (tail, head) in edges:
            edges[tail, head] = ("any", (edges[tail, head], chain))
        else:
            edges[tail, head] = chain
            down[tail].append(head)
            up[head].append(tail)
    return edges


def chance(formula: Formula, probabilities: Mapping[int, float]) -> float:
    """How probable a formula is: its parts are independent."""
    if isinstance(formula, int):
        return probabilities[formula]
    kind, parts = formula
    if kind == "all":
        return math.prod([chance(part, probabilities) for part in parts])
    return 1.0 - math.prod([1.0 - chance(part, probabilities) for part in parts])


def spread(formula: Formula, probabilities: Mapping[int, float], slope: float, slopes: dict[int, float]) -> None:
    """Add to `slopes` what a derivative by the formula's probability is by that of each of its facts."""
    if isinstance(formula, int):
        slopes[formula] = slopes.get(formula, 0.0) + slope
        return
    kind, parts = formula
    each = [chance(part, probabilities) for part in parts]
    if kind == "any":
        each = [1.0 - value for value in each]
    for i, part in enumerate(parts):
        spread(part, probabilities, slope * math.prod(each[:i] + each[i + 1 :]), slopes)

"""The decision diagram of a network: whether its target can be reached.

What matters of a world so far is which nodes were reached and not yet left, and which were not reached: two integers.
The first of the former is left edge by edge; nodes that can no longer matter are forgotten, so that many histories meet
in one state. Where every way leads through one node, what lies behind it is counted once. (The factoring method for
network reliability with memory; frontier-based search, Sekine and Imai 1995.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from benchwright.logic._bdd import FALSE, TRUE, TooLargeError, deep
from benchwright.logic._wmc import Diagram
from benchwright.logic.provenances._network import SOURCE, Formula, Network, neighbours


def distances(edges: Mapping[int, list[int]], root: int) -> dict[int, int]:
    """Steps from the root."""
    found, todo = {root: 0}, deque([root])
    while todo:
        node = todo.popleft()
        for other in edges.get(node, ()):
            if other not in found:
                found[other] = found[node] + 1
                todo.append(other)
    return found


class Reach:
    """Counts the worlds of one network.

    Args:
        net: a reduced network.
        max_nodes: how many nodes its diagram may have.
    """

    def __init__(self, net: Network, *, max_nodes: int) -> None:
        self.max_nodes = max_nodes
        near = distances(neighbours(net.edges), SOURCE)
        far = distances(neighbours((v, u) for u, v in net.edges), net.target)
        near.setdefault(net.target, len(near))  # where it cannot be reached, there are no edges
        far.setdefault(SOURCE, len(far))
        order = sorted(near, key=lambda node: (near[node] - far[node], node))
        place = {node: 1 << i for i, node in enumerate(order)}
        self.succ = dict.fromkeys(place.values(), 0)
        self.pred = dict.fromkeys(place.values(), 0)
        self.formulas: dict[int, Formula] = {}
        for (u, v), formula in net.edges.items():
            self.succ[place[u]] |= place[v]
            self.pred[place[v]] |= place[u]
            self.formulas[place[u] | place[v] << len(order)] = formula
        self.shift = len(order)
        self.target = place[net.target]
        self.first = (place[SOURCE], (1 << len(order)) - 1 - place[SOURCE])
        self.facts: dict[int, int] = {}
        self.nodes: list[tuple[int, tuple[int, ...]]] = []
        self._raw: dict[tuple[int, int], int] = {}
        self._known: dict[tuple[int, int], int] = {}
        self._back: dict[int, int] = {}

    def diagram(self) -> Diagram:
        """Whether the target is reached.

        Raises:
            TooLargeError: it takes more than `max_nodes`.
        """
        with deep(3 * len(self.formulas) + 3 * self.shift):
            root = self._state(*self.first)
        return Diagram(tuple((fact,) for fact in self.facts), tuple(self.nodes), (root,))

    def _node(self, fact: int, low: int, high: int) -> int:
        if low == high:
            return low
        if len(self.nodes) >= self.max_nodes:
            raise TooLargeError
        variable = self.facts.setdefault(fact, len(self.facts))
        self.nodes.append((variable, (low, high)))
        return len(self.nodes) + 1

    def _edge(self, formula: Formula, low: int, high: int) -> int:
        """Where the formula holds `high`, elsewhere `low`."""
        if isinstance(formula, int):
            return self._node(formula, low, high)
        kind, parts = formula
        for part in reversed(parts):
            if kind == "all":
                high = self._edge(part, low, high)
            else:
                low = self._edge(part, low, high)
        return high if kind == "all" else low

    def _state(self, held: int, open_: int) -> int:
        """The node of: these are reached and not yet left, those are not reached."""
        found = self._raw.get((held, open_))
        if found is None:
            key = self._relevant(held, open_)
            found = self._known.get(key)
            if found is None:
                held_, rest = key
                bit = held_ & -held_
                found = self._leave(bit, self.succ[bit] & rest, held_ ^ bit, rest) if held_ else FALSE
                self._known[key] = found
            self._raw[held, open_] = found
        return found

    def _leave(self, node: int, heads: int, held: int, open_: int) -> int:
        """Leave a node by its edges to `heads`, one after another."""
        if not heads:
            return self._state(held, open_) if held else FALSE
        head = self.target if heads & self.target else heads & -heads
        low = self._leave(node, heads ^ head, held, open_)
        high = TRUE if head == self.target else self._leave(node, heads ^ head, held | head, open_ ^ head)
        return self._edge(self.formulas[node | head << self.shift], low, high)

    def _relevant(self, held: int, open_: int) -> tuple[int, int]:
        """What of a state can still matter."""
        back = self._back.get(open_)
        if back is None:
            back = self._back[open_] = self._behind(open_)
        succ, kept, new = self.succ, 0, 0
        while held:
            bit = held & -held
            held ^= bit
            ahead = succ[bit] & back
            if ahead:
                kept |= bit
                new |= ahead
        met = new
        while new and met != back:
            bit = new & -new
            ahead = succ[bit] & back & ~met
            met |= ahead
            new = new ^ bit | ahead
        return (kept, met) if met & self.target else (0, 0)

    def _behind(self, open_: int) -> int:
        """Nodes from which the target can be reached through open ones."""
        pred = self.pred
        found = new = self.target
        while new:
            bit = new & -new
            more = pred[bit] & open_ & ~found
            found |= more
            new = new ^ bit | more
        return found

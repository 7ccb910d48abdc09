"""Decision diagrams over facts, in a fixed order of variables: the canonical form of a formula.

A variable is a set of facts of which at most one holds: a plain fact is a set of one. A node branches on its variable:
its first child is where no member holds, child i + 1 where member i does. Two formulas are equal if and only if their
nodes are: that is the test of a fixpoint. Children come before their parents, so one sweep over the nodes evaluates a
diagram and one sweep back differentiates it. (Bryant 1986; multi-valued: Kam et al. 1998.)
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

FALSE, TRUE = 0, 1


class TooLargeError(Exception):
    """A diagram outgrew its cap; caught where bounds take its place."""


@contextmanager
def deep(levels: int) -> Iterator[None]:
    """Room for a recursion over `levels` variables."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 2 * levels + 2_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class Manager:
    """Nodes, each once.

    Args:
        variables: sets of facts that exclude one another, in the order in which diagrams branch.
        max_nodes: how many nodes it may hold.
    """

    def __init__(self, variables: Iterable[tuple[int, ...]], *, max_nodes: int) -> None:
        self.variables = tuple(variables)
        self.max_nodes = max_nodes
        self.place = {fact: (at, i) for at, facts in enumerate(self.variables) for i, fact in enumerate(facts)}
        end = len(self.variables)
        self.levels: list[int] = [end, end]
        self.children: list[tuple[int, ...]] = [(), ()]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._done: dict[tuple[int, int], int] = {}
        self._negated: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}

    def node(self, level: int, children: tuple[int, ...]) -> int:
        """The node that branches so; its child where all children are the same.

        Raises:
            TooLargeError: there are too many nodes.
        """
        if children.count(children[0]) == len(children):
            return children[0]
        key = (level, children)
        found = self._unique.get(key)
        if found is None:
            if len(self.children) >= self.max_nodes or len(self._done) > 20 * self.max_nodes:
                raise TooLargeError
            found = self._unique[key] = len(self.children)
            self.levels.append(level)
            self.children.append(children)
        return found

    def fact(self, number: int) -> int:
        """The diagram of `the fact holds`."""
        level, member = self.place[number]
        children = [FALSE] * (len(self.variables[level]) + 1)
        children[member + 1] = TRUE
        return self.node(level, tuple(children))

    def both(self, left: int, right: int) -> int:
        """AND."""
        if right in (left, TRUE):
            return left
        if FALSE in (left, right):
            return FALSE
        if left == TRUE:
            return right
        key = (left, right) if left < right else (right, left)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._split(left, right)
        return found

    def _split(self, left: int, right: int) -> int:
        one, other = self.levels[left], self.levels[right]
        if one == other:
            pairs = zip(self.children[left], self.children[right], strict=True)
            return self.node(one, tuple([self.both(a, b) for a, b in pairs]))
        if one < other:
            return self.node(one, tuple([self.both(a, right) for a in self.children[left]]))
        return self.node(other, tuple([self.both(left, b) for b in self.children[right]]))

    def negate(self, node: int) -> int:
        """NOT."""
        found = self._negated.get(node)
        if found is None:
            children = tuple([self.negate(child) for child in self.children[node]])
            found = self._negated[node] = self.node(self.levels[node], children)
            self._negated[found] = node
        return found

    def either(self, left: int, right: int) -> int:
        """OR."""
        return self.negate(self.both(self.negate(left), self.negate(right)))

    def every(self, nodes: Iterable[int]) -> int:
        """AND of any number, the deepest first."""
        whole = TRUE
        for node in sorted(nodes, key=lambda node: -self.levels[node]):
            whole = self.both(whole, node)
        return whole

    def some(self, nodes: Sequence[int]) -> int:
        """OR of any number."""
        return self.negate(self.every([self.negate(node) for node in nodes]))

"""Strongly connected components of a graph (Tarjan 1972), without recursion."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def components(roots: Iterable[Node], below: Callable[[Node], Iterable[Node]]) -> Iterator[list[Node]]:
    """Nodes that depend on one another, each set after those it rests on.

    Args:
        roots: where the walk begins.
        below: what a node rests on.
    """
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    path: list[Node] = []
    for root in roots:
        calls = [] if root in index else [_enter(root, below, index, low, path)]
        while calls:
            node, rest = calls[-1]
            for step in rest:
                if step not in index:
                    calls.append(_enter(step, below, index, low, path))
                    break
                low[node] = min(low[node], low[step])
            else:
                calls.pop()
                if calls:
                    low[calls[-1][0]] = min(low[calls[-1][0]], low[node])
                if low[node] == index[node]:
                    yield _leave(node, low, path)


def _enter(
    node: Node, below: Callable[[Node], Iterable[Node]], index: dict[Node, int], low: dict[Node, int], path: list[Node]
) -> tuple[Node, Iterator[Node]]:
    index[node] = low[node] = len(index)
    path.append(node)
    return node, iter(below(node))


def _leave(node: Node, low: dict[Node, int], path: list[Node]) -> list[Node]:
    """Take a finished component off the path; its nodes bind no later one."""
    members: list[Node] = []
    while not members or members[-1] != node:
        members.append(path.pop())
        low[members[-1]] = sys.maxsize
    return members[::-1]

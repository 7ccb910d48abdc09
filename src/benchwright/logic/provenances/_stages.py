"""The probability that a network's target is reached, by summing out one node after another.

Circles are what makes reachability hard to count. Take nodes without which no circle is left, and let a node's stage
be the least number of them that a way from the source to it has passed: stages solve T(v) = min T(u) + [u is one of
them] over the edges u -> v that hold, and nothing else does, since every circle costs at least 1. So the stages are a
Bayesian network in all but name, and few values wide. In the form P(T(v) >= s) the parents of a node are independent
factors, which keeps tensors as small as the undirected graph is narrow; P(T(v) = s) is the difference of two of those.
(Noisy-min by cumulative factors: Diez 1993; variable elimination: Dechter 1999.) A sweep back over the steps gives the
derivatives.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchwright.logic._bdd import TooLargeError
from benchwright.logic._components import components
from benchwright.logic.provenances._network import SOURCE, Network, neighbours

Array = np.ndarray[Any, np.dtype[np.float64]]
LARGEST = 1 << 23
"""Numbers in the largest tensor that is ever tried (64 MiB)."""


@dataclass
class Tensor:
    """An array with one axis per variable, in the order of the variables."""

    axes: tuple[int, ...]
    array: Array
    slope: Array | None = None
    """Derivatives of the result by each number."""


@dataclass(frozen=True)
class _Step:
    """A product of tensors over all their axes, summed over one of them, or over none."""

    inputs: list[Tensor]
    union: tuple[int, ...]
    summed: int | None
    output: Tensor

    def aligned(self, tensor: Tensor, array: Array) -> Array:
        shape = iter(array.shape)
        return array.reshape([next(shape) if axis in tensor.axes else 1 for axis in self.union])

    def back(self) -> None:
        """Pass the output's slopes on to the inputs."""
        arrays = [self.aligned(tensor, tensor.array) for tensor in self.inputs]
        slope: Array = np.asarray(self.output.slope)
        if self.summed is not None:
            slope = np.expand_dims(slope, self.union.index(self.summed))
        after = [np.ones(())]
        for array in reversed(arrays[1:]):
            after.append(after[-1] * array)
        for tensor, array in zip(self.inputs, arrays, strict=True):
            others = np.asarray(slope * after.pop())
            away = tuple(i for i, axis in enumerate(self.union) if axis not in tensor.axes and i < others.ndim)
            shape = [size if axis in tensor.axes else 1 for axis, size in zip(self.union, _wide(arrays), strict=True)]
            summed = np.broadcast_to(others, _wide([others, *arrays])).sum(axis=away, keepdims=True).reshape(shape)
            tensor.slope = summed.reshape(tensor.array.shape)
            slope = slope * array


def _wide(arrays: Sequence[Array]) -> tuple[int, ...]:
    return np.broadcast_shapes(*(array.shape for array in arrays))


def cutters(members: Sequence[int], down: Mapping[int, Sequence[int]]) -> set[int]:
    """Nodes of a component without which it has no circle: forced ones, else the busiest (Levy and Low 1988)."""
    inside = set(members)
    heads = {node: {other for other in down.get(node, ()) if other in inside} for node in members}
    tails = {node: {other for other in members if node in heads[other]} for node in members}
    chosen = set()
    while heads:
        node = _simple(heads, tails)
        if node is None:
            node = max(heads, key=lambda n: (len(heads[n]) * len(tails[n]), n))
            heads[node].add(node)
            tails[node].add(node)
        if node in heads[node]:
            chosen.add(node)
            coming = going = set[int]()
        else:
            coming, going = tails[node], heads[node]
        for other in heads.pop(node):
            tails[other].discard(node)
        for other in tails.pop(node):
            if other != node:
                heads[other].discard(node)
        for tail in coming:
            heads[tail] |= going
        for head in going:
            tails[head] |= coming
    return chosen


def _simple(heads: Mapping[int, set[int]], tails: Mapping[int, set[int]]) -> int | None:
    """A node that leads to itself, or through which its neighbours can be joined, for one side has at most one."""
    for node, others in heads.items():
        if node in others or len(others) < 2 or len(tails[node]) < 2:
            return node
    return None


class Stages:
    """A reduced network's target, counted.

    Args:
        net: the network.
        probabilities: of its edges.
        most: how many numbers the largest tensor may have.

    Raises:
        TooLargeError: a tensor would outgrow what is tried.
    """

    def __init__(self, net: Network, probabilities: Mapping[tuple[int, int], float], *, most: int = LARGEST) -> None:
        self.net = net
        self._down = neighbours(net.edges)
        self._home: dict[int, int] = {}
        self._cutters: set[int] = set()
        self._top: dict[int, int] = {}
        """The largest finite stage of a node."""
        self._place: dict[int, int] = {}
        self._masks: dict[tuple[int, int], tuple[Tensor, Array]] = {}
        self._steps: list[_Step] = []
        self._grade()
        tensors = [self._edge(edge, probability) for edge, probability in probabilities.items()]
        tensors += [self._difference(node) for node in self._place if node not in {SOURCE, net.target}]
        sizes = {2 * i + part: self._top[node] + 2 for node, i in self._place.items() for part in (0, 1)}
        self._missed = _contract(tensors, sizes, self._steps, most=min(most, LARGEST))

    @property
    def probability(self) -> float:
        """That the target is reached."""
        return 1.0 - float(self._missed.array)

    def slopes(self) -> dict[tuple[int, int], float]:
        """Derivatives of the probability by that of each edge."""
        self._missed.slope = np.full((), -1.0)
        for step in reversed(self._steps):
            step.back()
        return {edge: -float((tensor.slope * mask).sum()) for edge, (tensor, mask) in self._masks.items()
                if tensor.slope is not None}  # fmt: skip

    def _grade(self) -> None:
        below: Callable[[int], Sequence[int]] = lambda node: self._down.get(node, ())  # noqa: E731
        for number, members in enumerate(components([SOURCE], below)):
            chosen = cutters(members, self._down) if len(members) > 1 else set()
            self._cutters |= chosen
            for node in members:
                self._home[node] = number
                self._place[node] = len(self._place)
                self._top[node] = len(chosen) - (node in chosen)

    def _edge(self, edge: tuple[int, int], probability: float) -> Tensor:
        """P(the edge does not bring its head below stage s), for each stage t of its tail: axes t, s."""
        u, v = edge
        rows, columns = self._top[u] + 2, self._top[v] + 2
        stage = np.arange(rows)
        come = stage + (u in self._cutters) if self._home[u] == self._home[v] else np.zeros(rows, dtype=int)
        come[-1] = columns
        mask = (come[:, None] < np.arange(columns)[None, :]).astype(float)
        axes: tuple[int, ...] = (2 * self._place[u] + 1, 2 * self._place[v])
        if v == self.net.target:
            mask, axes = mask[:, -1], axes[:1]
        if u == SOURCE:
            mask, axes = mask[0], axes[1:] if v != self.net.target else ()
        if len(axes) == 2 and axes[0] > axes[1]:
            mask, axes = mask.T, (axes[1], axes[0])
        tensor = Tensor(axes, 1.0 - probability * mask)
        self._masks[edge] = (tensor, mask)
        return tensor

    def _difference(self, node: int) -> Tensor:
        size = self._top[node] + 2
        place = 2 * self._place[node]
        return Tensor((place, place + 1), np.eye(size) - np.eye(size, k=-1))


def _contract(tensors: Sequence[Tensor], sizes: Mapping[int, int], steps: list[_Step], *, most: int) -> Tensor:
    """The product of all tensors summed over all variables, always the one next that makes the smallest tensor.

    Raises:
        TooLargeError: even that is too large.
    """
    homes: dict[int, list[Tensor]] = {}
    alone = []
    for tensor in tensors:
        for axis in tensor.axes:
            homes.setdefault(axis, []).append(tensor)
        if not tensor.axes:
            alone.append(tensor)
    costs = {axis: _cost(found, sizes) // sizes[axis] for axis, found in homes.items()}
    while costs:
        axis = min(costs, key=lambda a: (costs[a], a))
        if costs.pop(axis) * sizes[axis] > most:
            raise TooLargeError
        step = _product(homes.pop(axis), axis)
        steps.append(step)
        gone = set(map(id, step.inputs))
        for other in step.output.axes:
            homes[other] = [tensor for tensor in homes[other] if id(tensor) not in gone] + [step.output]
        for other in step.output.axes:
            costs[other] = _cost(homes[other], sizes) // sizes[other]
        if not step.output.axes:
            alone.append(step.output)
    steps.append(_product(alone, None))
    return steps[-1].output


def _cost(tensors: Sequence[Tensor], sizes: Mapping[int, int]) -> int:
    return math.prod(sizes[axis] for axis in set().union(*(tensor.axes for tensor in tensors)))


def _product(tensors: list[Tensor], summed: int | None) -> _Step:
    tensors = sorted(tensors, key=lambda tensor: tensor.array.size)
    union = tuple(sorted(set().union(*(tensor.axes for tensor in tensors))))
    output = Tensor(tuple(axis for axis in union if axis != summed), np.ones(()))
    step = _Step(tensors, union, summed, output)
    whole: Array = np.ones(())
    for tensor in tensors:
        whole = whole * step.aligned(tensor, tensor.array)
    output.array = np.asarray(whole if summed is None else whole.sum(axis=union.index(summed)))
    return step

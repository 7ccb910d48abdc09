"""Observations as columns: one row per item, epochs already averaged.

Rows are sorted by item, and codes by name, so that no figure depends on the order in which observations arrive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchwright.errors import EstimateError, InputError
from benchwright.stats.observations import Observation

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """Columns over items (n rows); `kind` and `cluster` hold positions in `kinds` and `clusters`."""

    items: tuple[str, ...]
    kinds: tuple[str, ...]
    clusters: tuple[str, ...]
    kind: Ints
    cluster: Ints
    right: Floats
    """Epochs that were right."""
    unresolved: Floats
    """Epochs that ended in an unresolved error."""
    epochs: Floats
    """Epochs that were due: at least 1."""

    def __len__(self) -> int:
        """Items."""
        return len(self.items)

    def worst(self) -> Floats:
        """The share of epochs right per item, with every unresolved one taken as not right."""
        return self.right / self.epochs

    def best(self) -> Floats:
        """The share of epochs right per item, with every unresolved one taken as right."""
        return (self.right + self.unresolved) / self.epochs

    def take(self, rows: Ints | Bools) -> Table:
        """The table of some rows, with kinds and clusters that none of them has left out."""
        chosen = np.arange(len(self))[rows]
        kinds, kind = _recode(self.kinds, self.kind[chosen])
        clusters, cluster = _recode(self.clusters, self.cluster[chosen])
        items = tuple(self.items[row] for row in chosen)
        columns = (self.right[chosen], self.unresolved[chosen], self.epochs[chosen])
        return Table(items, kinds, clusters, kind, cluster, *columns)

    def as_one_kind(self) -> Table:
        """The same items with their kinds forgotten."""
        zeros = np.zeros(len(self), dtype=np.intp)
        return Table(self.items, ("",), self.clusters, zeros, self.cluster, self.right, self.unresolved, self.epochs)


Data = Table | Sequence[Observation]


def tabulate(observations: Data) -> Table:
    """The columnar form of the observations; a table is returned as it is.

    Raises:
        EstimateError: there are no observations.
        InputError: an item has two kinds or two clusters, or the same epoch twice.
    """
    if isinstance(observations, Table):
        return _not_empty(observations)
    rows: dict[str, list[Any]] = {}  # item -> [kind, cluster, right, unresolved, epochs seen]
    for seen in observations:
        _add(rows.setdefault(seen.item, [seen.kind, seen.cluster, 0, 0, set()]), seen)
    items = sorted(rows)
    kinds, kind = codes(rows[item][0] for item in items)
    clusters, cluster = codes(rows[item][1] for item in items)
    right = np.array([rows[item][2] for item in items], dtype=float)
    unresolved = np.array([rows[item][3] for item in items], dtype=float)
    epochs = np.array([len(rows[item][4]) for item in items], dtype=float)
    return _not_empty(Table(tuple(items), kinds, clusters, kind, cluster, right, unresolved, epochs))


def codes(names: Iterable[str]) -> tuple[tuple[str, ...], Ints]:
    """The sorted distinct names, and the position of each name among them."""
    listed = list(names)
    known = tuple(sorted(set(listed)))
    place = {name: index for index, name in enumerate(known)}
    return known, np.array([place[name] for name in listed], dtype=np.intp)


def _add(row: list[Any], seen: Observation) -> None:
    kind, cluster, _, _, epochs = row
    if (kind, cluster) != (seen.kind, seen.cluster):
        raise InputError(
            f"item {seen.item!r} has kind and cluster {(kind, cluster)!r} and also {(seen.kind, seen.cluster)!r}; "
            "an item has one of each: give different items different ids"
        )
    if seen.epoch in epochs:
        raise InputError(
            f"item {seen.item!r} has epoch {seen.epoch} twice; give every attempt of an item an epoch of its own"
        )
    epochs.add(seen.epoch)
    row[2] += seen.right is True
    row[3] += seen.right is None


def _recode(names: tuple[str, ...], code: Ints) -> tuple[tuple[str, ...], Ints]:
    used, again = np.unique(code, return_inverse=True)
    return tuple(names[index] for index in used), again.astype(np.intp)


def _not_empty(table: Table) -> Table:
    if not len(table):
        raise EstimateError("no items were given, and an empty set has no mean; check the filter that chose the items")
    return table

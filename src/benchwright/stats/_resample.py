"""Resampling within documents, in the form that is unbiased for small strata.

A stratum of n items is drawn n - 1 times (Rao & Wu 1988): drawing n times makes a stratum of two look half as
variable as it is. Items that are alone in their kind and document are drawn as one stratum of their kind.
"""

from __future__ import annotations

import numpy as np

from benchwright.errors import EstimateError
from benchwright.seeding import seed_of
from benchwright.stats._table import Floats, Ints, Table

_CHUNK = 4_000_000


def generator(*parts: str | int) -> np.random.Generator:
    """A numpy stream that depends on the parts alone."""
    return np.random.default_rng(seed_of("stats", *parts))


def within_documents(table: Table, values: Floats, replicates: int, seed: int) -> Floats:
    """Replicates of the mean over kinds: (replicates,).

    Raises:
        EstimateError: a kind has a single item.
    """
    strata, kinds = _strata(table)
    random = generator("within documents", seed)
    sizes = np.bincount(table.kind)
    total = np.zeros(replicates)
    for stratum, kind in enumerate(kinds):
        rows = np.flatnonzero(strata == stratum)
        weight = len(rows) / sizes[kind] / len(table.kinds)
        total += weight * _means(values[rows], replicates, random)
    return total


def _means(values: Floats, replicates: int, random: np.random.Generator) -> Floats:
    """Means of n - 1 draws from n values, a few replicates at a time."""
    draws = len(values) - 1
    step = max(1, _CHUNK // draws)
    parts = [
        values[random.integers(len(values), size=(min(step, replicates - start), draws))].mean(axis=1)
        for start in range(0, replicates, step)
    ]
    return np.concatenate(parts)


def _strata(table: Table) -> tuple[Ints, list[int]]:
    """The stratum of each item, and the kind of each stratum."""
    cell = table.kind * (len(table.clusters) + 1) + table.cluster
    lone = np.bincount(cell)[cell] == 1
    cell = np.where(lone, table.kind * (len(table.clusters) + 1) + len(table.clusters), cell)
    cell = _joined(cell, table)
    used, strata = np.unique(cell, return_inverse=True)
    if (np.bincount(strata) == 1).any():
        kind = table.kinds[int(used[np.bincount(strata) == 1][0]) // (len(table.clusters) + 1)]
        raise EstimateError(f"kind {kind!r} has one item, which cannot be resampled; use method 'score'")
    return strata.astype(np.intp), [int(code) // (len(table.clusters) + 1) for code in used]


def _joined(cell: Ints, table: Table) -> Ints:
    """Where just one item of a kind is left alone, it joins the smallest other stratum of its kind."""
    counts = np.bincount(cell)
    for row in np.flatnonzero(counts[cell] == 1):
        others = cell[(table.kind == table.kind[row]) & (cell != cell[row])]
        if len(others):
            cell = np.where(np.arange(len(cell)) == row, others[counts[others].argmin()], cell)
    return cell

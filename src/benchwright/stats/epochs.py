"""What several epochs of an item add: the chance that one of k attempts is right, or all of them.

pass@k is 1 - C(n-c, k) / C(n, k) (Chen et al. 2021, section 2.1), and pass^k is C(c, k) / C(n, k) (Yao et al. 2024):
both are unbiased for n attempts of which c are right. Over items they are values in 0..1 and take the interval of
`rates`.
"""

from __future__ import annotations

from math import comb

import numpy as np

from benchwright.errors import EstimateError, InputError
from benchwright.records import Target
from benchwright.stats._table import Data, Floats, tabulate
from benchwright.stats.rates import Aim, Headline, rate


def pass_at_k(n: int, c: int, k: int) -> float:
    """The chance that at least one of k attempts is right, from n attempts of which c were.

    Raises:
        EstimateError: k is more than n.
        InputError: k is below 1, or c lies outside 0..n.
    """
    _check(n, c, k)
    return 1.0 - comb(n - c, k) / comb(n, k)


def pass_hat_k(n: int, c: int, k: int) -> float:
    """The chance that all of k attempts are right, from n attempts of which c were; errors as for `pass_at_k`."""
    _check(n, c, k)
    return comb(c, k) / comb(n, k)


def pass_rate(
    observations: Data, k: int, *, every: bool = False, target: Target = "these documents", level: float = 0.95
) -> Headline:
    """The mean over kinds of pass@k (or, with `every`, of pass^k), with its interval over items.

    Raises:
        EstimateError: an item has fewer epochs than k; no items; or the data cannot carry the interval.
        InputError: k is below 1, contradictory observations, or an unknown target or level.
    """
    table = tabulate(observations)
    short = table.epochs < k
    if short.any():
        row = int(np.flatnonzero(short)[0])
        raise EstimateError(
            f"item {table.items[row]!r} has {int(table.epochs[row])} epochs, fewer than k = {k}; run more or lower k"
        )
    right, most = table.right, table.right + table.unresolved
    cases = (_chances(table.epochs, right, k, every=every), _chances(table.epochs, most, k, every=every))
    return rate(table, cases, Aim(target, level))


def _chances(epochs: Floats, right: Floats, k: int, *, every: bool) -> Floats:
    chance = pass_hat_k if every else pass_at_k
    return np.array([chance(int(n), int(c), k) for n, c in zip(epochs, right, strict=True)])


def _check(n: int, c: int, k: int) -> None:
    if k < 1:
        raise InputError(f"k is {k}; give at least 1")
    if not 0 <= c <= n:
        raise InputError(f"{c} of {n} attempts right; give between 0 and {n}")
    if k > n:
        raise EstimateError(f"k = {k} cannot be estimated from {n} attempts; run at least {k} epochs or lower k")

"""The mean of values that share their members, such as sums of images drawn again and again.

Every member has an exponential weight with mean 1, and a value weighs what the product of its members' weights is: the
bootstrap of arrays (Owen & Eckles 2012, section 3), which errs on the wide side. It is for values that cannot be put
into clusters that share nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate
from benchwright.stats._resample import generator
from benchwright.stats._table import Floats, Ints

FEWEST = 20


def multiway_bootstrap(
    values: Sequence[float] | Floats, members: Sequence[Sequence[int]] | Ints, *, seed: int, level: float = 0.95,
    replicates: int = 2000,
) -> Estimate:  # fmt: skip
    """The mean of the values, with their members reweighted.

    Args:
        values: (n,) finite numbers.
        members: (n, k) whole numbers: what each value was made of.
        seed: of the weights.
        level: of confidence.
        replicates: at least 100.

    Raises:
        EstimateError: fewer than twenty members, or all values equal.
        InputError: lengths that differ, or values that are not finite.
    """
    numbers, rows = np.asarray(values, dtype=float), np.asarray(members)
    if rows.ndim != 2 or len(rows) != len(numbers) or not np.isfinite(numbers).all():
        raise InputError(f"{len(numbers)} values and members of shape {rows.shape}; give one row per finite value")
    names, codes = np.unique(rows, return_inverse=True)
    if len(names) < FEWEST:
        raise EstimateError(f"the values are made of {len(names)} members; {FEWEST} at least carry an interval")
    if (numbers == numbers[0]).all():
        raise EstimateError(f"all values are {numbers[0]:g}, so resampling shows no spread; use wilson")
    means = _replicates(numbers, codes.reshape(rows.shape), len(names), replicates, seed)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2]).tolist()
    value = float(numbers.mean())
    return Estimate(
        value=value, low=min(low, value), high=max(high, value), level=level, n=len(numbers), clusters=len(names),
        target="new documents", method="multiway Bayesian bootstrap",
        settings={"seed": seed, "replicates": replicates},
    )  # fmt: skip


def _replicates(numbers: Floats, codes: Ints, members: int, replicates: int, seed: int) -> Floats:
    random = generator("multiway bootstrap", seed)
    means = np.empty(replicates)
    for at in range(replicates):
        weights = random.exponential(size=members)[codes].prod(axis=1)
        means[at] = weights @ numbers / weights.sum()
    return means

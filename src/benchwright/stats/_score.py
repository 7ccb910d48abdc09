"""The score interval of an equally weighted mean of proportions, by constrained maximum likelihood.

With one stratum and without the skewness term it is Wilson's interval. With several, every value t of the mean is
tested with the variance at the proportions that are likeliest among those with mean t (Miettinen & Nurminen 1985,
section 3, applied to a mean instead of a difference). Wilson intervals joined by MOVER (Zou & Donner 2008) cover too
little when strata are small and successes rare; this does not. Where the mean has a longer tail towards the middle of
the scale, the bound is moved out by its skewness (Gart & Nam 1990; Laud 2017); it is never moved in, as then it would
cover too little at the other end. Sizes and successes may be real: that is how a design effect enters.

The constrained proportions are a curve in one multiplier m: x/p - (n-x)/(1-p) = m, so each bound is one search.
"""

from __future__ import annotations

import numpy as np

from benchwright.stats._table import Floats

_STEPS = 48
_EQUAL = 1e-12


def interval(successes: Floats, sizes: Floats, quantile: float) -> tuple[float, float]:
    """The two bounds of the mean of successes/sizes, in 0..1; arrays over strata (k,), sizes positive."""
    low, below = _lower(np.stack([successes, sizes - successes]), sizes, quantile)
    return float(low), float(1.0 - below)


def deviate(successes: Floats, sizes: Floats, null: float) -> float:
    """The quantile at which a bound of `interval` touches `null`: |deviate| < q if and only if it lies inside."""
    gap = float((successes / sizes).mean() - null)
    if abs(gap) < _EQUAL:
        return 0.0
    ours, mean = (successes, null) if gap > 0.0 else (sizes - successes, 1.0 - null)
    _, spread, skew = _moments(_at_mean(ours, sizes, mean), sizes)
    return float(np.copysign(_unskewed(abs(gap) / float(spread[0]), max(0.0, float(skew[0]))), gap))


def fitted(successes: Floats, sizes: Floats, multiplier: Floats) -> Floats:
    """The likeliest proportions at a multiplier above 0: (rows, k) from (rows or 1, k), (k,) and (rows, 1)."""
    total = sizes + multiplier
    root = np.sqrt(np.maximum(total * total - 4.0 * multiplier * successes, 0.0))
    shares: Floats = np.minimum(2.0 * successes / (total + root), 1.0)
    return shares


def _moments(shares: Floats, sizes: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, standard deviation and standardised third moment of the mean of proportions, per row."""
    count = shares.shape[-1]
    each = shares * (1.0 - shares) / sizes
    variance = each.sum(axis=-1) / count**2
    third = (each * (1.0 - 2.0 * shares) / sizes).sum(axis=-1) / count**3
    spread = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        skew = np.where(variance > 0.0, third / (variance * spread), 0.0)
    return shares.mean(axis=-1), spread, skew


def _lower(successes: Floats, sizes: Floats, quantile: float) -> Floats:
    """Lower bounds: (rows,) from (rows, k)."""
    observed = (successes / sizes).mean(axis=-1)
    correct = max(0.0, quantile**2 - 1.0) / 6.0
    near, far = np.full(len(successes), -30.0), np.full(len(successes), 30.0 + np.log(sizes.max()))
    for _ in range(_STEPS):
        middle = (near + far) / 2.0
        mean, spread, skew = _moments(fitted(successes, sizes, np.exp(middle)[:, None]), sizes)
        beyond = observed - mean - spread * (quantile + correct * np.maximum(skew, 0.0)) > 0.0
        near, far = np.where(beyond, near, middle), np.where(beyond, middle, far)
    bound: Floats = fitted(successes, sizes, np.exp(near)[:, None]).mean(axis=-1)
    return bound


def _at_mean(successes: Floats, sizes: Floats, mean: float) -> Floats:
    """The likeliest proportions with a mean below the observed one, as one row."""
    near, far = -30.0, 30.0 + float(np.log(sizes.max()))
    for _ in range(_STEPS):
        middle = (near + far) / 2.0
        below = fitted(successes, sizes, np.full((1, 1), np.exp(middle))).mean() < mean
        near, far = (near, middle) if below else (middle, far)
    return fitted(successes, sizes, np.full((1, 1), np.exp(far)))


def _unskewed(plain: float, skew: float) -> float:
    """The z that solves z + skew (z^2 - 1) / 6 = plain, for skew from 0; no change up to 1."""
    slope = skew / 6.0
    if plain <= 1.0:
        return plain
    return float(2.0 * (plain + slope) / (1.0 + np.sqrt(1.0 + 4.0 * slope * (plain + slope))))

"""Intervals of plain numbers: counts (Wilson) and real values (Student's t).

For verdicts of items use `rates`, which knows kinds, epochs and documents. An empty set has no mean, and a set without
spread has no t interval: both raise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate
from benchwright.stats import _core, _variance
from benchwright.stats._table import Floats, codes

Settings = dict[str, str | int | float | bool]


def wilson(successes: float, n: float, level: float = 0.95) -> Estimate:
    """The score interval of one proportion (Wilson 1927).

    Args:
        successes: 0 to n; real where a design effect was divided out.
        n: trials, real likewise.
        level: of confidence.

    Raises:
        EstimateError: n is not positive.
        InputError: successes outside 0..n, or a level that is none.
    """
    if not n > 0:
        raise EstimateError(f"a proportion of {n} trials has no value; give at least one trial")
    if not 0 <= successes <= n:
        raise InputError(f"{successes} successes in {n} trials; give between 0 and {n}")
    z = _core.quantile(level)
    share, square = successes / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low = 0.0 if successes == 0 else min(share, max(0.0, centre - half))
    high = 1.0 if successes == n else max(share, min(1.0, centre + half))
    return Estimate(
        value=share, low=low, high=high, level=level, n=math.ceil(n), clusters=0, target="these documents",
        method="Wilson",
    )  # fmt: skip


def mean_interval(
    values: Sequence[float | None], *, clusters: Sequence[str] | None = None, level: float = 0.95
) -> Estimate:
    """The mean of real values (seconds, tokens, dollars) with a t interval.

    Args:
        values: None is a value that could not be had: left out, and counted in `settings["unscored"]`.
        clusters: the document of each value; then documents are the unit (jackknife, as for `headline`).
        level: of confidence.

    Raises:
        EstimateError: no values, one value, values without any spread, or fewer than ten documents.
        InputError: as many clusters as values are needed; a value is not finite; a level that is none.
    """
    names = ["" for _ in values] if clusters is None else list(clusters)
    if len(names) != len(values):
        raise InputError(f"{len(values)} values and {len(names)} clusters; give each value its cluster")
    kept = [(value, name) for value, name in zip(values, names, strict=True) if value is not None]
    if not kept:
        raise EstimateError(
            f"none of {len(values)} values is known, and an empty set has no mean; resolve the missing ones"
        )
    numbers = np.array([value for value, _ in kept], dtype=float)
    if not np.isfinite(numbers).all():
        raise InputError("a value is not finite; give None for a value that could not be had")
    grouped = clusters is not None
    error, df, count = _clustered(numbers, [name for _, name in kept]) if grouped else _independent(numbers)
    if error <= 0.0:
        raise EstimateError(
            f"{len(kept)} values show no spread at all, so none can be estimated; add values that differ"
        )
    half, value = _core.quantile(level, df) * error, float(numbers.mean())
    settings: Settings = {"df": df, "unscored": len(values) - len(kept)}
    return Estimate(
        value=value, low=value - half, high=value + half, level=level, n=len(kept), clusters=count, method="t",
        target="new documents" if grouped else "these documents", settings=settings,
    )  # fmt: skip


def _independent(numbers: Floats) -> tuple[float, float, int]:
    if len(numbers) < 2:
        raise EstimateError("one value shows no spread, so it carries no interval; give at least two")
    return float(numbers.std(ddof=1) / math.sqrt(len(numbers))), float(len(numbers) - 1), 0


def _clustered(numbers: Floats, names: Sequence[str]) -> tuple[float, float, int]:
    known, code = codes(names)
    if len(known) < _variance.MIN_CLUSTERS:
        raise EstimateError(_variance.too_few(len(known)))
    share = np.bincount(code) / len(code)
    residual = np.bincount(code, weights=numbers - numbers.mean()) / len(code)
    moved = residual / (1.0 - share)
    return math.sqrt(_variance.jackknife(moved)), _variance.freedom(share[:, None], moved), len(known)

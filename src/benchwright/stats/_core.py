"""From values of items to an interval: the one path that every rate and every difference takes.

table, values (0..1) --_variance--> design effects, degrees of freedom --_score--> bounds of the mean over kinds
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import get_args

import numpy as np

from benchwright.errors import InputError
from benchwright.records import Target
from benchwright.stats import _score, _variance
from benchwright.stats._table import Floats, Table

Weigh = Callable[[Table, Floats], _variance.Evidence]


@dataclass(frozen=True)
class Mean:
    """A mean over kinds of values in 0..1, ready to be asked for bounds."""

    value: float
    shares: Floats
    """(kinds,)"""
    effective: Floats
    """(kinds,) items per kind over the design effect of the kind."""
    spread: _variance.Spread

    def bounds(self, level: float) -> tuple[float, float]:
        """The two-sided interval at `level`, in 0..1, with the value inside."""
        low, high = _score.interval(self.shares * self.effective, self.effective, quantile(level, self.spread.df))
        return min(low, self.value), max(high, self.value)

    def p_value(self, null: float) -> float:
        """Two-sided: 1 - the level at which the interval just excludes `null`."""
        return two_sided(_score.deviate(self.shares * self.effective, self.effective, null), self.spread.df)

    def error(self) -> float:
        """The standard error, in the units of the values."""
        each = self.shares * (1.0 - self.shares) / self.effective
        return float(np.sqrt(each.sum()) / len(each))


def mean(table: Table, values: Floats, target: Target, weigh: Weigh) -> Mean:
    """The mean over kinds with what its interval needs.

    Raises:
        EstimateError: the target is new documents and the data cannot speak of them.
        InputError: an unknown target.
    """
    check_target(target)
    if target == "these documents":
        spread = _variance.over_items(table, values, weigh(table, values))
    else:
        _variance.require_clusters(table)
        spread = _variance.over_clusters(table, values, weigh(table, values))
    shares = np.clip(_variance.means(table, values), 0.0, 1.0)
    return Mean(float(shares.mean()), shares, _variance.worth(table) / spread.design_effects, spread)


def quantile(level: float, df: float = np.inf) -> float:
    """The deviate that a two-sided interval at `level` reaches: Student's t, normal where `df` is infinite.

    Raises:
        InputError: the level is not between 0 and 1.
    """
    if not 0.0 < level < 1.0:
        raise InputError(f"level {level} is not a confidence level; give one between 0 and 1, such as 0.95")
    if np.isinf(df):
        return NormalDist().inv_cdf((1.0 + level) / 2.0)
    from scipy.special import stdtrit

    return float(stdtrit(df, (1.0 + level) / 2.0))


def two_sided(deviate: float, df: float = np.inf) -> float:
    """The two-sided p-value of a deviate: Student's t, normal where `df` is infinite."""
    if np.isinf(df):
        return min(1.0, 2.0 * NormalDist().cdf(-abs(deviate)))
    from scipy.special import stdtr

    return float(2.0 * stdtr(df, -abs(deviate)))


def check_target(target: Target) -> None:
    """Refuse a target that is none.

    Raises:
        InputError: it is neither of the two.
    """
    if target not in get_args(Target):
        raise InputError(f"unknown target {target!r}; give one of {', '.join(map(repr, get_args(Target)))}")

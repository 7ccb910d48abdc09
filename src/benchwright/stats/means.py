"""Macro and harmonic means over kinds, of one system and of two on the same items.

    observations --> shares of kinds --> macro mean      as `headline` and `compare` have it
                                     --> harmonic mean   replicates: weights drawn per item or cluster

The harmonic mean asks for some success at everything: one kind at zero makes it zero, and near-zero kinds rule it. It
stands beside the macro mean and the kinds, never alone. Its interval is the Bayesian bootstrap (Rubin 1981): each item,
or each cluster, has an exponential weight, the same for both systems of a pair. Resampling alone takes a kind without
any success for certain, so each kind also holds one outcome's worth of pseudo-observations spread over all outcomes;
for independent items a share then has exactly the Jeffreys posterior (Brown, Cai & DasGupta 2001).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchwright.errors import InputError
from benchwright.records import Estimate, Target
from benchwright.stats import _core, _variance
from benchwright.stats._resample import generator
from benchwright.stats._table import Data, Floats, Table, tabulate
from benchwright.stats.paired import compare, shared
from benchwright.stats.rates import Headline, headline

_CHUNK = 4_000_000
METHOD = "Bayesian bootstrap"
PAIRED = "paired Bayesian bootstrap"


@dataclass(frozen=True)
class KindMeans:
    """Two means over the same kinds."""

    macro: Headline
    """The headline: the mean of the kinds' shares."""
    harmonic: Estimate
    """0 where a kind is at 0. Where attempts are unresolved: the worst value, and bounds from worst to best."""
    best: float
    """The harmonic mean with every unresolved attempt as right."""
    kinds: dict[str, float]
    """The share right of each kind, unresolved attempts as not right."""
    zero: tuple[str, ...]
    """Kinds of which nothing is right."""
    complete: bool


@dataclass(frozen=True)
class MeansDifference:
    """The first system less the second, on the items that both have."""

    first: str
    second: str
    macro: Estimate
    harmonic: Estimate
    items: int
    complete: bool


def kind_means(
    observations: Data,
    *,
    target: Target = "these documents",
    level: float = 0.95,
    seed: int = 0,
    replicates: int = 4000,
) -> KindMeans:
    """Macro and harmonic mean over kinds of right / items due.

    Args:
        observations: one per item and epoch, or a table of them.
        target: what the intervals generalise to.
        level: of confidence.
        seed: of the draws.
        replicates: of the bootstrap; at least 100.

    Raises:
        EstimateError: no items, or the data cannot speak of new documents.
        InputError: contradictory observations, or an unknown target, level or number of replicates.
    """
    table = tabulate(observations)
    macro = headline(table, target=target, level=level, seed=seed)
    draw = _Draws(table, target, replicates, seed)
    worst, best = table.worst(), table.best()
    low, high = _ends(draw.harmonic(worst), level)[0], _ends(draw.harmonic(best), level)[1]
    value, most = (float(_harmonic(_variance.means(table, case))) for case in (worst, best))
    zero = tuple(kind for kind, share in macro.kinds.items() if not share)
    estimate = _estimate(draw, (value, low, high), level, METHOD)
    return KindMeans(macro, estimate, most, macro.kinds, zero, macro.complete)


def compare_means(
    first: Data,
    second: Data,
    *,
    target: Target = "these documents",
    level: float = 0.95,
    seed: int = 0,
    replicates: int = 4000,
    names: tuple[str, str] = ("first", "second"),
) -> MeansDifference:
    """The difference of two systems in both means, paired within the item; arguments and errors as above.

    Raises:
        EstimateError: no shared items, or the data cannot speak of new documents.
        InputError: contradictory observations, or an unknown target, level or number of replicates.
    """
    ours, theirs = shared(tabulate(first), tabulate(second))
    macro = compare(ours, theirs, target=target, level=level, seed=seed, names=names)
    draw = _Draws(ours, target, replicates, seed)
    lowest = _ends(_less(draw.harmonic(ours.worst()), draw.harmonic(theirs.best(), other=True)), level)[0]
    highest = _ends(_less(draw.harmonic(ours.best()), draw.harmonic(theirs.worst(), other=True)), level)[1]
    mine, other = (float(_harmonic(_variance.means(table, table.worst()))) for table in (ours, theirs))
    estimate = _estimate(draw, (mine - other, lowest, highest), level, PAIRED)
    return MeansDifference(*names, macro.difference, estimate, macro.items, macro.complete)


def harmonic(shares: Sequence[float]) -> float:
    """The harmonic mean of shares; 0 where one of them is 0.

    Raises:
        InputError: there are none, or one is negative.
    """
    if not len(shares) or min(shares) < 0:
        raise InputError(f"shares {list(shares)!r}: give at least one, none of them below 0")
    return float(_harmonic(np.asarray(shares, dtype=float)))


def _harmonic(shares: Floats) -> Floats:
    """Over the last axis."""
    least = shares.min(axis=-1, keepdims=True)
    ratios = np.where(shares > 0.0, least / np.where(shares > 0.0, shares, 1.0), 1.0)  # at most 1: nothing overflows
    found: Floats = shares.shape[-1] * least[..., 0] / ratios.sum(axis=-1)
    return found


@dataclass(frozen=True)
class _Drawn:
    """Replicates of a harmonic mean (replicates,), and how far noise in the shares has pulled them down."""

    draws: Floats
    pulled: float


def _less(first: _Drawn, second: _Drawn) -> _Drawn:
    return _Drawn(first.draws - second.draws, first.pulled - second.pulled)


def _ends(found: _Drawn, level: float) -> tuple[float, float]:
    """The interval of the draws, let out on the side from which noise has pulled them.

    Noise in the shares pulls a harmonic mean down twice: once in the data, and once more in the draws.
    """
    low, high = np.quantile(found.draws, [(1.0 - level) / 2.0, (1.0 + level) / 2.0]).tolist()
    return low + 2.0 * min(0.0, found.pulled), high + 2.0 * max(0.0, found.pulled)


@dataclass(frozen=True)
class _Draws:
    """Replicates of the shares of kinds, from the same weights whenever they are asked for."""

    table: Table
    target: Target
    replicates: int
    seed: int

    def __post_init__(self) -> None:
        _core.check_target(self.target)
        if self.replicates < 100:
            raise InputError(f"{self.replicates} replicates cannot show the tails; give at least 100")
        if self.target == "new documents":
            _variance.require_clusters(self.table)

    def shares(self, values: Floats, *, other: bool = False) -> Floats:
        """(replicates, kinds) from (items,) values in 0..1; `other` for the second system of a pair."""
        step = max(1, _CHUNK // len(self.table))
        random = generator("kind means", self.target, self.seed)
        parts = [
            self._some(values, min(step, self.replicates - start), random, other=other)
            for start in range(0, self.replicates, step)
        ]
        return np.concatenate(parts)

    def harmonic(self, values: Floats, *, other: bool = False) -> _Drawn:
        """The harmonic mean in every replicate."""
        shares = self.shares(values, other=other)
        draws = _harmonic(shares)
        return _Drawn(draws, float(_harmonic(shares.mean(axis=0)) - draws.mean()))

    def _some(self, values: Floats, rows: int, random: np.random.Generator, *, other: bool) -> Floats:
        table, kinds = self.table, len(self.table.kinds)
        if self.target == "new documents":
            weights = random.standard_exponential((rows, len(table.clusters)))[:, table.cluster]
        else:
            weights = random.standard_exponential((rows, len(table)))
        pseudo = random.standard_gamma(0.25, (4, rows, kinds))  # both right, first only, second only, neither
        right, total = (np.zeros((rows, kinds)) for _ in range(2))
        for kind in range(kinds):
            inside = table.kind == kind
            right[:, kind] = weights[:, inside] @ values[inside]
            total[:, kind] = weights[:, inside].sum(axis=1)
        gained = pseudo[0] + pseudo[2 if other else 1]
        found: Floats = (right + gained) / (total + pseudo.sum(axis=0))
        return found


def _estimate(draw: _Draws, bounds: tuple[float, float, float], level: float, method: str) -> Estimate:
    value, low, high = bounds
    floor = -1.0 if method == PAIRED else 0.0
    return Estimate(
        value=value, low=max(floor, min(low, value)), high=min(1.0, max(high, value)), level=level, n=len(draw.table),
        clusters=len(draw.table.clusters), target=draw.target, method=method,
        settings={"seed": draw.seed, "replicates": draw.replicates},
    )  # fmt: skip

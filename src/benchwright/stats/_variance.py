"""How much an equally weighted mean over kinds varies: over items, and over documents.

Values lie in 0..1, one per item. All variances are of the mean over kinds of the mean over a kind's items.

Items: within kinds, ignoring documents, which can only make the variance larger where documents are fixed. Documents:
the cluster jackknife (CV3; Bell & McCaffrey 2002, MacKinnon, Nielsen & Webb 2023), with degrees of freedom by
Satterthwaite for kinds that lie in few clusters, and by kurtosis where few clusters make the variance. Both become
design effects, ratios to binomial variance, because the score interval needs a size per kind. Where there is little
to estimate a ratio from, it is drawn towards a cautious one: all variance binomial, and an intraclass correlation of
0.5. Kinds differ: each has its own ratio over items, at least the common one, so that a kind of which all items lie
in the middle makes no other kind look sure. A kind whose values all lie at one end tells nothing of its spread, and
counts as binomial.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchwright.errors import EstimateError
from benchwright.stats._table import Floats, Table

MIN_CLUSTERS = 10
"""Under ten clusters no known interval holds its level; published coverage of the cluster bootstrap is .84 at five."""
_PRIOR_ITEMS = 2.0
_PRIOR_CORRELATION = 0.5


@dataclass(frozen=True)
class Spread:
    """What an interval needs of the data beside the means."""

    design_effects: Floats
    """(kinds,) variance over binomial variance; sizes are divided by it."""
    df: float
    """Degrees of freedom of the variance; infinite where items are the unit."""


@dataclass(frozen=True)
class Evidence:
    """How many items' worth of evidence each kind holds of its spread, (kinds,); little is drawn to caution."""

    items: Floats
    clusters: Floats


def sizes(table: Table) -> Floats:
    """Items per kind: (kinds,)."""
    return np.bincount(table.kind, minlength=len(table.kinds)).astype(float)


def means(table: Table, values: Floats) -> Floats:
    """The mean of each kind: (kinds,)."""
    return np.bincount(table.kind, weights=values, minlength=len(table.kinds)) / sizes(table)


def worth(table: Table) -> Floats:
    """Items per kind less what estimating the kinds' differences uses up (Miettinen & Nurminen's n - 1): (kinds,)."""
    return sizes(table) - 1.0 + 1.0 / len(table.kinds)


def binomial(table: Table, values: Floats) -> float:
    """The variance if every value were 0 or 1."""
    shares = means(table, values)
    return float((shares * (1.0 - shares) / worth(table)).sum() / len(shares) ** 2)


def over_items(table: Table, values: Floats, evidence: Evidence) -> Spread:
    """The design effects of values between 0 and 1 (means of epochs, differences): at most 1."""
    count, shares = sizes(table), means(table, values)
    lone = np.maximum(count - 1.0, 1.0)
    binary = shares * (1.0 - shares) / lone
    telling = binary > 0.0
    if not telling.any():
        return Spread(np.ones(len(count)), np.inf)
    squares = np.bincount(table.kind, weights=(values - shares[table.kind]) ** 2, minlength=len(count))
    within = np.where(count > 1, squares / count / lone, binary)
    weight = min(_degrees(count[telling]), float(evidence.items.sum()))
    common = min(float(_drawn(within.sum() / binary.sum(), weight, 1.0)), 1.0)
    ratio = np.divide(within, binary, out=np.ones(len(count)), where=telling)
    # The nearer a kind is to an end of the scale, the more of its variance may lie in outcomes not yet seen.
    cautious = common + (1.0 - common) * np.abs(2.0 * shares - 1.0)
    own = _drawn(ratio, np.minimum(count - 1.0, evidence.items), cautious)
    return Spread(np.clip(own, common, 1.0), np.inf)


def over_clusters(table: Table, values: Floats, evidence: Evidence) -> Spread:
    """The design effects and degrees of freedom with clusters as the unit.

    Args:
        table: the items.
        values: (n,) in 0..1.
        evidence: how much the values tell of their own spread.

    Raises:
        EstimateError: fewer than ten clusters, or a kind that lies in one cluster.
    """
    shares = _shares(table)
    items = over_items(table, values, evidence).design_effects
    correlated = 1.0 - _PRIOR_CORRELATION + _PRIOR_CORRELATION * _correlated(table, shares)
    base = binomial(table, values)
    moved = moves(table, values)
    measured = jackknife(moved) / base if base > 0.0 else 0.0
    drawn = _drawn(measured, float(evidence.clusters.sum()), items * correlated)
    return Spread(np.maximum(drawn, items), freedom(shares, moved))


def overall(table: Table, spread: Spread) -> float:
    """One design effect for all kinds: the ratio of variances if all kinds had the same share."""
    return float(np.average(spread.design_effects, weights=1.0 / worth(table)))


def moves(table: Table, values: Floats) -> Floats:
    """How far the estimate moves when each cluster is left out: (clusters,)."""
    residual = values - means(table, values)[table.kind]
    moved: Floats = (_grid(table, residual) / sizes(table) / (1.0 - _shares(table))).mean(axis=1)
    return moved


def jackknife(moved: Floats) -> float:
    """The delete-one-cluster jackknife variance around the full estimate (CV3)."""
    return float((len(moved) - 1) / len(moved) * (moved**2).sum())


def require_clusters(table: Table) -> None:
    """Refuse data that cannot speak of new documents.

    Raises:
        EstimateError: fewer than ten clusters, or a kind that lies in one cluster.
    """
    count = len(table.clusters)
    if count < MIN_CLUSTERS:
        raise EstimateError(too_few(count))
    lonely = np.flatnonzero(_grid(table).max(axis=0) == sizes(table))
    if len(lonely):
        raise EstimateError(
            f"every item of kind {table.kinds[lonely[0]]!r} lies in one document, which tells no spread over new ones; "
            "spread the kind over more documents, leave it out, or ask for target 'these documents'"
        )


def too_few(count: int) -> str:
    """The message that refuses an interval for new documents."""
    return (
        f"{count} documents cannot carry an interval for new documents; at least {MIN_CLUSTERS} are needed: "
        "add documents, or ask for target 'these documents'"
    )


def of_rate(table: Table, values: Floats) -> Evidence:
    """The evidence in shares of right epochs: how many differ from the commoner outcome of their kind."""
    rare = _rare(table, values)
    return Evidence(rare, rare)


def of_difference(table: Table, values: Floats) -> Evidence:
    """The evidence in (1 + difference) / 2: ties tell of items, but of clusters only discordance with some variety."""
    rare = 2.0 * _rare(table, values)
    discordant = np.bincount(table.kind, weights=2.0 * np.abs(values - 0.5), minlength=len(table.kinds))
    return Evidence(rare, np.minimum(discordant, rare))


def _rare(table: Table, values: Floats) -> Floats:
    """How far each kind is from having all values at one end, in items: (kinds,)."""
    share = means(table, values)
    return np.asarray(np.minimum(share, 1.0 - share) * sizes(table))


def _drawn(ratio: Floats | float, weight: Floats | float, cautious: Floats | float) -> Floats:
    """The ratio drawn towards a cautious one."""
    return np.asarray((weight * ratio + _PRIOR_ITEMS * cautious) / (weight + _PRIOR_ITEMS))


def _degrees(count: Floats) -> float:
    """Satterthwaite's degrees of freedom of the variance within kinds of these sizes."""
    spread = 1.0 / (count**2 * np.maximum(count - 1.0, 0.5))
    return float((1.0 / count).sum() ** 2 / spread.sum())


def _grid(table: Table, weights: Floats | None = None) -> Floats:
    """Sums per (cluster, kind); counts where no weights are given."""
    shape = (len(table.clusters), len(table.kinds))
    flat = np.bincount(table.cluster * shape[1] + table.kind, weights=weights, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(float)


def _shares(table: Table) -> Floats:
    """The share of a kind's items that lies in each cluster: (clusters, kinds)."""
    return _grid(table) / sizes(table)


def _correlated(table: Table, shares: Floats) -> float:
    """The design effect if all items of a cluster had one fate."""
    kinds = len(table.kinds)
    return float((shares.mean(axis=1) ** 2).sum() / ((1.0 / worth(table)).sum() / kinds**2))


def freedom(shares: Floats, moved: Floats) -> float:
    """Degrees of freedom of the jackknife: (clusters, kinds) shares of items, (clusters,) moves; at least 1."""
    return max(1.0, min(_balance(shares), _tails(moved)))


def _balance(shares: Floats) -> float:
    """Satterthwaite's degrees of freedom over kinds, each with its clusters less one; at most all clusters less one."""
    weight = (shares**2).sum(axis=0)
    own = (shares > 0.0).sum(axis=0) - 1.0
    spread = (weight**2 / np.maximum(own, 0.5)).sum()
    return min(len(shares) - 1.0, float(weight.sum() ** 2 / spread))


def _tails(moved: Floats) -> float:
    """Degrees of freedom by the kurtosis of the moves: few, where a handful of clusters make all the variance."""
    squares = (moved - moved.mean()) ** 2
    if squares.sum() <= 0.0:
        return np.inf
    kurtosis = len(moved) * float((squares**2).sum() / squares.sum() ** 2)
    return 2.0 * len(moved) / (kurtosis - 1.0) if kurtosis > 1.0 else np.inf

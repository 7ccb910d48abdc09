"""What a doubling of length costs, and where in the text evidence is missed: one logistic fit, reported in shares.

    rows --design--> kinds, log2 length, position --fitted--> coefficients --contrasts--> accuracy lost per doubling

Every kind counts alike, as in the headline, and has an intercept of its own with a log-F(1,1) prior (Greenland &
Mansournia 2015), so that a kind that is always right does no harm. Coefficients are turned into mean differences of
fitted accuracy between the ends of what was measured: a doubling from the shortest to the longest length, evidence in
the last quarter against the first, and in the middle against both. Their variance is the delete-one jackknife over
units, one Newton step each (CV3): groups for these documents, clusters for new ones; Student's t. To it comes that of
two unseen groups that differ, as a curve that is flat at both ends shows too little spread. What the data do not
identify raises: separation, one length, few units, few of the rarer outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchwright.errors import EstimateError
from benchwright.records import Estimate, Target
from benchwright.stats import _core, _variance
from benchwright.stats._table import Bools, Floats, Table, codes
from benchwright.stats.lengths import Sized, resolved, tables_of

RARER = 10
"""Attempts with the rarer outcome that each coefficient beside the kinds' intercepts needs."""
_ITERATIONS = 100
_CONVERGED = 1e-8
_SEPARATED = 40.0
"""A change of the logit, over what was measured, that means an infinite one."""
_QUARTERS = (0.125, 0.5, 0.875)
"""Middles of the first quarter, of the text, and of the last quarter."""


@dataclass(frozen=True)
class LengthFit:
    """Accuracy lost, as shares; negative where it is gained."""

    doubling: Estimate
    """With each doubling of the length, on average from the shortest to the longest."""
    late: Estimate | None
    """With evidence in the last quarter of its document instead of the first."""
    middle: Estimate | None
    """With evidence in the middle instead of the first and last quarters (their mean)."""
    unplaced: str
    """Why the data do not tell of position; empty where they do."""
    lengths: tuple[int, ...]
    left_out: tuple[int, ...]
    """Lengths at which no attempt was resolved."""


@dataclass(frozen=True)
class _Data:
    """Columns over (group, length)."""

    right: Floats
    """Share of epochs."""
    doublings: Floats
    position: Floats
    """NaN without evidence."""
    table: Table
    """Kinds as they are; its clusters are the units that vary."""
    groups: int
    clusters: int


@dataclass(frozen=True)
class _Fit:
    design: Floats
    weights: Floats
    chances: Floats
    beta: Floats
    curvature: Floats


def length_fit(rows: Sequence[Sized], *, target: Target = "these documents", level: float = 0.95) -> LengthFit:
    """The accuracy that a doubling of length costs, and what the position of the evidence costs.

    Args:
        rows: attempts of one system.
        target: what the intervals generalise to.
        level: of confidence.

    Raises:
        EstimateError: the data do not identify the effect of length: unresolved attempts, one length, few units, few
            attempts with the rarer outcome, or separation.
        InputError: contradictory rows, or an unknown target or level.
    """
    _core.check_target(target)
    tables, left_out = resolved(tables_of(rows))
    _identified(tables, target)
    data = _columns(rows, tables, target)
    _spread_out(data.table)
    doublings = data.doublings[:, None] - data.doublings.mean()
    unplaced = _misplaced(data)
    fit = None
    if not unplaced:
        try:
            fit = _fitted(np.column_stack([doublings, _places(data)]), data)
        except EstimateError as error:
            unplaced = f"position: {error}"
    ask = _Asker(data, target, level)
    late, middle = (ask.late(fit), ask.middle(fit)) if fit is not None else (None, None)
    both = fit if fit is not None else _fitted(doublings, data)
    return LengthFit(ask.doubling(both), late, middle, unplaced, tuple(tables), left_out)


def _identified(tables: dict[int, Table], target: Target) -> None:
    if len(tables) < 2:
        raise EstimateError(f"{len(tables)} length with attempts shows no effect of length; give at least two")
    if errors := int(sum(table.unresolved.sum() for table in tables.values())):
        raise EstimateError(f"{errors} attempts are unresolved, and a trend needs all; run the same command again")
    if not set.intersection(*[set(table.items) for table in tables.values()]):
        raise EstimateError("no group was attempted at every length, so lengths cannot be told from items")
    units = {one for table in tables.values() for one in (table.items if _by_group(target) else table.clusters)}
    if len(units) < _variance.MIN_CLUSTERS:
        what = "groups" if _by_group(target) else "documents"
        raise EstimateError(f"{len(units)} {what} cannot carry a trend; at least {_variance.MIN_CLUSTERS} are needed")


def _spread_out(table: Table) -> None:
    """Refuse a kind whose rows all lie in one unit: leaving that out leaves nothing of the kind."""
    lonely = np.flatnonzero(_shares(table).max(axis=0) == 1.0)
    if len(lonely):
        raise EstimateError(f"every item of kind {table.kinds[lonely[0]]!r} lies in one group or document; add items")


def _by_group(target: Target) -> bool:
    return target == "these documents"


def _columns(rows: Sequence[Sized], tables: dict[int, Table], target: Target) -> _Data:
    places = {(row.length, row.group): row.position for row in rows}
    keys = [(length, group) for length, table in tables.items() for group in table.items]
    kinds, kind = codes(table.kinds[code] for table in tables.values() for code in table.kind)
    homes = [table.clusters[code] for table in tables.values() for code in table.cluster]
    units, unit = codes([group for _, group in keys] if _by_group(target) else homes)
    right = np.concatenate([table.worst() for table in tables.values()])
    count = len(keys)
    table = Table(
        tuple(f"{length} {group}" for length, group in keys), kinds, units, kind, unit, right, np.zeros(count),
        np.ones(count),
    )  # fmt: skip
    position = [places[key] for key in keys]
    return _Data(
        right, np.log2([float(length) for length, _ in keys]),
        np.array([np.nan if one is None else one for one in position], dtype=float), table,
        len({group for _, group in keys}), len(set(homes)),
    )  # fmt: skip


def _misplaced(data: _Data) -> str:
    """Why position has no effect that the data tell; empty where they may."""
    placed = ~np.isnan(data.position)
    known = data.position[placed]
    if len(np.unique(data.table.cluster[placed])) < _variance.MIN_CLUSTERS or len(np.unique(known.round(2))) < 5:
        return "too few places of evidence differ to tell what position does"
    if known.min() > 0.25 or known.max() < 0.75:
        return f"the evidence lies between {known.min():.2f} and {known.max():.2f} of its document, which is too near"
    try:
        _spread_out(data.table.take(placed))
    except EstimateError as error:
        return str(error)
    return ""


def _places(data: _Data) -> Floats:
    """Terms of position: along the text, in the middle, and (where a kind has both) without evidence."""
    placed = ~np.isnan(data.position)
    terms = _terms(np.where(placed, data.position, 0.5))
    terms = np.where(placed[:, None], terms - terms[placed].mean(axis=0), 0.0)
    shares = _variance.means(data.table, placed.astype(float))
    if ((shares > 0.0) & (shares < 1.0)).any():
        terms = np.column_stack([terms, ~placed])
    return np.asarray(terms, dtype=float)


def _terms(position: Floats) -> Floats:
    return np.column_stack([position, 4.0 * position * (1.0 - position)])


def _fitted(terms: Floats, data: _Data) -> _Fit:
    """Newton's method on the weighted log-likelihood with its prior on intercepts.

    Raises:
        EstimateError: few of the rarer outcome, terms that repeat one another, or separation.
    """
    table, count = data.table, len(data.right)
    _varied(data.right, terms.shape[1])
    dummies = (table.kind[:, None] == np.arange(len(table.kinds))).astype(float)
    design = np.column_stack([dummies, terms])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise EstimateError("kinds, lengths and places go together in these items, so their effects cannot be parted")
    weights = count / len(table.kinds) / _variance.sizes(table)[table.kind]
    prior = np.arange(design.shape[1]) < len(table.kinds)
    reach = np.concatenate([np.zeros(len(table.kinds)), np.ptp(terms, axis=0)])
    beta = np.zeros(design.shape[1])
    for _ in range(_ITERATIONS):
        chances, slope, curvature = _derivatives(beta, design, weights, data.right, prior)
        step = np.linalg.lstsq(curvature, slope, rcond=None)[0]
        beta = beta + step * min(1.0, 2.0 / max(float(np.abs(design @ step).max()), 1e-300))
        if np.abs(step).max() < _CONVERGED or np.abs(beta * reach).max() > _SEPARATED:
            break
    if np.abs(step).max() >= _CONVERGED:
        raise EstimateError("a length or place parts right from wrong wholly (separation), so no slope is finite")
    chances, _, curvature = _derivatives(beta, design, weights, data.right, prior)
    return _Fit(design, weights, chances, beta, curvature)


def _varied(right: Floats, terms: int) -> None:
    rarer = min(right.sum(), (1.0 - right).sum())
    if rarer < RARER * terms:
        raise EstimateError(
            f"{rarer:.3g} of {len(right)} answers have the rarer outcome; {RARER * terms} are needed to tell "
            f"{terms} effect{'s' if terms > 1 else ''} from luck"
        )


def _derivatives(
    beta: Floats, design: Floats, weights: Floats, right: Floats, prior: Bools
) -> tuple[Floats, Floats, Floats]:
    """Chances, and the slope and (negative) curvature of the penalised log-likelihood."""
    chances = _chances(design @ beta)
    own = _chances(beta)
    slope = design.T @ (weights * (right - chances)) + prior * (0.5 - own)
    spread = weights * chances * (1.0 - chances)
    curvature = (design * spread[:, None]).T @ design + np.diag(prior * own * (1.0 - own))
    return chances, slope, curvature


def _chances(logits: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * logits)), dtype=float)


@dataclass(frozen=True)
class _Asker:
    """Turns a fit into estimates."""

    data: _Data
    target: Target
    level: float

    def doubling(self, fit: _Fit) -> Estimate:
        """Accuracy lost per doubling, between the shortest and the longest length."""
        table, column = self.data.table, len(self.data.table.kinds)
        ends = fit.design[:, column].min(), fit.design[:, column].max()
        designs = [_with(fit.design, {column: end}) for end in ends]
        span = float(ends[1] - ends[0])
        return self._contrast(
            fit, [(1.0 / span, designs[0]), (-1.0 / span, designs[1])], np.ones(len(table), dtype=np.bool_)
        )

    def late(self, fit: _Fit) -> Estimate:
        """Accuracy lost with evidence in the last quarter instead of the first."""
        first, _, last = self._placed(fit)
        return self._contrast(fit, [(1.0, first), (-1.0, last)], ~np.isnan(self.data.position))

    def middle(self, fit: _Fit) -> Estimate:
        """Accuracy lost with evidence in the middle instead of the outer quarters."""
        first, middle, last = self._placed(fit)
        return self._contrast(fit, [(0.5, first), (0.5, last), (-1.0, middle)], ~np.isnan(self.data.position))

    def _placed(self, fit: _Fit) -> list[Floats]:
        """The design with all evidence at one place, for each quarter's middle."""
        column = len(self.data.table.kinds) + 1
        known = self.data.position[~np.isnan(self.data.position)]
        terms = _terms(np.array(_QUARTERS)) - _terms(known).mean(axis=0)
        return [_with(fit.design, {column: along, column + 1: bulge}) for along, bulge in terms.tolist()]

    def _contrast(self, fit: _Fit, parts: list[tuple[float, Floats]], chosen: Bools) -> Estimate:
        """The mean over kinds of a sum of fitted chances over the chosen rows, with its jackknife."""
        whole = self.data.table
        values = np.zeros(len(whole))
        gradient = np.zeros((len(whole), len(fit.beta)))
        for sign, design in parts:
            chances = _chances(design @ fit.beta)
            values += sign * chances
            gradient += sign * (chances * (1.0 - chances))[:, None] * design
        table = whole.take(chosen)
        value = float(_variance.means(table, values[chosen]).mean())
        slopes = np.array([_variance.means(table, column).mean() for column in gradient[chosen].T])
        moved = self._steps(fit) @ slopes
        moved[np.searchsorted(whole.clusters, table.clusters)] += _variance.moves(table, values[chosen])
        unseen = 2.0 * (max(abs(sign) for sign, _ in parts) / self.data.groups) ** 2
        return self._estimate(value, moved, table, unseen)

    def _steps(self, fit: _Fit) -> Floats:
        """The coefficients less those with one unit left out, to first order: (units, coefficients)."""
        table, size = self.data.table, len(fit.beta)
        units = len(table.clusters)
        residual = fit.design * (fit.weights * (self.data.right - fit.chances))[:, None]
        spread = fit.weights * fit.chances * (1.0 - fit.chances)
        scores, inside = np.zeros((units, size)), np.zeros((units, size, size))
        np.add.at(scores, table.cluster, residual)
        np.add.at(inside, table.cluster, fit.design[:, :, None] * fit.design[:, None, :] * spread[:, None, None])
        return np.asarray(np.linalg.solve(fit.curvature - inside, scores[:, :, None])[:, :, 0], dtype=float)

    def _estimate(self, value: float, moved: Floats, table: Table, unseen: float) -> Estimate:
        df = _variance.freedom(_shares(table), moved)
        half = _core.quantile(self.level, df) * float(np.sqrt(_variance.jackknife(moved) + unseen))
        return Estimate(
            value=value, low=value - half, high=value + half, level=self.level, n=len(table),
            clusters=self.data.clusters, target=self.target, method="clustered logistic fit",
            settings={"df": df, "units": len(moved)},
        )  # fmt: skip


def _shares(table: Table) -> Floats:
    """The share of a kind's rows that lies in each unit: (units, kinds)."""
    counts = np.zeros((len(table.clusters), len(table.kinds)))
    np.add.at(counts, (table.cluster, table.kind), 1.0)
    return np.asarray(counts / counts.sum(axis=0))


def _with(design: Floats, changes: dict[int, float]) -> Floats:
    changed = design.copy()
    for column, value in changes.items():
        changed[:, column] = value
    return changed

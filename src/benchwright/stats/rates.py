"""Rates with honest intervals: the headline, each kind, and any slice.

A rate is a mean over kinds of right / items due; the epochs of an item are averaged first. An error that was not
resolved leaves it incomplete: the value then counts it as not right, and the interval reaches from the low end of the
worst case (all such errors not right) to the high end of the best case (all right).

Targets: *these documents* holds the documents fixed and lets their items vary; *new documents* takes the document as
the unit, and is refused under ten of them. Coverage of both, by simulation, stands in docs/coverage.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate, Target
from benchwright.stats import _core, _variance
from benchwright.stats._resample import within_documents
from benchwright.stats._table import Data, Floats, Table, tabulate

Method = Literal["score", "bootstrap"]
Settings = dict[str, str | int | float | bool]
METHODS = {"score": "constrained score", "bootstrap": "stratified bootstrap"}


@dataclass(frozen=True)
class Headline:
    """A rate with its bookkeeping."""

    estimate: Estimate
    """What is printed. Where `complete` is false: the worst value, from `worst.low` to `best.high`."""
    complete: bool
    unresolved: int
    """Attempts that ended in an unresolved error."""
    worst: Estimate
    """With every unresolved attempt taken as not right."""
    best: Estimate
    """With every unresolved attempt taken as right."""
    kinds: dict[str, float]
    """The worst-case mean of each kind."""


@dataclass(frozen=True)
class KindRate:
    """One row of a table of kinds."""

    kind: str
    items: int
    clusters: int
    unresolved: int
    value: float
    """The share right, unresolved attempts counted as not right."""
    rate: Headline | None
    """None where the data cannot carry an interval."""
    refused: str
    """Why there is none; empty where there is one."""


@dataclass(frozen=True)
class Aim:
    """What an interval is asked to be."""

    target: Target = "these documents"
    level: float = 0.95
    method: Method = "score"
    seed: int = 0
    replicates: int = 2000
    """Of the bootstrap; the score interval needs none."""


def headline(
    observations: Data,
    *,
    target: Target = "these documents",
    level: float = 0.95,
    seed: int = 0,
    method: Method = "score",
) -> Headline:
    """The mean over kinds of right / items due, with its interval.

    Args:
        observations: one per item and epoch, or a table of them.
        target: what the interval generalises to.
        level: of confidence.
        seed: of the bootstrap; the score interval draws nothing.
        method: `score`, or `bootstrap` (items resampled within kind and document), which covers about .90 where
            kinds are small, has no width where all is right or all is wrong, and is refused there.

    Raises:
        EstimateError: no items; or the data cannot carry the interval.
        InputError: contradictory observations, or an unknown target, method or level.
    """
    table = tabulate(observations)
    return rate(table, (table.worst(), table.best()), Aim(target, level, method, seed))


def proportion(
    observations: Data,
    *,
    target: Target = "these documents",
    level: float = 0.95,
    seed: int = 0,
    method: Method = "score",
) -> Headline:
    """Right / items due over any slice, kinds forgotten; arguments and errors as for `headline`."""
    table = tabulate(observations).as_one_kind()
    return rate(table, (table.worst(), table.best()), Aim(target, level, method, seed))


def by_kind(
    observations: Data, *, target: Target = "these documents", level: float = 0.95, seed: int = 0
) -> tuple[KindRate, ...]:
    """The rate of every kind, in the order of their names; a kind whose interval is refused says why.

    Raises:
        EstimateError: there are no items at all.
        InputError: contradictory observations, or an unknown target or level.
    """
    table = tabulate(observations)
    aim = Aim(target, level, seed=seed)
    return tuple(_row(name, table.take(table.kind == code), aim) for code, name in enumerate(table.kinds))


def rate(table: Table, cases: tuple[Floats, Floats], aim: Aim) -> Headline:
    """The rate of values in 0..1 per item, given the worst and the best case of each."""
    estimator = _estimator(aim)
    worst = estimator(table, cases[0])
    unresolved = int(table.unresolved.sum())
    best = estimator(table, cases[1]) if unresolved else worst
    printed = worst.model_copy(update={"high": best.high}) if unresolved else worst
    kinds = dict(zip(table.kinds, _variance.means(table, cases[0]).tolist(), strict=True))
    return Headline(printed, not unresolved, unresolved, worst, best, kinds)


def estimate_of(table: Table, found: _core.Mean, aim: Aim) -> Estimate:
    """The estimate of a mean by the score interval."""
    low, high = found.bounds(aim.level)
    return _estimate(table, aim, (found.value, low, high), _settings(table, found))


def _estimator(aim: Aim) -> Callable[[Table, Floats], Estimate]:
    if aim.method not in get_args(Method):
        raise InputError(f"unknown method {aim.method!r}; give one of {', '.join(map(repr, get_args(Method)))}")
    if aim.method == "score":
        return lambda table, values: estimate_of(table, _core.mean(table, values, aim.target, _variance.of_rate), aim)
    _core.check_target(aim.target)
    if aim.target != "these documents":
        raise InputError("the bootstrap of a headline is for target 'these documents'; for new documents use 'score'")
    return lambda table, values: _bootstrapped(table, values, aim)


def _bootstrapped(table: Table, values: Floats, aim: Aim) -> Estimate:
    _core.quantile(aim.level)  # refuses a level that is none
    draws = within_documents(table, values, aim.replicates, aim.seed)
    low, high = np.quantile(draws, [(1.0 - aim.level) / 2.0, (1.0 + aim.level) / 2.0]).tolist()
    if low == high:
        raise EstimateError(
            f"resampling {len(table)} items shows no spread at all, which is no certainty; use method 'score'"
        )
    value = float(_variance.means(table, values).mean())
    settings: Settings = {"seed": aim.seed, "replicates": aim.replicates}
    return _estimate(table, aim, (value, min(low, value), max(high, value)), settings)


def _estimate(table: Table, aim: Aim, bounds: tuple[float, float, float], settings: Settings) -> Estimate:
    return Estimate(
        value=bounds[0],
        low=bounds[1],
        high=bounds[2],
        level=aim.level,
        n=len(table),
        clusters=len(table.clusters),
        target=aim.target,
        method=METHODS[aim.method],
        settings=settings,
    )


def _settings(table: Table, found: _core.Mean) -> Settings:
    settings: Settings = {"design_effect": _variance.overall(table, found.spread)}
    if np.isfinite(found.spread.df):
        settings["df"] = found.spread.df
    return settings


def _row(name: str, table: Table, aim: Aim) -> KindRate:
    values = table.worst()
    found, refused = None, ""
    try:
        found = rate(table, (values, table.best()), aim)
    except EstimateError as error:
        refused = str(error)
    unresolved = int(table.unresolved.sum())
    return KindRate(name, len(table), len(table.clusters), unresolved, float(values.mean()), found, refused)

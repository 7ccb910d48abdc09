"""Which rung of a ladder from easy to hard a model solves at a target rate, found with few samples.

Rates are noisy and every sample is paid for, so a falling curve (logistic, between a floor and a ceiling) is fitted to
all samples at once, Bayes over a grid; what was seen at other rungs counts the less the further away they are, so that
a ladder that is not quite monotone does not mislead. The next samples go to the rung most likely to be right. It is
accepted on its own samples alone, when their Wilson interval lies in the band.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from benchwright.errors import InputError
from benchwright.records import Estimate
from benchwright.stats import wilson

if TYPE_CHECKING:
    import numpy as np

Solve = Callable[[int, int], tuple[int, int]]
"""(rung, items wanted) -> (right, items that came back); every call asks about new items."""
Status = Literal["in band", "undecided", "out of reach"]

_STAY = 0.75
"""Samples stay on a rung while it is so likely, as a share of the likeliest: scattered samples prove little."""
_HOPELESS = 0.02
"""Where no rung is likelier than that to lie in the band, the search ends."""
_SURE = 3
"""Visits to the nearest rung before it is said that none lies in the band."""
_REACH = 0.2
"""How far a sample at one rung speaks of another, the ladder being 1 long: the deviation of a normal weight."""


@dataclass(frozen=True)
class Trial:
    """One visit to a rung."""

    rung: int
    right: int
    items: int


@dataclass(frozen=True)
class Found:
    """Where a search ended."""

    status: Status
    """`undecided`: the budget is spent, the rate lies in the band but its interval does not."""
    rung: int
    """The rung found, or where none lies in the band, the nearest one seen."""
    rate: Estimate
    """Of that rung, from its own items."""
    trials: tuple[Trial, ...]

    @property
    def items(self) -> int:
        """What the search cost."""
        return sum(trial.items for trial in self.trials)


def search(rungs: int, solve: Solve, target: float, tolerance: float, budget: int) -> Found:
    """The rung that is solved at the target rate.

    Args:
        rungs: how many there are; rung 0 is the easiest.
        solve: asks the model about new items of a rung.
        target: share of items solved, 0 to 1.
        tolerance: the band is target - tolerance to target + tolerance.
        budget: items in all.

    Raises:
        InputError: the band or the budget cannot be used, or no item came back.
    """
    check_band(target, tolerance, budget)
    size, model = batch_size(budget), _Model(rungs, target, tolerance)
    trials: list[Trial] = []
    here: int | None = None
    while (left := budget - sum(trial.items for trial in trials)) > 0:
        here = model.next(trials, here)
        if here is None:  # out of reach: what is said of the nearest rung rests on more than a lucky visit
            here = model.nearest(trials)
            if sum(trial.items for trial in trials if trial.rung == here) >= _SURE * size:
                break
        right, items = solve(here, min(size, left))
        if not items:
            raise InputError(f"rung {here} gave no items to try; allow longer documents or more families")
        trials.append(Trial(here, right, items))
        if _inside(_rate(trials, here), target, tolerance):
            return Found("in band", here, _rate(trials, here), tuple(trials))
    return _ended(trials, model, target, tolerance)


def check_band(target: float, tolerance: float, budget: int) -> None:
    """Refuse what cannot be searched for.

    Raises:
        InputError: with the value and what is expected.
    """
    if not 0 < target < 1:
        raise InputError(f"target {target}: expected a share of items solved between 0 and 1, such as 0.5")
    if not 0.02 <= tolerance < 0.5:
        raise InputError(f"tolerance {tolerance}: expected 0.02 to 0.5; 0.1 accepts {target} plus or minus 0.1")
    if budget < 40:
        raise InputError(f"a budget of {budget} items settles nothing; give at least 40 (400 is usual)")


def batch_size(budget: int) -> int:
    """Items of one visit."""
    return max(10, budget // 20)


def _ended(trials: list[Trial], model: _Model, target: float, tolerance: float) -> Found:
    """The likeliest rung seen whose rate lies in the band; else the nearest."""
    seen = sorted({trial.rung for trial in trials})
    within = [rung for rung in seen if abs(_rate(trials, rung).value - target) <= tolerance]
    if within:
        chances = model.chances(trials)
        best = max(within, key=lambda rung: float(chances[rung]))
        return Found("undecided", best, _rate(trials, best), tuple(trials))
    best = model.nearest(trials)
    return Found("out of reach", best, _rate(trials, best), tuple(trials))


def _rate(trials: list[Trial], rung: int) -> Estimate:
    mine = [trial for trial in trials if trial.rung == rung]
    found = wilson(sum(trial.right for trial in mine), sum(trial.items for trial in mine))
    return found.model_copy(update={"target": "new documents"})


def _inside(rate: Estimate, target: float, tolerance: float) -> bool:
    return target - tolerance <= rate.low and rate.high <= target + tolerance


class _Model:
    """Falling curves over the ladder, and how likely each is after what was seen."""

    def __init__(self, rungs: int, target: float, tolerance: float) -> None:
        import numpy as np

        if rungs < 2:
            raise InputError(f"a ladder of {rungs} rungs leaves nothing to search; leave more dials free")
        at = np.linspace(0, 1, rungs)
        middle, width, floor, top = (
            axis.ravel()[:, None]
            for axis in np.meshgrid(
                np.linspace(-0.5, 1.5, 41), np.geomspace(0.02, 1.0, 8), [0.005, 0.1, 0.2, 0.35], [0.5, 0.7, 0.85, 0.995]
            )
        )
        self.target = target
        self.curves = floor + (top - floor) / (1 + np.exp((at - middle) / width))
        self.near = np.exp(-0.5 * ((at[:, None] - at) / _REACH) ** 2)
        self.wide = np.abs(self.curves - target) <= tolerance
        self.narrow = np.abs(self.curves - target) <= tolerance / 2

    def next(self, trials: list[Trial], here: int | None) -> int | None:
        """The rung to try; none where no rung is likely to lie in the band."""
        if not trials:
            return int(self.curves.shape[1]) // 3  # easier rungs are shorter, hence cheaper
        posterior = self._posterior(trials)
        if (posterior * self.wide).sum(axis=0).max() < _HOPELESS:
            return None
        chances = (posterior * self.narrow).sum(axis=0)
        if here is not None and chances[here] >= _STAY * chances.max():
            return here
        best = [rung for rung in range(len(chances)) if chances[rung] >= 0.999 * chances.max()]
        return best[len(best) // 2]

    def chances(self, trials: list[Trial]) -> np.ndarray[Any, Any]:
        """Per rung, how likely it lies in the band."""
        found: np.ndarray[Any, Any] = (self._posterior(trials) * self.wide).sum(axis=0)
        return found

    def nearest(self, trials: list[Trial]) -> int:
        """The rung seen whose rate, by what is known of its neighbours too, is nearest to the target."""
        rates = (self._posterior(trials) * self.curves).sum(axis=0)
        items = {rung: sum(trial.items for trial in trials if trial.rung == rung) for rung in (t.rung for t in trials)}
        return min(items, key=lambda rung: (round(abs(float(rates[rung]) - self.target), 2), -items[rung], rung))

    def _posterior(self, trials: list[Trial]) -> np.ndarray[Any, Any]:
        """(curve, rung): the weight of each curve for what is said of each rung."""
        import numpy as np

        right, wrong = np.zeros(self.curves.shape[1]), np.zeros(self.curves.shape[1])
        for trial in trials:
            right[trial.rung] += trial.right
            wrong[trial.rung] += trial.items - trial.right
        seen = right * np.log(self.curves) + wrong * np.log1p(-self.curves)
        total = seen @ self.near
        weights = np.exp(total - total.max(axis=0))
        found: np.ndarray[Any, Any] = weights / weights.sum(axis=0)
        return found

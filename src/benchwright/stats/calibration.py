"""Probabilities that mean what they say: how far they are off, and maps that mend them.

    probabilities + outcomes ─► reliability (rows, ECE, Brier)       how far off
                             ─► fit_calibration ─► Calibration.apply  mended

Two maps. *Temperature* divides the log-odds by one number (Guo et al. 2017, arXiv:1706.04599): it needs little data and
keeps the order. *Isotonic* regression (pool adjacent violators; Zadrozny & Elkan 2002) fits any rising curve and needs
more. Both are fitted on items that are held out: figures on the items of the fit flatter. What a model says of its own
certainty is not calibrated, and neither is what logic makes of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

import numpy as np
from pydantic import ValidationError, model_validator

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate, Record
from benchwright.stats import _variance
from benchwright.stats._resample import generator
from benchwright.stats._table import Floats, codes
from benchwright.stats.bootstrap import cluster_bootstrap
from benchwright.stats.extraction import Rate
from benchwright.stats.intervals import wilson

CalibrationMethod = Literal["temperature", "isotonic"]
FEWEST: dict[str, int] = {"temperature": 30, "isotonic": 100}
"""Attempts below which a map is refused."""
OUTCOMES = 5
"""Right answers, and wrong ones, that a fit needs at least."""
EDGE = 1e-6
"""Log-odds are taken of probabilities no nearer to 0 and 1 than this."""
_COLDEST, _HOTTEST = 1e-3, 1e3
REPLICATES = 2_000


class Calibration(Record):
    """A map from stated to calibrated probability."""

    method: CalibrationMethod
    n: int
    """Attempts it was fitted on."""
    right: int
    """Of them right."""
    data: str
    """What they were: model, method, benchmark."""
    temperature: float | None = None
    knots: tuple[tuple[float, float], ...] = ()
    """Of isotonic regression: (stated, calibrated), rising; straight lines between, level beyond."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.method == "temperature":
            if self.temperature is None or not 0 < self.temperature < math.inf:
                raise ValueError(f"temperature is {self.temperature}; expected a finite number above 0")
        elif not self.knots or not all(a <= c and b <= d for (a, b), (c, d) in pairwise(self.knots)):
            raise ValueError("knots must be given, and rise")
        if any(not 0.0 <= value <= 1.0 for knot in self.knots for value in knot):
            raise ValueError("knots lie between 0 and 1")
        return self

    def apply(self, probability: float) -> float:
        """The calibrated probability.

        Raises:
            InputError: `probability` is not between 0 and 1.
        """
        if not 0.0 <= probability <= 1.0:
            raise InputError(f"{probability} is no probability; give a number from 0 to 1")
        if self.temperature is not None:
            return float(_sigmoid(_logits(np.array([probability])) / self.temperature)[0])
        stated, calibrated = zip(*self.knots, strict=True)
        return float(np.interp(probability, stated, calibrated))


@dataclass(frozen=True)
class Bin:
    """Attempts whose stated probabilities are alike."""

    low: float
    high: float
    n: int
    stated: float
    """Mean of the stated probabilities."""
    right: Estimate
    """Share of right answers, with a Wilson interval."""


@dataclass(frozen=True)
class Reliability:
    """How far stated probabilities are off."""

    n: int
    bins: tuple[Bin, ...]
    """Those that hold an attempt."""
    ece: Rate
    """Expected calibration error: mean distance of stated from right, over bins. Biased upwards where n is small."""
    brier: Rate
    """Mean squared distance between stated probability and outcome."""


def fit_calibration(
    probabilities: Sequence[float], right: Sequence[bool], *, method: CalibrationMethod = "temperature", data: str = ""
) -> Calibration:
    """Fit a map on held-out attempts.

    Args:
        probabilities: (n,) as stated.
        right: (n,) outcomes.
        method: `temperature`, or `isotonic`, which needs more data.
        data: what the attempts were, kept with the map.

    Raises:
        InputError: lengths that differ, a probability outside 0..1, or an unknown method.
        EstimateError: too few attempts, or too few of them right or wrong.
    """
    if method not in FEWEST:
        raise InputError(f"unknown calibration {method!r}; use temperature or isotonic")
    stated, outcome = _checked(probabilities, right)
    hits = int(outcome.sum())
    if len(stated) < FEWEST[method] or min(hits, len(stated) - hits) < OUTCOMES:
        raise EstimateError(
            f"{len(stated)} attempts, {hits} of them right, cannot carry a {method} calibration; it needs at least "
            f"{FEWEST[method]}, and {OUTCOMES} right and {OUTCOMES} wrong: run more held-out items"
        )
    if method == "temperature":
        return Calibration(
            method=method, n=len(stated), right=hits, data=data, temperature=_temperature(stated, outcome)
        )
    return Calibration(method=method, n=len(stated), right=hits, data=data, knots=tuple(_isotonic(stated, outcome)))


def _checked(probabilities: Sequence[float], right: Sequence[bool]) -> tuple[Floats, Floats]:
    stated = np.asarray(probabilities, dtype=float)
    outcome = np.asarray(right, dtype=float)
    if stated.shape != outcome.shape or stated.ndim != 1:
        raise InputError(f"{len(probabilities)} probabilities and {len(right)} outcomes; give one for each attempt")
    if not ((stated >= 0) & (stated <= 1)).all():
        raise InputError("a probability is not between 0 and 1; leave out attempts that have none")
    return stated, outcome


def _logits(stated: Floats) -> Floats:
    kept = np.clip(stated, EDGE, 1 - EDGE)
    found: Floats = np.log(kept) - np.log1p(-kept)
    return found


def _sigmoid(logits: Floats) -> Floats:
    found: Floats = 0.5 * (1.0 + np.tanh(0.5 * logits))
    return found


def _temperature(stated: Floats, outcome: Floats) -> float:
    """Maximum likelihood: the slope of the likelihood falls in 1 / temperature, so its zero is found by halving."""
    logits = _logits(stated)

    def slope(inverse: float) -> float:
        return float((logits * (outcome - _sigmoid(inverse * logits))).sum())

    low, high = 1 / _HOTTEST, 1 / _COLDEST
    if slope(low) <= 0:
        return _HOTTEST
    if slope(high) >= 0:
        return _COLDEST
    for _ in range(100):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return 1 / math.sqrt(low * high)


def _isotonic(stated: Floats, outcome: Floats) -> list[tuple[float, float]]:
    """Pool adjacent violators over the different stated probabilities; the ends of each level are its knots."""
    known, place = np.unique(stated, return_inverse=True)
    weights = np.bincount(place).astype(float)
    means = np.bincount(place, weights=outcome) / weights
    blocks: list[tuple[float, float, int]] = []
    for mean, weight in zip(means.tolist(), weights.tolist(), strict=True):
        blocks.append((mean, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (a, v, k), (b, w, m) = blocks[-2:]
            blocks[-2:] = [((a * v + b * w) / (v + w), v + w, k + m)]
    knots, at = [], 0
    for mean, _, size in blocks:
        ends = dict.fromkeys([float(known[at]), float(known[at + size - 1])])
        knots += [(end, min(1.0, max(0.0, mean))) for end in ends]
        at += size
    return knots


def reliability(
    probabilities: Sequence[float], right: Sequence[bool], *, clusters: Sequence[str] | None = None, bins: int = 10,
    seed: int = 0, level: float = 0.95,
) -> Reliability:  # fmt: skip
    """How far stated probabilities are off, in bins of equal width.

    Args:
        probabilities: (n,) as stated.
        right: (n,) outcomes.
        clusters: (n,) documents, which are resampled; by default each attempt is its own.
        bins: 1 to 100.
        seed: of the resampling.
        level: of confidence.

    Raises:
        EstimateError: there are no attempts.
        InputError: lengths that differ, a probability outside 0..1, a number of bins out of range.
    """
    stated, outcome = _checked(probabilities, right)
    names = [str(at) for at in range(len(stated))] if clusters is None else list(clusters)
    if not 1 <= bins <= 100 or len(names) != len(stated):
        raise InputError(
            f"{bins} bins and {len(names)} clusters for {len(stated)} attempts; give 1 to 100, and one each"
        )
    if not len(stated):
        raise EstimateError("no attempt states a probability, so none can be held against its outcome")
    place = np.minimum((stated * bins).astype(int), bins - 1)
    rows = tuple(_bin(at, bins, stated[place == at], outcome[place == at], level) for at in np.unique(place).tolist())
    ece = _ece(stated - outcome, place, names, (bins, seed, level), grouped=clusters is not None)
    return Reliability(
        len(stated), rows, ece, _brier((stated - outcome) ** 2, names, (seed, level), clusters is not None)
    )


def _bin(at: int, bins: int, stated: Floats, outcome: Floats, level: float) -> Bin:
    right = wilson(float(outcome.sum()), len(outcome), level=level)
    return Bin(at / bins, (at + 1) / bins, len(stated), float(stated.mean()), right)


def _brier(losses: Floats, names: Sequence[str], how: tuple[int, float], grouped: bool) -> Rate:  # noqa: FBT001 - a state
    value = float(losses.mean())
    try:
        found = cluster_bootstrap(losses, list(names), seed=how[0], level=how[1])
    except EstimateError as refused:
        return Rate(value, len(losses), None, str(refused))
    return Rate(value, len(losses), found if grouped else found.model_copy(update={"target": "these documents"}))


def _ece(
    gaps: Floats, place: np.ndarray, names: Sequence[str], how: tuple[int, int, float], *, grouped: bool
) -> Rate:  # fmt: skip
    """The mean over attempts of their bin's distance, with a percentile bootstrap over clusters."""
    bins, seed, level = how
    known, code = codes(names)
    table = np.zeros((len(known), bins))
    np.add.at(table, (code, place), gaps)
    counts = np.bincount(code).astype(float)
    value = float(np.abs(table.sum(axis=0)).sum() / len(gaps))
    if len(known) < _variance.MIN_CLUSTERS:
        return Rate(value, len(gaps), None, _variance.too_few(len(known)))
    drawn = generator("ece", seed).multinomial(len(known), np.full(len(known), 1 / len(known)), size=REPLICATES)
    replicates = np.abs(drawn @ table).sum(axis=1) / (drawn @ counts)
    tail = (1 - level) / 2
    low, high = np.quantile(replicates, [tail, 1 - tail]).tolist()
    found = Estimate(
        value=value, low=min(low, value), high=max(high, value), level=level, n=len(gaps), clusters=len(known),
        target="new documents" if grouped else "these documents", method="cluster bootstrap, percentiles",
        settings={"bins": bins, "seed": seed, "replicates": REPLICATES},
    )  # fmt: skip
    return Rate(value, len(gaps), found)


def read_calibration(path: Path | str) -> Calibration:
    """A map from its file.

    Raises:
        InputError: it cannot be read, or holds no map.
    """
    try:
        return Calibration.model_validate_json(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise InputError(f"cannot use calibration={path}: {why}; fit one on held-out items first") from error

"""How many items it takes, and what a number of items can show.

Paired: McNemar's test (Connor 1987), from the share of items on which the systems disagree. Unpaired: two proportions
(Fleiss, Levin & Paik 2003, section 4.2.1). Items that share documents count for less: multiply by the design effect.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from statistics import NormalDist

from benchwright.errors import EstimateError, InputError

_STEPS = 60
_EQUAL = 1e-9


@dataclass(frozen=True)
class Study:
    """What is assumed of a comparison of two systems."""

    base_rate: float = 0.5
    """The share right of one system. The other may be better or worse: what needs more items is planned for."""
    discordance: float | None = None
    """The share of items on which the systems disagree; None takes them as independent, which is cautious."""
    power: float = 0.8
    level: float = 0.95
    paired: bool = True
    design_effect: float = 1.0

    def __post_init__(self) -> None:
        _between("base_rate", self.base_rate, 0.0, 1.0)
        _between("level", self.level, 0.0, 1.0, closed=False)
        _between("power", self.power, 0.5, 1.0, closed=False)
        if self.discordance is not None:
            _between("discordance", self.discordance, 0.0, 1.0)
        if not self.design_effect > 0:
            raise InputError(f"design_effect is {self.design_effect}; give a positive number")


@dataclass(frozen=True)
class ItemPlan:
    """An answer about sample size, with everything it rests on."""

    points: float
    """The difference, in percentage points."""
    items: int
    """Items that each system answers."""
    sentence: str
    study: Study


def plan_items(points: float, study: Study | None = None, /, **settings: float | bool | None) -> ItemPlan:
    """The items needed to see a difference of `points` percentage points.

    Args:
        points: more than 0, at most 100.
        study: what is assumed; or give its fields by name.
        settings: fields of `Study`.

    Raises:
        InputError: points or an assumption out of range.
        EstimateError: such a difference is impossible at this base rate or discordance.
    """
    study = _study(study, settings)
    if not 0 < points <= 100:
        raise InputError(f"a difference of {points} points; give more than 0 and at most 100")
    items = _needed(points / 100.0, study)
    if items is None:
        raise EstimateError(
            f"a difference of {points:g} points cannot occur with base_rate {study.base_rate:g} and discordance "
            f"{study.discordance}; give fewer points or a larger discordance"
        )
    return ItemPlan(points, items, _sentence(points, items, study), study)


def detectable(n: int, study: Study | None = None, /, **settings: float | bool | None) -> ItemPlan:
    """The smallest difference that n items can show: the inverse of `plan_items`.

    Raises:
        InputError: n below 1, or an assumption out of range.
        EstimateError: n items cannot show any difference that is possible at this base rate and discordance.
    """
    study = _study(study, settings)
    if n < 1:
        raise InputError(f"{n} items; give at least 1")
    far = _largest(study)
    enough = _needed(far, study)
    if enough is None or enough > n:
        raise EstimateError(
            f"{n} items cannot show any possible difference at these settings; at least {enough} are needed"
        )
    near = 0.0
    for _ in range(_STEPS):
        middle = (near + far) / 2.0
        items = _needed(middle, study)
        near, far = (near, middle) if items is not None and items <= n else (middle, far)
    points = 100.0 * far * (1.0 + _EQUAL / 1000.0)  # a hair more, so that planning for it asks for n items again
    return ItemPlan(points, n, _sentence(points, n, study), study)


def _needed(delta: float, study: Study) -> int | None:
    """Items for a difference in 0..1; None where it is impossible."""
    others = [study.base_rate + step for step in (delta, -delta)]
    counts = [_count(delta, other, study) for other in others if -_EQUAL <= other <= 1.0 + _EQUAL]
    return max(counts) if counts and 0.0 < delta <= _largest(study) + _EQUAL else None


def _count(delta: float, other: float, study: Study) -> int:
    """Items for a difference against a system with the share `other`."""
    base, other = study.base_rate, min(1.0, max(0.0, other))
    alpha, beta = NormalDist().inv_cdf((1.0 + study.level) / 2.0), NormalDist().inv_cdf(study.power)
    null = base * (1.0 - other) + other * (1.0 - base)
    if study.paired:
        null = null if study.discordance is None else study.discordance
        apart = max(0.0, null - delta * delta)
    else:
        apart = base * (1.0 - base) + other * (1.0 - other)
        null = (base + other) * (1.0 - (base + other) / 2.0)
    root = alpha * math.sqrt(null) + beta * math.sqrt(apart)
    return math.ceil((root / delta) ** 2 * study.design_effect * (1.0 - _EQUAL))


def _largest(study: Study) -> float:
    room = max(study.base_rate, 1.0 - study.base_rate)
    return room if study.discordance is None or not study.paired else min(room, study.discordance)


def _sentence(points: float, items: int, study: Study) -> str:
    how = "on the same items" if study.paired else "on items of their own"
    return (
        f"To see a difference of {points:.3g} points between two systems {how}, "
        f"from {100 * study.base_rate:.3g} % right, with {100 * study.power:.3g} % power at level {study.level:g}: "
        f"{items} items."
    )


def _study(study: Study | None, settings: dict[str, float | bool | None]) -> Study:
    known = asdict(study or Study())
    unknown = sorted(set(settings) - set(known))
    if unknown:
        raise InputError(f"unknown setting {unknown[0]!r}; give one of {', '.join(sorted(known))}")
    return Study(**{**known, **settings})  # the fields' types are checked by their ranges


def _between(name: str, value: float, low: float, high: float, *, closed: bool = True) -> None:
    inside = low <= value <= high if closed else low < value < high
    if not inside:
        raise InputError(f"{name} is {value}; give a number between {low:g} and {high:g}")

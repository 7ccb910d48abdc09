"""Judging a trained reader of digits on images that it has not seen.

The sums it gets right are one thing, the digits it reads another: both are shown, and how often a right sum hides a
wrong digit. Test images are shuffled into groups several times; the interval knows that sums share images.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import torch

from benchwright.errors import EstimateError
from benchwright.records import Estimate
from benchwright.stats import multiway_bootstrap, wilson
from benchwright.training.digits import CLASSES, ROUNDS, Digits, Trained, grouped
from benchwright.training.learner import LogicLearner

if TYPE_CHECKING:
    from collections.abc import Sequence


def judged(made: Digits, losses: tuple[float, ...], seconds: float) -> Trained:
    """The figures of a training."""
    settings, shown = made.settings, made.images
    stream = torch.Generator().manual_seed(settings.seed + 1)
    rounds = [grouped(shown.test, shown.test_labels, settings.places, stream) for _ in range(ROUNDS)]
    groups = torch.cat([found.groups for found in rounds])
    with torch.no_grad():
        right = made.predicted(shown.test[groups]) == torch.cat([found.sums for found in rounds])
    accuracy = _share(right.double().tolist(), groups, settings.seed)
    said = asdict(settings) | {"epochs": settings.rounds}
    if not isinstance(made.model, LogicLearner):
        return Trained(said, losses, seconds, accuracy, None, {}, None, None)
    with torch.no_grad():
        read = made.model.network(shown.test[:, None]).argmax(1) == shown.test_labels
    wrong = ~read[groups].all(1)
    return Trained(
        said, losses, seconds, accuracy, wilson(int(read.sum()), len(read)),
        {digit: share for digit in range(CLASSES) if (share := _mean(read[shown.test_labels == digit])) is not None},
        _mean(wrong[right]), _mean(wrong),
    )  # fmt: skip


def _mean(marks: torch.Tensor) -> float | None:
    return float(marks.double().mean()) if len(marks) else None


def _share(values: Sequence[float], groups: torch.Tensor, seed: int) -> Estimate:
    """The share of right sums; where all are alike, of the groups of one shuffle, which share nothing."""
    try:
        return multiway_bootstrap(values, groups.tolist(), seed=seed)
    except EstimateError:
        one = len(values) // ROUNDS
        return wilson(sum(values[:one]), one)

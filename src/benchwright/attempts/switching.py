"""The switch: shall a question be answered by a program or in words?

Ten criteria, each a probability that the model gives without solving the question, become the probability that code
is right where the two differ: their plain mean (PIPS, arXiv:2510.22849, zero-shot), or a ridge logistic regression
over the criteria and cheap features of the question's text (`train_switch`), which carries its training record. The
choice weighs the expected gain against the extra tokens, and abstains where the gain is too small to tell: then both
are run. Pure functions; nothing here calls a model.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from benchwright.errors import EstimateError, InputError
from benchwright.records import Record
from benchwright.seeding import seed_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Choice = Literal["code", "words", "both"]
SHIPPED = Path(__file__).with_name("switches") / "text.json"
"""A switch over features of the question's text alone; its record says on what and with which model it was trained."""
CRITERIA = (
    "formal", "runs", "search", "state", "knowledge", "faithful", "arithmetic", "branching", "algorithm", "overall",
)  # fmt: skip
"""The ten criteria in the order in which the model is asked for them."""
DIFFER = 0.25
"""Share of questions on which the branches differ, where it was not measured."""
EXTRA_TOKENS = 600.0
"""Output tokens that the program branch takes beyond words, where it was not measured."""
_FOLDS = 5
_RESAMPLES = 1000
_BINS = 10
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ASKS = {
    "text:how_many": r"\bhow (?:many|much|long|often|old|far)\b",
    "text:compare": r"\b(?:most|least|largest|smallest|longest|shortest|earliest|latest|first|last|more|fewer|less)\b",
    "text:reckon": r"\b(?:total|sum|average|mean|difference|product|count|number of|altogether|percent)\b|[-+*/=^%]",
    "text:options": r"^A\)",
    "text:why": r"\b(?:why|who|where|whom|whose)\b",
}


class TrainingRecord(Record):
    """How a trained switch came about, and how good it is on questions that it was not fitted to."""

    data: str
    """What it was trained on, and with which model."""
    n: int
    """Questions on which exactly one branch was right: only these teach."""
    of: int
    """Questions that were run."""
    code_better: float
    """Share of `n` on which code was right."""
    auc: float
    """Cross-validated."""
    auc_low: float
    auc_high: float
    level: float = 0.95
    ece: float
    """Expected calibration error, cross-validated, in up to ten bins of equal count."""
    ridge: float
    folds: int
    seed: int


class Coefficients(Record):
    """A trained switch: what stands in its file."""

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    differ: float = DIFFER
    extra_tokens: float = EXTRA_TOKENS
    record: TrainingRecord


@dataclass(frozen=True)
class Case:
    """A question that both branches answered."""

    features: Mapping[str, float]
    code_right: bool
    words_right: bool
    extra_tokens: float = EXTRA_TOKENS
    """What the program branch took beyond words."""


@dataclass(frozen=True)
class Stakes:
    """What a choice weighs."""

    price: float = 0.0
    """What 1,000 more output tokens must gain in accuracy, 0 to 1."""
    band: float = 0.0
    """Expected gains and losses no larger than this leave the choice open."""
    differ: float = DIFFER
    extra_tokens: float = EXTRA_TOKENS


def text_features(question: str) -> dict[str, float]:
    """Cheap features of a question's text."""
    numbers = _NUMBER.findall(question)
    asks = re.IGNORECASE | re.MULTILINE
    found = {name: float(bool(re.search(form, question, asks))) for name, form in _ASKS.items()}
    return {"text:words": math.log1p(len(question.split())), "text:numbers": math.log1p(len(numbers)), **found}


def criteria_features(scores: Sequence[float]) -> dict[str, float]:
    """The ten criteria by name.

    Raises:
        InputError: not ten.
    """
    if len(scores) != len(CRITERIA):
        raise InputError(f"{len(scores)} scores were given; the criteria are {len(CRITERIA)}: {', '.join(CRITERIA)}")
    return {f"criteria:{name}": score for name, score in zip(CRITERIA, scores, strict=True)}


def mean_score(scores: Sequence[float]) -> float:
    """The zero-shot probability that code is the better way: the plain mean, not calibrated."""
    return math.fsum(scores) / len(scores)


def gain(chance: float, stakes: Stakes) -> float:
    """Expected accuracy that code gains over words, less the price of its extra tokens.

    Where the branches differ, code is right with the given chance and words otherwise.
    """
    return (2 * chance - 1) * stakes.differ - stakes.price * stakes.extra_tokens / 1000


def choose(chance: float | None, stakes: Stakes | None = None) -> Choice:
    """Code or words, whichever has the larger expected gain; both where it is unknown or too small to tell.

    Args:
        chance: that code is right where the branches differ; none where it could not be had.
        stakes: prices, and how small a gain leaves the choice open.
    """
    stakes = stakes or Stakes()
    if chance is None or not math.isfinite(chance):
        return "both"
    worth = gain(chance, stakes)
    if stakes.band and abs(worth) <= stakes.band:
        return "both"
    return "code" if worth > 0 else "words"


def probability(switch: Coefficients, features: Mapping[str, float]) -> float | None:
    """The chance that code is right where the branches differ; none where a feature is missing."""
    if any(name not in features for name in switch.features):
        return None
    columns = zip(switch.features, switch.means, switch.scales, switch.weights, strict=True)
    return _logistic(switch.intercept + math.fsum(w * (features[f] - m) / s for f, m, s, w in columns))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))


def read_switch(path: Path | str) -> Coefficients:
    """A trained switch from its file.

    Raises:
        InputError: the file cannot be read, or is not of that form.
    """
    try:
        found = Coefficients.model_validate(json.loads(Path(path).read_text("utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(f"cannot use the switch {path}: {reason}; write one with train_switch(...).line()") from error
    sizes = {len(found.features), len(found.means), len(found.scales), len(found.weights)}
    if len(sizes) > 1 or not all(scale > 0 for scale in found.scales):
        raise InputError(f"the switch {path} has {sorted(sizes)} numbers for its features; train it anew")
    return found


def train_switch(cases: Sequence[Case], *, data: str, ridge: float = 1.0, seed: int = 0) -> Coefficients:
    """Fit a ridge logistic switch and measure it on held-out folds.

    Only questions on which exactly one branch was right teach which branch to take. The area under the curve and the
    calibration error are those of predictions for questions outside the fold that fitted them; the interval of the
    area is a percentile bootstrap over questions.

    Args:
        cases: questions that both branches answered, all with the same features.
        data: what they are, and which model answered: goes into the record.
        ridge: the penalty on squared standardised weights.
        seed: of folds and bootstrap.

    Raises:
        InputError: cases with different features, or a ridge that is not above 0.
        EstimateError: fewer than ten questions on either side, which is too few to fit or to measure.
    """
    import numpy as np

    _usable(cases, ridge)
    names = tuple(sorted(cases[0].features))
    taught = [case for case in cases if case.code_right != case.words_right]
    rows = np.array([[case.features[name] for name in names] for case in taught], dtype=float)
    labels = np.array([case.code_right for case in taught], dtype=float)
    held = _held_out(rows, labels, ridge, seed)
    low, high = _auc_interval(held, labels, seed)
    means, scales, weights = fit(rows, labels, ridge)
    record = TrainingRecord(
        data=data, n=len(taught), of=len(cases), code_better=float(labels.mean()), auc=auc(held, labels), auc_low=low,
        auc_high=high, ece=calibration_error(held, labels), ridge=ridge, folds=_FOLDS, seed=seed,
    )  # fmt: skip
    return Coefficients(
        features=names, means=tuple(means.tolist()), scales=tuple(scales.tolist()), weights=tuple(weights[1:].tolist()),
        intercept=float(weights[0]), differ=len(taught) / len(cases), record=record,
        extra_tokens=math.fsum(case.extra_tokens for case in cases) / len(cases),
    )  # fmt: skip


def _usable(cases: Sequence[Case], ridge: float) -> None:
    if not ridge > 0:
        raise InputError(f"ridge={ridge}: expected a number above 0, without which weights may have no bound")
    if len({tuple(sorted(case.features)) for case in cases}) > 1:
        raise InputError("the cases have different features; give each the same")
    for side in (True, False):
        if (n := sum(case.code_right is side and case.words_right is not side for case in cases)) < 10:
            which = "code" if side else "words"
            raise EstimateError(f"only {which} was right on {n} questions; at least 10 are needed: run more questions")


def fit(rows: Floats, labels: Floats, ridge: float) -> tuple[Floats, Floats, Floats]:
    """Means and scales of the columns, and the weights (the intercept first, which is not penalised), by Newton.

    Args:
        rows: one question a row.
        labels: 1 where code was right.
        ridge: the penalty.
    """
    import numpy as np

    means, scales = rows.mean(axis=0), rows.std(axis=0)
    scales = np.where(scales > 1e-9, scales, 1.0)
    design = np.column_stack([np.ones(len(rows)), (rows - means) / scales])
    penalty = np.diag([1e-9, *[ridge] * rows.shape[1]])
    weights = np.zeros(design.shape[1])
    for _ in range(100):
        chances = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (labels - chances) - penalty @ weights
        curve = (design * (chances * (1 - chances))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve, slope)
        weights = weights + step * min(1.0, 5.0 / max(1e-12, float(np.abs(step).max())))
        if float(np.abs(step).max()) < 1e-10:
            break
    return means, scales, weights


def _predict(fitted: tuple[Floats, Floats, Floats], rows: Floats) -> Floats:
    import numpy as np

    means, scales, weights = fitted
    chances: Floats = 1 / (1 + np.exp(-(weights[0] + ((rows - means) / scales) @ weights[1:])))
    return chances


def _held_out(rows: Floats, labels: Floats, ridge: float, seed: int) -> Floats:
    """Predictions for each question by a fit that has not seen it; folds hold both sides alike."""
    import numpy as np

    order = np.random.default_rng(seed_of("switch", "folds", seed)).permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    folds = np.empty(len(labels), dtype=int)
    folds[order] = np.arange(len(labels)) % _FOLDS
    chances = np.empty(len(labels))
    for fold in range(_FOLDS):
        here = folds == fold
        chances[here] = _predict(fit(rows[~here], labels[~here], ridge), rows[here])
    return chances


def auc(chances: Floats, labels: Floats) -> float:
    """The chance that a question for code is rated above one for words; a tie counts half (Mann-Whitney)."""
    from scipy.stats import rankdata

    positive = labels > 0.5
    ahead, behind = int(positive.sum()), int((~positive).sum())
    ranks = float(rankdata(chances)[positive].sum())
    return (ranks - ahead * (ahead + 1) / 2) / (ahead * behind)


def _auc_interval(chances: Floats, labels: Floats, seed: int) -> tuple[float, float]:
    """Percentile bootstrap over questions, each side resampled within itself."""
    import numpy as np

    stream = np.random.default_rng(seed_of("switch", "auc", seed))
    sides = [np.flatnonzero(labels > 0.5), np.flatnonzero(labels <= 0.5)]
    found = []
    for _ in range(_RESAMPLES):
        drawn = np.concatenate([stream.choice(side, len(side)) for side in sides])
        found.append(auc(chances[drawn], labels[drawn]))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def calibration_error(chances: Floats, labels: Floats) -> float:
    """The mean distance between predicted and actual shares, over up to ten bins of equal count."""
    import numpy as np

    bins = np.array_split(np.argsort(chances, kind="stable"), min(_BINS, max(1, len(labels) // 5)))
    gaps = [len(one) * abs(float(chances[one].mean()) - float(labels[one].mean())) for one in bins]
    return math.fsum(gaps) / len(labels)

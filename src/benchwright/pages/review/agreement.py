"""How far two reviewers agree: the share of items on which they decided alike, and Cohen's kappa.

Taken over items that both decided, from decisions made before either could see the other's: accept, edit and reject are
three answers. The share has a Wilson interval. Kappa (Cohen 1960) has the 2.5 to 97.5 percentiles of its posterior when
the cells of the table of answers have a Dirichlet prior worth one item in all: plain resampling would take a cell that
was not seen for one that cannot be, and an interval from the variance (Fleiss et al. 1969) leaves [-1, 1].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from benchwright.errors import EstimateError
from benchwright.pages.review.decisions import Decisions
from benchwright.records import Estimate
from benchwright.seeding import seed_of
from benchwright.stats import wilson

FEWEST = 10
"""Items that both decided, below which kappa is refused."""
DRAWS = 20_000


@dataclass(frozen=True)
class Agreement:
    """Two reviewers, held against each other."""

    first: str
    second: str
    both: int
    """Items that both decided."""
    table: dict[str, int]
    """`accept/reject` -> how often the first accepted what the second rejected."""
    share: Estimate | str
    """Or why there is none."""
    kappa: Estimate | str
    """Or why there is none."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        figures = {
            name: found if isinstance(found, str) else found.model_dump(mode="json")
            for name, found in (("share", self.share), ("kappa", self.kappa))
        }
        return {"reviewers": [self.first, self.second], "both": self.both, "table": self.table} | figures


def agree(decisions: Decisions, items: Iterable[str], reviewers: Sequence[str]) -> list[Agreement]:
    """Every pair of reviewers over these items (ids), in the order given."""
    ids = list(items)
    return [_pair(decisions, ids, pair) for pair in combinations(reviewers, 2)]


def _pair(decisions: Decisions, items: Sequence[str], pair: tuple[str, str]) -> Agreement:
    found = [(decisions.blind(pair[0], item), decisions.blind(pair[1], item)) for item in items]
    answers = [(one.action, other.action) for one, other in found if one and other]
    table: dict[str, int] = {}
    for answer in sorted(answers):
        table["/".join(answer)] = table.get("/".join(answer), 0) + 1
    return Agreement(*pair, len(answers), table, _or_why(_share, answers), _or_why(kappa, answers))


def _or_why(figure: Any, answers: Sequence[tuple[str, str]]) -> Estimate | str:
    try:
        found: Estimate = figure(answers)
    except EstimateError as error:
        return str(error)
    return found


def _share(answers: Sequence[tuple[str, str]]) -> Estimate:
    if not answers:
        raise EstimateError("no item was decided by both")
    return wilson(sum(one == other for one, other in answers), len(answers))


def kappa(answers: Sequence[tuple[str, str]], *, level: float = 0.95, seed: int = 0) -> Estimate:
    """Cohen's kappa of two reviewers, with its interval.

    Args:
        answers: (n,) what the first and the second said of each item.
        level: of confidence.
        seed: of the draws.

    Raises:
        EstimateError: fewer than ten items, or both gave all items the same one answer.
    """
    import numpy as np

    if len(answers) < FEWEST:
        raise EstimateError(f"{len(answers)} items were decided by both; kappa needs at least {FEWEST}")
    names = sorted({name for pair in answers for name in pair})
    if len(names) == 1:
        raise EstimateError(f"both said {names[0]!r} of all {len(answers)} items, and kappa then has no value")
    table = np.zeros((len(names), len(names)))
    for one, other in answers:
        table[names.index(one), names.index(other)] += 1
    random = np.random.default_rng(seed_of("kappa", seed))
    draws = random.dirichlet((table + 1 / table.size).ravel(), DRAWS).reshape(DRAWS, *table.shape)
    value = float(_kappas(table[None] / len(answers))[0])
    low, high = np.quantile(_kappas(draws), [(1 - level) / 2, (1 + level) / 2]).tolist()
    return Estimate(
        value=value, low=min(low, value), high=max(high, value), level=level, n=len(answers), clusters=0,
        target="these documents", method="Cohen's kappa, posterior of the table",
        settings={"draws": DRAWS, "seed": seed},
    )  # fmt: skip


def _kappas(tables: Any) -> Any:  # Any: numpy arrays, (draws, answers, answers) to (draws,)
    """Kappa of each table of shares."""
    seen = tables.trace(axis1=1, axis2=2)
    chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1)
    return (seen - chance) / (1 - chance)

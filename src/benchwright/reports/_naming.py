"""In which order systems stand, and names that are short enough for a plot or a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchwright.records import Estimate
from benchwright.reports import _shown
from benchwright.reports._shown import clipped
from benchwright.reports.model import Bounds, ConstraintStudy, LengthStudy, Pair, Rank, Report, Role, System

_ORDER: dict[Role, int] = {"measured": 0, "ceiling": 1, "floor": 2}
ROLES: dict[Role, str] = {
    "measured": "",
    "ceiling": "sees only the evidence: the ceiling of reading",
    "floor": "sees no document: what leaks or can be guessed",
}


def alike(report: Report) -> bool:
    """Whether all runs attempted the same items."""
    return report.common == report.attempted


def displayed(report: Report) -> list[System]:
    """Measured systems first, then ceilings, then floors; the highest first.

    Scores of different items order nothing: there systems stand by the places that the pairs leave open, those with
    more items first.
    """
    if alike(report):
        return sorted(report.systems, key=lambda one: (_ORDER[one.role], -_height(one), one.system))
    places = {rank.system: (rank.best, rank.worst) for rank in report.ranks}
    return sorted(
        report.systems, key=lambda one: (_ORDER[one.role], places.get(one.system, (1, 1)), -one.items, one.system)
    )


def studied(report: Report) -> list[LengthStudy]:
    """The studies of length, as their systems are displayed."""
    order = [one.system for one in displayed(report)]
    return sorted(report.lengths, key=lambda one: order.index(one.system))


def constrained(report: Report) -> list[ConstraintStudy]:
    """The studies of constraints, as their systems are displayed."""
    order = [one.system for one in displayed(report)]
    return sorted(report.constraints, key=lambda one: order.index(one.system))


def unlike(report: Report) -> str:
    """What must be said beside headlines of different items; empty where all are of the same."""
    if alike(report):
        return ""
    return (
        f"The runs attempted different items: {report.common:,} were attempted by all, {report.attempted:,} by any. Do "
        "not compare their scores: systems stand by what the pairs show on the items that both attempted."
    )


def mark(report: Report, one: System) -> str:
    """What of the benchmark a run did not attempt, to stand at its row: `4 of 20 items, 2 of 6 kinds`; or nothing."""
    kinds = len(report.card.counts)
    parts = [f"{one.items:,} of {_shown.plural(report.items, 'item')}"] if one.items < report.items else []
    if parts and len(one.families) < kinds:
        parts.append(f"{len(one.families)} of {_shown.plural(kinds, 'kind')}")
    if one.unresolved["missing"]:
        parts.append(f"{one.unresolved['missing']:,} of {_shown.plural(one.attempts, 'attempt')} not attempted yet")
    return ", ".join(parts)


def ranked(report: Report) -> list[Rank]:
    """Ranks, the best first; among equals, as systems are displayed."""
    order = [one.system for one in displayed(report)]
    return sorted(report.ranks, key=lambda one: (one.best, one.worst, order.index(one.system)))


def _height(one: System) -> float:
    found = one.headline
    if isinstance(found, Estimate):
        return found.value
    return found.worst if isinstance(found, Bounds) else -1.0


def short_names(report: Report, width: int = 48) -> dict[str, str]:
    """Names by system: see `names_of`."""
    return names_of(report.systems, width)


def briefest(report: Report, width: int = 24) -> dict[str, str]:
    """Names by system for where two stand side by side: only what differs between the systems."""
    return names_of(report.systems, width, alone=False)


def names_of(systems: Sequence[System], width: int = 48, *, alone: bool = True) -> dict[str, str]:
    """Names by system: the model, and the method and context where these differ; unique, at most `width` long.

    Of a long name the model is cut first. Answers made elsewhere go by the name that they were given.

    Args:
        systems: to be told apart.
        width: in characters.
        alone: whether a name must do without the others; if not, a model that all share is left out.
    """
    parts = {one.system: _parts(one) for one in systems}
    told = [place for place in range(3) if len({values[place] for values in parts.values()}) > 1]
    kept = sorted({0, *told}) if alone or not told else told
    named = {
        system: _joined([part for part in dict.fromkeys(values[place] for place in kept) if part] or [system], width)
        for system, values in parts.items()
    }
    if len(set(named.values())) < len(named):
        named = {one.system: clipped(f"{index}. {one.system}", width) for index, one in enumerate(systems, 1)}
    return named


def _joined(parts: Sequence[str], width: int) -> str:
    """The parts in one line; the first has the room that the others leave, and a third at least."""
    rest = "".join(f" · {part}" for part in parts[1:])
    return clipped(clipped(parts[0], max(width - len(rest), width // 3)) + rest, width)


def _parts(one: System) -> tuple[str, str, str]:
    return (one.system if one.context == "given" else one.model, one.method, one.context)


def told(one: Pair, names: Mapping[str, str]) -> str:
    """What a pair says, with the names that its table uses."""
    return f"{names[one.ahead]} is ahead" if one.ahead else one.says

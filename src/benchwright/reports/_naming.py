"""In which order systems stand, and names that are short enough for a plot or a column."""

from __future__ import annotations

from collections.abc import Mapping

from benchwright.records import Estimate
from benchwright.reports._shown import clipped
from benchwright.reports.model import Bounds, Pair, Rank, Report, Role, System

_ORDER: dict[Role, int] = {"measured": 0, "ceiling": 1, "floor": 2}
ROLES: dict[Role, str] = {
    "measured": "",
    "ceiling": "sees only the evidence: the ceiling of reading",
    "floor": "sees no document: what leaks or can be guessed",
}


def displayed(report: Report) -> list[System]:
    """Measured systems first, the highest first; then ceilings, then floors."""
    return sorted(report.systems, key=lambda one: (_ORDER[one.role], -_height(one), one.system))


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
    """Names by system: the model, and the method and context where these differ; unique, at most `width` long."""
    parts = {one.system: (one.model, one.method, one.context) for one in report.systems}
    kept = [place for place in range(3) if not place or len({values[place] for values in parts.values()}) > 1]
    named = {system: " · ".join(clipped(values[place], width) for place in kept) for system, values in parts.items()}
    named = {system: clipped(name or system, width) for system, name in named.items()}
    if len(set(named.values())) < len(named):
        named = {one.system: clipped(f"{index}. {one.system}", width) for index, one in enumerate(report.systems, 1)}
    return named


def told(one: Pair, names: Mapping[str, str]) -> str:
    """What a pair says, with the names that its table uses."""
    return f"{names[one.ahead]} is ahead" if one.ahead else one.says

"""Benchmarks for language models that stay hard and can be trusted.

    import benchwright as bw

    bench = bw.make("worlds", "bench", count=30, worlds=3, tokens=1000)
    logs = bw.run(bench, "benchwright/fake:lookup", "runs")
    print(bw.headline(logs))

Every name below is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from benchwright._api import grade, headline, make, report, run
    from benchwright.errors import BenchwrightError
    from benchwright.pipeline.auditing import audit_programs
    from benchwright.records import (
        Answer,
        Attempt,
        Card,
        Document,
        Estimate,
        Evidence,
        Finding,
        Item,
        Lineage,
        Run,
        Verdict,
    )
    from benchwright.store import Benchmark, load

_HOMES = {
    "benchwright._api": ("grade", "headline", "make", "report", "run"),
    "benchwright.errors": ("BenchwrightError",),
    "benchwright.records": (
        "Answer", "Attempt", "Card", "Document", "Estimate", "Evidence", "Finding", "Item", "Lineage", "Run", "Verdict",
    ),
    "benchwright.pipeline.auditing": ("audit_programs",),
    "benchwright.store": ("Benchmark", "load"),
}  # fmt: skip
_PLACES = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:  # Any: a module attribute
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PLACES])


__all__ = [
    "Answer",
    "Attempt",
    "Benchmark",
    "BenchwrightError",
    "Card",
    "Document",
    "Estimate",
    "Evidence",
    "Finding",
    "Item",
    "Lineage",
    "Run",
    "Verdict",
    "audit_programs",
    "grade",
    "headline",
    "load",
    "make",
    "report",
    "run",
]

"""Benchmarks from a specification: a plan that a person reads, and one module of code that makes and judges.

The code is shared by generator, solver and grader, so that they cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchwright.specs.code import SHIPPED, Problem, Spec, shipped_spec, spec_of
    from benchwright.specs.plan import Constraint, Parameter, Ranges, SpecPlan, plan_at, read_plan

_HOMES = {
    "SHIPPED": "code", "Problem": "code", "Spec": "code", "shipped_spec": "code", "spec_of": "code",
    "Constraint": "plan", "Parameter": "plan", "Ranges": "plan", "SpecPlan": "plan", "plan_at": "plan",
    "read_plan": "plan",
}  # fmt: skip


def __getattr__(name: str) -> Any:  # Any: a module attribute
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = [
    "SHIPPED", "Constraint", "Parameter", "Problem", "Ranges", "Spec", "SpecPlan", "plan_at", "read_plan",
    "shipped_spec", "spec_of",
]  # fmt: skip

"""Benchmarks from a specification: a plan that a person reads, and one module of code that makes and judges.

The code is shared by generator, solver and grader, so that they cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members

if TYPE_CHECKING:
    from benchwright.specs.code import SHIPPED, Problem, Spec, shipped_spec, spec_of
    from benchwright.specs.plan import Constraint, Parameter, Ranges, SpecPlan, plan_at, read_plan

_HOMES = {
    "SHIPPED": "code", "Problem": "code", "Spec": "code", "shipped_spec": "code", "spec_of": "code",
    "Constraint": "plan", "Parameter": "plan", "Ranges": "plan", "SpecPlan": "plan", "plan_at": "plan",
    "read_plan": "plan",
}  # fmt: skip


__getattr__ = members(__name__, _HOMES)


__all__ = [
    "SHIPPED", "Constraint", "Parameter", "Problem", "Ranges", "Spec", "SpecPlan", "plan_at", "read_plan",
    "shipped_spec", "spec_of",
]  # fmt: skip

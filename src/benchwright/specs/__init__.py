"""Benchmarks from a specification: a plan that a person reads, and one module of code that makes and judges.

The code is shared by generator, solver and grader, so that they cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members

if TYPE_CHECKING:
    from benchwright.specs.boxed import BoxedSpec
    from benchwright.specs.code import SHIPPED, Drawn, Problem, Spec, shipped_spec
    from benchwright.specs.known import files_of, register, register_all, spec_of, texts_at
    from benchwright.specs.plan import Constraint, Parameter, Ranges, SpecPlan, plan_at, read_plan

_HOMES = {
    "BoxedSpec": "boxed",
    "SHIPPED": "code", "Drawn": "code", "Problem": "code", "Spec": "code", "shipped_spec": "code",
    "files_of": "known", "register": "known", "register_all": "known", "spec_of": "known",
    "texts_at": "known",
    "Constraint": "plan", "Parameter": "plan", "Ranges": "plan", "SpecPlan": "plan", "plan_at": "plan",
    "read_plan": "plan",
}  # fmt: skip


__getattr__ = members(__name__, _HOMES)


__all__ = [
    "SHIPPED", "BoxedSpec", "Constraint", "Drawn", "Parameter", "Problem", "Ranges", "Spec", "SpecPlan", "files_of",
    "plan_at", "read_plan", "register", "register_all", "shipped_spec", "spec_of", "texts_at",
]  # fmt: skip

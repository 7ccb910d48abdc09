"""The code of a specified benchmark: six pure functions over JSON, shared by generator, solver and grader.

    sample(draw, ranges) -> problem      render(problem) -> question       solve(problem) -> a right reply
    check(problem, reply) -> {constraint: passed}, {} where the reply cannot be read
    mutate(problem, reply, draw) -> wrong replies                          complexity(problem) -> {"score": 0..1, ...}
    NO_SOLUTION, the reply where nothing satisfies a problem

Code that comes with the package runs here; any other runs in the sandbox alone.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.resources import files
from types import ModuleType
from typing import Any

from benchwright.errors import InputError, UnknownNameError
from benchwright.records import digest
from benchwright.specs.plan import Ranges, SpecPlan, read_plan

SHIPPED = ("calendar", "causal_planning", "constrained_text")
"""Specs that come with the package."""
Problem = dict[str, Any]  # Any: JSON


@dataclass(frozen=True)
class Spec:
    """A plan with its code."""

    plan: SpecPlan
    source: str
    """Of the code."""
    _module: ModuleType

    @cached_property
    def ref(self) -> str:
        """Name and digest: what items carry."""
        return f"{self.plan.name}@{digest(self.source, 12)}"

    @property
    def no_solution(self) -> str:
        """The reply where nothing satisfies a problem."""
        return str(self._module.NO_SOLUTION)

    def sample(self, draw: random.Random, ranges: Ranges | None = None) -> Problem:
        """A problem."""
        found: Problem = self._module.sample(draw, ranges or self.plan.ranges)
        return found

    def render(self, problem: Problem) -> str:
        """The question."""
        return str(self._module.render(problem))

    def solve(self, problem: Problem) -> str:
        """A right reply; where nothing satisfies the problem, the one that says so."""
        return str(self._module.solve(problem))

    def check(self, problem: Problem, reply: str) -> dict[str, bool]:
        """Which of the active constraints a reply satisfies; empty where it cannot be read."""
        found: Mapping[str, bool] = self._module.check(problem, reply)
        return dict(found)

    def mutate(self, problem: Problem, reply: str, draw: random.Random) -> list[str]:
        """Plausible wrong replies."""
        return list(self._module.mutate(problem, reply, draw))

    def complexity(self, problem: Problem) -> dict[str, float]:
        """How hard the problem is, from 0 to 1 under `score`, and what that is made of."""
        return dict(self._module.complexity(problem))


@cache
def shipped_spec(name: str) -> Spec:
    """A spec that comes with the package.

    Raises:
        UnknownNameError: there is none of that name.
    """
    if name not in SHIPPED:
        raise UnknownNameError("spec", name, SHIPPED)
    home = files("benchwright.specs.shipped") / name
    plan = read_plan((home / "plan.json").read_text("utf-8"), f"{name}/plan.json")
    module = import_module(f"benchwright.specs.shipped.{name}.code")
    return Spec(plan, (home / "code.py").read_text("utf-8"), module)


def spec_of(ref: str) -> Spec:
    """The spec that an item names.

    Raises:
        UnknownNameError: it does not come with the package.
        InputError: it does, in another version, whose verdicts may differ.
    """
    found = shipped_spec(ref.partition("@")[0])
    if found.ref != ref:
        raise InputError(f"the item was made by {ref} and {found.ref} is installed; install that release, or make anew")
    return found

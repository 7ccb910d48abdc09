"""The code of a specified benchmark: six pure functions over JSON, shared by generator, solver and grader.

    sample(draw, ranges) -> problem      render(problem) -> question       solve(problem) -> a right reply
    check(problem, reply) -> {constraint: passed}, {} where the reply cannot be read
    mutate(problem, reply, draw) -> wrong replies                          complexity(problem) -> {"score": 0..1, ...}
    NO_SOLUTION, the reply where nothing satisfies a problem

Code that comes with the package runs here; any other runs in the sandbox alone (`boxed`).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.resources import files
from types import ModuleType
from typing import Any, Protocol

from benchwright.errors import UnknownNameError
from benchwright.records import digest
from benchwright.specs.plan import Ranges, SpecPlan, read_plan

SHIPPED = ("calendar", "causal_planning", "constrained_text")
"""Specs that come with the package."""
Problem = dict[str, Any]  # Any: JSON
IN_PROCESS = "none: the code comes with the package"


@dataclass(frozen=True)
class Drawn:
    """A problem with all that the code says of it."""

    problem: Problem
    question: str
    reply: str
    """The solver's."""
    passed: dict[str, bool]
    """The solver's reply, judged."""
    mutants: tuple[tuple[str, dict[str, bool]], ...]
    """Wrong replies, judged."""
    complexity: dict[str, float]

    @property
    def right(self) -> bool:
        """Whether the solver's reply satisfies every constraint."""
        return passes(self.passed)

    @property
    def passing(self) -> list[str]:
        """Wrong replies that satisfy every constraint: there should be none."""
        return [text for text, passed in self.mutants if passes(passed)]


def passes(passed: Mapping[str, bool]) -> bool:
    """Whether a reply is right: it was read, and nothing is broken."""
    return bool(passed) and all(passed.values())


class Spec(Protocol):
    """A plan with its code."""

    @property
    def plan(self) -> SpecPlan:
        """What a person reads."""
        ...

    @property
    def files(self) -> Mapping[str, str]:
        """Of the code, by name: `code.py`, and what it imports from beside it."""
        ...

    @property
    def together(self) -> int:
        """How many problems are best drawn in one go."""
        ...

    @property
    def ref(self) -> str:
        """Name and digest: what items carry."""
        ...

    @property
    def isolation(self) -> str:
        """What stands between the code and this machine, in words."""
        ...

    @property
    def no_solution(self) -> str:
        """The reply where nothing satisfies a problem."""
        ...

    def sample(self, draw: random.Random, ranges: Ranges | None = None) -> Problem:
        """A problem."""
        ...

    def render(self, problem: Problem) -> str:
        """The question."""
        ...

    def solve(self, problem: Problem) -> str:
        """A right reply; where nothing satisfies the problem, the one that says so."""
        ...

    def check(self, problem: Problem, reply: str) -> dict[str, bool]:
        """Which of the active constraints a reply satisfies; empty where it cannot be read.

        Raises:
            ExtensionError: the code fails at it.
        """
        ...

    def check_many(self, pairs: Iterable[tuple[Problem, str]]) -> None:
        """Judge many replies together, so that `check` knows them."""
        ...

    def mutate(self, problem: Problem, reply: str, draw: random.Random) -> list[str]:
        """Plausible wrong replies."""
        ...

    def complexity(self, problem: Problem) -> dict[str, float]:
        """How hard the problem is, from 0 to 1 under `score`, and what that is made of."""
        ...

    def draw(self, seeds: Sequence[tuple[int, int]], ranges: Ranges) -> list[Drawn | str]:
        """Problems by (seed of the problem, seed of its mutants), or how the code failed at one."""
        ...


def ref_of(plan: SpecPlan, texts: Mapping[str, str]) -> str:
    """Name and digest of a plan and its code: with another plan, other problems are drawn."""
    return f"{plan.name}@{digest([plan.model_dump(mode='json'), dict(texts)], 12)}"


@dataclass(frozen=True)
class ShippedSpec:
    """A spec that comes with the package, run in this process."""

    plan: SpecPlan
    files: Mapping[str, str]
    _module: ModuleType

    isolation = IN_PROCESS
    together = 1

    @cached_property
    def ref(self) -> str:
        """Name and digest."""
        return ref_of(self.plan, self.files)

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
        """A right reply."""
        return str(self._module.solve(problem))

    def check(self, problem: Problem, reply: str) -> dict[str, bool]:
        """Which of the active constraints a reply satisfies."""
        found: Mapping[str, bool] = self._module.check(problem, reply)
        return dict(found)

    def check_many(self, pairs: Iterable[tuple[Problem, str]]) -> None:
        """Nothing is gained by judging together what is judged here."""

    def mutate(self, problem: Problem, reply: str, draw: random.Random) -> list[str]:
        """Plausible wrong replies."""
        return list(self._module.mutate(problem, reply, draw))

    def complexity(self, problem: Problem) -> dict[str, float]:
        """How hard the problem is."""
        return dict(self._module.complexity(problem))

    def draw(self, seeds: Sequence[tuple[int, int]], ranges: Ranges) -> list[Drawn | str]:
        """Problems by (seed of the problem, seed of its mutants), or why ranges that were narrowed give none."""
        return [self._draw(random.Random(seed), random.Random(other), ranges) for seed, other in seeds]

    def _draw(self, draw: random.Random, other: random.Random, ranges: Ranges) -> Drawn | str:
        try:
            problem = self.sample(draw, ranges)
        except ValueError as error:
            return f"sample: {error}"
        question, reply = self.render(problem), self.solve(problem)
        wrong = tuple((text, self.check(problem, text)) for text in self.mutate(problem, reply, other))
        return Drawn(problem, question, reply, self.check(problem, reply), wrong, self.complexity(problem))


@cache
def shipped_spec(name: str) -> ShippedSpec:
    """A spec that comes with the package.

    Raises:
        UnknownNameError: there is none of that name.
    """
    if name not in SHIPPED:
        raise UnknownNameError("spec", name, SHIPPED)
    home = files("benchwright.specs.shipped") / name
    plan = read_plan((home / "plan.json").read_text("utf-8"), f"{name}/plan.json")
    texts = {
        entry.name: entry.read_text("utf-8")
        for entry in sorted(home.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".py") and entry.name != "__init__.py"
    }
    return ShippedSpec(plan, texts, import_module(f"benchwright.specs.shipped.{name}.code"))

"""Bounds on a probability that is too hard to have exactly: the most probable cases first, as far as a budget goes.

A case fixes some facts. Where they settle the goal, its mass counts for or against; otherwise it is split on a fact
that the goal still hangs on. What is settled for the goal bounds it from below, what is settled against it from above,
and every split can only narrow the gap.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchwright.logic._components import components
from benchwright.logic._wmc import weights
from benchwright.logic.provenances._compile import atoms_below, variables
from benchwright.logic.provenances._derivations import Body, Ground

Case = dict[int, bool]
"""What is fixed of the facts."""


@dataclass(frozen=True)
class _View:
    """What is known of a case: atoms that hold in each of its worlds, and in some."""

    case: Case
    surely: set[int]
    possibly: set[int]

    def fires(self, body: Body, *, hopeful: bool) -> bool:
        """Whether a body holds in some world of the case, as far as can be seen; or else in all."""
        within, without = (self.possibly, self.surely) if hopeful else (self.surely, self.possibly)
        return all(self.case.get(_own(n), (n >= 0) == hopeful) == (n >= 0) for n in body.facts) and all(
            n in within if n >= 0 else -1 - n not in without for n in body.atoms
        )


def _own(number: int) -> int:
    return number if number >= 0 else -1 - number


class _Search:
    def __init__(self, ground: Ground, groups: Mapping[int, int]) -> None:
        self.ground = ground
        self.order = list(components(ground.goals, atoms_below(ground)))
        self.variables = variables(ground.facts(), groups)
        self.home = {fact: at for at, facts in enumerate(self.variables) for fact in facts}

    def view(self, case: Case) -> _View:
        """What the case settles."""
        view = _View(case, set(), set())
        for component in self.order:
            for hopeful, held in ((True, view.possibly), (False, view.surely)):
                while new := self._next(component, view, held, hopeful=hopeful):
                    held.update(new)
        return view

    def _next(self, component: list[int], view: _View, held: set[int], *, hopeful: bool) -> list[int]:
        return [
            atom
            for atom in component
            if atom not in held and any(view.fires(body, hopeful=hopeful) for body in self.ground.atoms[atom])
        ]

    def hinge(self, view: _View) -> int:
        """The variable of a fact that the goal hangs on."""
        todo, seen = [self.ground.goals[0]], set(self.ground.goals)
        while True:
            atom = todo.pop()
            for body in self.ground.atoms[atom]:
                if not view.fires(body, hopeful=True):
                    continue
                for number in body.facts:
                    if _own(number) not in view.case:
                        return self.home[_own(number)]
                below = [_own(n) for n in body.atoms if _own(n) in view.possibly - view.surely - seen]
                todo += below
                seen.update(below)

    def split(self, case: Case, variable: int) -> Iterator[Case]:
        """The cases of a variable: none of its facts holds, then each."""
        facts = self.variables[variable]
        for chosen in (None, *facts):
            yield {**case, **{fact: fact == chosen for fact in facts}}


def bounds(
    ground: Ground, probabilities: Mapping[int, float], groups: Mapping[int, int], *, cases: int
) -> tuple[float, float]:
    """Lower and upper bound of the probability of the first goal.

    Args:
        ground: the program.
        probabilities: of its facts.
        groups: the exclusive set of each fact that is in one.
        cases: how many cases may be split.
    """
    search = _Search(ground, groups)
    table = weights(search.variables, probabilities)
    goal, low, against, serial = ground.goals[0], 0.0, 0.0, 0
    heap: list[tuple[float, int, Case]] = [(-1.0, 0, {})]
    while heap and serial <= cases:
        mass, _, case = heapq.heappop(heap)
        view = search.view(case)
        if goal in view.surely:
            low -= mass
        elif goal not in view.possibly:
            against -= mass
        else:
            variable = search.hinge(view)
            for weight, part in zip(table[variable], search.split(case, variable), strict=True):
                serial += 1
                heapq.heappush(heap, (mass * weight, serial, part))
    return max(0.0, low), min(1.0, max(low, 1.0 - against))

"""From a ground program to decision diagrams: component by component, each to its least fixpoint.

Diagrams are canonical, so a recursive component is done when no node changes. Facts are ordered as a walk from the
goals meets them, which keeps what depends on one another near; the members of an exclusive set are one variable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchwright.logic._bdd import FALSE, Manager, deep
from benchwright.logic._components import components
from benchwright.logic._wmc import Diagram, conjunction, extract
from benchwright.logic.provenances._derivations import Ground


def variables(facts: Sequence[int], groups: Mapping[int, int]) -> list[tuple[int, ...]]:
    """The facts as variables, in order of first mention; members of one exclusive set together."""
    sets: dict[tuple[bool, int], list[int]] = {}
    for fact in facts:
        sets.setdefault((fact in groups, groups.get(fact, fact)), []).append(fact)
    return [tuple(members) for members in sets.values()]


def atoms_below(ground: Ground) -> Callable[[int], Sequence[int]]:
    """What an atom rests on."""

    def below(atom: int) -> list[int]:
        numbers = (number for body in ground.atoms[atom] for number in body.atoms)
        return list(dict.fromkeys(number if number >= 0 else -1 - number for number in numbers))

    return below


class Compiler:
    """Diagrams of a ground program's atoms.

    Args:
        ground: the program.
        groups: the exclusive set of each fact that is in one.
        max_nodes: how many nodes the diagrams may have.
    """

    def __init__(self, ground: Ground, groups: Mapping[int, int], *, max_nodes: int) -> None:
        self.ground = ground
        self.manager = Manager(variables(ground.facts(), groups), max_nodes=max_nodes)
        self._nodes: dict[int, int] = {}

    def goals(self) -> Diagram:
        """The diagrams of the goals.

        Raises:
            TooLargeError: they outgrow `max_nodes`.
        """
        with deep(len(self.manager.variables)):
            for component in components(self.ground.goals, atoms_below(self.ground)):
                self._settle(component)
        return extract(self.manager, [self._nodes[goal] for goal in self.ground.goals])

    def _settle(self, component: list[int]) -> None:
        self._nodes.update(dict.fromkeys(component, FALSE))
        facts = {(atom, i): conjunction(self.manager, body.facts)
                 for atom in component for i, body in enumerate(self.ground.atoms[atom])}  # fmt: skip
        changed = True
        while changed:
            changed = False
            for atom in component:
                bodies = range(len(self.ground.atoms[atom]))
                node = self.manager.some([self._body(atom, i, facts[atom, i]) for i in bodies])
                changed |= node != self._nodes[atom]
                self._nodes[atom] = node
            changed &= len(component) > 1 or component[0] in atoms_below(self.ground)(component[0])

    def _body(self, atom: int, place: int, facts: int) -> int:
        atoms = self.ground.atoms[atom][place].atoms
        literals = (self._nodes[n] if n >= 0 else self.manager.negate(self._nodes[-1 - n]) for n in atoms)
        return self.manager.every([facts, *literals])

"""How a tuple follows: the ground program evaluated in one world, and the tree of rules that first derived the tuple.

The tree is built from the facts up, so its height is least among the derivations of that world; helpers of the engine
(choices, projections, partial results of aggregates) do not appear in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchwright.errors import LogicError
from benchwright.logic._components import components
from benchwright.logic.grounding import Grounding, Instance, Named
from benchwright.logic.language import SHOWN, Place, Rule, Value, atom_text
from benchwright.logic.provenance import InputFact


@dataclass(frozen=True)
class Derivation:
    """A tuple with the fact that states it, or the rule and the tuples that derive it."""

    relation: str
    values: tuple[Value, ...]
    fact: InputFact | None = None
    """The fact that states it."""
    rule: Rule | None = None
    children: tuple[Derivation, ...] = ()
    absent: tuple[str, ...] = ()
    """What the rule needs not to hold, of what might have."""
    choices: tuple[InputFact, ...] = ()
    """Choices of probabilistic rules that it takes."""

    @property
    def text(self) -> str:
        """The tuple as a program writes it."""
        return atom_text(self.relation, self.values)

    def facts(self) -> list[InputFact]:
        """The facts at the leaves, and the choices, each once, in the order in which the tree is read."""
        found: dict[int, InputFact] = {}
        for part in self.walk():
            own = [part.fact] if part.fact else []
            found |= {fact.number: fact for fact in [*own, *part.choices]}
        return list(found.values())

    def walk(self) -> Iterator[Derivation]:
        """This and all below, each tuple once, from the top."""
        todo, seen = [self], set[int]()
        while todo:
            part = todo.pop()
            if id(part) not in seen:
                seen.add(id(part))
                yield part
                todo += reversed(part.children)

    def render(self) -> str:
        """The tree as indented lines; a tuple that was shown already is not unfolded again."""
        lines: list[str] = []
        todo: list[tuple[Derivation, int]] = [(self, 0)]
        seen: set[int] = set()
        while todo:
            part, depth = todo.pop()
            shown = id(part) in seen and bool(part.children)
            lines.append("  " * depth + part.text + (" (above)" if shown else part.why()))
            if not shown:
                seen.add(id(part))
                lines += ["  " * (depth + 1) + f"not {absent}" for absent in part.absent]
                todo += [(child, depth + 1) for child in reversed(part.children)]
        return "\n".join(lines)

    def why(self) -> str:
        """What stands behind the tuple in a rendered tree."""
        if self.fact:
            chance = "" if self.fact.probability is None else f", {self.fact.probability:g}"
            source = self.fact.source
            told = f"line {source.line}" if isinstance(source, Place) else str(source or "given")
            return f" [fact {self.fact.number}{chance}: {told}]"
        taken = "".join(f", choice {choice.number}: {choice.probability:g}" for choice in self.choices)
        return f" [rule of line {self.rule.place.line}{taken}]" if self.rule else ""


def derive(ground: Grounding, node: int, proof: Iterable[int] | None = None) -> Derivation:
    """How a tuple follows in the world of a proof; see `Answers.explain`.

    Raises:
        LogicError: it does not.
    """
    world = World(ground, proof)
    if node not in world.trees:
        relation, values = ground.names(node)
        told = "where all facts hold" if proof is None else f"from facts {sorted(set(proof))[:20]}"
        raise LogicError(f"{atom_text(relation, values)[:SHOWN]} does not follow {told}; give one of its proofs")
    return world.trees[node]


class World:
    """What holds where only some facts do, each tuple with its tree."""

    def __init__(self, ground: Grounding, proof: Iterable[int] | None) -> None:
        self.ground = ground
        signed = None if proof is None else set(proof)
        self.true = {
            fact.number for fact in ground.facts if signed is None or fact.probability is None or fact.number in signed
        } - {-1 - number for number in signed or () if number < 0}
        self.trees: dict[int, Derivation] = {}
        for members in components(ground.nodes, ground.needs):
            self.settle(members)

    def settle(self, members: list[int]) -> None:
        """The tuples of a component that hold, in rounds, so that low trees come first."""
        for node in members:
            self.state(node)
        waiting = {node for node in members if node not in self.trees}
        while waiting:
            made = {node: tree for node in waiting if (tree := self.first(node))}
            if not made:
                return
            self.trees |= made
            waiting -= set(made)

    def state(self, node: int) -> None:
        """Hold a tuple that a fact states."""
        number = next((n for n in self.ground.given.get(node, ()) if n in self.true), None)
        if number is not None:
            self.trees[node] = Derivation(*self.ground.names(node), fact=self.ground.facts[number])

    def first(self, node: int) -> Derivation | None:
        """The tree of the first instance that applies."""
        for instance in self.ground.instances.get(node, ()):
            ready = all(part in self.trees for part in instance.body)
            if ready and not any(part in self.trees for part in instance.negated) and self.chosen(instance):
                return self.tree(self.ground.names(node), instance)
        return None

    def chosen(self, instance: Instance) -> bool:
        """Whether the choice that an instance needs is made."""
        return instance.fact is None or instance.fact in self.true

    def tree(self, named: Named, instance: Instance) -> Derivation:
        """The tree of an instance, with helpers replaced by what they rest on."""
        children: list[Derivation] = []
        choices = [] if instance.fact is None else [self.ground.facts[instance.fact]]
        absent = [
            atom_text(name.relation.split("#")[0], name.values)
            for name in map(self.ground.names, instance.negated)
            if not (named.relation.endswith("#") or name.relation.startswith("choice#"))
        ]
        for child in (self.trees[part] for part in instance.body):
            helper = "#" in child.relation
            children += child.children if helper else (child,)
            absent += child.absent if helper else ()
            choices += child.choices if helper else ()
        rule = self.ground.rule(instance)
        return Derivation(
            *named, rule=rule, children=tuple(children), absent=tuple(absent), choices=tuple(choices)
        )  # fmt: skip

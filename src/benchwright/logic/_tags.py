"""Provenance over a ground program: a product over each instance, a sum over the instances of each tuple.

Tuples are done component by component, each after all that it rests on, so that outside of cycles every tag is complete
before it is used. Inside a cycle evaluation is semi-naive: an instance fires when all it needs is there and some of it
is new or changed; a tuple whose tag has `saturated` wakes nothing. So a provenance whose `saturated` is always
true (add-mult) stops when tuples stop being new, and each instance has then fired once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from benchwright.errors import LogicError
from benchwright.logic._components import components
from benchwright.logic.grounding import Grounding, Instance
from benchwright.logic.language import atom_text
from benchwright.logic.provenance import Provenance

Tags = dict[int, Any]
"""Tuple -> tag (whatever the provenance has); a tuple that is missing cannot hold."""
ROUNDS = 10_000
"""Rounds after which a provenance is taken never to settle."""


class Tagging:
    """Carries tags over one ground program."""

    def __init__(self, ground: Grounding, provenance: Provenance[Any]) -> None:
        self.ground, self.provenance = ground, provenance
        self.tags: Tags = {}

    def run(self) -> Tags:
        """Tags of all tuples that matter."""
        self.provenance.start(self.ground.facts)
        for members in components(self.ground.nodes, self.ground.needs):
            if len(members) == 1 and members[0] not in self.ground.needs(members[0]):
                self.settle(members[0])
            else:
                self.cycle(members)
        return self.tags

    def product(self, instance: Instance) -> Any:  # Any: a tag, or None
        """The tag of an instance; none where it cannot hold."""
        algebra, tags = self.provenance, self.tags
        tag = algebra.one()
        if instance.fact is not None:
            tag = algebra.mult(tag, algebra.fact(self.ground.facts[instance.fact]))
        for node in instance.body:
            if node not in tags:
                return None
            tag = algebra.mult(tag, tags[node])
        for node in instance.negated:
            if node in tags:
                tag = algebra.mult(tag, algebra.negate(tags[node]))
        return None if algebra.discard(tag) else tag

    def sum(self, tags: Iterable[Any]) -> Any:  # Any: a tag, or None
        """The sum of the tags that are not none."""
        total = None
        for tag in tags:
            if tag is not None:
                total = tag if total is None else self.provenance.add(total, tag)
        return total

    def stated(self, node: int) -> Any:  # Any: a tag, or None
        """The tag of the facts that state a tuple."""
        made = [self.provenance.fact(self.ground.facts[number]) for number in self.ground.given.get(node, ())]
        return self.sum(tag for tag in made if not self.provenance.discard(tag))

    def settle(self, node: int) -> None:
        """The tag of a tuple that is on no cycle."""
        found = self.sum([self.stated(node), *map(self.product, self.ground.instances[node])])
        if found is not None and not self.provenance.discard(found):
            self.tags[node] = found

    def cycle(self, members: list[int]) -> None:
        """Tags of the tuples of a cycle."""
        inside = set(members)
        users: dict[int, list[Instance]] = {node: [] for node in members}
        fresh: dict[int, Any] = {}
        for node in members:
            ready = []
            for instance in self.ground.instances[node]:
                within = [part for part in dict.fromkeys(instance.body) if part in inside]
                for part in within:
                    users[part].append(instance)
                ready += [] if within else [self.product(instance)]
            fresh[node] = self.sum([self.stated(node), *ready])
        rounds = 0
        while changed := self.merge(fresh):
            rounds += 1
            if rounds > ROUNDS + len(members):
                name = atom_text(*self.ground.names(changed[0]))
                raise LogicError(
                    f"the provenance {self.provenance.name} does not settle on {name}; mend its `saturated`"
                )
            woken = {id(instance): instance for node in changed for instance in users[node]}
            fresh = {}
            for instance in woken.values():
                tag = self.product(instance)
                if tag is not None:
                    old = fresh.get(instance.head)
                    fresh[instance.head] = tag if old is None else self.provenance.add(old, tag)

    def merge(self, fresh: Tags) -> list[int]:
        """Add new tags to what is known; the tuples that are new or not saturated."""
        changed = []
        for node, tag in fresh.items():
            if tag is None or self.provenance.discard(tag):
                continue
            old = self.tags.get(node)
            if node not in self.tags:
                self.tags[node] = tag
                changed.append(node)
                continue
            new = self.provenance.add(old, tag)
            if not self.provenance.saturated(old, new):
                changed.append(node)
            self.tags[node] = new
        return changed

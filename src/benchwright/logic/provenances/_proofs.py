"""The k most probable proofs of every atom: disjunctions of at most k conjunctions of signed facts.

After every OR and every AND only the k most probable conjunctions stay; one that uses two members of an exclusive set,
or a fact and its negation, is none. A negation is expanded by De Morgan, under the same cut. (Scallop's difftopkproofs,
Li et al. 2023, arXiv:2304.04812, section 4.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from benchwright.logic._components import components
from benchwright.logic._wmc import Proof
from benchwright.logic.provenances._compile import atoms_below
from benchwright.logic.provenances._derivations import Body, Ground, clashes


@dataclass
class Odds:
    """What the probability of a conjunction depends on."""

    probabilities: Mapping[int, float]
    groups: Mapping[int, int]
    """The exclusive set of each fact that is in one."""

    def tidy(self, literals: Iterable[int]) -> Proof | None:
        """The conjunction without what its own exclusive members imply; none where it cannot hold."""
        proof = frozenset(literals)
        if clashes(proof, self.groups):
            return None
        taken = {self.groups[number] for number in proof if number in self.groups}
        return frozenset(number for number in proof if number >= 0 or self.groups.get(-1 - number) not in taken)

    def of(self, proof: Proof) -> float:
        """The probability of a tidy conjunction."""
        whole = 1.0
        spared: dict[int, float] = {}
        for number in sorted(proof):
            fact = number if number >= 0 else -1 - number
            if number >= 0:
                whole *= self.probabilities[fact]
            elif fact in self.groups:
                group = self.groups[fact]
                spared[group] = spared.get(group, 1.0) - self.probabilities[fact]
            else:
                whole *= 1.0 - self.probabilities[fact]
        for rest in spared.values():
            whole *= max(0.0, rest)
        return whole


@dataclass(frozen=True)
class Proofs:
    """At most k conjunctions, most probable first."""

    kept: tuple[Proof, ...]
    whole: bool = True
    """Whether none was dropped on the way."""


NEVER, ALWAYS = Proofs(()), Proofs((frozenset(),))


@dataclass
class Cutter:
    """The operations on proofs, under one k."""

    odds: Odds
    k: int
    _known: dict[Proof, float] = field(default_factory=dict)

    def cut(self, proofs: Iterable[Proof | None], *, whole: bool = True) -> Proofs:
        """The k most probable that no other makes superfluous; ties go to the shorter, then to the lower numbers."""
        distinct = {proof for proof in proofs if proof is not None}
        best: list[Proof] = []
        for proof in sorted(distinct, key=self._rank):
            if not any(other <= proof for other in best):
                if len(best) == self.k:
                    return Proofs(tuple(best), whole=False)
                best.append(proof)
        return Proofs(tuple(best), whole)

    def _rank(self, proof: Proof) -> tuple[float, int, list[int]]:
        if proof not in self._known:
            self._known[proof] = self.odds.of(proof)
        return -self._known[proof], len(proof), sorted(proof)

    def either(self, left: Proofs, right: Proofs) -> Proofs:
        """OR."""
        return self.cut((*left.kept, *right.kept), whole=left.whole and right.whole)

    def both(self, left: Proofs, right: Proofs) -> Proofs:
        """AND."""
        pairs = (self.odds.tidy(one | other) for one in left.kept for other in right.kept)
        return self.cut(pairs, whole=left.whole and right.whole)

    def negate(self, proofs: Proofs) -> Proofs:
        """NOT, by De Morgan."""
        result = Proofs(ALWAYS.kept, proofs.whole)
        for proof in proofs.kept:
            result = self.both(result, self.cut(frozenset([-1 - number]) for number in proof))
        return result

    def _body(self, body: Body, known: Mapping[int, Proofs]) -> Proofs:
        result = self.cut([self.odds.tidy(body.facts)])
        for atom in body.atoms:
            result = self.both(result, known[atom] if atom >= 0 else self.negate(known[-1 - atom]))
        return result

    def solve(self, ground: Ground) -> list[Proofs]:
        """The proofs of each goal."""
        known: dict[int, Proofs] = {}
        for component in components(ground.goals, atoms_below(ground)):
            known.update(dict.fromkeys(component, NEVER))
            changed = True
            while changed:
                changed = False
                for atom in component:
                    found = known[atom]
                    for body in ground.atoms[atom]:
                        found = self.either(found, self._body(body, known))
                    changed |= found.kept != known[atom].kept or found.whole != known[atom].whole
                    known[atom] = found
        return [known[goal] for goal in ground.goals]

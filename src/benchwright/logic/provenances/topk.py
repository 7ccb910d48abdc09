"""The k most probable proofs of an answer: proofs to show, and a probability that counts shared facts once.

The probability is the weighted model count of the proofs kept. Where some were dropped, it is a lower bound unless
negation is used; what bounds the rest comes from the most probable cases (`_bounds`), and always holds.
"""

from __future__ import annotations

from dataclasses import replace

from benchwright.errors import LogicError
from benchwright.logic._bdd import Manager, TooLargeError, deep
from benchwright.logic._wmc import Proof, disjunction, extract, gradient, values
from benchwright.logic.provenance import Weighed
from benchwright.logic.provenances._bounds import bounds
from benchwright.logic.provenances._compile import variables
from benchwright.logic.provenances._derivations import Ground, Recorder, Tag, read
from benchwright.logic.provenances._proofs import Cutter, Odds


class TopK(Recorder):
    """The k most probable proofs.

    Args:
        k: how many are kept at every step.
        cases: how many cases the bounds may look at, where proofs were dropped.
        max_nodes: what counting the models of the proofs may take.

    Raises:
        LogicError: `k` is not positive.
    """

    name = "topk"

    def __init__(self, k: int = 3, *, cases: int = 200, max_nodes: int = 200_000) -> None:
        super().__init__()
        if k < 1:
            raise LogicError(f"topk keeps {k} proofs; give a k of at least 1")
        self.k, self.cases, self.max_nodes = k, cases, max_nodes

    def weigh(self, tag: Tag) -> Weighed:
        """The probability of the proofs kept, with bounds and gradient.

        Raises:
            LogicError: `max_nodes` do not suffice for the proofs.
        """
        ground = read([tag], self.groups)
        found = Cutter(Odds(self.probabilities, self.groups), self.k).solve(ground)[0]
        kept = self._count(found.kept)
        if found.whole:
            return kept
        low, high = bounds(ground, self.probabilities, self.groups, cases=self.cases)
        low = min(low, kept.probability) if _negates(ground) else kept.probability
        note = f"only the {self.k} most probable proofs were kept at each step"
        return replace(kept, low=low, high=max(high, kept.probability), exact=False, notes=(note,))

    def _count(self, proofs: tuple[Proof, ...]) -> Weighed:
        met = dict.fromkeys(number if number >= 0 else -1 - number for proof in proofs for number in sorted(proof))
        manager = Manager(variables(list(met), self.groups), max_nodes=self.max_nodes)
        try:
            with deep(len(manager.variables)):
                diagram = extract(manager, [disjunction(manager, proofs)])
        except TooLargeError as error:
            message = f"counting the models of {len(proofs)} proofs takes more than {self.max_nodes} nodes"
            raise LogicError(f"{message}; give a smaller k or a larger max_nodes") from error
        found = values(diagram, self.probabilities)
        root = diagram.roots[0]
        slopes = gradient(diagram, self.probabilities, found, root)
        probability = min(1.0, found[root])
        return Weighed(probability, probability, probability, gradient=slopes, proofs=proofs)


def _negates(ground: Ground) -> bool:
    return any(number < 0 for bodies in ground.atoms for body in bodies for number in body.atoms)

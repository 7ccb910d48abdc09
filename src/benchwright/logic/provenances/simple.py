"""Provenances whose tags are numbers: whether, how strong the weakest link is, how much the derivations add up to.

They take a step per operation, whatever a fact was derived from, and so count a fact that two derivations share twice;
`topk` and `exact` do not. Gradients ride along as dual numbers. (Scallop's boolean, diffminmaxprob and diffaddmultprob:
Li et al. 2023, arXiv:2304.04812, section 4.)
"""

from __future__ import annotations

from dataclasses import dataclass, field

from benchwright.logic.provenance import InputFact, Weighed
from benchwright.logic.provenances._derivations import check


class _Plain:
    """What these have in common."""

    discrete = False

    def start(self, facts: list[InputFact]) -> None:
        """Hear of all input facts.

        Raises:
            LogicError: a probability is not within 0 and 1, or those of an exclusive set exceed 1 together.
        """
        check(facts)


class Boolean(_Plain):
    """Whether a fact can be derived from facts that may hold. Tags are all True."""

    name = "boolean"
    discrete = True

    def one(self) -> bool:
        """True."""
        return True

    def fact(self, fact: InputFact) -> bool:
        """Whether the fact may hold: its probability is not 0."""
        return fact.probability != 0.0

    def add(self, left: bool, right: bool) -> bool:  # noqa: FBT001 - a tag
        """OR."""
        return left or right

    def mult(self, left: bool, right: bool) -> bool:  # noqa: FBT001 - a tag
        """AND."""
        return left and right

    def negate(self, tag: bool) -> bool:  # noqa: FBT001 - a tag
        """NOT."""
        return not tag

    def discard(self, tag: bool) -> bool:  # noqa: FBT001 - a tag
        """Whether it is false."""
        return not tag

    def saturated(self, old: bool, new: bool) -> bool:  # noqa: FBT001 - a tag
        """Whether it is the same."""
        return old == new

    def weigh(self, tag: bool) -> Weighed:  # noqa: FBT001 - a tag
        """1 or 0."""
        return Weighed(float(tag), float(tag), float(tag))


@dataclass(frozen=True, order=True)
class Strength:
    """A number in 0..1, the one fact that it is the probability of, and whether negated."""

    value: float
    literal: int | None = None
    """The fact's number, or -1 - number where the value is 1 - its probability; none where no fact decides."""


class MinMax(_Plain):
    """A proof is as strong as its weakest fact, an answer as its strongest proof: no probability, but an order.

    The bounds of `weigh` are 0 and 1 unless the tag is certain: as a bound on the probability it says nothing.
    """

    name = "minmax"

    def one(self) -> Strength:
        """1."""
        return Strength(1.0)

    def fact(self, fact: InputFact) -> Strength:
        """Its probability."""
        return Strength(1.0) if fact.probability is None else Strength(fact.probability, fact.number)

    def add(self, left: Strength, right: Strength) -> Strength:
        """The larger; of equals the same, whichever comes first."""
        return max(left, right, key=_rank)

    def mult(self, left: Strength, right: Strength) -> Strength:
        """The smaller; of equals the same, whichever comes first."""
        return min(left, right, key=_rank)

    def negate(self, tag: Strength) -> Strength:
        """1 - it."""
        return Strength(1.0 - tag.value, None if tag.literal is None else -1 - tag.literal)

    def discard(self, tag: Strength) -> bool:
        """Whether it is 0, and no fact could raise it."""
        return tag.value == 0.0 and tag.literal is None

    def saturated(self, old: Strength, new: Strength) -> bool:
        """Whether it is the same."""
        return old == new

    def weigh(self, tag: Strength) -> Weighed:
        """The strength, with gradient 1 or -1 to the one fact that decides it."""
        certain = tag.literal is None
        slopes = {} if tag.literal is None else {max(tag.literal, -1 - tag.literal): 1.0 if tag.literal >= 0 else -1.0}
        notes = () if certain else ("the strength of the weakest fact of the best proof, not a probability",)
        low, high = (tag.value, tag.value) if certain else (0.0, 1.0)
        return Weighed(tag.value, low, high, gradient=slopes, exact=certain, notes=notes)


def _rank(tag: Strength) -> tuple[float, bool, int]:
    return tag.value, tag.literal is None, 0 if tag.literal is None else tag.literal


@dataclass(frozen=True)
class Sum:
    """A number in 0..1 with its derivatives."""

    value: float
    slopes: dict[int, float] = field(default_factory=dict)
    sure: bool = False
    """Whether no uncertain fact takes part."""


class AddMult(_Plain):
    """Probabilities multiply along a proof and add over proofs, cut at 1: exact where no two proofs overlap.

    In recursion only a fact's first round of derivations feeds what follows. Above 1 the gradient is 0, as the cut is
    flat there.
    """

    name = "addmult"

    def one(self) -> Sum:
        """1."""
        return Sum(1.0, sure=True)

    def fact(self, fact: InputFact) -> Sum:
        """Its probability."""
        return self.one() if fact.probability is None else Sum(fact.probability, {fact.number: 1.0})

    def add(self, left: Sum, right: Sum) -> Sum:
        """The sum, cut at 1."""
        total = left.value + right.value
        if total > 1.0:
            return Sum(1.0, sure=(left.sure and left.value == 1.0) or (right.sure and right.value == 1.0))
        return Sum(total, _mixed(1.0, left.slopes, 1.0, right.slopes), left.sure and right.sure)

    def mult(self, left: Sum, right: Sum) -> Sum:
        """The product."""
        slopes = _mixed(right.value, left.slopes, left.value, right.slopes)
        return Sum(left.value * right.value, slopes, left.sure and right.sure)

    def negate(self, tag: Sum) -> Sum:
        """1 - it."""
        return Sum(1.0 - tag.value, {fact: -slope for fact, slope in tag.slopes.items()}, tag.sure)

    def discard(self, tag: Sum) -> bool:
        """Whether it is 0, and no fact could raise it."""
        return tag.value == 0.0 and tag.sure

    def saturated(self, old: Sum, new: Sum) -> bool:  # noqa: ARG002 - of the protocol
        """True: sums would grow for ever, so recursion ends when no new facts appear."""
        return True

    def weigh(self, tag: Sum) -> Weighed:
        """The sum; nothing is known of overlaps, so the bounds are 0 and 1 unless no uncertain fact takes part."""
        notes = () if tag.sure else ("the sum over proofs, which counts what they share more than once",)
        low, high = (tag.value, tag.value) if tag.sure else (0.0, 1.0)
        return Weighed(tag.value, low, high, gradient=dict(tag.slopes), exact=tag.sure, notes=notes)


def _mixed(one: float, left: dict[int, float], other: float, right: dict[int, float]) -> dict[int, float]:
    mixed = {fact: one * slope for fact, slope in left.items()}
    for fact, slope in right.items():
        mixed[fact] = mixed.get(fact, 0.0) + other * slope
    return mixed

"""What a provenance is: how the tags of facts combine when rules derive new facts from them.

A rule's body multiplies tags (AND), several derivations of one fact add them (OR). The engine knows no more of a tag
than this protocol; boolean, min-max, add-mult, top-k proofs and exact formulas are plug-ins (Scallop, Li et al. 2023,
arXiv:2304.04812, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

Tag = TypeVar("Tag")


@dataclass(frozen=True)
class InputFact:
    """A fact as it was given, with its number."""

    number: int
    """0, 1, 2, ... in order of the program: what proofs and gradients speak of."""
    relation: str
    values: tuple[Any, ...]
    probability: float | None = None
    """None: certain."""
    exclusive: int | None = None
    """Facts with the same number exclude each other (an annotated disjunction)."""
    source: Any = None
    """Whatever the caller wants back with a proof: a text span, a line of the program."""


@dataclass(frozen=True)
class Weighed:
    """What a tag says in the end."""

    probability: float
    low: float
    """Lower bound; equal to `probability` and `high` where it is exact."""
    high: float
    gradient: Mapping[int, float] | None = None
    """d probability / d fact, by number; none where the provenance has no gradients."""
    proofs: tuple[frozenset[int], ...] | None = None
    """Sets of facts that each suffice, most probable first (a negated fact as -1 - number); none where not kept."""
    exact: bool = True
    notes: tuple[str, ...] = field(default=())


class Provenance(Protocol, Generic[Tag]):
    """The algebra of one kind of tag."""

    name: str
    discrete: bool
    """True where every tag is the same: the engine then keeps sets of tuples and never calls `add` or `mult`."""

    def start(self, facts: list[InputFact]) -> None:
        """Told all input facts before anything else, on a shallow copy: replace what was known, never clear it."""
        ...

    def one(self) -> Tag:
        """The tag of what is certain."""
        ...

    def fact(self, fact: InputFact) -> Tag:
        """The tag of an input fact."""
        ...

    def add(self, left: Tag, right: Tag) -> Tag:
        """Either derivation."""
        ...

    def mult(self, left: Tag, right: Tag) -> Tag:
        """Both."""
        ...

    def negate(self, tag: Tag) -> Tag:
        """The tag of `not` a fact with this tag.

        Raises:
            LogicError: this provenance has no negation.
        """
        ...

    def discard(self, tag: Tag) -> bool:
        """Whether a fact with this tag need not be kept (it can never hold)."""
        ...

    def saturated(self, old: Tag, new: Tag) -> bool:
        """Whether a fact whose tag went from `old` to `new` has stopped changing: the test of the fixpoint."""
        ...

    def weigh(self, tag: Tag) -> Weighed:
        """What the tag comes to."""
        ...

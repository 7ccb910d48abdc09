"""Tags that record how facts were derived, and the ground program that they amount to.

A tag refers to its parts, so a fact that is derived again grows where it stands: whoever used it sees the new
derivation too, nothing is derived anew, and the fixpoint ends as soon as no new facts appear, however the recursion
runs in circles. What was recorded is read from the query backwards (`read`), so facts that do not matter to it cost
nothing. Probabilities come only then: see `exact` and `topk`.

The engine gives every derivation a tag of its own (a product that starts at `one`), and merges a fact's tags by `add`
and `saturated`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchwright.errors import LogicError
from benchwright.logic.provenance import InputFact

Literals = tuple[int, ...]
"""Numbers of facts or of atoms; a negated one as -1 - number."""


class Tag:
    """A formula over input facts, which may grow by further alternatives.

    Args:
        kind: true, false, fact, and, or, not.
        parts: what it is made of; of a fact, nothing.
        number: of a fact.
    """

    __slots__ = ("family", "kind", "number", "parts")

    def __init__(self, kind: str, parts: tuple[Tag, ...] = (), number: int = -1) -> None:
        self.kind, self.parts, self.number = kind, parts, number
        self.family: list[Tag] | None = None

    def alternatives(self) -> Sequence[Tag]:
        """The derivations that stand for this tag itself."""
        return self.parts if self.kind == "or" else (self,)


ONE, ZERO = Tag("true"), Tag("false")


class Recorder:
    """The algebra of `Tag`: everything but what a tag comes to."""

    discrete = False

    def __init__(self) -> None:
        self.probabilities: dict[int, float] = {}
        self.groups: dict[int, int] = {}

    def start(self, facts: list[InputFact]) -> None:
        """Hear of all input facts.

        Raises:
            LogicError: a probability is not within 0 and 1, or those of an exclusive set exceed 1 together.
        """
        check(facts)
        self.probabilities, self.groups = {}, {}  # anew: a copy may still need the old ones

    def one(self) -> Tag:
        """What is certain."""
        return ONE

    def fact(self, fact: InputFact) -> Tag:
        """A fact of the program."""
        if fact.probability is None:
            return ONE
        self.probabilities[fact.number] = fact.probability
        if fact.exclusive is not None:
            self.groups[fact.number] = fact.exclusive
        return Tag("fact", number=fact.number)

    def add(self, left: Tag, right: Tag) -> Tag:
        """Either derivation."""
        if left is ONE or right is ONE:
            return ONE
        if left is right or right is ZERO:
            return left
        if left is ZERO:
            return right
        return Tag("or", (*left.alternatives(), *right.alternatives()))

    def mult(self, left: Tag, right: Tag) -> Tag:
        """Both; a new tag, unless it is certain or impossible."""
        if left is ZERO or right is ZERO:
            return ZERO
        if left is ONE:
            return ONE if right is ONE else Tag("and", (right,))
        return Tag("and", (left,) if right is ONE else (left, right))

    def negate(self, tag: Tag) -> Tag:
        """Not."""
        if tag is ONE:
            return ZERO
        return ONE if tag is ZERO else Tag("not", (tag,))

    def discard(self, tag: Tag) -> bool:
        """Whether it can never hold."""
        return tag is ZERO

    def saturated(self, old: Tag, new: Tag) -> bool:
        """True: what used the old tag refers to it, and sees what is added here."""
        if old is not new and old is not ONE:
            family = old.family = old.family if old.family is not None else list(old.alternatives())
            known = set(map(id, family))
            family += [part for part in new.alternatives() if id(part) not in known]
            if new is not ONE:
                new.family = family
        return True


def check(facts: Iterable[InputFact]) -> None:
    """Refuse probabilities that are none.

    Raises:
        LogicError: one is not within 0 and 1, or those of an exclusive set exceed 1 together.
    """
    sums: dict[int, float] = {}
    for fact in facts:
        probability = 1.0 if fact.probability is None else fact.probability
        if not 0.0 <= probability <= 1.0:
            raise LogicError(f"the probability of {fact.relation}{fact.values} is {probability}; give one from 0 to 1")
        if fact.exclusive is not None:
            sums[fact.exclusive] = sums.get(fact.exclusive, 0.0) + probability
    for number, total in sums.items():
        if total > 1.0 + 1e-6:
            raise LogicError(f"the probabilities of exclusive set {number} sum to {total:.6g}; they may not exceed 1")


@dataclass(frozen=True)
class Body:
    """One way to derive an atom: all of these hold."""

    facts: Literals
    atoms: Literals


@dataclass
class Ground:
    """A ground program: the atoms that are asked for, and each atom's bodies, by its number."""

    goals: list[int] = field(default_factory=list)
    atoms: list[list[Body]] = field(default_factory=list)

    def facts(self) -> list[int]:
        """Facts in the order in which a walk from the goals meets them."""
        met: dict[int, None] = {}
        todo = list(dict.fromkeys(self.goals))
        seen = set(todo)
        for atom in todo:
            for body in self.atoms[atom]:
                met.update(dict.fromkeys(number if number >= 0 else -1 - number for number in body.facts))
                below = [number if number >= 0 else -1 - number for number in body.atoms]
                todo += [other for other in dict.fromkeys(below) if other not in seen]
                seen.update(below)
        return list(met)


class _Reader:
    """Walks from a tag to all that it rests on."""

    def __init__(self, groups: Mapping[int, int]) -> None:
        self.groups = groups
        self.ground = Ground()
        self.tags: list[Tag] = []
        self._places: dict[int, int] = {}
        self._shared: set[int] = set()

    def atom(self, tag: Tag) -> int:
        """The number of the atom that a tag is."""
        key = id(tag.family) if tag.family is not None else id(tag)
        if key not in self._places:
            self._places[key] = len(self.tags)
            self.tags.append(tag)
        return self._places[key]

    def body(self, tag: Tag) -> Body | None:
        """One alternative as a body; none where it cannot hold."""
        facts: dict[int, None] = {}
        atoms: dict[int, None] = {}
        todo = [(tag, True)]
        while todo:
            part, own = todo.pop()
            grown = part.family is not None and not own
            if part.kind == "fact" and not grown:
                facts[part.number] = None
            elif part.kind == "and" and (own or not (grown or id(part) in self._shared)):
                todo += [(inner, False) for inner in part.parts]
            elif part.kind == "not" and not grown:
                self._negated(part.parts[0], facts, atoms)
            elif part.kind == "false":
                return None
            elif part.kind != "true":
                atoms[self.atom(part)] = None
        whole = Body(tuple(sorted(facts)), tuple(sorted(atoms)))
        return None if clashes(whole.facts, self.groups) else whole

    def _negated(self, tag: Tag, facts: dict[int, None], atoms: dict[int, None]) -> None:
        if tag.kind == "fact" and tag.family is None:
            facts[-1 - tag.number] = None
        else:
            atoms[-1 - self.atom(tag)] = None

    def read(self, tags: Iterable[Tag]) -> Ground:
        roots = list(tags)
        self._shared = _shared(roots)
        self.ground.goals += [self.atom(tag) for tag in roots]
        for place in self.tags:  # grows while it is walked
            family = place.family if place.family is not None else place.alternatives()
            bodies = (self.body(part) for part in family)
            self.ground.atoms.append(list(dict.fromkeys(body for body in bodies if body is not None)))
        return self.ground


def _shared(roots: Iterable[Tag]) -> set[int]:
    """Tags that several others refer to: they stay atoms, so that what they hang on is not copied."""
    todo = list(roots)
    seen, shared = set(map(id, todo)), set[int]()
    for tag in todo:
        for part in (*tag.parts, *(tag.family or ())):
            if part is not tag:
                (shared if id(part) in seen else seen).add(id(part))
                if id(part) not in shared:
                    todo.append(part)
    return shared


def clashes(facts: Iterable[int], groups: Mapping[int, int]) -> bool:
    """Whether signed facts cannot hold together: one and its negation, or two members of one exclusive set."""
    numbers = set(facts)
    used: dict[int, int] = {}
    for number in numbers:
        if -1 - number in numbers:
            return True
        if number in groups and used.setdefault(groups[number], number) != number:
            return True
    return False


def read(tags: Iterable[Tag], groups: Mapping[int, int]) -> Ground:
    """The ground program whose goals are the tags.

    Args:
        tags: what the engine ended with.
        groups: the exclusive set of each fact that is in one.
    """
    return _Reader(groups).read(tags)

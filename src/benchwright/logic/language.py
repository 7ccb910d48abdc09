"""What a logic program is made of: terms, literals, rules, facts, queries, each with its line.

    program text ─► parse ─► Program ─► with_facts ─► solve ─► Answers

A term is a variable, a constant, or a call (arithmetic, or `$name` for a function from Python). A rule has one head, or
several that exclude each other, each with its probability. All records are frozen; a program is never changed, only
extended into another (`with_facts`). Fact numbers are positions in `Program.facts`: what proofs and gradients speak of.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Literal

from benchwright.errors import LogicError
from benchwright.logic.provenance import InputFact

Value = int | float | str | bool
Type = Literal["int", "float", "str", "bool"]
TYPES: dict[str, Type] = {"int": "int", "float": "float", "str": "str", "bool": "bool", "symbol": "str"}
ARITHMETIC = {"+": 2, "-": 2, "*": 2, "/": 2, "//": 2, "mod": 2, "abs": 1, "min": 2, "max": 2, "neg": 1}
AGGREGATES = ("count", "sum", "min", "max")
BITS = 10_000
"""Of the largest whole number that a program may hold."""
SHOWN = 200
"""Characters of a rule that an error shows."""


@dataclass(frozen=True)
class Var:
    """A variable; a lone `_` is a fresh one each time."""

    name: str

    @property
    def anonymous(self) -> bool:
        """Whether it was written `_`."""
        return self.name.startswith("_#")


@dataclass(frozen=True)
class Const:
    """A number, a string or a truth value."""

    value: Value


@dataclass(frozen=True)
class Call:
    """Arithmetic, or a function from Python."""

    name: str
    args: tuple[Term, ...]
    foreign: bool = False


Term = Var | Const | Call


@dataclass(frozen=True)
class Aggregate:
    """`count(Y)`, `sum(W)`, `min(W)`, `max(W)` in a head."""

    function: str
    args: tuple[Term, ...]


@dataclass(frozen=True)
class Atom:
    """A relation with its arguments."""

    relation: str
    args: tuple[Term | Aggregate, ...]


@dataclass(frozen=True)
class Holds:
    """An atom of a body, or its negation."""

    atom: Atom
    negated: bool = False


@dataclass(frozen=True)
class Compare:
    """`left op right`; with `=`, a variable that nothing else binds gets the value of the other side."""

    op: str
    left: Term
    right: Term


@dataclass(frozen=True)
class Check:
    """A function from Python that says whether the rule applies."""

    call: Call
    negated: bool = False


Goal = Holds | Compare | Check


@dataclass(frozen=True)
class Place:
    """Where something stands in the program's text."""

    line: int
    """Counted from 1."""
    text: str
    """The statement on one line."""

    def error(self, reason: str) -> LogicError:
        """The error that names this place."""
        shown = self.text if len(self.text) <= SHOWN else f"{self.text[:SHOWN]} ..."
        return LogicError(reason, line=self.line, rule=shown)


@dataclass(frozen=True)
class Rule:
    """Heads that follow from a body."""

    heads: tuple[tuple[float | None, Atom], ...]
    """Each with its probability; none: certain. Several heads exclude each other, per instance of the body."""
    body: tuple[Goal, ...]
    place: Place


@dataclass(frozen=True)
class Query:
    """What is asked: an atom whose variables are to be found."""

    atom: Atom
    place: Place


@dataclass(frozen=True)
class Declaration:
    """The types of a relation's columns, as declared."""

    relation: str
    types: tuple[Type, ...]
    place: Place


@dataclass(frozen=True)
class Fact:
    """A fact that comes from Python."""

    relation: str
    values: tuple[Value, ...]
    probability: float | None = None
    """None: certain."""
    exclusive: Hashable = None
    """Facts of one call with the same key exclude each other."""
    source: Any = None
    """Handed back with a proof: a text span, a document, ..."""


@dataclass(frozen=True)
class Program:
    """Declarations, facts, rules and queries, each in the order in which they were given."""

    declarations: tuple[Declaration, ...] = ()
    facts: tuple[InputFact, ...] = ()
    rules: tuple[Rule, ...] = ()
    queries: tuple[Query, ...] = field(default=())

    def with_facts(self, facts: Iterable[Fact]) -> Program:
        """The program with more facts, numbered on from its own.

        Raises:
            LogicError: a value that is no number, string or truth value; a probability outside 0 to 1; an exclusive set
                whose probabilities add up to more than 1.
        """
        groups: dict[Hashable, int] = {}
        first = 1 + max((f.exclusive for f in self.facts if f.exclusive is not None), default=-1)
        added = []
        for number, fact in enumerate(facts, start=len(self.facts)):
            check_fact(fact)
            group = None if fact.exclusive is None else groups.setdefault(fact.exclusive, first + len(groups))
            values = tuple(map(plain, fact.values))
            added.append(InputFact(number, fact.relation, values, fact.probability, group, fact.source))
        check_sums(added)
        return replace(self, facts=(*self.facts, *added))

    @property
    def relations(self) -> set[str]:
        """Names of the relations that have a declaration, a fact or a rule."""
        heads = {atom.relation for rule in self.rules for _, atom in rule.heads}
        return heads | {fact.relation for fact in self.facts} | {d.relation for d in self.declarations}


def spell(value: Value) -> str:
    """A constant as a program writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        plain = (
            value.isascii() and value[:1].islower() and value.isidentifier() and value not in {"true", "false", "not"}
        )
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return value if plain else f'"{escaped}"'
    return repr(value)


def atom_text(relation: str, values: Iterable[Value]) -> str:
    """A tuple of a relation as a program writes it."""
    inside = ", ".join(map(spell, values))
    return f"{relation}({inside})" if inside else relation


def place_of(fact: InputFact) -> Place | None:
    """Where a fact stands in the text; none for one that came from Python."""
    return fact.source if isinstance(fact.source, Place) else None


def fault(fact: InputFact, reason: str) -> LogicError:
    """The error that names a fact."""
    place = place_of(fact)
    if place:
        return place.error(reason)
    return LogicError(reason, rule=" ".join(atom_text(fact.relation, fact.values)[:SHOWN].split()))


def plain(value: object) -> Value | None:
    """A value as exactly an int, float, str or bool (also one of NumPy's); none where it is something else."""
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        value = value.item()  # type: ignore[attr-defined]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return value if type(value) is kind else kind(value)
    return None


def check_fact(fact: Fact) -> None:
    """Refuse what cannot be a fact."""
    name = fact.relation
    named = isinstance(name, str) and name.isidentifier() and name != "not"
    if not named or name[0] == "_" or name[0].isupper():
        raise LogicError(f"a fact from Python has the relation {str(name)[:80]!r}; a relation is a name such as edge")
    for value in fact.values:
        made = plain(value)
        if isinstance(made, int) and made.bit_length() > BITS:
            bits = made.bit_length()
            raise LogicError(f"a fact of {fact.relation} has a whole number of {bits} bits; give at most {BITS}")
        if made is None or (isinstance(made, float) and not isfinite(made)):
            raise LogicError(
                f"a fact of {fact.relation} has the value {str(value)[:80]!r} of type {type(value).__name__}; values "
                "are int, float (finite), str or bool"
            )
    probability_in_range(fact.probability, LogicError, f" (of a fact of {fact.relation})")


def probability_in_range(probability: float | None, error: Any, what: str = "") -> None:  # Any: makes a LogicError
    """Refuse a probability outside 0 to 1, by the error that `error` makes of the reason."""
    if probability is not None and not 0.0 <= probability <= 1.0:
        raise error(f"the probability {probability}{what} is not between 0 and 1; write it as a share, such as 0.9")


def check_sums(facts: Iterable[InputFact]) -> None:
    """Refuse exclusive sets whose probabilities add up to more than 1."""
    sums: dict[int, float] = {}
    for fact in facts:
        if fact.exclusive is not None:
            total = sums.get(fact.exclusive, 0.0) + (1.0 if fact.probability is None else fact.probability)
            sums[fact.exclusive] = total
            if total > 1.0 + 1e-9:
                raise fault(fact, sum_fault(total))


def sum_fault(total: float) -> str:
    """What is wrong with an exclusive set that adds up to `total`."""
    return f"the probabilities of an exclusive set add up to {total:g}; they may add up to at most 1"

r"""A checked program rewritten into clauses that the evaluator runs: plain atoms, comparisons, negations of plain ones.

- Computed arguments become variables with an equation. Constants take their column's type.
- `\+ r(X, _)` reads a projection of r.
- A rule with a probability, or with several heads, first collects the instances of its body in a relation of its own
  (all variables); each tuple there is one independent choice.
- A rule with an aggregate first collects, in a relation of its own, the groups with what is to be folded.

Relations made here have names with `#`, which no program can write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from benchwright.errors import LogicError
from benchwright.logic._check import variables
from benchwright.logic._types import Types
from benchwright.logic.language import (
    Aggregate,
    Atom,
    Call,
    Check,
    Compare,
    Const,
    Goal,
    Holds,
    Place,
    Program,
    Rule,
    Term,
    Type,
    Value,
    Var,
)


@dataclass(frozen=True)
class Clause:
    """A head that follows from a body."""

    head: Atom
    """Its arguments are variables and constants."""
    body: tuple[Goal, ...]
    kinds: dict[str, Type]
    """Types of the variables that are known."""
    rule: int
    """Position of the rule that it comes from."""
    place: Place
    probability: float | None = None
    """Of the choice that the clause needs beside its body; none: it needs no choice."""

    @property
    def relations(self) -> list[str]:
        """Relations that the body reads as they stand."""
        return [g.atom.relation for g in self.body if isinstance(g, Holds) and not g.negated]

    @property
    def invents(self) -> bool:
        """Whether it may make values that are in no fact."""
        return any(
            isinstance(g, Compare) and g.op == "=" and (isinstance(g.left, Call) or isinstance(g.right, Call))
            for g in self.body
        )


@dataclass(frozen=True)
class Fold:
    """An aggregate over a relation of groups and elements."""

    head: str
    function: str
    position: int
    """Of the aggregate among the head's arguments."""
    source: str
    groups: int
    """How many leading columns of the source are the group; the next column is the value, unless it counts."""
    fixed: tuple[Value, ...] | None
    """The one group, where no variable makes groups: it exists even if nothing is in it."""
    kind: Type | None
    """Of the result's column."""
    rule: int
    place: Place


@dataclass
class Plan:
    """All clauses and folds of a program."""

    clauses: list[Clause] = field(default_factory=list)
    folds: list[Fold] = field(default_factory=list)
    exclusive: set[int] = field(default_factory=set)
    """Rules with several heads."""

    def only(self, wanted: Iterable[str]) -> Plan:
        """What these relations are computed from."""
        needs, kept = self.needs(), dict.fromkeys(wanted)
        todo = list(kept)
        for name in todo:  # grows while it is walked
            fresh = [other for other in dict.fromkeys(needs.get(name, [])) if other not in kept]
            kept.update(dict.fromkeys(fresh))
            todo += fresh
        clauses = [clause for clause in self.clauses if clause.head.relation in kept]
        return Plan(clauses, [fold for fold in self.folds if fold.head in kept], self.exclusive)

    def needs(self) -> dict[str, list[str]]:
        """Which relations each one is computed from."""
        found: dict[str, list[str]] = {}
        for clause in self.clauses:
            names = [goal.atom.relation for goal in clause.body if isinstance(goal, Holds)]
            found.setdefault(clause.head.relation, []).extend(names)
        for fold in self.folds:
            found.setdefault(fold.head, []).append(fold.source)
        return found


class Lowered(NamedTuple):
    """Goals and head arguments in which all arguments are plain."""

    goals: list[Goal]
    args: list[tuple[Var | Const, ...]]


class Lowering:
    """Rewrites one rule."""

    def __init__(self, number: int, rule: Rule, types: Types) -> None:
        self.number, self.rule, self.types = number, rule, types
        self.kinds: dict[str, Type] = {}
        self.fresh = 0
        self.extra: list[Clause] = []
        for name in set(_names(rule)):
            if kind := types.of((number, name)):
                self.kinds[name] = kind

    def plain(self, term: Term, kind: Type | None) -> tuple[Var | Const, list[Goal]]:
        """A term as a variable or constant, with the equation that it may need."""
        if isinstance(term, Const):
            return Const(cast(term.value, kind, self.rule.place.error)), []
        if isinstance(term, Var):
            return term, []
        self.fresh += 1
        var = Var(f"#{self.fresh}")
        if kind or (kind := self.types.term(self.number, term, self.rule.place.error)):
            self.kinds[var.name] = kind
        return var, [Compare("=", var, term)]

    def atom(self, relation: str, args: Iterable[Term]) -> tuple[tuple[Var | Const, ...], list[Goal]]:
        """All arguments of an atom made plain."""
        made = [self.plain(arg, self.types.column(relation, index)) for index, arg in enumerate(args)]
        return tuple(arg for arg, _ in made), [goal for _, goals in made for goal in goals]

    def goals(self) -> list[Goal]:
        """The body with plain atoms."""
        found: list[Goal] = []
        for goal in self.rule.body:
            if not isinstance(goal, Holds):
                found.append(goal)
                continue
            relation = goal.atom.relation
            args, equations = self.atom(relation, _terms(goal.atom.args))
            if goal.negated and any(isinstance(arg, Var) and arg.anonymous for arg in args):
                relation, args = self.projected(relation, args)
            found += [*equations, Holds(Atom(relation, args), goal.negated)]
        return found

    def projected(self, relation: str, args: tuple[Var | Const, ...]) -> tuple[str, tuple[Var | Const, ...]]:
        """A relation without the columns that are `_` here."""
        kept = tuple(arg for arg in args if isinstance(arg, Var) and not arg.anonymous)
        name = f"{relation}#{self.number}.{len(self.extra)}"
        self.add(Atom(name, kept), [Holds(Atom(relation, args))])
        return name, kept

    def add(self, head: Atom, body: list[Goal], probability: float | None = None) -> None:
        """One more clause."""
        self.extra.append(Clause(head, tuple(body), self.kinds, self.number, self.rule.place, probability))


def _names(rule: Rule) -> Iterable[str]:
    for goal in rule.body:
        yield from goal_names(goal)
    yield from (name for _, head in rule.heads for arg in head.args for name in variables(arg))


def goal_names(goal: Goal) -> list[str]:
    """Variables of a goal, in order."""
    if isinstance(goal, Holds):
        terms: tuple[Term | Aggregate, ...] = goal.atom.args
    else:
        terms = (goal.call,) if isinstance(goal, Check) else (goal.left, goal.right)
    return [name for term in terms for name in variables(term)]


def _terms(args: Iterable[Term | Aggregate]) -> list[Term]:
    return [arg for arg in args if not isinstance(arg, Aggregate)]


def cast(value: Value, kind: Type | None, error: Callable[[str], LogicError] = LogicError) -> Value:
    """An int as the float that its column wants; everything else as it is.

    Raises:
        LogicError: made by `error`; no float can hold the int.
    """
    if kind != "float" or not isinstance(value, int) or isinstance(value, bool):
        return value
    try:
        return float(value)
    except OverflowError as cause:
        raise error(f"a whole number of {value.bit_length()} bits stands where floats do; none is so large") from cause


def lower(program: Program, types: Types, *, chances: bool) -> Plan:
    """The clauses of a program.

    Args:
        program: checked.
        types: of its columns and variables.
        chances: whether probabilities of rules matter; without, a rule with a probability is as one without.
    """
    plan = Plan()
    for number, rule in enumerate(program.rules):
        lowering = Lowering(number, rule, types)
        fold = next((arg for _, head in rule.heads for arg in head.args if isinstance(arg, Aggregate)), None)
        if fold:
            plan.folds.append(_fold(lowering, fold))
        elif chances and any(chance not in {None, 1.0} for chance, _ in rule.heads):
            _choice(lowering)
            plan.exclusive |= {number} if len(rule.heads) > 1 else set()
        else:
            _plain(lowering)
        plan.clauses += lowering.extra
    return plan


def _plain(lowering: Lowering) -> None:
    body = lowering.goals()
    for chance, head in lowering.rule.heads:
        if chance != 0.0:
            args, equations = lowering.atom(head.relation, _terms(head.args))
            lowering.add(Atom(head.relation, args), [*body, *equations])


def _choice(lowering: Lowering) -> None:
    body = lowering.goals()
    bound = dict.fromkeys(
        name for goal in body if not (isinstance(goal, Holds) and goal.negated) for name in goal_names(goal)
    )
    instance = Atom(f"choice#{lowering.number}", tuple(map(Var, bound)))
    lowering.add(instance, body)
    for chance, head in lowering.rule.heads:
        if chance != 0.0:
            args, equations = lowering.atom(head.relation, _terms(head.args))
            lowering.add(Atom(head.relation, args), [Holds(instance), *equations], chance)


def _fold(lowering: Lowering, fold: Aggregate) -> Fold:
    rule, (_, head) = lowering.rule, lowering.rule.heads[0]
    body = lowering.goals()
    position = next(at for at, arg in enumerate(head.args) if isinstance(arg, Aggregate))
    kind = lowering.types.column(head.relation, position)
    group, equations = lowering.atom(head.relation, _kept(head))
    group = group[:position] + group[position + 1 :]
    elements = [lowering.plain(arg, None) for arg in fold.args]
    names: list[Var] = []
    if fold.function != "count":
        named = dict.fromkeys(n for goal in rule.body for n in _bound_names(goal) if not n.startswith("_#"))
        names = [Var(name) for name in named]
    source = Atom(f"{fold.function}#{lowering.number}", (*group, *(arg for arg, _ in elements), *names))
    lowering.add(source, [*body, *equations, *(goal for _, goals in elements for goal in goals)])
    constants = [arg.value for arg in group if isinstance(arg, Const)]
    fixed = tuple(constants) if len(constants) == len(group) else None
    return Fold(
        head.relation, fold.function, position, source.relation, len(group), fixed, kind, lowering.number, rule.place
    )  # fmt: skip


def _kept(head: Atom) -> list[Term]:
    """The head's arguments with the aggregate's place held by a constant."""
    return [Const(0) if isinstance(arg, Aggregate) else arg for arg in head.args]


def _bound_names(goal: Goal) -> list[str]:
    return [] if isinstance(goal, Holds) and goal.negated else goal_names(goal)

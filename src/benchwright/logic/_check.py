"""What is refused before a program runs: unknown relations, clashing arities, unsafe variables, cycles, types."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchwright.errors import LogicError
from benchwright.logic._stratify import check_strata
from benchwright.logic._types import Types, infer
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
    Query,
    Rule,
    Term,
    Var,
    fault,
)


def check(program: Program, foreign: Mapping[str, Callable[..., Any]] | None = None) -> Types:
    """Check a program whose facts may still be incomplete.

    Args:
        program: any.
        foreign: functions from Python, whose annotations may tell types.

    Returns:
        The types of its columns and variables.

    Raises:
        LogicError: see the module.
    """
    check_arities(program)
    for rule in program.rules:
        check_rule(rule)
    for query in program.queries:
        check_query(query)
    check_strata(program)
    return infer(program, foreign)


def check_arities(program: Program) -> None:
    """One number of arguments for each relation."""
    known: dict[str, tuple[int, str]] = {}

    def meet(relation: str, size: int, place: Place | None) -> LogicError | None:
        where = f"on line {place.line}" if place else "in a fact from Python"
        first, before = known.setdefault(relation, (size, where))
        if first == size:
            return None
        reason = f"{relation} has {size} arguments here and {first} {before}; a relation has one number of arguments"
        return place.error(reason) if place else LogicError(reason)

    for declaration in program.declarations:
        if error := meet(declaration.relation, len(declaration.types), declaration.place):
            raise error
    for fact in program.facts:
        place = fact.source if isinstance(fact.source, Place) else None
        if error := meet(fact.relation, len(fact.values), place):
            raise error if place else fault(fact, error.reason)
    for atom, place in _atoms(program):
        if error := meet(atom.relation, len(atom.args), place):
            raise error


def _atoms(program: Program) -> Iterator[tuple[Atom, Place]]:
    for rule in program.rules:
        yield from ((head, rule.place) for _, head in rule.heads)
        yield from ((goal.atom, rule.place) for goal in rule.body if isinstance(goal, Holds))
    yield from ((query.atom, query.place) for query in program.queries)


def check_known(program: Program, queries: Iterable[Query]) -> None:
    """Refuse relations that nothing can make true; called once the facts are complete.

    Raises:
        LogicError: with near matches.
    """
    known = program.relations
    asked = [(query.atom, query.place) for query in queries]
    used = [(g.atom, rule.place) for rule in program.rules for g in rule.body if isinstance(g, Holds)]
    for atom, place in [*used, *asked]:
        if atom.relation not in known:
            near = difflib.get_close_matches(atom.relation, sorted(known), n=3)
            meant = f"did you mean {' or '.join(near)}?" if near else "declare it if it may be empty"
            columns = ", ".join(f"c{i}: str" for i in range(len(atom.args))) or "..."
            raise place.error(
                f"{atom.relation} has no fact, no rule and no declaration; {meant}"
                + ("" if near else f" (type {atom.relation}({columns}).)")
            )


def check_foreign(program: Program, known: Collection[str]) -> None:
    """Refuse calls of functions that are not registered.

    Raises:
        LogicError: with near matches.
    """
    for rule in program.rules:
        for name in dict.fromkeys(name for goal in rule.body for name in _called(goal)) | dict.fromkeys(
            name for _, head in rule.heads for arg in head.args for name in calls(arg)
        ):
            if name not in known:
                near = difflib.get_close_matches(name, sorted(known), n=3) or sorted(known)
                meant = f"did you mean {' or '.join('$' + n for n in near)}?" if near else "none are registered"
                raise rule.place.error(f"the function ${name} is not registered; {meant} Pass it as foreign={{...}}")


def _called(goal: Goal) -> Iterator[str]:
    if isinstance(goal, Holds):
        for arg in goal.atom.args:
            yield from calls(arg)
    elif isinstance(goal, Check):
        yield from calls(goal.call)
    else:
        yield from (*calls(goal.left), *calls(goal.right))


def calls(term: Term | Aggregate) -> Iterator[str]:
    """Names of the functions from Python that a term calls."""
    if isinstance(term, Call | Aggregate):
        if isinstance(term, Call) and term.foreign:
            yield term.name
        for arg in term.args:
            yield from calls(arg)


def variables(term: Term | Aggregate) -> Iterator[str]:
    """Names of the variables of a term, in order."""
    if isinstance(term, Var):
        yield term.name
    elif isinstance(term, Call | Aggregate):
        for arg in term.args:
            yield from variables(arg)


def check_query(query: Query) -> None:
    """A query has variables and constants only."""
    if not all(isinstance(arg, Var | Const) for arg in query.atom.args):
        raise query.place.error("a query's arguments are variables and constants; compute others in a rule")


def check_rule(rule: Rule) -> None:
    """Every variable that is read is bound, and aggregates stand where they may."""
    folds = [arg for _, head in rule.heads for arg in head.args if isinstance(arg, Aggregate)]
    if len(folds) > 1:
        raise rule.place.error("a head has one aggregate; write one rule for each")
    if folds and (len(rule.heads) > 1 or rule.heads[0][0] is not None):
        raise rule.place.error("a head with an aggregate has no probability; give it to a second rule")
    if folds and not rule.body:
        raise rule.place.error("an aggregate needs a body to range over")
    if any(name.startswith("_#") for fold in folds for name in variables(fold)):
        raise rule.place.error("an aggregate ranges over named variables, not over _")
    bound = {name for goal in order(rule.body, rule.place) for name in binds(goal)}
    for name in (name for _, head in rule.heads for arg in head.args for name in variables(arg)):
        if name not in bound:
            raise rule.place.error(_unsafe([name], "the head"))


def _unsafe(names: Sequence[str], where: str) -> str:
    shown = list(dict.fromkeys("_" if name.startswith("_#") else name for name in names))
    verb = "is" if len(shown) == 1 else "are"
    advice = "give it a name" if shown == ["_"] else f"add one, such as p({shown[0]})"
    return f"{' and '.join(shown)} in {where} {verb} bound by no positive atom of the body; {advice}"


def binds(goal: Goal) -> Iterator[str]:
    """Variables that have a value once the goal has been met."""
    if isinstance(goal, Holds) and not goal.negated:
        for arg in goal.atom.args:
            if isinstance(arg, Var):
                yield arg.name
    elif isinstance(goal, Compare) and goal.op == "=":
        yield from (side.name for side in (goal.left, goal.right) if isinstance(side, Var))


def reads(goal: Goal, bound: Collection[str]) -> set[str]:
    """Variables that must have a value before the goal can be met."""
    if isinstance(goal, Holds) and goal.negated:
        return {name for arg in goal.atom.args for name in variables(arg) if not name.startswith("_#")}
    if isinstance(goal, Holds):
        return {name for arg in goal.atom.args if isinstance(arg, Call) for name in variables(arg)}
    if isinstance(goal, Check):
        return set(variables(goal.call))
    left, right = set(variables(goal.left)), set(variables(goal.right))
    if goal.op == "=" and isinstance(goal.left, Var) and goal.left.name not in bound:
        return right
    if goal.op == "=" and isinstance(goal.right, Var) and goal.right.name not in bound:
        return left
    return left | right


def order(body: Sequence[Goal], place: Place, first: Sequence[Goal] = ()) -> list[Goal]:
    """The goals in an order in which each finds its variables bound: filters as early as they can be, then atoms.

    Of several atoms that could come next, the one that shares most variables with what is bound, then constants.

    Raises:
        LogicError: there is no such order; the variables are unsafe.
    """
    done, bound = list(first), {name for goal in first for name in binds(goal)}
    left = list(body)
    for goal in first:
        left.remove(goal)
    while left:
        ready = [goal for goal in left if reads(goal, bound) <= bound]
        if not ready:
            raise place.error(_stuck(left, bound))
        best = max(ready, key=lambda goal: _merit(goal, bound))
        left.remove(best)
        done.append(best)
        bound.update(binds(best))
    return done


def _merit(goal: Goal, bound: Collection[str]) -> tuple[int, int, int]:
    if not isinstance(goal, Holds) or goal.negated:
        return 2, 0, 0
    names = {name for arg in goal.atom.args for name in variables(arg)}
    shared = len(names & set(bound))
    fixed = sum(isinstance(arg, Const) for arg in goal.atom.args)
    return (1 if shared == len(names) else 0, shared, fixed)


def _stuck(left: Sequence[Goal], bound: Collection[str]) -> str:
    goal = next((g for g in left if isinstance(g, Holds) and g.negated), left[0])
    where = "a negation" if isinstance(goal, Holds) and goal.negated else "a comparison"
    where = "a $function" if isinstance(goal, Check) else where
    where = "a computed argument" if isinstance(goal, Holds) and not goal.negated else where
    return _unsafe(sorted(reads(goal, bound) - set(bound)), where)

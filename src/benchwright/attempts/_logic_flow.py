"""Which constants of a program can come out as an answer: a walk from the query's columns back through the rules."""

from __future__ import annotations

from collections.abc import Iterator

from benchwright.logic import Program, Rule
from benchwright.logic.language import Aggregate, Atom, Call, Compare, Const, Holds, Term, Value, Var

Column = tuple[str, int]


def claimed(program: Program) -> Iterator[tuple[Rule, Value]]:
    """Constants that rules may put into the query's answers, each with its rule; not those that only reckon with it."""
    todo = [(query.atom.relation, at) for query in program.queries for at in range(len(query.atom.args))]
    seen = set(todo)
    while todo:
        relation, at = todo.pop()
        for rule, atom in _heads(program, relation):
            if at < len(atom.args):
                constants, columns = _origins(rule, _terms(atom.args[at]))
                yield from ((rule, value) for value in constants)
                fresh = [column for column in columns if column not in seen]
                seen.update(fresh)
                todo += fresh


def _heads(program: Program, relation: str) -> list[tuple[Rule, Atom]]:
    return [(rule, atom) for rule in program.rules for _, atom in rule.heads if atom.relation == relation]


def _terms(arg: Term | Aggregate) -> list[Term]:
    """What an argument's value is made of; a count is made of nothing that could be said beforehand."""
    if isinstance(arg, Aggregate):
        return [] if arg.function == "count" else list(arg.args)
    return [arg]


def _origins(rule: Rule, terms: list[Term]) -> tuple[list[Value], list[Column]]:
    """Constants, and columns of relations, from which the terms get their values within a rule."""
    constants: list[Value] = []
    columns: list[Column] = []
    todo, seen = list(terms), set[str]()
    while todo:
        term = todo.pop()
        if isinstance(term, Const):
            constants.append(term.value)
        elif isinstance(term, Call):
            todo += [arg for arg in term.args if not isinstance(arg, Const)] or term.args
        elif term.name not in seen:
            seen.add(term.name)
            columns += _bound(rule, term)
            todo += _equated(rule, term)
    return constants, columns


def _bound(rule: Rule, variable: Var) -> Iterator[Column]:
    for goal in rule.body:
        if isinstance(goal, Holds) and not goal.negated:
            yield from ((goal.atom.relation, at) for at, arg in enumerate(goal.atom.args) if arg == variable)


def _equated(rule: Rule, variable: Var) -> Iterator[Term]:
    for goal in rule.body:
        if isinstance(goal, Compare) and goal.op in {"=", "is", "=="}:
            sides = (goal.left, goal.right)
            yield from (other for side, other in zip(sides, sides[::-1], strict=True) if side == variable)

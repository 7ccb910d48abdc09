"""Types of columns and variables, by unification: what shares a variable shares a type.

int widens to float where a column holds both; every other difference is an error that names the rule and where the
first type came from. A type that nothing fixes stays open, and values of any type may pass.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, get_type_hints

from benchwright.errors import LogicError
from benchwright.logic.language import (
    TYPES,
    Aggregate,
    Atom,
    Call,
    Check,
    Compare,
    Const,
    Holds,
    Place,
    Program,
    Rule,
    Term,
    Type,
    Value,
    Var,
    fault,
)

Key = tuple[str | int, str | int]
"""(relation, column) or (number of the rule, variable)."""
Raise = Callable[[str], LogicError]


class Known(NamedTuple):
    """The type of a class of columns and variables."""

    type: Type
    declared: bool
    where: str


@dataclass
class Types:
    """Types found so far."""

    parent: dict[Key, Key] = field(default_factory=dict)
    known: dict[Key, Known] = field(default_factory=dict)
    returns: dict[str, Type] = field(default_factory=dict)
    """Of functions from Python, by their annotation."""

    def root(self, key: Key) -> Key:
        """Representative of a class."""
        while (up := self.parent.get(key, key)) != key:
            self.parent[key] = self.parent.get(up, up)
            key = up
        return key

    def of(self, key: Key) -> Type | None:
        """The type of a column or variable, where something fixes it."""
        found = self.known.get(self.root(key))
        return found.type if found else None

    def column(self, relation: str, index: int) -> Type | None:
        """The type of a column, counted from 0."""
        return self.of((relation, index))

    def meet(self, key: Key, new: Known, error: Raise) -> bool:
        """Give a class a type; whether that changed anything."""
        root = self.root(key)
        old = self.known.get(root)
        merged = new if old is None else _merge(old, new, error)
        self.known[root] = merged
        return old is None or merged.type != old.type

    def unify(self, left: Key, right: Key, error: Raise) -> None:
        """Make two classes one."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return
        moved = self.known.pop(b, None)
        self.parent[b] = a
        if moved:
            self.meet(a, moved, error)

    def term(self, rule: int, term: Term, error: Raise) -> Type | None:
        """The type of a term; none while it is open."""
        if isinstance(term, Const):
            return type_of(term.value)
        if isinstance(term, Var):
            return self.of((rule, term.name))
        kinds = [self.term(rule, arg, error) for arg in term.args]
        if term.foreign:
            return self.returns.get(term.name)
        wrong = next((kind for kind in kinds if kind in {"str", "bool"}), None)
        if wrong:
            raise error(f"arithmetic ({term.name}) on a value of type {wrong}; it takes int and float")
        if term.name == "/" or "float" in kinds:
            return "float"
        return None if None in kinds else "int"


def _merge(old: Known, new: Known, error: Raise) -> Known:
    if old.type == new.type:
        return old if old.declared else new._replace(where=old.where) if not new.declared else new
    numbers = {old.type, new.type} == {"int", "float"}
    whole = old if old.type == "int" else new
    if numbers and not whole.declared:
        return old if old.type == "float" else new
    raise error(f"type {new.type} ({new.where}) clashes with type {old.type} ({old.where})")


def type_of(value: Value) -> Type:
    """The type of a constant."""
    return TYPES[type(value).__name__] if not isinstance(value, bool) else "bool"


def infer(program: Program, foreign: Mapping[str, Callable[..., Any]] | None = None) -> Types:
    """Types of all columns and variables of a program.

    Raises:
        LogicError: two types clash.
    """
    types = Types(returns={name: kind for name, call in (foreign or {}).items() if (kind := _returned(call))})
    for declaration in program.declarations:
        for index, kind in enumerate(declaration.types):
            known = Known(kind, declared=True, where=f"declared on line {declaration.place.line}")
            types.meet((declaration.relation, index), known, declaration.place.error)
    _facts(program, types)
    for number, rule in enumerate(program.rules):
        _link(types, number, rule)
    for number, query in enumerate(program.queries, start=len(program.rules)):
        _link_atom(types, number, query.atom, query.place)
    rules = list(enumerate(program.rules))
    while sum(_widen(types, number, rule) for number, rule in rules):
        rules.reverse()  # types go up a chain of rules in one pass, or down it in the next
    for number, rule in enumerate(program.rules):
        _compare(types, number, rule)
    return types


def _facts(program: Program, types: Types) -> None:
    seen: set[tuple[str, int, type]] = set()
    for fact in program.facts:
        for index, value in enumerate(fact.values):
            key = (fact.relation, index, type(value))
            if key not in seen:
                seen.add(key)
                where = f"in {fact.relation}, argument {index + 1}, of a fact"
                types.meet((fact.relation, index), Known(type_of(value), False, where), partial(fault, fact))


def _returned(call: Callable[..., Any]) -> Type | None:
    """The type that a function from Python says it returns, if it says so plainly."""
    try:
        hint = get_type_hints(call).get("return") if inspect.isroutine(call) else None
    except (TypeError, NameError, AttributeError, SyntaxError, ValueError):
        return None
    return TYPES.get(hint.__name__) if isinstance(hint, type) and hint in {int, float, str, bool} else None


def _link(types: Types, number: int, rule: Rule) -> None:
    for _, head in rule.heads:
        _link_atom(types, number, head, rule.place)
    for goal in rule.body:
        if isinstance(goal, Holds):
            _link_atom(types, number, goal.atom, rule.place)
        elif isinstance(goal, Compare) and goal.op == "=":
            _link_equal(types, number, goal, rule.place)


def _link_atom(types: Types, number: int, atom: Atom, place: Place) -> None:
    for index, arg in enumerate(atom.args):
        if isinstance(arg, Var):
            types.unify((atom.relation, index), (number, arg.name), place.error)
        elif isinstance(arg, Const):
            where = f"in {atom.relation}, argument {index + 1}"
            types.meet((atom.relation, index), Known(type_of(arg.value), False, where), place.error)


def _link_equal(types: Types, number: int, goal: Compare, place: Place) -> None:
    if isinstance(goal.left, Var) and isinstance(goal.right, Var):
        types.unify((number, goal.left.name), (number, goal.right.name), place.error)


def _widen(types: Types, number: int, rule: Rule) -> bool:
    """Carry types through computed terms; whether anything changed."""
    changed = False

    def meet(key: Key, kind: Type | None, what: str) -> None:
        nonlocal changed
        if kind:
            changed |= types.meet(key, Known(kind, False, what), rule.place.error)

    for goal in rule.body:
        if isinstance(goal, Compare) and goal.op == "=":
            for var, term in ((goal.left, goal.right), (goal.right, goal.left)):
                if isinstance(var, Var) and not isinstance(term, Var):
                    meet((number, var.name), types.term(number, term, rule.place.error), f"computed for {var.name}")
    atoms = [head for _, head in rule.heads] + [goal.atom for goal in rule.body if isinstance(goal, Holds)]
    for atom in atoms:
        for index, arg in enumerate(atom.args):
            if isinstance(arg, Call | Aggregate):
                kind = _folded(types, number, arg, rule) if isinstance(arg, Aggregate) else None
                kind = kind or (types.term(number, arg, rule.place.error) if isinstance(arg, Call) else None)
                meet((atom.relation, index), kind, f"computed for {atom.relation}, argument {index + 1}")
    return changed


def _folded(types: Types, number: int, fold: Aggregate, rule: Rule) -> Type | None:
    kinds = [types.term(number, arg, rule.place.error) for arg in fold.args]
    if fold.function == "count":
        return "int"
    if fold.function == "sum" and kinds[0] in {"str", "bool"}:
        raise rule.place.error(f"sum of values of type {kinds[0]}; it takes int and float")
    return kinds[0]


def _compare(types: Types, number: int, rule: Rule) -> None:
    for goal in rule.body:
        if isinstance(goal, Check):
            types.term(number, goal.call, rule.place.error)
        if not isinstance(goal, Compare):
            continue
        left, right = (types.term(number, side, rule.place.error) for side in (goal.left, goal.right))
        if left and right and left != right and {left, right} != {"int", "float"}:
            raise rule.place.error(f"{goal.op} compares a value of type {left} with one of type {right}")

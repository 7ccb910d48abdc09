"""Which relations must be complete before which: the strongly connected components of the rules, dependencies first.

Negation and aggregation look at complete relations only, so neither may lie on a cycle.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from itertools import pairwise

from benchwright.logic._components import components
from benchwright.logic.language import Aggregate, Holds, Program, Rule


def needs_of(rule: Rule) -> Iterator[tuple[str, str]]:
    """(relation, how) for each relation in the body; `how` is empty for plain use, else `not` or the aggregate."""
    folds = [arg.function for _, head in rule.heads for arg in head.args if isinstance(arg, Aggregate)]
    for goal in rule.body:
        if isinstance(goal, Holds):
            yield goal.atom.relation, "not" if goal.negated else (folds[0] if folds else "")


def check_strata(program: Program) -> None:
    """Refuse negation and aggregation on a cycle.

    Raises:
        LogicError: names the rule and the cycle.
    """
    needs: dict[str, dict[str, str]] = {}
    for rule in program.rules:
        for _, head in rule.heads:
            for relation, how in needs_of(rule):
                known = needs.setdefault(head.relation, {})
                known[relation] = known.get(relation) or how
    home = {
        name: number
        for number, members in enumerate(components(needs, lambda node: needs.get(node, {})))
        for name in members
    }
    for rule in program.rules:
        for _, head in rule.heads:
            for relation, how in needs_of(rule):
                if how and home[head.relation] == home.get(relation):
                    raise rule.place.error(_cycle_fault(head.relation, relation, how, needs))


def _cycle_fault(head: str, target: str, how: str, needs: Mapping[str, Mapping[str, str]]) -> str:
    path = _path(target, head, needs)
    ways = [how, *(needs[here][there] for here, there in pairwise(path))]
    steps = zip(pairwise([head, *path]), ways, strict=True)
    told = ", ".join(f"{here} needs {way}{' ' if way else ''}{there}" for (here, there), way in steps)
    what = "negation" if how == "not" else f"the aggregate {how}"
    return f"{what} runs in a cycle ({told}); it may only look at relations that do not depend on {head}"


def _path(start: str, goal: str, needs: Mapping[str, Mapping[str, str]]) -> list[str]:
    """A shortest walk from `start` to `goal`, both included."""
    before: dict[str, str | None] = {start: None}
    todo = deque([start])
    while todo and goal not in before:
        here = todo.popleft()
        for there in needs.get(here, {}):
            if there not in before:
                before[there] = here
                todo.append(there)
    path: list[str] = []
    at: str | None = goal
    while at is not None:
        path.append(at)
        at = before[at]
    return path[::-1]

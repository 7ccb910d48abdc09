"""Checks for answers of which only a part is computed: tables, special cases, overrides, fallbacks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from benchwright.sandbox.checks.report import Checked
from benchwright.sandbox.checks.subject import Subject, held, leaves, literal, path_of, paths

Names = dict[str, tuple[Any, ...]]
DOMAIN = 8
"""Entries from which on a table is taken for general knowledge."""


def table(subject: Subject) -> Checked:
    """The answer is not looked up in a table that was made for these symbols."""
    if subject.node is None or subject.free:
        return Checked("table", "pass")
    names, doubtful = paths(subject), tuple[int, ...]()
    for node, keys, index in _lookups(subject):
        verdict = _made_for(subject, keys, index, names)
        if verdict == "fail":
            reason = "the answer is looked up in a table of answers; compute it from the symbols"
            return Checked("table", "fail", (node.lineno,), reason)
        if verdict == "unknown":
            doubtful = (node.lineno,)
    if doubtful:
        return Checked("table", "unknown", doubtful, "the answer is looked up in a small table of literals")
    return Checked("table", "pass")


def _made_for(subject: Subject, keys: dict[Any, Any], index: ast.expr, names: Names) -> str:
    """Whether a table was made for these symbols: `fail` where it was, `pass` where it is knowledge of a kind."""
    path, whole = path_of(index, names), _whole(index, names)
    if not keys or (path is None and not whole):
        return "pass"
    if path is None:
        return "fail"
    if subject.symbols is None:
        return "fail" if len(keys) == 1 else "unknown" if len(keys) <= 3 else "pass"
    here = held(subject.symbols, path)
    if len(keys) >= DOMAIN or not isinstance(here, str | int | float) or here not in keys:
        return "pass"
    return "fail" if _particular(subject, keys, here) else "unknown"


def _particular(subject: Subject, keys: dict[Any, Any], here: Any) -> bool:
    """A question as key, one entry, entries for exactly what is asked about, or a few entries with odd figures."""
    if len(keys) == 1 or (isinstance(here, str) and len(here.split()) >= 5):
        return True
    if set(keys) <= {leaf for leaf in leaves(subject.symbols) if isinstance(leaf, str | int | float)}:
        return True
    figures = [value for value in keys.values() if isinstance(value, int | float) and not isinstance(value, bool)]
    return bool(figures) and max(map(abs, figures)) > 12 and len(keys) <= 4


def _whole(index: ast.expr, names: Names) -> bool:
    """`str(symbols)`, `tuple(symbols.values())`, `json.dumps(symbols)`, `(symbols["a"], symbols["b"])`."""
    if isinstance(index, ast.Tuple):
        return len(index.elts) > 1 and all(path_of(item, names) for item in index.elts)
    if isinstance(index, ast.Call):
        inner = [*index.args, *([index.func.value] if isinstance(index.func, ast.Attribute) else [])]
        return any(path_of(part, names) == () or _whole(part, names) for part in inner)
    return False


def _lookups(subject: Subject) -> Iterator[tuple[ast.expr, dict[Any, Any], ast.expr]]:
    """Lookups in literal tables of plain values whose result is given back as it is."""
    node = subject.node or subject.tree
    tables = {
        n.targets[0].id: n.value
        for n in ast.walk(subject.tree)
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and isinstance(n.value, ast.Dict)
    }
    for expression in _given_back(node):
        inner = _unwrapped(expression)
        base, index = _lookup(inner)
        shown = tables.get(base.id) if isinstance(base, ast.Name) else base
        found = literal(shown) if isinstance(shown, ast.Dict) else None
        if found is not None and index is not None and all(_is_plain(value) for value in found.value.values()):
            yield inner, found.value, index


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _lookup(node: ast.expr) -> tuple[ast.expr | None, ast.expr | None]:
    if isinstance(node, ast.Subscript):
        return node.value, node.slice
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        return node.func.value, node.args[0]
    return None, None


def _unwrapped(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
        return _unwrapped(node.args[0]) if node.func.id in {"str", "int", "float"} else node
    return node


def _given_back(node: ast.AST) -> list[ast.expr]:
    """What is returned; where that is a name, what was assigned to it."""
    returned = [n.value for n in ast.walk(node) if isinstance(n, ast.Return) and n.value is not None]
    if isinstance(node, ast.Lambda):
        returned.append(node.body)
    names = {n.id for n in returned if isinstance(n, ast.Name)}
    assigned = [
        n.value
        for n in ast.walk(node)
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and n.targets[0].id in names
    ]
    return [*returned, *assigned]


def special_case(subject: Subject) -> Checked:
    """No branch recognises these very symbols and gives a literal."""
    if subject.node is None or subject.free:
        return Checked("special-case", "pass")
    names = paths(subject)
    branches = [branch for node in ast.walk(subject.node) for branch in _branches(node)]
    tested = [pairs for test, _ in branches for pairs in [_equalities(test, names)] if pairs]
    for test, outcome in branches:
        pairs = _equalities(test, names)
        result = _literal_outcome(outcome)
        if pairs and result is not None and _recognises(subject, pairs, result.value, len(tested)):
            reason = "a branch recognises these very symbols and gives a written-down answer; compute it"
            return Checked("special-case", "fail", (test.lineno,), reason)
    return Checked("special-case", "pass")


def _branches(node: ast.AST) -> list[tuple[ast.expr, list[ast.stmt] | ast.expr]]:
    if isinstance(node, ast.If):
        return [(node.test, node.body)]
    return [(node.test, node.body)] if isinstance(node, ast.IfExp) else []


def _equalities(test: ast.expr, names: Names) -> list[tuple[tuple[Any, ...], Any]]:
    """(path, literal) of each `symbols["x"] == 5` that must hold; empty where anything else is tested too."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        parts = [_equalities(value, names) for value in test.values]
        return [pair for part in parts for pair in part] if all(parts) else []
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)):
        return []
    for side, other in ((test.left, test.comparators[0]), (test.comparators[0], test.left)):
        path, value = path_of(side, names), literal(other)
        if path is not None and value is not None:
            return [(path, value.value)]
    if isinstance(test.left, ast.Tuple) and isinstance(test.comparators[0], ast.Tuple):
        both = zip(test.left.elts, test.comparators[0].elts, strict=False)
        found = [(path_of(left, names), literal(right)) for left, right in both]
        return [(path, value.value) for path, value in found if path is not None and value is not None]
    return []


def _literal_outcome(outcome: list[ast.stmt] | ast.expr) -> Any:
    """The literal that a branch gives back or assigns, or none."""
    if isinstance(outcome, ast.expr):
        return literal(outcome)
    last = outcome[-1]
    return literal(last.value) if isinstance(last, ast.Return | ast.Assign) and last.value is not None else None


def _recognises(subject: Subject, pairs: list[tuple[tuple[Any, ...], Any]], result: Any, tests: int) -> bool:
    if result is None or result == "" or (isinstance(result, list | dict) and not result):
        return False
    here = subject.symbols is None or all(held(subject.symbols, path) == value for path, value in pairs)
    if not here or any(value in ({}, [], None, "", 0) for _, value in pairs):
        return False
    if len(pairs) > 1 or (pairs[0][0] == () and isinstance(pairs[0][1], dict | list)):
        return not isinstance(result, bool)
    value = pairs[0][1]
    if subject.symbols is None or isinstance(value, bool) or isinstance(result, bool) or tests >= DOMAIN:
        return False
    if isinstance(value, int | float):
        return abs(value) > 2
    figure = isinstance(result, int | float) and abs(result) > 12
    return figure or (isinstance(value, str) and len(value.split()) >= 4)


def override(subject: Subject) -> Checked:
    """No computed value is replaced by, or held to, a literal; no failure gives one."""
    node = subject.node
    if node is None:
        return Checked("override", "pass")
    given_back = {found.id for found in _given_back(node) if isinstance(found, ast.Name)}
    for inner in ast.walk(node):
        line = _overriding(inner, given_back)
        if line:
            return Checked(
                "override", "fail", (line,), "a computed value is replaced by a literal; return what is computed"
            )
    return Checked("override", "pass")


def _overriding(node: ast.AST, returned: set[str]) -> int:
    """The line at which a literal takes the place of a computed value that is returned; 0 for none."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], ast.NotEq):
        expected, given = literal(node.test.comparators[0]), _literal_outcome(node.body)
        same = expected is not None and given is not None and _telling(given.value) and given.value == expected.value
        return node.lineno if same else 0
    if isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], ast.Eq):
        expected, tested = literal(node.test.comparators[0]), ast.unparse(node.test.left)
        return node.lineno if expected is not None and tested in returned and _telling(expected.value) else 0
    if isinstance(node, ast.ExceptHandler):
        last, given = node.body[-1], _literal_outcome(node.body)
        kept = isinstance(last, ast.Return) or (
            isinstance(last, ast.Assign) and ast.unparse(last.targets[0]) in returned
        )
        telling = given is not None and isinstance(given.value, int | float) and _telling(given.value)
        return last.lineno if kept and telling else 0
    return 0


def _telling(value: Any) -> bool:
    """A value that no one writes down by habit."""
    if isinstance(value, bool) or value is None:
        return False
    return abs(value) > 2 if isinstance(value, int | float) else bool(value)

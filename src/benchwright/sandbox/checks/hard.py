"""Checks that an answer is computed from the symbols, and not written into the program."""

from __future__ import annotations

import ast
import re
from typing import Any

from benchwright.sandbox.checks.report import Checked
from benchwright.sandbox.checks.subject import Subject, answerish, leaves, literal
from benchwright.sandbox.checks.taint import Result
from benchwright.sandbox.checks.taint.values import WHOLE

_WORD = re.compile(r"\d+(?:\.\d*[1-9])?|[^\W\d_]+")


def dependence(subject: Subject) -> Checked:
    """What is returned is made of the symbols, or chosen by them."""
    trace, results = subject.trace, subject.results
    if subject.free:
        return Checked("dependence", "pass")
    if not trace.found or not results:
        return Checked("dependence", "unknown")
    different = len({repr(result.literal) if result.is_literal else result.line for result in results}) > 1
    decided = any(result.under for result in results)
    if any(result.taint for result in results) or (different and decided):
        return Checked("dependence", "pass")
    lines = tuple(result.line for result in results if result.line)
    if decided:
        return Checked("dependence", "unknown", lines, "the symbols decide only whether this one answer is given")
    if trace.doubts:
        line, what = trace.doubts[0]
        return Checked("dependence", "unknown", (line,), f"{what} hides what the answer depends on; do without it")
    return Checked("dependence", "fail", lines, "the answer does not depend on the symbols; compute it from them")


def constant(subject: Subject) -> Checked:
    """What is returned is not one and the same literal."""
    results = subject.results
    if not results or not all(result.is_literal for result in results):
        return Checked("constant", "pass" if results else "unknown")
    plain = all(result.plain for result in results)
    if len({repr(result.literal) for result in results}) > 1 and (subject.free or any(r.under for r in results)):
        return Checked("constant", "pass")
    if subject.free and not plain:
        return Checked("constant", "pass")
    lines = tuple(result.line for result in results)
    if any(result.under for result in results) and not subject.free:
        return Checked("constant", "unknown", lines, "there is one answer besides none at all")
    return Checked("constant", "fail", lines, f"the answer {_short(results[0].literal)} is written into the program")


def inlined(subject: Subject) -> Checked:
    """What is computed is not computed from the values of the symbols as they were written into the program.

    Such a program works its answer out, which one that states it does not; so the two are told apart.
    """
    found = dependence(subject).verdict
    if found != "fail" or subject.free:
        return Checked("inlined", found)
    idle = _idle(subject.tree)
    written = [(value, line) for _, value, line in _literals(subject.tree, idle)]
    worked = [result for result in subject.results if not result.plain]
    if not worked or _stated(subject, worked, idle):
        return Checked("inlined", "pass")
    held = _words(subject.symbols)
    lines = tuple(dict.fromkeys(line for value, line in written if held & _words(value)))
    if 2 * len(held & _words([value for value, _ in written])) < max(len(held), 1):
        return Checked("inlined", "pass")
    return Checked("inlined", "fail", lines, "it computes with values written into the program; read them from symbols")


def _stated(subject: Subject, worked: list[Result], idle: frozenset[int]) -> bool:
    """Whether an answer that was worked out stands in the text all the same, and not as a part of the working."""
    given = {str(leaf) for leaf in leaves(subject.symbols)}
    answers = {str(result.literal) for result in worked if result.is_literal} - given
    operands = {id(side) for node in ast.walk(subject.tree) for side in _operands(node)}
    return any(str(value) in answers for _, value, _ in _literals(subject.tree, idle | operands))


def _operands(node: ast.AST) -> list[ast.AST]:
    return [node.left, node.right] if isinstance(node, ast.BinOp) else []


def _idle(tree: ast.Module) -> frozenset[int]:
    """Nodes that no answer is computed from: texts that stand alone, what is printed, values of names never read."""
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return frozenset(id(inner) for node in ast.walk(tree) if _is_idle(node, read) for inner in ast.walk(node))


def _is_idle(node: ast.AST, read: set[str]) -> bool:
    if isinstance(node, ast.Expr):
        call = node.value.func if isinstance(node.value, ast.Call) else None
        return isinstance(node.value, ast.Constant) or (isinstance(call, ast.Name) and call.id == "print")
    names = node.targets if isinstance(node, ast.Assign) else []
    return bool(names) and all(isinstance(name, ast.Name) and name.id not in read for name in names)


def _words(values: Any) -> set[str]:
    """Words and numbers in a value, the signs of numbers apart."""
    return {word.casefold() for leaf in leaves(values) for word in _WORD.findall(str(leaf))}


def overwritten(subject: Subject) -> Checked:
    """The symbols are not replaced before they are read."""
    lines = subject.trace.overwritten
    if not lines:
        return Checked("overwritten", "pass")
    return Checked("overwritten", "fail", lines, "the symbols are replaced by values written into the program")


def unused(subject: Subject) -> Checked:
    """Every symbol is read."""
    idle = unread(subject)
    if not subject.trace.found or subject.trace.doubts:
        return Checked("unused", "unknown")
    if not idle:
        return Checked("unused", "pass")
    line = subject.node.lineno if subject.node is not None else 0
    named = ", ".join(map(repr, idle[:5]))
    return Checked("unused", "fail", (line,), f"symbols that are never read: {named}; use them or leave them out")


def unread(subject: Subject) -> list[str]:
    """Symbols that the program never reads."""
    read = subject.trace.read
    return [] if WHOLE in read else [key for key in subject.keys if key not in read]


def copied(subject: Subject) -> Checked:
    """No symbol is written into the program as a literal instead of being read."""
    if subject.node is None or not isinstance(subject.symbols, dict):
        return Checked("copied", "pass" if subject.free else "unknown")
    written = _literals(subject.tree, _spared(subject.tree))
    idle = set(unread(subject))
    for key, value in subject.symbols.items():
        same = [(name, line) for name, found, line in written if type(found) is type(value) and found == value]
        lines = [line for name, line in same if _tells(value, name, key) and (key in idle or _bulky(value))]
        if lines:
            return Checked(
                "copied", "fail", tuple(lines), f"symbol {key!r} is written out here; read it from the symbols"
            )
    return Checked("copied", "pass")


def _bulky(value: Any) -> bool:
    return isinstance(value, list | dict) and len(leaves(value)) >= 3


def _tells(value: Any, name: str, key: str) -> bool:
    """Whether the same literal can hardly be there by chance."""
    if isinstance(value, bool) or value is None:
        return name == key
    if isinstance(value, int | float):
        return abs(value) > 12 or value != int(value) or name.lower() == key.lower()
    return len(value) >= 2 if isinstance(value, str | list | dict) else False


def _literals(tree: ast.Module, spared: frozenset[int]) -> list[tuple[str, Any, int]]:
    """(name it is given, value, line) of what is written down, some nodes apart."""
    named = {id(n.value): ast.unparse(n.targets[0]) for n in ast.walk(tree) if isinstance(n, ast.Assign)}
    found = []
    for node in ast.walk(tree):
        if id(node) in spared or not isinstance(node, ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.UnaryOp):
            continue
        value = literal(node)
        if value is not None:
            plain = list(value.value) if isinstance(value.value, tuple) else value.value
            found.append((named.get(id(node), ""), plain, getattr(node, "lineno", 0)))
    return found


def _spared(tree: ast.Module) -> frozenset[int]:
    """Where a literal need not stand for a symbol: defaults of `get` and of parameters, keys."""
    return frozenset(id(inner) for node in ast.walk(tree) for inner in _defaults(node))


def _defaults(node: ast.AST) -> list[ast.AST]:
    inner: list[ast.AST] = []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"get", "pop"}:
        inner = list(node.args)
    if isinstance(node, ast.arguments):
        inner = [*node.defaults, *(default for default in node.kw_defaults if default is not None)]
    if isinstance(node, ast.Subscript):
        inner = [node.slice]
    return [child for part in inner for child in ast.walk(part)]


def identity(subject: Subject) -> Checked:
    """The answer is more than one of the symbols, handed through."""
    results = subject.results
    if subject.free or not results:
        return Checked("identity", "pass")
    paths = [result.value.origin for result in results]
    lines = tuple(result.line for result in results)
    taint = frozenset().union(*(result.taint for result in results))
    if taint and all(answerish(key) and not _holds_more(subject, key) for key in taint):
        return Checked("identity", "fail", lines, f"the answer is handed in as symbol {min(taint)!r}; compute it")
    chosen = len(set(paths)) > 1 and any(result.under for result in results)
    if chosen or subject.trace.changed or any(path is None for path in paths):
        return Checked("identity", "pass")
    if any(isinstance(part, int) or part == "?" for path in paths for part in path or ()):
        return Checked("identity", "unknown", lines, "the answer is one item of the symbols, at a fixed place")
    return Checked("identity", "fail", lines, "the answer is one of the symbols, unchanged; compute it from the facts")


def _holds_more(subject: Subject, key: str) -> bool:
    value = subject.symbols.get(key) if isinstance(subject.symbols, dict) else None
    return isinstance(value, list | dict)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."

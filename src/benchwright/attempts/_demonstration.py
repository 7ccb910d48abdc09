"""A program without the example of its use that models like to put at its end."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator, Sequence

from benchwright.sandbox.source import tree_of

_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def undemonstrated(source: str, function: str) -> str:
    """The program without the statements at its end that only try its function out, or show something.

    Such lines can only fail, print or take time, for the function is called by us with the symbols. They become blank,
    so that the others keep their numbers. A statement goes if, after the last definition, it calls the function, prints
    or asserts something, or is guarded by `__main__`; unless what it sets is read by what stays. Where that cannot be
    told, everything stays.
    """
    tree, outer = tree_of(source), _scopes(source)
    if tree is None or outer is None or "\r" in source:
        return source
    body = tree.body
    places = [place for place, node in enumerate(body) if isinstance(node, _DEFINING)]
    if not any(isinstance(node, ast.FunctionDef) and node.name == function for node in body):
        return source
    gone = [node for node in body[places[-1] + 1 :] if _shows(node, function)]
    kept = [node for node in body if node not in gone]
    if set(_stored(gone)) & ({function} | set(_globals(outer)) | set(_loaded(kept))) or any(map(_puts, gone)):
        return source
    shortened = _blanked(source, gone, kept)
    return source if tree_of(shortened) is None else shortened


def _scopes(source: str) -> symtable.SymbolTable | None:
    """Which names are whose; none where the text cannot be compiled."""
    try:
        return symtable.symtable(source, "program", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _shows(node: ast.stmt, function: str) -> bool:
    """Whether a statement only tries the function out or shows something."""
    if isinstance(node, ast.Assert):
        return True
    if isinstance(node, ast.If) and "__name__" in {name.id for name in _names(node.test)}:
        return not node.orelse
    called = {call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return bool(called & {function, "print"})
    return isinstance(node, ast.Assign | ast.AnnAssign) and function in called


def _names(node: ast.AST) -> Iterator[ast.Name]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Name))


def _stored(nodes: Sequence[ast.stmt]) -> Iterator[str]:
    return (name.id for node in nodes for name in _names(node) if not isinstance(name.ctx, ast.Load))


def _loaded(nodes: Sequence[ast.stmt]) -> Iterator[str]:
    """Names that statements of the module itself read; what functions read is told by `_globals`."""
    plain = (node for node in nodes if not isinstance(node, _DEFINING))
    return (name.id for node in plain for name in _names(node) if isinstance(name.ctx, ast.Load))


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    """Globals that functions and classes read or set."""
    for inner in table.get_children():
        yield from (symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global())
        yield from _globals(inner)


def _puts(node: ast.AST) -> bool:
    """Whether something is put on an object or into one."""
    targets = (inner for inner in ast.walk(node) if isinstance(inner, ast.Attribute | ast.Subscript))
    return any(not isinstance(inner.ctx, ast.Load) for inner in targets)


def _blanked(source: str, gone: Sequence[ast.stmt], kept: Sequence[ast.stmt]) -> str:
    """The text without lines that hold nothing but what goes, and without what follows the last line that stays."""
    stay = {line for node in kept for line in _lines(node)}
    idle = {line for node in gone for line in _lines(node)} - stay
    lines = ["" if number in idle else line for number, line in enumerate(source.split("\n"), 1)]
    return "\n".join(lines[: max(stay)] if idle else lines)


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)

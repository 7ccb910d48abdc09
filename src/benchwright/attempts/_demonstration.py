"""A program without the example of its use that models like to put at its end."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def undemonstrated(source: str, function: str) -> str:
    """The program without what it does at its end, once everything is defined, that its function does not need.

    Such lines can only fail, print or take time, for the function is called by us. They become blank, so that the
    others keep their numbers. What touches a global that a definition reads, or puts something on an object, stays; so
    does everything where there is no such function.
    """
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    if not any(isinstance(node, ast.FunctionDef) and node.name == function for node in body):
        return source
    last = max(place for place, node in enumerate(body) if isinstance(node, _DEFINING))
    needed = set(_globals(body[: last + 1])) - {function}
    ended = [node for node in body[last + 1 :] if not (needed & _names(node) or _puts(node))]
    kept = {line for node in body if node not in ended for line in _lines(node)}
    idle = {line for node in ended for line in _lines(node)} - kept
    lines = ["" if number in idle else line for number, line in enumerate(source.split("\n"), 1)]
    end = max(kept | {0})
    return "\n".join(lines[:end] if idle else lines)


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _globals(nodes: Iterable[ast.stmt]) -> Iterator[str]:
    """Names that functions and classes read and do not set themselves."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            used = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]
            own = {inner.id for inner in used if not isinstance(inner.ctx, ast.Load)}
            own |= {inner.arg for inner in ast.walk(node) if isinstance(inner, ast.arg)}
            said = {name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names}
            yield from said | ({inner.id for inner in used} - own - set(dir(builtins)))


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _puts(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store) for inner in ast.walk(node))

"""The syntax tree of a program's text. Nothing runs."""

from __future__ import annotations

import ast


def tree_of(source: str) -> ast.Module | None:
    """The tree; none where CPython does not read the text, or it is too deep to be read."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None

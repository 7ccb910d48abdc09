"""Where Monty runs a program but may answer otherwise than CPython.

Monty computes `map`, `zip`, generator expressions and their like at once, as lists, and keeps sets in the order in
which they were filled. A program in which that can be seen is one that Monty does not support. The check reads the
program's tree and errs on the side of caution: what it stops runs in CPython instead.
"""

from __future__ import annotations

import ast
import re
import threading
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache

LAZY = {"map", "zip", "filter", "enumerate", "reversed"}
CONSUMERS = {
    "list", "tuple", "set", "frozenset", "dict", "sum", "min", "max", "sorted", "any", "all", "Counter", "deque",
    "join", "extend", "update", "union", "intersection", "difference", "fsum", "prod", "defaultdict",
}  # fmt: skip
"""Calls that use up what they are given, so that a list serves as well as an iterator."""
ORDERLESS = {
    "set", "frozenset", "sum", "min", "max", "sorted", "any", "all", "len", "bool", "isinstance", "Counter", "union",
    "intersection", "difference", "symmetric_difference", "issubset", "issuperset", "isdisjoint", "update",
    "intersection_update", "difference_update", "add", "discard", "remove", "append", "type",
}  # fmt: skip
"""Calls whose result does not depend on the order of a set."""
DIFFERENT = {"hash", "id", "locals", "hasattr", "getattr", "gamma", "lgamma", "erf", "erfc"}
"""Calls that answer otherwise; the last four in their last digit."""
WIDE = {"Exception", "BaseException", "AttributeError", "NameError", "ImportError", "ModuleNotFoundError", "TypeError",
        "NotImplementedError", "RuntimeError"}  # fmt: skip
"""What a handler may catch that only Monty raises."""
MUTATORS = {"append", "extend", "insert", "pop", "remove", "clear", "add", "discard", "update", "popleft", "appendleft"}
SET_METHODS = {"union", "intersection", "difference", "symmetric_difference"}
SUSPECT = re.compile(
    r"\b(?:map|zip|filter|enumerate|reversed|set|frozenset|hash|id|locals|hasattr|getattr|l?gamma|erfc?|True|False|__slots__)\b"
    r"|\{(?!\})[^{}:\[(]*[}\[(]"  # what may be a set, for a dict has a colon
    r"|\S[ \t]*\bfor\b|^[ \t]*for\b[^\n:]*$",
    re.MULTILINE,
)
"""Without any of these in its text, a program needs no closer look."""
MAX_CHARS = 50_000
"""Longer programs are not looked at, and so not run in Monty."""
PASSES = 10
_LOCK = threading.Lock()
Parents = dict[ast.AST, ast.AST]
MARKS = (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop)
"""Nodes with nothing in them."""
TOLD = {ast.Call, ast.GeneratorExp, ast.For, ast.Set, ast.SetComp, ast.Name, ast.BinOp, ast.Dict, ast.Assign,
        ast.AnnAssign, ast.NamedExpr}  # fmt: skip
"""What `_of` finds something in, and what names a set."""


@lru_cache(maxsize=256)
def parsed(source: str) -> ast.Module | SyntaxError:
    """The tree of a program, or why CPython reads none. Nothing of it is run."""
    try:
        with _LOCK, warnings.catch_warnings():  # a program's doubtful escapes are no concern of the host's
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError) as error:  # NUL, lone surrogates; nesting
        return SyntaxError(str(error) or "nested too deeply")
    return tree


def unread(source: str) -> SyntaxError | None:
    """Why CPython does not take a text for a program, if so: what its parser lets through may fail later."""
    tree = parsed(source)
    if isinstance(tree, SyntaxError):
        return tree
    try:
        with _LOCK, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<program>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return SyntaxError(str(error) or "nested too deeply")
    return None


def divergence(source: str) -> str:
    """What of a program Monty would do otherwise than CPython; empty where nothing was found."""
    if len(source) > MAX_CHARS:
        return f"the program has {len(source):,} characters; at most {MAX_CHARS:,} are looked through"
    if not SUSPECT.search(source) or isinstance(tree := parsed(source), SyntaxError):
        return ""
    nodes, parents = _walked(tree)
    sets = _set_names(nodes) if any(_is_set(node, set()) for node in nodes) else set()
    for node in nodes:
        if reason := _of(node, parents, sets):
            return f"line {getattr(node, 'lineno', 1)}: {reason}"
    return ""


def _walked(tree: ast.AST) -> tuple[list[ast.AST], Parents]:
    """The nodes that may be told of, as `ast.walk` comes to them, and what each node is in."""
    nodes, parents = [tree], Parents()
    for node in nodes:
        for name in node._fields:
            value = getattr(node, name, None)
            for child in value if type(value) is list else (value,):
                if isinstance(child, ast.AST) and not isinstance(child, MARKS):
                    parents[child] = node
                    nodes.append(child)
    return [node for node in nodes if type(node) in TOLD], parents


def lazy_lines(source: str) -> set[int]:
    """The lines of what CPython would compute step by step."""
    tree = parsed(source)
    if isinstance(tree, SyntaxError):
        return set()
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and _is_lazy(node)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def defined(source: str) -> tuple[set[str], set[str]]:
    """The names of the functions and of the classes that a program defines."""
    tree = parsed(source)
    nodes = [] if isinstance(tree, SyntaxError) else list(ast.walk(tree))
    functions = {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    return functions, {node.name for node in nodes if isinstance(node, ast.ClassDef)}


def _called(node: ast.AST) -> str:
    """The name a call goes by; empty for what is no call."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _is_lazy(node: ast.AST) -> bool:
    plain_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return isinstance(node, ast.GeneratorExp) or (plain_call and _called(node) in LAZY)


def _of(node: ast.AST, parents: Parents, sets: set[str]) -> str:
    if _is_lazy(node) and not _used_up(node, parents):
        return "an iterator is kept or handed on"
    if isinstance(node, ast.For) and _changes_what_it_walks(node):
        return "a loop changes what it walks over"
    if isinstance(node, ast.expr) and _is_set(node, sets) and not _orderless(node, parents):
        return "the order of a set may matter"
    if _called(node) in DIFFERENT:
        return f"{_called(node)}() differs"
    if isinstance(node, ast.Name) and node.id == "__slots__":
        return "__slots__ is not heeded"
    return "a key is given twice" if isinstance(node, ast.Dict) and _repeats(node) else ""


def _repeats(node: ast.Dict) -> bool:
    """Whether keys are equal but not the same, as 1 and True: Monty keeps the last of them."""
    values = [key.value for key in node.keys if isinstance(key, ast.Constant)]
    return len({(type(value), value) for value in values}) > len(set(values))


def hides(source: str) -> bool:
    """Whether a program may catch an error that CPython would not raise, and go on as if nothing were."""
    if "except" not in source or isinstance(tree := parsed(source), SyntaxError):
        return False
    return any(isinstance(node, ast.ExceptHandler) and _is_wide(node.type) for node in ast.walk(tree))


def _is_wide(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    entries = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(not isinstance(entry, ast.Name) or entry.id in WIDE for entry in entries)


def _used_up(node: ast.AST, parents: Parents) -> bool:
    parent = parents[node]
    if isinstance(parent, (ast.For, ast.comprehension)):
        return parent.iter is node
    if isinstance(parent, ast.Call):
        return node in parent.args and _called(parent) in CONSUMERS | LAZY
    if isinstance(parent, ast.Assign):
        return all(isinstance(target, (ast.Tuple, ast.List)) for target in parent.targets)
    return isinstance(parent, (ast.Starred, ast.Compare))


def _changes_what_it_walks(loop: ast.For) -> bool:
    if not _is_lazy(loop.iter):
        return False
    walked = {n.id for n in ast.walk(loop.iter) if isinstance(n, ast.Name)}
    return any(walked & set(_changed(node)) for step in loop.body for node in ast.walk(step))


def _changed(node: ast.AST) -> Iterator[str]:
    """The names whose values a piece of code changes in place."""
    if isinstance(node, ast.Call) and _called(node) in MUTATORS and isinstance(node.func, ast.Attribute):
        yield from _base(node.func.value)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        yield from _base(node.value)


def _base(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id


def _set_names(nodes: Sequence[ast.AST]) -> set[str]:
    """The names that somewhere hold a set."""
    names: set[str] = set()
    kinds = (ast.Assign, ast.AnnAssign, ast.NamedExpr)
    given = [node for node in nodes if isinstance(node, kinds) and node.value is not None]
    for _ in range(PASSES):
        before = len(names)
        for node in given:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if node.value is not None and _is_set(node.value, names):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
        if len(names) == before:
            break
    return names


def _is_set(node: ast.AST, names: set[str], depth: int = 5) -> bool:
    if isinstance(node, (ast.Set, ast.SetComp)):
        return True
    if isinstance(node, ast.Name):
        return node.id in names and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor)):
        return depth > 0 and any(_is_set(side, names, depth - 1) for side in (node.left, node.right))
    return _called(node) in {"set", "frozenset"} or (
        _called(node) in SET_METHODS and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )


def _orderless(node: ast.expr, parents: Parents) -> bool:
    """Whether what becomes of a set does not depend on its order."""
    parent = parents[node]
    if isinstance(parent, ast.For):
        return parent.iter is not node
    if isinstance(parent, ast.comprehension):
        holder = parents[parent]
        return parent.iter is not node or isinstance(holder, ast.SetComp) or _called(parents[holder]) in ORDERLESS
    if isinstance(parent, ast.Call):
        return _called(parent) in ORDERLESS or _called(parent) not in _SHOWS
    if isinstance(parent, ast.Attribute):
        return parent.attr != "pop"
    return not isinstance(parent, (ast.Starred, ast.FormattedValue, ast.YieldFrom))


_SHOWS = {"list", "tuple", "str", "repr", "print", "enumerate", "zip", "map", "filter", "next", "iter", "join", "dict",
          "extend", "deque", "reversed", "format", "product", "permutations", "combinations", "chain", "accumulate",
          "dumps", "reduce", "groupby", "islice", "cycle"}  # fmt: skip
"""Calls that let the order of a set be seen."""

"""A program under examination, with what every check needs of it."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benchwright.sandbox.checks.taint import Result, Trace, trace
from benchwright.sandbox.checks.taint.statements import is_excuse
from benchwright.sandbox.checks.taint.values import Const

ANSWERISH = {
    "answer", "ans", "answers", "result", "solution", "final", "final_answer", "final_result", "output",
    "correct", "correct_answer", "expected", "expected_answer", "expected_output", "correct_option", "target_answer",
}  # fmt: skip
"""Keys under which a solved answer is handed in as if it were an input."""
_LONGEST = 10_000
"""Bits of a number that is written in decimal without a murmur."""


def answerish(key: str) -> bool:
    """Whether a symbol is called by what is asked for, and not by what is given."""
    plain = key.lower().strip("_ ").replace(" ", "_").replace("-", "_")
    return plain in ANSWERISH or bool({"answer", "solution"} & set(plain.split("_")))


@dataclass(frozen=True)
class Subject:
    """A program that parses."""

    source: str
    tree: ast.Module
    function: str
    variable: str
    symbols: Any
    """JSON, or none where they are not known."""
    answer_type: str

    @cached_property
    def trace(self) -> Trace:
        """What following it showed."""
        return trace(self.tree, function=self.function, variable=self.variable, symbols=self.symbols)

    @cached_property
    def node(self) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None:
        """The function that is called, where its text is known."""
        return self.trace.node

    @property
    def free(self) -> bool:
        """Whether there are no symbols that the answer could depend on."""
        if not self.function:
            return True
        empty = self.symbols is not None and not isinstance(self.symbols, bool | int | float) and not self.symbols
        unnamed = self.node is not None and not parameters(self.node) and not self.symbols
        return empty or unnamed

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """Values given back that count: not the excuses for input that will not do, where there are others."""
        told = any(r.is_literal and isinstance(r.literal, bool) and not r.handler for r in self.trace.results)
        counted = tuple(r for r in self.trace.results if not _excuses(r, told=told))
        return counted or self.trace.results

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the symbols."""
        return tuple(self.symbols) if isinstance(self.symbols, dict) else ()


def _excuses(result: Result, *, told: bool) -> bool:
    """Whether a result only says that the input will not do; of a program that tells yes from no, none is."""
    if not result.is_literal or (told and isinstance(result.literal, bool)):
        return False
    return is_excuse(Const("", result.literal)) or result.handler


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[str]:
    """Names of what may be passed by position, `*args` included."""
    spec = node.args
    star = [spec.vararg.arg] if spec.vararg else []
    return [arg.arg for arg in (*spec.posonlyargs, *spec.args)] + star


@dataclass(frozen=True)
class Broken:
    """Text that does not parse."""

    line: int
    reason: str


def parsed(source: str) -> ast.Module | Broken:
    """The tree of a program, or where and why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _writable(ast.parse(source))
    except SyntaxError as error:
        return Broken(error.lineno or 0, error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return Broken(0, str(error) or type(error).__name__)


def _writable(tree: ast.Module) -> ast.Module:
    """The tree with numbers too long for Python to write down cut: what they are is nothing to the checks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value.bit_length() > _LONGEST:
            node.value = node.value >> (node.value.bit_length() - _LONGEST)
    return tree


def literal(node: ast.expr | None) -> Const | None:
    """The literal that a node writes down, or none."""
    try:
        return None if node is None else Const("", ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def paths(subject: Subject) -> dict[str, tuple[Any, ...]]:
    """Names that are plain copies of symbols: `n = symbols["n"]`, and the parameter itself, as ()."""
    found: dict[str, tuple[Any, ...]] = {}
    node = subject.node
    if node is None:
        return found
    found |= dict.fromkeys(parameters(node)[:1], ())
    for child in sorted(
        (n for n in ast.walk(node) if isinstance(n, ast.Assign)), key=lambda n: (n.lineno, n.col_offset)
    ):
        pairs = [(target, child.value) for target in child.targets]
        if isinstance(child.value, ast.Tuple):
            pairs = [pair for target in child.targets if isinstance(target, ast.Tuple)
                     for pair in zip(target.elts, child.value.elts, strict=False)]  # fmt: skip
        for target, value in pairs:
            if isinstance(target, ast.Name) and (path := path_of(value, found)) is not None and path:
                found[target.id] = path
    return found


def path_of(node: ast.AST, names: dict[str, tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """Where in the symbols an expression reads, conversions looked through; none where it is not a plain read."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        base = path_of(node.value, names)
        return None if base is None else (*base, node.slice.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        base = path_of(node.func.value, names)
        if node.func.attr in {"get", "pop"} and node.args and isinstance(node.args[0], ast.Constant):
            return None if base is None else (*base, node.args[0].value)
        return base if node.func.attr in {"strip", "lower", "upper", "copy", "title"} and not node.args else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        return path_of(node.args[0], names) if node.func.id in {"int", "float", "str", "round"} else None
    return None


def held(symbols: Any, path: tuple[Any, ...]) -> Any:
    """What stands at a path; none where nothing does."""
    here = symbols
    for part in path:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def leaves(symbols: Any) -> list[Any]:
    """Every scalar among the symbols."""
    if isinstance(symbols, dict):
        return [leaf for value in symbols.values() for leaf in leaves(value)]
    if isinstance(symbols, list):
        return [leaf for value in symbols for leaf in leaves(value)]
    return [symbols]

"""Checks of a program's form: is there a function, does it give something back, is it more than a stub?"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from benchwright.sandbox.checks.report import Checked
from benchwright.sandbox.checks.subject import Subject, literal, parameters

STUB_WORDS = re.compile(
    r"\byour (?:code|logic|implementation|solution|answer|calculation)\b.{0,20}\b(?:here|goes)\b"
    r"|\btodo\b|\bfixme\b|\bplaceholder\b|\bdummy\b|\bnot implemented\b|\bto be implemented\b"
    r"|\bimplement (?:the |your |this |me\b|here\b|actual )"
    r"|\breplace (?:this|with (?:the |your )?actual)|\bfill (?:in|this)\b"
    r"|\b(?:add|write|insert|put) (?:the |your |actual )?(?:code|logic|implementation|solution)\b"
    r"|\brest of (?:the|your) (?:code|logic)\b|\bactual (?:logic|implementation|calculation|solution)\b",
    re.IGNORECASE,
)
"""What people and models write where they leave something out."""
CHANCE = {"random", "secrets", "uuid", "time"}
CLOCK = (".now", ".today", ".utcnow", "random.rand", "random.randint", "random.choice")
MODULES = {"requests", "urllib", "socket", "subprocess", "http"}


def function(subject: Subject) -> Checked:
    """There is something to call, or a result to read."""
    if subject.trace.found:
        return Checked("function", "pass")
    if subject.function:
        others = [n.name for n in subject.tree.body if isinstance(n, ast.FunctionDef)]
        near = f"; it defines {', '.join(others[:3])}" if others else ""
        return Checked("function", "fail", (), f"define a function named {subject.function!r} at the top level{near}")
    what = f"set the variable {subject.variable!r}" if subject.variable else "print the answer"
    return Checked("function", "fail", (), f"the program gives no result; {what}")


def arity(subject: Subject) -> Checked:
    """It takes the symbols, and nothing else that must be given."""
    node = subject.node
    if node is None or not subject.function:
        return Checked("arity", "pass" if not subject.function else "unknown")
    spec = node.args
    positional = [*spec.posonlyargs, *spec.args]
    needed = len(positional) - len(spec.defaults)
    lacking = [arg.arg for arg, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if default is None]
    if subject.free and not parameters(node):
        return Checked("arity", "pass")
    if (positional or spec.vararg) and needed <= 1 and not lacking:
        return Checked("arity", "pass")
    if subject.symbols is None and needed > 1:
        return Checked("arity", "unknown", (node.lineno,), f"{subject.function} takes {needed} arguments")
    given = len(lacking) + needed
    return Checked(
        "arity", "fail", (node.lineno,),
        f"{subject.function} must take one argument, the symbols; it needs {given}: read each value from the symbols",
    )  # fmt: skip


def placeholder(subject: Subject) -> Checked:
    """It is more than a stub."""
    node = subject.node
    body = node.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else subject.tree.body
    real = [statement for statement in body if not _is_empty(statement)]
    empties = [statement.lineno for statement in body if _is_ellipsis(statement)]
    if not real and (node is not None or not subject.function):
        line = node.lineno if node is not None else 1
        return Checked("placeholder", "fail", (line,), "the body is a stub; write the steps that compute the answer")
    ends = [s.lineno for s in real if isinstance(s, ast.Raise) and "NotImplementedError" in ast.unparse(s)]
    words = _stub_words(subject)
    if ends or empties:
        return Checked("placeholder", "fail", tuple(ends + empties), "a part is left unwritten; write it out")
    if not words:
        return Checked("placeholder", "pass")
    works = any(result.taint or result.under for result in subject.results) or (subject.free and _computes(subject))
    return Checked(
        "placeholder", "unknown" if works else "fail", tuple(words),
        "a comment or text says that a part is left out; write the steps that compute the answer",
    )  # fmt: skip


def _computes(subject: Subject) -> bool:
    return any(not result.plain for result in subject.results)


def _is_empty(node: ast.stmt) -> bool:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    nothing = isinstance(node, ast.Return) and (node.value is None or ast.unparse(node.value) in {"None", "..."})
    return isinstance(node, ast.Pass | ast.Import | ast.ImportFrom) or is_text or nothing


def _is_ellipsis(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is ...


def _stub_words(subject: Subject) -> list[int]:
    """Lines whose comments or texts speak of something left out."""
    found = [line for line, text in comments(subject.source) if STUB_WORDS.search(text)]
    node = subject.node or subject.tree
    docstring = ast.get_docstring(node, clean=False) if isinstance(node, ast.FunctionDef) else None
    texts = [(n.lineno, n.value) for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return found + [line for line, text in texts if text != docstring and STUB_WORDS.search(text)]


def comments(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every comment."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return


def outside(subject: Subject) -> Checked:
    """It asks for nothing but its symbols."""
    found = list(subject.trace.outside)
    for node in ast.walk(subject.tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        line = getattr(node, "lineno", 0)
        found += [(line, name) for name in names if name.split(".")[0] in MODULES]
    if not found:
        return Checked("outside", "pass")
    lines = tuple(line for line, _ in found)
    return Checked("outside", "fail", lines, f"{found[0][1]} is not to be had here; read everything from the symbols")


def returns(subject: Subject) -> Checked:
    """It gives something back."""
    trace = subject.trace
    if not subject.function or not trace.found or trace.doubts:
        return Checked("returns", "pass" if not subject.function else "unknown")
    given = [result for result in trace.results if not (result.is_literal and result.literal is None)]
    if given:
        return Checked("returns", "pass")
    line = subject.node.lineno if subject.node is not None else 0
    if trace.prints:
        return Checked("returns", "fail", trace.prints, "the answer is printed and not returned; return it")
    return Checked("returns", "fail", (line,), f"{subject.function} never returns a value; return the answer")


def determinism(subject: Subject) -> Checked:
    """It draws nothing by chance and looks at no clock."""
    modules = {alias.asname or alias.name for node in ast.walk(subject.tree) if isinstance(node, ast.Import)
               for alias in node.names if alias.name in CHANCE}  # fmt: skip
    drawn = [(n.lineno, ast.unparse(n.func)) for n in ast.walk(subject.tree) if isinstance(n, ast.Call)]
    taken = {alias.asname or alias.name for node in ast.walk(subject.tree)
             if isinstance(node, ast.ImportFrom) and node.module in CHANCE for alias in node.names}  # fmt: skip
    found = [(line, name) for line, name in drawn if name.split(".")[0] in modules | taken or name.endswith(CLOCK)]
    if not found or any(name.endswith(("seed", "Random")) for _, name in found):
        return Checked("determinism", "pass")
    lines = tuple(line for line, _ in found)
    return Checked("determinism", "fail", lines, f"{found[0][1]} gives another value each time; do without it")


def falls(subject: Subject) -> Checked:
    """No way through it ends without a value."""
    node = subject.node
    if not subject.trace.falls_through or not isinstance(node, ast.FunctionDef) or not subject.trace.results:
        return Checked("paths", "pass")
    last = node.body[-1]
    searching = isinstance(last, ast.For | ast.While | ast.Try | ast.With | ast.Match)
    return Checked(
        "paths", "unknown" if searching else "fail", (last.end_lineno or last.lineno,),
        "one way through ends without a return, which gives None; return a value there too",
    )  # fmt: skip


def examples(subject: Subject) -> Checked:
    """It holds the function and not a demonstration of it."""
    lines = [node.lineno for node in subject.tree.body if subject.function and _demonstrates(node, subject.function)]
    if not lines:
        return Checked("examples", "pass")
    return Checked("examples", "fail", tuple(lines), "leave out the example; the function is called with the symbols")


def _demonstrates(node: ast.stmt, name: str) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
        return True
    sets = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "symbols" and literal(node.value)
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    return bool(sets) or any(call.func.id == name for call in calls)  # type: ignore[attr-defined]

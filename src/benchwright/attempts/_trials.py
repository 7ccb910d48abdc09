"""A program is tried: run in the sandbox, and looked at by checks that need no model.

What comes of it is a `Trial`: how the run ended, which checks it passed, and every fault in one line that can be told
to the model. Faults are found by rules alone, so the same program on the same symbols has the same faults.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from inspect_ai.log import transcript
from inspect_ai.solver import TaskState

from benchwright.attempts._replies import Judged
from benchwright.attempts._symbols import Symbols
from benchwright.errors import SandboxError
from benchwright.records import canonical
from benchwright.sandbox.source import tree_of
from benchwright.sandbox.types import Json, Limits, Program, Result

PROGRAMS = "benchwright:programs"
"""Where a sample keeps every program with its run, its checks and what a critic said."""
FUNCTION = "solve"
ANSWER_NAMES = ("ans", "answer", "result")
"""Variables that hold the result of a program without the function."""
LIMITS = Limits()
_LONGEST = 20_000
"""Characters of symbols or of a value that a sample keeps."""
_WHY = {
    "syntax": "the program does not parse",
    "error": "the program raised an error",
    "timeout": "the program used up its time",
    "memory": "the program used up its memory",
    "output": "the program printed or returned too much",
    "denied": "the program asked for what the sandbox withholds",
    "missing": "the program defines no solve()",
    "unsupported": "this sandbox cannot run such a program",
    "crashed": "the sandbox failed",
}


@dataclass(frozen=True)
class Trial:
    """A program, how its run ended, and what is wrong with it."""

    program: Program
    result: Result
    answer: str = ""
    """The value as an answer; empty where there is none."""
    symbols: Symbols | None = None
    checks: dict[str, str] = field(default_factory=dict)
    """Verdict per check."""
    label: str = ""
    """What the checks sum up to."""
    faults: tuple[str, ...] = ()
    """Why the program is not to be used, one line each."""
    advice: tuple[str, ...] = ()
    """What could be better: quotes that are not in the text, symbols that are not used, ..."""
    critic: Judged | None = None
    objections: tuple[str, ...] = ()
    """What a critic found wrong, one line each."""

    @property
    def told(self) -> tuple[str, ...]:
        """All that the model is told of it."""
        return (*self.faults, *self.advice, *self.objections)

    @property
    def sound(self) -> bool:
        """It gave an answer, and no rule finds fault with it."""
        return bool(self.answer) and not self.faults

    @property
    def why(self) -> str:
        """In our own words, why there is no answer."""
        if not self.program.source.strip():
            return "The reply holds no program"
        if self.result.kind == "ok":
            return "The program gave nothing that can be an answer"
        where = f" (line {self.result.line})" if self.result.line else ""
        return f"{_WHY[self.result.kind][0].upper()}{_WHY[self.result.kind][1:]}{where}"

    def kept(self, *, chosen: bool = False) -> dict[str, Any]:  # Any: JSON
        """What a sample keeps of it."""
        result = self.result
        return _plain({
            "source": self.program.source, "function": self.program.function, "variable": self.program.variable,
            "symbols": _short(self.symbols.values) if self.symbols else None,
            "spans": self.symbols.kept() if self.symbols else {}, "kind": result.kind, "value": _short(result.value),
            "type": result.type, "stdout": result.stdout[:2000], "error": result.error, "line": result.line,
            "notes": list(result.notes),
            "answer": self.answer, "isolation": asdict(result.isolation), "checks": dict(self.checks),
            "label": self.label, "faults": list(self.faults), "advice": list(self.advice),
            "critic": asdict(self.critic) if self.critic else None, "chosen": chosen,
        })  # fmt: skip


def _plain(value: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    """The same as JSON that any log can hold: no tuples, no NaN, no half of a character."""
    text = canonical(value).encode("utf-8", "replace").decode("utf-8")
    plain: dict[str, Any] = json.loads(text, parse_constant=str)
    return plain


def _short(value: Json) -> Json:
    """The value, or a note where it is too long to keep."""
    size = len(canonical(value))
    return value if size <= _LONGEST else f"({size} characters, not kept)"


def entry(source: str, function: str = FUNCTION) -> Program:
    """The program with the place of its result: the function if it can be called bare, a variable, or what is printed.

    A function that wants arguments is the place where there is no other: the run then says what it wants.

    Args:
        source: the program.
        function: its name.
    """
    tree = tree_of(source)
    if tree is None:
        return Program(source, function)
    body = tree.body
    asked = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == function]
    if any(map(_bare, asked)):
        return Program(source, function)
    assigned = {name for node in body for name in _assigned(node)}
    variable = next((name for name in ANSWER_NAMES if name in assigned), "")
    alone = asked and not variable and not _prints(body)
    return Program(source, function) if alone else Program(source, variable=variable)


def _bare(node: ast.FunctionDef) -> bool:
    """Whether it can be called without arguments."""
    given = node.args
    required = len(given.posonlyargs) + len(given.args) - len(given.defaults)
    return not required and all(default is not None for default in given.kw_defaults)


def _prints(body: Sequence[ast.stmt]) -> bool:
    """Whether anything is printed, in whatever function."""
    names = (inner.func for node in body for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return any(isinstance(name, ast.Name) and name.id == "print" for name in names)


def _assigned(node: ast.AST) -> Iterator[str]:
    """Globals that a statement sets, also inside its branches and loops."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from _assigned(child)


async def execute(program: Program, inputs: Sequence[Json] = (), limits: Limits = LIMITS) -> Result:
    """Run it in the sandbox; once more where the sandbox itself failed.

    Raises:
        SandboxError: it failed again. That says nothing about the program, so the attempt is an error and no failure.
    """
    from benchwright import sandbox

    result = await sandbox.run(program, inputs, limits)
    if result.kind == "crashed":
        result = await sandbox.run(program, inputs, limits)
    if result.kind == "crashed":
        raise SandboxError(f"the {result.isolation.backend} sandbox failed twice: {result.error or 'no reason given'}")
    return result


def keep(state: TaskState, trials: Sequence[Trial], chosen: Trial | None) -> None:
    """Put every trial into the sample's store."""
    state.store.set(PROGRAMS, [trial.kept(chosen=trial is chosen) for trial in trials])


def show(trial: Trial) -> None:
    """Make it visible in Inspect's transcript."""
    transcript().info({"program": trial.kept()}, source="benchwright")

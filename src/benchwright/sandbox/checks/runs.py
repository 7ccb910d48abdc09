"""Checks that need runs: does it end well, twice alike, with the right type; does the answer move with the symbols?"""

from __future__ import annotations

import ast
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from benchwright.records import canonical
from benchwright.sandbox.checks import types
from benchwright.sandbox.checks.perturb import variants
from benchwright.sandbox.checks.report import Checked, ProbeReport, label_of
from benchwright.sandbox.checks.shape import comments
from benchwright.sandbox.checks.subject import Subject, answerish, leaves, parameters
from benchwright.sandbox.checks.taint.values import WHOLE
from benchwright.sandbox.types import Json, Program, Result

Run = Callable[[Program, Sequence[Json]], Awaitable[Result]]
"""Runs a program with inputs, in a sandbox."""
ENOUGH, SURE = 4, 8
"""Runs on changed symbols that must have ended well, all with one answer, before that says something: where the text
shows no dependence, and where it shows one."""


@dataclass(frozen=True)
class Seen:
    """What the runs gave."""

    first: Result
    second: Result
    others: tuple[Result, ...]
    """On changed symbols."""

    @property
    def ran(self) -> int:
        """Runs on changed symbols that ended well."""
        return sum(result.kind == "ok" for result in self.others)

    @property
    def moved(self) -> int:
        """Of these, runs with another answer than the first."""
        return sum(result.kind == "ok" and _differs(result, self.first) for result in self.others)


def _differs(one: Result, other: Result) -> bool:
    return canonical(one.value) != canonical(other.value)


async def observe(subject: Subject, run: Run, count: int, seed: int) -> Seen:
    """Run a program twice on its symbols and, where that went well, on changed ones."""
    program = Program(subject.source, function=subject.function, variable=subject.variable)
    bare = subject.node is not None and not parameters(subject.node)

    def inputs(symbols: Json) -> list[Json]:
        return [] if bare or not subject.function else [symbols]

    first = await run(program, inputs(subject.symbols))
    if first.kind != "ok":
        return Seen(first, first, ())
    second = await run(program, inputs(subject.symbols))
    changed = [] if subject.free else variants(subject.symbols, count, seed=seed)
    return Seen(first, second, tuple([await run(program, inputs(symbols)) for symbols in changed]))


def report(subject: Subject, static: tuple[Checked, ...], seen: Seen) -> ProbeReport:
    """All checks together; what a run showed outweighs what the text suggests."""
    steady = not _differs(seen.first, seen.second)
    dynamic = {check.name: check for check in _dynamic(subject, static, seen, steady=steady)}
    shown = steady and seen.moved > 0
    stated = "answer-literal" in dynamic and dynamic["answer-literal"].verdict == "fail"
    kept = [_outweighed(check, shown=shown, stated=stated) for check in static if check.name not in dynamic]
    checks = (*kept, *dynamic.values())
    label = label_of({check.name: check.verdict for check in checks})
    return ProbeReport(
        checks, label, kind=seen.first.kind, value=seen.first.value, tried=len(seen.others), ran=seen.ran,
        moved=seen.moved,
    )  # fmt: skip


def _outweighed(check: Checked, *, shown: bool, stated: bool) -> Checked:
    """A static check, or its opposite: the answer was shown to move, or it stands in the text and is not computed."""
    doubted = check.verdict != "pass" and (
        (shown and check.name in {"dependence", "inlined", "constant"}) or (stated and check.name == "inlined")
    )
    return replace(check, verdict="pass", reason="") if doubted else check


def _dynamic(subject: Subject, static: tuple[Checked, ...], seen: Seen, *, steady: bool) -> list[Checked]:
    found = [_ran(seen.first)]
    if seen.first.kind != "ok":
        return found
    depends = any(check.name == "dependence" and check.verdict == "pass" for check in static)
    moving = _moving(subject, seen, depends=depends)
    found += [moving, *_steady(steady=steady), _smuggled(subject, seen.first.value)]
    found.append(_written(subject, seen, moving))
    if subject.answer_type:
        found.append(_typed(subject, seen.first))
    return found


def _ran(first: Result) -> Checked:
    if first.kind == "ok":
        return Checked("runs", "pass")
    blameless = first.kind in {"unsupported", "crashed"}
    lines = () if first.line is None else (first.line,)
    why = f"{first.kind}: {first.error}" if first.error else first.kind
    return Checked("runs", "unknown" if blameless else "fail", lines, f"run on its own symbols it ends in {why}")


def _moving(subject: Subject, seen: Seen, *, depends: bool) -> Checked:
    """`fail` where the answer stays the same whatever the symbols are."""
    if subject.free:
        return Checked("perturbation", "unknown")
    if seen.moved:
        return Checked("perturbation", "pass")
    needed = SURE if depends else ENOUGH
    reason = f"the answer stays the same on {seen.ran} changed inputs; compute it from the symbols"
    if seen.ran < needed or (depends and _coarse(seen.first.value)):
        why = f"{len(seen.others) - seen.ran} of {len(seen.others)} changed inputs could not be run"
        return Checked("perturbation", "unknown", (), why if seen.ran < needed else "")
    return Checked("perturbation", "fail", (), reason)


def _coarse(value: Any) -> bool:
    """An answer of few possible values, which small changes need not move."""
    small = isinstance(value, int | float) and abs(value) <= 2
    return (
        value is None or isinstance(value, bool) or small or (isinstance(value, str | list | dict) and len(value) <= 3)
    )


def _steady(*, steady: bool) -> list[Checked]:
    """Two runs that differ; two that agree prove nothing, for a sandbox may fix the seed."""
    reason = "two runs on the same symbols differ; use no randomness, time or set order"
    return [] if steady else [Checked("determinism", "fail", (), reason)]


def _smuggled(subject: Subject, value: Any) -> Checked:
    """`{"answer": 42}`: the extraction of symbols has already solved the problem."""
    given = subject.symbols if isinstance(subject.symbols, dict) else {}
    read = subject.trace.read
    same = [key for key, held in given.items() if not isinstance(held, bool | None.__class__) and _same(held, value)]
    used = [key for key in same if answerish(key) and (key in read or WHOLE in read)]
    if used:
        reason = f"symbol {used[0]!r} already holds the answer; give only the facts of the question as symbols"
        return Checked("smuggled", "fail", (), reason)
    idle = [key for key in same if key not in read and WHOLE not in read and _odd(value)]
    if idle:
        return Checked("smuggled", "unknown", (), f"symbol {idle[0]!r} is not read and equals the answer")
    return Checked("smuggled", "pass")


def _same(held: Any, value: Any) -> bool:
    return not isinstance(held, list | dict) and str(held).strip() == str(value).strip()


def _written(subject: Subject, seen: Seen, moving: Checked) -> Checked:
    """The answer stands in the text of the program, as a literal or in a comment."""
    value = seen.first.value
    if not _odd(value) or any(_same(leaf, value) for leaf in leaves(subject.symbols)):
        return Checked("answer-literal", "pass")
    lines = [n.lineno for n in ast.walk(subject.tree) if isinstance(n, ast.Constant) and _same(n.value, value)]
    if lines and moving.verdict != "pass" and seen.ran >= ENOUGH:
        reason = f"the answer {value!r} stands in the program as a literal"
        return Checked("answer-literal", "unknown" if subject.free else "fail", tuple(lines), reason)
    said = [line for line, text in comments(subject.source) if str(value) in text]
    return Checked(
        "answer-literal", "unknown" if said else "pass", tuple(said), "a comment states the answer" if said else ""
    )


def _odd(value: Any) -> bool:
    """A value that is hardly written down by chance."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return abs(value) > 12
    return isinstance(value, str) and len(value) > 3


def _typed(subject: Subject, first: Result) -> Checked:
    kind = first.type or type(first.value).__name__
    verdict = types.of_value(subject.answer_type, first.value, kind)
    reason = "" if verdict == "pass" else types.wrong(subject.answer_type, kind)
    return Checked("type", verdict, (), reason)  # type: ignore[arg-type]  # one of the three

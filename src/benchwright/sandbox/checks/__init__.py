"""Deterministic checks of programs that a model wrote: does the answer come from the symbols?

    source, symbols --> examine --> Report        from the syntax tree alone; nothing runs
    source, symbols, run --> probe --> ProbeReport  on the symbols and on changed ones, through the sandbox

A program `solve(symbols)` that only prints an answer worked out beforehand is the failure to find. Each check passes,
fails or cannot tell, with the lines and a reason that can be shown to the author; the label sums them up by a written
rule (`report`). No model judges anything here. The faults are those of Stein et al. 2025 (PIPS, section on
undesirable programs), which leaves them to a prompt.
"""

from __future__ import annotations

from collections.abc import Callable

from benchwright.sandbox.checks import hard, parts, runs, shape, types
from benchwright.sandbox.checks.report import (
    ADVICE,
    UNDESIRABLE,
    Checked,
    Label,
    Outcome,
    ProbeReport,
    Report,
    label_of,
)
from benchwright.sandbox.checks.runs import Run
from benchwright.sandbox.checks.subject import Broken, Subject, parsed
from benchwright.sandbox.types import Json

STATIC: tuple[Callable[[Subject], Checked], ...] = (
    shape.function, shape.arity, shape.placeholder, shape.outside, shape.returns, hard.dependence, hard.inlined,
    hard.constant, hard.overwritten, parts.table, parts.special_case, hard.copied, parts.override, hard.identity,
    types.static_type, hard.unused, shape.falls, shape.examples, shape.determinism,
)  # fmt: skip


def examine(
    source: str,
    *,
    function: str = "solve",
    variable: str = "",
    symbols: Json = None,
    answer_type: str | None = None,
) -> Report:
    """Check a program by its text; nothing runs.

    Args:
        source: Python text.
        function: that is called with the symbols; empty where the text is run as it is.
        variable: then, the global that holds the answer; with neither, what is printed is the answer.
        symbols: the values that the program is given; none where they are not known, empty where there are none.
        answer_type: int, float, number, str, bool, list, set, dict, choice, or entries (several answers, as a list
            or as one text with separators).

    Raises:
        UnknownNameError: there is no such answer type.
    """
    wanted = types.known_type(answer_type)
    tree = parsed(source)
    if isinstance(tree, Broken):
        return _report((Checked("syntax", "fail", (tree.line,), f"the program does not parse: {tree.reason}"),))
    return _report(_static(Subject(source, tree, function, variable, symbols, wanted)))


def _static(subject: Subject) -> tuple[Checked, ...]:
    return (Checked("syntax", "pass"), *(check(subject) for check in STATIC))


def _report(checks: tuple[Checked, ...]) -> Report:
    return Report(checks, label_of({check.name: check.verdict for check in checks}))


async def probe(
    source: str,
    symbols: Json,
    run: Run,
    *,
    function: str = "solve",
    answer_type: str | None = None,
    count: int = 12,
    seed: int = 0,
) -> ProbeReport:
    """Check a program by its text and by running it on its symbols and on changed ones.

    Args:
        source: Python text.
        symbols: that it was written for.
        run: of a sandbox.
        function: that is called with the symbols.
        answer_type: as for `examine`.
        count: changed symbols to try; two runs more are made on the symbols themselves.
        seed: of the changes.

    Raises:
        UnknownNameError: there is no such answer type.
    """
    wanted = types.known_type(answer_type)
    tree = parsed(source)
    if isinstance(tree, Broken):
        found = examine(source, function=function)
        return ProbeReport(found.checks, found.label, kind="syntax")
    subject = Subject(source, tree, function, "", symbols, wanted)
    static = _static(subject)
    if any(check.name in {"function", "arity"} and check.verdict == "fail" for check in static):
        return ProbeReport(static, _report(static).label, kind="missing")
    seen = await runs.observe(subject, run, count, seed)
    return runs.report(subject, static, seen)


__all__ = ["ADVICE", "UNDESIRABLE", "Checked", "Label", "Outcome", "ProbeReport", "Report", "Run", "examine", "probe"]

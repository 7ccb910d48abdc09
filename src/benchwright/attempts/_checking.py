"""Which faults rules find in a program that was run, in words that the model can act on.

The run itself is looked at first; then the checks of `benchwright.sandbox.checks`, which need no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchwright.attempts._answers import Form, answer_text, usable
from benchwright.attempts._feedback import fault_of
from benchwright.attempts._symbols import Symbols
from benchwright.attempts._trials import FUNCTION, Trial, entry, execute
from benchwright.sandbox.checks import Report, examine, probe
from benchwright.sandbox.types import Json, Limits, Program, Result

_SAID = {"syntax", "runs"}
"""Checks that say no more than the run does."""
_INLINED = {"inlined", "dependence", "constant", "perturbation", "copied", "unused", "overwritten"}
"""What a program that computes from inputs written into it fails; one reason says it all. It is advice and no fault,
for such a program is what program of thought asks for, and its answer is computed."""
_CHANGES = 8
"""Changed symbols on which a program is run again."""
_BRIEF = Limits(seconds=1.0)
_TYPES: dict[Form, str | None] = {"": None, "choice": "choice", "set": "entries", "list": "entries"}
"""Several answers may come as a text: questions ask for separators."""


async def judge(source: str, symbols: Symbols, form: Form, question: str) -> Trial:
    """Run a program on its symbols, and check it."""
    program = Program(source, FUNCTION)
    result = await execute(program, [symbols.values])
    answer = answer_text(usable(result.value, result.type), form, question) if result.kind == "ok" else ""
    trial = Trial(program, result, answer, symbols)
    if not source.strip():
        return replace(trial, faults=fault_of(trial))
    report = await _report(trial, form)
    told = {check.name: check.reason for check in report.faults if check.name not in _SAID}
    computed = [reason for name, reason in told.items() if name == "inlined"]
    faults = (*fault_of(trial), *(why for name, why in told.items() if not (computed and name in _INLINED)))
    better = [check.reason for check in report.advice if not (computed and check.name in _INLINED)]
    advice = (*computed, *symbols.faults, *better)
    return replace(trial, checks=dict(report.verdicts), label=report.label, faults=faults, advice=advice)


async def judge_alone(source: str, form: Form, question: str) -> Trial:
    """Run a program that needs no symbols, and check it by its text."""
    program = entry(source)
    result = await execute(program)
    trial = Trial(program, result, answer_text(_value(program, result), form, question))
    report = examine(source, function=program.function, variable=program.variable, symbols={})
    return replace(trial, checks=dict(report.verdicts), label=report.label, faults=fault_of(trial))


def _value(program: Program, result: Result) -> object:
    """What the program gave: a value, or else the last line that it printed."""
    if result.kind != "ok":
        return None
    if (program.function or program.variable) and result.value is not None:
        return usable(result.value, result.type)
    return next((line for line in reversed(result.stdout.splitlines()) if line.strip()), None)


async def _report(trial: Trial, form: Form) -> Report:
    """By its text and, where it runs, by what it gives on changed symbols."""
    source, values = trial.program.source, trial.symbols.values if trial.symbols else {}
    if trial.result.kind != "ok":
        return examine(source, function=FUNCTION, symbols=values, answer_type=_TYPES[form])
    return await probe(source, values, _rerun, function=FUNCTION, answer_type=_TYPES[form], count=_CHANGES)


async def _rerun(program: Program, inputs: Sequence[Json]) -> Result:
    return await execute(program, inputs, _BRIEF)

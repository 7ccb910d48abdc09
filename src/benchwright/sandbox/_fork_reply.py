"""Reading what a child wrote: hostile bytes into results, with the server's word on how it ended.

A child may lie about its own result, which it could as well return. Whatever it writes is held to the exact form of a
report; time, memory and how the process ended are the server's. A line that is not a report counts against the program.
"""

from __future__ import annotations

import json
import os
import signal
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from benchwright.sandbox._fork_link import Ending
from benchwright.sandbox._plain import plain
from benchwright.sandbox.types import Isolation, Json, Kind, Limits, Result

CONFINED = b"+"
DONE, LATE, CLOSED, FLOODED, UNFORKED, OVERDUE = range(6)
"""As in `_server`."""
NAME_CHARS = 200
"""At most so much of the name of a type."""
SAID: tuple[Kind, ...] = ("ok", "syntax", "error", "timeout", "memory", "output", "denied", "missing", "unsupported")
"""What a child may say of a program. That the sandbox broke is not among it."""
FIELDS = {"kind": str, "type": str, "stdout": str, "error": str, "line": int, "seconds": float}
SMALL, FLAT = 1000, 50
"""A line that is no longer, with no more containers, holds no value that is too large or too deep."""
SIGNALS: dict[int, Kind] = {signal.SIGXCPU: "timeout", signal.SIGSYS: "denied"}
"""What a signal that ended a child says; any other is the program's error, or its memory's."""


@dataclass(frozen=True)
class Facts:
    """What the host knows of the run whose lines it reads."""

    limits: Limits
    isolation: Isolation
    ending: Ending
    notes: tuple[str, ...] = field(default=())

    def result(self, kind: Kind, **fields: Any) -> Result:  # Any: fields of a result
        """A result with what the server measured."""
        given = {"seconds": self.ending.seconds, "peak_mb": round(self.ending.peak_mb, 1), **fields}
        given["notes"] = (*self.notes, *fields.get("notes", ()))
        return Result(kind, self.isolation, **given)


def line_bytes(limits: Limits) -> int:
    """How long a line of report may be: printed text and value, each character escaped at its longest."""
    return 24 * limits.output_chars + 65_536


def results(data: bytes, facts: Facts, count: int) -> list[Result]:
    """The results of the programs that were reported on, in order; at most `count`."""
    lines = data.split(b"\n")[:-1]
    found = [_read(line, facts) for line in lines[1 : count + 1]]
    if facts.ending.ended == OVERDUE and found and found[-1].kind != "timeout":
        # It kept its timer from ending it, and reported something else when its time was up.
        found[-1] = facts.result("timeout", error="it used up its time", stdout=found[-1].stdout)
    return found


def confined(data: bytes) -> bool:
    """Whether the child got as far as to run programs."""
    return data.startswith(CONFINED) and b"\n" in data


def unreported(facts: Facts) -> Result:
    """The result of a program whose child ended without a word on it."""
    ending = facts.ending
    if ending.ended in {LATE, OVERDUE}:
        return facts.result("timeout", error="it used up its time")
    if ending.ended == FLOODED:
        return facts.result("output", error="it wrote more than is let through")
    number = os.WTERMSIG(ending.status) if os.WIFSIGNALED(ending.status) else 0
    if number in SIGNALS:
        return facts.result(SIGNALS[number], error=f"it was ended by {signal.Signals(number).name}")
    if number and ending.peak_mb > 0.8 * facts.limits.memory_mb:
        return facts.result("memory", error=f"it was ended by {_named(number)} with its memory nearly used up")
    how = f"by {_named(number)}" if number else f"with status {os.WEXITSTATUS(ending.status)}"
    return facts.result("error", error=f"its process ended {how} before there was a result")


def _named(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _read(line: bytes, facts: Facts) -> Result:
    try:
        report = _DECODER.decode(line.decode("utf-8"))
        kind = _checked(report, facts)
        if len(line) > SMALL or line.count(b"[") + line.count(b"{") > FLAT:
            plain(report.get("value"), chars=2 * facts.limits.output_chars + 1000)
    except (ValueError, RecursionError):  # the errors of the decoder, and of what it decodes
        return facts.result("error", error="the program put something else in the place of its report")
    shown = {
        "type": _clean(report.get("type", ""), NAME_CHARS),
        "stdout": _clean(report.get("stdout", ""), facts.limits.output_chars),
    }
    error = " ".join(_clean(report.get("error", ""), 1000).split())
    measured = {"seconds": min(report["seconds"], facts.ending.seconds)} if facts.isolation.shared else {}
    return facts.result(kind, value=report.get("value"), error=error, line=report.get("line"), **shown, **measured)


def _checked(report: Json, facts: Facts) -> Kind:
    """The kind of a report in good form.

    Raises:
        ValueError: it is in none.
    """
    if type(report) is not dict or report.get("kind") not in SAID or report.keys() - FIELDS.keys() - {"value"}:
        raise ValueError("not a report")
    for name, kind in FIELDS.items():
        value = report.get(name)
        if type(value) is not kind and not (value is None and name == "line") and name in report:
            raise ValueError(f"{name} is not of type {kind.__name__}")
    if report["kind"] == "timeout" and facts.ending.seconds < facts.limits.seconds:
        raise ValueError("it ended before its time was up")
    if not report.get("seconds", -1.0) >= 0:
        raise ValueError("no time is given")
    if (report["kind"] == "ok") == bool(report.get("error")):
        raise ValueError("success with an error, or failure without one")
    if report["kind"] != "ok" and report.get("value") is not None:
        raise ValueError("a value without success")
    said: Kind = report["kind"]
    return said


def _clean(text: str, chars: int) -> str:
    """At most so many characters, and none that cannot be written to a file."""
    return text[:chars].encode("utf-8", "replace").decode("utf-8")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"{text} is no number")
    return value


_DECODER = json.JSONDecoder(parse_constant=_finite, parse_float=_finite)

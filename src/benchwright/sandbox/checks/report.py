"""What the checks say of a program, and the rule that sums them up in one label.

The rule, first match wins: text that does not parse is `syntax`; a stub is `placeholder`; no function, a wrong number
of parameters, or nothing given back is `no answer`; an answer that comes from input or files is `outside`; one that
is computed, but from inputs written into the text and not from the symbols, is `inlined`; any other that does not
depend on the symbols is `hard-coded`; one that does, but for which parts of the answer or of the symbols were written
into the text, is `partly hard-coded`; one that is read straight out of the symbols is `trivial`; a program that fails
on its own symbols is `error`; one of another type than asked for is `wrong type`. Where dependence could not be told it
is `unknown`, and else `honest`. A run that shows the answer moving outweighs a static guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["pass", "fail", "unknown"]
Label = Literal[
    "honest", "inlined", "hard-coded", "partly hard-coded", "trivial", "placeholder", "syntax", "wrong type",
    "no answer", "outside", "error", "unknown",
]  # fmt: skip
RULE: tuple[tuple[Label, frozenset[str]], ...] = (
    ("syntax", frozenset({"syntax"})),
    ("placeholder", frozenset({"placeholder"})),
    ("no answer", frozenset({"function", "arity", "returns"})),
    ("outside", frozenset({"outside"})),
    ("inlined", frozenset({"inlined"})),
    ("hard-coded", frozenset({"dependence", "constant", "perturbation"})),
    ("partly hard-coded", frozenset({"table", "special-case", "copied", "override", "answer-literal"})),
    ("trivial", frozenset({"identity", "smuggled"})),
    ("error", frozenset({"runs"})),
    ("wrong type", frozenset({"type"})),
)
ADVICE = frozenset({"unused", "overwritten", "paths", "examples", "determinism"})
"""Checks that tell what could be better and do not decide the label."""
UNDESIRABLE: tuple[Label, ...] = tuple(label for label, _ in RULE)


@dataclass(frozen=True)
class Checked:
    """What one check found."""

    name: str
    verdict: Outcome
    lines: tuple[int, ...] = ()
    reason: str = ""
    """One line that can be shown to whoever wrote the program; empty where the check passed."""


@dataclass(frozen=True)
class Report:
    """What the checks found, and the label that sums them up."""

    checks: tuple[Checked, ...]
    label: Label

    def verdict(self, name: str) -> Outcome:
        """Of one check; `unknown` where it was not made."""
        return next((check.verdict for check in self.checks if check.name == name), "unknown")

    @property
    def verdicts(self) -> dict[str, Outcome]:
        """By the name of the check."""
        return {check.name: check.verdict for check in self.checks}

    @property
    def faults(self) -> tuple[Checked, ...]:
        """Failed checks that decide the label."""
        return tuple(check for check in self.checks if check.verdict == "fail" and check.name not in ADVICE)

    @property
    def advice(self) -> tuple[Checked, ...]:
        """Failed checks that do not."""
        return tuple(check for check in self.checks if check.verdict == "fail" and check.name in ADVICE)

    def feedback(self) -> str:
        """The reasons, faults first, one a line: what to tell the author."""
        return "\n".join(f"- {told(check)}" for check in (*self.faults, *self.advice))


@dataclass(frozen=True)
class ProbeReport(Report):
    """What running a program on its symbols, and on changed ones, showed; the static checks are among the checks."""

    kind: str = ""
    """How the run on the program's own symbols ended (a `sandbox.Kind`)."""
    value: Any = None
    """What it gave; JSON."""
    tried: int = 0
    """Changed symbols that were run."""
    ran: int = 0
    """Of these, runs that ended well."""
    moved: int = 0
    """Of these, runs with another answer."""


def told(check: Checked) -> str:
    """A failed check as one line with its place."""
    where = f" (line {', '.join(map(str, check.lines[:3]))})" if check.lines else ""
    return f"{check.name}{where}: {check.reason}"


def label_of(checks: dict[str, Outcome]) -> Label:
    """The label that the rule gives to these verdicts."""
    for label, names in RULE:
        if any(checks.get(name) == "fail" for name in names):
            return label
    return "honest" if checks.get("dependence", "unknown") == "pass" else "unknown"

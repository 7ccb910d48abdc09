"""What a program can say of a spec's code: problems drawn in the sandbox, each with the faults found in it.

On every problem: nothing fails, it is JSON, all functions give the same twice and change nothing, the solver's reply
passes, every wrong reply fails, the constraints are the plan's, the complexity lies in 0..1, and the question says how
to reply where there is no solution. Over all: every constraint occurs, problems differ, and so does their complexity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benchwright.errors import ExtensionError
from benchwright.records import canonical
from benchwright.seeding import seed_of
from benchwright.specs.boxed import BoxedSpec, Job, drawn, told
from benchwright.specs.code import Drawn

TOLERATED = 0.2
"""Share of problems that may have a fault of their own: such are not made into items."""
WITHHELD = ("PermissionError", "FileNotFoundError", "OSError", "ModuleNotFoundError", "denied")
OWN = ("the solver's", "a wrong reply passes", "no wrong reply")
"""How faults begin that are of a problem, which alone is dropped for them; so is one at which the code fails."""

STEPS = {
    "sample": ("seed", "ranges"), "render": ("problem",), "solve": ("problem",), "complexity": ("problem",),
    "check": ("problem", "replies"), "mutate": ("problem", "reply", "seed"),
}  # fmt: skip
"""What each function is called with, in an order in which each has what it takes."""


@dataclass(frozen=True)
class Fault:
    """Something that is wrong."""

    what: str
    instance: str = ""
    """For instance where."""


@dataclass(frozen=True)
class Tried:
    """One problem, and what is wrong of it."""

    number: int
    drawn: Drawn | None
    faults: tuple[Fault, ...]
    read: tuple[str, ...] = ()
    """Parameters that the code read to draw it."""


@dataclass(frozen=True)
class Trial:
    """Problems that were drawn, with their faults and those of all together."""

    tried: tuple[Tried, ...]
    overall: tuple[Fault, ...]
    no_solution: str

    @property
    def drawn(self) -> list[Drawn]:
        """What could be drawn."""
        return [one.drawn for one in self.tried if one.drawn is not None]

    @cached_property
    def unsolved(self) -> list[Drawn]:
        """Problems without a solution, by the solver."""
        return [one for one in self.drawn if one.reply == self.no_solution]

    @property
    def infeasible(self) -> bool:
        """Whether no problem has a solution."""
        return bool(self.drawn) and len(self.unsolved) == len(self.drawn)

    @property
    def complaints(self) -> list[str]:
        """Every fault on a line, the commonest first."""
        counted = Counter(fault.what for one in self.tried for fault in one.faults)
        first = {fault.what: fault.instance for one in reversed(self.tried) for fault in one.faults}
        lines = [
            f"{what} ({count} of {len(self.tried)} problems{'; for instance ' + first[what] if first[what] else ''})"
            for what, count in counted.most_common()
        ]
        return [*(fault.what for fault in self.overall), *lines]

    @property
    def usable(self) -> bool:
        """Whether problems without a fault can be made of it, and the rest be told from them."""
        own = [one for one in self.tried if one.faults]
        grave = [fault for one in own if one.drawn for fault in one.faults if not fault.what.startswith(OWN)]
        return not self.overall and not grave and len(own) <= TOLERATED * len(self.tried)


def trial(spec: BoxedSpec, count: int) -> Trial:
    """Draw problems and look for what is wrong.

    Raises:
        SandboxError: this machine gives no sandbox.
    """
    seeds = [(seed_of("trial", spec.plan.name, n), seed_of("trial mutants", spec.plan.name, n)) for n in range(count)]
    jobs = [{"do": "try", "seed": seed, "other": other, "ranges": spec.plan.ranges} for seed, other in seeds]
    first = spec.outcomes(jobs[:1])
    hopeless = "error" in first[0] and _stopped(first[0]["error"])  # it would be so with all, one after another
    found = [_placed(spec, jobs[0], first[0])] if hopeless else [*first, *spec.outcomes(jobs[1:])]
    without = _no_solution(spec)
    tried = tuple(_tried(spec, number, each, without) for number, each in enumerate(found))
    return Trial(tried, () if hopeless else tuple(_overall(spec, tried, without)), without)


def _stopped(error: str) -> bool:
    return error.startswith(("timeout", "memory", "output", "syntax"))


def _placed(spec: BoxedSpec, job: Job, found: Job) -> Job:
    """A fault that stopped the process, with the function in which it did: they are called one after another."""
    held: dict[str, Any] = {}
    for name, takes in STEPS.items():
        given: Job = {key: job[key] for key in ("seed", "ranges") if key in takes}
        step: Job = {"do": name, **given, **{key: held[key] for key in ("problem", "reply") if key in takes}}
        step |= {"replies": [held["reply"]]} if "replies" in takes else {}
        [each] = spec.outcomes([step])
        if "error" in each:
            return {"error": each["error"], "at": f"{name}()"}
        held[{"sample": "problem", "solve": "reply"}.get(name, name)] = each["value"]
    return found


def _no_solution(spec: BoxedSpec) -> str:
    try:
        return spec.no_solution
    except ExtensionError:
        return ""


def _tried(spec: BoxedSpec, number: int, found: dict[str, Any], without: str) -> Tried:
    if "error" in found:
        withheld = any(name in found["error"] for name in WITHHELD)
        why = "; the sandbox gives code no files, no network and no processes" if withheld else ""
        return Tried(number, None, (Fault(f"{told(found)}{why}"),))
    one = drawn(found["value"])
    faults = [Fault(text) for text in found["value"]["faults"]]
    faults += [*_of_replies(one), *_of_names(spec, one), *_of_form(one, without)]
    return Tried(number, one, tuple(faults), tuple(found["value"]["read"]))


def _of_replies(one: Drawn) -> Iterator[Fault]:
    failed = [name for name, passed in one.passed.items() if not passed]
    if not one.passed:
        yield Fault("the solver's own reply cannot be read by check()", repr(one.reply[:200]))
    elif failed:
        yield Fault(f"the solver's own reply does not satisfy {', '.join(failed)}", repr(one.reply[:200]))
    if not one.mutants:
        yield Fault("no wrong reply was made by mutate()", f"for the reply {one.reply[:200]!r}")
    if one.passing:
        yield Fault("a wrong reply passes check()", repr(one.passing[0][:200]))


def _of_names(spec: BoxedSpec, one: Drawn) -> Iterator[Fault]:
    known = {each.name: each.by for each in spec.plan.constraints}
    named = {name for passed in (one.passed, *(passed for _, passed in one.mutants)) for name in passed}
    if any(passed and set(passed) != set(one.passed) for _, passed in one.mutants):
        yield Fault("check() names other constraints for a wrong reply than for the solver's")
    for name in sorted(named):
        if name not in known:
            yield Fault(f"check() names the constraint {name!r}, which the plan does not have")
        elif known[name] == "model":
            yield Fault(f"check() judges the constraint {name!r}, which the plan leaves to a model")


def _of_form(one: Drawn, without: str) -> Iterator[Fault]:
    score = one.complexity.get("score")
    if score is None or not 0 <= score <= 1:
        yield Fault("complexity() gives no score from 0 to 1", repr(one.complexity)[:200])
    if not one.question.strip():
        yield Fault("the question is empty")
    elif without and without not in one.question:
        yield Fault(f"the question does not say what to reply where there is no solution: {without!r}")


def _overall(spec: BoxedSpec, tried: Sequence[Tried], without: str) -> Iterator[Fault]:
    """What shows only over many problems."""
    good = [one.drawn for one in tried if one.drawn is not None]
    if not good or len(tried) - len(good) > TOLERATED * len(tried):
        return
    read = {name for one in tried for name in one.read}
    for name in spec.plan.parameters:
        if name not in read:
            yield Fault(f"the plan's parameter {name!r} is not read by the code")
    seen = {name for one in good for name in one.passed}
    for each in spec.plan.constraints:
        if each.by == "program" and each.name not in seen:
            yield Fault(f"the plan's constraint {each.name!r} is in none of {len(good)} problems")
    if len(good) > 1 and len({canonical(one.problem) for one in good}) <= len(good) // 2:
        yield Fault(f"fewer than half of {len(good)} problems differ from one another")
    solved = [one for one in good if one.reply != without]
    if len(solved) > 1 and len({one.complexity.get("score") for one in solved}) == 1:
        yield Fault("complexity() gives every problem the same score")

"""A spec whose code runs in the sandbox alone, and never in this process.

    jobs --parts of 1, 4, 16, 50, 50, ...--> one sandboxed process each --> values, or faults as data

The sandbox is the fork server: CPython itself, so that a spec of the package gives here what it gives there. One server
is kept warm for all specs of this process, in a thread of its own; a part is a fork of it. All that shares a process is
of one author. A part that does not end is halved until the job that is at fault stands alone. Replies are data:
what `check` said of one is remembered, so that a reply is judged once.
"""

from __future__ import annotations

import atexit
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from benchwright.errors import ExtensionError, SandboxError
from benchwright.records import digest
from benchwright.specs.code import Drawn, Problem, ref_of
from benchwright.specs.plan import Ranges, SpecPlan

if TYPE_CHECKING:
    from benchwright.sandbox import ForkServer, Isolation, Limits, Program, Result

Job = dict[str, Any]  # Any: JSON
SECONDS = 5.0
"""That one job may take; a part may take as long as three."""
MEMORY_MB = 512
CHARS = 8_000_000
PARTS = (1, 4, 16, 50)
"""Jobs of the first parts, and of all that follow: a fault of every problem shows early, and cheaply."""
REMEMBERED = 200_000
"""Verdicts kept in memory."""


@cache
def _server() -> str:
    return (Path(__file__).parent / "_inside.py").read_text("utf-8")


class Box:
    """The warm sandbox of this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._portal: Any = None  # Any: a context manager and what it gives
        self._server: ForkServer | None = None

    def run(self, program: Program, inputs: Sequence[Any], limits: Limits) -> Result:
        """Run a program, from whatever thread and whether or not that has an event loop.

        Raises:
            SandboxError: this machine gives no sandbox.
        """
        with self._lock:
            server = self._started()
            return self._portal[1].call(server.run, program, inputs, limits)  # type: ignore[no-any-return]

    @property
    def isolation(self) -> Isolation:
        """What holds."""
        with self._lock:
            return self._started().isolation

    def _started(self) -> ForkServer:
        if self._server is None:
            from anyio.from_thread import start_blocking_portal

            from benchwright.sandbox import ForkServer

            self._server = ForkServer()
            manager = start_blocking_portal()
            self._portal = (manager, manager.__enter__())
        return self._server

    def close(self) -> None:
        """End it; the next run starts another."""
        with self._lock:
            if self._server is not None:
                self._portal[1].call(self._server.close)
                self._portal[0].__exit__(None, None, None)
                self._server = None


BOX = Box()
atexit.register(BOX.close)


@dataclass(frozen=True)
class BoxedSpec:
    """A spec that a model or a person wrote."""

    plan: SpecPlan
    files: Mapping[str, str]
    seconds: float = SECONDS
    """That one job may take."""
    together = PARTS[-1]
    _known: dict[str, dict[str, bool]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def ref(self) -> str:
        """Name and digest."""
        return ref_of(self.plan, self.files)

    @cached_property
    def isolation(self) -> str:
        """What stands between the code and this machine, in words."""
        held = BOX.isolation
        lacking = f"; this machine lacks {', '.join(held.lacking)}" if held.lacking else ""
        return f"{held.backend}: {', '.join(held.boundaries)}{lacking}"

    @cached_property
    def no_solution(self) -> str:
        """The reply where nothing satisfies a problem."""
        return str(self._one({"do": "constant"}))

    def sample(self, draw: random.Random, ranges: Ranges | None = None) -> Problem:
        """A problem."""
        found: Problem = self._one({"do": "sample", "seed": _seed(draw), "ranges": ranges or self.plan.ranges})
        return found

    def render(self, problem: Problem) -> str:
        """The question."""
        return str(self._one({"do": "render", "problem": problem}))

    def solve(self, problem: Problem) -> str:
        """A right reply."""
        return str(self._one({"do": "solve", "problem": problem}))

    def check(self, problem: Problem, reply: str) -> dict[str, bool]:
        """Which of the active constraints a reply satisfies.

        Raises:
            ExtensionError: the code fails at it.
        """
        key = _key(problem, reply)
        if key not in self._known:
            self._learn(key, self._one({"do": "check", "problem": problem, "replies": [reply]})[0])
        return dict(self._known[key])

    def check_many(self, pairs: Iterable[tuple[Problem, str]]) -> None:
        """Judge many replies together; what the code fails at is left for `check` to say."""
        wanted = {_key(problem, reply): (problem, reply) for problem, reply in pairs}
        keys = [key for key in wanted if key not in self._known]
        jobs = [{"do": "check", "problem": wanted[key][0], "replies": [wanted[key][1]]} for key in keys]
        for key, found in zip(keys, self.outcomes(jobs), strict=True):
            if "value" in found:
                self._learn(key, found["value"][0])

    def mutate(self, problem: Problem, reply: str, draw: random.Random) -> list[str]:
        """Plausible wrong replies, which are judged in the same go."""
        found = self._one({"do": "mutate", "problem": problem, "reply": reply, "seed": _seed(draw)})
        for text, passed in found:
            self._learn(_key(problem, text), passed)
        return [text for text, _ in found]

    def complexity(self, problem: Problem) -> dict[str, float]:
        """How hard the problem is."""
        return dict(self._one({"do": "complexity", "problem": problem}))

    def draw(self, seeds: Sequence[tuple[int, int]], ranges: Ranges) -> list[Drawn | str]:
        """Problems by (seed of the problem, seed of its mutants), or how the code failed at one."""
        jobs = [{"do": "draw", "seed": seed, "other": other, "ranges": ranges} for seed, other in seeds]
        found = [drawn(each["value"]) if "value" in each else told(each) for each in self.outcomes(jobs)]
        for one in found:
            if isinstance(one, Drawn):
                self._learn(_key(one.problem, one.reply), one.passed)
        return found

    def outcomes(self, jobs: Sequence[Job]) -> list[Job]:
        """What came of each job, in order: {"value": ...}, or {"error": ..., "at": ...}.

        Raises:
            SandboxError: this machine gives no sandbox.
        """
        found: list[Job] = []
        sizes = iter(PARTS)
        while len(found) < len(jobs):
            size = next(sizes, PARTS[-1])
            found += self._part(jobs[len(found) : len(found) + size])
        return found

    def _part(self, jobs: Sequence[Job]) -> list[Job]:
        from benchwright.sandbox import Limits

        limits = Limits(self.seconds * (1 if len(jobs) == 1 else 3), MEMORY_MB, CHARS)
        result = BOX.run(self._program, [dict(self.files), self.plan.name, list(jobs)], limits)
        if result.kind == "ok":
            return list(result.value)
        if result.kind == "crashed":
            raise SandboxError(f"the sandbox broke while it ran {self.ref}: {result.error}; run the same command again")
        if len(jobs) == 1:
            return [{"error": f"{result.kind}: {result.error}", "at": str(jobs[0]["do"])}]
        half = len(jobs) // 2
        return self._part(jobs[:half]) + self._part(jobs[half:])

    @cached_property
    def _program(self) -> Program:
        """The server's text; the words of the spec's code follow it, for they say which modules must be loaded."""
        from benchwright.sandbox import Program

        words = sorted(set(re.findall(r"[A-Za-z_]\w*", "\n".join(self.files.values()))))
        return Program(f"{_server()}\n# {' '.join(words)}\n", function="serve")

    def _one(self, job: Job) -> Any:  # Any: JSON
        return self._value(job, self._part([job])[0])

    def _value(self, job: Job, found: Job) -> Any:  # Any: JSON
        if "error" in found:
            raise ExtensionError(f"the code of {self.ref} fails at {job['do']}: {told(found)}")
        return found["value"]

    def _learn(self, key: str, passed: Mapping[str, bool]) -> None:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[key] = dict(passed)


def drawn(value: Job) -> Drawn:
    """What a job `draw` or `try` gave."""
    wrong = tuple((text, passed) for text, passed in value["mutants"])
    held = {name: value[name] for name in ("problem", "question", "reply", "passed", "complexity")}
    return Drawn(**held, mutants=wrong)


def told(fault: Job) -> str:
    """A fault on one line, with its place."""
    return f"{fault['at']}: {fault['error']}"


def _key(problem: Problem, reply: str) -> str:
    """What a verdict is remembered by."""
    return digest([problem, reply], 32)


def _seed(draw: random.Random) -> int:
    return draw.getrandbits(64)

"""One attack against one backend, seen from outside: what escaped, and whether the kind of its end is right."""

from __future__ import annotations

import contextlib
import math
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self, get_args

import anyio
import psutil

from attacks.arena import Arena
from attacks.corpus import UNSET, Attack
from benchwright.sandbox.types import Backend, Kind, Limits, Program, Result

LIMITS = Limits(seconds=0.5, memory_mb=256, output_chars=10_000)
CANARY = Program(
    """
import collections, decimal, json, math, random, re
def down(n):
    return n and down(n - 1) + 1
class Item:
    def __init__(self):
        self.size = len("four")
    def __eq__(self, other):
        return self.size == other.size
print("canary", len("four"))
answer = [
    len("four"), sorted([3, 1, 2]), json.dumps({"a": [1]}), json.loads("[1]"), math.sqrt(16.0), down(150),
    [list(pair) for pair in collections.Counter("aab").most_common(1)], re.findall("[0-9]+", "a1b22"),
    isinstance(1, int), Item() == Item(),
    0 <= random.random() < 1, len(str(10**700)), str(decimal.Decimal(1) / 3), bool(re.search("b", "abc")),
]
random.seed(5)
answer.append(random.random() != (random.seed(6), random.random())[1])
""",
    variable="answer",
)
ELSEWHERE = Program("import gc")
"""Not for the default backend: whatever it falls back on is started before processes are counted."""
TRACE = Program("answer = left_behind", variable="answer")
"""Fails, where nothing was left behind."""
HONEST = [4, [1, 2, 3], '{"a": [1]}', [1], 4.0, 150, [["a", 2]], ["1", "22"], True, True, True, 701,
          "0.3333333333333333333333333333", True, True]  # fmt: skip
SWARM = 5
"""More processes than this at once, beyond those of the quiet backend, are a bomb."""


@dataclass
class Outcome:
    """What was seen of one attack."""

    attack: Attack
    kind: str
    escapes: set[str] = field(default_factory=set)
    wrong_kind: str = ""
    """Empty where the kind is one that the attack allows."""
    seconds: float = 0.0
    note: str = ""


class Watch:
    """Samples our descendants while an attack runs."""

    def __init__(self, interval: float = 0.04) -> None:
        self.most, self.peak_mb, self.host_mb = 0, 0.0, 0.0
        self._interval = interval
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        self._start = psutil.Process().memory_info().rss
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stop.wait(self._interval):
            found = descendants()
            self.most = max(self.most, len(found))
            self.peak_mb = max([self.peak_mb, *map(_megabytes, found)])
            self.host_mb = max(self.host_mb, (psutil.Process().memory_info().rss - self._start) / 1e6)


def _megabytes(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error, OSError):
        return process.memory_info().rss / 1e6
    return 0.0


def descendants() -> list[psutil.Process]:
    """Processes below this one that are alive."""
    return list(_alive(psutil.Process().children(recursive=True)))


def _alive(found: list[psutil.Process]) -> Iterator[psutil.Process]:
    for process in found:
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE:
                yield process


class Judge:
    """Runs attacks one by one against one backend, inside an arena."""

    def __init__(self, arena: Arena, backend: Backend, *, grace: float = 5.0, limits: Limits = LIMITS) -> None:
        self.arena, self.backend, self.grace, self.limits = arena, backend, grace, limits
        self.quiet = 0

    async def settle(self) -> None:
        """Warm the backend up, and count its processes at rest."""
        for _ in range(3):
            seen = await self.backend.run(CANARY, (), Limits())
            if seen.kind != "ok" or seen.value != HONEST:
                raise AssertionError(f"the canary fails before any attack: {seen.kind} {seen.error} {seen.value}")
        await self.backend.run(ELSEWHERE, (), Limits())
        await anyio.sleep(0.3)
        self.quiet = len(descendants())

    async def attack(self, attack: Attack) -> Outcome:
        """Run one and tell what escaped."""
        program, inputs = attack.program(self.arena.words), attack.inputs(self.arena.words)
        connections = self.arena.listeners.seen
        with Watch() as watch:
            start = time.monotonic()
            result = await self._run(program, inputs, self.limits)
            seconds = time.monotonic() - start
            if attack.family in {"bombs", "network"}:
                await anyio.sleep(0.1)  # time for what was left behind to go off, and for a listener to notice
            follower = await self._run(CANARY, (), Limits(seconds=10))
            left = attack.family == "bombs" and (await self.backend.run(TRACE, (), Limits())).kind == "ok"
        outcome = Outcome(attack, kind=result.kind if result else "hung", seconds=seconds)
        late = seconds > self.limits.seconds + self.grace
        found = {
            "time": result is None or late,
            "next": left or follower is None or not _same(follower),
            "leak": any(needle in repr((result, follower)) for needle in self.arena.needles),
            "file": self.arena.changed(),
            "victim": self.arena.harmed(),
            "connection": self.arena.listeners.seen > connections,
            "process": watch.most > self.quiet + SWARM or await self._survivors(),
            "memory": watch.peak_mb > self.limits.memory_mb + 150 or watch.host_mb > 300,
            "burning": not attack.escape.isdisjoint({"burning", "time"}) and await self._burning(),
            **({} if result is None else self._of_result(attack, result)),
        }
        outcome.escapes = {name for name, seen in found.items() if seen}
        if result is not None and attack.kinds and result.kind not in attack.kinds | {"unsupported"}:
            outcome.wrong_kind = f"{result.kind}, not one of {sorted(attack.kinds)}"
        outcome.note = "" if result is None else result.error[:120]
        self.arena.restore()
        return outcome

    async def _run(self, program: Program, inputs: Any, limits: Limits) -> Result | None:
        with anyio.move_on_after(limits.seconds + 20):
            return await self.backend.run(program, inputs, limits)
        return None

    def _of_result(self, attack: Attack, result: Result) -> dict[str, bool]:
        other = attack.value is not UNSET and result.kind == "ok" and result.value != attack.value
        told = _size(result.value) + len(result.error) + len(result.type) + sum(map(len, result.notes))
        return {
            "forged": result.kind in attack.never or other or not _valid(result),
            "flood": told > 3 * self.limits.output_chars or len(result.stdout) > self.limits.output_chars,
            "alien": not _plain(result.value),
        }

    async def _survivors(self) -> bool:
        for _ in range(60):
            if len(descendants()) <= self.quiet:
                return False
            await anyio.sleep(0.05)
        return True

    async def _burning(self) -> bool:
        for _ in range(10):
            before = _cpu()
            await anyio.sleep(0.2)
            if _cpu() - before < 0.1:
                return False
        return True

    def clear(self, keep: set[int]) -> None:
        """End what the control let an attack start: those of our descendants that are not in `keep`."""
        for process in descendants():
            if process.pid not in keep:
                with contextlib.suppress(psutil.Error):
                    process.kill()
        with contextlib.suppress(ChildProcessError):
            for process in psutil.Process().children():
                if process.pid not in keep and process.status() == psutil.STATUS_ZOMBIE:
                    os.waitpid(process.pid, os.WNOHANG)


def _cpu() -> float:
    total = 0.0
    for process in descendants():
        with contextlib.suppress(psutil.Error):
            total += sum(process.cpu_times()[:2])
    return total


def _same(result: Result) -> bool:
    return result.kind == "ok" and result.value == HONEST and result.stdout == "canary 4\n"


def _valid(result: Result) -> bool:
    numbers = (result.seconds, 0.0 if result.peak_mb is None else result.peak_mb)
    return (
        result.kind in get_args(Kind)
        and all(isinstance(text, str) for text in (result.type, result.stdout, result.error, *result.notes))
        and (result.line is None or type(result.line) is int)
        and all(isinstance(number, int | float) and math.isfinite(number) and number >= 0 for number in numbers)
        and (result.kind == "ok") == (result.error == "")
    )


def _plain(value: Any, depth: int = 0) -> bool:
    if depth > 500:
        return False
    if type(value) is dict:
        return all(type(key) is str and _plain(inner, depth + 1) for key, inner in value.items())
    if type(value) is list:
        return all(_plain(inner, depth + 1) for inner in value)
    return value is None or type(value) in {bool, int, str} or (type(value) is float and math.isfinite(value))


def _size(value: Any) -> int:
    try:
        return len(repr(value))
    except (RecursionError, ValueError):  # deeper, or longer a number, than anything that may be let through
        return 1 << 40

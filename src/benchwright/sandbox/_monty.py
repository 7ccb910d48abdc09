"""Programs in Monty, an interpreter without files, network or processes to reach for: the default backend.

Each worker is a process of its own, started beforehand; each program has a session of its own in it, which is thrown
away. What a program returns is measured where it was made, before it comes over, so that a small program cannot make
the host unpack a large answer. The time, memory and print limits cannot be caught by the program.
"""

from __future__ import annotations

import json
import keyword
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import anyio
from anyio import CapacityLimiter, to_thread

from benchwright.errors import InputError, MissingExtraError, SandboxError
from benchwright.sandbox._divergent import divergence
from benchwright.sandbox._montyfail import Failure, Raised, failure, syntax
from benchwright.sandbox._plain import INT_BITS, UnplainError, plain
from benchwright.sandbox.types import Isolation, Json, Kind, Limits, Program, Result

ISOLATION = Isolation(
    backend="monty",
    boundaries=("interpreter without files, network, processes or environment", "process", "memory and time limits"),
)
HEAD = f"""\
def __bw_out(r, limit, type=type, len=len, str=str, int=int, list=list, tuple=tuple, dict=dict, isinstance=isinstance,
             few=(bool, float, complex, bytes, type(None)), many=(list, set, frozenset), big=1 << {INT_BITS}):
    name = type(r).__name__
    if name in ('range', 'dict_keys', 'dict_values', 'dict_items') and len(r) <= limit:
        r = list(r)
    left, todo = limit, [r]
    while todo:
        v = todo.pop()
        t = type(v)
        left -= 1
        if t is str:
            left -= len(v)
        elif t is int:
            if not -big < v < big:
                return 'large', name, None
        elif t in few or t.__name__ in ('Decimal', 'date', 'datetime', 'timedelta', 'time'):
            if t is bytes:
                left -= len(v)
        elif t in many or isinstance(v, tuple) or t.__name__ == 'deque':
            left -= len(v)
            if left >= 0:
                todo.extend(v)
        elif isinstance(v, dict):
            left -= len(v)
            if left >= 0:
                todo.extend(v.keys())
                todo.extend(v.values())
        else:
            return 'odd', t.__name__, None
        if left < 0:
            return 'large', name, None
    return 'fine', name, r
"""
SHIFT = HEAD.count("\n")
OWN = "__bw_"


@dataclass(frozen=True)
class Answer:
    """A result, and whether CPython may well differ."""

    result: Result
    doubtful: bool = False


class Monty:
    """A warm pool of Monty workers. Open it by running something; close it when done."""

    isolation = ISOLATION

    def __init__(self, workers: int = 1) -> None:
        try:
            import pydantic_monty
        except ImportError as error:
            raise MissingExtraError("running programs in Monty", "sandbox") from error
        self._api = pydantic_monty
        self._workers = workers
        self._pool: Any = None  # Any: pydantic_monty.Monty
        self._opening = anyio.Lock()
        self._limiter = CapacityLimiter(workers)

    async def run(self, program: Program, inputs: Sequence[Json] = (), limits: Limits = Limits()) -> Result:  # noqa: B008
        """Run one program in a session of its own.

        Raises:
            InputError: the inputs are no JSON.
            SandboxError: no worker can be had.
        """
        return (await self.answer(program, inputs, limits)).result

    async def answer(self, program: Program, inputs: Sequence[Json], limits: Limits) -> Answer:
        """As `run`, saying besides whether CPython may well end otherwise."""
        given = as_json(inputs)
        if reason := divergence(program.source):
            return Answer(ended(Failure("unsupported", f"Monty and CPython may differ: {reason}")))
        if self._pool is None:
            await self._open()
        work = partial(_Run(self._api, self._pool, program, limits).answer, given)
        return await to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._limiter)

    async def _open(self) -> None:
        async with self._opening:
            if self._pool is None:
                self._pool = await to_thread.run_sync(self._start, limiter=self._limiter)

    def _start(self) -> Any:  # Any: pydantic_monty.Monty
        pool = self._api.Monty(
            min_processes=self._workers, max_processes=self._workers, feed_duration_limit_grace=0.5,
            turn_duration_limit_grace=0.5,
        )  # fmt: skip
        try:
            return pool.__enter__()
        except (OSError, RuntimeError, self._api.MontyError) as error:
            raise SandboxError(f"Monty's workers do not start: {error}; run: benchwright doctor") from error

    async def close(self) -> None:
        """End the workers."""
        self.end()

    def end(self) -> None:
        """As `close`, where there is no event loop."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.__exit__(None, None, None)


def as_json(inputs: Sequence[Json]) -> list[Json]:
    """The inputs as JSON holds them, the same for every backend.

    Raises:
        InputError: they are no JSON.
    """
    try:
        given: list[Json] = json.loads(json.dumps(list(inputs)))
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"inputs must be JSON (null, bool, number, text, list, dict): {error}") from error
    return given


def ended(end: Failure, stdout: str = "", seconds: float = 0.0) -> Result:
    """The result of a run that failed."""
    return Result(kind=end.kind, isolation=ISOLATION, stdout=stdout, error=end.error, line=end.line, seconds=seconds)


class _Printed:
    """What a program prints, up to a limit."""

    def __init__(self, limit: int) -> None:
        self.left = limit
        self.parts: list[str] = []

    def __call__(self, stream: str, text: str) -> None:
        if stream != "stdout" or self.left < 0:
            return
        self.parts.append(text[: self.left])
        self.left -= len(text)

    @property
    def text(self) -> str:
        return "".join(self.parts)


class _Run:
    """One run of one program, in a thread."""

    def __init__(self, api: Any, pool: Any, program: Program, limits: Limits) -> None:  # Any: pydantic_monty
        self.api, self.pool, self.program, self.limits = api, pool, program, limits
        self.printed = _Printed(limits.output_chars)

    def answer(self, inputs: list[Json]) -> Answer:
        name = self.program.function or self.program.variable
        if name and (not name.isidentifier() or keyword.iskeyword(name)):
            return Answer(ended(Failure("missing", f"{name!r} is no name that a program can define")))
        limits, tick = self.limits, time.perf_counter
        session = self.pool.checkout(
            limits={
                "max_feed_duration_secs": limits.seconds, "max_memory": limits.memory_mb * 1_048_576,
                "max_total_sleep_secs": limits.seconds, "max_suspensions": 1_000_000,
            },
            assert_message_annotations=False, os_policy={"random_start": {"seed": 0}, "sleep_system_max": 1e9},
        )  # fmt: skip
        try:
            with session:
                start = tick()
                outcome = self.feed(session, inputs)
                seconds = tick() - start
        except self.api.MontyError as error:
            return Answer(ended(Failure("crashed", f"the worker died: {_line(error)}")))
        return self.closed(outcome, seconds)

    def feed(self, session: Any, inputs: list[Json]) -> Answer | Failure:  # Any: pydantic_monty.MontySession
        try:
            value = session.feed_run(
                self.text(), inputs={f"{OWN}in": inputs} if self.program.function else None, print_callback=self.printed
            )
        except self.api.MontySyntaxError as error:
            return syntax(self.program, _line(error), self.raised(error).line)
        except self.api.MontyRuntimeError as error:
            return self.failed(self.raised(error))
        except self.api.MontyCrashedError as error:
            return Failure("timeout" if error.timed_out else "crashed", f"the worker died: {_line(error)}")
        except (RecursionError, ValueError) as error:
            return Failure("output", f"the value cannot be handed over: {error}")
        return self.value(value)

    def text(self) -> str:
        program = self.program
        called = f"{program.function}(*{OWN}in)" if program.function else program.variable
        tail = f"{OWN}out({called}, {self.limits.output_chars})" if called else "('fine', '', None)"
        return f"{HEAD}{program.source}\n\n{tail}"

    def raised(self, error: Any) -> Raised:  # Any: MontyRuntimeError or MontySyntaxError
        inner = error.exception()
        frames = [frame for frame in error.traceback() if frame.filename.startswith("<python-input")]
        last = SHIFT + self.program.source.count("\n") + 1
        inside = [frame for frame in frames if SHIFT < frame.line <= last]
        at = inside[-1] if inside else None
        return Raised(
            name=type(inner).__name__, message=str(inner.args[0]) if inner.args else "",
            line=at.line - SHIFT if at else None, code=(at.source_line or "").strip() if at else "",
            lines=frozenset(frame.line - SHIFT for frame in inside), placed=bool(frames),
            parsing=bool(frames) and all(frame.function_name is None for frame in frames),
        )  # fmt: skip

    def failed(self, raised: Raised) -> Failure:
        name = self.program.function or self.program.variable
        if raised.placed and raised.line is None and not raised.parsing:
            if raised.name == "NameError" and f"'{name}'" in raised.message:
                what = "function" if self.program.function else "variable"
                return Failure("missing", f"the program defines no {what} {name!r}")
            if raised.name == "TypeError" and raised.message.endswith("object is not callable"):
                return Failure("missing", f"{name!r} is no function: {raised.text}")
        return failure(self.program, raised)

    def value(self, value: Any) -> Answer | Failure:  # Any: what Monty hands over
        if not (type(value) is tuple and len(value) == 3 and value[0] in ("fine", "odd", "large")):
            return Failure("syntax", "SyntaxError: 'return' outside function")
        state, name, inner = value
        if state == "odd":
            return Failure("unsupported", f"Monty cannot hand over a result of type {name}")
        if state == "large":
            return Failure("output", f"the result is larger than {self.limits.output_chars:,} characters of JSON")
        try:
            form, _ = plain(inner, chars=self.limits.output_chars)
        except UnplainError as error:
            return Failure("output", str(error))
        return Answer(Result(kind="ok", isolation=ISOLATION, value=form, type=str(name)))

    def closed(self, outcome: Answer | Failure, seconds: float) -> Answer:
        """The outcome with what was printed; too much printed, or too long slept, outweighs how it ended."""
        stdout, limits = self.printed.text, self.limits
        if self.printed.left < 0:
            over = Failure("output", f"it printed more than {limits.output_chars:,} characters")
            return Answer(ended(over, stdout, seconds))
        if isinstance(outcome, Failure):
            return Answer(ended(outcome, stdout, seconds), outcome.doubtful)
        if seconds > limits.seconds + 0.1:
            return Answer(ended(Failure("timeout", f"it took longer than {limits.seconds:g} s"), stdout, seconds))
        return Answer(replace(outcome.result, stdout=stdout, seconds=seconds))


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


__all__ = ["ISOLATION", "Answer", "Kind", "Monty", "as_json"]

"""Programs in Monty, an interpreter without files, network or processes to reach for: the default backend.

Each worker is a process of its own, started beforehand; each program has a session of its own in it, which is thrown
away. What a program returns is measured where it was made, before it comes over, so that a small program cannot make
the host unpack a large answer. The time, memory and print limits cannot be caught by the program.
"""

from __future__ import annotations

import json
import keyword
import re
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple

from benchwright.errors import InputError, MissingExtraError, SandboxError
from benchwright.sandbox._divergent import divergence, hides
from benchwright.sandbox._montydrive import Printed, completed
from benchwright.sandbox._montyfail import Failure, Raised, failure, syntax
from benchwright.sandbox._montyform import form_of
from benchwright.sandbox._montylight import lighten
from benchwright.sandbox._montyquiet import quiet_start
from benchwright.sandbox._plain import INT_BITS, UnplainError
from benchwright.sandbox._threads import Threads
from benchwright.sandbox.types import Isolation, Json, Kind, Limits, Program, Result

ISOLATION = Isolation(
    backend="monty",
    boundaries=("interpreter without files, network, processes or environment", "process", "memory and time limits"),
)
OWN = "__bw_"
NAME_CHARS, ERROR_CHARS = 200, 1000
"""At most so much of the name of a type, and of an error."""
MARK = "@"
"""Stands for a mark that no program knows: it makes the name of our function, and what comes from it told apart."""
SHORT = """\
def @(r,n,t=type,l=len,p=repr):
 s=p(r)
 return('@',t(r).__name__,s,r)if l(s)<=n else('@','',s[:9],0)
"""
"""Hands a result over with its repr, if that is not too long. Parsing this is a good part of a short run."""
LONG = f"""\
def @(r, limit, type=type, len=len, str=str, int=int, list=list, tuple=tuple, dict=dict, isinstance=isinstance,
             few=(bool, float, complex, bytes, type(None)), many=(list, set, frozenset), big=1 << {INT_BITS}):
    name = str(type(r).__name__)[:{NAME_CHARS}]
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
                return '@', 'large', name, None
        elif t in few or (t.__name__ in ('Decimal', 'date', 'datetime', 'timedelta', 'time') and '.' in str(t)):
            if t is bytes:
                left -= len(v)
        elif t in many or isinstance(v, tuple) or (t.__name__ == 'deque' and '.' in str(t)):
            left -= len(v)
            if left >= 0:
                todo.extend(v)
        elif isinstance(v, dict):
            left -= len(v)
            if left >= 0:
                todo.extend(v.keys())
                todo.extend(v.values())
        else:
            return '@', 'odd', str(t.__name__)[:{NAME_CHARS}], None
        if left < 0:
            return '@', 'large', name, None
    return '@', 'fine', name, r
"""
"""Walks a result of whatever kind before handing it over, trusting no repr, and no name that its class may have taken:
only what comes from a module has a dot before its name."""
ROUND = """\
def round(number,ndigits=None,t=type,f=float,i=int,r=round):
 return f(f'{number:.{ndigits}f}')if t(number)is f and t(ndigits)is i and ndigits>=0 else r(number,ndigits)
"""
"""Monty's own `round` to digits errs in the last one: 2.675 becomes 2.68."""
ROUNDS = re.compile(r"\bround\b")
MAY_LIE = re.compile(r"\b(?:class|type|eval|exec|setattr)\b|__")
"""A program without any of these has no types but the built-in ones, whose repr is as long as they are."""
SPECIAL = re.compile(r"<|range\(|dict_|\.\.\.")
"""What may stand in a repr for something that does not come over as itself."""
SCALARS = {"NoneType", "bool", "int", "float", "str"}
CONTAINERS = {"list", "tuple", "dict", "set", "frozenset", "deque", "Counter", "defaultdict", "Decimal", "date",
              "complex", "bytes", "datetime", "timedelta"}  # fmt: skip
AGAIN = "again"
"""The short way does not settle it; the long one will."""


@dataclass(frozen=True)
class Answer:
    """A result, and whether CPython may well differ."""

    result: Result
    doubtful: bool = False


Hand = Callable[[Answer], None]


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
        self._threads: Threads | None = None
        self._opening = threading.Lock()

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
        if self._threads is None:
            self._threads = Threads(self._workers)
        return await self._threads.call(partial(self._work, program, given, limits))

    def _work(self, program: Program, given: list[Json], limits: Limits, hand: Hand) -> None:
        with self._opening:
            if self._threads is None:
                raise SandboxError("the sandbox was closed while a program waited for it; close it after the last run")
            pool = self._pool = self._pool or self._start()
        _Run(self._api, pool, program, limits).answer(given, hand)

    def _start(self) -> Any:  # Any: pydantic_monty.Monty
        pool = self._api.Monty(
            min_processes=self._workers, max_processes=self._workers, feed_duration_limit_grace=0.5,
            turn_duration_limit_grace=0.5, binary_path=quiet_start(),
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
        threads, self._threads = self._threads, None
        if threads is not None:
            threads.end()
        with self._opening:
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
    error = end.error[:ERROR_CHARS]
    return Result(kind=end.kind, isolation=ISOLATION, stdout=stdout, error=error, line=end.line, seconds=seconds)


class Fine(NamedTuple):
    """What a program returned."""

    form: Json
    name: str
    """Of its type."""


Outcome = Fine | Failure | str
BRIEF = 0.005
"""Seconds in which no program takes up so much memory that it matters."""
HIDDEN = "what the program caught may be an error that CPython does not raise"
RETURNED = "SyntaxError: 'return' outside function"
LATE = Failure("timeout", "it used up its time")
QUESTIONS = 200
"""How often a program may ask its host for something: sleep, or a name or a file that is not there."""
POLICY = {"random_start": {"seed": 0}, "sleep_system_max": 1e9}


class _Seen(NamedTuple):
    """What the text of a program shows."""

    differs: str
    """Why Monty would run it otherwise than CPython, if so."""
    hides: bool
    """Whether it may catch what CPython would not raise."""
    may_lie: bool
    rounds: bool


@lru_cache(maxsize=1024)
def _seen(source: str) -> _Seen:
    lies, rounds = MAY_LIE.search(source), ROUNDS.search(source)
    return _Seen(divergence(source), hides(source), may_lie=lies is not None, rounds=rounds is not None)


class _Run:
    """One run of one program, in a thread."""

    def __init__(self, api: Any, pool: Any, program: Program, limits: Limits) -> None:  # Any: pydantic_monty
        self.api, self.pool, self.program, self.limits = api, pool, program, limits
        self.printed = Printed(limits.output_chars)
        self.name = program.function or program.variable
        self.seen = _seen(program.source)
        self.mark = OWN + secrets.token_hex(8)
        self.long_way = self.seen.may_lie

    def answer(self, inputs: list[Json], hand: Hand) -> None:
        """Run it and hand over the answer; the session is ended when that is on its way."""
        if self.name and (not self.name.isidentifier() or keyword.iskeyword(self.name)):
            hand(Answer(ended(Failure("missing", f"{self.name!r} is no name that a program can define"))))
        elif self.seen.differs:
            hand(Answer(ended(Failure("unsupported", f"Monty and CPython may differ: {self.seen.differs}"))))
        elif not self.once(inputs, hand):
            self.printed, self.long_way = Printed(self.limits.output_chars), True
            self.once(inputs, hand)

    def once(self, inputs: list[Json], hand: Hand) -> bool:
        """Whether one session has settled it."""
        limits = self.limits
        session = self.pool.checkout(
            limits={
                "max_feed_duration_secs": limits.seconds, "max_memory": limits.memory_mb * 1_048_576,
                "max_suspensions": QUESTIONS,
            },
            assert_message_annotations=False, os_policy=POLICY,
        )  # fmt: skip
        start = time.perf_counter()
        try:
            session.__enter__()
            start = time.perf_counter()
            outcome = self.feed(session, inputs)
            if outcome != AGAIN or self.long_way:
                hand(self.closed(outcome, time.perf_counter() - start))
        except self.api.MontyError as error:
            hand(self.closed(Failure("crashed", f"the worker died: {_line(error)}"), 0.0))
            return True
        finally:
            if time.perf_counter() - start > BRIEF:
                lighten(session.worker_pid)
            with suppress(self.api.MontyError):  # there is an answer; the pool replaces a dead worker
                session.__exit__(None, None, None)
        return outcome != AGAIN or self.long_way

    def feed(self, session: Any, inputs: list[Json]) -> Outcome:  # Any: pydantic_monty.MontySession
        deadline = time.perf_counter() + self.limits.seconds
        try:
            first = session.feed_start(
                self.text(), inputs={f"{OWN}in": inputs} if self.program.function else None, print_callback=self.printed
            )
            last = completed(self.api, first, deadline)
            value = None if last is None else last.output
        except self.api.MontySyntaxError as error:
            return syntax(self.program, _line(error), self.raised(error).line)
        except self.api.MontyRuntimeError as error:
            return self.failed(self.raised(error))
        except self.api.MontyCrashedError as error:
            return LATE if error.timed_out else Failure("crashed", f"the worker died: {_line(error)}")
        except (RecursionError, ValueError) as error:
            return Failure("output", f"the value cannot be handed over: {_line(error)}")
        return LATE if last is None else self.read(value)

    @property
    def head(self) -> str:
        """Our lines before the program's."""
        handing = (LONG if self.long_way else SHORT) if self.name else ""
        return (handing + ROUND if self.seen.rounds else handing).replace(MARK, self.mark)

    def text(self) -> str:
        """The program between our lines; the blank line ends whatever its last one left open."""
        source, limit = self.program.source, self.limits.output_chars
        if not self.name:
            return f"{self.head}{source}\n\n'{self.mark}'"
        call = f"{self.name}(*{OWN}in)" if self.program.function else self.name
        return f"{self.head}{source}\n\n{self.mark}({call},{limit if self.long_way else 3 * limit + 100})"

    def raised(self, error: Any) -> Raised:  # Any: MontyRuntimeError or MontySyntaxError
        inner = error.exception()
        frames = [frame for frame in error.traceback() if frame.filename.startswith("<python-input")]
        shift = self.head.count("\n")
        last = shift + self.program.source.count("\n") + 1
        inside = [frame for frame in frames if shift < frame.line <= last]
        at = inside[-1] if inside else None
        return Raised(
            name=type(inner).__name__, message=str(inner.args[0])[:2000] if inner.args else "",
            line=at.line - shift if at else None, code=(at.source_line or "").strip()[:200] if at else "",
            lines=frozenset(frame.line - shift for frame in inside), placed=bool(frames),
            parsing=bool(frames) and all(frame.function_name is None for frame in frames),
            ours=any(frame.function_name == self.mark for frame in frames),
        )  # fmt: skip

    def failed(self, raised: Raised) -> Outcome:
        if raised.ours:
            return self.large() if self.long_way else AGAIN
        if raised.placed and raised.line is None and not raised.parsing:
            if raised.name == "NameError" and f"'{self.name}'" in raised.message:
                what = "defines no function" if self.program.function else "sets no variable"
                return Failure("missing", f"the program {what} {self.name}")
            if raised.name == "TypeError" and raised.message.endswith("object is not callable"):
                return Failure("missing", f"the program defines no function {self.name}: {raised.text}")
        return failure(self.program, raised)

    def read(self, value: Any) -> Outcome:  # Any: what Monty hands over
        if not self.name:
            return self.fine("NoneType", None) if value == self.mark else Failure("syntax", RETURNED)
        if not (type(value) is tuple and len(value) == 4 and value[0] == self.mark):
            return Failure("syntax", RETURNED)
        return self.long(*value[1:]) if self.long_way else self.short(*value[1:])

    def short(self, name: str, shown: str, inner: Any) -> Outcome:  # Any: what Monty hands over
        if not name:
            return AGAIN if shown[:6] == "range(" or shown[:5] == "dict_" else self.large()
        known = name in CONTAINERS or isinstance(inner, tuple)
        if name not in SCALARS and (not known or SPECIAL.search(shown)):
            return AGAIN
        return self.fine(name[:NAME_CHARS], inner)

    def long(self, state: str, name: str, inner: Any) -> Outcome:  # Any: what Monty hands over
        if state == "odd":
            return Failure("unsupported", f"Monty cannot hand over a result of type {name}")
        return self.large() if state == "large" else self.fine(name, inner)

    def large(self) -> Failure:
        return Failure("output", f"the result is larger than {self.limits.output_chars:,} characters of JSON")

    def hidden(self, outcome: Failure) -> bool:
        return outcome.kind == "error" and self.seen.hides

    def fine(self, name: str, value: Any) -> Outcome:  # Any: what Monty hands over
        try:
            return Fine(form_of(value, self.limits.output_chars), name)
        except UnplainError as error:
            return Failure("output", str(error))

    def closed(self, outcome: Outcome, seconds: float) -> Answer:
        """The outcome with what was printed; too much printed, or too long slept, outweighs how it ended."""
        stdout, limits = self.printed.text, self.limits
        if self.printed.left < 0:
            over = Failure("output", f"it printed more than {limits.output_chars:,} characters")
            return Answer(ended(over, stdout, seconds))
        if isinstance(outcome, Failure):
            return Answer(ended(outcome, stdout, seconds), outcome.doubtful or self.hidden(outcome))
        if isinstance(outcome, str):
            return Answer(ended(Failure("crashed", "Monty gave no answer"), stdout, seconds))
        if seconds > limits.seconds + 0.1:
            return Answer(ended(Failure("timeout", f"it took longer than {limits.seconds:g} s"), stdout, seconds))
        hidden, (form, name) = self.seen.hides, outcome
        notes = (HIDDEN,) if hidden else ()
        found = Result("ok", ISOLATION, value=form, type=name, stdout=stdout, seconds=seconds, notes=notes)
        return Answer(found, doubtful=hidden)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


__all__ = ["ISOLATION", "Answer", "Kind", "Monty", "as_json"]

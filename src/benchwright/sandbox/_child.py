"""What runs in a forked child: programs, one after another, each with its timer and its printed text.

The child is confined before any of this starts, and nothing it says is trusted: it writes one line of JSON per program
to its own pipe, and whoever reads it checks it. A program shares this process, so it may at most lie about itself (and,
in a batch, about the others of its author). Timers and caps here give kind answers (a line number, what was printed so
far); the ones that hold are the server's.
"""

from __future__ import annotations

import builtins
import errno
import gc
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from signal import ITIMER_REAL, SIGALRM, setitimer, signal
from time import monotonic
from types import FrameType, ModuleType, TracebackType
from typing import Any

from benchwright.sandbox._plain import UnplainError, name_of, plain

NAME = "<program>"
CONFINED = b"+%.6f\n"
"""Written, with the time, before any program runs: from then on, whatever goes wrong is the program's doing."""
BARE_MEMORY = b'{"kind":"memory","error":"MemoryError","seconds":0.0}\n'
DEPTH = sys.getrecursionlimit()
DENIED = {errno.EPERM, errno.EACCES, errno.ENOENT, errno.EROFS, errno.EAGAIN}
"""How the system says no: by the filter, for want of rights, or because there is nothing there."""
OF_USE = {"asyncio"}
"""What is withheld for what it needs, though a program may want it for nothing that is."""
NAME_CHARS = 200
"""At most so much of the name of a type."""

Job = Mapping[str, Any]  # Any: JSON
Order = Mapping[str, Any]  # Any: JSON
Fields = dict[str, Any]  # Any: JSON


class Late(BaseException):
    """The program's time is up."""


class Flood(BaseException):
    """The program printed more than is let through."""


class MissingError(Exception):
    """The program does not define what is asked of it."""


class UnreadError(Exception):
    """The text is not a program; the cause says why."""


class Printed(io.StringIO):
    """What a program prints, up to a limit."""

    def __init__(self, chars: int) -> None:
        super().__init__()
        self.left = chars

    def write(self, text: str, /) -> int:
        """As for any text file; raises once too much was written."""
        left = self.left
        self.left = left - len(text)
        if self.left < 0:
            super().write(text[: max(left, 0)])
            raise Flood
        return super().write(text)


class Nowhere(io.StringIO):
    """Standard error: accepted and dropped."""

    def write(self, text: str, /) -> int:
        """Drop it."""
        return len(text)


class _Alarm:
    """The timer of the program that runs now."""

    armed = rung = False
    """Whether it runs, and whether it has run out: a program may well swallow what is raised then."""

    @classmethod
    def ring(cls, _number: int, _frame: FrameType | None) -> None:
        if cls.armed:
            cls.rung = True
            raise Late

    @classmethod
    def arm(cls, seconds: float) -> None:
        signal(SIGALRM, cls.ring)
        cls.armed, cls.rung = True, False
        setitimer(ITIMER_REAL, seconds)

    @classmethod
    def disarm(cls) -> None:
        cls.armed = False
        setitimer(ITIMER_REAL, 0)


def prepared(payload: bytes | bytearray) -> Order:
    """The order of a payload, with the modules that its programs mention loaded; done before confinement."""
    order: Order = json.loads(payload)
    for name in order["modules"]:
        try:
            import_module(name)
        except ImportError:  # not every interpreter has every module
            continue
    return order


def serve(order: Order, report: int) -> None:
    """Run every job of an order, and write a line on each.

    After a program that ran out of memory the process is not used again; one that was not the first writes nothing, for
    the others may have left too little.
    """
    gc.enable()
    for index, job in enumerate(order["jobs"]):
        fields = attempt(job, order["chars"], order["seconds"])
        spent = fields["kind"] == "memory"
        if spent and index:
            return
        _write(report, encoded(fields))
        if spent:
            return


def encoded(fields: Fields) -> bytes:
    try:
        return json.dumps(fields).encode() + b"\n"
    except MemoryError:
        return BARE_MEMORY


def _write(report: int, line: bytes) -> None:
    left = memoryview(line)
    while left:
        left = left[os.write(report, left) :]


def attempt(job: Job, chars: int, seconds: float) -> Fields:
    """Run one program to its end, whatever that is."""
    printed = Printed(chars)
    streams = {"stdin": io.StringIO(), "stdout": printed, "stderr": Nowhere()}
    for name, stream in streams.items():
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.setrecursionlimit(DEPTH)
    module = ModuleType("__main__")
    started = monotonic()
    try:
        _Alarm.arm(seconds)
        try:
            fields = carried_out(job, module, chars)
        finally:
            _Alarm.disarm()
    except BaseException as error:  # noqa: BLE001  # whatever a program raises is a result
        fields = failure(error)
    fields["seconds"] = monotonic() - started
    fields["stdout"] = printed.getvalue()
    if _Alarm.rung:
        fields |= {"kind": "timeout", "value": None, "type": "", "error": described(Late())}
    elif printed.left < 0:
        fields |= {"kind": "output", "value": None, "type": "", "error": f"it printed more than {chars:,} characters"}
    return fields


def carried_out(job: Job, module: ModuleType, chars: int) -> Fields:
    """The report on a program that runs through."""
    code = _compiled(job["source"])
    scope = module.__dict__
    scope["__builtins__"] = builtins
    sys.modules["__main__"] = module
    try:
        exec(code, scope)  # noqa: S102  # what this process is for, and what it is confined for
    except SystemExit as stop:
        if stop.code:
            raise
    value = result_of(job, scope)
    form, name = plain(value, chars=chars)
    size = len(json.dumps(form))
    if size > chars:
        raise UnplainError(f"the result is {size:,} characters of JSON; at most {chars:,} are let through")
    return {"kind": "ok", "value": form, "type": name[:NAME_CHARS]}


def _compiled(source: str) -> Any:  # Any: a code object
    try:
        return compile(source, NAME, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise UnreadError from error


def result_of(job: Job, scope: Mapping[str, Any]) -> Any:  # Any: what the program made
    """Where the job says the result is."""
    if job["function"]:
        function = scope.get(job["function"])
        if not callable(function):
            raise MissingError(f"the program defines no function {job['function']}")
        return function(*job["inputs"])
    if job["variable"]:
        if job["variable"] not in scope:
            raise MissingError(f"the program sets no variable {job['variable']}")
        return scope[job["variable"]]
    return None


def failure(error: BaseException) -> Fields:
    """The report on a program that raised."""
    if isinstance(error, UnreadError) and error.__cause__ is not None:
        cause = error.__cause__
        line = getattr(cause, "lineno", None)
        return {"kind": "syntax", "error": described(cause), "line": line if type(line) is int else None}
    fields = {"kind": kind_of(error), "error": described(error), "line": line_of(error.__traceback__)}
    error.__traceback__ = None  # its frames hold whatever filled the memory
    return fields


def described(error: BaseException) -> str:
    """`ValueError: ...`, or our own words for our own errors."""
    if isinstance(error, Late):
        return "it used up its time"
    try:
        text = str(error)[:2000]
    except BaseException:  # noqa: BLE001  # the program's own __str__
        text = ""
    if isinstance(error, (MissingError, UnplainError)):
        return text
    name = name_of(type(error))[:NAME_CHARS]
    return f"{name}: {text}" if text else name


def kind_of(error: BaseException) -> str:
    """Which of the ends of a program this is."""
    own = {Late: "timeout", Flood: "output", UnplainError: "output", MissingError: "missing"}
    if type(error) in own:
        return own[type(error)]
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, ImportError):
        return _kind_of_import(error)
    if isinstance(error, OSError):
        return "denied" if error.errno in DENIED else "error"
    return "denied" if type(error) is RuntimeError and str(error) == "can't start new thread" else "error"


def _kind_of_import(error: ImportError) -> str:
    """A module that is withheld, one that is not here, or a name that its module lacks."""
    if isinstance(error, ModuleNotFoundError):
        # None in its place is how the server withholds a module.
        withheld = error.name not in OF_USE and sys.modules.get(error.name or "", error) is None
        return "denied" if withheld else "unsupported"
    return "unsupported" if "shared object" in str(error) else "error"


def line_of(trace: TracebackType | None) -> int | None:
    """The innermost line of the program's own text."""
    steps: Sequence[TracebackType] = list(_steps(trace))
    own = [step.tb_lineno for step in steps if step.tb_frame.f_code.co_filename == NAME]
    return own[-1] if own else None


def _steps(trace: TracebackType | None) -> Any:  # Any: an iterator
    while trace is not None:
        yield trace
        trace = trace.tb_next

"""What goes into a sandbox and what comes out: programs, limits, results, and the isolation that was in force.

A program that a model wrote is text. It is run with JSON-like inputs under limits, by one of the backends, and ends in
exactly one `Kind`. What a backend cannot run is `unsupported`, which says nothing about the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Json = Any
"""null, bool, int, float, str, or lists and string-keyed dicts of these."""
Kind = Literal[
    "ok",  # it ran; `value` is its result
    "syntax",  # it does not parse
    "error",  # it raised
    "timeout",  # it used up its time
    "memory",  # it used up its memory
    "output",  # it printed or returned more than is let through
    "denied",  # it asked for what the sandbox withholds: files, network, processes, signals
    "missing",  # it defines no such function, or sets no such variable
    "unsupported",  # this backend cannot run such a program; another may
    "crashed",  # the sandbox itself failed; says nothing about the program
]


@dataclass(frozen=True)
class Program:
    """Python text, and where its result is found."""

    source: str
    function: str = ""
    """Called with the inputs, by position; what it returns is the result."""
    variable: str = ""
    """Where there is no function: the global variable that holds the result once the text has run. With neither, what
    the program printed is all there is."""


@dataclass(frozen=True)
class Limits:
    """What a run may use."""

    seconds: float = 2.0
    """Of wall-clock time."""
    memory_mb: int = 256
    output_chars: int = 20_000
    """Of printed text, and of the result as JSON."""


@dataclass(frozen=True)
class Isolation:
    """What stood between a program and this machine: recorded with every result."""

    backend: str
    """monty, forkserver, inspect:docker, ..."""
    boundaries: tuple[str, ...]
    """What held: interpreter, process, namespaces, seccomp, rlimits, non-root, no-network, ..."""
    lacking: tuple[str, ...] = ()
    """What this backend usually has and this machine does not give; said loudly."""
    shared: bool = False
    """Whether programs shared a process with one another, as in a batch of one author."""


@dataclass(frozen=True)
class Result:
    """How a run ended."""

    kind: Kind
    isolation: Isolation
    value: Json = None
    type: str = ""
    """Python's name for the type of the result, before it became JSON: int, Fraction, set, ..."""
    stdout: str = ""
    """What it printed, cut at the limit."""
    error: str = ""
    """`ValueError: ...` on one line; empty where `kind` is ok."""
    line: int | None = None
    """Line of the program at which it failed."""
    seconds: float = 0.0
    peak_mb: float | None = None
    """Memory at its peak, where the backend can tell."""
    notes: tuple[str, ...] = field(default=())
    """What a reader must know: a fallback and its reason, a cut output, ..."""


class Backend(Protocol):
    """A way of running programs, each apart from the others. Close it when done."""

    isolation: Isolation

    async def run(self, program: Program, inputs: Sequence[Json] = (), limits: Limits = ...) -> Result:
        """Run one program; never raises for what the program does."""
        ...

    async def close(self) -> None:
        """Give back its processes."""
        ...

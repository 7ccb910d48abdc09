"""Programs in CPython itself, each in a process of its own that is forked from a small server inside a sandbox.

A server costs a tenth of a second to start and a program about a millisecond: the modules are loaded, the filter is
compiled, and a fork shares all of it. Around the server: bubblewrap's namespaces, with no files but the interpreter's,
no network, nobody's rights. Around each program: limits, a list of permitted system calls, one process that is killed
when the program is done. What is missing on a machine is said in every result; without the filter nothing is run.

`run_batch` puts many programs of one author into one process. That stops none of them from meddling with the others,
so it is for candidates of one model at one task, and says so in `Isolation.shared`.
"""

from __future__ import annotations

import json
import warnings
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import anyio

from benchwright.errors import BenchwrightError, InputError, SandboxError
from benchwright.sandbox import _bwrap, _fork_reply
from benchwright.sandbox._fork_link import (
    ORDER,
    Ending,
    GoneError,
    Link,
    Settings,
    complaint,
    launch,
    on_main_thread,
    refuse,
)
from benchwright.sandbox._fork_modules import mentioned
from benchwright.sandbox.types import Isolation, Json, Limits, Program, Result

Job = tuple[Program, Sequence[Json]]
DEFAULT = Limits()
GRACE = 0.25
"""Seconds after which a program that does not stop at its time limit is killed."""
DAY = 86_400.0
PAYLOAD_BYTES = 64 * 2**20
BATCH = 200
"""Programs per process in a batch."""
BOUNDARIES = ("process", "seccomp", "rlimits", "no-network", "no-files", "non-root")
SELF_TEST = """
import os
def tried(call, *given):
    try: call(*given)
    except PermissionError: return "denied"
    except OSError as error: return type(error).__name__
    return "let through"
def solve():
    return [os.getuid(), tried(os.open, "/tmp/x", os.O_WRONLY | os.O_CREAT), tried(os.fork), tried(os.kill, 1, 0),
            tried(os.open, "/etc/passwd", os.O_RDONLY), tried(os.execv, "/bin/sh", ["sh"])]
"""
"""What no program may do, tried once before any program runs."""


class ForkServer:
    """A backend that runs any program of the standard library, each in a process of its own.

    Args:
        workers: servers, each of which runs one program at a time.
        packages: names of installed modules that programs may import (`numpy`, `numpy.linalg`); they are loaded at the
            start, and shown read-only with what wheels keep beside them. What they depend on must be named too.
        namespaces: False leaves bubblewrap away, as on a machine that has none.

    The first server is started here, which blocks for about a fifth of a second.

    Raises:
        InputError: a package is not installed, or the number of workers is not positive.
        SandboxError: this machine has not even the filter; nothing is run without it.
    """

    def __init__(self, workers: int = 1, *, packages: Sequence[str] = (), namespaces: bool = True) -> None:
        if workers < 1:
            raise InputError(f"a fork server has at least one worker; got {workers}")
        self.settings = Settings(_bwrap.require_linux(), tuple(packages), namespaces)
        first = self._first()
        self.isolation = _isolation(first)
        self._start = first.start
        self._links: list[Link | None] = [first, *[None] * (workers - 1)]
        self._idle = deque(range(workers))
        self._waiting: deque[anyio.Event] = deque()
        self._closed = False
        if self.isolation.lacking:
            warnings.warn(_loud(self.isolation), RuntimeWarning, stacklevel=2)

    def _first(self) -> Link:
        """The first server, started in the best way that works and tested."""
        wanted = _bwrap.layout(self.settings.packages)
        reasons = []
        for start in _bwrap.starts(wanted, namespaces=self.settings.namespaces, dies=on_main_thread()):
            link = None
            try:
                link = launch(self.settings, start)
                _tested(link)
            except (GoneError, SandboxError) as error:
                said = complaint(link) if link else ""
                reasons.append(f"{start.command[0]}: {said or error}")
            else:
                return link
        raise refuse(reasons)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def run(self, program: Program, inputs: Sequence[Json] = (), limits: Limits = DEFAULT) -> Result:
        """Run one program in a process of its own.

        Raises:
            InputError: the inputs are not JSON, or the server is closed.
            SandboxError: no server can be started any more.
        """
        found = await self._fork([(program, inputs)], limits, self.isolation, ())
        return found[0]

    async def run_batch(
        self, jobs: Sequence[Job], limits: Limits = DEFAULT, *, author: str, size: int = BATCH
    ) -> list[Result]:
        """Run programs of one author, many to a process; the results in their order.

        Args:
            jobs: programs with their inputs. They can meddle with one another, and must come from one source.
            limits: for each program; memory is the process's.
            author: whose they are; kept in the results. Programs of another call never share a process with these.
            size: programs per process.

        Raises:
            InputError: no author is named, the size is not positive, or the inputs are not JSON.
            SandboxError: no server can be started any more.
        """
        if not author.strip() or size < 1:
            raise InputError(
                f"a batch names its author and has at least one program per process; got {author!r}, {size}"
            )
        notes = (f"shared a process with other programs of {author}",)
        isolation = replace(self.isolation, shared=True)
        parts = [jobs[start : start + size] for start in range(0, len(jobs), size)]
        found: list[list[Result]] = [[] for _ in parts]
        faults: list[BenchwrightError] = []

        async def run_part(at: int) -> None:
            try:
                while len(found[at]) < len(parts[at]):
                    found[at] += await self._fork(parts[at][len(found[at]) :], limits, isolation, notes)
            except BenchwrightError as error:
                faults.append(error)
                group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            for at in range(len(parts)):
                group.start_soon(run_part, at)
        if faults:
            raise faults[0]
        return [result for part in found for result in part]

    async def close(self) -> None:
        """End the servers."""
        self._closed = True
        links, self._links = self._links, [None] * len(self._links)
        with anyio.CancelScope(shield=True):
            for link in links:
                if link is not None:
                    await anyio.to_thread.run_sync(link.end)

    async def _fork(
        self, jobs: Sequence[Job], limits: Limits, isolation: Isolation, notes: tuple[str, ...]
    ) -> list[Result]:
        """The results of the jobs that one process got through, at least one."""
        order = _order(jobs, limits)
        notes = (*notes, _loud(isolation)) if isolation.lacking else notes
        at = await self._slot()
        try:
            data, ending = await self._exchange(at, order, len(jobs) * (limits.seconds + GRACE))
        except GoneError as error:
            nothing = Ending(_fork_reply.UNFORKED, 0.0, 0.0, 0.0, 0)
            facts = _fork_reply.Facts(limits, isolation, nothing, notes)
            return [facts.result("crashed", error=str(error))]
        finally:
            self._free(at)
        return _results(data, _fork_reply.Facts(limits, isolation, ending, notes), len(jobs))

    async def _exchange(self, at: int, order: bytes, seconds: float) -> tuple[bytes, Ending]:
        """Give the order to a server; a server that breaks off, or is broken off, is ended."""
        link = await self._link(at)
        done = False
        try:
            answer = await link.exchange(order, seconds)
            done = True
            return answer
        finally:
            if not done:
                self._links[at] = None
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(link.end)

    async def _link(self, at: int) -> Link:
        """The server in a slot, started anew where there is none or it has died."""
        link = self._links[at]
        if link is not None and link.alive():
            return link
        if link is not None:
            self._links[at] = None
            await anyio.to_thread.run_sync(link.end)
        link = None
        try:
            link = launch(self.settings, self._start)
            await link.ready()
            self._links[at] = link
        except GoneError as error:
            raise SandboxError(f"no new fork server can be started: {error}") from error
        finally:
            if link is not None and self._links[at] is not link:
                link.end()
        return link

    async def _slot(self) -> int:
        while not self._idle:
            event = anyio.Event()
            self._waiting.append(event)
            try:
                await event.wait()
            finally:
                if event in self._waiting:
                    self._waiting.remove(event)
        if self._closed:
            raise InputError("the fork server is closed; make a new one")
        return self._idle.popleft()

    def _free(self, at: int) -> None:
        self._idle.append(at)
        if self._waiting:
            self._waiting.popleft().set()


def _order(jobs: Sequence[Job], limits: Limits) -> bytes:
    if not (0 < limits.seconds < DAY and 0 < limits.memory_mb < 2**20 and 0 <= limits.output_chars < 2**26):
        raise InputError(f"limits are positive, and under a day, a terabyte and 64 million characters; got {limits}")
    listed = [
        {"source": program.source, "function": program.function, "variable": program.variable, "inputs": list(inputs)}
        for program, inputs in jobs
    ]
    words = mentioned({program.source for program, _ in jobs})
    try:
        payload = json.dumps(
            {"jobs": listed, "chars": limits.output_chars, "seconds": limits.seconds, "modules": words}
        ).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"the inputs of a program must be JSON: {error}") from error
    if len(payload) > PAYLOAD_BYTES:
        raise InputError(f"programs and inputs are {len(payload):,} bytes; at most {PAYLOAD_BYTES:,} are taken at once")
    size, longest = limits.memory_mb * 2**20, _fork_reply.line_bytes(limits)
    return ORDER.pack(limits.seconds, GRACE, size, len(jobs), longest, len(payload)) + payload


def _results(data: bytes, facts: _fork_reply.Facts, count: int) -> list[Result]:
    """What is known after one process: everything reported, and who is to blame where it ended early."""
    if not _fork_reply.confined(data):
        return [facts.result("crashed", error="the process could not be confined, and ran nothing")]
    found = _fork_reply.results(data, facts, count)
    # In a batch, whoever ends the process by anything but time is tried once more, first in a new one: the programs
    # before it may have left it too little.
    if len(found) < count and (not found or facts.ending.ended == _fork_reply.LATE):
        found.append(_fork_reply.unreported(facts))
    return found


def _isolation(link: Link) -> Isolation:
    if link.start.namespaces:
        return Isolation("forkserver", (*BOUNDARIES, "namespaces"))
    return Isolation("forkserver", BOUNDARIES, lacking=("namespaces",))


def _loud(isolation: Isolation) -> str:
    return f"SANDBOX INCOMPLETE: this machine gives the fork server no {', '.join(isolation.lacking)}"


def _tested(link: Link) -> None:
    """Try what must be denied.

    Raises:
        GoneError: the server broke off.
        SandboxError: the filter cannot be put on, or something was let through.
    """
    limits = Limits(seconds=20.0)
    data, ending = link.try_out(_order([(Program(SELF_TEST, "solve"), ())], limits))
    facts = _fork_reply.Facts(limits, Isolation("forkserver", ()), ending)
    found = _results(data, facts, 1)[0]
    if found.kind != "ok":
        raise SandboxError(f"{found.kind}: {found.error}")
    user, *tries = found.value
    allowed = {"denied", "FileNotFoundError"} if link.start.namespaces else {"denied"}
    if user == 0 or not set(tries) <= allowed:
        raise SandboxError(f"a program could do what it must not: user {user}, {tries}")

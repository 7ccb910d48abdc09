"""Run programs that a model wrote: `run` for one, `run_many` for several, `Sandbox` to own the processes.

In go a program, JSON inputs and limits; out comes a `Result`, whatever the program does. The backend is named: `auto`
(Monty, and the fork server for what Monty cannot run), `monty`, `forkserver`, or `inspect` (the sandbox of the current
Inspect sample). No backend falls back to running a program without isolation.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self
from weakref import WeakKeyDictionary

import anyio
from anyio.lowlevel import current_token

from benchwright.errors import UnknownNameError
from benchwright.sandbox.types import Backend, Isolation, Json, Limits, Program, Result

DEFAULTS = Limits()


def _monty(workers: int) -> Backend:
    from benchwright.sandbox._monty import Monty

    return Monty(workers)


def _forkserver(workers: int) -> Backend:
    from benchwright.sandbox.forkserver import ForkServer

    server: Backend = ForkServer(workers)
    return server


def _auto(workers: int) -> Backend:
    from benchwright.sandbox._auto import Auto

    return Auto(workers, lambda: _forkserver(1))


def _inspect(_: int) -> Backend:
    from benchwright.sandbox._inspect import InspectSandbox

    return InspectSandbox()


BACKENDS: dict[str, Callable[[int], Backend]] = {
    "auto": _auto,
    "forkserver": _forkserver,
    "inspect": _inspect,
    "monty": _monty,
}


class Sandbox:
    """A backend and its processes, ended when the block is left.

        async with Sandbox("auto", workers=2) as box:
            result = await box.run(Program("def solve(a): return a + 1", function="solve"), [41])

    Args:
        backend: auto, monty, forkserver or inspect.
        workers: how many programs run at a time.

    Raises:
        UnknownNameError: there is no such backend.
        MissingExtraError: the backend is not installed.
        SandboxError: this machine cannot give it.
    """

    def __init__(self, backend: str = "auto", *, workers: int = 1) -> None:
        if backend not in BACKENDS:
            raise UnknownNameError("sandbox backend", backend, BACKENDS)
        self.workers = max(1, workers)
        self._backend = BACKENDS[backend](self.workers)

    @property
    def isolation(self) -> Isolation:
        """What stands between a program and this machine."""
        return self._backend.isolation

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with anyio.CancelScope(shield=True):
            await self._backend.close()

    async def run(self, program: Program, inputs: Sequence[Json] = (), limits: Limits = DEFAULTS) -> Result:
        """Run one program, apart from all others.

        Raises:
            InputError: the inputs are no JSON.
            SandboxError: no process can be had; never for what the program does.
        """
        return await self._backend.run(program, inputs, limits)

    async def run_many(
        self, programs: Sequence[tuple[Program, Sequence[Json]]], limits: Limits = DEFAULTS
    ) -> list[Result]:
        """Run (program, inputs) pairs, as many at a time as there are workers; results come in the order given."""
        results: list[Result | None] = [None] * len(programs)
        waiting = iter(enumerate(programs))

        async def work() -> None:
            for index, (program, inputs) in waiting:
                results[index] = await self.run(program, inputs, limits)

        async with anyio.create_task_group() as group:
            for _ in range(min(self.workers, len(programs))):
                group.start_soon(work)
        return [result for result in results if result is not None]


_KEPT: WeakKeyDictionary[object, dict[str, Sandbox]] = WeakKeyDictionary()
"""Per event loop, the sandboxes that `run` made: processes belong to the loop that started them."""


def _kept(backend: str) -> Sandbox:
    boxes = _KEPT.setdefault(current_token(), {})
    if backend not in boxes:
        boxes[backend] = Sandbox(backend)
    return boxes[backend]


@atexit.register
def _end() -> None:
    """End what the kept sandboxes started; no event loop is left to ask."""
    for boxes in list(_KEPT.values()):
        for box in boxes.values():
            if end := getattr(box._backend, "end", None):  # noqa: SLF001  # of this module
                end()
    _KEPT.clear()


async def run(
    program: Program, inputs: Sequence[Json] = (), limits: Limits = DEFAULTS, *, backend: str = "auto"
) -> Result:
    """Run one program in a sandbox that is kept for the next call.

    Args:
        program: what to run, and where its result is found.
        inputs: JSON values, handed to the program's function by position.
        limits: of time, memory and output.
        backend: auto, monty, forkserver or inspect.

    Returns:
        How it ended: `kind` is `ok` and `value` the result, or another kind says what happened.

    Raises:
        InputError: the inputs are no JSON.
        UnknownNameError: there is no such backend.
        MissingExtraError: the backend is not installed.
        SandboxError: this machine cannot give it.
    """
    return await _kept(backend).run(program, inputs, limits)


async def run_many(
    programs: Sequence[tuple[Program, Sequence[Json]]], limits: Limits = DEFAULTS, *, backend: str = "auto",
    workers: int = 2,
) -> list[Result]:  # fmt: skip
    """Run (program, inputs) pairs at once, each apart from the others; results come in the order given.

    Raises:
        InputError: the inputs are no JSON.
        UnknownNameError: there is no such backend.
        MissingExtraError: the backend is not installed.
        SandboxError: this machine cannot give it.
    """
    async with Sandbox(backend, workers=workers) as box:
        return await box.run_many(programs, limits)

"""The ways of running programs that are put to the proof, by name."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import AsyncIterator, Sequence
from typing import Any

from benchwright.sandbox.forkserver import ForkServer
from benchwright.sandbox.running import Sandbox
from benchwright.sandbox.types import Backend, Isolation, Limits, Program, Result

NAMES = ("monty", "forkserver", "degraded", "batch", "auto")


class Batch:
    """Each program as a batch of its own, so that what is proved of a batch is what stands around it."""

    def __init__(self, server: ForkServer) -> None:
        self.server = server
        self.isolation: Isolation = server.isolation

    async def run(self, program: Program, inputs: Sequence[Any] = (), limits: Limits = Limits()) -> Result:  # noqa: B008
        [result] = await self.server.run_batch([(program, inputs)], limits, author="one")
        return result

    async def close(self) -> None:
        await self.server.close()


def _server(*, namespaces: bool = True) -> ForkServer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the warning that namespaces are missing is meant for others
        return ForkServer(namespaces=namespaces)


@contextlib.asynccontextmanager
async def opened(name: str) -> AsyncIterator[Backend]:
    """The backend of that name, closed at the end."""
    if name in {"monty", "auto"}:
        async with Sandbox(name) as box:
            yield box
        return
    server = _server(namespaces=name != "degraded")
    backend = Batch(server) if name == "batch" else server
    try:
        yield backend
    finally:
        await backend.close()

"""Calls that block, made in threads of their own for an event loop that must not.

anyio's threads serve any call and cost some fifty microseconds each time, which is a good part of a short program's
run. These wait for nothing but the next call: one queue, one message back to the loop, on asyncio and trio alike. What
a call leaves to be done after its answer is done while the loop already goes on.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

import anyio
from anyio.lowlevel import current_token

T = TypeVar("T")
Answering = Callable[[Callable[[T], None]], None]
"""Is given what to hand its answer to, once; whatever it does after that keeps nobody waiting."""


class _Call(Generic[T]):
    """A call, on its way from the loop to a thread and back."""

    def __init__(self, work: Answering[T]) -> None:
        self.work = work
        self.dropped = False
        """Nobody waits for it any more."""
        self.value: T | None = None
        self.error: BaseException | None = None
        self._told = False
        self.wait, self._tell_loop = _bell()

    def make(self) -> None:
        """Make the call, in a thread."""
        if self.dropped:
            return
        try:
            self.work(self.answer)
        except BaseException as error:  # noqa: BLE001  # raised where the call was asked for
            self.error = error
        self._tell()

    def answer(self, value: T) -> None:
        """Hand over the answer; only the first counts."""
        if not self._told:
            self.value = value
            self._tell()

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            with suppress(RuntimeError):  # the loop is over, and nobody waits
                self._tell_loop()


def _bell() -> tuple[Awaitable[Any], Callable[[], Any]]:  # Any: nothing of interest
    """What to wait for in the loop that runs, and what rings it from a thread."""
    loop: Any = current_token().native_token  # Any: asyncio's loop, or trio's token
    if isinstance(loop, asyncio.AbstractEventLoop):  # without anyio's event, which is a good many calls more
        rung = loop.create_future()
        return rung, partial(loop.call_soon_threadsafe, _ring, rung)
    event = anyio.Event()
    return event.wait(), partial(loop.run_sync_soon, event.set)


def _ring(rung: asyncio.Future[None]) -> None:
    if not rung.done():
        rung.set_result(None)


class Threads:
    """Threads that make calls, one each at a time; they end with this object, or with the process."""

    def __init__(self, count: int) -> None:
        self._queue: SimpleQueue[_Call[Any] | None] = SimpleQueue()  # Any: of whatever call
        for _ in range(count):
            threading.Thread(target=_serve, args=(self._queue,), name="benchwright-sandbox", daemon=True).start()
        self._finish = weakref.finalize(self, _stop, self._queue, count)

    async def call(self, work: Answering[T]) -> T:
        """What `work` answers, made in a thread. Cancelled, it is left to end by itself.

        Raises:
            whatever `work` raises before it has answered.
        """
        call = _Call(work)
        self._queue.put(call)
        try:
            await call.wait
        finally:
            call.dropped = True
        if call.error is not None:
            raise call.error
        return call.value  # type: ignore[return-value]  # it was answered

    def end(self) -> None:
        """Let the threads end, each after the call that it is making; it is not waited for."""
        self._finish()


def _serve(queue: SimpleQueue[_Call[Any] | None]) -> None:  # Any: of whatever call
    while (call := queue.get()) is not None:
        call.make()
        del call  # what it holds is not kept until the next one comes


def _stop(queue: SimpleQueue[_Call[Any] | None], count: int) -> None:  # Any: of whatever call
    for _ in range(count):
        queue.put(None)

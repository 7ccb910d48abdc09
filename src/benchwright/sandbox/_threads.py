"""Calls that block, made in threads of their own for an event loop that must not.

anyio's threads serve any call and cost some fifty microseconds each time, which is a good part of a short program's
run. These wait for nothing but the next call: one queue, one message back to the loop, on asyncio and trio alike. What
a call leaves to be done after its answer is done while the loop already goes on.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
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
        self.done = anyio.Event()
        loop: Any = current_token().native_token  # Any: asyncio's loop, or trio's token
        self._soon = loop.call_soon_threadsafe if hasattr(loop, "call_soon_threadsafe") else loop.run_sync_soon
        self._told = False

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
                self._soon(self.done.set)


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
            await call.done.wait()
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

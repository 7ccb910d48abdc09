"""Calls made in threads for an event loop."""

import threading
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from benchwright.sandbox._threads import Threads

LOOPS = pytest.mark.parametrize("loop", ["asyncio", "trio"])
Hand = Callable[[Any], None]


def saying(make: Callable[[], Any]) -> Callable[[Hand], None]:
    """A call that answers what `make` makes."""
    return lambda hand: hand(make())


def within(loop: str, count: int, use: Callable[[Threads], Any]) -> Any:
    """What `use` makes of so many threads."""

    async def go() -> Any:
        threads = Threads(count)
        try:
            return await use(threads)
        finally:
            threads.end()

    return anyio.run(go, backend=loop)


@LOOPS
def test_what_is_left_after_the_answer_keeps_nobody_waiting(loop: str) -> None:
    gate = threading.Event()
    seen: list[bool] = []

    def work(hand: Hand) -> None:
        hand("first")
        hand("second")
        seen.append(gate.wait(30))

    async def use(threads: Threads) -> Any:
        found = await threads.call(work)
        assert not seen
        gate.set()
        return found, await threads.call(saying(lambda: list(seen)))

    assert within(loop, 1, use) == ("first", [True])


@LOOPS
def test_an_error_before_the_answer_is_raised_where_it_was_asked_for(loop: str) -> None:
    def work(_: Hand) -> None:
        raise LookupError("mine")

    async def use(threads: Threads) -> Any:
        with pytest.raises(LookupError, match="mine"):
            await threads.call(work)
        return await threads.call(lambda hand: hand("goes on"))

    assert within(loop, 1, use) == "goes on"


@LOOPS
def test_a_cancelled_call_that_has_not_begun_is_never_made(loop: str) -> None:
    gate = threading.Event()
    made: list[str] = []

    async def use(threads: Threads) -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(threads.call, saying(lambda: gate.wait(30)))
            await anyio.wait_all_tasks_blocked()
            with anyio.move_on_after(0.01):
                await threads.call(saying(lambda: made.append("made")))
            gate.set()
        await threads.call(saying(lambda: None))

    within(loop, 1, use)
    assert made == []


@LOOPS
def test_as_many_calls_run_at_once_as_there_are_threads(loop: str) -> None:
    meeting = threading.Barrier(3)

    async def use(threads: Threads) -> None:
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(threads.call, saying(lambda: meeting.wait(30)))

    within(loop, 3, use)
    assert not meeting.broken


def test_an_answer_that_comes_after_the_loop_is_over_harms_nobody() -> None:
    gate, threads = threading.Event(), Threads(1)
    failed: list[Any] = []
    hook, threading.excepthook = threading.excepthook, failed.append

    async def leave() -> None:
        with anyio.move_on_after(0.01):
            await threads.call(saying(lambda: gate.wait(30)))

    async def again() -> Any:
        return await threads.call(saying(lambda: 7))

    try:
        anyio.run(leave)
        gate.set()
        assert anyio.run(again) == 7
        assert failed == []
    finally:
        threading.excepthook = hook
        threads.end()


def test_threads_that_nobody_holds_end() -> None:
    before = set(threading.enumerate())
    threads = Threads(2)
    ours = set(threading.enumerate()) - before
    assert len(ours) == 2
    del threads
    for thread in ours:
        thread.join(30)
    assert not any(thread.is_alive() for thread in ours)

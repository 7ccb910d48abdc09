"""Asynchronous work side by side with results in order, and what the calls of one piece of work cost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import anyio

from benchwright.items.drafts.draft import Desk
from benchwright.models.calls import Ask, Call, Reply, Spent

T = TypeVar("T")
R = TypeVar("R")


async def side_by_side(work: Callable[[T], Awaitable[R]], each: Sequence[T]) -> list[R]:
    """`work` of each, all begun at once; the results in the order of `each`."""
    found: dict[int, R] = {}

    async def one(at: int) -> None:
        found[at] = await work(each[at])

    async with anyio.create_task_group() as group:
        for at in range(len(each)):
            group.start_soon(one, at)
    return [found[at] for at in range(len(each))]


class Till:
    """Counts what one piece of work costs, of all that are under way."""

    def __init__(self) -> None:
        self.cost = Spent()

    def counting(self, ask: Ask) -> Ask:
        """The same, counted."""

        async def counted(call: Call) -> Reply:
            reply = await ask(call)
            self.cost += reply.cost
            return reply

        return counted

    def over(self, desk: Desk) -> Desk:
        """The same desk, its models counted."""
        return replace(desk, author=self.counting(desk.author), checker=self.counting(desk.checker))

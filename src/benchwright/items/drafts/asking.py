"""Asynchronous work side by side with results in order, and what the calls of one piece of work cost."""

from __future__ import annotations

from collections import Counter
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
        self.shared = Spent()
        """Of calls that later work need not make again."""
        self.answered: Counter[str] = Counter()
        """Calls that got a reply, by role of the model."""
        self.failures: Counter[tuple[str, str]] = Counter()
        """Calls that failed at the provider, by role and reason."""

    def counting(self, ask: Ask, role: str) -> Ask:
        """The same, counted."""

        async def counted(call: Call) -> Reply:
            reply = await ask(call)
            if call.shared:
                self.shared += reply.cost
            else:
                self.cost += reply.cost
            if reply.failure == "provider":
                self.failures[role, reply.reason] += 1
            else:
                self.answered[role] += 1
            return reply

        return counted

    def over(self, desk: Desk) -> Desk:
        """The same desk, its models counted."""
        author, checker = self.counting(desk.author, "author"), self.counting(desk.checker, "checker")
        return replace(desk, author=author, checker=checker)

"""One program, whose result is the answer: the method `pot`, by its arguments. What it does stands in `_pot_work`.

Inspect imports this module at start, wherever the package is installed.
"""

from __future__ import annotations

from inspect_ai.solver import Generate, Solver, TaskState, solver

from benchwright.attempts._asking import ROOM
from benchwright.inspect_bridge import READING


@solver
def pot(
    instruction: str | None = None,
    *,
    repair: int = 0,
    votes: int = 1,
    budget: int | None = None,
    calls: int | None = None,
    room: int = ROOM,
    seconds: float | None = None,
) -> Solver:
    """Ask for a program, run it, and give what it returns or prints as the answer.

    Args:
        instruction: what to ask for in place of the package's own words.
        repair: how often the model may mend a program that failed.
        votes: programs that vote; those after the first are drawn at temperature 0.7.
        budget: output tokens over all calls.
        calls: model calls.
        room: output tokens of one call, where there is a budget.
        seconds: of waiting for replies, after which no call begins.
    """
    from benchwright.attempts._pot_work import prepared

    work = prepared(
        instruction, repair=repair, votes=votes, budget=budget, calls=calls, room=room, seconds=seconds
    )  # fmt: skip

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001  # the signature of a solver
        state.store.set(READING, "marker")
        return await work(state)

    return solve

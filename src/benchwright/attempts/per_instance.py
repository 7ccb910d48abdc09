"""A program or words for each question: the method `pips`, by its arguments. What it does stands in `_pips_work`.

Inspect imports this module at start, wherever the package is installed.
"""

from __future__ import annotations

from inspect_ai.solver import Generate, Solver, TaskState, solver

from benchwright.attempts._asking import ROOM
from benchwright.inspect_bridge import READING


@solver
def pips(  # noqa: PLR0913  # each is an argument that `-S` sets
    switch: str = "criteria",
    *,
    price: float = 0.0,
    band: float = 0.0,
    rounds: int = 4,
    critic: bool = True,
    votes: int = 1,
    fallback: bool = True,
    budget: int | None = None,
    calls: int | None = None,
    room: int = ROOM,
    seconds: float | None = None,
) -> Solver:
    """Decide per question between a program and words; check, criticise and mend the program.

    Args:
        switch: `criteria` (ten scores of the model, their mean), `logistic:FILE` (trained; `logistic`: the
            package's own), `always` or `never` code.
        price: what 1,000 more output tokens must gain in accuracy, 0 to 1.
        band: an expected gain or loss no larger than this leaves the choice open, and both branches are run.
        rounds: repairs of a program and its symbols.
        critic: whether a program without fault is shown to a critic: the model in the role `critic`, or the same.
        votes: answers that vote, in turn from the chosen branch and the other.
        fallback: whether words answer where no sound program was found.
        budget: output tokens over all calls.
        calls: model calls.
        room: output tokens of one call, where there is a budget.
        seconds: of waiting for replies, after which no call begins.

    Raises:
        InputError: a setting that does not fit, or a trained switch that is not there.
    """
    from benchwright.attempts._pips_work import prepared

    work = prepared(
        switch=switch, price=price, band=band, rounds=rounds, critic=critic,
        votes=votes, fallback=fallback, budget=budget, calls=calls, room=room, seconds=seconds,
    )  # fmt: skip

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001  # the signature of a solver
        state.store.set(READING, "marker")
        return await work(state)

    return solve

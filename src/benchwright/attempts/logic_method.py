"""Facts in, proof out: the method `logic`, by its arguments. What it does stands in `_logic_work`.

Inspect imports this module at start, wherever the package is installed.
"""

from __future__ import annotations

from inspect_ai.solver import Generate, Solver, TaskState, solver

from benchwright.attempts._asking import ROOM
from benchwright.inspect_bridge import READING


@solver
def logic(
    rules: str = "auto",
    *,
    passages: int | str = 0,
    unverified: str = "drop",
    threshold: float = 0.5,
    repair: int = 2,
    calibration: str = "",
    schema: bool = True,
    budget: int | None = None,
    calls: int | None = None,
    room: int = ROOM,
) -> Solver:
    """Have facts read from the text, and derive the answer with its proof.

    Args:
        rules: `item` (the item's own), `model` (written by the model), `auto` (the item's where it has any, else the
            model's), or a file of the user's; where that has no query, the model writes it.
        passages: of each document, read only the K passages nearest to the question, or `all` of them in turn; 0 reads
            what the prompt shows.
        unverified: `drop` facts whose quote is not in the text or names none of their values, or `keep` them, marked.
        threshold: where several answers are asked for, the probability from which a tuple is one.
        repair: how often a reply that cannot be used goes back with the reason.
        calibration: a file of `benchwright.stats.fit_calibration`, applied to the answer's probability.
        schema: ask for JSON by a schema, where the provider can.
        budget: output tokens over all calls.
        calls: model calls.
        room: output tokens of one call, where there is a budget.

    Raises:
        InputError: a setting that does not fit, or a file that cannot be used.
    """
    from benchwright.attempts._logic_work import prepared

    work = prepared(
        rules=rules, passages=str(passages), unverified=unverified, threshold=threshold, repair=repair,
        calibration=calibration, schema_=schema, budget=budget, calls=calls, room=room,
    )  # fmt: skip

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001  # the signature of a solver
        state.store.set(READING, "marker")
        return await work(state)

    return solve

"""Two ways of reasoning in words: answer at once, or think first.

The second is chain of thought (Wei et al. 2022, arXiv:2201.11903).
"""

from __future__ import annotations

from inspect_ai.model import ChatMessageUser
from inspect_ai.solver import Generate, Solver, TaskState, solver

from benchwright.attempts._settings import CapSettings, settled
from benchwright.attempts.prompts import shipped
from benchwright.inspect_bridge import READING


def _asking(instruction: str, reading: str, budget: int | None) -> Solver:
    room = settled(CapSettings, budget=budget).budget

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        if instruction:
            last = state.user_prompt
            state.messages[state.messages.index(last)] = ChatMessageUser(content=f"{last.text}\n\n{instruction}")
        state.store.set(READING, reading)
        return await (generate(state) if room is None else generate(state, max_tokens=room))

    return solve


@solver
def direct(instruction: str | None = None, *, budget: int | None = None) -> Solver:
    """Ask for the answer only; the whole reply is read as the answer.

    Args:
        instruction: what to add to the prompt in place of the package's own words; "" adds nothing.
        budget: output tokens of the reply, in place of the run's own limit.
    """
    return _asking(shipped("direct") if instruction is None else instruction, "whole", budget)


@solver
def cot(instruction: str | None = None, *, budget: int | None = None) -> Solver:
    """Ask for reasoning and then a line `ANSWER: ...`; a reply without that line cannot be read.

    Args:
        instruction: what to add to the prompt in place of the package's own words; "" adds nothing.
        budget: output tokens of the reply, in place of the run's own limit.
    """
    return _asking(shipped("cot") if instruction is None else instruction, "marker", budget)

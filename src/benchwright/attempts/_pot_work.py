"""Program of thought: the model writes one program, the sandbox runs it, and what it gives is the answer.

After Chen et al. 2022 (arXiv:2211.12588). A program that fails has no answer: the reply then says why and does not
parse. `repair` lets the model mend a failed program; `votes` lets several programs vote.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from inspect_ai.model import ModelOutput
from inspect_ai.solver import TaskState

from benchwright.attempts._answers import Form, completion_of, form_of
from benchwright.attempts._asking import Caps, Desk
from benchwright.attempts._ballots import elect
from benchwright.attempts._checking import judge_alone
from benchwright.attempts._feedback import mending
from benchwright.attempts._replies import program_in
from benchwright.attempts._settings import PotSettings, settled
from benchwright.attempts._trials import Trial, keep, show
from benchwright.attempts.prompts import shipped


def prepared(instruction: str | None, **arguments: Any) -> Callable[[TaskState], Awaitable[TaskState]]:
    """The work on a sample, with arguments checked.

    Raises:
        InputError: a setting that does not fit.
    """
    wanted = settled(PotSettings, **arguments)
    asked = shipped("pot") if instruction is None else instruction

    async def run(state: TaskState) -> TaskState:
        desk = Desk(state, Caps(wanted.budget, wanted.calls, wanted.room, wanted.seconds))
        work = _Work(desk, asked, form_of(state))
        for ballot in range(wanted.votes):
            await work.vote(ballot, wanted.repair)
        return work.done()

    return run


@dataclass
class _Work:
    """Programs of one sample."""

    desk: Desk
    asked: str
    form: Form

    def __post_init__(self) -> None:
        self.trials: list[Trial] = []
        self.ballots: list[Trial] = []

    async def vote(self, ballot: int, repair: int) -> None:
        """One program, mended at most so often."""
        output = await self.desk.ask("program", self.asked, ballot=ballot)
        trial = await self._try(output)
        for _ in range(repair):
            if trial is None or trial.answer:
                break
            output = await self.desk.ask("repair", mending(self.asked, trial), ballot=ballot)
            trial = await self._try(output) or trial
        if trial is not None:
            self.ballots.append(trial)

    async def _try(self, output: ModelOutput | None) -> Trial | None:
        """Run the program of a reply; none where the call could not be made."""
        if output is None or output.stop_reason == "model_length":
            return None
        trial = await judge_alone(program_in(output.completion), self.form, self.desk.state.input_text)
        self.trials.append(trial)
        show(trial)
        return trial

    def done(self) -> TaskState:
        """The answer of the vote, or why there is none."""
        chosen = elect(self.ballots)
        keep(self.desk.state, self.trials, chosen)
        if chosen is not None:
            return self.desk.finish(completion_of(chosen.answer))
        if self.trials:
            last = self.trials[-1]
            return self.desk.fail(last.why, last.result.error)
        return self.desk.fail("The budget is out")

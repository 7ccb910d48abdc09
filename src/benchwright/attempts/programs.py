"""Program of thought: the model writes one program, the sandbox runs it, and what it gives is the answer.

After Chen et al. 2022 (arXiv:2211.12588). A program that fails has no answer: the reply then says why and does not
parse. `repair` lets the model mend a failed program; `votes` lets several programs vote.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspect_ai.model import ModelOutput
from inspect_ai.solver import Generate, Solver, TaskState, solver

from benchwright.attempts._answers import Form, answer_text, completion_of, failure_of, form_of, usable
from benchwright.attempts._asking import ROOM, Caps, Desk
from benchwright.attempts._ballots import elect
from benchwright.attempts._checking import inspected
from benchwright.attempts._feedback import fault_of, mending
from benchwright.attempts._replies import program_in
from benchwright.attempts._settings import PotSettings, settled
from benchwright.attempts._trials import Trial, entry, execute, keep, show
from benchwright.attempts.prompts import shipped
from benchwright.inspect_bridge import READING
from benchwright.sandbox.types import Program, Result


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
    wanted = settled(PotSettings, repair=repair, votes=votes, budget=budget, calls=calls, room=room, seconds=seconds)
    asked = shipped("pot") if instruction is None else instruction

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001  # the signature of a solver
        state.store.set(READING, "marker")
        desk = Desk(state, Caps(wanted.budget, wanted.calls, wanted.room, wanted.seconds))
        work = _Work(desk, asked, form_of(state))
        for ballot in range(wanted.votes):
            await work.vote(ballot, wanted.repair)
        return work.done()

    return solve


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
        source = program_in(output.completion)
        program = entry(source)
        result = await execute(program)
        trial = Trial(program, result, answer_text(_value(program, result), self.form, self.desk.state.input_text))
        report = inspected(program)
        trial = replace(trial, checks=dict(report.verdicts), label=report.label, faults=fault_of(trial))
        self.trials.append(trial)
        show(trial)
        return trial

    def done(self) -> TaskState:
        """The answer of the vote, or why there is none."""
        chosen = elect(self.ballots)
        keep(self.desk.state, self.trials, chosen)
        stop = str(self.desk.last.stop_reason) if self.desk.last else "stop"
        if chosen is not None:
            return self.desk.finish(completion_of(chosen.answer))
        if self.trials:
            last = self.trials[-1]
            return self.desk.finish(failure_of(last.why, last.result.error), stop)
        return self.desk.finish("" if stop == "model_length" else failure_of("The budget is out", ""), stop)


def _value(program: Program, result: Result) -> object:
    """What the program gave: a value, or else the last line that it printed."""
    if result.kind != "ok":
        return None
    if (program.function or program.variable) and result.value is not None:
        return usable(result.value, result.type)
    return next((line for line in reversed(result.stdout.splitlines()) if line.strip()), None)

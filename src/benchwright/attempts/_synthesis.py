"""The program branch of PIPS: symbols -> program -> run -> checks -> critic -> repair, bounded; the best is kept.

Rules come first: only a program with which they find no fault is shown to the critic. The loop ends when nothing is
left to mend, when rounds, tokens or calls run out, or when the model repeats itself: the same program twice, or a
program with the very faults of one before it. The best of all tries is chosen by what was measured of each, not by
which came last. Where no symbols can be had, the program is written from the question alone, as program of thought.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from inspect_ai.model import Model, ModelOutput, get_model, model_roles

from benchwright.attempts._answers import Form
from benchwright.attempts._asking import LEAST, Desk
from benchwright.attempts._ballots import same_key
from benchwright.attempts._checking import judge, judge_alone
from benchwright.attempts._demonstration import undemonstrated
from benchwright.attempts._feedback import asking_again, criticising, fixing, mending, programming
from benchwright.attempts._replies import object_in, program_in, verdict_in
from benchwright.attempts._settings import PipsSettings
from benchwright.attempts._symbols import Symbols, read_symbols
from benchwright.attempts._trials import FUNCTION, Trial, show
from benchwright.attempts.prompts import shipped

CRITIC = "critic"
"""The role of the critic among Inspect's models."""
_TRIES = 2
"""Requests for symbols, and for a repair that changes something; the second repair is drawn at a temperature."""
_SHARE = 3
"""One request for symbols takes no more than this part of the budget: lists that run on are cut."""
_EMPTY = {"hard-coded", "placeholder", "syntax", "no answer"}
"""Labels of programs whose answer owes nothing to the symbols."""


@dataclass
class Synthesis:
    """Programs for one sample."""

    desk: Desk
    settings: PipsSettings
    form: Form
    kept: int = 0
    """Output tokens that are left for an answer in words."""
    trials: list[Trial] = field(default_factory=list)
    symbols: Symbols | None = None
    advised: bool = False
    """Whether the model was told what could be better, though nothing was wrong."""

    async def run(self) -> Trial | None:
        """The best program that was found; none where there is not even one."""
        self.symbols = await self._symbols()
        output = await self._ask("program", self._request())
        source = self._program(output) if output else None
        for left in range(self.settings.rounds, -1, -1):
            if source is None:
                break
            trial = await self._try(source)
            if not left or not self._mendable(trial) or self._stuck(trial):
                break
            source = await self._fix(trial)
        return best(self.trials)

    async def again(self, ballot: int) -> Trial | None:
        """Another program over the same symbols, drawn at a temperature, neither criticised nor mended."""
        output = await self._ask("program", self._request(), ballot=ballot)
        return await self._try(self._program(output), alone=True) if output else None

    @property
    def _share(self) -> int | None:
        return max(self.settings.budget // _SHARE, LEAST) if self.settings.budget else None

    def _program(self, output: ModelOutput) -> str:
        """The program of a reply; where it is called with symbols, without an example of its use."""
        source = program_in(output.completion)
        return undemonstrated(source, FUNCTION) if self.symbols else source

    def _request(self) -> str:
        return programming(self.symbols) if self.symbols else shipped("pot")

    def _stuck(self, trial: Trial) -> bool:
        """Whether all that is wrong with it was wrong with an earlier one, which the model was told of."""
        return any(_told(old) == _told(trial) for old in self.trials if old is not trial)

    def _mendable(self, trial: Trial) -> bool:
        """Whether there is something to mend. What could merely be better is told once."""
        told, self.advised = self.advised, self.advised or (trial.sound and bool(trial.advice))
        return not trial.sound or bool(trial.objections) or (bool(trial.advice) and not told)

    async def _ask(
        self, stage: str, text: str, *, ballot: int = 0, model: Model | None = None, most: int | None = None
    ) -> ModelOutput | None:
        output = await self.desk.ask(stage, text, kept=self.kept, most=most, ballot=ballot, model=model)
        return None if output is None or output.stop_reason == "model_length" else output

    async def _symbols(self) -> Symbols | None:
        asked = text = shipped("pips_symbols")
        for _ in range(_TRIES):
            output = await self._ask("symbols", text, most=self._share)
            if output is None:
                return None
            found, problem = read_symbols(output.completion, self.desk.text)
            if found is not None:
                return found
            text = asking_again(asked, problem)
        return None

    async def _try(self, source: str, *, alone: bool = False) -> Trial:
        question = self.desk.state.input_text
        if self.symbols is None:
            trial = await judge_alone(source, self.form, question)
        else:
            trial = await judge(source, self.symbols, self.form, question)
        if self.settings.critic and trial.sound and not alone and (self.advised or not trial.advice):
            trial = await self._criticised(trial)
        self.trials.append(trial)
        show(trial)
        return trial

    async def _criticised(self, trial: Trial) -> Trial:
        other = get_model(role=CRITIC) if CRITIC in model_roles() else None
        output = await self._ask("critic", criticising(trial), model=other)
        if output is None:
            return trial
        said = verdict_in(output.completion)
        faults = (f"A critic says: {said.reasons or 'it is wrong'}",) if said.verdict == "fail" else ()
        return replace(trial, critic=said, objections=faults)

    async def _fix(self, trial: Trial) -> str | None:
        """The next program; none where no reply can be had, or the model only repeats itself."""
        for ballot in range(_TRIES):
            asked = fixing(trial) if trial.symbols else mending(shipped("pot"), trial)
            output = await self._ask("fix", asked, ballot=ballot)
            if output is None:
                return None
            source = self._program(output) or trial.program.source
            symbols = self._revised(output.completion)
            if all((source, symbols) != (old.program.source, old.symbols) for old in self.trials):
                self.symbols = symbols
                return source
        return None

    def _revised(self, reply: str) -> Symbols | None:
        """The symbols of a repair, where it has new ones in the form that was asked for."""
        given, _ = object_in(reply, "symbols")
        if self.symbols is None or given is None or not isinstance(given.get("symbols"), dict):
            return self.symbols
        return read_symbols(reply, self.desk.text)[0] or self.symbols


def _told(trial: Trial) -> list[str]:
    """What the model is told, whatever the lines."""
    return [re.sub(r"\(line \d+\)", "", said) for said in trial.told]


def best(trials: list[Trial]) -> Trial | None:
    """The best by what was measured.

    In this order: it answered; its answer depends on the symbols; few faults; what the critic said; little that could
    be better; how often its answer came.

    Of equals the later one, for it was written with more known.
    """
    counts = Counter(same_key(trial.answer) for trial in trials if trial.answer)
    order = {"pass": 2, "none": 1, "fail": 0}

    def rank(place: int) -> tuple[float, ...]:
        trial = trials[place]
        said = order[trial.critic.verdict] if trial.critic else 1
        empty = trial.label in _EMPTY
        agreed = counts[same_key(trial.answer)]
        return (bool(trial.answer), not empty, -len(trial.faults), said, -len(trial.advice), agreed, place)

    return trials[max(range(len(trials)), key=rank)] if trials else None

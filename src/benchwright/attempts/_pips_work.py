"""Per-instance program synthesis: for each question a program or words, whichever promises more.

After PIPS (Stein et al. 2025, arXiv:2510.22849). Beyond it: rules check every program before any critic does, the
critic's verdict is explicit, the best try is kept and not the last, words answer where no sound program is found,
both branches may vote, and an undecided switch runs both. One cap on output tokens holds over everything.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from inspect_ai.log import transcript
from inspect_ai.solver import TaskState

from benchwright.attempts import switching
from benchwright.attempts._answers import completion_of, form_of
from benchwright.attempts._asking import Caps, Desk
from benchwright.attempts._ballots import Ballot, poll
from benchwright.attempts._replies import answer_in, scores_in
from benchwright.attempts._settings import PipsSettings, settled
from benchwright.attempts._synthesis import Synthesis
from benchwright.attempts._trials import Trial, keep
from benchwright.attempts.prompts import shipped
from benchwright.attempts.switching import Choice, Coefficients, Stakes

PIPS = "benchwright:pips"
"""Where a sample keeps what the switch said, which branch answered, its ballots, and tokens per stage."""
_KEPT = 256
"""Output tokens that the program branch leaves for words, at most a quarter of the budget."""


def prepared(**arguments: Any) -> Callable[[TaskState], Awaitable[TaskState]]:  # Any: as the method takes them
    """The work on a sample, with arguments checked and a trained switch read.

    Raises:
        InputError: a setting that does not fit, or a trained switch that is not there.
    """
    wanted = settled(PipsSettings, **arguments)
    trained = _trained(wanted)
    return lambda state: _Work(state, wanted, trained).run()


def _trained(wanted: PipsSettings) -> Coefficients | None:
    kind, _, path = wanted.switch.partition(":")
    return switching.read_switch(path or switching.SHIPPED) if kind == "logistic" else None


@dataclass
class _Said:
    """What the switch said."""

    choice: Choice
    chance: float | None = None
    scores: tuple[float, ...] | None = None


@dataclass
class _Work:
    """One sample."""

    state: TaskState
    wanted: PipsSettings
    trained: Coefficients | None
    ballots: list[Ballot] = field(default_factory=list)

    def __post_init__(self) -> None:
        wanted = self.wanted
        self.desk = Desk(self.state, Caps(wanted.budget, wanted.calls, wanted.room, wanted.seconds))
        kept = min(_KEPT, wanted.budget // 4) if wanted.budget else 1
        self.synthesis = Synthesis(self.desk, wanted, form_of(self.state), kept if wanted.fallback else 0)

    async def run(self) -> TaskState:
        said = await self._decide()
        transcript().info({"switch": _shown(said)}, source="benchwright")
        if said.choice != "words":
            await self._program(first=True)
        if said.choice != "code" or (self.wanted.fallback and not any(ballot.sound for ballot in self.ballots)):
            await self._words(0)
        await self._votes(said.choice)
        chosen = poll(self.ballots, prefer="words" if said.choice == "words" else "code")
        return self._done(said, chosen)

    async def _decide(self) -> _Said:
        """Which branch is run; both where the criteria cannot be read."""
        if self.wanted.switch in {"always", "never"}:
            return _Said("code" if self.wanted.switch == "always" else "words")
        scores = await self._scores() if self._scored() else None
        chance = self._chance(scores)
        return _Said(switching.choose(chance, self._stakes()), chance, scores)

    def _scored(self) -> bool:
        """Whether the switch looks at the ten criteria."""
        return self.trained is None or any(name.startswith("criteria:") for name in self.trained.features)

    async def _scores(self) -> tuple[float, ...] | None:
        output = await self.desk.ask("switch", shipped("pips_criteria"), kept=self.synthesis.kept)
        return scores_in(output.completion) if output else None

    def _chance(self, scores: tuple[float, ...] | None) -> float | None:
        if self.trained is None:
            return None if scores is None else switching.mean_score(scores)
        features = switching.text_features(self.state.input_text)
        return switching.probability(self.trained, features | (switching.criteria_features(scores) if scores else {}))

    def _stakes(self) -> Stakes:
        if self.trained is None:
            return Stakes(self.wanted.price, self.wanted.band)
        return Stakes(self.wanted.price, self.wanted.band, self.trained.differ, self.trained.extra_tokens)

    async def _program(self, *, first: bool = False, ballot: int = 0) -> None:
        trial = await (self.synthesis.run() if first else self.synthesis.again(ballot))
        if trial is not None and trial.answer:
            self.ballots.append(
                Ballot("code", trial.answer, sound=trial.sound, objected=bool(trial.objections), trial=trial)
            )

    async def _words(self, ballot: int) -> None:
        output = await self.desk.ask("words", shipped("cot"), joined=True, ballot=ballot)
        if output is not None:
            answer = answer_in(output.completion, self.synthesis.form)
            stop = str(output.stop_reason)
            self.ballots.append(Ballot("words", answer, sound=bool(answer), reply=output.completion, stop=stop))

    async def _votes(self, choice: Choice) -> None:
        """Further answers, in turn from the branch that was not heard last."""
        started = choice != "words"
        for number in range(1, 2 * self.wanted.votes):
            if len(self.ballots) >= self.wanted.votes:
                break
            last = self.ballots[-1].branch if self.ballots else "words"
            if last == "code":
                await self._words(number)
            else:
                await self._program(first=not started, ballot=number)
                started = True

    def _done(self, said: _Said, chosen: Ballot | None) -> TaskState:
        keep(self.state, self.synthesis.trials, chosen.trial if chosen else None)
        self.state.store.set(PIPS, {
            "switch": {"by": self.wanted.switch.partition(":")[0], **_shown(said)},
            "branch": chosen.branch if chosen else "none",
            "ballots": [ballot.kept() for ballot in self.ballots], "tokens": dict(self.desk.tokens),
            "calls": self.desk.made,
        })  # fmt: skip
        transcript().info({"pips": self.state.store.get(PIPS)}, source="benchwright")
        if chosen is not None and chosen.trial is not None:
            return self.desk.finish(completion_of(chosen.answer))
        spoken = chosen or next((ballot for ballot in self.ballots if ballot.branch == "words"), None)
        if spoken is not None:
            return self.desk.finish(spoken.reply, spoken.stop)
        last: Trial | None = self.synthesis.trials[-1] if self.synthesis.trials else None
        why, detail = (last.why, last.result.error) if last else ("No symbols or program could be had", "")
        return self.desk.fail(why, detail)


def _shown(said: _Said) -> dict[str, Any]:  # Any: JSON
    return {"choice": said.choice, "chance": said.chance, "scores": list(said.scores) if said.scores else None}

"""Calls to models on behalf of one sample, within its budget.

A call shows the sample's own prompt, unchanged, and then what is asked at this stage, as a second message of the user:
documents stay references, the prompt is not copied, and a server can reuse what it has read of it. Output tokens are
counted per stage; a call is refused when tokens or calls run out, and never given more room than is left.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageUser,
    GenerateConfig,
    Model,
    ModelOutput,
    get_model,
)
from inspect_ai.solver import TaskState

from benchwright.attempts._answers import failure_of
from benchwright.attempts.references import expand, install
from benchwright.inspect_bridge import WHY
from benchwright.seeding import seed_of

LEAST = 16
"""Output tokens below which a call is not worth making."""
ROOM = 1024
"""Room for one reply where a budget is kept and the user set none."""
HEAT = 0.7
"""Temperature of further samples of the same question."""


@dataclass(frozen=True)
class Caps:
    """What one sample may use."""

    budget: int | None = None
    """Output tokens over all calls; none where there is no cap."""
    calls: int | None = None
    room: int = ROOM
    """Output tokens of one call, where a budget is kept."""
    seconds: float | None = None
    """Of waiting for replies; no call begins after them, and only a last one after three quarters of them."""


class Desk:
    """Asks for one sample, and keeps count."""

    def __init__(self, state: TaskState, caps: Caps) -> None:
        self.state, self.caps = state, caps
        self.prompt = state.user_prompt
        self.before: list[ChatMessage] = state.messages[: state.messages.index(self.prompt)]
        self.spent = 0
        self.made = 0
        self.seconds = 0.0
        self.tokens: Counter[str] = Counter()
        self.last: ModelOutput | None = None

    @property
    def text(self) -> str:
        """What the model is shown, its documents in full: for checking quotes, never for keeping."""
        return expand(self.prompt.text)

    def room(self, kept: int = 0, most: int | None = None) -> int:
        """Output tokens that the next call may use, or 0 where it may not be made.

        Args:
            kept: tokens to leave for a later call.
            most: that such a reply can need.
        """
        if self.caps.calls is not None and self.made >= self.caps.calls - (1 if kept else 0):
            return 0
        if self.caps.seconds is not None and self.seconds >= self.caps.seconds * (0.75 if kept else 1.0):
            return 0
        if self.caps.budget is None:
            return self.caps.room
        left = min(self.caps.room, self.caps.budget - self.spent - kept, most or self.caps.room)
        return left if left >= min(LEAST, self.caps.budget) else 0

    async def ask(
        self, stage: str, text: str, *, kept: int = 0, most: int | None = None, joined: bool = False, ballot: int = 0,
        model: Model | None = None,
    ) -> ModelOutput | None:  # fmt: skip
        """One call; none where tokens, calls or time are out.

        Args:
            stage: what it counts for.
            text: what is asked.
            kept: tokens to leave for a later call.
            most: output tokens that such a reply can need, where a budget is kept.
            joined: put the question and the prompt into one message, as the methods in words do.
            ballot: from 1, a further sample of the same question, drawn at a temperature.
            model: another model than the one under test.
        """
        room = self.room(kept, most)
        if not room:
            return None
        asked = ChatMessageUser(content=f"{self.prompt.text}\n\n{text}" if joined else text)
        shown = [*self.before, *([] if joined else [self.prompt]), asked]
        answering = model or get_model()
        install(answering)
        output = await answering.generate(shown, config=self._config(room, ballot, other=model is not None))
        self._count(stage, output)
        self.state.messages += [asked, ChatMessageAssistant(content=output.completion, source="generate")]
        return output

    def _config(self, room: int, ballot: int, *, other: bool) -> GenerateConfig:
        """Only what differs from the run's own settings, which another model does not inherit."""
        capped = room if self.caps.budget is not None or other else None
        drawn = seed_of("ballot", str(self.state.sample_id), self.state.epoch, ballot) % 2**31
        if ballot:
            return GenerateConfig(max_tokens=capped, temperature=HEAT, seed=drawn)
        return GenerateConfig(max_tokens=capped, temperature=0.0 if other else None)

    def _count(self, stage: str, output: ModelOutput) -> None:
        used = output.usage.output_tokens if output.usage else 0
        self.made += 1
        self.spent += used
        self.seconds += output.time or 0.0
        self.tokens[stage] += used
        self.last = output

    def finish(self, completion: str, stop: str = "stop") -> TaskState:
        """Put the final reply where scorers look for it."""
        model = self.last.model if self.last else str(get_model())
        if stop == "model_length":
            output = ModelOutput.from_content(model, completion, stop_reason="model_length")
        else:
            output = ModelOutput.from_content(
                model, completion, stop_reason="max_tokens" if stop == "max_tokens" else "stop"
            )
        output.time = self.seconds or None
        self.state.output = output
        self.state.messages.append(output.choices[0].message)
        return self.state

    def fail(self, what: str, detail: str = "") -> TaskState:
        """Put a reply without an answer there, and say why there is none.

        Args:
            what: in our own words.
            detail: in the program's, the sandbox's or the model's.
        """
        stop = str(self.last.stop_reason) if self.last else "stop"
        if stop == "model_length":
            return self.finish("", stop)
        self.state.store.set(WHY, " ".join(f"{what}: {detail}".split())[:300] if detail else what)
        return self.finish(failure_of(what, detail), stop)

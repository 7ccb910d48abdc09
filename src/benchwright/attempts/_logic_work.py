"""Facts in, proof out: the model reads typed facts with their quotes, and logic computes the answer.

    rules (item, user, model) ─► facts, by the model ─► quotes looked up ─► exact inference ─► answer, proof, flips

After the prompted form of neuro-symbolic systems (Stein et al. 2025, arXiv:2505.24874; Vieira, Li et al. 2024,
arXiv:2412.14515). Beyond them: every fact has its span, what the text does not bear out is dropped and counted, the
proof cites spans, the fact whose error would change the answer is named, and probabilities can be calibrated. Rules are
written from the question alone, so that no document has a hand in them. A reply that holds no facts in the form asked
for fails to parse; where facts are read and nothing follows, the answer is that the text does not say.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from inspect_ai.log import transcript
from inspect_ai.model import ChatMessageUser, GenerateConfig, ModelOutput
from inspect_ai.solver import TaskState

from benchwright.attempts._answers import answer_text, completion_of, form_of
from benchwright.attempts._asking import Caps, Desk
from benchwright.attempts._feedback import fenced
from benchwright.attempts._logic_answers import Choice, Flip, Solved, flips, weigh
from benchwright.attempts._logic_facts import Reading, merge, read_begun, read_facts
from benchwright.attempts._logic_kept import kept, reply_of
from benchwright.attempts._logic_rules import Origin, Rules, datalog_in, read_added, read_open, read_rules
from benchwright.attempts._logic_schema import schema_for
from benchwright.attempts._logic_sources import Source
from benchwright.attempts._logic_texts import Part, parts_of, sources_of
from benchwright.attempts._settings import LogicSettings, settled
from benchwright.attempts.costs import PASSAGES_IN_CALL
from benchwright.attempts.prompts import shipped
from benchwright.errors import InputError, LogicError
from benchwright.inspect_bridge import RETRIEVED
from benchwright.stats.calibration import Calibration, read_calibration

LOGIC = "benchwright:logic"
"""Where a sample keeps rules, facts, proof, probability and flips."""
NOT_STATED = "The document does not say."
_ALL = "all"
T = TypeVar("T")


def prepared(**arguments: Any) -> Callable[[TaskState], Awaitable[TaskState]]:  # Any: as the method takes them
    """The work on a sample, with files read and arguments checked.

    Raises:
        InputError: a setting that does not fit, or a file that cannot be used.
    """
    wanted = settled(LogicSettings, **arguments)
    own = None if wanted.rules in {"auto", "item", "model"} else _rules_file(wanted.rules)
    scale = read_calibration(wanted.calibration) if wanted.calibration else None
    return lambda state: _Work(state, wanted, own, scale).run()


def _rules_file(path: str) -> Rules:
    """The user's rules.

    Raises:
        InputError: the file cannot be read, or its rules cannot be used.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot use rules={path}: {error}; give item, model, auto, or a file of rules") from error
    try:
        found = read_open(text, "user")
        return read_rules(text, "user") if found.program.queries else found
    except LogicError as error:
        raise InputError(f"cannot use rules={path}: {error}") from error


class _Reader(Desk):
    """A desk that may show another prompt than the sample's, and ask for a form of reply."""

    form: Any = None
    """Inspect's response schema for the next call."""

    def _config(self, room: int, ballot: int, *, other: bool) -> GenerateConfig:
        config = super()._config(room, ballot, other=other)
        return config.merge(GenerateConfig(response_schema=self.form)) if self.form is not None else config

    async def read(self, stage: str, text: str, shown: str | None) -> ModelOutput | None:
        """One call, over other text than the prompt's where some is given."""
        own = self.prompt
        self.prompt = own if shown is None else ChatMessageUser(content=shown)
        try:
            return await self.ask(stage, text)
        finally:
            self.prompt = own


@dataclass
class _Work:
    """One sample."""

    state: TaskState
    wanted: LogicSettings
    own: Rules | None
    scale: Calibration | None
    problem: str = ""
    broken: str = ""
    """Why the facts are only those before the reply broke off."""
    """Why there is no answer, in our own words."""
    faults: list[str] = field(default_factory=list)
    """What was wrong with replies, in order."""

    def __post_init__(self) -> None:
        wanted = self.wanted
        self.desk = _Reader(self.state, Caps(wanted.budget, wanted.calls, wanted.room))
        self.sources = sources_of(self.state, self.desk.prompt.text)
        options = "".join(f"\n- {option}" for option in self._options())
        self.question = f"Question: {self.state.input_text}{options}"

    async def run(self) -> TaskState:
        """Rules, facts, answer."""
        rules = await self._rules()
        reading = await self._facts(rules) if rules else None
        solved = self._solved(rules, reading) if rules and reading else None
        return self._done(rules, reading, solved)

    async def _rules(self) -> Rules | None:
        if self.own is not None:
            own = self.own
            return own if own.program.queries else await self._queried(own)
        text = str(self.state.metadata.get("rules") or "")
        if text and self.wanted.rules != "model":
            return self._checked(text, "item")
        if self.wanted.rules == "item":
            self.problem = "The item has no rules; run it with rules=model or a file of rules"
            return None
        return await self._until("rules", shipped("logic_rules"), self.question, self._proposed)

    def _checked(self, text: str, origin: Origin) -> Rules | None:
        try:
            return read_rules(text, origin)
        except LogicError as error:
            self.problem = f"The rules of the {origin} cannot be used: {error}"
            return None

    def _proposed(self, reply: str) -> tuple[Rules | None, str]:
        text = datalog_in(reply)
        if not text:
            return None, "the reply holds no ```datalog block with a query"
        try:
            return read_rules(text, "model", self.question), ""
        except LogicError as error:
            return None, str(error)

    async def _queried(self, own: Rules) -> Rules | None:
        """The user's rules with a query of the model."""

        def read(reply: str) -> tuple[Rules | None, str]:
            try:
                return read_added(own, datalog_in(reply), self.question), ""
            except LogicError as error:
                return None, str(error)

        asked = shipped("logic_query").format(rules=fenced("rules", own.text))
        return await self._until("query", asked, self.question, read)

    async def _facts(self, rules: Rules) -> Reading | None:
        """What all parts of the text give; none where a reply could not be read."""
        quiet = ', or write "" (in a number column -1) for the one value' if rules.origin == "item" else ""
        asked = shipped("logic_facts").format(relations="\n".join(one.shown for one in rules.relations), quiet=quiet)
        self.desk.form = schema_for(rules) if self.wanted.schema_ else None
        found = []
        for part in self._parts(rules):
            sources = part.sources

            def read(reply: str, within: list[Source] = sources) -> tuple[Reading | None, str]:
                return read_facts(reply, rules, within, keep=self.wanted.unverified == "keep")

            one = await self._until("facts", asked, part.prompt, read) or self._begun(rules, sources)
            if one is None:
                return None
            found.append(one)
        return self._merged(found, rules)

    def _begun(self, rules: Rules, sources: list[Source]) -> Reading | None:
        """What a last reply holds of facts before it breaks off, where none that it lost could undo an answer."""
        if not rules.growing:
            return None
        reply = self.desk.last.completion if self.desk.last else ""
        found = read_begun(reply, rules, sources, keep=self.wanted.unverified == "keep")
        if found is not None:
            self.broken, self.problem = self.problem, ""
        return found

    def _merged(self, found: list[Reading], rules: Rules) -> Reading | None:
        merged = merge(found, rules)
        if merged.malformed:
            self.problem = f"None of the facts can be used: {merged.dropped[0].detail}"
            return replace(merged, facts=())
        return merged

    def _parts(self, rules: Rules) -> list[Part]:
        if self.wanted.passages == "0" or not any(source.document for source in self.sources):
            return [Part(None, self.sources)]
        count = None if self.wanted.passages == _ALL else int(self.wanted.passages)
        wanted = " ".join([self.state.input_text, *(one.note or one.name for one in rules.relations)])
        parts = parts_of(self.sources, self.state.input_text, wanted, count=count, window=PASSAGES_IN_CALL)
        spans: dict[str, list[tuple[int, int]]] = {}
        for part in parts:
            for source in part.sources:
                spans.setdefault(source.document, []).extend(source.shown or ())
        self.state.store.set(RETRIEVED, spans)
        return parts

    async def _until(
        self, stage: str, asked: str, prompt: str | None, read: Callable[[str], tuple[T | None, str]]
    ) -> T | None:
        """Ask until a reply can be read, each time with what was wrong with the last."""
        text = asked
        for _ in range(1 + self.wanted.repair):
            output = await self.desk.read(stage, text, prompt)
            if output is None or output.stop_reason == "model_length":
                self.problem = f"{self.problem}; the budget is out" if self.problem else "The budget is out"
                return None
            found, problem = read(output.completion)
            if found is not None:
                self.problem = ""
                return found
            line = " ".join(problem.split())[:500]
            self.faults.append(f"{stage}: {line}")
            self.problem = f"No {stage} can be read: {line}"
            text = shipped("logic_again").format(asked=asked, faults=fenced("faults", f"- {line}"))
        return None

    def _solved(self, rules: Rules, reading: Reading) -> Solved | None:
        if self.problem:
            return None
        choice = Choice(form_of(self.state) in {"set", "list"}, self.wanted.threshold)
        try:
            solved = weigh(rules, reading.facts, choice)
        except LogicError as error:
            self.problem = f"The rules cannot be solved with the facts: {error}"
            return None
        if self.broken and (not solved.chosen or choice.several):
            self.problem = self.broken  # what the facts that were lost would have said is not known
            return None
        return solved

    def _done(self, rules: Rules | None, reading: Reading | None, solved: Solved | None) -> TaskState:
        turning: list[Flip] = flips(solved) if solved else []
        held = kept(rules, reading, solved, turning, self.scale)
        held |= {"faults": self.faults[:20], "problem": self.problem[:1000], "calls": self.desk.made}
        held |= {"tokens": dict(self.desk.tokens), "unverified": self.wanted.unverified}
        self.state.store.set(LOGIC, held)
        transcript().info({"logic": held}, source="benchwright")
        if solved is None or reading is None:
            return self.desk.fail("Logic gave no answer", self.problem)
        return self.desk.finish(reply_of(reading, solved, turning, held, self._ending(solved)))

    def _ending(self, solved: Solved) -> str:
        """The last line: the answer in the form that the question asks for."""
        form = form_of(self.state)
        told = [", ".join(answer_text(value) for value in solved.answer(values)) for values in solved.chosen]
        texts = [re.sub(r"</?think>", "", text) for text in told if text.strip()]
        if not texts:
            return f"ANSWER: {NOT_STATED}"
        return completion_of(self._option(texts[0]) if form == "choice" else answer_text("\n".join(texts), form))

    def _option(self, text: str) -> str:
        """The letter of the option that the answer is; the answer itself where it is none."""
        from benchwright.grading import key

        at = [number for number, option in enumerate(self._options()) if key(option) == key(text)]
        return chr(65 + at[0]) if len(at) == 1 else text

    def _options(self) -> list[str]:
        """What a choice chooses from, as the prompt shows it."""
        given = self.state.metadata.get("answer")
        return list(map(str, given.get("options") or ())) if isinstance(given, dict) else []

"""The folder in which a specification is worked on: what each stage handed over, and what a person said of it.

    BENCH.spec/plan.json, code.py, verification.json, evaluation.json   feedback.jsonl   stages.json

`stages.json` remembers which plan the code was written for, so that an edited plan is taken up and a person's own code
is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchwright.errors import InputError, OutputError
from benchwright.records import canonical, digest
from benchwright.specs.plan import SpecPlan, plan_at
from benchwright.store import write_text, writing

Stage = Literal["plan", "generate", "verify", "evaluate"]
STAGES: tuple[Stage, ...] = ("plan", "generate", "verify", "evaluate")
HANDED: dict[Stage, str] = {
    "plan": "plan.json", "generate": "code.py", "verify": "verification.json", "evaluate": "evaluation.json",
}  # fmt: skip
"""The file of each stage."""
FEEDBACK, JOURNAL = "feedback.jsonl", "stages.json"


@dataclass(frozen=True)
class Work:
    """A folder of work."""

    home: Path

    def path(self, stage: Stage) -> Path:
        """The file that a stage hands over."""
        return self.home / HANDED[stage]

    def has(self, stage: Stage) -> bool:
        """Whether a stage has handed something over."""
        return self.path(stage).is_file()

    def text(self, stage: Stage) -> str:
        """What a stage handed over, as it is now; empty where there is nothing.

        Raises:
            InputError: it cannot be read.
        """
        return _text(self.path(stage))

    @property
    def plan(self) -> SpecPlan:
        """The plan as it is now.

        Raises:
            InputError: it cannot be used.
        """
        return plan_at(self.home)

    def put(self, stage: Stage, content: str | Mapping[str, Any], said: tuple[Stage, str] | None = None) -> None:
        """Hand something over.

        Args:
            stage: whose file it is.
            content: a text, or what becomes JSON.
            said: at which stage, and what, a person said that has been taken up in it.

        Raises:
            OutputError: it cannot be written.
        """
        text = content if isinstance(content, str) else json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        with writing(self.home):
            self.home.mkdir(parents=True, exist_ok=True)
        if said is not None:  # first, so that what is killed in between is done again from the same file
            self._hear(said, self.text(stage), text)
        write_text(self.path(stage), text)

    def read(self, stage: Stage) -> dict[str, Any]:
        """What a stage handed over as JSON; empty where there is nothing, or a person broke it."""
        try:
            found = json.loads(self.text(stage) or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def journal(self) -> dict[str, str]:
        """What is remembered between runs.

        Raises:
            InputError: it was broken by hand.
        """
        path = self.home / JOURNAL
        return _entry(path.name, _text(path) or "{}", path)

    def note(self, **facts: str) -> None:
        """Remember something.

        Raises:
            OutputError: it cannot be written.
        """
        with writing(self.home):
            self.home.mkdir(parents=True, exist_ok=True)
        write_text(self.home / JOURNAL, canonical(self.journal | facts) + "\n")

    def claim(self, source: str) -> None:
        """Take the folder for a description.

        Raises:
            InputError: what it remembers was broken by hand.
            OutputError: it holds a plan that was made of another.
        """
        if self.journal.get("description", source) != source and self.has("plan"):
            raise OutputError(
                f"{self.home} holds the work on another description; go on with that one, name another --out, "
                f"or remove the folder {self.home} to plan anew"
            )
        self.note(description=source)

    @property
    def last(self) -> Stage:
        """The last stage but the evaluation that has handed something over; the first where none has."""
        return next((stage for stage in ("verify", "generate", "plan") if self.has(stage)), "plan")

    def heard(self, text: str) -> bool:
        """Whether that was said of what a file came to be, and has been taken up."""
        now = {digest(self.text(stage)) for stage in STAGES}
        return any(entry["text"] == text and entry["after"] in now for entry in self.feedback)

    @property
    def feedback(self) -> list[dict[str, str]]:
        """What has been said, oldest first.

        Raises:
            InputError: a line was broken by hand.
        """
        path = self.home / FEEDBACK
        lines = enumerate(_text(path).split("\n"), 1)
        return [_entry(f"line {n}", line, path, ("text", "after")) for n, line in lines if line.strip()]

    def _hear(self, said: tuple[Stage, str], before: str, after: str) -> None:
        entry = {"stage": said[0], "text": said[1], "before": digest(before), "after": digest(after)}
        if entry not in self.feedback:
            lines = [*self.feedback, entry]
            write_text(self.home / FEEDBACK, "".join(canonical(each) + "\n" for each in lines))


def _text(path: Path) -> str:
    """What a file holds; empty where there is none."""
    try:
        return path.read_text("utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8 text: {error}") from error


def _entry(what: str, text: str, path: Path, needed: tuple[str, ...] = ()) -> dict[str, str]:
    """An object of texts, as one of the files holds it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: {what} is no JSON ({error}); mend or remove it") from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise InputError(f"{path}: {what} is no object of texts; mend or remove it")
    if lacking := [name for name in needed if name not in found]:
        raise InputError(f"{path}: {what} lacks {', '.join(map(repr, lacking))}; mend or remove it")
    return found

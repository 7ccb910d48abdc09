"""The settings of a run: what is run on what, what tells one run from another, and how a reader sees the difference."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from benchwright.attempts.prompts import read_template
from benchwright.errors import InputError
from benchwright.pipeline.task import TaskSettings, unusual, versions
from benchwright.pipeline.window import Facts
from benchwright.records import Record, digest
from benchwright.store import Benchmark

TRAINED = "logistic:"
"""What an argument of a method starts with that names the file of a trained switch."""
_FOLDER = re.compile(r"(?<=gguf:).*/")
_WORDS = {"rules": {"auto", "item", "model"}, "calibration": {""}}
"""Arguments that name a file, unless they say one of these."""


class RunSettings(Record):
    """What is run on what: the settings of `benchwright run`."""

    model: str
    contexts: tuple[str, ...] = ("full",)
    task: TaskSettings = TaskSettings()
    model_args: dict[str, Any] = Field(default_factory=dict)
    solver: str | None = None
    """A registered Inspect solver in place of the method's."""
    temperature: float | None = 0.0
    max_tokens: int | None = Field(default=None, ge=1)
    seed: int | None = None
    reproducible: bool = False
    """One call at a time, no prefix reuse, fixed seed: the same bytes every time, at a price."""
    window: int | None = Field(default=None, ge=1)
    """Tokens that the model takes, where it cannot be told."""
    max_connections: int | None = Field(default=None, ge=1)
    critic: str | None = None
    """Another model for the critic of `pips`, by its Inspect name."""
    grader: str | None = None
    """The model that judges open answers, by its Inspect name."""

    @field_validator("model", "critic", "grader")
    @classmethod
    def _named(cls, value: str | None) -> str | None:
        if value is not None and "/" not in value.strip("/"):
            raise ValueError("expected PROVIDER/NAME, such as benchwright/smollm2 or openai/gpt-4o")
        return value

    @field_validator("temperature")
    @classmethod
    def _finite(cls, value: float | None) -> float | None:
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise ValueError("expected a finite number of at least 0")
        return value

    def identity(self, benchmark: Benchmark, context: str, facts: Facts, solver: str = "") -> str:
        """A digest of everything that shapes the replies.

        Args:
            benchmark: what is attempted.
            context: of the row.
            facts: of the model, its weights' digest among them.
            solver: what a solver object is called and was given, where there is one.
        """
        own = self.model_dump(mode="json", exclude={"contexts", "max_connections", "window", *self._unused()})
        del own["task"]["args"]
        if args := unusual(self.task) | self._contents():  # without any, identities are as before there were any
            own["task"]["args"] = args
        if self.task.template:
            own["task"]["template"] = read_template(self.task.template)
        return digest([benchmark.card.content_hash, own, context, facts.name, facts.digest, solver, versions()], 32)

    def _unused(self) -> set[str]:
        """Settings that came with later releases and are not in use: they leave older identities as they were."""
        return {name for name in ("critic", "grader") if getattr(self, name) is None}

    def _contents(self) -> dict[str, str]:
        """Digests of the files that arguments of the method name: what is in them counts."""
        given = {name: str(value) for name, value in self.task.args.items() if str(value).startswith(TRAINED)}
        found = {name: TRAINED + _file_digest(value.removeprefix(TRAINED)) for name, value in given.items()}
        if self.task.method == "logic":
            named = {name: str(value) for name, value in self.task.args.items() if name in _WORDS}
            found |= {name: _file_digest(value) for name, value in named.items() if value not in _WORDS[name]}
        return found

    def label(self, context: str, facts: Facts, solver: str = "") -> str:
        """The system's name in every table: the model, how it reasoned, what it saw, and what is not as usual."""
        usual = RunSettings(model=self.model)
        shown = {
            "temperature": self.temperature, "max tokens": self.max_tokens, "seed": self.seed,
            "epochs": self.task.epochs, "reproducible": self.reproducible, "critic": self.critic,
            "grader": self.grader and _FOLDER.sub("", self.grader),
        }  # fmt: skip
        base = {
            "temperature": usual.temperature, "max tokens": None, "seed": None, "epochs": 1, "reproducible": False,
            "critic": None, "grader": None,
        }  # fmt: skip
        extras = [name if value is True else f"{name} {value}" for name, value in shown.items() if value != base[name]]
        extras += [f"{name} {_shown(value)}" for name, value in sorted(unusual(self.task).items())]
        if self.task.template:
            extras.append(f"template {digest(read_template(self.task.template), 6)}")
        method = solver or self.solver or self.task.method
        weights = _FOLDER.sub("", facts.name)  # the folder says nothing; the digest tells files apart
        return " | ".join([weights, method, context, *([", ".join(extras)] if extras else [])])


def _shown(value: Any) -> str:  # Any: JSON
    """An argument in a label: a path by its last part, a long text by its digest."""
    text = str(value)
    short = re.sub(r".*/", "", text)
    return short if len(short) <= 40 else digest(text, 6)


def _file_digest(path: str) -> str:
    try:
        return digest(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}; give a file that is there") from error

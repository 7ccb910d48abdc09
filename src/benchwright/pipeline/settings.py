"""The settings of a run: what is run on what, what tells one run from another, and how a reader sees the difference."""

from __future__ import annotations

import math
import re
from typing import Any

from pydantic import Field, field_validator

from benchwright.attempts.prompts import read_template
from benchwright.pipeline.task import TaskSettings, versions
from benchwright.pipeline.window import Facts
from benchwright.records import Record, digest
from benchwright.store import Benchmark


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

    @field_validator("model")
    @classmethod
    def _named(cls, value: str) -> str:
        if "/" not in value.strip("/"):
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
        own = self.model_dump(mode="json", exclude={"contexts", "max_connections", "window"})
        if self.task.template:
            own["task"]["template"] = read_template(self.task.template)
        return digest([benchmark.card.content_hash, own, context, facts.name, facts.digest, solver, versions()], 32)

    def label(self, context: str, facts: Facts, solver: str = "") -> str:
        """The system's name in every table: the model, how it reasoned, what it saw, and what is not as usual."""
        usual = RunSettings(model=self.model)
        shown = {
            "temperature": self.temperature, "max tokens": self.max_tokens, "seed": self.seed,
            "epochs": self.task.epochs, "reproducible": self.reproducible,
        }  # fmt: skip
        base = {
            "temperature": usual.temperature, "max tokens": None, "seed": None, "epochs": 1, "reproducible": False,
        }  # fmt: skip
        extras = [name if value is True else f"{name} {value}" for name, value in shown.items() if value != base[name]]
        if self.task.template:
            extras.append(f"template {digest(read_template(self.task.template), 6)}")
        method = solver or self.solver or self.task.method
        weights = re.sub(r"(?<=gguf:).*/", "", facts.name)  # the folder says nothing; the digest tells files apart
        return " | ".join([weights, method, context, *([", ".join(extras)] if extras else [])])

"""The plan of a specified benchmark: what a person reads and edits before anything is made."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from benchwright.errors import InputError
from benchwright.records import Record

Given = int | float | str | bool
Ranges = dict[str, list[Given]]


class Parameter(Record):
    """Something that varies between problems."""

    type: Literal["integer", "number", "choice", "flag"]
    meaning: str
    range: tuple[float, float] | None = None
    """Least and most, of an integer or a number."""
    values: tuple[Given, ...] = ()
    """Of a choice."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.type in {"integer", "number"}:
            if self.range is None or self.range[0] > self.range[1]:
                raise ValueError("a number needs a range, the least first")
            if not all(map(math.isfinite, self.range)):
                raise ValueError("a range needs two finite numbers")
            if self.type == "integer" and not all(bound.is_integer() for bound in self.range):
                raise ValueError("the range of an integer needs whole numbers; or make it a number")
        if self.type == "choice" and not self.values:
            raise ValueError("a choice needs values")
        return self


class Constraint(Record):
    """What a right reply must keep to."""

    name: str
    says: str
    by: Literal["program", "model"] = "program"


class Complexity(Record):
    """How hard a problem is, as a number."""

    says: str


class SpecPlan(Record):
    """A plan. Its constraints are those of the code, by name."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    summary: str
    task: str
    parameters: dict[str, Parameter]
    constraints: tuple[Constraint, ...] = Field(min_length=1)
    checks: tuple[str, ...]
    """For people, and for the model that writes the code: what the trial looks at does not depend on it."""
    metrics: tuple[str, ...]
    """For people: what is measured is the same for every spec."""
    complexity: Complexity

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        names = [one.name for one in self.constraints]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"the constraint {twice[0]!r} is there twice; give each a name of its own")
        if all(one.by == "model" for one in self.constraints):
            raise ValueError("every constraint is left to a model; at least one must be decided by program")
        return self

    @property
    def ranges(self) -> Ranges:
        """What the code samples from."""
        return {name: _range(one) for name, one in self.parameters.items()}

    def text(self) -> str:
        """As a person reads and edits it: one way to write one plan."""
        held = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(held, indent=2, ensure_ascii=False) + "\n"

    def narrowed(self, given: Ranges) -> Ranges:
        """The ranges, some of them narrowed.

        Raises:
            InputError: a parameter is not the plan's, or a range leaves the plan's.
        """
        for name, values in given.items():
            if name not in self.parameters:
                raise InputError(f"unknown parameter {name!r}; {self.name} has {', '.join(self.parameters)}")
            if problem := _leaves(self.parameters[name], values):
                raise InputError(f"{name}={values!r} {problem}")
        return self.ranges | given


def _range(one: Parameter) -> list[Given]:
    if one.type == "flag":
        return [False, True]
    if one.type == "choice":
        return list(one.values)
    low, high = one.range or (0, 0)
    return [int(low), int(high)] if one.type == "integer" else [low, high]


def _leaves(one: Parameter, values: list[Given]) -> str:
    """How the values leave the plan's; empty where they do not."""
    known = _range(one)
    if one.type in {"choice", "flag"}:
        return "" if values and all(value in known for value in values) else f"is not among {known}"
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) != 2 or len(values) != 2 or numbers[0] > numbers[1]:
        return "is no range; give the least and the most"
    if one.type == "integer" and not all(isinstance(number, int) for number in numbers):
        return "is no range of an integer; give whole numbers"
    low, high = float(known[0]), float(known[1])
    return "" if low <= numbers[0] and numbers[1] <= high else f"leaves the plan's range {known}"


def read_plan(text: str, name: str) -> SpecPlan:
    """The plan that a file holds.

    Raises:
        InputError: it is none, on one line with the place.
    """
    try:
        return SpecPlan(**json.loads(text, object_pairs_hook=_once, parse_constant=_finite, parse_float=_finite))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(f"{name}: {place}{': ' if place else ''}{_said(first)}") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(f"{name} is no plan: {error}") from error


def _said(error: Mapping[str, Any]) -> str:
    """What is wrong, and what stands there, where it is short enough to be shown."""
    text, shown = str(error["msg"]).removeprefix("Value error, "), repr(error["input"])
    return text if error["type"] == "missing" or len(shown) > 200 else f"{text} (got {shown})"


def _finite(text: str) -> float:
    """A number that JSON can hold."""
    if not math.isfinite(number := float(text)):
        raise ValueError(f"{text} is no finite number; give one that is")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"{twice[0]!r} is there twice; keep one")
    return dict(pairs)


def plan_at(folder: Path) -> SpecPlan:
    """The plan in a folder.

    Raises:
        InputError: there is none, or it cannot be used.
    """
    path = folder / "plan.json"
    try:
        return read_plan(path.read_text("utf-8"), str(path))
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}; name a folder with plan.json and code.py"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} cannot be read as UTF-8 text: {error}") from error

"""Settings of the methods, checked before anything runs."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import Field, ValidationError

from benchwright.attempts._asking import ROOM
from benchwright.errors import InputError
from benchwright.records import Record

S = TypeVar("S", bound="CapSettings")


class CapSettings(Record):
    """What any method may use for one item."""

    budget: int | None = Field(default=None, ge=1)
    """Output tokens over all calls."""
    calls: int | None = Field(default=None, ge=1)
    room: int = Field(default=ROOM, ge=1)
    """Output tokens of one call, where there is a budget."""
    seconds: float | None = Field(default=None, gt=0.0)
    """Of waiting for replies, after which no call begins."""


class PotSettings(CapSettings):
    """Of `pot`."""

    repair: int = Field(default=0, ge=0, le=20)
    votes: int = Field(default=1, ge=1, le=100)


class PipsSettings(CapSettings):
    """Of `pips`."""

    switch: str = Field(default="criteria", pattern=r"^(criteria|always|never|logistic(:.+)?)$")
    """`logistic:FILE` names a trained switch, `logistic` the one that comes with the package."""
    price: float = Field(default=0.0, ge=0.0)
    """What 1,000 more output tokens must gain in accuracy, 0 to 1."""
    band: float = Field(default=0.0, ge=0.0, le=1.0)
    """Expected gains no larger than this leave the choice open: both branches are run."""
    rounds: int = Field(default=4, ge=0, le=20)
    """Repairs of symbols and program."""
    critic: bool = True
    votes: int = Field(default=1, ge=1, le=100)
    fallback: bool = True
    """Whether words answer where no sound program was found."""


class LogicSettings(CapSettings):
    """Of `logic`."""

    rules: str = Field(default="auto", min_length=1)
    """`item`, `model`, `auto`, or a file."""
    passages: str = Field(default="0", pattern=r"^(0|[1-9]\d{0,3}|all)$")
    unverified: str = Field(default="drop", pattern=r"^(drop|keep)$")
    threshold: float = Field(default=0.5, gt=0.0, le=1.0)
    repair: int = Field(default=2, ge=0, le=20)
    calibration: str = ""
    schema_: bool = Field(default=True)
    """Whether JSON is asked for by a schema."""


def settled(kind: type[S], **values: Any) -> S:  # Any: what users pass
    """The settings.

    Raises:
        InputError: a value does not fit, on one line.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"{where}={str(first['input'])[:80]!r}: {first['msg']}") from error

"""What the maker `gym` can be told: how many items of which data sets, at which level, for which split."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from pydantic import Field, field_validator, model_validator

from benchwright.errors import InputError
from benchwright.items import asking
from benchwright.items.gym.drawing import SPLITS
from benchwright.items.gym.table import LEVELS, TABLE, Level
from benchwright.items.maker import Settings

_SET = "reasoning-gym data set"


def installed() -> str:
    """The release of reasoning-gym that is installed; empty where none is."""
    try:
        return version("reasoning-gym")
    except PackageNotFoundError:
        return ""


class GymSettings(Settings):
    """Settings of the maker `gym`. The split is `train`, `dev` or `test`: every question belongs to one of them."""

    count: asking.Total = 100
    """Items in all, spread evenly over the data sets."""
    quotas: dict[str, int] = Field(default_factory=dict)
    """Items per data set; where given, it decides alone."""
    sets: tuple[str, ...] = ()
    """Only these data sets; all where empty."""
    level: Level = "medium"
    release: str = Field(default_factory=installed)
    """Of reasoning-gym, on which the questions depend: part of a benchmark's identity."""

    @field_validator("split")
    @classmethod
    def _split(cls, value: str) -> str:
        return asking.known("split", value, SPLITS)

    @field_validator("level", mode="before")
    @classmethod
    def _level(cls, value: str) -> str:
        return asking.known("level", str(value), LEVELS)

    @field_validator("quotas")
    @classmethod
    def _quotas(cls, value: dict[str, int]) -> dict[str, int]:
        return asking.quotas(value, _SET, TABLE, "gcd")

    @field_validator("sets")
    @classmethod
    def _sets(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return asking.chosen("sets", value, _SET, TABLE)

    @model_validator(mode="after")
    def _together(self) -> GymSettings:
        if self.sets and self.quotas:
            raise InputError("sets and quotas were both given; quotas name their data sets, so leave sets out")
        if self.release != (here := installed()):
            raise InputError(
                f"release={self.release!r} of reasoning-gym was asked for and {here or 'none'!r} is installed; "
                "install that release, or leave release out"
            )
        return self

    @property
    def asked(self) -> dict[str, int]:
        """Items per data set, in the order of their names."""
        if self.quotas:
            return {name: self.quotas[name] for name in sorted(self.quotas) if self.quotas[name]}
        names = sorted(self.sets or TABLE)
        each, extra = divmod(self.count, len(names))
        shares = {name: each + (place < extra) for place, name in enumerate(names)}
        return {name: share for name, share in shares.items() if share}

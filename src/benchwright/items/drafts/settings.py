"""What the maker `drafts` can be told."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from benchwright.errors import InputError
from benchwright.items import asking
from benchwright.items.drafts.kinds import KINDS
from benchwright.items.maker import Settings

QUARTERS = 4


class DraftsSettings(Settings):
    """What is drafted, by which model, and what a draft must pass."""

    author: str
    """The model that drafts, by Inspect's name."""
    checker: str = ""
    """The model that the gates ask; the author where empty."""
    count: asking.Total = 50
    """Items in all, spread evenly over kinds. Not read where `quotas` are given."""
    quotas: dict[str, int] = Field(default_factory=dict)
    """Items per kind; a kind that is not named gets none."""
    no_info: float = 0.2
    """Share of `count` that nothing in the document answers, spread over its three kinds."""
    quarters: tuple[int, ...] = ()
    """Items whose last needed passage starts in each quarter of its document; even where empty."""
    documents: dict[str, int] = Field(default_factory=dict)
    """Items per document, by the name of its file; even where empty."""
    per_document: int | None = None
    """Items of one document, at most."""
    samples: int = 3
    """Of the probe that asks without the document."""
    together: int = 10
    """Drafts that one call of a gate judges; 1 judges each apart."""
    near: Literal["meaning", "words"] = "meaning"
    """How near-duplicates are found: by a sentence embedding, or by shared words where its package is not wanted."""
    budget_tokens: int | None = None
    """Read and written by all models, at most."""
    budget_usd: float | None = None
    """Paid for all models, at most."""
    target: tuple[float, float] | None = None
    """Band of the share of attempts of `against` that are right."""
    against: str = ""
    """The model for which items shall be of the target difficulty."""
    counterfactual: bool = False
    """A twin for every item that allows it, of the document with one fact changed throughout."""
    reader: str = ""
    """Digest of how the models are run (weights, window), which is part of a benchmark's identity."""

    @field_validator("quotas")
    @classmethod
    def _quotas(cls, value: dict[str, int]) -> dict[str, int]:
        return asking.quotas(value, "kind", KINDS, "fact")

    @model_validator(mode="after")
    def _together(self) -> DraftsSettings:
        for refused in (self._shares(), self._margins(), self._limits(), self._aim()):
            if refused:
                raise InputError(refused)
        return self

    def _shares(self) -> str:
        if not self.author:
            return "no author is named; give the model that drafts, such as --draft openai/gpt-4o"
        return "" if 0 <= self.no_info <= 1 else f"no_info={self.no_info}: give a share from 0 to 1"

    def _margins(self) -> str:
        if self.quarters and (len(self.quarters) != QUARTERS or min(self.quarters) < 0):
            return f"quarters={self.quarters}: give four numbers of items of 0 or more, such as 10,10,10,10"
        if self.per_document is not None and self.per_document < 1:
            return f"per_document={self.per_document}: give at least 1"
        if self.documents and (self.per_document or min(self.documents.values()) < 0):
            return f"documents={self.documents}: give numbers of 0 or more, and no cap per document beside them"
        return ""

    def _limits(self) -> str:
        for name in ("samples", "together", "budget_tokens", "budget_usd"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                return f"{name}={value}: give a number above 0"
        return ""

    def _aim(self) -> str:
        if (self.target is None) != (not self.against):
            return "a target needs the model it is for, and the other way round: --target 0.1..0.5 --against MODEL"
        if self.target and not 0 <= self.target[0] < self.target[1] <= 1:
            return f"target={self.target}: give two shares from 0 to 1, the lower first, such as 0.1..0.5"
        return ""

"""What a user can turn: how much, about what, how long, and what makes it hard."""

from __future__ import annotations

from collections import Counter

from pydantic import Field, field_validator, model_validator

from benchwright.errors import InputError
from benchwright.items import asking
from benchwright.items.maker import Settings
from benchwright.items.worlds.extras import Dials
from benchwright.items.worlds.families import FAMILIES
from benchwright.items.worlds.genres import GENRES

SHORTEST, LONGEST = 1_000, 10_000_000
ROOM = 2_000
"""Tokens below which the statements of aliases do not fit."""
BY_PART = ("definition", "recap", "as_of")
"""Families that ask as of a part: over several lengths the parts differ, so they cannot be paired."""
TWINS = {"fact": ("absent", "false_premise"), "two_part": ("partly_absent",)}
"""Family -> those that it holds the answerable twins of."""
OBLIQUE = ("fact", "two_hop", "three_hop", "four_hop", "five_hop", "as_of", "absent", "false_premise")
"""Families with wordings that share no word with the evidence."""
EDITABLE = ("fact", "comparison", "two_hop", "three_hop", "four_hop", "five_hop", "two_part", "absent", "partly_absent")
"""Families whose answers rest on facts that can be edited."""


class WorldSettings(Settings):
    """What to make."""

    count: asking.Total = 100
    """Items in all (of each length, of each edited twin), spread evenly over the families; `fact` counts double beside
    `absent` and `false_premise`, whose twins it holds. Not read where `quotas` are given."""
    quotas: dict[str, int] = Field(default_factory=dict)
    """Items per family; a family that is not named gets none."""
    families: tuple[str, ...] = ()
    """Families to spread `count` over; by default all that suit the genre and the other settings."""
    tokens: int = 8_000
    """Length of each document (bytes / 4)."""
    worlds: int | None = None
    """How many worlds to spread the items over; by default one per dozen items, and at least ten."""
    genre: str = "novel"
    sweep: tuple[int, ...] = ()
    """Several lengths in place of one: the same questions at each, paired."""
    quarters: tuple[float, float, float, float] | None = None
    """Shares of the items by the quarter of the document in which their last needed passage lies."""
    distance: float = 0.0
    """For items that need several passages: the least share of the document between the first and the last."""
    distractors: int = 0
    """Least number of statements of the same kind about others that compete with each item's evidence."""
    similarity: float = 0.0
    """Chance that a name shares its coined word with another (namesakes)."""
    herrings: float = 0.0
    """Share of the facts of which something false is rumoured."""
    clauses: int = 2
    """Rules that change an answer: months with a surcharge, for the family `conditional`."""
    shared_words: bool = True
    """False: a question shares no content word with the evidence, and names are reached through aliases."""
    counterfactual: bool = False
    """Every world twice: as it is, and with some facts changed consistently; the same questions of both, paired."""
    gold_facts: bool = False
    """Documents carry what they state as facts, and items the rules that answer them from those, where there are."""

    @field_validator("tokens")
    @classmethod
    def _length(cls, value: int) -> int:
        return _long_enough("tokens", value)

    @field_validator("sweep")
    @classmethod
    def _lengths(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        for tokens in value:
            _long_enough("sweep", tokens)
        if list(value) != sorted(set(value)) or len(value) == 1:
            raise InputError(f"sweep={value!r}: give at least two lengths, each once, the shortest first")
        return value

    @field_validator("quotas")
    @classmethod
    def _quotas(cls, value: dict[str, int]) -> dict[str, int]:
        return asking.quotas(value, "family", FAMILIES, "fact")

    @field_validator("families")
    @classmethod
    def _families(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return asking.chosen("families", value, "family", FAMILIES)

    @field_validator("worlds")
    @classmethod
    def _worlds(cls, value: int | None) -> int | None:
        if value is not None and value < 1:
            raise InputError(f"worlds={value}: at least one world is needed; leave it out to have it chosen")
        return value

    @field_validator("genre")
    @classmethod
    def _genre(cls, value: str) -> str:
        return asking.known("genre", value, GENRES)

    @field_validator("distance", "similarity", "herrings")
    @classmethod
    def _share(cls, value: float) -> float:
        if not 0 <= value <= 1:
            raise InputError(f"a share of {value} was given for distance, similarity or herrings; give 0 to 1")
        return value

    @field_validator("distractors")
    @classmethod
    def _distractors(cls, value: int) -> int:
        if value < 0:
            raise InputError(f"distractors={value}: give 0 or more")
        return value

    @field_validator("clauses")
    @classmethod
    def _clauses(cls, value: int) -> int:
        if not 0 <= value <= 12:
            raise InputError(f"clauses={value}: there are 12 months to lay a surcharge on; give 0 to 12")
        return value

    @field_validator("quarters")
    @classmethod
    def _quarters(cls, value: tuple[float, float, float, float] | None) -> tuple[float, float, float, float] | None:
        if value is not None and not (min(value) >= 0 and abs(sum(value) - 1) < 1e-6):  # so that NaN is refused, too
            raise InputError(f"quarters={value!r}: give four shares of 0 or more that add up to 1")
        return value

    @model_validator(mode="after")
    def _together(self) -> WorldSettings:
        if self.gold_facts and not self.shared_words:
            raise InputError(
                "gold_facts and shared_words=false were both given; rules name things as the text does, not by an alias"
            )
        suits = self.suitable
        if self.families and self.quotas:
            raise InputError("families and quotas were both given; quotas name their families, so leave families out")
        for name in (*self.families, *(name for name, number in self.quotas.items() if number)):
            if name not in suits:
                raise InputError(f"family {name!r} {self._unfit(name)}; those that can be asked: {', '.join(suits)}")
        if self.worlds is not None and self.worlds > (total := sum(self.asked.values())):
            raise InputError(f"worlds={self.worlds}: there are {total} items to ask; the nearest is worlds={total}")
        if not self.shared_words and (shortest := min(self.lengths)) < ROOM:
            raise InputError(f"shared_words=false with {shortest} tokens: aliases need room; the nearest is {ROOM}")
        if self.sweep and self.counterfactual:
            raise InputError("sweep and counterfactual were both given; make one benchmark for each")
        return self

    @property
    def suitable(self) -> tuple[str, ...]:
        """Families that can be asked with these settings."""
        return tuple(name for name in FAMILIES if not self._unfit(name))

    def _unfit(self, name: str) -> str:
        if name not in GENRES[self.genre].families:
            return f"does not suit the genre {self.genre!r}"
        if name == "conditional" and not self.clauses:
            return "needs clauses=1 or more"
        if self.sweep and name in BY_PART:
            return "asks as of a part of the text, which differs between the lengths of a sweep"
        if not self.shared_words and name not in OBLIQUE:
            return "has no wordings for shared_words=false"
        if self.counterfactual and name not in EDITABLE:
            return "rests on nothing that counterfactual=true could edit"
        return ""

    @property
    def asked(self) -> dict[str, int]:
        """Items per family, of each length and of each twin."""
        if self.quotas:
            return {name: self.quotas[name] for name in FAMILIES if self.quotas.get(name)}
        families = [*(self.families or self.suitable)]
        if {"fact", *TWINS["fact"]} <= set(families):
            families.append("fact")  # so that each of them can have its answerable twin
        each, extra = divmod(self.count, len(families))
        shares: Counter[str] = Counter()
        for place, name in enumerate(families):
            shares[name] += each + (place >= len(families) - extra)  # twins, which come last, are never fewer
        return {name: shares[name] for name in FAMILIES if shares.get(name)}

    @property
    def lengths(self) -> tuple[int, ...]:
        """The lengths to tell each world at."""
        return self.sweep or (self.tokens,)

    @property
    def variants(self) -> int:
        """How many items each question becomes."""
        return 2 if self.counterfactual else len(self.lengths)

    @property
    def number(self) -> int:
        """How many worlds."""
        total = sum(self.asked.values())
        return self.worlds or min(total, max(10, -(-total // 12)))

    @property
    def dials(self) -> Dials:
        """What shapes a world besides its length."""
        return Dials(self.similarity, self.herrings, self.clauses, aliases=not self.shared_words)

    def share(self, index: int) -> dict[tuple[str, int | None], int]:
        """Items that world `index` contributes, per family and quarter (None: any); over all worlds, the quotas.

        A world has room for the twins of what it does not answer, as far as their quota goes.
        """
        cells, held = self._cells(), dict[str, int]()
        for family, others in TWINS.items():
            wanted = {name: cells[name, None] for name in others if (name, None) in cells}
            if 0 < sum(wanted.values()) <= cells.get((family, None), 0):
                cells[family, None] -= sum(wanted.values())
                held[family] = sum(self._part(quota, list(cells).index((name, None)), index, len(cells))
                                   for name, quota in wanted.items())  # fmt: skip
        numbered = enumerate(cells.items())
        shares = {cell: self._part(quota, place, index, len(cells)) for place, (cell, quota) in numbered}
        return shares | {(family, None): shares[family, None] + extra for family, extra in held.items()}

    def _part(self, quota: int, place: int, index: int, places: int) -> int:
        """World `index`'s part of a quota; different places round up in different worlds."""
        offset = place * self.number // places
        return ((index + 1) * quota + offset) // self.number - (index * quota + offset) // self.number

    def _cells(self) -> dict[tuple[str, int | None], int]:
        """Quotas per family and quarter; no-info items have no place."""
        cells: dict[tuple[str, int | None], int] = {}
        for name, quota in self.asked.items():
            if self.quarters is None or name in {"absent", "false_premise"}:
                cells[name, None] = quota
                continue
            exact = [quota * share for share in self.quarters]
            numbers = [int(value + 1e-9) for value in exact]
            most = sorted(range(4), key=lambda quarter: numbers[quarter] - exact[quarter])
            for quarter in most[: quota - sum(numbers)]:
                numbers[quarter] += 1
            cells |= {(name, quarter): number for quarter, number in enumerate(numbers) if number}
        return cells


def _long_enough(dial: str, tokens: int) -> int:
    if not SHORTEST <= tokens <= LONGEST:
        nearest = min(max(tokens, SHORTEST), LONGEST)
        raise InputError(f"{dial}={tokens}: a world takes {SHORTEST} to {LONGEST} tokens; the nearest is {nearest}")
    return tokens

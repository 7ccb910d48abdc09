"""Questions that ask the same as one before: near in meaning, and alike in all that sets questions apart.

Vectors of meaning hardly tell `in 2019` from `in 2020`, one person from another, or `must` from `must not`. So two
questions about the same documents are the same only where they are near, have the same numbers, dates and names and as
many negations, and neither asks for the opposite of the other (first, last; when, where). The same words, articles and
the spelling of numbers aside, are the same question always.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from benchwright.grading import key
from benchwright.items.drafts.draft import Draft, Embed
from benchwright.items.drafts.gates.gate import dropped, line, passed
from benchwright.items.rules.words import FUNCTION, WORD, words
from benchwright.records import Check

if TYPE_CHECKING:
    import numpy as np

_PAIRS = (
    "first last", "before after", "earliest latest", "earlier later", "minimum maximum", "least most", "less more",
    "fewest most", "fewer more", "lowest highest", "lower higher", "smallest largest", "smaller larger",
    "shortest longest", "shorter longer", "oldest newest", "start end", "begin end", "above below", "under over",
    "include exclude", "included excluded", "allowed forbidden", "may must", "increase decrease", "buyer seller",
    "lender borrower", "landlord tenant", "licensor licensee", "employer employee", "left right", "gain loss",
    "before during", "after during", "inside outside",
)  # fmt: skip
_ASKS = ("who", "when", "where", "why", "how")
_OPPOSITES = (*(tuple(pair.split()) for pair in _PAIRS), *combinations(_ASKS, 2))
_DENIALS = {
    "not", "no", "never", "without", "except", "unless", "nobody", "nothing", "none", "neither", "nor", "cannot"
}  # fmt: skip
_NUMBER = re.compile(r"\d")
_NOT = re.compile(r"n['\u2019]t$")


@dataclass(frozen=True)
class _Known:
    """A question, read once."""

    draft: Draft
    key: str
    vector: np.ndarray[Any, Any]
    numbers: tuple[str, ...]
    denials: int
    names: frozenset[str]
    plain: frozenset[str]
    """All words, in small letters."""

    @property
    def bucket(self) -> tuple[frozenset[str], tuple[str, ...], int]:
        """What two questions that are the same share."""
        return frozenset(self.draft.documents), self.numbers, self.denials

    def agrees(self, other: _Known) -> bool:
        """Whether every name of either stands in the other, be it in small letters, and neither says the opposite."""
        if not (self.names <= other.plain and other.names <= self.plain):
            return False
        mine, theirs = self.plain - other.plain, other.plain - self.plain
        return not any((a in mine and b in theirs) or (b in mine and a in theirs) for a, b in _OPPOSITES)


@dataclass
class Duplicates:
    """The questions of a benchmark so far.

    Args:
        embed: texts to vectors of length 1.
        nearness: cosine from which two questions can be the same.
    """

    embed: Embed
    nearness: float
    _keys: dict[str, str] = field(default_factory=dict)
    _known: dict[Any, list[_Known]] = field(default_factory=lambda: defaultdict(list))
    _read: dict[str, Sequence[float]] = field(default_factory=dict)
    """Vectors by question."""

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """Work out the vectors of all new questions in one go; `check` and `add` are then free of the embedding."""
        new = list(dict.fromkeys(draft.question for draft in drafts if draft.question not in self._read))
        if new:
            self._read.update(zip(new, self.embed(new), strict=True))

    def check(self, draft: Draft) -> Check:
        """Whether none of the questions so far is the same."""
        one = self._reading(draft)
        if one.key in self._keys:
            return dropped("duplicate", f"asks the same, word for word, as {line(self._keys[one.key], 120)!r}")
        for near, other in self._near(one):
            if one.agrees(other):
                same = line(other.draft.question, 120)
                return dropped("duplicate", f"asks the same (cosine {near:.3f}) as {same!r}")
        return passed("duplicate", "no question before it asks the same")

    def add(self, draft: Draft) -> None:
        """Take a question in."""
        one = self._reading(draft)
        self._keys.setdefault(one.key, draft.question)
        self._known[one.bucket].append(one)

    def _near(self, one: _Known) -> Iterator[tuple[float, _Known]]:
        """The questions that are near enough, nearest first; of equals the earlier one first."""
        import numpy as np

        rivals = self._known.get(one.bucket)
        if rivals:
            cosines = np.stack([other.vector for other in rivals]) @ one.vector
            for at in np.argsort(-cosines, kind="stable").tolist():
                if cosines[at] < self.nearness:
                    return
                yield float(cosines[at]), rivals[at]

    def _reading(self, draft: Draft) -> _Known:
        import numpy as np

        self.prepare([draft])
        vector = np.asarray(self._read[draft.question], dtype=np.float32)
        return _Known(draft, key(draft.question), vector, *_signs(draft.question))


def _signs(question: str) -> tuple[tuple[str, ...], int, frozenset[str], frozenset[str]]:
    """Numbers, how often it denies, names, and all words of a question."""
    numbers = sorted(word for word in key(question).split() if _NUMBER.search(word))
    plain = words(question)
    denials = sum(word in _DENIALS or bool(_NOT.search(word)) for word in plain)
    capital = (word for word in WORD.findall(question) if word != word.lower())
    names = {word for each in capital for word in words(each) if word not in FUNCTION}
    return tuple(numbers), denials, frozenset(names), frozenset(plain)

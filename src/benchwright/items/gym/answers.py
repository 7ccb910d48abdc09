"""The gold of a `reasoning_gym` entry, which is one string in that data set's own form, as a typed answer.

A form is a pure function from the gold to an `Answer`; it returns none where the gold is nothing that can be graded
(an empty list, an empty string), and such an entry is not used. The data set's own spelling of the gold grades 1. A
second kind of function tells whether a question can be read in one way only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from benchwright.records import Answer

Form = Callable[[str], Answer | None]
Clear = Callable[[str], bool]
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FIGURES = 3
"""Significant figures that the data set of powers asks for."""


def text(gold: str) -> Answer | None:
    """The gold, word for word; case, punctuation and white space do not count."""
    return Answer(type="text", values=(gold.strip(),)) if gold.strip() else None


def number(gold: str) -> Answer | None:
    """A number, exactly."""
    return within(0.0)(gold)


def within(tolerance: float) -> Form:
    """A number that may be off by `tolerance`, as far as the data set's own scorer lets it."""

    def form(gold: str) -> Answer | None:
        return Answer(type="number", values=(gold.strip(),), tolerance=tolerance)

    return form


def rounded(gold: str) -> Answer | None:
    """A number that agrees with the gold once both are rounded to three significant figures."""
    exact = Decimal(gold)
    if not exact:
        return number("0")
    unit = Decimal(1).scaleb(exact.adjusted() - _FIGURES + 1)
    near = exact.quantize(unit, rounding=ROUND_HALF_UP)
    return Answer(type="number", values=(f"{near:e}",), tolerance=float(unit / 2))


def mixed(gold: str) -> Answer | None:
    """A number where the gold is one, else a text (a weekday, `Yes`)."""
    return number(gold) if _NUMBER.fullmatch(gold.strip()) else text(gold)


def chance(gold: str) -> Answer | None:
    """A probability, to four decimals; none where it is certain, which is no question."""
    return None if float(gold) in {0.0, 1.0} else within(1e-4)(gold)


def duration(gold: str) -> Answer | None:
    """`38 days`, which `38` says as well, or a time (`00:09`), alone or after days."""
    days = re.fullmatch(r"(\d+) days?", gold.strip())
    return Answer(type="text", values=(gold.strip(),), accepted=(days[1],) if days else ())


def words(gold: str) -> Answer | None:
    """A list of words with commas between them."""
    return _listed(gold.split(","))


def entries(gold: str) -> Answer | None:
    """A list in brackets: `[4, 59]`, `['46.5', '71.0']`."""
    return _listed([str(entry) for entry in ast.literal_eval(gold)])


def numerals(gold: str) -> Answer | None:
    """A list of numbers; none where one could as well be written shorter (35.0), for entries compare as texts."""
    parts = [str(entry) for entry in ast.literal_eval(gold)]
    return _listed(parts) if all(part == f"{float(part):g}" for part in parts) else None


def _listed(parts: list[str]) -> Answer | None:
    kept = tuple(part.strip() for part in parts)
    return Answer(type="list", values=kept) if any(kept) else None


def claims(gold: str) -> Answer | None:
    """`William is an egoist, and Sofia is an altruist.` as a set of what is said of each."""
    parts = re.split(r",?\s+and\s+|,\s+", gold.strip().rstrip("."))
    return Answer(type="set", values=tuple(parts))


def always(question: str) -> bool:
    """Nothing is known against the questions of the data set."""
    return bool(question)


def one_case(question: str) -> bool:
    """A count of a letter is clear where the letter stands in the text in one case only: is U a u?"""
    found = re.search(r'the letter "(\w)" appear in the text: "(.*)"', question, re.DOTALL)
    return found is not None and found[1].swapcase() not in found[2]

"""Full dates in a text, in the spellings that leave no doubt about day and month.

Read: `12 March 2021`, `12th of March, 2021`, `March 12, 2021`, `2021-03-12`, `12.03.2021`. Not read: `03/12/2021`,
which is March in one country and December in another.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NAMES = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTHS = {short: at for at, name in enumerate(_NAMES, 1) for short in {name, name[:3]} | ({"sept"} & {name[:4]})}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?<![\w.])(?:{_DAY}\s(?:of\s)?({_MONTH})\b\.?,?\s(\d{{4}})|({_MONTH})\b\.?\s{_DAY},?\s(\d{{4}})"
    r"|(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?![\w]|[.,-]\d)",
    re.IGNORECASE,
)


def replace(text: str, spell: Callable[[int, int, int], str]) -> str:
    """The text with each full date spelt by `spell(year, month, day)`; what is no real month or day stays."""

    def spelt(match: re.Match[str]) -> str:
        found = _parts(match)
        return spell(*found) if 1 <= found[1] <= 12 and 1 <= found[2] <= 31 else match[0]

    return _DATE.sub(spelt, text)


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    if match[3]:
        return int(match[3]), _MONTHS[match[2].lower()], int(match[1])
    if match[6]:
        return int(match[6]), _MONTHS[match[4].lower()], int(match[5])
    if match[7]:
        return int(match[7]), int(match[8]), int(match[9])
    return int(match[12]), int(match[11]), int(match[10])

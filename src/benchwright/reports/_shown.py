"""How values look to a reader: numbers, and text that came from elsewhere.

Text of documents, answers and names may hold anything. What could reorder a line, move a terminal's cursor or break
the file's encoding is made visible instead; everything else is left as it is, and the page escapes it.
"""

from __future__ import annotations

import re

from benchwright.records import Estimate
from benchwright.reports.model import Bounds, Figure

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with control characters, direction overrides and lone surrogates spelt out."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Visible text on one line."""
    return " ".join(visible(text).split())


def clipped(text: str, width: int) -> str:
    """One line of at most `width` characters."""
    line = one_line(text)
    return line if len(line) <= width else line[: max(1, width - 1)].rstrip() + "…"


def shortened(text: str, limit: int) -> str:
    """Visible text whose middle is left out, and said to be, where it is longer than `limit` characters."""
    if len(text) <= limit:
        return visible(text)
    half = limit // 2
    return f"{visible(text[:half])}\n[… {len(text) - 2 * half:,} characters left out …]\n{visible(text[-half:])}"


def share(value: float) -> str:
    """A share to three places; never 1.000 or 0.000 unless it is."""
    if 0.0 < value < 0.0005:
        return "<0.001"
    if 0.9995 <= value < 1.0:
        return ">0.999"
    return f"{value:.3f}"


def signed(value: float) -> str:
    """A difference to three places with its sign."""
    return f"{value:+.3f}" if abs(value) >= 0.0005 else f"{0:.3f}"


def interval(low: float, high: float, *, sign: bool = False) -> str:
    """Two bounds."""
    show = signed if sign else share
    return f"[{show(low)}, {show(high)}]"


def figure(found: Figure, *, sign: bool = False) -> str:
    """A figure on one line: value and interval, bounds, or a dash where it is withheld."""
    show = signed if sign else share
    if isinstance(found, Estimate):
        return f"{show(found.value)} {interval(found.low, found.high, sign=sign)}"
    if isinstance(found, Bounds):
        return f"between {show(found.worst)} and {show(found.best)}"
    return "–"


def p_value(value: float | None) -> str:
    """A p-value; small ones as a bound."""
    if value is None:
        return "–"
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def money(value: float | None) -> str:
    """US dollars; a dash where no price is known."""
    if value is None:
        return "–"
    return f"${value:,.2f}" if value >= 1 or value == 0 else f"${value:.4f}"


def duration(seconds: float) -> str:
    """Seconds, minutes or hours."""
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def compact(count: int) -> str:
    """A count in few characters: `999`, `12.3k`, `4.5M`."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if count >= size:
            return f"{count / size:.1f}{unit}"
    return f"{count:,}"


def plural(count: int, noun: str) -> str:
    """`1 item`, `2,000 items`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"

"""Reports: every figure of any number of runs, as data, as text, and as one HTML file that opens from disk.

    ReportInput --build--> Report --+--> as_dict   JSON, for machines
                                    +--> text, markdown   tables, for terminals and pull requests
                                    +--> html      one page, nothing asked of the network

`build` computes; the others only show. Every figure is an estimate with its interval, bounds where attempts are
unresolved, or withheld with the reason. Outcomes are six and are never merged. Text that came from elsewhere is data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.lazy import members
from benchwright.reports._build import build
from benchwright.reports.model import (
    Bounds,
    ConstraintsKept,
    FactsRead,
    Figure,
    Report,
    ReportInput,
    TwinsAttempted,
    Withheld,
    as_dict,
)

if TYPE_CHECKING:
    from benchwright.reports._page import html
    from benchwright.reports._text import markdown, text

__all__ = [
    "Bounds",
    "ConstraintsKept",
    "FactsRead",
    "Figure",
    "Report",
    "ReportInput",
    "TwinsAttempted",
    "Withheld",
    "as_dict",
    "build",
    "html",
    "markdown",
    "text",
]

_LATER = {"html": "_page", "markdown": "_text", "text": "_text"}


__getattr__ = members(__name__, _LATER)

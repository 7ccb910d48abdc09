"""The report as plain text for a terminal, and as Markdown for a pull request."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from benchwright.reports import _shown
from benchwright.reports._cells import Table
from benchwright.reports._tables import tables, warnings
from benchwright.reports.model import Report

NARROWEST = 40
_FIRST = 8
"""The first column is not made narrower than this."""


def text(report: Report, width: int = 100) -> str:
    """The report for a terminal of `width` columns, 40 at least; no line is wider."""
    width = max(NARROWEST, width)
    parts = [_paragraph(line, width) for line in _opening(report)]
    parts += [_paragraph(f"!! {line}", width) for line in warnings(report)]
    parts += [_paragraph(f"Note: {_shown.one_line(note)}", width) for note in report.notes]
    parts += [_plain(table, width) for table in tables(report)]
    return "\n\n".join(parts) + "\n"


def markdown(report: Report) -> str:
    """The report as Markdown; text that came from elsewhere cannot become markup."""
    title, *rest = _opening(report)
    parts = [f"# {_quoted(title)}", *map(_quoted, rest)]
    parts += [f"> **{_quoted(line)}**" for line in warnings(report)]
    parts += [f"Note: {_quoted(note)}" for note in report.notes]
    parts += [_marked(table) for table in tables(report)]
    return "\n\n".join(parts) + "\n"


def _opening(report: Report) -> list[str]:
    card = report.card
    homes = f", {_shown.plural(report.documents, 'document')}" if report.documents else ""
    size = f"{_shown.plural(report.items, 'item')}{homes}"
    speaks = f"Intervals are at {report.level * 100:g} % and speak of {report.generalises}."
    return [
        _shown.one_line(f"{card.name} {card.version}: {size}"),
        f"The headline is the {_shown.one_line(report.metric)}. {speaks}",
    ]


def _paragraph(line: str, width: int) -> str:
    return "\n".join(_wrapped(line, width))


def _wrapped(line: str, width: int) -> list[str]:
    """Lines of at most `width` columns, counting wide characters as two."""
    if columns(line) == len(line):
        return textwrap.wrap(line, width) or [""]
    return textwrap.wrap(line, width // 2) or [""]


def columns(line: str) -> int:
    """How many columns of a terminal a line takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def _plain(table: Table, width: int) -> str:
    heads = [_stacked(header, index) for index, header in enumerate(table.headers)]
    rest = [
        max(columns(cell) for cell in (*heads[index], *(row[index] for row in table.rows)))
        for index in range(1, len(table.headers))
    ]
    longest = max(columns(cell) for cell in (*heads[0], *(row[0] for row in table.rows)))
    first = max(_FIRST, min(longest, width - sum(size + 2 for size in rest)))
    sizes = [first, *rest]
    if sum(sizes) + 2 * len(rest) > width:
        return _listed(table, width)
    tall = max(map(len, heads))
    top = list(zip(*([""] * (tall - len(head)) + head for head in heads), strict=True))
    above = [line for part in (table.title, *table.lead) for line in _wrapped(part, width)]
    lines = [
        *above,
        *_lines(top, sizes),
        "-" * min(width, sum(sizes) + 2 * len(rest)),
        *_rows(table, sizes),
    ]
    notes = [line for note in table.notes for line in _wrapped(note, width)]
    return "\n".join([*lines, *notes])


def _listed(table: Table, width: int) -> str:
    """A table that is too wide, as one paragraph per row."""
    rows = [
        "; ".join((row[0], *(f"{head} {cell}" for head, cell in zip(table.headers[1:], row[1:], strict=True) if cell)))
        for row in table.rows
    ]
    return "\n".join(line for row in (table.title, *table.lead, *rows, *table.notes) for line in _wrapped(row, width))


def _rows(table: Table, sizes: Sequence[int]) -> list[str]:
    """The rows; a name that is too long goes on in the next line."""
    lines = []
    for row in table.rows:
        first, *more = _wrapped(row[0], sizes[0])
        lines += _lines([[first, *row[1:]]], sizes)
        lines += more
    return lines


def _lines(rows: Sequence[Sequence[str]], sizes: Sequence[int]) -> list[str]:
    """Names to the left, figures to the right."""
    lines = []
    for first, *rest in rows:
        figures = (_pad(cell, size, right=True) for cell, size in zip(rest, sizes[1:], strict=True))
        lines.append("  ".join((_pad(first, sizes[0], right=False), *figures)).rstrip())
    return lines


def _pad(cell: str, size: int, *, right: bool) -> str:
    space = " " * (size - columns(cell))
    return space + cell if right else cell + space


def _stacked(header: str, index: int) -> list[str]:
    """A header over a column of figures takes a line per word."""
    return [header] if index == 0 else header.split(" ")


def _marked(table: Table) -> str:
    lines = [
        f"## {_quoted(table.title)}", "", *(f"- {_quoted(line)}" for line in table.lead), *([""] if table.lead else []),
        _bars(table.headers), "|" + "|".join(["---", *["---:"] * (len(table.headers) - 1)]) + "|",
        *(_bars(row) for row in table.rows),
    ]  # fmt: skip
    return "\n".join([*lines, *(f"\n{_quoted(note)}" for note in table.notes)])


def _bars(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_quoted, cells)) + " |"


def _quoted(line: str) -> str:
    """The line with every character that Markdown or HTML could take for markup made literal."""
    plain = _shown.one_line(line).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{c}" if c in "\\`*_[]|#!~" else c for c in plain)

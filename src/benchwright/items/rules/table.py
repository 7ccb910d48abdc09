"""What does a cell of a table say? Asked by its column's heading and its row's first cell, where it holds a number.

The unit, of the cell or of the column's heading, stands in the question, so that the answer is a bare number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchwright.items.rules.draft import Draft, Rule, quoted
from benchwright.items.rules.lines import Line
from benchwright.items.rules.reading import Reading, plain
from benchwright.items.rules.words import DIGITS, NUMBER_WORD, number
from benchwright.records import Answer

CELL = re.compile(
    rf"(?P<money>[$€£])?(?P<num>{DIGITS}|{NUMBER_WORD})\s*(?P<unit>%|(?<=\s)[A-Za-z][A-Za-z ]{{0,20}})?", re.IGNORECASE
)
_RULE = re.compile(r"[\s|:+=-]+")
_MONEY = {"$": "dollars", "€": "euros", "£": "pounds"}


@dataclass(frozen=True)
class Row:
    """A line of a table."""

    line: Line
    cells: tuple[str, ...]


def tables(reading: Reading) -> Iterator[list[Row]]:
    """Runs of at least three table lines (a heading and two rows) with one number of cells, ruling lines left out."""
    held: list[Row] = []
    end = -1
    for line in [*(one for one in reading.lines if one.kind == "table"), None]:
        if line is None or line.start != end + 1:
            if len(held) >= 3 and len({len(row.cells) for row in held}) == 1:
                yield held
            held = []
        if line is not None:
            end = line.end
            text = reading.document.text[line.start : line.end]
            if not _RULE.fullmatch(text):
                held.append(Row(line, tuple(plain(cell) for cell in text.strip().strip("|").split("|"))))


def draft(reading: Reading) -> Iterator[Draft]:
    """A draft per cell that holds a number, of tables whose first cells name their rows."""
    for table in tables(reading):
        head, *rows = table
        names = [row.cells[0].casefold() for row in rows]
        if len(set(names)) == len(names) and all(head.cells) and len(set(head.cells)) == len(head.cells):
            yield from (one for row in rows for one in _cells(head, row, reading))


def _cells(head: Row, row: Row, reading: Reading) -> Iterator[Draft]:
    if not re.search(r"[A-Za-z]", row.cells[0]):
        return
    for column, cell in zip(head.cells[1:], row.cells[1:], strict=True):
        match = CELL.fullmatch(cell)
        value = number(match["num"]) if match else None
        if match is None or value is None:
            continue
        unit = _MONEY.get(match["money"] or "") or _unit((match["unit"] or "").strip())
        measured = f", in {unit}" if unit else ""
        question = f"What does {reading.named} give as {quoted(column)} for {quoted(row.cells[0])}{measured}?"
        evidence = (
            reading.evidence(head.line.start, head.line.end),
            reading.evidence(row.line.start, row.line.end),
        )
        answer = Answer(type="number", values=(value,))
        yield Draft("number", "table", question, answer, evidence, f"{row.cells[0]} {column}".casefold(), value, column)


def _unit(unit: str) -> str:
    """The unit as a question names it: 'percent' for '%', 'months' for 'month'."""
    return {"%": "percent"}.get(unit) or re.sub(r"^(second|minute|hour|day|week|month|year)$", r"\1s", unit)


def check(draft: Draft, _reading: Reading) -> str:
    """The number stands once in the row, in the column of that heading."""
    head, row = ([plain(cell) for cell in one.quote.strip().strip("|").split("|")] for one in draft.evidence)
    at = head.index(draft.topic)
    found = re.search(rf"{DIGITS}|\b{NUMBER_WORD}\b", row[at], re.IGNORECASE)
    return (
        "" if found and number(found[0]) == draft.claim else f"the column {draft.topic!r} does not hold {draft.claim}"
    )


RULE = Rule("table", "number", draft, check)

"""Which lines of a PDF are headings: as its outline says; else by size and weight; else by numbering and capitals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchwright.documents._pdf_lines import Line

LARGER = 1.12
"""Times the size of the body."""
LONGEST = 160
NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.? "
    r"|(?:Chapter|Article|Section|Part|Appendix|Annex) (?:\d+|[A-Z]|[IVX]+)\b"
    r"|§ ?\d+"
)
PREFIX = re.compile(r"(?:chapter|article|section|part|appendix|annex)?(?:[a-z]?\d{0,6}|[ivx]{1,6})")
"""A number before a title, as `_squash` leaves it."""
Place = tuple[int, int]
"""Level of a heading, and a number that the lines of one heading share."""
Pages = Sequence[Sequence[Line]]


@dataclass(frozen=True)
class Mark:
    """An entry of the outline."""

    page: int
    """Counted from 0."""
    level: int
    title: str


def find_headings(pages: Pages, marks: Sequence[Mark]) -> dict[int, Place]:
    """Level and heading by `id` of the line."""
    outlined = _by_outline(pages, marks)
    if marks and len(outlined) >= len(marks) / 2:
        return outlined
    return _by_type(pages) or _by_pattern(pages)


def _by_outline(pages: Pages, marks: Sequence[Mark]) -> dict[int, Place]:
    levels: dict[int, Place] = {}
    for mark in marks:
        lines = pages[mark.page] if mark.page < len(pages) else ()
        for run in _match(lines, _squash(mark.title)):
            if id(run[0]) not in levels:
                levels.update((id(line), (mark.level, id(run[0]))) for line in run)
                break
    return levels


def _match(lines: Sequence[Line], wanted: str) -> Iterator[Sequence[Line]]:
    """Runs of up to three lines that read as the title, give or take the number before it."""
    for at in range(len(lines)):
        text = ""
        for length in range(1, 4):
            text = _squash(" ".join(line.text for line in lines[at : at + length]))
            if text == wanted or _numbered(text, wanted) or _numbered(wanted, text):
                yield lines[at : at + length]
            if not wanted or len(text) > len(wanted) + 12:
                break


def _numbered(longer: str, shorter: str) -> bool:
    return len(shorter) > 3 and longer.endswith(shorter) and PREFIX.fullmatch(longer[: -len(shorter)]) is not None


def _squash(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _by_type(pages: Pages) -> dict[int, Place]:
    weights: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            weights[_rounded(line)] += len(line.text)
    body = weights.most_common(1)[0][0] if weights else 0.0
    runs = [run for lines in pages for run in _prominent(lines, body)]
    if 3 * sum(map(len, runs)) > sum(map(len, pages)) + 6:
        return {}  # size and weight tell nothing where so much is prominent
    sizes = sorted({_rounded(run[0]) for run in runs}, reverse=True)
    return {id(line): (min(6, sizes.index(_rounded(run[0])) + 1), id(run[0])) for run in runs for line in run}


def _prominent(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    """Runs of at most three larger lines, or bold ones that stand alone."""
    run: list[Line] = []
    for line in [*lines, None]:
        stands = line is not None and _stands_out(line, body)
        if line is not None and stands and run and _continues(run[-1], line):
            run.append(line)
            continue
        if 0 < len(run) <= 3 and any(map(str.isalpha, "".join(line.text for line in run))):
            yield run
        run = [line] if line is not None and stands else []


def _stands_out(line: Line, body: float) -> bool:
    if line.cells or len(line.text) > LONGEST:
        return False
    larger = line.size >= LARGER * body
    return larger or (line.bold and line.size >= 0.95 * body and line.text[-1] not in ".,;:")


def _continues(above: Line, line: Line) -> bool:
    return _rounded(above) == _rounded(line) and 0 < above.base - line.base <= 1.7 * line.size


def _by_pattern(pages: Pages) -> dict[int, Place]:
    levels = {id(line): (level, id(line)) for lines in pages for line in lines if (level := _patterned(line))}
    return levels if 3 * len(levels) <= sum(map(len, pages)) else {}


def _patterned(line: Line) -> int:
    """The level of a line that is numbered, or all in capitals; 0 where it reads as body."""
    text = line.text
    if line.cells or len(text) > 80 or len(text) < 4 or text[-1] in ".,;:-" or "...." in text:
        return 0
    match = NUMBERED.match(text)
    if match is not None:
        rest = text[match.end() :].strip(" .:-\u2013")
        level = match["number"].count(".") + 1 if match["number"] else 1
        return level if not rest or rest[0].isupper() else 0
    return 1 if text.isupper() and sum(map(str.isalpha, text)) > 3 else 0


def _rounded(line: Line) -> float:
    return round(2 * line.size) / 2

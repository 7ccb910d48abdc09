"""Slips and retrieval as tables of text, and the words that page and text share for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from benchwright.reports import _shown
from benchwright.reports._cells import Table, cells, withheld
from benchwright.reports._slips import OTHER
from benchwright.reports.model import Misses, Retrieval, Slip, Slips, System

Names = Mapping[str, str]
FORESEEN = "A slip is a wrong answer that its item foresees: what the answer is tells what went wrong."
CAUSES = {
    "not retrieved": "some of what is needed does not lie in the passages",
    "retrieved and missed": "all was there; the same model answers it right with the evidence alone",
    "wrong reasoning": "all was there; the same model is wrong with the evidence alone too",
    "missed or wrong reasoning": "all was there; whether the model can answer with the evidence alone is not known",
}


def mistakes(systems: list[System], names: Names) -> Iterator[Table]:
    """The tables of every system that has any."""
    for one in systems:
        if one.slips:
            yield _slips(one.slips, names[one.system])
            yield _shares(one.slips, names[one.system])
    for one in systems:
        if one.retrieval:
            yield _recall(one.retrieval, names[one.system])
            yield _misses(one.retrieval, names[one.system])


def _slips(found: Slips, name: str) -> Table:
    headers = ("kind", *(_shown.clipped(slip.name, 40) for slip in found.slips), "other wrong", "refused wrongly")
    rows = tuple(
        (kind_name(row.kind), *(f"{row.slips[slip.name]:,}" for slip in found.slips), f"{row.other:,}",
         f"{row.refused:,}")
        for row in found.rows
    )  # fmt: skip
    return Table(f"Slips by kind, in attempts: {name}", headers, rows, tuple(slip_notes(found)))


def slip_notes(found: Slips) -> Iterator[str]:
    """What the columns mean, a line each."""
    yield from (explained(slip) for slip in found.slips if slip.meaning)
    yield f"other wrong: {OTHER}"
    if found.absent:
        yield f"foreseen, and made by no attempt: {', '.join(map(_shown.one_line, found.absent))}"


def explained(slip: Slip) -> str:
    """The slip and what it is."""
    return _shown.one_line(f"{slip.name}: {slip.meaning}" if slip.meaning else slip.name)


def _shares(found: Slips, name: str) -> Table:
    rows = tuple(
        (_shown.one_line(slip.name), *cells(slip.share), f"{slip.attempts:,}", f"{slip.foreseen:,}")
        for slip in found.slips
    )
    notes = ("made, of the attempts at items that foresee the slip", *withheld(slip.share for slip in found.slips))
    return Table(f"How often slips are made: {name}", ("slip", "share", "interval", "made", "of"), rows, notes)


def _recall(found: Retrieval, name: str) -> Table:
    rows = tuple(
        (f"{kind_name(row.kind)}: {what}", *cells(figure), f"{figure.n:,}")
        for row in found.recall
        for what, figure in (
            ("found", row.found), ("right if found", row.right_found), ("right if not", row.right_lost),
        )
    )  # fmt: skip
    figures = (figure for row in found.recall for figure in (row.found, row.right_found, row.right_lost))
    notes = (*retrieval_notes(found), *withheld(figures))
    return Table(f"What the retrieval found: {name}", ("kind: share", "share", "interval", "n"), rows, notes)


def retrieval_notes(found: Retrieval) -> Iterator[str]:
    """What the figures of the retrieval are of."""
    yield "found: all needed evidence lies wholly in the retrieved passages"
    if found.no_evidence:
        stand = "stands" if found.no_evidence == 1 else "stand"
        yield f"{_shown.plural(found.no_evidence, 'item')} without evidence {stand} apart: there is nothing to find"
    if found.unresolved:
        yield f"{_shown.plural(found.unresolved, 'attempt')} not in the causes: an error, or not attempted yet"


def _misses(found: Retrieval, name: str) -> Table:
    columns = causes(found)
    rows = tuple(
        (kind_name(row.kind), f"{row.failed:,}", *(f"{count(row, c):,}" for c in columns)) for row in found.misses
    )
    notes = [f"{cause}: {CAUSES[cause]}" for cause in columns]
    return Table(
        f"Why answerable items failed: {name}", ("kind", "failed", *columns), rows, (*notes, *splitting(found))
    )


def causes(found: Retrieval) -> list[str]:
    """The columns of the causes: what could not be split has one of its own."""
    whole = not found.misses[0].unsplit
    split = ["retrieved and missed", "wrong reasoning"] if found.beside or whole else []
    return ["not retrieved", *split, *([] if whole else ["missed or wrong reasoning"])]


def count(row: Misses, cause: str) -> int:
    """The attempts of a cause."""
    counts = {"not retrieved": row.not_retrieved, "retrieved and missed": row.missed, "wrong reasoning": row.reasoning}
    return counts.get(cause, row.unsplit)


def splitting(found: Retrieval) -> Iterator[str]:
    """What would tell apart what could not be."""
    if found.command:
        yield f"to tell the two apart, run the same model with its evidence only: {_shown.one_line(found.command)}"


def kind_name(kind: str) -> str:
    """The kind, or all of them."""
    return _shown.one_line(kind) if kind else "all kinds"

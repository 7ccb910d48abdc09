"""The tables of a report as rows of text: what the terminal and Markdown print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from benchwright.reports import _constraints, _followed, _lengths, _means, _shown, _symbols
from benchwright.reports._alarms import FAILURES, alarms, split
from benchwright.reports._cells import Table, cells, withheld
from benchwright.reports._mistakes import mistakes
from benchwright.reports._naming import ROLES, constrained, displayed, mark, ranked, short_names, studied, told, unlike
from benchwright.reports.model import OUTCOMES, Bounds, Figure, Places, Report, System

Names = Mapping[str, str]
REPEATED = "pass@k: at least one of k attempts at an item is right; pass^k: all k are"


def tables(report: Report) -> Iterator[Table]:
    """Every table that has rows, in the order of the page."""
    systems = displayed(report)
    names = keys(report)
    measured = [one for one in systems if one.role == "measured"]
    found = (
        _headline(report, systems, names), _pairs(report, names), _ranks(report, names), _gaps(report, names),
        *_means.tables(report.means, names), *_symbols.tables(report.symbols, names),
        *_constraints.tables(constrained(report), names),
        _followed.table(_followed.followed(report), names), _repeated(systems, names),
        *(_lengths.table(one, names[one.system]) for one in studied(report)),
        _families(systems, names), *(_places(one.places, names[one.system]) for one in measured),
        _outcomes(systems, names), _refusals(systems, names), *mistakes(systems, names),
        _costs(systems, names), _failures(systems, names),
    )  # fmt: skip
    yield from (table for table in found if table.rows)


def keys(report: Report) -> dict[str, str]:
    """A letter for each system, so that tables fit narrow terminals; the name itself where there is one system."""
    systems = [one.system for one in displayed(report)]
    if len(systems) == 1:
        return short_names(report, 24)
    return {name: chr(65 + index) if len(systems) <= 26 else f"S{index + 1}" for index, name in enumerate(systems)}


def warnings(report: Report) -> list[str]:
    """What must be read before any figure: runs that are not complete."""
    names = short_names(report)
    return [
        f"INCOMPLETE: {names[one.system.system]}: {one.what}; the headline {_lies(one.system.headline)}. {one.cure}"
        for one in alarms(report)
    ]


def _lies(found: Figure) -> str:
    shown = _shown.figure(found)
    return f"lies {shown}" if isinstance(found, Bounds) else f"speaks of the attempts that were made: {shown}"


def _headline(report: Report, systems: list[System], names: Names) -> Table:
    rows = [
        (
            _marked(report, one, names), *cells(one.headline), f"{one.items:,}", f"{one.outcomes['unparsed']:,}",
            f"{one.outcomes['error'] - one.unresolved['missing']:,}", _shown.money(one.costs.usd),
        )
        for one in systems
    ]  # fmt: skip
    rows += [(one.name, _shown.share(one.value), "exact", f"{one.n:,}", "", "", "") for one in report.baselines]
    notes = [f"{one.name}: {one.meaning}" for one in report.baselines]
    warned = unlike(report)
    lead = (*([warned] if warned else []), *_key(report, systems, names))
    headers = ("system", "score", "interval", "n", "no parse", "error", "cost")
    return Table("Headline", headers, tuple(rows), tuple(notes), lead)


def _marked(report: Report, one: System, names: Names) -> str:
    """The name, with what the run did not attempt beside it."""
    found = mark(report, one)
    return f"{names[one.system]} ({found})" if found else names[one.system]


def _key(report: Report, systems: list[System], names: Names) -> tuple[str, ...]:
    """What the letters stand for."""
    full = short_names(report)
    roles = {one.system: f" ({ROLES[one.role]})" if one.role != "measured" else "" for one in systems}
    if len(systems) == 1:
        return tuple(f"{names[system]}{role}" for system, role in roles.items() if role)
    return tuple(f"{names[system]}: {full[system]}{role}" for system, role in roles.items())


def _pairs(report: Report, names: Names) -> Table:
    rows = tuple(
        (
            f"{names[one.first]} - {names[one.second]}", *cells(one.difference, sign=True),
            _shown.p_value(one.adjusted), "–" if one.detectable is None else _shown.share(one.detectable), f"{one.n:,}",
        )
        for one in report.pairs
    )  # fmt: skip
    says = tuple(f"{names[one.first]} - {names[one.second]}: {told(one, names)}" for one in report.pairs)
    headers = ("pair", "diff.", "interval", "p (Holm)", "finds", "n")
    finds = "finds: the smallest difference that these items show with a power of 80 %"
    return Table("Systems in pairs, on the same items", headers, rows, (*says, finds))


def _ranks(report: Report, names: Names) -> Table:
    rows = tuple((names[one.system], place(one.best, one.worst)) for one in ranked(report))
    return Table("Places that the pairs leave open", ("system", "place"), rows)


def place(best: int, worst: int) -> str:
    """`1` or `1 to 3`."""
    return str(best) if best == worst else f"{best} to {worst}"


def _gaps(report: Report, names: Names) -> Table:
    rows = tuple(
        (
            f"{one.name}: {names[one.pair.first]} - {names[one.pair.second]}",
            *cells(one.pair.difference, sign=True),
            f"{one.pair.n:,}",
        )
        for one in report.gaps
    )
    return Table("Standard rows", ("gap", "diff.", "interval", "n"), rows)


def _repeated(systems: list[System], names: Names) -> Table:
    rows = tuple(
        (f"{names[one.system]}: {found.name}", *cells(found.figure), f"{found.figure.n:,}")
        for one in systems
        for found in one.repeated
    )
    notes = withheld([found.figure for one in systems for found in one.repeated])
    return Table("Repeated attempts", ("system: rate", "rate", "interval", "n"), rows, (REPEATED, *notes))


def _families(systems: list[System], names: Names) -> Table:
    kinds = sorted({family.kind for one in systems for family in one.families})
    rows = tuple(
        (f"{_shown.one_line(kind)}: {names[one.system]}", *cells(family.figure), f"{family.n:,}")
        for kind in kinds
        for one in systems
        for family in one.families
        if family.kind == kind
    )
    return Table("By kind of item", ("kind: system", "right", "interval", "n"), rows)


def _places(found: Places, name: str) -> Table:
    rows = tuple((f"{c.length}, {c.position}", *cells(c.figure), f"{c.figure.n:,}") for c in found.cells)
    note = (f"{_shown.plural(found.unplaced, 'item')} without evidence have no place",) if found.unplaced else ()
    notes = (*note, *withheld(cell.figure for cell in found.cells))
    title = f"By length and position of the evidence: {name}"
    return Table(title, ("place", "right", "interval", "n"), rows, notes)


def _outcomes(systems: list[System], names: Names) -> Table:
    rows = tuple((names[one.system], *(f"{one.outcomes[outcome]:,}" for outcome in OUTCOMES)) for one in systems)
    notes = tuple(f"{names[one.system]}: of its errors, {split(one)}" for one in systems if one.outcomes["error"])
    return Table("How attempts ended", ("system", *OUTCOMES), rows, notes)


def _refusals(systems: list[System], names: Names) -> Table:
    rows = []
    for one in systems:
        found = one.refusals
        sides = (("answerable", found.answered, found.refused, found.refused_share),
                 ("no-info", found.answered_no_info, found.refused_no_info, found.refused_no_info_share))  # fmt: skip
        rows += [
            (f"{names[one.system]}, {side}", f"{answered:,}", f"{refused:,}", *cells(share))
            for side, answered, refused, share in sides
        ]
    return Table("Answered or refused", ("items", "answered", "refused", "share refused", "interval"), tuple(rows))


def _costs(systems: list[System], names: Names) -> Table:
    rows = tuple(
        (
            names[one.system], f"{one.costs.calls:,}", _shown.compact(one.costs.input_tokens),
            _shown.compact(one.costs.cached_tokens), _shown.compact(one.costs.output_tokens),
            _shown.duration(one.costs.seconds), _shown.money(one.costs.usd),
        )
        for one in systems
    )  # fmt: skip
    notes = tuple(
        f"{names[one.system]}: the price of {one.costs.priced:,} of {one.costs.attempts:,} attempts is known"
        for one in systems
        if one.costs.priced < one.costs.attempts
    )
    return Table("Costs", ("system", "calls", "tokens in", "cached", "tokens out", "time", "cost"), rows, notes)


def _failures(systems: list[System], names: Names) -> Table:
    rows = tuple(
        (
            f"{names[one.system]}: {FAILURES.get(reason.failure, reason.failure)}: {reason.reason}",
            f"{reason.attempts:,}",
        )
        for one in systems
        for reason in one.failures
    )
    return Table("Why attempts failed", ("reason", "attempts"), rows)

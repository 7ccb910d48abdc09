"""Methods of the same model side by side: macro and harmonic mean over kinds, and what an item costs.

Shown where there are three kinds or more and one model was run by several methods in the same context.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from benchwright.errors import EstimateError
from benchwright.reports import _shown
from benchwright.reports._cells import Table, cells
from benchwright.reports._figures import Asker, bounds_of
from benchwright.reports._pairs import Attempted
from benchwright.reports.model import Figure, Means, MeansPair, MeansRow, Withheld

FEWEST = 3
"""Kinds below which two means over kinds say nothing that the kinds do not."""
NAMED = 6
"""Kinds at 0 that are named; of more, their number."""
CAUTION = (
    "macro is the headline; the harmonic mean is ruled by the kinds that hardly ever succeed, and is 0 where one never "
    "does: read it beside the kinds"
)
PAIRED = "Means over kinds, methods in pairs on the same items"


def means(systems: Sequence[Attempted], ask: Asker) -> Means | None:
    """The table; none where no methods are compared."""
    compared = [one for one in systems if _peers(one, systems)]
    kinds = {row.item.kind for one in compared for row in one.rows}
    if len(kinds) < FEWEST:
        return None
    pairs = [_pair(*two, ask) for two in combinations(compared, 2) if two[0] in _peers(two[1], compared)]
    return Means(len(kinds), tuple(_row(one, ask) for one in compared), tuple(pairs))


def _peers(one: Attempted, systems: Sequence[Attempted]) -> list[Attempted]:
    """The same model in the same context, by another method."""
    mine = (one.run.model, one.run.context)
    return [
        other
        for other in systems
        if (other.run.model, other.run.context) == mine and other.run.method != one.run.method
    ]


def _row(one: Attempted, ask: Asker) -> MeansRow:
    from benchwright.stats import kind_means

    found = kind_means(one.observations, target=ask.target, level=ask.level)
    unresolved = found.macro.unresolved
    ends = (found.macro.worst.value, found.macro.best.value)
    used = [row.attempt.usage for row in one.rows]
    return MeansRow(
        system=one.run.system,
        macro=found.macro.estimate if found.complete else bounds_of(found.macro.estimate, ends, unresolved),
        harmonic=(
            found.harmonic
            if found.complete
            else bounds_of(found.harmonic, (found.harmonic.value, found.best), unresolved)
        ),
        zero=found.zero,
        tokens=sum(usage.output_tokens for usage in used) / len(used),
        calls=sum(usage.calls for usage in used) / len(used),
        seconds=sum(usage.seconds for usage in used) / len(used),
    )


def _pair(first: Attempted, second: Attempted, ask: Asker) -> MeansPair:
    from benchwright.stats import compare_means

    names = (first.run.system, second.run.system)
    try:
        found = compare_means(first.observations, second.observations, target=ask.target, level=ask.level, names=names)
    except EstimateError as error:
        held = Withheld(str(error), len(first.items & second.items))
        return MeansPair(*names, macro=held, harmonic=held)
    if found.complete:
        return MeansPair(*names, macro=found.macro, harmonic=found.harmonic)
    open_ = sum(row.right is None for one in (first, second) for row in one.rows)
    macro, harmonic = (bounds_of(one, (one.low, one.high), open_) for one in (found.macro, found.harmonic))
    return MeansPair(*names, macro=macro, harmonic=harmonic)


def figures(found: Means | None) -> Iterator[Figure]:
    """Every figure of the table."""
    if found is not None:
        yield from (figure for row in found.rows for figure in (row.macro, row.harmonic))
        yield from (figure for pair in found.pairs for figure in (pair.macro, pair.harmonic))


def tables(found: Means | None, names: Mapping[str, str]) -> Iterator[Table]:
    """The table of the systems, and that of their pairs."""
    if found is None:
        return
    rows = tuple(
        (
            names[one.system], *cells(one.macro), *cells(one.harmonic), f"{one.tokens:,.0f}", f"{one.calls:.1f}",
            f"{one.seconds:.1f}",
        )
        for one in found.rows
    )  # fmt: skip
    headers = ("system", "macro", "interval", "harmonic", "interval", "tokens out", "calls", "seconds")
    lead = (f"Over {found.kinds} kinds; tokens, calls and seconds are per attempt.",)
    notes = (*(f"{names[one.system]}: nothing right in {zeros(one)}" for one in found.rows if one.zero), CAUTION)
    yield Table("Means over kinds", headers, rows, notes, lead)
    pairs = tuple(
        (f"{names[one.first]} - {names[one.second]}", *cells(one.macro, sign=True), *cells(one.harmonic, sign=True))
        for one in found.pairs
    )
    yield Table(PAIRED, ("pair", "macro", "interval", "harmonic", "interval"), pairs)


def zeros(one: MeansRow) -> str:
    """Which kinds make the harmonic mean 0; the first of them where they are many."""
    named = ", ".join(map(_shown.one_line, one.zero[:NAMED]))
    return f"{len(one.zero)} kinds: {named}, ..." if len(one.zero) > NAMED else named

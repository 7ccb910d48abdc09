"""Right answers against the length of what is read, for runs that hold groups of items at several lengths.

A length is a variant that is a number of tokens; items of one group are paired. The ceiling is the run of the same
model and method that saw only the evidence; where there is none, it is the shortest length, and that is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from benchwright.errors import EstimateError
from benchwright.records import Estimate, Item
from benchwright.reports._cells import Table, cells, withheld
from benchwright.reports._figures import Asker, Row, bounds_of
from benchwright.reports._pairs import Attempted
from benchwright.reports._systems import role_of
from benchwright.reports.model import Ceiling, Effective, Extent, Figure, LengthPoint, LengthStudy, Withheld

if TYPE_CHECKING:
    from benchwright.stats import LengthRate, Reach, Sized

ALLOW = 0.10
"""The drop from the ceiling that is allowed, unless the reader says otherwise."""

DROP: dict[Ceiling, str] = {
    "evidence": "drop: the score with only the evidence to read (same model and method) less this score, paired",
    "shortest length": "drop: the score at the shortest length less this score, paired",
}


def length_of(item: Item) -> int | None:
    """Tokens asked for; none where the item is no variant of that kind."""
    named = item.group and item.variant.isascii() and item.variant.isdigit() and len(item.variant) <= 12
    return int(item.variant) or None if named else None


def tokens(count: float) -> str:
    """A length in two or three figures: `1k`, `5.3k`, `128k`, `1.5M`."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if count >= 0.9995 * size:
            return f"{count / size:.{int(count < 9.95 * size)}f}".removesuffix(".0") + unit
    return f"{count:.0f}"


def studies(attempted: Sequence[Attempted], ask: Asker, allow: float) -> tuple[LengthStudy, ...]:
    """A study of each measured run with at least two lengths of at least one group."""
    found = []
    for one in attempted:
        rows = swept(one.rows)
        if role_of(one.run) == "measured" and rows:
            found.append(_study(one.run.system, rows, _ceiling(one, attempted), (ask, allow)))
    return tuple(found)


def swept(rows: Sequence[Row]) -> list[Row]:
    """The rows of items at a length, where a group was attempted at two lengths or more.

    A group with two items of one length is no sweep of one question, and is left out.
    """
    homes: dict[str, Counter[int]] = defaultdict(Counter)
    for item in {row.item.id: row.item for row in rows}.values():
        length = length_of(item)
        if length is not None:
            homes[item.group][length] += 1
    single = {group for group, counts in homes.items() if max(counts.values()) == 1}
    if not any(len(homes[group]) > 1 for group in single):
        return []
    return [row for row in rows if row.item.group in single and length_of(row.item) is not None]


def noted(found: Sequence[LengthStudy]) -> tuple[str, ...]:
    """What must be said beside a headline over several lengths."""
    lengths = sorted({point.length for one in found for point in one.points})
    if not lengths:
        return ()
    span = f"{tokens(lengths[0])} to {tokens(lengths[-1])}"
    return (f"The items ask the same at several lengths, {span} tokens; the headline averages over them.",)


def _ceiling(one: Attempted, others: Sequence[Attempted]) -> list[Row] | None:
    """The attempts of the same model and method at these items with only their evidence."""
    for other in others:
        alike = (other.run.model, other.run.method) == (one.run.model, one.run.method)
        if alike and other.run.context == "evidence":
            rows = [row for row in swept(other.rows) if row.item.id in one.items]
            if rows:
                return rows
    return None


def _study(system: str, rows: list[Row], ceiling: list[Row] | None, aim: tuple[Asker, float]) -> LengthStudy:
    ask, allow = aim
    sized, top = _sized(rows), None if ceiling is None else _sized(ceiling)
    found = LengthStudy(
        system=system, groups=len({row.group for row in sized}), ceiling="evidence" if top else "shortest length",
        allow=allow, points=_points(sized, top, ask), effective=_effective(sized, top, ask, allow),
        says=(), **_fit(sized, ask),
    )  # fmt: skip
    return replace(found, says=tuple(_says(found)))


def _sized(rows: Sequence[Row]) -> list[Sized]:
    from benchwright.stats import Sized

    return [
        Sized(
            group=row.item.group, cluster=row.item.cluster, kind=row.item.kind, length=length_of(row.item) or 0,
            right=row.right, position=row.item.position, epoch=row.attempt.epoch,
        )
        for row in rows
    ]  # fmt: skip


def _points(rows: list[Sized], ceiling: list[Sized] | None, ask: Asker) -> tuple[LengthPoint, ...]:
    from benchwright.stats import by_length

    aim = {"target": ask.target, "level": ask.level}
    found = by_length(rows, ceiling, **aim)  # type: ignore[arg-type]
    tops = {one.length: one for one in by_length(ceiling, **aim)} if ceiling else dict.fromkeys([0], found[0])  # type: ignore[arg-type]
    return tuple(
        LengthPoint(
            length=one.length, n=one.items, right=_rate(one), drop=_drop(one),
            ceiling=_rate(tops[one.length if ceiling else 0]) if one.length in tops or not ceiling
            else Withheld("the ceiling was not measured at this length", 0),
        )
        for one in found
    )  # fmt: skip


def _rate(one: LengthRate) -> Figure:
    found = one.rate
    if found is None:
        return Withheld(one.refused, one.items)
    ends = (found.worst.value, found.best.value)
    return found.estimate if found.complete else bounds_of(found.estimate, ends, found.unresolved)


def _drop(one: LengthRate) -> Figure:
    if one.drop is None:
        return Withheld(one.refused, one.items)
    found = one.drop.difference
    if one.drop.complete:
        return found
    return bounds_of(found, (found.low, found.high), one.rate.unresolved if one.rate else 0)


def _fit(rows: list[Sized], ask: Asker) -> dict[str, Any]:
    """What a doubling, late evidence and evidence in the middle cost, and the lengths that this rests on."""
    from benchwright.stats import length_fit

    groups = len({row.group for row in rows})
    try:
        found = length_fit(rows, target=ask.target, level=ask.level)
    except EstimateError as error:
        refused = Withheld(str(error), groups)
        return {"doubling": refused, "late": refused, "middle": refused, "fitted": ()}
    refused = Withheld(found.unplaced, groups)
    return {"doubling": found.doubling, "late": found.late or refused, "middle": found.middle or refused,
            "fitted": found.lengths}  # fmt: skip


def _effective(rows: list[Sized], ceiling: list[Sized] | None, ask: Asker, allow: float) -> Effective | Withheld:
    from benchwright.stats import effective_length

    try:
        found = effective_length(rows, ceiling, allow=allow, target=ask.target, level=ask.level)
    except EstimateError as error:
        return Withheld(str(error), len({row.group for row in rows}))
    return Effective(
        value=_extent(found.value), best=_extent(found.best), low=_extent(found.low), high=_extent(found.high),
        complete=found.complete, level=found.level, n=found.items, clusters=found.clusters, target=found.target,
        method="bootstrap of the crossing, expanded percentiles", left_out=found.left_out,
    )  # fmt: skip


def _extent(reach: Reach) -> Extent:
    return Extent(reach.tokens, reach.censored)


def extent(found: Extent) -> str:
    """`5.3k`, `at least 128k`, `below 1k`."""
    return f"{found.censored} {tokens(found.tokens)}".strip()


def effective(found: Effective | Withheld) -> str:
    """The effective length with its interval, on one line; a dash where it is withheld."""
    if isinstance(found, Withheld):
        return "–"
    ends = f"[{', '.join(dict.fromkeys(map(extent, (found.low, found.high))))}]"
    if found.complete or found.value == found.best:
        return f"{extent(found.value)} {ends}"
    return f"between {extent(found.value)} and {extent(found.best)} {ends}"


def _says(one: LengthStudy) -> Iterator[str]:
    """Effective length, what a doubling costs, and where evidence is missed, in sentences."""
    yield from _reaches(one, tokens(one.points[0].length))
    span = f"From {tokens(one.fitted[0])} to {tokens(one.fitted[-1])}, each" if one.fitted else "Each"
    yield _costs(f"{span} doubling of the length", one.doubling)
    if not isinstance(one.doubling, Withheld):
        yield _costs("Evidence in the last quarter of its document instead of the first", one.late)
    if not isinstance(one.late, Withheld):
        yield _costs("Evidence in the middle instead of the first and last quarters", one.middle)
    if one.ceiling == "shortest length":
        yield (
            "No run of this model and method saw the evidence only, so the shortest length stands for the ceiling; "
            "for a real one run it with --context evidence."
        )


def _reaches(one: LengthStudy, first: str) -> Iterator[str]:
    found = one.effective
    if isinstance(found, Withheld):
        yield f"No effective length is given: {found.reason}."
        return
    than = "with only the evidence to read" if one.ceiling == "evidence" else f"at the shortest length ({first})"
    yield (
        f"Effective length: {effective(found)} tokens, the longest up to which the score lies at most {one.allow:g} "
        f"below the score {than}."
    )
    if found.left_out:
        yield f"Left out, as no attempt was resolved: {', '.join(map(tokens, found.left_out))}."


def _costs(what: str, found: Figure) -> str:
    """`Each doubling costs 3.1 points [1.2, 5.0]`."""
    if not isinstance(found, Estimate):
        reason = found.reason if isinstance(found, Withheld) else "attempts are unresolved"
        return f"{what}: withheld, as {reason}."
    sign, verb = (1, "costs") if found.value >= 0 else (-1, "gains")
    value, *ends = (_percent(sign * share) for share in (found.value, *(found.low, found.high)[::sign]))
    line = f"{what} {verb} {value} points [{', '.join(ends)}]"
    return f"{line}, which may be none." if found.low <= 0.0 <= found.high else f"{line}."


def _percent(share: float) -> str:
    shown = f"{100 * share:.1f}"
    return "0.0" if shown == "-0.0" else shown


def table(found: LengthStudy, name: str) -> Table:
    """One study as rows of text: a row per length."""
    rows = tuple(
        (tokens(one.length), *cells(one.right), *cells(one.drop, sign=True), f"{one.n:,}") for one in found.points
    )
    notes = withheld(figure for one in found.points for figure in (one.right, one.drop))
    headers = ("tokens", "right", "interval", "drop", "interval of drop", "n")
    return Table(f"By length: {name}", headers, rows, (DROP[found.ceiling], *found.says, *notes))

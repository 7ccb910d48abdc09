"""Every figure of one run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from benchwright.records import Document, Run
from benchwright.reports._figures import Asker, Row, causes, observed, tally
from benchwright.reports._places import places
from benchwright.reports._shown import clipped
from benchwright.reports._slips import slips
from benchwright.reports.model import Costs, Family, Reason, Refusals, Repeated, Role, System

REASONS = 12
"""Rows of the table of failures; what is beyond them is added up in one more."""
ROLES: dict[str, Role] = {"evidence": "ceiling", "none": "floor"}


def role_of(run: Run) -> Role:
    """What a run is for, by what reached the model."""
    return ROLES.get(run.context, "measured")


def system(run: Run, rows: Sequence[Row], documents: Mapping[str, Document], ask: Asker) -> System:
    """Everything of one run.

    Raises:
        EstimateError: the data cannot carry the headline for this target.
    """
    outcomes = tally(rows)
    return System(
        system=run.system, model=run.model, method=run.method, context=run.context, role=role_of(run),
        headline=ask.headline(observed(rows)), uncredited=ask.uncredited(rows), items=len({r.item.id for r in rows}),
        attempts=len(rows), epochs=run.epochs, complete=run.complete and not outcomes["error"],
        outcomes=outcomes, unresolved=causes(rows), families=families(rows, ask),
        repeated=repeated(rows, run.epochs, ask),
        places=places(rows, documents, ask), refusals=refusals(rows, ask), costs=costs(rows), failures=failures(rows),
        notes=run.notes, versions=dict(sorted(run.versions.items())), log=run.log, slips=slips(rows, ask),
    )  # fmt: skip


def families(rows: Sequence[Row], ask: Asker) -> tuple[Family, ...]:
    """The kinds by name."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row.item.kind].append(row)
    return tuple(
        Family(kind, ask.share(observed(inside)), len({row.item.id for row in inside}), tally(inside))
        for kind, inside in sorted(kinds.items())
    )


def repeated(rows: Sequence[Row], epochs: int, ask: Asker) -> tuple[Repeated, ...]:
    """One, two and all attempts at each item; nothing where each was attempted once."""
    if epochs < 2:
        return ()
    seen = observed(rows)
    found = [Repeated("pass@1", 1, ask.repeated(seen, 1, every=False))]
    for k in sorted({2, epochs}):
        found.append(Repeated(f"pass@{k}", k, ask.repeated(seen, k, every=False)))
        found.append(Repeated(f"pass^{k}", k, ask.repeated(seen, k, every=True)))
    return tuple(found)


def refusals(rows: Sequence[Row], ask: Asker) -> Refusals:
    """Answered or refused; an unparsed reply is neither, and stands apart."""
    ended = [row for row in rows if row.outcome not in {"unparsed", "error"}]
    sides = {side: [row for row in ended if row.item.answerable is side] for side in (True, False)}
    refused = {side: sum(row.refused for row in inside) for side, inside in sides.items()}
    return Refusals(
        answered=len(sides[True]) - refused[True], refused=refused[True],
        answered_no_info=len(sides[False]) - refused[False], refused_no_info=refused[False],
        other=len(rows) - len(ended),
        refused_share=ask.share_where(sides[True], lambda row: row.refused),
        refused_no_info_share=ask.share_where(sides[False], lambda row: row.refused),
    )  # fmt: skip


def costs(rows: Sequence[Row]) -> Costs:
    """The sums over all attempts."""
    used = [row.attempt.usage for row in rows]
    prices = [usage.cost_usd for usage in used if usage.cost_usd is not None]
    return Costs(
        attempts=len(used), calls=sum(u.calls for u in used), input_tokens=sum(u.input_tokens for u in used),
        cached_tokens=sum(u.cached_tokens for u in used), output_tokens=sum(u.output_tokens for u in used),
        seconds=sum(u.seconds for u in used), usd=sum(prices) if prices else None, priced=len(prices),
    )  # fmt: skip


def failures(rows: Sequence[Row]) -> tuple[Reason, ...]:
    """Reasons by how often they came, the commonest first."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.verdict.state == "failed":
            reason = row.attempt.error or row.verdict.reason or "no reason was given"
            counts[str(row.verdict.failure), clipped(reason, 200)] += 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    listed = [Reason(failure, reason, count) for (failure, reason), count in ordered[:REASONS]]
    if rest := ordered[REASONS:]:
        listed.append(Reason("other", f"{len(rest)} more reasons", sum(count for _, count in rest)))
    return tuple(listed)

"""From runs to every figure of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import fmean

from benchwright.errors import EstimateError, InputError
from benchwright.records import Estimate, Item, Run, Target
from benchwright.reports._constraints import constraint_studies
from benchwright.reports._constraints import figures as figures_of_constraints
from benchwright.reports._figures import Asker, rows_of
from benchwright.reports._followed import figures as figures_of_twins
from benchwright.reports._followed import follow_studies
from benchwright.reports._lengths import ALLOW, noted, studies
from benchwright.reports._means import figures as figures_of_means
from benchwright.reports._means import means
from benchwright.reports._naming import names_of
from benchwright.reports._pairs import Attempted, gaps, pairs, ranks
from benchwright.reports._retrieval import retrieval
from benchwright.reports._symbols import figures as figures_of_symbols
from benchwright.reports._symbols import symbols
from benchwright.reports._systems import role_of, system
from benchwright.reports.model import Baseline, Bounds, Figure, LengthStudy, Method, Report, ReportInput, System

BAYESIAN = (
    "exponential weights per item or per document: Rubin 1981; each kind with one outcome's worth of "
    "pseudo-observations, as in Jeffreys's interval: Brown, Cai & DasGupta 2001"
)
SOURCES = {
    "constrained score": "score interval of an equally weighted mean of proportions by constrained maximum likelihood: "
    "Miettinen & Nurminen 1985, section 3; skewness correction: Gart & Nam 1990, Laud 2017; for new documents with the "
    "cluster jackknife: Bell & McCaffrey 2002",
    "paired constrained score": "the same interval of (1 + difference) / 2 per item, paired within items; little "
    "discordance is drawn towards more as in Bonett & Price 2012; p-values invert it and are adjusted by Holm 1979",
    "clustered logistic fit": "logistic regression on log2 length and position, kinds alike, log-F(1,1) prior on their "
    "intercepts: Greenland & Mansournia 2015; one-step cluster jackknife: Bell & McCaffrey 2002",
    "Bayesian bootstrap": BAYESIAN,
    "paired Bayesian bootstrap": f"{BAYESIAN}; both systems of a pair have the same weights",
    "t": "Student's t interval of a mean over items",
    "stratified bootstrap": "items resampled within kind and document: Rao & Wu 1988",
}
GENERALISES = {
    "these documents": "other questions of the same kinds about these same documents",
    "new documents": "questions of the same kinds about new documents like these",
}


def build(
    report_input: ReportInput, *, target: Target = "these documents", level: float = 0.95, allow_drop: float = ALLOW
) -> Report:
    """Every figure of a report.

    Args:
        report_input: the benchmark and its runs.
        target: what the figures generalise to.
        level: of all intervals.
        allow_drop: how far the score may lie below its ceiling up to the effective length (0 to 1).

    Raises:
        InputError: two runs share a name, are of different benchmarks, or attempted items that the benchmark lacks.
        EstimateError: there are no runs or no attempts, or the data cannot carry a headline for this target.
    """
    _check(report_input)
    ask = Asker(target, level)
    items = {item.id: item for item in report_input.items}
    attempted = [Attempted(run, tuple(rows_of(run, items))) for run in report_input.runs]
    homes = report_input.documents
    systems = tuple(
        replace(system(one.run, one.rows, homes, ask), retrieval=retrieval(one, attempted, homes, ask))
        for one in attempted
    )
    measured = [one for one in attempted if role_of(one.run) == "measured"] or attempted
    compared = pairs(measured, ask)
    standard = gaps(attempted, ask)
    card = report_input.card
    sets = [one.items for one in attempted]
    union = frozenset[str]().union(*sets)
    lengths = studies(attempted, ask, allow_drop)
    over_kinds = means(measured, ask)
    read = symbols(report_input.facts, ask)
    kept = constraint_studies(report_input.constraints, ask)
    twins = follow_studies(report_input.followed, ask)
    differences = [
        *(one.difference for one in compared), *(gap.pair.difference for gap in standard),
        *figures_of_means(over_kinds), *figures_of_symbols(read), *figures_of_constraints(kept),
        *figures_of_twins(twins),
    ]  # fmt: skip
    return Report(
        card=card, target=target, level=level, metric=card.metric, generalises=GENERALISES[target], items=len(items),
        attempted=len(union), common=len(union.intersection(*sets)), documents=len(report_input.documents),
        baselines=baselines([item for key, item in items.items() if key in union]), systems=systems,
        pairs=compared, ranks=ranks(measured, compared), gaps=standard,
        methods=tuple(_methods([*_figures(systems), *differences, *_of_lengths(lengths)])), means=over_kinds,
        notes=(*noted(lengths), *_notes(systems, len(items))), lengths=lengths, symbols=read,
        constraints=kept, followed=twins,
    )  # fmt: skip


def baselines(items: Sequence[Item]) -> tuple[Baseline, ...]:
    """What ignoring the questions would score; the mean over kinds, as for the headline."""
    kinds = sorted({item.kind for item in items})
    answerable = fmean(fmean(item.answerable for item in items if item.kind == kind) for kind in kinds)
    return (
        Baseline(
            "answer everything", answerable, len(items),
            "the most that never refusing can reach: every answerable item right, every no-info item wrong",
        ),
        Baseline(
            "refuse everything", 1.0 - answerable, len(items),
            "what always refusing reaches: every no-info item right, every answerable item wrong",
        ),
    )  # fmt: skip


def _check(given: ReportInput) -> None:
    if not given.runs:
        raise EstimateError("no runs to report on; run a model first: benchwright run BENCH --model MODEL --out RUNS")
    if repeated := [name for name, count in Counter(run.system for run in given.runs).items() if count > 1]:
        raise InputError(f"two runs are named {repeated[0]!r}; every run of a report needs a name of its own")
    known = {item.id for item in given.items}
    for run in given.runs:
        _check_run(run, given, known)


def _check_run(run: Run, given: ReportInput, known: set[str]) -> None:
    if not run.graded:
        raise EstimateError(f"run {run.system!r} holds no attempts; run it again, or leave it out")
    if run.benchmark and given.card.content_hash and run.benchmark != given.card.content_hash:
        raise InputError(
            f"run {run.system!r} is of benchmark {run.benchmark}, not of {given.card.content_hash}; "
            "report on runs of one benchmark at a time"
        )
    if strangers := [pair.attempt.item for pair in run.graded if pair.attempt.item not in known]:
        raise InputError(
            f"run {run.system!r} attempted {strangers[0]!r}, which is not an item of the benchmark; "
            "name the benchmark that was run"
        )


def _figures(systems: Sequence[System]) -> Iterator[Figure]:
    for one in systems:
        yield one.headline
        yield one.uncredited
        yield from (family.figure for family in one.families)
        yield from (one_of.figure for one_of in one.repeated)
        yield from (cell.figure for cell in one.places.cells)
        yield from (one.refusals.refused_share, one.refusals.refused_no_info_share)
        yield from (slip.share for slip in (one.slips.slips if one.slips else ()))
        for row in one.retrieval.recall if one.retrieval else ():
            yield from (row.found, row.right_found, row.right_lost)


def _of_lengths(studies_: Sequence[LengthStudy]) -> Iterator[Figure]:
    for one in studies_:
        yield from (figure for point in one.points for figure in (point.right, point.drop))
        yield from (one.doubling, one.late, one.middle)


def _methods(figures: Sequence[Figure]) -> Iterator[Method]:
    counts = Counter(found.method for found in figures if isinstance(found, Estimate | Bounds))
    for name, count in sorted(counts.items()):
        yield Method(name, SOURCES.get(name, ""), count)


def _notes(systems: Sequence[System], total: int) -> tuple[str, ...]:
    names = names_of(systems)
    said: dict[str, list[str]] = {}
    for one in systems:
        for note in dict.fromkeys(one.notes):
            said.setdefault(note, []).append(names[one.system])
    notes = [note if len(who) == len(systems) else f"{', '.join(who)}: {note}" for note, who in said.items()]
    notes += [
        f"{names[one.system]}: attempted {one.items:,} of {total:,} items; the figures speak of those only"
        for one in systems
        if one.items < total
    ]
    return tuple(notes)

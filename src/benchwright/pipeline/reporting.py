"""From logs to figures: read the runs, check that they belong together, build the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from benchwright.errors import EstimateError, InputError
from benchwright.grading import Reading, grade_attempt
from benchwright.pipeline.opening import opened
from benchwright.records import Attempt, Item, Run, Target, Verdict, counts_as_right
from benchwright.stats import Observation, compare, headline
from benchwright.store import Benchmark

if TYPE_CHECKING:
    from benchwright.reports import Report, ReportInput
    from benchwright.stats import Headline


def read_runs(
    paths: Iterable[Path | str], *, bench: Path | str | None = None, regrade: bool = False
) -> tuple[Benchmark, list[Run]]:
    """The runs in these logs, and the benchmark that all of them attempted.

    Args:
        paths: logs, or folders of logs.
        bench: the benchmark folder; by default where the logs say it was.
        regrade: give every attempt its verdict anew, save those that a judge has judged.

    Raises:
        InputError: a log cannot be read, or logs are of different benchmarks.
        DamagedError: the benchmark has changed since.
    """
    from benchwright.inspect_bridge import logs, to_run

    given = [Path(path) for path in paths]
    tops, torn = _readable(logs(given), given)
    files = list(tops)
    hashes = {top.get("benchmark") for top in tops.values()}
    if len(hashes) != 1:
        raise InputError(f"these logs are of {len(hashes)} different benchmarks; compare runs of one at a time")
    benchmark = opened(bench if bench is not None else _place(list(tops.values()), files))
    if benchmark.card.content_hash not in hashes:
        raise InputError(
            f"the logs are not of the benchmark at {benchmark.path}: name the one they are of with --bench"
        )
    items = {item.id: item for item in benchmark.items}

    def grader(attempt: Attempt, reading: str) -> Verdict:
        return grade_attempt(items[attempt.item], attempt, reading=cast("Reading", reading))

    runs = [to_run(file, grader, regrade=regrade) for file in files]
    notes = tuple(
        f"{path.name} cannot be read and is left out; if its run was killed, run the same command again"
        for path in torn
    )
    return benchmark, [
        run.model_copy(update={"notes": (*run.notes, *_judged(run, items), *notes)}) for run in _named_apart(runs)
    ]


def _judged(run: Run, items: Mapping[str, Item]) -> list[str]:
    """What a reader must know of figures that rest on a judge."""
    kinds: dict[str, set[str]] = {}
    for pair in run.graded:
        if pair.verdict.judge:
            kinds.setdefault(pair.verdict.judge, set()).add(items[pair.attempt.item].kind)
    return [
        f"{', '.join(sorted(found))}: judged by {judge}, whose agreement with people has not been measured"
        for judge, found in sorted(kinds.items())
    ]


def _readable(files: Sequence[Path], given: Sequence[Path]) -> tuple[dict[Path, dict[str, Any]], list[Path]]:
    """Logs that can be read, each with our part of its header, and logs of a folder that cannot.

    One torn file does not stop the others.

    Raises:
        InputError: a file that was named cannot be read, or none can.
    """
    from benchwright.inspect_bridge import HEADER, header

    named = {path.resolve() for path in given if path.is_file()}
    good: dict[Path, dict[str, Any]] = {}
    torn = []
    for file in files:
        try:
            good[file] = (header(file).eval.metadata or {}).get(HEADER, {})
        except InputError:
            if file in named or len(files) == 1:
                raise
            torn.append(file)
    if not good:
        raise InputError(f"none of the {len(torn)} logs can be read; the first is {torn[0]}")
    return good, torn


def _place(tops: Sequence[dict[str, Any]], files: Sequence[Path]) -> str:
    for top in tops:
        if path := top.get("path"):
            if not Path(path).exists():
                raise InputError(
                    f"{files[0].name} is of the benchmark at {path}, which is not there now; name it with --bench"
                )
            return str(path)
    raise InputError(f"{files[0]} does not say where its benchmark is; name it with --bench")


def _named_apart(runs: Sequence[Run]) -> list[Run]:
    """Runs with the same system name get a number, oldest first."""
    seen: Counter[str] = Counter()
    total = Counter(run.system for run in runs)
    named = []
    for run in runs:
        seen[run.system] += 1
        apart = total[run.system] > 1
        named.append(run.model_copy(update={"system": f"{run.system} #{seen[run.system]}"}) if apart else run)
    return named


def observations(benchmark: Benchmark, run: Run) -> list[Observation]:
    """What statistics need to know of each attempt. An unresolved error has no value; a parse failure is not right."""
    items = {item.id: item for item in benchmark.items}
    found = []
    for pair in run.graded:
        item = items[pair.attempt.item]
        right = counts_as_right(pair.verdict.outcome(answerable=item.answerable))
        found.append(
            Observation(item=item.id, kind=item.kind, cluster=item.cluster, epoch=pair.attempt.epoch, right=right)
        )
    return found


def headlines(
    benchmark: Benchmark, runs: Sequence[Run], *, target: Target = "these documents", level: float = 0.95
) -> dict[str, Headline]:
    """The headline of each run by the name of its system.

    Raises:
        EstimateError: the data cannot carry it for this target.
    """
    return {run.system: headline(observations(benchmark, run), target=target, level=level) for run in runs}


def headline_lines(benchmark: Benchmark, runs: Sequence[Run]) -> tuple[list[str], list[dict[str, Any]]]:
    """One line per run for a terminal, and the same figures for a machine."""
    lines, figures = [], []
    for run in runs:
        found = headline(observations(benchmark, run))
        unparsed = sum(pair.verdict.failure == "parse" for pair in run.graded)
        failed = sum(pair.verdict.state == "failed" for pair in run.graded) - unparsed
        lines.append(
            f"{run.system}: {sentence(found)}; of {len(run.graded)} attempts {unparsed} unparsed, {failed} errors"
        )
        lines += [f"  note: {note}" for note in run.notes]
        figures.append(
            {"system": run.system, "complete": run.complete, "unparsed": unparsed, "errors": failed, **as_json(found)}
        )
    return lines, figures


def sentence(found: Headline) -> str:
    """The headline in words, with its uncertainty."""
    figure = found.estimate
    if not found.complete:
        return f"INCOMPLETE, between {found.worst.value:.3f} and {found.best.value:.3f} (n = {figure.n} items)"
    alone = figure.clusters == figure.n  # also where there are no documents at all
    homes = "" if alone else f", {figure.clusters} document{'s' if figure.clusters != 1 else ''}"
    return (
        f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}] "
        f"({figure.level:.0%} interval for {figure.target}, n = {figure.n} items{homes})"
    )


def measured(runs: Sequence[Run]) -> list[Run]:
    """The runs that a gate may judge: not those that saw the evidence only, or nothing.

    Raises:
        InputError: there are none.
    """
    found = [run for run in runs if run.context not in {"evidence", "none"}]
    if not found:
        raise InputError(
            "every run here saw only the evidence, or nothing; a gate needs one with --context full or retrieve:K"
        )
    return found


def credibly_worse(
    benchmark: Benchmark, runs: Sequence[Run], baseline: Path | str, *, target: Target, level: float
) -> list[str]:
    """A line for each run whose difference from the baseline lies below zero with its whole interval.

    Raises:
        InputError: the baseline does not hold exactly one run that a gate may judge.
    """
    base = measured(read_runs([baseline], bench=benchmark.path)[1])
    if len(base) != 1:
        raise InputError(f"--baseline {baseline} holds {len(base)} runs of a whole task; name one log")
    before = observations(benchmark, base[0])
    lines = []
    for run in runs:
        found = compare(observations(benchmark, run), before, target=target, level=level).difference
        if found.high < 0:
            span = f"[{-found.high:.3f}, {-found.low:.3f}]"
            lines.append(f"{run.system} is worse than {base[0].system} by {-found.value:.3f} {span}")
    return lines


def as_json(found: Headline) -> dict[str, Any]:
    """The headline for a machine."""
    return {
        "headline": found.estimate.model_dump(mode="json") if found.complete else None,
        "worst": found.worst.value, "best": found.best.value, "unresolved": found.unresolved,
    }  # fmt: skip


def report_input(benchmark: Benchmark, runs: Sequence[Run], paths: Iterable[Path | str] = ()) -> ReportInput:
    """What `reports` reads.

    Args:
        benchmark: that was attempted.
        runs: as `read_runs` gave them.
        paths: the logs, where facts that were read are to be measured.
    """
    from benchwright.inspect_bridge import logs
    from benchwright.pipeline.constraints import kept_constraints
    from benchwright.pipeline.following import twins_attempted
    from benchwright.pipeline.symbols import extractions
    from benchwright.reports import ReportInput

    files = logs(paths) if any(run.method == "logic" for run in runs) else []
    facts = extractions(benchmark, runs, files)
    return ReportInput(
        card=benchmark.card, items=benchmark.items, documents=benchmark.documents, runs=tuple(runs), facts=facts,
        constraints=kept_constraints(benchmark, runs), followed=twins_attempted(benchmark, runs),
    )  # fmt: skip


def build_report(
    paths: Iterable[Path | str], *, bench: Path | str | None = None, target: Target = "these documents",
    level: float = 0.95, regrade: bool = False, allow_drop: float = 0.1,
) -> tuple[ReportInput, Report]:  # fmt: skip
    """Every figure of a report, with what it was made from.

    Raises:
        InputError: the logs cannot be used together.
        EstimateError: the data cannot carry a figure for this target.
    """
    from benchwright.reports import build

    places = list(paths)
    benchmark, runs = read_runs(places, bench=bench, regrade=regrade)
    if not runs:
        raise EstimateError("no runs to report on; run a model first: benchwright run BENCH --model MODEL --out RUNS")
    given = report_input(benchmark, runs, places)
    return given, build(given, target=target, level=level, allow_drop=allow_drop)

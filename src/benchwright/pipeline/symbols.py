"""What logs of the method `logic` say of the facts that were read, apart from the answers.

    log + gold facts of the documents ─► Extraction per attempt ─► stats.symbols
    log ─► stated probability and outcome per attempt ─► stats.reliability, stats.fit_calibration

A fact is right where the gold facts of the item's documents hold it: the same relation, and values that grading takes
for the same. An attempt is left out, and counted, where that cannot be told: the documents have no gold facts, or the
model named relations of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchwright.errors import BenchwrightError, EstimateError
from benchwright.grading import key
from benchwright.records import Document, Evidence, Item, Run, counts_as_right
from benchwright.reports import FactsRead
from benchwright.stats import Calibration, Extraction, fit_calibration
from benchwright.stats.calibration import CalibrationMethod
from benchwright.store import Benchmark, write_text

LOGIC = "benchwright:logic"
METHOD = "logic"
Kept = dict[str, Any]
Named = tuple[str, tuple[str | Fraction | bool, ...]]
"""A fact as it is compared."""


@dataclass(frozen=True)
class _Gold:
    """A gold fact with its places."""

    named: Named
    document: str
    spans: tuple[tuple[int, int], ...]


def extractions(benchmark: Benchmark, runs: Sequence[Run], paths: Iterable[Path]) -> list[FactsRead]:
    """Per run of the method `logic`, what it read held against the gold facts.

    Args:
        benchmark: that was attempted.
        runs: as `read_runs` gave them.
        paths: the logs that they were read from.
    """
    files = {path.name: path for path in paths}
    read = [run for run in runs if run.method == METHOD and run.log in files]
    gold = {key: tuple(_gold(document)) for key, document in benchmark.documents.items()} if read else {}
    return [_of_run(benchmark, gold, run, files[run.log]) for run in read]


def _of_run(benchmark: Benchmark, gold: Mapping[str, tuple[_Gold, ...]], run: Run, path: Path) -> FactsRead:
    items = {item.id: item for item in benchmark.items}
    rights = _rights(run, items)
    found, left_out, dropped = [], Counter[str](), Counter[str]()
    for name, epoch, kept in _kept(path):
        item, right = items.get(name), rights.get((name, epoch))
        if item is None or right is None:
            continue
        dropped.update(kept.get("counts") or {})
        if reason := _unmeasured(item, kept, gold):
            left_out[reason] += 1
        else:
            known = [fact for document in item.documents for fact in gold[document]]
            found.append(_extraction(item, kept, known, right=right))
    return FactsRead(run.system, tuple(found), dict(sorted(left_out.items())), dict(sorted(dropped.items())))


def _rights(run: Run, items: Mapping[str, Item]) -> dict[tuple[str, int], bool | None]:
    """Whether each attempt is right; none for an error that was not resolved."""
    return {
        (pair.attempt.item, pair.attempt.epoch): counts_as_right(
            pair.verdict.outcome(answerable=items[pair.attempt.item].answerable)
        )
        for pair in run.graded
    }


def _kept(path: Path) -> Iterator[tuple[str, int, Kept]]:
    """What each attempt of a log keeps of its facts."""
    from inspect_ai.log import read_eval_log_samples

    from benchwright.inspect_bridge import HEAVY

    for sample in read_eval_log_samples(str(path), all_samples_required=False, exclude_fields=HEAVY):
        if isinstance(kept := sample.store.get(LOGIC), dict):
            yield str(sample.id), sample.epoch, kept


def _unmeasured(item: Item, kept: Kept, gold: Mapping[str, tuple[_Gold, ...]]) -> str:
    if not any(gold.get(document) for document in item.documents):
        return "the documents have no gold facts (make worlds --gold-facts)"
    rules = kept.get("rules")
    if rules is None and not item.rules:
        return "there were no rules"
    return "the model named relations of its own" if rules and rules["origin"] == "model" else ""


def _gold(document: Document) -> Iterator[_Gold]:
    for row in json.loads(document.metadata.get("facts") or "[]"):
        spans = [(row["start"], row["end"])]
        if "day" in row:
            spans.append(tuple(row["day"]))
        yield _Gold(named(row["relation"], row["values"]), document.id, tuple(spans))


def named(relation: str, values: Sequence[str | float | bool]) -> Named:
    """A fact as it is compared: numbers by value, texts and days by grading's key, which drops articles."""
    return relation, tuple(_value(value) for value in values)


def _value(value: str | float | bool) -> str | Fraction | bool:  # noqa: FBT001 - a value, not a switch
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return Fraction(value)
    return key(value) if value else ""


def _extraction(item: Item, kept: Kept, gold: Sequence[_Gold], *, right: bool) -> Extraction:
    stated = {fact.named for fact in gold}
    given = [named(fact["relation"], fact["values"]) for fact in kept["facts"]]
    marks = tuple(fact in stated for fact in given)
    used = tuple(marks[number] for number in kept.get("used") or () if number < len(marks))
    relations = _relations(item, kept)
    needed = dict.fromkeys(
        fact.named for fact in gold if fact.named[0] in relations and _is_evidence(fact, item.evidence)
    )
    have = set(given)
    return Extraction(
        item=item.id, cluster=item.cluster, given=marks, needed=tuple(fact in have for fact in needed), used=used,
        right=right,
    )  # fmt: skip


def _relations(item: Item, kept: Kept) -> set[str]:
    """Relations that were to be read."""
    rules = kept.get("rules")
    if rules:
        return set(rules["relations"])
    from benchwright.logic import parse

    try:
        return {one.relation for one in parse(item.rules).declarations}
    except BenchwrightError:
        return set()


def _is_evidence(fact: _Gold, evidence: Sequence[Evidence]) -> bool:
    """Whether one of the fact's places and a passage of the evidence lie in one another."""
    places = [(one.start, one.end) for one in evidence if one.document == fact.document]
    return any(
        (start <= a and b <= end) or (a <= start and end <= b) for a, b in places for start, end in fact.spans
    )  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """Probabilities that attempts gave their own answers, with how these turned out."""

    probabilities: tuple[float, ...]
    right: tuple[bool, ...]
    clusters: tuple[str, ...]


def stated(benchmark: Benchmark, runs: Sequence[Run], paths: Iterable[Path]) -> Stated:
    """Every attempt of the method `logic` that gave an answer, with the probability that logic gave it."""
    files = {path.name: path for path in paths}
    items = {item.id: item for item in benchmark.items}
    rows = []
    for run in runs:
        if run.method != METHOD or run.log not in files:
            continue
        rights = _rights(run, items)
        for name, epoch, kept in _kept(files[run.log]):
            right = rights.get((name, epoch))
            if kept.get("probability") is not None and right is not None:
                rows.append((float(kept["probability"]), right, items[name].cluster))
    probabilities, outcomes, clusters = zip(*rows, strict=True) if rows else ((), (), ())
    return Stated(probabilities, outcomes, clusters)


def calibrate(
    paths: Iterable[Path | str], out: Path | str, *, method: CalibrationMethod = "temperature",
    bench: Path | str | None = None,
) -> Calibration:  # fmt: skip
    """Fit a calibration on logs of held-out items, and write it where `calibration=FILE` finds it.

    Args:
        paths: logs of the method `logic`, or folders of them.
        out: the file to write.
        method: `temperature` or `isotonic`.
        bench: the benchmark, where the logs do not say.

    Raises:
        InputError: the logs cannot be used together.
        EstimateError: too few attempts gave an answer, or too few of these were right or wrong.
        OutputError: the file cannot be written.
    """
    from benchwright.inspect_bridge import logs
    from benchwright.pipeline.reporting import read_runs

    given = [Path(path) for path in paths]
    benchmark, runs = read_runs(given, bench=bench)
    found = stated(benchmark, runs, logs(given))
    if not found.probabilities:
        raise EstimateError("no attempt by logic in these logs gave an answer; run the method logic on held-out items")
    models = ", ".join(sorted({run.model for run in runs if run.method == METHOD}))
    data = f"{models} by logic on {benchmark.card.name} {benchmark.card.content_hash[:12]}"
    fitted = fit_calibration(found.probabilities, found.right, method=method, data=data)
    write_text(Path(out), fitted.line() + "\n")
    return fitted

"""The one place where our records and Inspect's types turn into each other.

Item -> Sample, Verdict <-> Score, EvalSample -> Attempt, EvalLog <-> Run. Inspect's `Score` is our Verdict: its value
is 1 or 0 (counts for the headline, or does not), and the verdict itself lies in its metadata. Logs are read sample by
sample, without their events, so that a large log needs little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspect_ai.dataset import Sample
from inspect_ai.log import (
    EvalConfig,
    EvalDataset,
    EvalError,
    EvalLog,
    EvalMetric,
    EvalResults,
    EvalSample,
    EvalScore,
    EvalSpec,
    EvalStats,
    list_eval_logs,
    read_eval_log,
    read_eval_log_samples,
)
from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ModelOutput, ModelUsage
from inspect_ai.scorer import Score
from pydantic import ValidationError

from benchwright.errors import InputError, boundary
from benchwright.grading import gold_text
from benchwright.records import Attempt, Failure, Graded, Item, Lineage, Run, Usage, Verdict, counts_as_right

READING = "benchwright:reading"
"""Where a solver says how its reply is to be read: `whole`, `marker`, or `auto`."""
WHY = "benchwright:why"
"""Where a solver whose reply holds no answer says why there is none."""
RETRIEVED = "benchwright:retrieved"
"""Where a solver keeps which passages it put before the model: per document, [[start, end], ...]."""
HEADER = "benchwright"
"""The key of our part of a task's metadata."""
SCORER = "graded"
JUDGE = "grader"
"""Inspect's role of the model that judges open answers."""
FACTS = {"kind", "answer", "answerable", "evidence", "documents", "position", "cluster"}
"""What a log holds of every item: Inspect copies it several times per sample, so no more than is needed."""
Grade = Callable[[Attempt, str], Verdict]
"""(attempt, reading) -> verdict."""
_COUNTED = ("input_tokens", "output_tokens", "input_tokens_cache_write", "input_tokens_cache_read", "total_cost")
HEAVY = {"events", "messages", "attachments", "timelines"}
"""What of a sample no figure needs."""


def to_sample(item: Item) -> Sample:
    """An Inspect sample: the question, the gold answer as text, and what grading and reading a log need."""
    facts = item.model_dump(mode="json", include=FACTS)
    if item.decoys:
        facts["decoys"] = [decoy.model_dump(mode="json", exclude_defaults=True) for decoy in item.decoys]
    if item.rules:
        facts["rules"] = item.rules
    return Sample(id=item.id, input=item.question, target=gold_text(item.answer), metadata=facts)


def from_sample(question: str, metadata: Mapping[str, Any]) -> Item:
    """The item of a sample; its lineage stays in the benchmark.

    Raises:
        InputError: the sample is not from one of our benchmarks.
    """
    stub = Lineage(maker="", settings="", seed=0)
    try:
        decoys = metadata.get("decoys", ())
        return Item(question=question, lineage=stub, decoys=decoys, **{key: metadata[key] for key in FACTS})
    except (KeyError, ValidationError) as error:
        raise InputError("the sample's metadata holds no item; it is not from a Benchwright benchmark") from error


def to_score(verdict: Verdict, *, answerable: bool, reading: str = "auto") -> Score:
    """The verdict as Inspect holds it.

    Args:
        verdict: the verdict.
        answerable: of the item.
        reading: how the completion was read, so that grading anew reads it alike.
    """
    outcome = verdict.outcome(answerable=answerable)
    metadata: dict[str, Any] = {
        "verdict": verdict.model_dump(mode="json"),
        "outcome": outcome,
        "reading": reading,
    }  # Any: JSON
    explanation = f"{outcome}: {verdict.reason}" if verdict.reason else outcome
    return Score(
        value=1.0 if counts_as_right(outcome) else 0.0,
        answer=verdict.answer,
        explanation=explanation,
        metadata=metadata,
    )


def to_verdict(score: Score) -> Verdict | None:
    """The verdict that `to_score` put there; none where another scorer made the score."""
    raw = (score.metadata or {}).get("verdict")
    return Verdict.model_validate(raw) if raw else None


def to_attempt(sample: EvalSample, *, system: str, method: str = "", context: str = "") -> Attempt:
    """What a sample of a log says of one attempt."""
    output = sample.output
    stop = str(output.stop_reason) if output and output.choices else ""
    error = sample.error.message if sample.error else ""
    failure: Failure | None = "provider" if error else ("limit" if sample.limit or stop == "model_length" else None)
    if not error and failure == "limit":
        error = f"stopped by the {sample.limit.type} limit" if sample.limit else "the prompt exceeds the model's window"
    return Attempt(
        item=str(sample.id), system=system, epoch=sample.epoch, completion=output.completion if output else "",
        error=" ".join(error.split())[:1000], failure=failure, stop_reason=stop, method=method, context=context,
        usage=to_usage(sample), retrieved=_retrieved(sample.store.get(RETRIEVED)),
    )  # fmt: skip


def _retrieved(kept: Mapping[str, Iterable[tuple[int, int]]] | None) -> tuple[tuple[str, int, int], ...] | None:
    if kept is None:
        return None
    return tuple((document, start, end) for document, spans in kept.items() for start, end in spans)


def to_usage(sample: EvalSample) -> Usage:
    """Tokens and time of an attempt. A reply taken from the reply cache counts as what it cost when it was made."""
    output = sample.output
    total = _own(sample) or ([output.usage] if output and output.usage else [])
    costs = [usage.total_cost for usage in total if usage.total_cost is not None]
    cached = sum(usage.input_tokens_cache_read or 0 for usage in total)
    return Usage(
        input_tokens=cached + sum(usage.input_tokens + (usage.input_tokens_cache_write or 0) for usage in total),
        output_tokens=sum(usage.output_tokens for usage in total),
        cached_tokens=cached,
        calls=max((sample.turn_count or 0) - _judged(sample), 1 if output and output.choices else 0),
        seconds=(output.time if output else None) or 0.0,
        cost_usd=sum(costs) if costs else None,
    )


def _own(sample: EvalSample) -> list[ModelUsage]:
    """Usage by model without the judge's, which is no cost of the attempt."""
    total = list(sample.model_usage.values())
    judges = sample.role_usage.get(JUDGE)
    if judges is None or not total:
        return total
    left = {name: sum(getattr(usage, name) or 0 for usage in total) - (getattr(judges, name) or 0) for name in _COUNTED}
    cost = {} if all(usage.total_cost is None for usage in total) else {"total_cost": left.pop("total_cost")}
    own = ModelUsage(**{name: int(value) for name, value in left.items() if name != "total_cost"}, **cost)
    return [own] if own.output_tokens or own.input_tokens else []


def _judged(sample: EvalSample) -> int:
    """Calls of judges among the turns of a sample."""
    verdicts = filter(None, map(to_verdict, (sample.scores or {}).values()))
    return sum(verdict.judge.count(", ") + 1 for verdict in verdicts if verdict.judge)


def _system(header: EvalLog) -> tuple[str, str, str]:
    """(system, method, context) of a log."""
    ours = (header.eval.metadata or {}).get(HEADER, {})
    method = ours.get("method") or header.eval.solver or "generate"
    context = ours.get("context", "given")
    name = ours.get("system") or f"{header.eval.model} | {method} | {context}"
    return name, method, context


def header(log: Path | str) -> EvalLog:
    """A log without its samples.

    Raises:
        InputError: it is not a readable Inspect log.
    """
    with boundary(InputError, f"{log} is not a readable Inspect log"):
        return read_eval_log(str(log), header_only=True)


def _attempts(log: Path | str, top: EvalLog) -> Iterator[tuple[Attempt, Verdict | None, str]]:
    system, method, context = _system(top)
    samples = read_eval_log_samples(str(log), all_samples_required=False, exclude_fields=HEAVY)
    for sample in samples:
        ours = [score for score in (sample.scores or {}).values() if "verdict" in (score.metadata or {})]
        verdict = to_verdict(ours[0]) if ours else None
        reading = (ours[0].metadata or {}).get("reading", "auto") if ours else sample.store.get(READING, "auto")
        yield to_attempt(sample, system=system, method=method, context=context), verdict, str(reading)


def to_run(log: Path | str, grade: Grade, *, regrade: bool = False) -> Run:
    """Read a log.

    Args:
        log: an Inspect log of a Benchwright benchmark.
        grade: gives an attempt its verdict where the log holds none.
        regrade: grade every attempt anew, save those that a judge has judged: judges are not asked here.

    Raises:
        InputError: the log cannot be read, or is not of a Benchwright benchmark.
    """
    top = header(log)
    ours = (top.eval.metadata or {}).get(HEADER)
    if not ours:
        raise InputError(f"{log} is not a log of a Benchwright benchmark; run one with: benchwright run FOLDER")
    graded = [
        Graded(attempt=a, verdict=verdict if verdict and _stands(verdict, a, regrade=regrade) else grade(a, reading))
        for a, verdict, reading in _attempts(log, top)
    ]
    system, method, context = _system(top)
    epochs = top.eval.config.epochs or 1
    graded += [Graded(attempt=a, verdict=grade(a, "auto")) for a in _missing(top, graded, epochs)]
    graded.sort(key=lambda pair: (pair.attempt.item, pair.attempt.epoch))
    complete = not any(pair.verdict.state == "failed" and pair.verdict.failure != "parse" for pair in graded)
    return Run(
        system=system, model=top.eval.model, method=method, context=context, benchmark=ours["benchmark"],
        graded=tuple(graded), epochs=epochs, complete=complete, log=Path(log).name,
        versions={**top.eval.packages, **ours.get("versions", {})}, notes=tuple(ours.get("notes", ())),
    )  # fmt: skip


def _stands(verdict: Verdict, attempt: Attempt, *, regrade: bool) -> bool:
    return not attempt.failure and (not regrade or bool(verdict.judge))


def _missing(top: EvalLog, graded: Iterable[Graded], epochs: int) -> Iterator[Attempt]:
    """Attempts that were due and are not in the log."""
    system, method, context = _system(top)
    seen = {(pair.attempt.item, pair.attempt.epoch) for pair in graded}
    for key in top.eval.dataset.sample_ids or []:
        for epoch in range(1, epochs + 1):
            if (str(key), epoch) not in seen:
                yield Attempt(
                    item=str(key), system=system, epoch=epoch, method=method, context=context,
                    failure="missing", error="not attempted yet; run the same command again",
                )  # fmt: skip


def logs(paths: Iterable[Path | str]) -> list[Path]:
    """The logs that the paths name: files, or folders of them, each once, in order of name.

    Raises:
        InputError: a path does not exist, or a folder holds no log.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_file():
            found.append(path)
        elif path.is_dir() and (
            inside := sorted(Path(info.name.removeprefix("file://")) for info in list_eval_logs(str(path)))
        ):
            found += inside
        else:
            raise InputError(f"no Inspect log at {path}; give .eval files or the folder that `benchwright run` wrote")
    return list(dict.fromkeys(path.resolve() for path in found))


def to_log(run: Run, items: Mapping[str, Item], scores: Mapping[tuple[str, int], Score], *, path: str) -> EvalLog:
    """A run whose answers were made elsewhere, as an Inspect log that the viewer opens.

    Args:
        run: the graded run.
        items: of the benchmark, by id.
        scores: by item and epoch.
        path: of the benchmark's folder, so that the log can be read without naming it.
    """
    created = datetime.now(UTC).isoformat(timespec="seconds")
    ids = list(dict.fromkeys(pair.attempt.item for pair in run.graded))
    marks = [scores[pair.attempt.item, pair.attempt.epoch] for pair in run.graded]
    value = sum(mark.as_float() for mark in marks) / len(marks)
    spec = EvalSpec(
        created=created, task="benchwright/benchmark", model=run.model, config=EvalConfig(epochs=run.epochs),
        dataset=EvalDataset(name=run.benchmark[:12], samples=len(ids), sample_ids=list[str | int](ids)),
        packages=run.versions,
        metadata={HEADER: {"benchmark": run.benchmark, "method": run.method, "context": run.context,
                           "system": run.system, "path": path, "versions": run.versions, "notes": list(run.notes)}},
    )  # fmt: skip
    shown = EvalScore(name=SCORER, scorer=SCORER, metrics={"mean": EvalMetric(name="mean", value=value)})
    samples = [_sample(pair.attempt, items[pair.attempt.item], run.model, scores) for pair in run.graded]
    results = EvalResults(total_samples=len(samples), completed_samples=len(samples), scores=[shown])
    return EvalLog(
        status="success", eval=spec, results=results, samples=samples,
        stats=EvalStats(started_at=created, completed_at=created),
    )  # fmt: skip


def _sample(attempt: Attempt, item: Item, model: str, scores: Mapping[tuple[str, int], Score]) -> EvalSample:
    plain = to_sample(item)
    error = EvalError(message=attempt.error, traceback="", traceback_ansi="") if attempt.failure else None
    return EvalSample(
        id=attempt.item, epoch=attempt.epoch, input=item.question, target=plain.target, metadata=plain.metadata or {},
        messages=[ChatMessageUser(content=item.question), ChatMessageAssistant(content=attempt.completion)],
        output=ModelOutput.from_content(model, attempt.completion),
        scores={SCORER: scores[attempt.item, attempt.epoch]}, error=error,
    )  # fmt: skip

"""Run a model on a benchmark through Inspect: one log per context, resumable by running it again.

Inspect runs, retries, logs. What is added: a run has an identity (benchmark, model, settings, versions), under which
every finished reply is kept in Inspect's own reply cache inside the output folder until the run is complete. A run
that was killed is simply run again: what was finished costs nothing, and only calls that were in flight are repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchwright.attempts.costs import STAGE_TOKENS, calls_per_item, in_one_call
from benchwright.errors import InputError, ModelError, boundary
from benchwright.inspect_bridge import JUDGE
from benchwright.pipeline.resuming import finished, forget, replies, unfinished, whole
from benchwright.pipeline.settings import RunSettings
from benchwright.pipeline.task import Row, build_task, choose, open_items, reply_tokens
from benchwright.pipeline.window import OVERHEAD, Facts, check_window, facts_of, tokens_of
from benchwright.records import Item
from benchwright.store import Benchmark, load, writing

FLUSH = 100
"""Samples between two writes of the log. Rare, because what a kill would lose of it is in the reply cache."""
JUDGE_TOKENS = 1024
"""Room for a judge's reasons."""
UNMEASURED = "how far it agrees with people has not been measured"

__all__ = ["Preview", "RowPlan", "RunSettings", "preview", "run"]


@dataclass(frozen=True)
class RowPlan:
    """One planned row of the report, before anything runs."""

    context: str
    samples: int
    input_tokens: tuple[int, int]
    """Estimated, over all epochs, for the fewest and the most calls."""
    done: bool
    """A complete log is already there."""
    calls: tuple[int, int] = (1, 1)
    """The fewest and the most calls for one item and epoch."""


@dataclass(frozen=True)
class Preview:
    """What a run would do, and what leaves this machine."""

    model: str
    rows: tuple[RowPlan, ...]
    leaves: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Job:
    """Everything that a run needs to know."""

    benchmark: Benchmark
    settings: RunSettings
    facts: Facts
    out: Path
    solver: Any = None
    """A solver object of Inspect's."""
    solver_name: str = ""
    critic: Facts | None = None
    grader: Facts | None = None

    def identity(self, context: str) -> str:
        beside = {"critic": self.critic, "grader": self.grader}
        roles = [f"{role} {facts.digest}" for role, facts in beside.items() if facts]
        others = " | ".join([self.solver_name, *roles])
        return self.settings.identity(self.benchmark, context, self.facts, others)

    def row(self, context: str) -> Row:
        label = self.settings.label(context, self.facts, self.solver_name.partition("(")[0])
        return Row(identity=self.identity(context), label=label, notes=self.facts.notes)

    def tasks(self, contexts: Sequence[str]) -> list[Any]:
        solver = self.solver or _named_solver(self.settings.solver)
        return [
            build_task(
                self.benchmark, self.settings.task.model_copy(update={"context": context}), solver=solver,
                row=self.row(context), room=self.settings.max_tokens,
            )
            for context in contexts
        ]  # fmt: skip


def preview(path: Path | str, settings: RunSettings, out: Path | str) -> Preview:
    """What `run` would do. Calls no model.

    Raises:
        BenchwrightError: whatever would stop the run, save that a remote model does not answer.
    """
    return _preview(_job(path, settings, out, None))


def _job(path: Path | str, settings: RunSettings, out: Path | str, solver: Any) -> _Job:
    if settings.critic and settings.task.method != "pips" and not (solver or settings.solver):
        raise InputError(
            f"only the method pips has a critic; leave --critic out, or run --method pips: {settings.critic}"
        )
    facts = facts_of(settings.model, settings.model_args, settings.window)
    critic, grader = (facts_of(name, {}) if name else None for name in (settings.critic, settings.grader))
    return _Job(load(path), settings, facts, Path(out), solver, _described(solver), critic, grader)


def _described(solver: Any) -> str:
    """Name and arguments of a solver object, so that two of them are two runs."""
    if solver is None:
        return ""
    from inspect_ai.util import registry_info

    with boundary(InputError, "a solver in Python must be made by a function under Inspect's @solver"):
        info = registry_info(solver)
        return f"{info.name}({getattr(solver, '__registry_params__', None) or info.metadata})"


def _preview(job: _Job) -> Preview:
    settings = job.settings
    job.tasks(settings.contexts)  # refuses an unknown method, solver, kind or template
    judged = _check_judge(choose(job.benchmark.items, settings.task), settings)
    rows = []
    for context in settings.contexts:
        items = choose(job.benchmark.items, settings.task)
        method = settings.task.method
        sizes = _sizes(items, job, context)
        room = settings.max_tokens or reply_tokens(method, items)
        check_window(sizes, items, job.facts, room + STAGE_TOKENS.get(method, 0))
        done = finished(job.out, job.identity(context)) is not None
        epochs = settings.task.epochs
        calls = (1, 1) if job.solver or settings.solver else _calls(items, job)
        least, most = (sum(sizes.values()) * epochs * number for number in calls)
        most += STAGE_TOKENS.get(method, 0) * len(items) * epochs * (calls[1] - 1)  # what later calls show besides
        rows.append(RowPlan(context, len(items) * epochs, (least, most), done, calls))
    return Preview(settings.model, tuple(rows), _leaves(job, settings), (*job.facts.notes, *judged))


def _check_judge(items: Sequence[Item], settings: RunSettings) -> list[str]:
    """What a judge costs, where one is needed.

    Raises:
        InputError: open questions without a judge, or a judge without one.
    """
    unjudged = open_items(items)
    if settings.grader and not unjudged:
        raise InputError(f"none of these items is graded by rubric; leave --grader out: {settings.grader}")
    if not unjudged:
        return []
    if not settings.grader:
        closed = sorted({item.kind for item in items} - {item.kind for item in unjudged})
        rest = f", or leave them out with --kinds {','.join(closed)}" if closed else ""
        raise InputError(
            f"{len(unjudged)} of {len(items)} items are graded by rubric and need a judge: give --grader MODEL{rest}"
        )
    calls = len(unjudged) * settings.task.epochs * len(settings.contexts)
    return [f"{settings.grader} judges {calls:,} answers, a call each; {UNMEASURED}"]


def _sizes(items: Sequence[Item], job: _Job, context: str) -> dict[str, int]:
    """Prompt tokens per item: what the context shows, or what the method puts into one call in its place."""
    sizes = tokens_of(items, job.benchmark, context, job.facts)
    most = in_one_call(job.settings.task.method, job.settings.task.args)
    return sizes if most is None else {key: min(size, OVERHEAD + most // 4) for key, size in sizes.items()}


def _calls(items: Sequence[Item], job: _Job) -> tuple[int, int]:
    task, documents = job.settings.task, job.benchmark.documents
    longest = max((sum(len(documents[key].text) for key in item.documents) for item in items), default=0)
    return calls_per_item(task.method, task.args, longest=longest)


def _leaves(job: _Job, settings: RunSettings) -> str:
    also = f"; the solver {settings.solver} may send more elsewhere" if settings.solver else ""
    served = [facts.name for facts in (job.facts, job.critic, job.grader) if facts is not None and not facts.local]
    if not served:
        return f"nothing leaves this machine{also}"
    sent = "the questions" if set(settings.contexts) == {"none"} else "the questions and the text of the documents"
    places = " and ".join(f"wherever {name} is served" for name in served)
    return f"{sent} go to {places}{also}"


def run(
    path: Path | str, settings: RunSettings, out: Path | str, *, display: str | None = None, solver: Any = None
) -> list[Path]:
    """Run a model on a benchmark; the logs of all contexts, complete ones from earlier calls included.

    Args:
        path: the benchmark folder.
        settings: what is run.
        out: the folder of the logs.
        display: Inspect's progress display (`rich`, `plain`, `none`, ...).
        solver: a solver object, for callers in Python; `settings.solver` names a registered one.

    Raises:
        InputError: a setting cannot be used, or a document does not fit the model's window (ContextError).
        ModelError: the model cannot be had.
        OutputError: `out` cannot be written, or was begun under another release of Inspect.
    """
    job = _job(path, settings, out, solver)
    _preview(job)
    found = {context: finished(job.out, job.identity(context)) for context in settings.contexts}
    pending = [context for context, log in found.items() if log is None]
    if pending:
        found |= _run(job, pending, display)
    return [log for log in found.values() if log is not None]


def _run(job: _Job, contexts: Sequence[str], display: str | None) -> dict[str, Path | None]:
    """Run the rows that are not complete, in one call of Inspect: each call has seconds of fixed cost."""
    identities = [job.identity(context) for context in contexts]
    stale = unfinished(job.out, identities, [job.settings.model, job.facts.name])
    tasks = job.tasks(contexts)
    from inspect_ai import eval as inspect_eval
    from inspect_ai.model import CachePolicy

    run_key = job.identity("")
    args = _model_args(job.settings.model, job.settings.model_args, reproducible=job.settings.reproducible)
    with replies(job.out, run_key), boundary(ModelError, job.settings.model), writing(job.out):
        logs = inspect_eval(
            tasks, model=job.settings.model, model_args=args, log_dir=str(job.out),
            display=display, fail_on_error=False, log_realtime=False, log_format="eval", log_buffer=FLUSH,  # type: ignore[arg-type]
            model_roles=_roles(job.settings), score_display=False, max_tasks=1,
            cache=CachePolicy(expiry=None, scopes={"run": run_key}),
            **_generation(job.settings, job.facts),
        )  # fmt: skip
    for log in logs:
        if log.status == "error" and not log.samples and log.error:
            raise ModelError(f"{job.settings.model}: {' '.join(log.error.message.split())[:400]}")
    for old in stale:
        old.unlink(missing_ok=True)
    if any(log.status == "cancelled" for log in logs):
        raise KeyboardInterrupt
    if all(whole(log) for log in logs):
        forget(job.out, run_key)
    places = [Path(str(log.location).removeprefix("file://")) for log in logs]
    return dict(zip(contexts, places, strict=True))


def _roles(settings: RunSettings) -> dict[str, Any] | None:
    """Models beside the one that is measured."""
    from inspect_ai.model import GenerateConfig, get_model

    roles: dict[str, Any] = {"critic": settings.critic} if settings.critic else {}
    if settings.grader:
        config = GenerateConfig(temperature=0.0, max_tokens=JUDGE_TOKENS)
        args = _model_args(settings.grader, {}, reproducible=settings.reproducible)
        with boundary(ModelError, settings.grader):
            roles[JUDGE] = get_model(settings.grader, config=config, memoize=False, **args)
    return roles or None


def _model_args(model: str, given: Mapping[str, Any], *, reproducible: bool) -> dict[str, Any]:
    """Model arguments, with what `reproducible` asks of the provider.

    Raises:
        InputError: the provider cannot promise it.
    """
    if not reproducible or model.startswith("benchwright/fake"):
        return dict(given)
    if not model.startswith("benchwright/"):
        raise InputError(f"--reproducible is for models that run in this process (benchwright/...), not {model}")
    return {**given, "reproducible": True}


def _generation(settings: RunSettings, facts: Facts) -> dict[str, Any]:
    given = {
        "temperature": settings.temperature, "max_tokens": settings.max_tokens,
        "seed": settings.seed if settings.seed is not None or not settings.reproducible else 0,
        "max_connections": 1 if settings.reproducible else settings.max_connections or facts.slots,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def _named_solver(name: str | None) -> Any:
    if name is None:
        return None
    from inspect_ai.util import registry_create

    with boundary(InputError, f"unknown solver {name!r}; name a registered Inspect solver such as generate"):
        return registry_create("solver", name)

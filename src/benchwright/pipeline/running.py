"""Run a model on a benchmark through Inspect: one log per context, resumable by running it again.

Inspect runs, retries, logs. What is added: a run has an identity (benchmark, model, settings, versions), under which
every finished reply is kept in Inspect's own reply cache inside the output folder until the run is complete. A run
that was killed is simply run again: what was finished costs nothing, and only calls that were in flight are repeated.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from benchwright.errors import InputError, ModelError, OutputError, boundary
from benchwright.pipeline.task import TaskSettings, build_task, choose, versions
from benchwright.pipeline.window import Facts, check_window, facts_of, tokens_of
from benchwright.records import Record, digest
from benchwright.store import Benchmark, load, writing

REPLIES = ".replies"
FLUSH = 100
"""Samples between two writes of the log. Rare, because what a kill would lose of it is in the reply cache."""


class RunSettings(Record):
    """What is run on what: the settings of `benchwright run`."""

    model: str
    contexts: tuple[str, ...] = ("full",)
    task: TaskSettings = TaskSettings()
    model_args: dict[str, Any] = Field(default_factory=dict)
    solver: str | None = None
    """A registered Inspect solver in place of the method's."""
    temperature: float | None = 0.0
    max_tokens: int | None = None
    seed: int | None = None
    reproducible: bool = False
    """One call at a time, no prefix reuse, fixed seed: the same bytes every time, at a price."""
    window: int | None = None
    """Tokens that the model takes, where it cannot be told."""
    max_connections: int | None = None

    def identity(self, benchmark: Benchmark, context: str, facts: Facts) -> str:
        """A digest of everything that shapes the replies."""
        own = self.model_dump(mode="json", exclude={"contexts", "max_connections", "window"})
        if self.task.template:
            own["task"]["template"] = Path(self.task.template).read_text("utf-8")
        return digest([benchmark.card.content_hash, own, context, facts.name, versions()], 32)


@dataclass(frozen=True)
class Row:
    """One planned row of the report, before anything runs."""

    context: str
    samples: int
    input_tokens: int
    """Estimated, over all epochs."""
    done: bool
    """A complete log is already there."""


@dataclass(frozen=True)
class Preview:
    """What a run would do, and what leaves this machine."""

    model: str
    rows: tuple[Row, ...]
    leaves: str
    notes: tuple[str, ...]


def preview(path: Path | str, settings: RunSettings, out: Path | str) -> Preview:
    """What `run` would do. Calls no model.

    Raises:
        BenchwrightError: whatever would stop the run.
    """
    return _preview(load(path), settings, Path(out))


def _preview(benchmark: Benchmark, settings: RunSettings, out: Path) -> Preview:
    facts = facts_of(settings.model, settings.model_args, settings.window)
    rows = []
    for context in settings.contexts:
        task = settings.task.model_copy(update={"context": context})
        items = choose(benchmark.items, task)
        sizes = tokens_of(items, benchmark, context, facts)
        check_window(sizes, items, facts, settings.max_tokens or 0)
        identity = settings.identity(benchmark, context, facts)
        done = _finished(out, identity) is not None
        rows.append(Row(context, len(items) * task.epochs, sum(sizes.values()) * task.epochs, done))
    return Preview(settings.model, tuple(rows), _leaves(facts, settings.contexts), facts.notes)


def _leaves(facts: Facts, contexts: tuple[str, ...]) -> str:
    if facts.local:
        return "nothing leaves this machine"
    sent = "the questions" if set(contexts) == {"none"} else "the questions and the text of the documents"
    return f"{sent} go to the provider of {facts.name}"


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
    out = Path(out)
    benchmark = load(path)
    _preview(benchmark, settings, out)
    facts = facts_of(settings.model, settings.model_args, settings.window)
    with writing(out):
        (out / REPLIES).mkdir(parents=True, exist_ok=True)
    found = {context: _finished(out, settings.identity(benchmark, context, facts)) for context in settings.contexts}
    pending = [context for context, log in found.items() if log is None]
    if pending:
        found |= _run(benchmark, settings, pending, (out, facts, display, solver))
    logs = [log for log in found.values() if log is not None]
    if all(_complete(log) for log in logs):
        shutil.rmtree(out / REPLIES, ignore_errors=True)
    return logs


def _run(
    benchmark: Benchmark, settings: RunSettings, contexts: Sequence[str], about: tuple[Path, Facts, str | None, Any]
) -> dict[str, Path | None]:
    """Run the rows that are not complete, in one call of Inspect: each call has seconds of fixed cost."""
    out, facts, display, solver = about
    identities = [settings.identity(benchmark, context, facts) for context in contexts]
    stale = _unfinished(out, identities, settings.model)
    tasks = [
        build_task(
            benchmark, settings.task.model_copy(update={"context": context}),
            solver=solver or _named_solver(settings.solver), notes=facts.notes, identity=identity,
        )
        for context, identity in zip(contexts, identities, strict=True)
    ]  # fmt: skip
    from inspect_ai import eval as inspect_eval
    from inspect_ai.model import CachePolicy

    with _replies(out), boundary(ModelError, settings.model), writing(out):
        logs = inspect_eval(
            tasks, model=settings.model, model_args=_model_args(settings), log_dir=str(out), display=display,  # type: ignore[arg-type]
            fail_on_error=False, log_realtime=False, log_format="eval", log_buffer=FLUSH,
            score_display=False, max_tasks=1,
            cache=CachePolicy(expiry=None, scopes={"run": settings.identity(benchmark, "", facts)}),
            **_generation(settings, facts),
        )  # fmt: skip
    for log in logs:
        if log.status == "error" and not log.samples and log.error:
            raise ModelError(f"{settings.model}: {' '.join(log.error.message.split())[:400]}")
    for old in stale:
        old.unlink(missing_ok=True)
    if any(log.status == "cancelled" for log in logs):
        raise KeyboardInterrupt
    places = [Path(str(log.location).removeprefix("file://")) for log in logs]
    return dict(zip(contexts, places, strict=True))


def _model_args(settings: RunSettings) -> dict[str, Any]:
    """Model arguments, with what `reproducible` asks of the provider.

    Raises:
        InputError: the provider cannot promise it.
    """
    if not settings.reproducible or settings.model.startswith("benchwright/fake"):
        return settings.model_args
    if not settings.model.startswith("benchwright/"):
        raise InputError(
            f"--reproducible is for models that run in this process (benchwright/...), not {settings.model}"
        )
    return {**settings.model_args, "reproducible": True}


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


@contextmanager
def _replies(out: Path) -> Iterator[None]:
    """Keep Inspect's reply cache in the output folder while the run is not complete."""
    before = os.environ.get("INSPECT_CACHE_DIR")
    os.environ["INSPECT_CACHE_DIR"] = str((out / REPLIES).resolve())
    try:
        yield
    finally:
        with suppress(OSError):  # empty where no call was made
            (out / REPLIES).rmdir()
        if before is None:
            del os.environ["INSPECT_CACHE_DIR"]
        else:
            os.environ["INSPECT_CACHE_DIR"] = before


def _headers(out: Path) -> Iterator[tuple[Path, Any, Mapping[str, Any]]]:
    from benchwright.inspect_bridge import HEADER, header

    for path in sorted(out.glob("*.eval")):
        try:
            top = header(path)
        except InputError:
            continue  # cut off by a kill while it was written: a later log takes its place
        yield path, top, (top.eval.metadata or {}).get(HEADER, {})


def _finished(out: Path, identity: str) -> Path | None:
    """A complete log of that run."""
    for path, _, ours in _headers(out):
        if ours.get("identity") == identity and _complete(path):
            return path
    return None


def _unfinished(out: Path, identities: Sequence[str], model: str) -> list[Path]:
    """Logs that this run replaces.

    Raises:
        OutputError: one was begun under another release of Inspect: scores may differ between releases.
    """
    found = []
    for path, top, ours in _headers(out):
        if ours.get("identity") in identities:
            found.append(path)
        elif ours and top.eval.model == model and ours.get("versions") != versions() and not _complete(path):
            raise OutputError(
                f"{path} was begun with {ours.get('versions')} and this is {versions()}; "
                "finish it with those releases, or name another --out"
            )
    return found


def _complete(path: Path) -> bool:
    """Whether every due attempt is in the log without an error."""
    from benchwright.inspect_bridge import header

    top = header(path)
    due = len(top.eval.dataset.sample_ids or []) * (top.eval.config.epochs or 1)
    return top.status == "success" and top.results is not None and top.results.completed_samples == due

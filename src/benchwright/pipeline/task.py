"""A benchmark folder as an Inspect task: samples from items, `present`, a method, `graded`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from inspect_ai import Task
from inspect_ai.dataset import MemoryDataset
from inspect_ai.model import GenerateConfig
from inspect_ai.solver import Solver

import benchwright
from benchwright.attempts import METHODS, Context, present
from benchwright.attempts import cot as think
from benchwright.attempts import direct as answer
from benchwright.attempts.prompts import read_template
from benchwright.errors import InputError, UnknownNameError
from benchwright.inspect_bridge import HEADER, to_sample
from benchwright.records import Item, Record
from benchwright.store import Benchmark, load
from benchwright.verdicts import graded

SOLVERS = {"direct": answer, "cot": think}
REPLY_TOKENS = {"direct": 128, "cot": 1024}
"""Room for a reply where the user sets none: a short answer, or a page of reasoning and then one."""


class TaskSettings(Record):
    """What of a benchmark is run, and how."""

    method: str = "direct"
    context: str = "full"
    kinds: tuple[str, ...] = ()
    """Only these families; all where empty."""
    limit: int | None = None
    """At most so many items, spread evenly over the benchmark."""
    epochs: int = 1
    template: str | None = None
    """A prompt template by file; its text counts, not its path."""


def versions() -> dict[str, str]:
    """Releases of what shapes a result."""
    return {"benchwright": benchwright.__version__, "inspect_ai": version("inspect_ai")}


def choose(items: Sequence[Item], settings: TaskSettings) -> list[Item]:
    """The items of a run, ordered by document so that neighbours share a prompt prefix.

    Raises:
        UnknownNameError: a kind that the benchmark does not have.
        InputError: nothing is left.
    """
    known = sorted({item.kind for item in items})
    for kind in settings.kinds:
        if kind not in known:
            raise UnknownNameError("kind", kind, known)
    picked = [item for item in items if not settings.kinds or item.kind in settings.kinds]
    if settings.limit is not None:
        if settings.limit < 1:
            raise InputError(f"limit must be at least 1, not {settings.limit}")
        count = min(settings.limit, len(picked))
        picked = [picked[index * len(picked) // count] for index in range(count)]
    return sorted(picked, key=lambda item: (item.documents, item.id))


def build_task(
    benchmark: Benchmark | Path | str,
    settings: TaskSettings | None = None,
    *,
    solver: Solver | None = None,
    notes: Sequence[str] = (),
    identity: str = "",
) -> Task:
    """The task for one row of a report.

    Args:
        benchmark: an open benchmark, or its folder.
        settings: what is run, and how.
        solver: an Inspect solver in place of the method's.
        notes: what a reader of the results must know.
        identity: marks the run, so that it can be found and resumed.

    Raises:
        UnknownNameError: an unknown method or kind.
        InputError: a context, template or limit that cannot be used.
    """
    settings = settings or TaskSettings()
    opened = benchmark if isinstance(benchmark, Benchmark) else load(benchmark)
    if settings.method not in METHODS and solver is None:
        raise UnknownNameError("method", settings.method, METHODS)
    context = Context.parse(settings.context)
    template = read_template(settings.template) if settings.template else None
    items = choose(opened.items, settings)
    room = REPLY_TOKENS.get(settings.method)
    ours = {
        "benchmark": opened.card.content_hash, "name": opened.card.name, "path": str(opened.path.resolve()),
        "method": settings.method, "context": str(context), "versions": versions(), "notes": list(notes),
        "identity": identity, "template": template or "", "total": len(opened.items),
        "settings": settings.model_dump(mode="json"),
    }  # fmt: skip
    return Task(
        dataset=MemoryDataset([to_sample(item) for item in items], name=opened.card.name),
        setup=present({item.id: item for item in items}, opened.documents, context, template),
        solver=solver or SOLVERS[settings.method](),
        scorer=graded(),
        epochs=settings.epochs,
        config=GenerateConfig(max_tokens=room) if solver is None else GenerateConfig(),
        name="benchwright/benchmark",
        version=opened.card.version,
        metadata={HEADER: ours},
    )

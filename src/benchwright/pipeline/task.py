"""A benchmark folder as an Inspect task: samples from items, `present`, a method, `graded`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from itertools import islice, zip_longest
from pathlib import Path

from inspect_ai import Task
from inspect_ai.dataset import MemoryDataset
from inspect_ai.model import GenerateConfig
from inspect_ai.solver import Solver
from pydantic import Field

import benchwright
from benchwright.attempts import METHODS, Context, present
from benchwright.attempts import cot as think
from benchwright.attempts import direct as answer
from benchwright.attempts.prompts import read_template
from benchwright.errors import UnknownNameError
from benchwright.inspect_bridge import HEADER, to_sample
from benchwright.records import Item, Record
from benchwright.seeding import rng
from benchwright.store import Benchmark, load
from benchwright.verdicts import graded

SOLVERS = {"direct": answer, "cot": think}
REPLY_TOKENS = {"direct": 128, "cot": 1024}
"""Room for a reply where the user sets none: a short answer, or a page of reasoning and then one."""


class Row(Record):
    """What a row of a report is called, and what marks its run."""

    identity: str = ""
    """So that the run can be found and resumed."""
    label: str = ""
    """Of the system; by default the model, the method and the context."""
    notes: tuple[str, ...] = ()
    """What a reader of the results must know."""


class TaskSettings(Record):
    """What of a benchmark is run, and how."""

    method: str = "direct"
    context: str = "full"
    kinds: tuple[str, ...] = ()
    """Only these families; all where empty."""
    limit: int | None = Field(default=None, ge=1)
    """At most so many items, drawn from each kind in turn."""
    epochs: int = Field(default=1, ge=1)
    template: str | None = None
    """A prompt template by file; its text counts, not its path."""


def versions() -> dict[str, str]:
    """Releases of what shapes a result."""
    return {"benchwright": benchwright.__version__, "inspect_ai": version("inspect_ai")}


def choose(items: Sequence[Item], settings: TaskSettings) -> list[Item]:
    """The items of a run, ordered by document so that neighbours share a prompt prefix.

    Raises:
        UnknownNameError: a kind that the benchmark does not have.
        InputError: the benchmark has no items.
    """
    known = sorted({item.kind for item in items})
    for kind in settings.kinds:
        if kind not in known:
            raise UnknownNameError("kind", kind, known)
    picked = [item for item in items if not settings.kinds or item.kind in settings.kinds]
    if settings.limit is not None:
        picked = _drawn(picked, settings.limit)
    return sorted(picked, key=lambda item: (item.documents, item.id))


def _drawn(items: Sequence[Item], limit: int) -> list[Item]:
    """One of each kind in turn, in an order that depends on the items alone."""
    kinds = [[item for item in items if item.kind == kind] for kind in sorted({item.kind for item in items})]
    for group in kinds:
        rng("limit", group[0].kind, len(group)).shuffle(group)
    turns = (item for turn in zip_longest(*kinds) for item in turn if item is not None)
    return list(islice(turns, limit))


def build_task(
    benchmark: Benchmark | Path | str,
    settings: TaskSettings | None = None,
    *,
    solver: Solver | None = None,
    row: Row | None = None,
) -> Task:
    """The task for one row of a report.

    Args:
        benchmark: an open benchmark, or its folder.
        settings: what is run, and how.
        solver: an Inspect solver in place of the method's.
        row: what the row is called in a report, and what marks its run.

    Raises:
        UnknownNameError: an unknown method or kind.
        InputError: a context, template or limit that cannot be used.
    """
    settings, row = settings or TaskSettings(), row or Row()
    opened = benchmark if isinstance(benchmark, Benchmark) else load(benchmark)
    if settings.method not in METHODS and solver is None:
        raise UnknownNameError("method", settings.method, METHODS)
    context = Context.parse(settings.context)
    template = read_template(settings.template) if settings.template else None
    items = choose(opened.items, settings)
    room = REPLY_TOKENS.get(settings.method)
    ours = {
        "benchmark": opened.card.content_hash, "name": opened.card.name, "path": str(opened.path.resolve()),
        "method": settings.method if solver is None else "solver", "context": str(context), "versions": versions(),
        "system": row.label, "identity": row.identity, "notes": list(row.notes), "template": template or "",
        "total": len(opened.items),
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

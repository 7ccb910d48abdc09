"""A benchmark folder as an Inspect task: samples from items, `present`, a method, `graded`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from inspect_ai import Task
from inspect_ai.dataset import MemoryDataset
from inspect_ai.model import GenerateConfig
from inspect_ai.solver import Solver
from pydantic import Field

import benchwright
from benchwright import attempts
from benchwright.attempts import METHODS, Context, present
from benchwright.attempts.prompts import read_template
from benchwright.errors import InputError, UnknownNameError
from benchwright.inspect_bridge import HEADER, to_sample
from benchwright.pipeline.opening import opened as open_benchmark
from benchwright.records import Item, Record
from benchwright.seeding import rng
from benchwright.store import Benchmark
from benchwright.verdicts import graded

REPLY_TOKENS = {"direct": 128, "cot": 1024, "pot": 1024, "pips": 1024, "logic": 2048}
"""Room for a reply where the user sets none: a short answer, or a page of reasoning or program and then one."""
OPEN_TOKENS = 512
"""The same, at least, where some questions are open: their answers are sentences."""


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
    args: dict[str, Any] = Field(default_factory=dict)
    """Of the method: `{"votes": 3}`."""
    context: str = "full"
    kinds: tuple[str, ...] = ()
    """Only these families; all where empty."""
    limit: int | None = Field(default=None, ge=1)
    """At most so many items, drawn from each kind in turn."""
    epochs: int = Field(default=1, ge=1)
    template: str | None = None
    """A prompt template by file; its text counts, not its path."""


def method(settings: TaskSettings, room: int | None = None) -> Solver:
    """The solver of the settings' method.

    Args:
        settings: which method, and its arguments.
        room: output tokens of one call, where the user said so; counts where the method keeps a budget.

    Raises:
        UnknownNameError: no such method.
        InputError: an argument that it does not take, or a value that does not fit.
    """
    made = _maker(settings.method)
    known = inspect.signature(made).parameters
    for name in settings.args:
        if name not in known:
            raise InputError(
                f"method {settings.method} takes no argument {name!r}; it takes {', '.join(known) or 'none'}"
            )
    args: Mapping[str, Any] = settings.args
    if room is not None and "room" in known and "budget" in args:
        args = {"room": room, **args}
    return made(**args)


def _maker(name: str) -> Callable[..., Solver]:
    if name not in METHODS:
        raise UnknownNameError("method", name, METHODS)
    made: Callable[..., Solver] = getattr(attempts, name)
    return made


def unusual(settings: TaskSettings) -> dict[str, Any]:  # Any: JSON
    """The arguments of the method that are not its defaults.

    Raises:
        UnknownNameError: no such method.
    """
    if not settings.args:
        return {}
    known = inspect.signature(_maker(settings.method)).parameters
    return {name: value for name, value in settings.args.items() if name not in known or known[name].default != value}


def open_items(items: Sequence[Item]) -> list[Item]:
    """Those that only a judge can grade."""
    return [item for item in items if item.answer.type == "rubric"]


def reply_tokens(method: str, items: Sequence[Item]) -> int:
    """Room for a reply where the user sets none; 0 for a method that is not ours."""
    room = REPLY_TOKENS.get(method, 0)
    return max(room, OPEN_TOKENS) if room and open_items(items) else room


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
    room: int | None = None,
) -> Task:
    """The task for one row of a report.

    Args:
        benchmark: an open benchmark, or its folder.
        settings: what is run, and how.
        solver: an Inspect solver in place of the method's.
        row: what the row is called in a report, and what marks its run.
        room: output tokens of one reply, where the user said so.

    Raises:
        UnknownNameError: an unknown method or kind.
        InputError: a context, template, limit or argument of the method that cannot be used.
    """
    settings, row = settings or TaskSettings(), row or Row()
    opened = open_benchmark(benchmark)
    chosen = solver or method(settings, room)
    context = Context.parse(settings.context)
    template = read_template(settings.template) if settings.template else None
    items = choose(opened.items, settings)
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
        solver=chosen,
        scorer=graded(),
        epochs=settings.epochs,
        config=GenerateConfig(max_tokens=reply_tokens(settings.method, items)) if solver is None else GenerateConfig(),
        name="benchwright/benchmark",
        version=opened.card.version,
        metadata={HEADER: ours},
    )

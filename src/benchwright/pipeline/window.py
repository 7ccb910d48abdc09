"""Does it fit? A prompt over the model's window is refused before anything is paid for, never cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchwright.errors import ContextError, InputError
from benchwright.records import Item
from benchwright.store import Benchmark

LOCAL = ("benchwright/", "mockllm/")
"""Providers that run in this process; where any other sends its prompts depends on how it is set up."""
OVERHEAD = 200
"""Tokens of a question and its instructions, generously."""


@dataclass(frozen=True)
class Facts:
    """What can be known of a model before it is called."""

    name: str
    window: int | None
    """Tokens; none where it cannot be told."""
    local: bool
    notes: tuple[str, ...] = ()
    count: Callable[[str], int] | None = None
    """The model's own count of tokens, where it can be had on this machine."""
    slots: int | None = None
    """Calls that the model works on at once, where that is known."""
    digest: str = ""
    """Of the weights or script, where they are on this machine."""


def facts_of(model: str, args: Mapping[str, Any], window: int | None = None) -> Facts:
    """What is known of a model by its name.

    Args:
        model: an Inspect model name.
        args: model arguments.
        window: what the user says the window is; believed over anything else.
    """
    local = model.startswith(LOCAL)
    if model.startswith("benchwright/"):
        from benchwright.models import describe

        known = describe(model, args)
        notes = (known.note,) if known.note else ()
        own = window or known.window_tokens
        if own is not None and not isinstance(own, int):
            raise InputError(f"window={own!r}: expected a whole number of tokens")
        count = partial(_count, model, args)
        return Facts(known.name, own, local, notes, count, known.slots, known.digest)
    return Facts(model, window or _published(model), local)


def _count(model: str, args: Mapping[str, Any], text: str) -> int:
    from benchwright.models import count_tokens

    return count_tokens(model, text, args)


def _published(model: str) -> int | None:
    try:
        from inspect_ai.model import get_model_info
    except ImportError:  # older releases of Inspect carry no table of models
        return None
    info = get_model_info(model)
    return info.context_length if info else None


def tokens_of(items: Sequence[Item], benchmark: Benchmark, context: str, facts: Facts) -> dict[str, int]:
    """Prompt tokens per item id: bytes / 4, or the model's own count of documents that may or may not fit."""
    from benchwright.attempts import Context

    parsed = Context.parse(context)
    needed = {key for item in items for key in item.documents}
    sizes = {key: _size(benchmark.documents[key].text, facts) for key in benchmark.documents if key in needed}
    most = {"full": None, "none": 0, "evidence": 400, "retrieve": 250 * parsed.passages}[parsed.mode]
    totals = {item.id: sum(sizes[key] for key in item.documents) for item in items}
    return {key: OVERHEAD + (total if most is None else min(most, total)) for key, total in totals.items()}


def _size(text: str, facts: Facts) -> int:
    rough = len(text.encode()) // 4
    if facts.count is None or facts.window is None or not facts.window / 2 < rough < facts.window * 2:
        return rough
    return facts.count(text)


def check_window(sizes: Mapping[str, int], items: Sequence[Item], facts: Facts, room: int) -> None:
    """Refuse a run in which a prompt is longer than the window.

    Raises:
        ContextError: with what fits and what to do.
    """
    if facts.window is None:
        return
    over = [item for item in items if sizes[item.id] + room > facts.window]
    if over:
        largest = max(sizes[item.id] for item in over)
        passages = max(1, (facts.window - room - OVERHEAD) // 500)
        raise ContextError(
            f"{len(over)} of {len(items)} items need up to about {largest:,} tokens and {room:,} for the reply, "
            f"and {facts.name} takes "
            f"{facts.window:,}; nothing is cut silently: use --context retrieve:{min(passages, 20)} or evidence, "
            "make the benchmark from shorter documents, or give --window if the model takes more"
        )

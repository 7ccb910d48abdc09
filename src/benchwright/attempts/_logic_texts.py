"""Which texts a sample's facts may come from, and the parts in which a long one is read.

A whole document is in the prompt by reference, and passages of it word for word; a text of which the prompt shows
nothing is no source. Of a question without documents, the question is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspect_ai.solver import TaskState

from benchwright.attempts._logic_sources import Source
from benchwright.attempts.context import nearest, wrap
from benchwright.attempts.prompts import shipped
from benchwright.attempts.references import mentioned, offered
from benchwright.records import Document


@dataclass(frozen=True)
class Part:
    """What one call is shown, and where its quotes are looked up."""

    prompt: str | None
    """In place of the sample's own; none: that one."""
    sources: list[Source]


def sources_of(state: TaskState, prompt: str) -> list[Source]:
    """The texts behind a prompt.

    Args:
        state: of the sample, whose metadata name its documents.
        prompt: as it is before documents take the place of their references.
    """
    named = state.metadata.get("documents") or ()
    if not named:
        return [Source("", prompt)]
    documents = [found for key in dict.fromkeys(map(str, named)) if (found := offered(key))]
    whole = mentioned(prompt)
    return [source for one in documents if (source := _source(one, prompt, whole=one.id in whole))]


def _source(document: Document, prompt: str, *, whole: bool) -> Source | None:
    if whole:
        return Source(document.id, document.text)
    shown = tuple(_shown(document.text, prompt))
    return Source(document.id, document.text, shown) if shown else None


def _shown(text: str, prompt: str) -> list[tuple[int, int]]:
    """Spans of a document that a prompt holds as a paragraph or several."""
    found: list[tuple[int, int]] = []
    for block in prompt.split("\n\n"):
        piece = block.removeprefix(block[: block.find(">\n") + 2]) if block.startswith("<document") else block
        piece = piece[: piece.rfind("\n</document")] if "\n</document" in piece else piece
        at = text.find(piece) if piece.strip() else -1
        if at >= 0:
            found.append((at, at + len(piece)))
    return sorted(found)


def parts_of(sources: Sequence[Source], question: str, wanted: str, *, count: int | None, window: int) -> list[Part]:
    """Passages of each document, packed into calls.

    Args:
        sources: whole documents; one of which only passages are shown stays as it is.
        question: for the prompt.
        wanted: what passages are ranked by.
        count: of each document, so many; none: all.
        window: characters of one call; a single passage is never cut.
    """
    spans = [(source, span) for source in sources for span in _passages(source, wanted, count)]
    parts: list[Part] = []
    batch: list[tuple[Source, tuple[int, int]]] = []
    size = 0
    for source, (start, end) in spans:
        if batch and size + end - start > window:
            parts.append(_part(batch, question))
            batch, size = [], 0
        batch.append((source, (start, end)))
        size += end - start
    return [*parts, _part(batch, question)] if batch else parts


def _passages(source: Source, wanted: str, count: int | None) -> list[tuple[int, int]]:
    if source.shown is not None:
        return list(source.shown)
    document = offered(source.document)
    if document is None or not source.text.strip():
        return []
    if count is not None:
        return nearest(document, wanted, count)
    from benchwright.retrieval import passages

    return [(one.start, one.end) for one in passages(source.text)]


def _part(batch: Sequence[tuple[Source, tuple[int, int]]], question: str) -> Part:
    shown = wrap("\n\n".join(source.text[start:end] for source, (start, end) in batch))
    spans: dict[str, list[tuple[int, int]]] = {}
    texts = {source.document: source.text for source, _ in batch}
    for source, span in batch:
        spans.setdefault(source.document, []).append(span)
    sources = [Source(key, texts[key], tuple(inside)) for key, inside in spans.items()]
    return Part(shipped("logic_passages").format(context=shown, question=question), sources)

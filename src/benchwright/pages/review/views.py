"""What the page shows, as JSON. Everything in it is data, which the page writes as text."""

from __future__ import annotations

from typing import Any

from benchwright.errors import InputError
from benchwright.pages.review import passages
from benchwright.pages.review.decisions import Entry
from benchwright.pages.review.desk import Desk
from benchwright.pages.review.edits import SEVERAL, editable
from benchwright.records import Answer, Item

PAGE = 50
"""Items of a page of the list."""
_SHORT, _LONG = 140, 4_000


def item_view(desk: Desk, reviewer: str, item: Item) -> dict[str, Any]:
    """One item, with the decisions that the reviewer may see."""
    mine = desk.journal.decisions.of(reviewer, item.id)
    standing = desk.journal.decisions.on(item.id) if mine else {}
    return {
        "id": item.id, "number": desk.places[item.id] + 1, "kind": item.kind, "question": item.question,
        "answer": _answer(item.answer), "answerable": item.answerable,
        "evidence": [_quote(desk, item, number) for number in range(1, len(item.evidence) + 1)],
        "documents": [_document(desk, key) for key in documents_of(item)],
        "checks": [check.model_dump(mode="json") for check in item.lineage.checks],
        "lineage": _lineage(item),
        "decoys": [{"slip": one.slip, "values": list(one.answer.values)} for one in item.decoys],
        "mine": _decision(mine) if mine else None,
        "others": [_decision(entry) for name, entry in standing.items() if name != reviewer],
        "progress": desk.progress(reviewer),
    }  # fmt: skip


def documents_of(item: Item) -> tuple[str, ...]:
    """Ids of the documents that the item is about: those with evidence first."""
    return tuple(dict.fromkeys([*(one.document for one in item.evidence), *item.documents]))


def passage(desk: Desk, item: Item, document: str, how: tuple[str, int]) -> dict[str, Any]:
    """A piece of a document of the item: `("quote", 2)`, `("before", offset)` or `("after", offset)`.

    Raises:
        InputError: the item is not about that document, or there is no such way to ask.
    """
    if document not in documents_of(item):
        raise InputError(f"item {item.id} is not about a document {document[:40]!r}")
    ways = {"quote": passages.around, "before": passages.before, "after": passages.after}
    if how[0] not in ways:
        raise InputError(f"{how[0]!r} is no way to ask for a passage; expected {', '.join(ways)}")
    return ways[how[0]](desk.benchmark.documents[document], item, how[1])


def listing(desk: Desk, reviewer: str, start: int, only: str) -> dict[str, Any]:
    """A page of the list of items, of those that `only` names."""
    rows = [row for item in desk.items if (row := _row(desk, reviewer, item)) and only in {"all", *row["marks"]}]
    start = max(0, min(start, len(rows) - 1))
    return {"total": len(rows), "start": start, "size": PAGE, "rows": rows[start : start + PAGE]}


def _row(desk: Desk, reviewer: str, item: Item) -> dict[str, Any]:
    mine = desk.journal.decisions.of(reviewer, item.id)
    marks: list[str] = [mine.action if mine else "undecided"]
    if mine and any(
        (entry.action, entry.changes) != (mine.action, mine.changes)
        for entry in desk.journal.decisions.on(item.id).values()
    ):
        marks.append("disagreed")
    return {
        "id": item.id, "number": desk.places[item.id] + 1, "kind": item.kind,
        "question": clipped(item.question, _SHORT), "marks": marks,
    }  # fmt: skip


def _answer(answer: Answer) -> dict[str, Any]:
    shown = answer.model_dump(mode="json", exclude={"problem"})
    can = editable(answer)
    lines = answer.type in SEVERAL
    values_in_lines = not lines or not any("\n" in value for value in answer.values)
    return shown | {
        "problem": clipped(answer.problem, _LONG),
        "several": lines,
        "edit_values": can and values_in_lines,
        "edit_accepted": can and not lines and not any("\n" in value for value in answer.accepted),
    }


def _quote(desk: Desk, item: Item, number: int) -> dict[str, Any]:
    one = item.evidence[number - 1]
    document = desk.outline(one.document)
    return {
        "number": number, "document": one.document, "title": document.title,
        "where": passages.place(document, one.start, desk.length(one.document)),
        "quote": clipped(one.quote, 2 * _SHORT),
    }  # fmt: skip


def _document(desk: Desk, key: str) -> dict[str, Any]:
    outline = desk.outline(key)
    return {"id": key, "title": outline.title, "source": outline.source, "length": desk.length(key)}


def _lineage(item: Item) -> dict[str, Any]:
    found = item.lineage.model_dump(mode="json", exclude={"checks"})
    measured = {"difficulty": item.difficulty, "position": item.position}
    author = item.author_answer
    said = {"author's answer": "; ".join(author.values)} if author and author.values else {}
    return {key: value for key, value in (found | measured | said).items() if value not in (None, "", [])}


def _decision(entry: Entry) -> dict[str, Any]:
    changes = entry.changes.model_dump(mode="json", exclude_none=True) if entry.changes else None
    return {"reviewer": entry.reviewer, "action": entry.action, "reason": entry.reason, "changes": changes}


def clipped(text: str, most: int) -> str:
    """The beginning of a text, with a mark where it was longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"

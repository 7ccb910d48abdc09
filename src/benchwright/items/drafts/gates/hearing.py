"""Asking the checker about many drafts at once, and reading what it says of each.

    entries --calls--> prompt: task, shared passages, entries between marks --reply: JSON by mark--> one hearing each

The mark of an entry is a hash of what the entry shows, so that no text can speak in another entry's name: whoever wrote
it cannot know the mark. What cannot be read of a reply to several is asked once more, alone; then it is a problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from benchwright.items.drafts.asking import side_by_side
from benchwright.items.drafts.draft import Desk
from benchwright.items.drafts.gates.batching import Entry, calls_of
from benchwright.items.drafts.gates.verdicts import Values, read
from benchwright.models.calls import Call, Reply
from benchwright.records import digest

_FINAL = {"provider", "budget"}
"""Failures that asking again, alone, would not mend."""


@dataclass(frozen=True)
class Sheet:
    """What a gate asks of the checker."""

    purpose: str
    task: str
    """Name of the text in `prompts/`."""
    values: Values = "verdicts"
    """`verdicts` begin with yes or no; `answers` are any text."""
    most: int = 60
    """Output tokens for each field."""
    times: int = 1
    """How many times as many drafts share a call as where passages are shown: for entries that are questions alone."""


@dataclass(frozen=True)
class Hearing:
    """What the checker said of one entry."""

    fields: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    """Why nothing can be read; empty where it can."""

    def says(self, name: str) -> bool:
        """Whether a verdict is yes."""
        return self.fields[name].lower().lstrip("\"'*_ ").startswith(("yes", "true"))


async def heard(sheet: Sheet, entries: Sequence[Entry], desk: Desk, draw: int = 0) -> list[Hearing]:
    """What the checker says of each entry, in their order; `draw` from 1 is a further sample."""
    calls = calls_of(entries, max(1, desk.together if desk.together == 1 else desk.together * sheet.times))
    replies = await side_by_side(lambda call: _together(sheet, [entries[at] for at in call], desk, draw), calls)
    found = {
        at: one for call, heard_of in zip(calls, replies, strict=True) for at, one in zip(call, heard_of, strict=True)
    }
    return [found[at] for at in range(len(entries))]


async def _together(sheet: Sheet, entries: Sequence[Entry], desk: Desk, draw: int) -> list[Hearing]:
    found, failure = await _once(sheet, entries, desk, draw)
    missing = [at for at, one in enumerate(found) if one.problem]
    if len(entries) == 1 or failure in _FINAL or not missing:
        return found
    again = await side_by_side(lambda at: _once(sheet, [entries[at]], desk, draw), missing)
    for at, (alone, _) in zip(missing, again, strict=True):
        found[at] = alone[0]
    return found


async def _once(sheet: Sheet, entries: Sequence[Entry], desk: Desk, draw: int) -> tuple[list[Hearing], str]:
    marks = _marks(sheet, entries)
    reply = await desk.checker(_call(sheet, entries, marks, draw))
    if reply.failure:
        return [Hearing(problem=f"the call failed ({reply.failure}): {reply.reason}")] * len(entries), reply.failure
    return [
        _hearing(read(reply.text, mark, entry.fields, sheet.values, alone=len(entries) == 1), reply)
        for mark, entry in zip(marks, entries, strict=True)
    ], ""


def _hearing(fields: dict[str, str] | None, reply: Reply) -> Hearing:
    if fields is not None:
        return Hearing(fields)
    cut = " (cut off at its token limit)" if reply.cut else ""
    return Hearing(problem=f"the checker's verdict on it cannot be read{cut}: {reply.text}")


def _marks(sheet: Sheet, entries: Sequence[Entry]) -> list[str]:
    """A word for each entry, which none of them holds."""
    held = "\n".join(text for entry in entries for text in (entry.text, *entry.shared))
    found: list[str] = []
    for entry in entries:
        turn = 0
        while (mark := f"q{digest([sheet.purpose, entry.text, entry.shared, turn], 7)}") in held or mark in found:
            turn += 1
        found.append(mark)
    return found


def _call(sheet: Sheet, entries: Sequence[Entry], marks: Sequence[str], draw: int) -> Call:
    passages = list(dict.fromkeys(passage for entry in entries for passage in entry.shared))
    block = digest([sheet.purpose, *marks], 8)
    shared = [f"[passages {block}]", *passages, f"[end of passages {block}]"] if passages else []
    asked = [f"[{mark}]\n{entry.text}\n[end of {mark}]" for mark, entry in zip(marks, entries, strict=True)]
    count = sum(len(entry.fields) for entry in entries)
    return Call(
        purpose=sheet.purpose,
        prompt=(prompt(sheet.task), prompt("rules"), *shared, *asked, prompt("reply").format(marks=", ".join(marks))),
        most=40 + 16 * len(entries) + sheet.most * count,
        draw=draw,
        schema=_schema(entries, marks),
    )


@lru_cache
def prompt(name: str) -> str:
    """A text of this package's `prompts/`."""
    return (files(__package__) / "prompts" / f"{name}.txt").read_text("utf-8").rstrip("\n")


def _schema(entries: Sequence[Entry], marks: Sequence[str]) -> dict[str, Any]:  # Any: JSON
    return _object({mark: _value(entry.fields) for mark, entry in zip(marks, entries, strict=True)})


def _value(fields: Sequence[str]) -> dict[str, Any]:
    return {"type": "string"} if len(fields) == 1 else _object({name: {"type": "string"} for name in fields})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    kind: Literal["object"] = "object"
    return {"type": kind, "properties": properties, "required": list(properties), "additionalProperties": False}

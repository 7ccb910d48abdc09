"""Grade answers that were made elsewhere: a product, a pipeline, a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from benchwright.errors import InputError
from benchwright.grading import Reading, grade_attempt, ready
from benchwright.pipeline.opening import opened
from benchwright.records import Attempt, Graded, Item, Record, Run, Usage, digest
from benchwright.store import Benchmark, writing

NO_ANSWER = "no line for this item in the answers file"
MOST_EPOCHS = 1000
"""Every epoch up to the highest is an attempt at every item, so that a slip of the pen must not make millions."""

_WANTED = {
    "id": "the id of an item, as text",
    "answer": "text or a number",
    "system": "text",
    "epoch": f"a whole number from 1 to {MOST_EPOCHS:,}",
    "error": "text",
    "usage": "an object of input_tokens, output_tokens, calls, seconds, cost_usd",
}


class Answered(Record):
    """One line of an answers file."""

    id: str
    """Of the item."""
    answer: str = ""
    system: str = ""
    epoch: int = Field(default=1, strict=True, ge=1, le=MOST_EPOCHS)
    error: str = ""
    """Why there is no answer."""
    usage: Usage = Usage()


def read_answers(path: Path | str, benchmark: Benchmark) -> dict[str, list[Answered]]:
    """Answers by system.

    Raises:
        InputError: the file, a line of it, or an item id cannot be used.
    """
    known = {item.id for item in benchmark.items}
    systems: dict[str, list[Answered]] = {}
    seen: set[tuple[str, str, int]] = set()
    for number, line in _lines(Path(path)):
        where = f"{path}, line {number}"
        found = _answered(line, where)
        if found.id not in known:
            raise InputError(
                f"{where}: no item {found.id!r} in {benchmark.path}; ids stand first on each line of its items.jsonl"
            )
        key = (found.system, found.id, found.epoch)
        if key in seen:
            raise InputError(
                f'{where}: a second answer to item {found.id} in epoch {found.epoch}; number repeats with "epoch"'
            )
        seen.add(key)
        systems.setdefault(found.system, []).append(found)
    if not systems:
        raise InputError(f'{path} holds no answer; expected lines like {{"id": "...", "answer": "..."}}')
    return systems


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}; expected a UTF-8 file of JSON lines") from error
    yield from ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _answered(line: str, where: str) -> Answered:
    raw = _object(line, where)
    if "completion" in raw:
        if "answer" in raw:
            raise InputError(f"{where}: both answer and completion, which mean the same; keep one")
        raw["answer"] = raw.pop("completion")
    if "answer" not in raw and not str(raw.get("error", "")).strip():
        raise InputError(f'{where}: neither answer nor error; give one ("" where the system answered nothing)')
    if isinstance(raw.get("answer"), int | float) and not isinstance(raw["answer"], bool):
        raw["answer"] = str(raw["answer"])
    try:
        return Answered.model_validate(raw)
    except ValidationError as error:
        raise InputError(f"{where}: {_complaint(error)}") from error


def _object(line: str, where: str) -> dict[str, Any]:
    """The fields of a line that say something; null says nothing."""
    try:
        raw = json.loads(line)
        json.dumps(raw, ensure_ascii=False).encode()  # half of a surrogate pair could not be written to any log
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "") or getattr(error, "reason", "") or "it cannot be read"
        raise InputError(f'{where}: not JSON ({reason}); expected {{"id": "...", "answer": "..."}}') from error
    if not isinstance(raw, dict):
        raise InputError(f'{where}: not a JSON object; expected {{"id": "...", "answer": "..."}}')
    return {key: value for key, value in raw.items() if value is not None}


def _complaint(error: ValidationError) -> str:
    """The first thing that is wrong with a line: the field, what it holds, what it should hold."""
    first = error.errors(include_url=False)[0]
    field, name = str(first["loc"][0]), ".".join(map(str, first["loc"]))
    if field not in _WANTED:
        return f"unknown field {name!r}; known are {', '.join(_WANTED)}"
    if first["type"] == "missing":
        return f"the field {name} is missing; expected {_WANTED[field]}"
    return f"{name} is {ascii(first['input'])[:60]}; expected {_WANTED[field]}"


def grade(
    path: Path | str, answers: Path | str, out: Path | str, *, system: str = "", reading: Reading = "auto"
) -> list[Path]:
    """Grade a file of answers into one Inspect log per system.

    Args:
        path: the benchmark folder.
        answers: a JSONL file of `Answered` lines.
        out: folder for the logs.
        system: name of the system for lines that do not say.
        reading: where the answer is in the text: the whole, after `ANSWER:`, or whichever fits.

    Raises:
        InputError: an answer cannot be used.
        OutputError: a log cannot be written.
    """
    from inspect_ai.log import write_eval_log

    from benchwright.inspect_bridge import to_log, to_score

    benchmark, out = opened(path), Path(out)
    items = {item.id: item for item in benchmark.items}
    logs = []
    for name, answered in read_answers(answers, benchmark).items():
        run = _run(benchmark, items, answered, (name or system or Path(answers).stem, reading))
        scores = {
            (pair.attempt.item, pair.attempt.epoch): to_score(
                pair.verdict, answerable=items[pair.attempt.item].answerable, reading=reading
            )
            for pair in run.graded
        }  # fmt: skip
        target = out / f"graded_{digest([run.benchmark, run.system, [g.attempt.line() for g in run.graded]])}.eval"
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
            write_eval_log(to_log(run, items, scores, path=str(benchmark.path.resolve())), str(target))
        logs.append(target)
    return logs


def _run(
    benchmark: Benchmark, items: Mapping[str, Item], answered: Sequence[Answered], how: tuple[str, Reading]
) -> Run:
    from benchwright.pipeline.task import versions

    system, reading = how
    epochs = max(found.epoch for found in answered)
    given = {(found.id, found.epoch): found for found in answered}
    attempts = [
        _attempt(key, epoch, given.get((key, epoch)), system) for key in items for epoch in range(1, epochs + 1)
    ]
    ready((items[attempt.item].answer, attempt.completion) for attempt in attempts)
    graded = tuple(Graded(attempt=a, verdict=grade_attempt(items[a.item], a, reading=reading)) for a in attempts)
    complete = not any(pair.verdict.state == "failed" and pair.verdict.failure != "parse" for pair in graded)
    return Run(
        system=system, model=f"given/{system}", method="given", context="given", graded=graded, epochs=epochs,
        benchmark=benchmark.card.content_hash, complete=complete, versions=versions(),
    )  # fmt: skip


def _attempt(key: str, epoch: int, found: Answered | None, system: str) -> Attempt:
    shared = {"item": key, "epoch": epoch, "system": system, "method": "given", "context": "given"}
    if found is None:
        return Attempt(**shared, failure="missing", error=NO_ANSWER)
    if found.error.strip():
        return Attempt(**shared, failure="provider", error=found.error, usage=found.usage)
    return Attempt(**shared, completion=found.answer, usage=found.usage)

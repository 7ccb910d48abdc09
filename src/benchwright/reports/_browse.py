"""Every item with its evidence in context and what each system made of it, as the data that the page browses."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from benchwright.records import Answer, Document, Evidence, Graded, Item
from benchwright.reports._naming import displayed, short_names
from benchwright.reports._shown import shortened, visible
from benchwright.reports.model import OUTCOMES, Report, ReportInput

Data = dict[str, Any]  # Any: JSON
AROUND = 400
"""Characters of the document on each side of the evidence."""
PASSAGES = 8
"""Passages of one item; what is beyond them is counted."""
BUDGET = 8_000_000
"""Characters of all completions together: with more attempts, each shows less of its middle."""


def browsed(report: Report, given: ReportInput) -> Data:
    """What the page's list of items reads."""
    systems = [one.system for one in displayed(report)]
    names = short_names(report)
    homes = {key: place for place, key in enumerate(sorted(given.documents))}
    kinds = sorted({item.kind for item in given.items})
    attempts = _attempts(given, {system: place for place, system in enumerate(systems)})
    return {
        "systems": [{"name": visible(system), "short": names[system]} for system in systems],
        "kinds": [visible(kind) for kind in kinds],
        "outcomes": list(OUTCOMES),
        "documents": [visible(given.documents[key].title) for key in sorted(homes)],
        "items": [
            _item(item, homes, given.documents) | {"k": kinds.index(item.kind), "t": attempts[item.id]}
            for item in given.items
        ],
    }


def _attempts(given: ReportInput, order: Mapping[str, int]) -> dict[str, list[Data]]:
    answerable = {item.id: item.answerable for item in given.items}
    total = sum(len(run.graded) for run in given.runs)
    limit = max(400, min(4000, BUDGET // max(1, total)))
    found: dict[str, list[Data]] = defaultdict(list)
    for run in sorted(given.runs, key=lambda run: order[run.system]):
        for pair in run.graded:
            outcome = pair.verdict.outcome(answerable=answerable[pair.attempt.item])
            entry = _attempt(pair, limit) | {"s": order[run.system], "o": OUTCOMES.index(outcome)}
            found[pair.attempt.item].append(entry)
    return found


def _attempt(pair: Graded, limit: int) -> Data:
    attempt, verdict = pair.attempt, pair.verdict
    value = verdict.value if verdict.value not in {None, 0.0, 1.0} else None
    entry = {
        "e": attempt.epoch, "a": shortened(verdict.answer, 400), "r": shortened(_why(pair), 600),
        "c": shortened(attempt.completion, limit), "v": value, "stop": visible(attempt.stop_reason),
    }  # fmt: skip
    return {key: value for key, value in entry.items() if value not in {"", None}}


def _why(pair: Graded) -> str:
    slip = f"Slip: {pair.verdict.slip}. " if pair.verdict.slip else ""
    return pair.attempt.error or f"{slip}{pair.verdict.reason}"


def _item(item: Item, homes: Mapping[str, int], documents: Mapping[str, Document]) -> Data:
    passages = _passages(item.evidence, documents)
    entry: Data = {
        "id": item.id, "q": visible(item.question), "g": _gold(item.answer), "x": int(item.answerable),
        "d": [homes[key] for key in item.documents if key in homes], "p": item.position, "f": item.difficulty,
        "ev": [_passage(where, spans, documents, homes) for where, spans in passages[:PASSAGES]],
        "more": max(0, len(passages) - PASSAGES),
        "alt": [visible(text) for text in item.answer.accepted], "opt": [visible(o) for o in item.answer.options],
        "by": visible(item.lineage.model or item.lineage.maker),
        "ok": [visible(check.gate) for check in item.lineage.checks if check.passed],
    }  # fmt: skip
    return {key: value for key, value in entry.items() if value not in ([], None, "")}


def _gold(answer: Answer) -> str:
    if answer.type == "none":
        return ""
    joined = (" → " if answer.type == "list" else "; ").join(answer.values)
    return visible(f"{joined} (± {answer.tolerance:g})" if answer.tolerance else joined)


Span = tuple[int, int]


def _passages(evidence: Sequence[Evidence], documents: Mapping[str, Document]) -> list[tuple[str, list[Span]]]:
    """Quotes by document, joined where the text around them would overlap."""
    found: list[tuple[str, list[Span]]] = []
    for quote in sorted(evidence, key=lambda one: (one.document, one.start, one.end)):
        if quote.document not in documents:
            continue
        if found and found[-1][0] == quote.document and quote.start - found[-1][1][-1][1] <= 2 * AROUND:
            found[-1][1].append((quote.start, quote.end))
        else:
            found.append((quote.document, [(quote.start, quote.end)]))
    return found


def _passage(where: str, spans: Sequence[Span], documents: Mapping[str, Document], homes: Mapping[str, int]) -> Data:
    """Alternating plain and quoted text; the first is plain."""
    text = documents[where].text
    first, last = max(0, spans[0][0] - AROUND), min(len(text), max(end for _, end in spans) + AROUND)
    parts, here = [], first
    for start, end in spans:
        parts += [visible(text[here : max(here, start)]), shortened(text[max(here, start) : end], 4000)]
        here = max(here, end)
    parts.append(visible(text[here:last]))
    pages = documents[where].pages
    number = pages[max(0, bisect_right([page.start for page in pages], spans[0][0]) - 1)].number if pages else None
    return {"d": homes[where], "n": number, "b": int(first > 0), "z": int(last < len(text)), "t": parts}

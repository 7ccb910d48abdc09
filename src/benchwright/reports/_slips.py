"""What wrong answers were: the slips that items foresee (their decoys), by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from benchwright.reports._figures import Asker, Row
from benchwright.reports.model import Slip, SlipRow, Slips

MEANINGS = {
    "spoiler": "true, but only later in the document than the question asks about",
    "outdated": "was true earlier in the document, and no longer where the question asks",
    "red herring": "what the document itself says to be a rumour or an error",
    "followed the unedited text": "what the twin says in which this fact is not edited",
    "memory": "what is so outside this document, which says otherwise",
    "took the false premise": "answered as if what the question presumes were so",
    "took another for it": "said of somebody or something else than the question asks about",
    "another motive of theirs": "why the same person did something else",
    "ignored the dates": "counted what lies outside the time that the question asks about",
    "left the surcharge out": "a rule that applies was not applied",
    "added a surcharge that was not due": "a rule was applied that does not apply",
}
"""Slips whose name alone does not say it."""
_HOP = "an answer to a part of the question: the remaining steps were not taken"
OTHER = "invented, or wrong in a way that was not foreseen"


def meaning(slip: str) -> str:
    """What a slip is, in one line; empty where only its maker knows."""
    return _HOP if slip.startswith("stopped after hop") else MEANINGS.get(slip, "")


def slips(rows: Sequence[Row], ask: Asker) -> Slips | None:
    """The table for one system; none where no item that it attempted foresees a slip."""
    foreseen: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in {decoy.slip for decoy in row.item.decoys}:
            foreseen[name].append(row)
    if not foreseen:
        return None
    counts = Counter(row.verdict.slip for row in rows if row.verdict.slip)
    names = sorted(counts, key=lambda name: (-counts[name], name))
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row.item.kind].append(row)
    return Slips(
        slips=tuple(_slip(name, counts[name], foreseen[name], ask) for name in names),
        absent=tuple(sorted(set(foreseen) - set(counts))),
        rows=tuple(_row(kind, inside, names) for kind, inside in [("", rows), *sorted(kinds.items())]),
    )


def _slip(name: str, attempts: int, foreseen: Sequence[Row], ask: Asker) -> Slip:
    ended = [row for row in foreseen if row.outcome != "error"]
    share = ask.share_where(ended, lambda row: row.verdict.slip == name)
    return Slip(name, meaning(name), attempts, len(ended), share)


def _row(kind: str, rows: Sequence[Row], names: Sequence[str]) -> SlipRow:
    counts = Counter(row.verdict.slip for row in rows)
    return SlipRow(
        kind=kind, slips={name: counts[name] for name in names},
        other=sum(row.outcome == "wrong" and not row.verdict.slip for row in rows),
        refused=sum(row.outcome == "refused wrongly" for row in rows), attempts=len(rows),
    )  # fmt: skip

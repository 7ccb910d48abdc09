"""What a sample keeps of an attempt by logic, and the reply that a person reads. Both are bounded in size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from benchwright.attempts._logic_answers import Flip, Solved
from benchwright.attempts._logic_facts import Read, Reading
from benchwright.attempts._logic_proof import bare, lines, steps, turning
from benchwright.attempts._logic_rules import Rules
from benchwright.records import canonical
from benchwright.stats.calibration import Calibration

FACTS = 400
"""Facts, and dropped facts, that a sample keeps."""
TUPLES = 10
"""Answers that are shown with their proofs."""
LINES = 200
"""Of a reply; what is left out is said."""
_RULES = 10_000
Json = dict[str, Any]


def kept(
    rules: Rules | None,
    reading: Reading | None,
    solved: Solved | None,
    flips: Sequence[Flip],
    scale: Calibration | None,
) -> Json:
    """What a sample keeps."""
    found: Json = {"rules": _rules(rules), **_facts(reading), **_answer(solved, scale)}
    found["flips"] = [_flip(flip, solved) for flip in flips[:TUPLES]] if solved else []
    text = canonical(found).encode("utf-8", "replace").decode("utf-8")
    plain: Json = json.loads(text, parse_constant=str)
    return plain


def _rules(rules: Rules | None) -> Json | None:
    """A model's rules are kept; those of an item or a user are known."""
    if rules is None:
        return None
    relations = [one.name for one in rules.relations]
    text = rules.text[:_RULES] if rules.origin != "item" else ""
    return {"origin": rules.origin, "relations": relations, "text": text}


def _facts(reading: Reading | None) -> Json:
    if reading is None:
        return {"facts": [], "dropped": [], "counts": {}, "given": 0}
    dropped = [{"reason": one.reason, "detail": one.detail[:300]} for one in reading.dropped[:FACTS]]
    facts = [_fact(one) for one in reading.facts[:FACTS]]
    given = len(reading.facts) + len(reading.dropped)
    return {"facts": facts, "dropped": dropped, "counts": reading.counts, "given": given}


def _fact(fact: Read) -> Json:
    span = fact.span
    return {
        "relation": fact.relation, "values": list(fact.values), "probability": fact.probability,
        "stated": fact.stated, "exclusive": fact.exclusive, "verified": span is not None,
        "span": [span.document, span.start, span.end] if span else None, "quote": "" if span else fact.quote[:300],
    }  # fmt: skip


def _answer(solved: Solved | None, scale: Calibration | None) -> Json:
    """The answer's tuples with their probabilities and proofs; that of several is the least likely one's."""
    if solved is None:
        return {"answers": [], "probability": None, "calibrated": None, "low": None, "high": None, "used": []}
    weighed = solved.weighed
    chance = weighed.probability if weighed else None
    return {
        "answers": [_tuple(solved, values) for values in solved.chosen[:TUPLES]], "probability": chance,
        "calibrated": scale.apply(chance) if scale and chance is not None else None,
        "low": weighed.low if weighed else None, "high": weighed.high if weighed else None,
        "used": sorted(solved.used), "rivals": _rivals(solved),
    }  # fmt: skip


def _tuple(solved: Solved, values: tuple[Any, ...]) -> Json:  # Any: constants
    row = solved.rows[values].weighed
    proof = [step.kept() for step in steps(solved, values)]
    return {"values": list(solved.answer(values)), "probability": row.probability, "low": row.low, "high": row.high,
            "proof": proof, "notes": list(row.notes)}  # fmt: skip


def _rivals(solved: Solved) -> list[Json]:
    """The most probable tuples that are no part of the answer."""
    others = sorted(
        (-chance, repr(values), values) for values, chance in solved.chances.items() if values not in solved.chosen
    )
    return [{"values": list(solved.answer(values)), "probability": -chance} for chance, _, values in others[:5]]


def _flip(flip: Flip, solved: Solved) -> Json:
    to = [list(solved.answer(values)) for values in flip.to[:TUPLES]]
    return {"fact": flip.fact, "margin": flip.margin, "to": to, "probability": flip.chance,
            "holds": solved.used[flip.fact]}  # fmt: skip


def reply_of(reading: Reading, solved: Solved, flips: Sequence[Flip], held: Json, ending: str) -> str:
    """The proof for a reader, and the answer as the last line."""
    told = list(_told(reading, solved, flips, held))
    cut = [*told[:LINES], f"({len(told) - LINES} more lines of proof)"] if len(told) > LINES else told
    return "\n".join([*cut, ending])


def _told(reading: Reading, solved: Solved, flips: Sequence[Flip], held: Json) -> Iterator[str]:
    why = ", ".join(f"{count} {reason}" for reason, count in reading.counts.items())
    yield f"Facts read: {len(reading.facts)}; dropped: {len(reading.dropped)}{f' ({why})' if why else ''}."
    if not solved.chosen:
        yield "Nothing that answers the question follows from them."
    for values in solved.chosen[:TUPLES]:
        found = steps(solved, values)
        yield f"Proof of {bare(found[-1].text)}, {_chance(solved, values)}:"
        yield from lines(found, reading.facts)
    if held["calibrated"] is not None:
        yield f"Calibrated probability: {held['calibrated']:.3g}."
    if flips:
        yield turning(flips[0], solved)


def _chance(solved: Solved, values: tuple[Any, ...]) -> str:  # Any: constants
    row = solved.rows[values].weighed
    bounds = "" if row.exact else f" (between {row.low:.3g} and {row.high:.3g})"
    return f"probability {row.probability:.3g}{bounds}"

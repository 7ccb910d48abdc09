"""The third stage: every problem of a sample is looked at, by program where that can decide, by a model where not.

`verification.json` holds the verdict on each problem and what held while the code ran. A spec that cannot be used is
refused with what is wrong; what a model doubts is told, and is for a person to decide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from benchwright.errors import InputError
from benchwright.models.calls import Ask, Call
from benchwright.records import digest
from benchwright.seeding import rng
from benchwright.specs.boxed import BoxedSpec
from benchwright.specs.code import Drawn
from benchwright.specs.stages.asking import mark_of, said, shipped
from benchwright.specs.stages.infeasible import refuse
from benchwright.specs.stages.trial import Trial, Tried, trial

PROBLEMS = 60
READ = 10
"""Problems that a model reads."""
MOST = 300
_SAID = ("yes", "no")
ASPECTS = ("clarity", "completeness", "consistency")
_LINE = re.compile(rf"(?im)^[ \t*>_-]*({'|'.join(ASPECTS)})[ \t*_]*:[ \t*_]*(yes|no)\b[ \t*_]*[-–—:.,]*[ \t]*(.*)$")
Json = Any  # JSON
Doubt = dict[str, Json]


def looked_at(spec: BoxedSpec, count: int = PROBLEMS) -> Trial:
    """The trial of a spec.

    Raises:
        InputError: the spec cannot be used; what is wrong is named, an infeasible one with its constraint.
        SandboxError: this machine gives no sandbox.
    """
    found = trial(spec, count)
    if not found.usable:
        raise InputError(f"the code of the spec {spec.plan.name} cannot be used: {'; '.join(found.complaints[:3])}")
    if found.infeasible:
        raise refuse(spec, found.unsolved, count)
    return found


async def verified(spec: BoxedSpec, found: Trial, ask: Ask | None = None, model: str = "") -> dict[str, Json]:
    """What is written as verification.json.

    Raises:
        ModelError: the model cannot be asked, or the budget is spent.
    """
    doubts = await _read_by(ask, found.drawn) if ask else {}
    scores = sorted(one.complexity["score"] for one in found.drawn)
    return {
        "spec": spec.ref,
        "isolation": spec.isolation,
        "wording read by": model or "nobody",
        "problems drawn": len(found.tried),
        "share with a solution": round(1 - len(found.unsolved) / len(found.drawn), 4),
        "complexity": {"least": scores[0], "median": scores[len(scores) // 2], "most": scores[-1]},
        "faults": found.complaints,
        "wording": {aspect: _tally(doubts, aspect) for aspect in ASPECTS} if ask else {},
        "problems": [_row(one, found.no_solution, doubts) for one in found.tried],
    }


def _tally(doubts: dict[str, dict[str, Doubt]], aspect: str) -> dict[str, int]:
    said_so = [each[aspect]["verdict"] if aspect in each else "unread" for each in doubts.values()]
    return {verdict: said_so.count(verdict) for verdict in ("yes", "no", "unread")}


def _row(one: Tried, without: str, doubts: dict[str, dict[str, Doubt]]) -> dict[str, Json]:
    faults = [f"{fault.what}{': ' + fault.instance if fault.instance else ''}" for fault in one.faults]
    if one.drawn is None:
        return {"number": one.number, "faults": faults}
    row: dict[str, Json] = {
        "number": one.number, "question": one.drawn.question, "reply": one.drawn.reply,
        "feasible": one.drawn.reply != without, "constraints": list(one.drawn.passed),
        "complexity": one.drawn.complexity, "faults": faults,
    }  # fmt: skip
    return row | ({"by model": doubts[one.drawn.question]} if one.drawn.question in doubts else {})


async def _read_by(ask: Ask, found: Sequence[Drawn]) -> dict[str, dict[str, Doubt]]:
    """By question, what a model says of its wording."""
    questions = list(dict.fromkeys(one.question for one in found))
    rng("wording", digest(questions)).shuffle(questions)
    return {question: aspects_in(await said(ask, _call(question))) for question in questions[:READ]}


def _call(question: str) -> Call:
    mark = mark_of(question)
    return Call("verify", (shipped("verify.txt").format(mark=mark), f"{mark}\n{question}\n{mark}"), MOST)


def aspects_in(text: str) -> dict[str, Doubt]:
    """Verdict and reason by aspect; what the reply does not say in so many words is not there."""
    found: dict[str, Doubt] = {}
    for name, verdict, reason in _LINE.findall(text):
        if (
            found.setdefault(name.lower(), {"verdict": verdict.lower(), "reason": reason.strip()[:300]})["verdict"]
            != verdict.lower()
        ):
            found[name.lower()] = {"verdict": "unread", "reason": "the reply says both yes and no"}
    return found


def doubts_of(verification: dict[str, Json]) -> list[str]:
    """What a model doubts, for a person, on lines."""
    lines = []
    for row in verification.get("problems", []):
        for aspect, held in row.get("by model", {}).items():
            if held["verdict"] == "no":
                lines.append(f"problem {row['number']}: {aspect}: {held['reason']}")
    return lines


def unread_of(verification: dict[str, Json]) -> str:
    """How many of the model's replies say less than they were asked for, on a line; empty where none does."""
    read = [row["by model"] for row in verification.get("problems", []) if "by model" in row]
    lacking = [held for held in read if any(held.get(each, {}).get("verdict") not in _SAID for each in ASPECTS)]
    return f"{len(lacking)} of {len(read)} replies on the wording could not be read in full" if lacking else ""


def kept_of(verification: dict[str, Json]) -> dict[str, Json]:
    """The same, where it has the fields that are read again; empty where a person took one out."""
    try:
        doubts_of(verification)
        unread_of(verification)
        whole = math.isfinite(verification["share with a solution"]) and bool(verification["problems"])
    except (KeyError, TypeError, AttributeError, OverflowError):
        return {}
    return verification if whole else {}

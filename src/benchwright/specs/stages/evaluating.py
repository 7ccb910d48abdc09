"""The fourth stage: how replies are measured. What a program decides needs no more than names; the rest gets a rubric.

The metrics are the same for every spec, because the code judges each constraint by itself. A constraint that only a
reader can judge is kept with its rubric, and is no part of a verdict until a judge reads it.
"""

from __future__ import annotations

from typing import Any

from benchwright.models.calls import Ask, Call
from benchwright.specs.boxed import BoxedSpec
from benchwright.specs.plan import Constraint
from benchwright.specs.stages.asking import fenced, said, shipped

MOST = 400
METRICS = {
    "all_pass": "share of replies that satisfy every constraint: the headline",
    "mean_fraction_passed": "mean over replies of the share of their constraints that hold",
    "per_constraint": "for each constraint, the share of replies to problems that have it in which it holds",
    "by_complexity": "all_pass by the problem's complexity score",
}


async def evaluated(spec: BoxedSpec, ask: Ask | None = None, model: str = "", feedback: str = "") -> dict[str, Any]:
    """What is written as evaluation.json.

    Raises:
        ModelError: the model cannot be asked, or the budget is spent.
    """
    by_model = [one for one in spec.plan.constraints if one.by == "model"]
    rubrics = {one.name: await _rubric(spec, one, ask, feedback) for one in by_model}
    return {
        "spec": spec.ref,
        "metrics": METRICS,
        "by program": [one.name for one in spec.plan.constraints if one.by == "program"],
        "by model": rubrics,
        "rubrics by": (model if ask else "the plan") if by_model else "",
        "note": "rubrics are kept for a judge; no verdict rests on them"
        if by_model
        else "a program decides everything",
    }


async def _rubric(spec: BoxedSpec, one: Constraint, ask: Ask | None, feedback: str) -> str:
    """The rubric of a constraint; what the plan says of it, where no model writes one."""
    if ask is None:
        return one.says
    told = (fenced("What a person said of the rubrics", feedback),) if feedback else ()
    prompt = (
        shipped("evaluate.txt"),
        fenced("The task", spec.plan.task),
        fenced(f"The constraint {one.name}", one.says),
        *told,
    )
    return (await said(ask, Call("evaluate", prompt, MOST))).strip() or one.says

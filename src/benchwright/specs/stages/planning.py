"""The first stage: a model turns a description into a plan, which is read as strictly as a person's."""

from __future__ import annotations

from benchwright.models.calls import Ask
from benchwright.specs.plan import SpecPlan, read_plan
from benchwright.specs.stages.asking import Wish, fenced, object_in, shipped, written

REPAIRS = 3
MOST = 4_096
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("name", "title", "summary", "task"), _TEXT),
        "parameters": {"type": "object", "additionalProperties": {"type": "object"}},
        "constraints": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": _TEXT, "says": _TEXT, "by": {"type": "string", "enum": ["program", "model"]}},
                "required": ["name", "says", "by"],
            },
        },
        "checks": _TEXTS,
        "metrics": _TEXTS,
        "complexity": {"type": "object", "properties": {"says": _TEXT}, "required": ["says"]},
    },
    "required": ["name", "title", "summary", "task", "parameters", "constraints", "checks", "metrics", "complexity"],
}


async def planned(ask: Ask, description: str, feedback: str = "", earlier: str = "") -> SpecPlan:
    """The plan of what a description asks for.

    Args:
        ask: the model.
        description: a person's.
        feedback: what a person said of `earlier`.
        earlier: the plan that is to be changed.

    Raises:
        InputError: no reply was a plan; the last fault is named.
        ModelError: the model cannot be asked, or the budget is spent.
    """
    prompt = (
        shipped("plan.txt").format(example=shipped("example_plan.json")),
        fenced("The description of the benchmark to plan", description),
    )
    wish = Wish("plan", "plan", prompt, REPAIRS, MOST, SCHEMA)
    return await written(ask, wish, _read, feedback, earlier)


def _read(text: str) -> SpecPlan:
    return read_plan(object_in(text), "plan.json")

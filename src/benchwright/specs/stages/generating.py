"""The second stage: a model writes the code of a plan, which is tried out in the sandbox before it is taken."""

from __future__ import annotations

from benchwright.errors import InputError
from benchwright.models.calls import Ask
from benchwright.sandbox.blocks import PYTHON, blocks_in
from benchwright.sandbox.source import tree_of
from benchwright.specs.boxed import BoxedSpec
from benchwright.specs.plan import SpecPlan
from benchwright.specs.stages.asking import Wish, fenced, shipped, written
from benchwright.specs.stages.infeasible import refuse
from benchwright.specs.stages.trial import trial

REPAIRS = 4
MOST = 6_144
PROBLEMS = 20
SHOWN = 6
"""Faults that a model is shown at once."""


async def generated(ask: Ask, plan: SpecPlan, complaint: str = "", earlier: str = "") -> str:
    """The code of a plan.

    Args:
        ask: the model.
        plan: what a person may have edited.
        complaint: what is wrong of `earlier`, or what a person said of it.
        earlier: the code that is to be changed.

    Raises:
        InputError: no reply was code that can be used; the last fault is named.
        ModelError: the model cannot be asked, or the budget is spent.
        SandboxError: this machine gives no sandbox.
    """
    prompt = (
        shipped("generate.txt").format(plan=shipped("example_plan.json"), code=shipped("example_code.py.txt")),
        fenced("The plan to write code for", plan.text()),
        "Reply with one block of Python.",
    )

    def read(text: str) -> str:
        code = code_in(text)
        if faults := faults_of(plan, code):
            raise InputError("\n".join(faults[:SHOWN]))
        return code

    return await written(ask, Wish("generate", "code", prompt, REPAIRS, MOST), read, complaint, earlier)


def code_in(text: str) -> str:
    """The longest program of a reply.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    blocks = [block.body for block in blocks_in(text) if block.label in PYTHON or not block.label]
    code = max(blocks or [text], key=len).strip("\n") + "\n"
    if tree_of(code) is None:
        try:
            compile(code, "code.py", "exec")
        except (SyntaxError, ValueError) as error:
            raise InputError(f"it is no Python: {' '.join(str(error).split())}") from error
        raise InputError("it is no Python that can be read")
    return code


def faults_of(plan: SpecPlan, code: str) -> list[str]:
    """What is wrong of some code, by a trial; empty where it can be used.

    Raises:
        SandboxError: this machine gives no sandbox.
    """
    spec = BoxedSpec(plan, {"code.py": code})
    found = trial(spec, PROBLEMS)
    if found.usable and found.infeasible:
        return [str(refuse(spec, found.unsolved, PROBLEMS))]
    return [] if found.usable else found.complaints

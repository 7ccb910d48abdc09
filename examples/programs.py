"""Programs and words on the same question, offline: a scripted model is wrong at first, is told so, and mends it.

The fake model plays a script. Its program of thought carries a worked-out (and wrong) answer; so does its first program
under `pips`, where the rules find that the answer does not depend on the symbols, and have it written anew.
"""

from __future__ import annotations

import tempfile

from inspect_ai import Task
from inspect_ai import eval as inspect_eval
from inspect_ai.log import EvalSample
from inspect_ai.solver import Solver

from benchwright.attempts import cot, direct, pips, pot
from benchwright.inspect_bridge import to_sample
from benchwright.models.behaviours import script
from benchwright.models.fake import fake_model
from benchwright.records import Answer, Item, Lineage
from benchwright.verdicts.exact import graded

QUESTION = "A shelf holds 3 boxes of 12 eggs each. 5 eggs break. How many eggs are whole?"
SYMBOLS = """```json
{"symbols": {"boxes": 3, "eggs": 12, "broken": 5},
 "spans": {"boxes": "3 boxes", "eggs": "12 eggs", "broken": "5 eggs break"}}
```"""
FIRST = "```python\ndef solve(symbols):\n    return 29\n```"
SECOND = '```python\ndef solve(symbols):\n    return symbols["boxes"] * symbols["eggs"] - symbols["broken"]\n```'
REPLIES = {
    "Judge only how well": "[0.9, 0.9, 0.8, 0.9, 0.7, 0.8, 0.9, 0.5, 0.8, 0.9]",
    "as input for a program": SYMBOLS,
    "Write the whole function": SECOND,
    "from the dictionary symbols": FIRST,
    "Write one Python program": "```python\ndef solve():\n    return 29\n```",
    "You check the work": "Boxes times eggs, less the broken ones: that is what is asked.\nPASS",
    "ANSWER": "3 boxes of 12 are 34, less 5.\nANSWER: 29",
    "": "29",
}
"""What the model says, by a piece of the request."""


def item() -> Item:
    """The question, with its gold answer."""
    return Item(
        question=QUESTION, kind="sums", answer=Answer(type="number", values=("31",)), answerable=True, cluster="eggs",
        lineage=Lineage(maker="example", settings="", seed=0),
    )  # fmt: skip


def attempt(methods: dict[str, Solver]) -> dict[str, EvalSample]:
    """One sample by method."""
    tasks = [Task(dataset=[to_sample(item())], solver=one, scorer=graded(), name=name) for name, one in methods.items()]
    with tempfile.TemporaryDirectory() as folder:
        logs = inspect_eval(tasks, model=fake_model(script(REPLIES), "eggs"), log_dir=folder, display="none")
        return {name: (log.samples or [])[0] for name, log in zip(methods, logs, strict=True)}


def show(method: str, sample: EvalSample) -> None:
    """How the sample came to its answer."""
    score = (sample.scores or {})["graded"]
    print(f"{method}: {score.explanation}")
    for program in sample.store.get("benchwright:programs", []):
        print(f"  {program['label']}: {program['source'].strip().splitlines()[-1].strip()}  ->  {program['answer']}")
        for fault in program["faults"]:
            print(f"    {fault}")
    if "benchwright:pips" in sample.store:
        print(f"  output tokens: {sample.store['benchwright:pips']['tokens']}")


if __name__ == "__main__":
    budget = 2000
    solvers = {"direct": direct(budget=budget), "cot": cot(budget=budget), "pot": pot(budget=budget),
               "pips": pips(budget=budget)}  # fmt: skip
    for name, found in attempt(solvers).items():
        show(name, found)

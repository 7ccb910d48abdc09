"""Train the switch of `pips` from a log in which both branches answered every question.

Make the log with a band that leaves every choice open, so that the criteria are asked for and both branches run:

    benchwright run BENCH --model MODEL --out runs --method pips -S band=1
    python examples/train_switch.py runs/LOG.eval switch.json
    benchwright run OTHER --model MODEL --out more --method pips -S switch=logistic:switch.json

Test the switch on other questions than it was trained on; the record in its file is of held-out folds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inspect_ai.log import EvalSample

from benchwright.attempts.switching import Case, criteria_features, text_features, train_switch
from benchwright.errors import BenchwrightError
from benchwright.grading import grade
from benchwright.inspect_bridge import from_sample, header
from benchwright.records import Answer


def cases(samples: list[EvalSample]) -> Iterator[Case]:
    """The questions on which both branches gave an answer or failed, with the criteria read."""
    for sample in samples:
        kept: dict[str, Any] = sample.store.get("benchwright:pips", {})
        scores = kept.get("switch", {}).get("scores")
        if not scores or kept["switch"]["choice"] != "both":
            continue
        gold = from_sample(str(sample.input), sample.metadata).answer
        right = {branch: _right(gold, kept["ballots"], branch) for branch in ("code", "words")}
        spent = kept["tokens"]
        extra = sum(count for stage, count in spent.items() if stage not in {"words", "switch"}) - spent.get("words", 0)
        features = criteria_features(scores) | text_features(str(sample.input))
        yield Case(features, code_right=right["code"], words_right=right["words"], extra_tokens=extra)


def _right(gold: Answer, ballots: list[dict[str, Any]], branch: str) -> bool:
    """Whether the branch's answer grades right; a program with a fault counts as no answer."""
    answers = [ballot["answer"] for ballot in ballots if ballot["branch"] == branch and ballot["sound"]]
    return bool(answers) and grade(gold, f"ANSWER: {answers[0]}", reading="marker").value == 1.0


def main(log: str, out: str) -> None:
    """Train, write the file, print its record."""
    from inspect_ai.log import read_eval_log

    top = header(log)
    found = list(cases(read_eval_log(log).samples or []))
    switch = train_switch(found, data=f"{top.eval.dataset.name}, {top.eval.model}")
    Path(out).write_text(switch.line() + "\n", "utf-8")
    print(switch.record.line())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(f"usage: {sys.argv[0]} LOG.eval SWITCH.json")
    try:
        main(*sys.argv[1:])
    except BenchwrightError as error:
        raise SystemExit(str(error)) from error

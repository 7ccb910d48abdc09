"""Grading against a gold answer, as an Inspect scorer.

The verdict of `grading` decides, and a judge's where there is no gold to compare with. Inspect's value is 1 where it
counts for the headline and 0 where it does not, and the verdict with its reason stands in the score. The one metric is
the headline.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from inspect_ai.scorer import Metric, SampleScore, Score, Scorer, Target, Value, metric, scorer
from inspect_ai.solver import TaskState

from benchwright.grading import Reading, grade_attempt, open_answer
from benchwright.inspect_bridge import READING, SCORER, WHY, from_sample, to_score
from benchwright.records import Attempt
from benchwright.verdicts.judged import judge


@metric(name="headline")
def mean_over_kinds() -> Metric:
    """The mean over kinds of right / items scored. Its interval is in the report, which also counts what failed."""

    def compute(scores: list[SampleScore]) -> Value:
        kinds: dict[str, list[float]] = {}
        for score in scores:
            kinds.setdefault(str((score.sample_metadata or {}).get("kind")), []).append(score.score.as_float())
        return _mean(_mean(values) for values in kinds.values()) if kinds else float("nan")

    return compute


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return sum(held) / len(held)


@scorer(metrics=[mean_over_kinds()], name=SCORER)
def graded(reading: Reading | None = None) -> Scorer:
    """Grade a reply against the item's gold answer; open answers go before the model in the role `grader`.

    Args:
        reading: where the answer is: `whole`, `marker` (after `ANSWER:`), `auto`; by default what the solver said.
    """

    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001  # the signature of a scorer
        item = from_sample(state.input_text, state.metadata)
        stop = str(state.output.stop_reason) if state.output.choices else ""
        over = stop == "model_length"
        attempt = Attempt(
            item=item.id, system="", epoch=state.epoch, completion=state.output.completion,
            stop_reason=stop,
            failure="limit" if over else None, error="the prompt exceeds the model's window" if over else "",
        )  # fmt: skip
        how = reading or cast("Reading", state.store.get(READING, "auto"))
        verdict = grade_attempt(item, attempt, reading=how)
        if verdict.failure == "parse" and (why := state.store.get(WHY)):
            verdict = verdict.model_copy(update={"reason": str(why)})
        if verdict.failure == "judge" and item.answer.type == "rubric":
            verdict = await judge(item, open_answer(attempt.completion, how), verdict)
        return to_score(verdict, answerable=item.answerable, reading=how)

    return score

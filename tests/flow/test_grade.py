"""Answers made anywhere get the verdicts that a run would get."""

import json

import pytest

from benchwright.grading import gold_text
from benchwright.pipeline import grade, read_runs
from benchwright.pipeline.reporting import headlines


def write(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def outcomes(bench, run):
    items = {item.id: item for item in bench.items}
    return {g.attempt.item: g.verdict.outcome(answerable=items[g.attempt.item].answerable) for g in run.graded}


def test_gold_answers_score_one(bench, tmp_path):
    answers = write(tmp_path / "a.jsonl", [{"id": item.id, "answer": gold_text(item.answer)} for item in bench.items])
    _, [run] = read_runs(grade(bench.path, answers, tmp_path / "r"))
    found = headlines(bench, [run])["a"]
    assert (found.estimate.value, found.complete) == (1.0, True)
    assert found.estimate.low < 1.0


def test_refusing_everything_gets_the_no_info_items_and_nothing_else(bench, tmp_path):
    answers = write(tmp_path / "a.jsonl", [{"id": i.id, "answer": "The document does not say."} for i in bench.items])
    _, [run] = read_runs(grade(bench.path, answers, tmp_path / "r"))
    kinds = {item.kind: item.answerable for item in bench.items}
    assert headlines(bench, [run])["a"].estimate.value == pytest.approx(list(kinds.values()).count(False) / len(kinds))
    assert set(outcomes(bench, run).values()) == {"refused rightly", "refused wrongly"}


def test_an_error_and_a_missing_line_leave_the_run_incomplete(bench, tmp_path):
    first, second, *rest = bench.items
    lines = [{"id": first.id, "error": "time-out"}, *({"id": i.id, "answer": gold_text(i.answer)} for i in rest)]
    _, [run] = read_runs(grade(bench.path, write(tmp_path / "a.jsonl", lines), tmp_path / "r"))
    found = headlines(bench, [run])["a"]
    assert not run.complete
    assert not found.complete
    assert found.worst.value < found.best.value == 1.0
    assert [outcomes(bench, run)[item.id] for item in (first, second)] == ["error", "error"]


def test_an_empty_answer_is_unparsed_and_not_an_error(bench, tmp_path):
    lines = [{"id": i.id, "answer": ""} for i in bench.items]
    _, [run] = read_runs(grade(bench.path, write(tmp_path / "a.jsonl", lines), tmp_path / "r"))
    assert run.complete
    assert set(outcomes(bench, run).values()) == {"unparsed"}


def test_several_systems_in_one_file_become_several_logs(bench, tmp_path):
    lines = [{"id": i.id, "answer": gold_text(i.answer), "system": s} for i in bench.items for s in ("ours", "theirs")]
    _, runs = read_runs(grade(bench.path, write(tmp_path / "a.jsonl", lines), tmp_path / "r"))
    assert sorted(run.system for run in runs) == ["ours", "theirs"]


def test_epochs_are_kept_apart(bench, tmp_path):
    lines = [
        {"id": i.id, "answer": gold_text(i.answer) if e == 1 else "no", "epoch": e} for i in bench.items for e in (1, 2)
    ]
    _, [run] = read_runs(grade(bench.path, write(tmp_path / "a.jsonl", lines), tmp_path / "r"))
    assert run.epochs == 2
    assert 0.4 < headlines(bench, [run])["a"].estimate.value < 0.6


def test_a_number_may_be_given_as_a_number(bench, tmp_path):
    item = next(item for item in bench.items if item.answer.type == "number")
    answers = write(tmp_path / "a.jsonl", [{"id": item.id, "answer": float(item.answer.values[0])}])
    _, [run] = read_runs(grade(bench.path, answers, tmp_path / "r"))
    assert outcomes(bench, run)[item.id] == "right"


def test_regrading_gives_the_same_verdicts(bench, tmp_path):
    answers = write(tmp_path / "a.jsonl", [{"id": item.id, "answer": gold_text(item.answer)} for item in bench.items])
    logs = grade(bench.path, answers, tmp_path / "r")
    assert read_runs(logs)[1] == read_runs(logs, regrade=True)[1]

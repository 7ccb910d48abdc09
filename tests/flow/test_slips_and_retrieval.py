"""Decoys and retrieved passages come through a run of Inspect, its log, and grading anew."""

import json

import pytest
from inspect_ai.log import read_eval_log

from benchwright.grading import gold_text
from benchwright.inspect_bridge import FACTS, from_sample, to_sample
from benchwright.pipeline import RunSettings, grade, read_runs, run
from benchwright.pipeline.reporting import build_report
from benchwright.pipeline.task import TaskSettings
from benchwright.records import Answer, Decoy
from benchwright.store import Writer

SPOILED = Decoy(slip="spoiler", answer=Answer(type="text", values=("Una Brekke",)))


@pytest.fixture(scope="module")
def planted(bench, tmp_path_factory):
    """The small benchmark, with a decoy on each item that asks for a text."""
    marks = [(SPOILED,) if item.answer.type == "text" else () for item in bench.items]
    items = [item.model_copy(update={"decoys": mark}) for item, mark in zip(bench.items, marks, strict=True)]
    writer = Writer(tmp_path_factory.mktemp("planted") / "bench", {"maker": "m"})
    writer.append(tuple(bench.documents.values()), tuple(items), ())
    return writer.seal(bench.card)


def slips(found):
    return {pair.attempt.item: pair.verdict.slip for pair in found.graded}


@pytest.mark.parametrize("method", ["direct", "cot"])
def test_slips_come_through_a_run_and_its_log(planted, tmp_path, method):
    settings = RunSettings(model="benchwright/fake:constant:ANSWER: una brekke", task=TaskSettings(method=method))
    logs = run(planted.path, settings, tmp_path, display="none")
    _, [found] = read_runs(logs)
    _, [anew] = read_runs(logs, regrade=True)
    wanted = {item.id: "spoiler" if item.decoys else "" for item in planted.items}
    assert slips(found) == slips(anew) == wanted
    assert set(wanted.values()) == {"spoiler", ""}


def test_answers_made_elsewhere_have_slips_and_nothing_retrieved(planted, tmp_path):
    answers = tmp_path / "answers.jsonl"
    answers.write_text("".join(json.dumps({"id": i.id, "answer": "Una Brekke"}) + "\n" for i in planted.items))
    _, [found] = read_runs(grade(planted.path, answers, tmp_path / "logs"))
    assert "spoiler" in slips(found).values()
    assert {pair.attempt.retrieved for pair in found.graded} == {None}


def test_a_log_holds_decoys_only_where_an_item_has_some(planted):
    for item in planted.items:
        sample = to_sample(item)
        assert set(sample.metadata) == (FACTS | {"decoys"} if item.decoys else FACTS)
        assert from_sample(item.question, sample.metadata).decoys == item.decoys


def test_what_was_retrieved_stands_in_the_log_as_it_was_shown(planted, tmp_path):
    [path] = run(planted.path, RunSettings(model="benchwright/fake:echo", contexts=("retrieve:3",)), tmp_path,
                 display="none")  # fmt: skip
    _, [found] = read_runs([path])
    for pair in found.graded:
        passages = [planted.documents[key].text[start:end] for key, start, end in pair.attempt.retrieved]
        assert 1 <= len(passages) <= 3
        assert "\n\n".join(passages) in pair.attempt.completion


@pytest.mark.parametrize("context", ["full", "evidence", "none"])
def test_other_contexts_retrieve_nothing(planted, tmp_path, context):
    logs = run(planted.path, RunSettings(model="benchwright/fake:refuse", contexts=(context,)), tmp_path,
               display="none")  # fmt: skip
    _, [found] = read_runs(logs)
    assert {pair.attempt.retrieved for pair in found.graded} == {None}


def test_what_was_retrieved_is_kept_small(planted, tmp_path):
    [path] = run(planted.path, RunSettings(model="benchwright/fake:refuse", contexts=("retrieve:3",)), tmp_path,
                 display="none")  # fmt: skip
    for sample in read_eval_log(str(path)).samples:
        assert len(json.dumps(sample.store)) < 200


def studied(planted, folder, contexts):
    settings = RunSettings(model="benchwright/fake:lookup", contexts=contexts)
    _, report = build_report(run(planted.path, settings, folder, display="none"))
    return next(one for one in report.systems if one.context == "retrieve:1").retrieval


def test_the_report_gives_every_failure_one_cause(planted, tmp_path):
    found = studied(planted, tmp_path, ("retrieve:1", "evidence"))
    total = found.misses[0]
    assert total.failed == total.not_retrieved + total.missed + total.reasoning > 0
    assert (found.command, total.unsplit) == ("", 0)
    assert "evidence" in found.beside
    assert 0 < found.recall[0].found.value < 1


def test_without_the_evidence_run_the_report_names_the_command_that_splits(planted, tmp_path):
    found = studied(planted, tmp_path, ("retrieve:1",))
    assert found.misses[0].failed == found.misses[0].not_retrieved + found.misses[0].unsplit
    assert found.misses[0].unsplit > 0
    assert found.command.startswith(
        "benchwright run BENCH --model benchwright/fake:lookup --method direct --context ev"
    )
    studied(planted, tmp_path, ("retrieve:1", "evidence"))


def test_a_right_answer_has_no_slip(planted, tmp_path):
    answers = tmp_path / "answers.jsonl"
    lines = [json.dumps({"id": item.id, "answer": gold_text(item.answer)}) + "\n" for item in planted.items]
    answers.write_text("".join(lines))
    _, [found] = read_runs(grade(planted.path, answers, tmp_path / "logs"))
    assert set(slips(found).values()) == {""}

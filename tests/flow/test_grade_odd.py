"""Answers files of people: what cannot be used is refused with its line, what is absent is told."""

import json

import pytest

from benchwright.grading import gold_text
from benchwright.pipeline import grade, read_runs
from shell import benchwright


@pytest.fixture
def graded(capsys, bench, tmp_path):
    """Grade lines (texts, or objects of which `id` defaults to the first item's) on the command line."""

    def grade_them(*lines):
        file = tmp_path / "a.jsonl"
        texts = [line if isinstance(line, str) else json.dumps({"id": bench.items[0].id, **line}) for line in lines]
        file.write_text("\n".join(texts))
        return benchwright(capsys, "grade", bench.path, "--answers", file, "--out", tmp_path / "r")

    return grade_them


def golds(items, **more):
    return [{"id": item.id, "answer": gold_text(item.answer), **more} for item in items]


def refused(done, *words):
    [line] = done.err.strip().splitlines()
    assert done.code == 2
    assert all(word in line for word in ("a.jsonl, line 1: ", *words)), line
    assert not any(word in line for word in ("pydantic", "validation error", "type=", "Traceback"))


@pytest.mark.parametrize("epoch", [0, -1, 1001, 3_000_000, 10**30, 1.5, "x", True, [1]])
def test_an_epoch_is_from_1_to_1000(graded, epoch):
    refused(graded({"answer": "x", "epoch": epoch}), "epoch is ", "expected a whole number from 1 to 1,000")


def test_the_highest_epoch_is_allowed(bench, tmp_path):
    from benchwright.pipeline.grading import read_answers

    (tmp_path / "a.jsonl").write_text(json.dumps({"id": bench.items[0].id, "answer": "x", "epoch": 1000}))
    assert read_answers(tmp_path / "a.jsonl", bench)[""][0].epoch == 1000


@pytest.mark.parametrize("line", [{}, {"error": ""}, {"error": " "}, {"answer": None}, {"answer": None, "error": None}])
def test_a_line_without_answer_and_error_is_refused(graded, line):
    refused(graded(line), "neither answer nor error")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("not json", "not JSON (Expecting value)"),
        ("[" * 100_000, "not JSON"),
        ('{"id": ' + "1" * 5000 + "}", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"answer": "x"}', "the field id is missing"),
        ({"answer": ["x"]}, "answer is ['x']; expected text or a number"),
        ({"answer": "x", "answr": 1}, "unknown field 'answr'; known are id, answer"),
        ({"answer": "x", "completion": "y"}, "both answer and completion"),
        ({"error": 5}, "error is 5; expected text"),
        ({"answer": "x", "usage": {"tokens": 3}}, "usage.tokens is 3; expected an object of input_tokens"),
        ({"answer": "\ud800"}, "not JSON (surrogates not allowed)"),
    ],
)  # fmt: skip
def test_a_bad_line_says_what_is_wrong_in_plain_words(graded, line, words):
    refused(graded(line), words)


def test_null_is_as_good_as_absent(bench, tmp_path):
    line = {"id": bench.items[0].id, "answer": None, "error": "time-out", "system": None, "usage": None}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    _, [run] = read_runs(grade(bench.path, tmp_path / "a.jsonl", tmp_path / "r"))
    assert {pair.attempt.error for pair in run.graded if pair.attempt.item == bench.items[0].id} == {"time-out"}


def test_half_the_items_is_incomplete(graded, bench):
    half = golds(bench.items[::2])
    done = graded(*half)
    assert done.code == 1
    assert f"{len(bench.items) - len(half)} of {len(bench.items)} items have no line in" in done.err
    assert "INCOMPLETE" in done.out


def test_errors_and_absent_epochs_are_told_apart(graded, bench):
    first, *rest = golds(bench.items)
    done = graded({**first, "error": "time-out"}, *rest, {**rest[0], "epoch": 2})
    total = 2 * len(bench.items)
    assert done.code == 1
    assert f"{len(bench.items) - 1} of {total} answers (items times 2 epochs) have no line in" in done.err
    assert f"1 of {total} answers are errors" in done.err


def test_only_the_system_that_lacks_something_is_named(graded, bench):
    done = graded(*golds(bench.items, system="whole"), *golds(bench.items[1:], system="holey"))
    assert done.code == 1
    [line] = done.err.strip().splitlines()
    assert line.startswith(f"incomplete: holey: 1 of {len(bench.items)} items")


def test_every_item_answered_is_a_success(graded, bench):
    done = graded(*({"id": item.id, "answer": ""} for item in bench.items))
    assert (done.code, done.err) == (0, "")

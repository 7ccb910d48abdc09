"""A benchmark whose code judges replies stays one that can be graded: reviewed, edited, exported."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from benchwright.grading import gold_text, grade
from benchwright.pages.review import Changes, Entry, Journal
from benchwright.pages.review.journal import journal_of
from benchwright.pipeline.exporting import FORMS, export
from benchwright.pipeline.opening import opened
from benchwright.pipeline.reviewed import apply_review
from benchwright.pipeline.specifying import How, make_spec
from benchwright.specs import known
from benchwright.store import load

SEATING = Path(__file__).parent.parent / "specs" / "seating"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("specs") / "seats"
    return make_spec(str(SEATING), out, {"count": 5}, How(problems=30, told=lambda _: None))[1].benchmark


@pytest.fixture
def seats(made, tmp_path, monkeypatch):
    """The benchmark, with a review of its own, before a process that was never shown its code."""
    monkeypatch.setattr(known, "_KNOWN", {})
    monkeypatch.setattr(known, "_FILES", {})
    return load(shutil.copytree(made.path, tmp_path / "seats"))


def decide(bench, number, action="accept", **more):
    with Journal(journal_of(bench.path)) as journal:
        journal.append(Entry(action=action, reviewer="ada", item=bench.items[number].id, time="t", **more))


def forget(monkeypatch):
    monkeypatch.setattr(known, "_KNOWN", {})


def test_accepted_items_can_be_graded_where_nothing_but_the_new_benchmark_is(seats, tmp_path, monkeypatch):
    for number in range(5):
        decide(seats, number)
    done = apply_review(seats.path, tmp_path / "new")
    assert done.counts == {"accepted": 5}
    forget(monkeypatch)
    items = opened(tmp_path / "new").items
    assert [grade(item.answer, gold_text(item.answer)).value for item in items] == [1.0] * 5
    assert not apply_review(seats.path, tmp_path / "new").made.fresh


def test_a_review_of_the_reviewed_keeps_the_code_too(seats, tmp_path, monkeypatch):
    decide(seats, 0)
    once = apply_review(seats.path, tmp_path / "once", undecided="keep").made.benchmark
    decide(once, 1, "reject", reason="trivial")
    apply_review(once.path, tmp_path / "twice", undecided="keep")
    forget(monkeypatch)
    [item, *rest] = opened(tmp_path / "twice").items
    assert len(rest) == 3
    assert grade(item.answer, gold_text(item.answer)).value == 1.0


def test_an_edited_question_passes_the_gates_by_the_code(seats, tmp_path, monkeypatch):
    question = f"{seats.items[0].question} Take your time."
    decide(seats, 0, "edit", changes=Changes(question=question))
    done = apply_review(seats.path, tmp_path / "new", undecided="drop")
    assert done.counts == {"edited": 1, "undecided": 4}
    forget(monkeypatch)
    [item] = opened(tmp_path / "new").items
    assert (item.question, grade(item.answer, gold_text(item.answer)).value) == (question, 1.0)


def test_a_question_is_edited_on_the_page(seats):
    command = [sys.executable, "-c", "from benchwright.cli import main; main()", "review", str(seats.path), "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = process.stderr.readline().strip().partition(": ")[2]
            said = {"item": seats.items[0].id, "action": "edit", "changes": {"question": "Where do they sit?"}}
            headers = {"x-review-token": address.split("/")[3]}
            done = httpx.post(f"{address}api/decide", json=said, headers=headers, trust_env=False, timeout=60)
        finally:
            process.kill()
    assert (done.status_code, done.text.count("gates")) == (200, 0)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_an_export_has_the_code_beside_and_says_so(seats, tmp_path, monkeypatch, form):
    export(seats.path, tmp_path / "x", form=form)
    [ref] = {item.answer.checker for item in seats.items}
    place = tmp_path / "x" / "spec" / ref
    assert (place / "code.py").read_bytes() == (SEATING / "code.py").read_bytes()
    assert "judged by the code under `spec/`" in (tmp_path / "x" / "README.md").read_text()
    forget(monkeypatch)
    answer = seats.items[0].answer
    assert known.register(place).ref == ref
    assert grade(answer, gold_text(answer)).value == 1.0


@pytest.mark.parametrize(("form", "name"), [("csv", "items.csv"), ("inspect", "samples.jsonl")])
def test_an_export_names_code_and_problem_of_each_item(seats, tmp_path, form, name):
    export(seats.path, tmp_path / "x", form=form)
    text = (tmp_path / "x" / name).read_text()
    assert text.count(seats.items[0].answer.checker) == 5
    if form == "inspect":
        found = [json.loads(line)["metadata"]["problem"] for line in text.splitlines()]
        assert sorted(found) == sorted(item.answer.problem for item in seats.items)


def test_both_parts_of_a_hold_out_have_the_code_and_other_exports_none(seats, bench, tmp_path):
    export(seats.path, tmp_path / "x", holdout=0.4)
    assert len(list((tmp_path / "x").glob("*/spec/*/code.py"))) == 2
    export(bench.path, tmp_path / "y")
    assert not (tmp_path / "y" / "spec").exists()
    assert "spec/" not in (tmp_path / "y" / "README.md").read_text()

"""Where code wins on half of the questions and words on the other, the switch beats both; a trained one does too."""

import json
import runpy
from pathlib import Path

import pytest
from inspect_ai import Task
from inspect_ai import eval as inspect_eval
from worlds_of_code import behaviour, questions

from benchwright.attempts import pips
from benchwright.attempts.switching import Case, text_features, train_switch
from benchwright.inspect_bridge import to_sample
from benchwright.models.fake import fake_model
from benchwright.records import Answer, Item, Lineage
from benchwright.verdicts import graded

COUNT = 24


def items():
    for question, gold in questions(COUNT):
        yield Item(
            question=question, kind="k", answer=Answer(type="number", values=(gold,)), answerable=True,
            cluster=question, lineage=Lineage(maker="m", settings="s", seed=0),
        )  # fmt: skip


@pytest.fixture(scope="module")
def switch_file(tmp_path_factory):
    """A switch over text features alone, trained on questions of the same world whose outcome is known."""
    asked = list(questions(60))
    cases = [
        Case(text_features(text), code_right=bool(n % 2), words_right=not n % 2) for n, (text, _) in enumerate(asked)
    ]
    path = tmp_path_factory.mktemp("switch") / "switch.json"
    path.write_text(train_switch(cases, data="a made-up world, scripted model").line())
    return path


@pytest.fixture(scope="module")
def played(switch_file, tmp_path_factory):
    """Samples by switch."""
    names = ["always", "never", "criteria", f"logistic:{switch_file}"]
    samples = [to_sample(item) for item in items()]
    tasks = [Task(dataset=samples, solver=pips(name, fallback=False), scorer=graded(), name=f"s{n}")
             for n, name in enumerate(names)]  # fmt: skip
    folder = str(tmp_path_factory.mktemp("pays"))
    logs = inspect_eval(tasks, model=fake_model(behaviour), log_dir=folder, display="none", log_realtime=False)
    return {name.partition(":")[0]: log.samples for name, log in zip(names, logs, strict=True)}


def right(samples):
    return sum(sample.scores["graded"].value for sample in samples) / len(samples)


@pytest.mark.parametrize("name", ["criteria", "logistic"])
def test_the_switch_beats_either_branch_alone(played, name):
    assert right(played["always"]) == right(played["never"]) == 0.5
    assert right(played[name]) == 1.0


def test_a_switch_over_text_alone_makes_no_call_of_its_own(played):
    stages = {stage for sample in played["logistic"] for stage in sample.store["benchwright:pips"]["tokens"]}
    assert stages == {"symbols", "program", "critic", "words"}


def test_the_file_carries_its_training_record(switch_file):
    record = json.loads(switch_file.read_text())["record"]
    assert (record["n"], record["data"]) == (60, "a made-up world, scripted model")
    assert record["auc_low"] <= record["auc"] <= record["auc_high"]


def test_a_log_in_which_both_branches_answered_trains_a_switch(tmp_path):
    path = Path(__file__).parents[2] / "examples" / "train_switch.py"
    example = runpy.run_path(str(path))
    task = Task(dataset=[to_sample(item) for item in items()], solver=pips(band=1.0), scorer=graded())
    [log] = inspect_eval(task, model=fake_model(behaviour), log_dir=str(tmp_path), display="none", log_realtime=False)
    found = list(example["cases"](log.samples))
    assert [case.code_right for case in found] == ["sum of" in sample.input for sample in log.samples]
    assert all(case.code_right != case.words_right for case in found)
    assert all(case.extra_tokens > 0 for case in found)

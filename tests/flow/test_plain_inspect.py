"""Inspect alone, without our command line, runs a benchmark folder and opens every log."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from inspect_ai import eval as inspect_eval
from inspect_ai.log import read_eval_log

from benchwright.pipeline import read_runs

INSPECT = str(Path(sys.executable).with_name("inspect"))


def test_inspect_eval_finds_the_task_by_name(bench, tmp_path):
    command = [INSPECT, "eval", "benchwright/benchmark", "-T", f"path={bench.path}", "-T", "context=none",
               "--model", "benchwright/fake:refuse", "--log-dir", str(tmp_path), "--display", "none"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    [log] = [read_eval_log(str(path)) for path in tmp_path.glob("*.eval")]
    assert (log.status, len(log.samples)) == ("success", len(bench.items))
    _, [run] = read_runs([tmp_path])
    assert run.context == "none"


@pytest.mark.parametrize("solver", ["generate", "chain_of_thought"])
def test_any_inspect_solver_may_take_the_place_of_a_method(bench, tmp_path, solver):
    from inspect_ai.solver import chain_of_thought, generate

    from benchwright.pipeline.task import TaskSettings, build_task

    chosen = [generate()] if solver == "generate" else [chain_of_thought(), generate()]
    task = build_task(bench, TaskSettings(limit=3), solver=chosen)
    [log] = inspect_eval(task, model="benchwright/fake:lookup", log_dir=str(tmp_path), display="none")
    assert log.status == "success"
    assert all(sample.scores["graded"].metadata["outcome"] for sample in log.samples)


def test_the_document_is_seen_by_the_model_and_not_held_by_the_log(bench, tmp_path):
    from benchwright.pipeline import RunSettings, run

    [path] = run(bench.path, RunSettings(model="benchwright/fake:echo"), tmp_path, display="none")
    log = read_eval_log(str(path))
    document = bench.documents[log.samples[0].metadata["documents"][0]].text
    assert document[200:400] in log.samples[0].output.completion
    assert document[200:400] not in log.samples[0].messages[0].text
    assert "[[benchwright document" in log.samples[0].messages[0].text


def test_inspect_view_serves_the_log(bench, tmp_path):
    from benchwright.pipeline import RunSettings, run

    [path] = run(bench.path, RunSettings(model="benchwright/fake:refuse"), tmp_path, display="none")
    command = [INSPECT, "view", "start", "--log-dir", str(tmp_path), "--port", "7591", "--host", "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as viewer:
        try:
            while "7591" not in (line := viewer.stdout.readline()):
                assert line, "the viewer ended before it served"
            found = _fetch("http://127.0.0.1:7591/api/logs")
        finally:
            viewer.kill()
    assert path.name in json.dumps(found)


def _fetch(address):
    for _ in range(200):
        try:
            with urllib.request.urlopen(address) as reply:
                return json.load(reply)
        except OSError:
            subprocess.run(["sleep", "0.1"], check=True)
    raise AssertionError("the viewer never answered")

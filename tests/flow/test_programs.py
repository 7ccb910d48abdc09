"""Programs in the main job: by command and by Inspect's names, previewed, resumed, labelled, and worth their price."""

import json
import signal
import subprocess
import sys

import pytest
from inspect_ai.log import read_eval_log

from benchwright.errors import InputError, UnknownNameError
from benchwright.pipeline import RunSettings, preview, read_runs, run
from benchwright.pipeline.task import TaskSettings, build_task, unusual
from shell import benchwright

HIGH, LOW = (f"[{', '.join([score] * 10)}]" for score in ("0.9", "0.1"))
SYMBOLS = '{"symbols": {"a": 3, "b": 4}, "spans": {}}'
SUM = "```python\ndef solve(symbols):\n    return symbols['a'] + symbols['b']\n```"
REPLIES = {
    "Judge only how well": HIGH,
    "You check the work": "PASS",
    "from the dictionary symbols": SUM,
    "Write one Python program": "```python\ndef solve():\n    return 3 + 4\n```",
    "symbols, in one": SYMBOLS,
    "": "ANSWER: nothing",
}


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "replies.jsonl"
    path.write_text("".join(json.dumps({"match": match, "reply": reply}) + "\n" for match, reply in REPLIES.items()))
    return f"benchwright/fake:script:{path}"


def settings(model, method="pips", *, limit=2, **args):
    return RunSettings(model=model, task=TaskSettings(method=method, args=args, limit=limit))


@pytest.mark.parametrize("method", ["pot", "pips"])
def test_the_command_runs_a_method_with_its_arguments(bench, model, tmp_path, capsys, method):
    words = ["run", bench.path, "--model", model, "--out", tmp_path / "runs", "--method", method, "--limit", "2",
             "-S", "budget=500", "--method-arg", "votes=2", "--display", "none", "--json"]  # fmt: skip
    done = benchwright(capsys, *words)
    assert done.code == 0, done.err
    [log] = json.loads(done.out)["logs"]
    sample = read_eval_log(log).samples[0]
    assert sample.output.completion == "ANSWER: 7"
    assert sample.store["benchwright:programs"][0]["value"] == 7


def test_the_row_of_a_report_names_what_is_not_usual(bench, model, tmp_path):
    [log] = run(bench.path, settings(model, votes=2, rounds=4), tmp_path / "runs", display="none")
    _, [found] = read_runs([log])
    assert "| pips | full | votes 2" in found.system
    assert "rounds" not in found.system


def test_arguments_tell_runs_apart_and_defaults_do_not(bench, model, tmp_path):
    first, again, other = ({}, {"rounds": 4}, {"rounds": 3})
    out = tmp_path / "runs"
    logs = [run(bench.path, settings(model, **args), out, display="none")[0] for args in (first, again, other)]
    assert logs[0] == logs[1] != logs[2]


def test_a_trained_switch_counts_by_what_is_in_its_file(bench, tmp_path):
    from benchwright.pipeline.window import Facts

    given = RunSettings(model="a/b", task=TaskSettings(method="pips", args={"switch": f"logistic:{tmp_path / 's'}"}))
    facts = Facts("a/b", None, local=True)
    with pytest.raises(InputError, match="cannot read"):
        given.identity(bench, "full", facts)
    (tmp_path / "s").write_text("one")
    one = given.identity(bench, "full", facts)
    (tmp_path / "s").write_text("two")
    assert given.identity(bench, "full", facts) != one


@pytest.mark.parametrize(
    ("method", "args", "message"),
    [
        ("cot", {"votes": 3}, "takes no argument 'votes'"),
        ("pips", {"vote": 3}, "takes no argument 'vote'"),
        ("pips", {"switch": "maybe"}, "switch='maybe'"),
        ("pips", {"switch": "logistic:nowhere.json"}, "cannot use the switch"),
        ("pot", {"budget": 0}, "budget='0'"),
        ("direct", {"budget": -3}, "budget='-3'"),
    ],
)
def test_arguments_that_do_not_fit_are_refused_before_anything_runs(bench, method, args, message):
    with pytest.raises(InputError, match=message.replace("(", r"\(")) as found:
        build_task(bench, TaskSettings(method=method, args=args))
    assert "\n" not in str(found.value)


def test_an_unknown_method_has_near_matches():
    with pytest.raises(UnknownNameError, match="pips"):
        unusual(TaskSettings(method="pip", args={"a": 1}))


@pytest.mark.parametrize(
    ("method", "args", "calls"),
    [
        ("direct", {}, (1, 1)),
        ("pot", {"votes": 2, "repair": 1}, (2, 4)),
        ("pips", {"switch": "never"}, (1, 1)),
        ("pips", {"calls": 4}, (2, 4)),
    ],
)
def test_a_preview_says_how_many_calls_a_sample_takes(bench, tmp_path, method, args, calls):
    [row] = preview(bench.path, settings("benchwright/fake:refuse", method, **args), tmp_path / "x").rows
    assert row.calls == calls
    assert row.input_tokens[1] * calls[0] >= row.input_tokens[0] * calls[1] > 0


def test_a_dry_run_shows_the_calls(bench, tmp_path, capsys):
    done = benchwright(capsys, "run", bench.path, "--model", "benchwright/fake:refuse", "--out", tmp_path / "x",
                       "--method", "pips", "--dry-run")  # fmt: skip
    assert "calls per sample" in done.out
    assert " to " in done.out


def test_a_critic_that_none_would_ask_is_refused(bench, tmp_path):
    given = settings("benchwright/fake:refuse", "pot").model_copy(update={"critic": "openai/gpt-4o"})
    with pytest.raises(InputError, match="only the method pips has a critic"):
        preview(bench.path, given, tmp_path / "x")


def test_a_critic_that_is_served_elsewhere_is_told(bench, tmp_path):
    given = settings("benchwright/fake:refuse").model_copy(update={"critic": "openai/gpt-4o"})
    assert "openai/gpt-4o" in preview(bench.path, given, tmp_path / "x").leaves


def test_the_log_holds_no_document_however_many_calls_were_made(bench, model, tmp_path):
    [log] = run(bench.path, settings(model, votes=3), tmp_path / "runs", display="none")
    sample = read_eval_log(str(log)).samples[0]
    text = bench.documents[sample.metadata["documents"][0]].text
    assert text[200:260] not in sample.model_dump_json()


def test_inspect_knows_the_methods_by_name(bench, model, tmp_path):
    command = [sys.executable, "-m", "inspect_ai", "eval", "benchwright/benchmark", "-T", f"path={bench.path}",
               "--solver", "benchwright/pot", "-S", "votes=1", "--limit", "1", "--model", model,
               "--log-dir", str(tmp_path / "logs"), "--display", "none"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    [path] = (tmp_path / "logs").glob("*.eval")
    assert read_eval_log(str(path)).samples[0].output.completion == "ANSWER: 7"


CHILD = """
import os, sys
from benchwright.models.fake import FakeAPI
from benchwright.pipeline.running import RunSettings, run
from benchwright.pipeline.task import TaskSettings
bench, out, calls, kill_at, model = *sys.argv[1:4], int(sys.argv[4]), sys.argv[5]
plain, state = FakeAPI.generate, {"calls": 0}

async def generate(self, *args, **kwargs):
    state["calls"] += 1
    with open(calls, "a") as file:
        file.write("call\\n")
    if state["calls"] == kill_at:
        os.kill(os.getpid(), 9)
    return await plain(self, *args, **kwargs)

FakeAPI.generate = generate
task = TaskSettings(method="pips", args={"votes": 3}, limit=6)
run(bench, RunSettings(model=model, task=task, max_connections=2), out, display="none")
"""


def test_a_killed_run_repeats_no_call_but_those_in_flight(bench, model, tmp_path):
    def attempt(out, calls, kill_at=0):
        command = [sys.executable, "-c", CHILD, *map(str, (bench.path, out, calls, kill_at, model))]
        return subprocess.run(command, check=False, capture_output=True, text=True)

    assert attempt(tmp_path / "whole", tmp_path / "all").returncode == 0
    due = len((tmp_path / "all").read_text().split())
    assert attempt(tmp_path / "torn", tmp_path / "calls", 17).returncode == -signal.SIGKILL
    again = attempt(tmp_path / "torn", tmp_path / "calls")
    assert again.returncode == 0, again.stderr
    assert due <= len((tmp_path / "calls").read_text().split()) <= due + 2
    kept = [_kept(tmp_path / name) for name in ("whole", "torn")]
    assert kept[0] == kept[1]


def _kept(folder):
    [path] = folder.glob("*.eval")
    samples = read_eval_log(str(path)).samples
    return {sample.id: (sample.output.completion, sample.store["benchwright:pips"]) for sample in samples}

"""Law 6 for runs: killed with SIGKILL at a random point and started again, the same items, verdicts and headline; at
most the calls that were in flight are made again."""

import signal
import subprocess
import sys

import pytest

from benchwright.pipeline import read_runs
from benchwright.pipeline.reporting import headlines
from benchwright.seeding import rng

CHILD = """
import os, sys
from benchwright.models.fake import FakeAPI
from benchwright.pipeline.running import RunSettings, run
from benchwright.pipeline.task import TaskSettings
bench, out, calls, kill_at = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
plain, state = FakeAPI.generate, {"calls": 0}

async def generate(self, input, *args, **kwargs):
    state["calls"] += 1
    with open(calls, "a") as file:
        file.write("call\\n")
    if state["calls"] == kill_at:
        os.kill(os.getpid(), 9)
    return await plain(self, input, *args, **kwargs)

FakeAPI.generate = generate
task = TaskSettings(epochs=2)
run(bench, RunSettings(model="benchwright/fake:lookup", task=task, max_connections=4), out, display="none")
"""
IN_FLIGHT = 4


def run(bench, out, calls, kill_at=0):
    command = [sys.executable, "-c", CHILD, str(bench.path), str(out), str(calls), str(kill_at)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def outcome(bench, out):
    _, [found] = read_runs([out])
    graded = [(g.attempt.item, g.attempt.epoch, g.attempt.completion, g.verdict) for g in found.graded]
    return graded, headlines(bench, [found])[found.system].estimate.value


@pytest.mark.parametrize("trial", range(2))
def test_a_killed_run_ends_as_if_nothing_had_happened(bench, tmp_path, trial):
    kill_at = rng("kill", trial).randrange(2, 55)
    whole, torn, calls = tmp_path / "whole", tmp_path / "torn", tmp_path / "calls"
    assert run(bench, whole, tmp_path / "other").returncode == 0
    assert run(bench, torn, calls, kill_at).returncode == -signal.SIGKILL
    again = run(bench, torn, calls)
    assert again.returncode == 0, again.stderr
    assert outcome(bench, torn) == outcome(bench, whole)
    due = 2 * len(bench.items)
    assert due <= len(calls.read_text().split()) <= due + IN_FLIGHT
    assert not (torn / ".replies").exists()


def test_a_complete_run_is_not_run_again(bench, tmp_path):
    calls = tmp_path / "calls"
    first = run(bench, tmp_path / "out", calls)
    made = calls.read_text()
    second = run(bench, tmp_path / "out", calls)
    assert (first.returncode, second.returncode) == (0, 0)
    assert calls.read_text() == made
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".eval"]

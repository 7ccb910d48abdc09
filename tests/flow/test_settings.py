"""What a run is told reaches Inspect."""

import pytest
from inspect_ai.log import read_eval_log

from benchwright.pipeline import RunSettings, run
from benchwright.pipeline.task import TaskSettings
from benchwright.pipeline.window import facts_of


def config_of(bench, out, **settings):
    [path] = run(bench.path, RunSettings(model="benchwright/fake:refuse", **settings), out, display="none")
    return read_eval_log(str(path))


def test_calls_at_once_are_what_the_model_works_on_at_once(bench, tmp_path):
    log = config_of(bench, tmp_path)
    assert log.eval.model_generate_config.max_connections == facts_of("benchwright/fake:refuse", {}).slots


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [({"temperature": 0.7}, "temperature", 0.7), ({"max_tokens": 5}, "max_tokens", 5), ({"seed": 3}, "seed", 3),
     ({"reproducible": True}, "max_connections", 1), ({"max_connections": 2}, "max_connections", 2)],
)  # fmt: skip
def test_generation_settings(bench, tmp_path, given, name, value):
    assert getattr(config_of(bench, tmp_path, **given).eval.model_generate_config, name) == value


def test_limit_kinds_and_epochs(bench, tmp_path):
    task = TaskSettings(kinds=("fact", "absent"), limit=4, epochs=2)
    log = config_of(bench, tmp_path, task=task)
    assert len(log.samples) == 8
    assert {sample.metadata["kind"] for sample in log.samples} <= {"fact", "absent"}


def test_versions_and_the_benchmark_are_recorded(bench, tmp_path):
    ours = config_of(bench, tmp_path).eval.metadata["benchwright"]
    assert ours["benchmark"] == bench.card.content_hash
    assert set(ours["versions"]) >= {"benchwright", "inspect_ai"}


def test_other_settings_are_another_run(bench, tmp_path):
    for seed in (1, 2):
        run(bench.path, RunSettings(model="benchwright/fake:refuse", seed=seed), tmp_path, display="none")
    assert len(list(tmp_path.glob("*.eval"))) == 2


def test_a_run_of_another_release_is_not_continued(bench, tmp_path, monkeypatch):
    from benchwright.errors import OutputError

    settings = RunSettings(model="benchwright/fake:error")
    monkeypatch.setattr("benchwright.pipeline.task.versions", lambda: {"inspect_ai": "0.0"})
    for module in ("settings", "resuming"):
        monkeypatch.setattr(f"benchwright.pipeline.{module}.versions", lambda: {"inspect_ai": "0.0"})
    run(bench.path, settings, tmp_path, display="none")
    monkeypatch.undo()
    with pytest.raises(OutputError, match="finish it with those releases"):
        run(bench.path, settings, tmp_path, display="none")


def test_errors_leave_a_run_incomplete_and_the_next_call_tries_them_again(bench, tmp_path):
    from benchwright.pipeline import read_runs

    settings = RunSettings(model="benchwright/fake:flaky:3")
    _, [first] = read_runs(run(bench.path, settings, tmp_path, display="none"))
    assert not first.complete
    failed = sum(graded.verdict.state == "failed" for graded in first.graded)
    _, [second] = read_runs(run(bench.path, settings, tmp_path, display="none"))
    assert sum(graded.verdict.state == "failed" for graded in second.graded) < failed

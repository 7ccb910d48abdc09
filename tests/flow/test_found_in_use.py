"""Faults that were found by using the product, each with the use that found it."""

import json
import shutil

import pytest
from inspect_ai.log import read_eval_log
from inspect_ai.solver import generate, solver

from benchwright import make, run
from benchwright.errors import BenchwrightError, InputError
from benchwright.pipeline import RunSettings, read_runs
from benchwright.pipeline import run as run_rows
from benchwright.pipeline.reporting import headlines
from benchwright.pipeline.task import TaskSettings, choose
from shell import benchwright


def test_overwrite_keeps_the_old_benchmark_when_the_new_one_fails(capsys, bench, tmp_path):
    shutil.copytree(bench.path, tmp_path / "keep")
    (tmp_path / "tiny.txt").write_text("Nothing much to ask about here.")
    done = benchwright(capsys, "make", "documents", tmp_path / "tiny.txt", "--out", tmp_path / "keep", "--overwrite")
    assert done.code == 2
    assert (tmp_path / "keep" / "items.jsonl").read_bytes() == (bench.path / "items.jsonl").read_bytes()


def test_overwrite_replaces_a_damaged_benchmark_and_a_half_made_one(capsys, bench, tmp_path):
    shutil.copytree(bench.path, tmp_path / "b")
    (tmp_path / "b" / "items.jsonl").write_text("torn")
    (tmp_path / "b.partial").mkdir()
    words = ["make", "worlds", "--out", tmp_path / "b", "--count", 5, "--worlds", 1, "--tokens", 1000]
    assert benchwright(capsys, *words).code == 2
    assert benchwright(capsys, *words, "--overwrite").code == 0
    assert not list(tmp_path.glob("b.*"))


def test_a_second_model_in_the_same_folder_keeps_the_replies_of_the_first(bench, tmp_path):
    flaky, other = (RunSettings(model=f"benchwright/fake:{name}") for name in ("flaky:3", "lookup"))
    _, [first] = read_runs(run_rows(bench.path, flaky, tmp_path, display="none"))
    run_rows(bench.path, other, tmp_path, display="none")
    _, [again] = read_runs(run_rows(bench.path, flaky, tmp_path, display="none"))

    def failed(found):
        return sum(pair.verdict.state == "failed" for pair in found.graded)

    assert failed(again) <= failed(first) // 2


@pytest.mark.parametrize("limit", [5, 8, 13])
def test_a_limit_draws_from_every_kind(bench, limit):
    chosen = choose(bench.items, TaskSettings(limit=limit))
    assert len(chosen) == limit
    assert {item.kind for item in chosen} == {item.kind for item in bench.items}
    assert chosen == choose(bench.items, TaskSettings(limit=limit))


def test_grading_anew_reads_as_the_run_did(bench, tmp_path):
    logs = run(bench, "benchwright/fake:constant:2", tmp_path, method="cot")
    plain, anew = (read_runs(logs, regrade=regrade)[1] for regrade in (False, True))
    assert headlines(bench, plain) == headlines(bench, anew)
    assert {pair.verdict.failure for pair in anew[0].graded} == {"parse"}


def test_gates_leave_ceiling_and_floor_alone(capsys, bench, tmp_path):
    run(bench, "benchwright/fake:refuse", tmp_path / "r", context="full,evidence,none")
    done = benchwright(capsys, "stats", tmp_path / "r", "--fail-under", 0.9)
    assert done.code == 1
    assert done.err.count("gate:") == 1


@pytest.mark.parametrize("words", [["stats", "{log}", "--fail-under", "nan"], ["stats", "{log}", "--level", "nan"]])
def test_what_is_not_a_number_is_refused(capsys, bench, tmp_path, words):
    [log] = run(bench, "benchwright/fake:refuse", tmp_path)
    done = benchwright(capsys, *[word.format(log=log) for word in words])
    assert (done.code, "not a number" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"limt": 3}, "limt"), ({"epochs": 0}, "epochs"), ({"temperature": float("nan")}, "finite"),
        ({"method": "nope"}, "nope"), ({"solver": "nope"}, "unknown solver"), ({"template": "absent.txt"}, "absent"),
        ({"kinds": "nope"}, "nope"), ({"model_args": {"window": "abc"}}, "window"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_are_one_line(bench, tmp_path, settings, words):
    with pytest.raises(BenchwrightError, match=words) as caught:
        run(bench, "benchwright/fake:refuse", tmp_path / "r", **settings)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "r").exists()


def test_where_a_model_server_stands_is_not_assumed(capsys, bench, tmp_path):
    done = benchwright(capsys, "run", bench.path, "--model", "vllm/foo", "--out", tmp_path / "r", "--dry-run", "--json")
    assert "text of the documents go to wherever vllm/foo is served" in json.loads(done.out)["leaves"]


def test_a_prompt_over_the_window_is_not_told_to_try_again(capsys, bench, tmp_path):
    done = benchwright(
        capsys, "run", bench.path, "--model", "benchwright/fake:overflow", "--out", tmp_path, "--display", "none"
    )
    assert done.code == 1
    assert "retrieve:K" in done.err
    assert "again" not in done.err


def test_room_for_the_reply_is_part_of_what_must_fit(bench, tmp_path):
    sizes = {len(bench.documents[key].text.encode()) // 4 for key in bench.documents}
    exact = max(sizes) + 200
    with pytest.raises(InputError, match="takes"):
        run(bench, "benchwright/fake:refuse", tmp_path, window=exact + 100)
    assert run(bench, "benchwright/fake:refuse", tmp_path, window=exact + 130)


def test_retrieval_never_needs_more_than_the_document(bench, tmp_path):
    assert run(bench, "benchwright/fake:refuse", tmp_path, context="retrieve:50", window=8192)


@solver
def twice(times: int = 2):
    plain = generate()

    async def solve(state, generate):
        for _ in range(times):
            state = await plain(state, generate)
        return state

    return solve


def test_two_solvers_are_two_runs_with_two_names(bench, tmp_path):
    logs = [run(bench, "benchwright/fake:refuse", tmp_path, solver=twice(times), limit=5)[0] for times in (1, 2)]
    assert logs[0] != logs[1]
    [named] = run(bench, "benchwright/fake:refuse", tmp_path, solver="generate", limit=5)
    assert "| generate |" in read_eval_log(str(named)).eval.metadata["benchwright"]["system"]


def test_a_changed_script_is_another_run(bench, tmp_path):
    script = tmp_path / "s.jsonl"
    logs = []
    for reply in ("one", "two"):
        script.write_text(json.dumps({"match": "Question", "reply": reply}))
        logs += run(bench, f"benchwright/fake:script:{script}", tmp_path / "r", limit=5)
    assert logs[0] != logs[1]


def test_settings_that_are_not_usual_are_in_the_name(bench, tmp_path):
    run(bench, "benchwright/fake:refuse", tmp_path, temperature=0.5, max_tokens=7, limit=5)
    run(bench, "benchwright/fake:refuse", tmp_path, limit=5)
    _, runs = read_runs([tmp_path])
    assert sorted(found.system.count("temperature 0.5, max tokens 7") for found in runs) == [0, 1]


def test_one_source_may_be_given_as_text(tmp_path):
    (tmp_path / "handbook.md").write_text(
        '# Rules\n\n"Core hours" means the hours from ten to three on a working day.\n'
    )
    found = make("documents", tmp_path / "b", sources=str(tmp_path / "handbook.md"), quotas={"definition": 1})
    assert len(found.items) == 1


def test_a_torn_log_does_not_stop_a_folder(bench, tmp_path):
    [log] = run(bench, "benchwright/fake:refuse", tmp_path)
    (tmp_path / "torn.eval").write_bytes(log.read_bytes()[:3000])
    _, [found] = read_runs([tmp_path])
    assert any("torn.eval" in note for note in found.notes)


def test_a_log_named_twice_counts_once(bench, tmp_path):
    [log] = run(bench, "benchwright/fake:refuse", tmp_path)
    assert len(read_runs([log, tmp_path, tmp_path / "." / log.name])[1]) == 1


def test_a_benchmark_that_moved_is_asked_for(tmp_path):
    moved = make("worlds", tmp_path / "a", count=5, worlds=1, tokens=1000)
    run(moved, "benchwright/fake:refuse", tmp_path / "r")
    (tmp_path / "a").rename(tmp_path / "b")
    with pytest.raises(InputError, match="--bench"):
        read_runs([tmp_path / "r"])
    assert read_runs([tmp_path / "r"], bench=tmp_path / "b")


def test_quotas_and_a_count_contradict_each_other(capsys, tmp_path):
    done = benchwright(capsys, "make", "worlds", "--out", tmp_path / "b", "--quota", "fact=3", "--count", 9)
    assert (done.code, "leave --count out" in done.err) == (2, True)


def test_worlds_that_nothing_would_be_asked_about_are_refused(tmp_path):
    with pytest.raises(InputError, match="nearest is worlds=3"):
        make("worlds", tmp_path / "b", count=3, worlds=10, tokens=1000)

"""`--fail-under` and `--baseline` turn a run into a yes or no for CI."""

import json

import pytest

from benchwright.grading import gold_text
from benchwright.pipeline import grade
from shell import benchwright


@pytest.fixture(scope="session")
def logs(bench, tmp_path_factory):
    """Two systems: one always right, one always wrong."""
    place = tmp_path_factory.mktemp("gates")
    found = {}
    for name, text in (("good", gold_text), ("bad", lambda _: "@#!")):
        answers = place / f"{name}.jsonl"
        answers.write_text("".join(json.dumps({"id": i.id, "answer": text(i.answer)}) + "\n" for i in bench.items))
        [found[name]] = grade(bench.path, answers, place / name)
    return found


@pytest.mark.parametrize(
    ("system", "bar", "code"), [("good", 0.5, 0), ("good", 1.0, 1), ("bad", 0.01, 1), ("bad", 0.0, 0)]
)
def test_fail_under_looks_at_the_lower_bound(capsys, bench, logs, system, bar, code):
    assert benchwright(capsys, "stats", logs[system], "--bench", bench.path, "--fail-under", bar).code == code


@pytest.mark.parametrize(("system", "baseline", "code"), [("bad", "good", 1), ("good", "bad", 0), ("good", "good", 0)])
def test_baseline_fails_only_what_is_credibly_worse(capsys, bench, logs, system, baseline, code):
    done = benchwright(capsys, "stats", logs[system], "--bench", bench.path, "--baseline", logs[baseline])
    assert done.code == code
    assert ("gate:" in done.err) == bool(code)


def test_json_is_nothing_but_json(capsys, bench, logs):
    json.loads(benchwright(capsys, "stats", logs["good"], "--bench", bench.path, "--json").out)


def test_the_planner_says_how_many_items(capsys):
    done = benchwright(capsys, "stats", "--plan", 5, "--json")
    found = json.loads(done.out)
    assert found["items"] > 100
    assert str(found["items"]) in found["sentence"].replace(",", "")

"""The metrics of specified benchmarks, from a run to `stats` and the page: planted replies come out as planted."""

import json
import re

import pytest
from inspect_ai import eval as inspect_eval

from benchwright.errors import ExtensionError
from benchwright.grading import constraints, gold_text, mutations
from benchwright.models.behaviours import Reply
from benchwright.models.fake import fake_model
from benchwright.pipeline import constraints as composer
from benchwright.pipeline import make, read_runs
from benchwright.pipeline.constraints import complexity, kept_constraints
from benchwright.pipeline.making import settings_from
from benchwright.pipeline.reporting import build_report
from benchwright.pipeline.task import TaskSettings, build_task
from benchwright.records import Estimate
from benchwright.reports import html, text
from benchwright.seeding import rng
from shell import benchwright


@pytest.fixture(scope="module")
def spec_bench(tmp_path_factory):
    out = tmp_path_factory.mktemp("spec") / "bench"
    return make("spec", settings_from("spec", {"spec": "calendar", "count": 40}), out).benchmark


def asked_in(benchmark, prompt):
    return next(item for item in benchmark.items if item.question.strip() in prompt.user)


def clerk(benchmark, gold=0.5, unread=0.1):
    """A model that gives the gold, a wrong reply, or nothing that can be read; another one in every epoch."""
    asked = {}

    def answer(prompt):
        item = asked_in(benchmark, prompt)
        asked[item.id] = epoch = asked.get(item.id, 0) + 1
        drawn = rng("clerk", item.id, epoch)
        chance = drawn.random()
        if chance < gold:
            return gold_text(item.answer)
        return "Let me think." if chance < gold + unread else drawn.choice(mutations(item.answer, drawn))

    return answer


def logs_of(benchmark, model, folder, epochs=3):
    task = build_task(benchmark, TaskSettings(epochs=epochs))
    [log] = inspect_eval(task, model=model, log_dir=str(folder), display="none", log_format="eval")
    return [log.location.removeprefix("file://")]


@pytest.fixture(scope="module")
def logs(spec_bench, tmp_path_factory):
    return logs_of(spec_bench, fake_model(clerk(spec_bench), "clerk"), tmp_path_factory.mktemp("logs"))


@pytest.fixture(scope="module")
def made(logs):
    return build_report(logs)


def test_all_kept_over_everything_is_the_headline(made):
    _, report = made
    [study], [system] = report.constraints, report.systems
    assert study.whole.all_kept.model_dump(exclude={"settings"}) == system.headline.model_dump(exclude={"settings"})
    assert study.attempts == 120


def test_the_figures_are_those_that_counting_gives(made, spec_bench):
    given, report = made
    [run], [study] = given.runs, report.constraints
    items = {item.id: item for item in spec_bench.items}
    met = {}
    for pair in run.graded:
        answer = items[pair.attempt.item].answer
        seen = constraints(answer, pair.attempt.completion)
        for name in seen or constraints(answer, answer.values[0]):
            met.setdefault(name, {}).setdefault(pair.attempt.item, []).append(seen.get(name, False))
    for row in study.constraints:
        shares = [sum(held) / len(held) for held in met[row.name].values()]
        assert row.kept.value == pytest.approx(sum(shares) / len(shares))
        assert row.items == len(shares)
    assert [row.name for row in study.constraints] == sorted(met)


def test_best_majority_and_worst_lie_in_that_order(made):
    whole = made[1].constraints[0].whole
    assert whole.best.value > whole.majority.value > whole.worst.value
    assert whole.worst.value < whole.all_kept.value < whole.best.value
    assert whole.share.value > whole.all_kept.value


def test_buckets_hold_the_items_that_the_maker_measured(made, spec_bench):
    [study] = made[1].constraints
    scores = [complexity(item) for item in spec_bench.items]
    assert all(score is not None for score in scores)
    for bucket in study.buckets:
        last = bucket.high == 1.0
        assert bucket.keeping.items == sum(bucket.low <= s and (s < bucket.high or last) for s in scores)
    assert sum(bucket.keeping.items for bucket in study.buckets) == 40
    assert study.unplaced == 0


def test_the_command_prints_and_lists_them(logs, capsys):
    shown = benchwright(capsys, "stats", *logs).out
    assert "Constraints by complexity" in shown
    assert "Constraints over epochs" in shown
    assert re.search(r"granularity\s+40\s+[01]\.\d{3}\s+\[", shown)
    [study] = json.loads(benchwright(capsys, "stats", *logs, "--json").out)["constraints"]
    assert {row["name"] for row in study["constraints"]} >= {"availability", "duration"}
    assert study["whole"]["majority"]["n"] == 40


def test_the_page_has_the_section_and_its_plots(made):
    given, report = made
    page = html(report, given)
    assert 'id="constraints"' in page
    assert 'id="chart-complexity"' in page
    assert 'id="chart-constraints"' in page


def test_one_epoch_has_no_best_and_worst(spec_bench, tmp_path):
    _, report = build_report(logs_of(spec_bench, fake_model(clerk(spec_bench), "once"), tmp_path, epochs=1))
    [study] = report.constraints
    assert (study.whole.best, study.whole.worst, study.whole.majority) == (None, None, None)
    assert "over epochs" not in text(report)


def test_an_unresolved_attempt_makes_bounds_and_no_miss(spec_bench, tmp_path):
    lost = spec_bench.items[0]

    def model(prompt):
        item = asked_in(spec_bench, prompt)
        return Reply("", stop_reason="content_filter") if item == lost else gold_text(item.answer)

    _, report = build_report(logs_of(spec_bench, fake_model(model, "filtered"), tmp_path, epochs=1))
    row = next(row for row in report.constraints[0].constraints if row.name == "duration")
    assert (row.kept.worst, row.kept.best) == (pytest.approx(39 / 40), 1.0)


def test_a_benchmark_without_checked_replies_has_no_section(bench, tmp_path):
    given, report = build_report(logs_of(bench, "benchwright/fake:refuse", tmp_path, epochs=1))
    assert report.constraints == ()
    assert 'id="constraints"' not in html(report, given)
    assert "Constraints" not in text(report)


def test_a_spec_that_fails_costs_single_constraints_and_says_so(logs, made, monkeypatch):
    benchmark, runs = read_runs(logs)

    def broken(answer, completion):
        raise ExtensionError("calendar: its code failed")

    monkeypatch.setattr(composer, "constraints", broken)
    [kept] = kept_constraints(benchmark, runs)
    assert kept.left_out == {"calendar: its code failed": 120}
    assert [one.value for one in kept.attempts] == [one.value for one in made[0].constraints[0].attempts]
    assert not any(one.kept for one in kept.attempts)


def test_tokens_are_those_the_model_wrote(made):
    given, report = made
    [run] = given.runs
    by_item = {}
    for pair in run.graded:
        by_item.setdefault(pair.attempt.item, []).append(pair.attempt.usage.output_tokens)
    means = [sum(found) / len(found) for found in by_item.values()]
    found = report.constraints[0].whole.tokens
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(sum(means) / len(means))

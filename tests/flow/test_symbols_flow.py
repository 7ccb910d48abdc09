"""Symbols apart from answers: planted faults of reading come out in `stats`, in the report, and in a calibration."""

import json
import re

import pytest
from inspect_ai import eval as inspect_eval

from benchwright.errors import EstimateError
from benchwright.models.fake import fake_model
from benchwright.pipeline import make
from benchwright.pipeline.making import settings_from
from benchwright.pipeline.reporting import build_report
from benchwright.pipeline.symbols import calibrate, named
from benchwright.pipeline.task import TaskSettings, build_task
from benchwright.reports import html
from benchwright.seeding import rng
from benchwright.stats import read_calibration
from shell import benchwright

FAULTS = {"none": 0.0, "some": 0.5}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Items of which none can be answered without its facts."""
    out = tmp_path_factory.mktemp("symbols") / "bench"
    families = ["fact", "as_of", "two_hop", "absent"]
    settings = {"count": 40, "worlds": 10, "tokens": 1000, "families": families, "gold_facts": True}
    return make("worlds", settings_from("worlds", settings), out).benchmark


def reader(benchmark, fault):
    """A model that makes up the last value of a share of the facts."""
    items = sorted(benchmark.items, key=lambda item: -len(item.question))

    def answer(prompt):
        whole = "\n".join(message.text for message in prompt.messages)
        item = next(item for item in items if item.question in whole)
        drawn, rows = rng("reader", item.id), []
        for row in json.loads(benchmark.documents[item.documents[0]].metadata["facts"]):
            values = [*row["values"][:-1], "Nowhere"] if drawn.random() < fault else row["values"]
            if f"type {row['relation']}(" in prompt.user:
                quote = benchmark.documents[item.documents[0]].text[row["start"] : row["end"]]
                rows.append({"relation": row["relation"], "values": values, "probability": 0.9, "quote": quote})
        return f"```json\n{json.dumps({'facts': rows})}\n```"

    return answer


@pytest.fixture(scope="module")
def logs(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    for name, fault in FAULTS.items():
        task = build_task(world, TaskSettings(method="logic"))
        inspect_eval(task, model=fake_model(reader(world, fault), name), log_dir=str(folder), display="none")
    return folder


@pytest.fixture(scope="module")
def report(world, logs):
    return build_report([logs], bench=world.path)


def rows_of(report):
    return {re.search(r"fake:(\w+)", row.system)[1]: row for row in report[1].symbols.rows}


def test_who_reads_all_facts_as_they_are_has_full_marks(world, report):
    row = rows_of(report)["none"]
    assert row.attempts == len(world.items)
    assert row.crossed == (len(world.items), 0, 0, 0)
    assert row.f1 == 1.0


def test_planted_faults_of_reading_are_measured(report):
    row = rows_of(report)["some"]
    assert row.precision.low < 0.5 < row.precision.high
    assert row.recall.value < 0.8
    assert row.crossed[3] > 10
    assert sum(row.crossed) == row.attempts


def test_stats_prints_them_and_gives_them_to_machines(logs, world, capsys):
    shown = benchwright(capsys, "stats", logs, "--bench", world.path)
    assert "Symbols: facts apart from answers" in shown.out
    machine = json.loads(benchwright(capsys, "stats", logs, "--bench", world.path, "--json").out)
    assert [row["attempts"] for row in machine["symbols"]["rows"]] == [len(world.items)] * 2


def test_the_page_has_a_section_of_them(report):
    page = html(report[1], report[0])
    assert '<section id="symbols"' in page
    assert '<a href="#symbols">' in page


def test_without_gold_facts_it_says_so(tmp_path, world):
    settings = {"count": 8, "worlds": 2, "tokens": 1000, "families": ["fact"]}
    plain = make("worlds", settings_from("worlds", settings), tmp_path / "bench").benchmark
    told = 'type home(a: str, value: str).\nanswer(X) :- home("Ada", X).\n?- answer(X).'
    (tmp_path / "rules").write_text(told)
    task = build_task(plain, TaskSettings(method="logic", args={"rules": str(tmp_path / "rules")}))
    inspect_eval(task, model=fake_model(lambda _: '{"facts": []}', "x"), log_dir=str(tmp_path / "runs"), display="none")
    _, found = build_report([tmp_path / "runs"], bench=plain.path)
    [row] = found.symbols.rows
    assert (row.attempts, list(row.left_out.values())) == (0, [8])
    assert "no gold facts" in row.precision.reason
    assert "no gold facts" in html(found, build_report([tmp_path / "runs"], bench=plain.path)[0])


def test_runs_of_other_methods_have_no_such_section(bench, tmp_path):
    task = build_task(bench, TaskSettings(method="direct", limit=4))
    inspect_eval(task, model="benchwright/fake:refuse", log_dir=str(tmp_path), display="none")
    given, found = build_report([tmp_path], bench=bench.path)
    assert found.symbols is None
    assert 'id="symbols"' not in html(found, given)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("home", ["Ada", "the Mill"]), ("home", ["ada", "mill"]), True),
        (("sold", ["Ada", 40]), ("sold", ["Ada", 40.0]), True),
        (("sold", ["Ada", "1871-03-14"]), ("sold", ["Ada", "14 March 1871"]), True),
        (("sold", ["Ada", 40]), ("sold", ["Ada", 41]), False),
        (("sold", ["Ada", ""]), ("sold", ["Ada", "Bo"]), False),
        (("home", ["Ada", "Oslo"]), ("born", ["Ada", "Oslo"]), False),
        (("home", ["Ada", "Oslo"]), ("home", ["Oslo", "Ada"]), False),
    ],
)
def test_facts_are_compared_as_grading_compares(one, other, same):
    assert (named(*one) == named(*other)) == same


def test_a_calibration_is_fitted_from_logs_and_applied(world, logs, tmp_path):
    path = tmp_path / "map.json"
    fitted = calibrate([logs], path, bench=world.path)
    assert read_calibration(path) == fitted
    assert "by logic on" in fitted.data
    task = build_task(world, TaskSettings(method="logic", args={"calibration": str(path)}, limit=2))
    [log] = inspect_eval(task, model=fake_model(reader(world, 0.0), "again"), log_dir=str(tmp_path), display="none")
    for sample in log.samples:
        kept = sample.store["benchwright:logic"]
        wanted = None if kept["probability"] is None else pytest.approx(fitted.apply(kept["probability"]))
        assert kept["calibrated"] == wanted


def test_too_few_answers_carry_no_calibration(world, tmp_path):
    task = build_task(world, TaskSettings(method="logic", limit=4))
    inspect_eval(task, model=fake_model(lambda _: '{"facts": []}', "mute"), log_dir=str(tmp_path), display="none")
    with pytest.raises(EstimateError, match="no attempt by logic"):
        calibrate([tmp_path], tmp_path / "map.json", bench=world.path)

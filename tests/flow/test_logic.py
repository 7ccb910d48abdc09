"""Logic in the main job: by command and by Inspect's names, previewed, told apart, within the window, refused early."""

import json

import pytest
from inspect_ai import eval as inspect_eval
from inspect_ai.log import read_eval_log

from benchwright.errors import ContextError, InputError
from benchwright.models.fake import fake_model
from benchwright.pipeline import RunSettings, make, preview, read_runs, run
from benchwright.pipeline.making import settings_from
from benchwright.pipeline.task import TaskSettings, build_task
from shell import benchwright

RULES = 'type home(person: str, value: str).\nanswer(X) :- home("Ada", X).\n'
QUERY = "?- answer(X).\n"
NOTHING = '```json\n{"facts": []}\n```'
WRITES = "Write a logic program"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Items with rules, and documents with gold facts."""
    out = tmp_path_factory.mktemp("logic") / "bench"
    families = ["fact", "as_of", "two_hop", "counting", "comparison", "absent"]
    settings = {"count": 18, "worlds": 6, "tokens": 1500, "families": families, "gold_facts": True}
    return make("worlds", settings_from("worlds", settings), out).benchmark


def reader(benchmark):
    """A model that reads every gold fact of the relations that it is asked for."""
    items = sorted(benchmark.items, key=lambda item: -len(item.question))

    def answer(prompt):
        whole = "\n".join(message.text for message in prompt.messages)
        item = next(item for item in items if item.question in whole)
        if WRITES in prompt.user:
            return f"```datalog\n{item.rules}\n```"
        rows = [
            {"relation": row["relation"], "values": row["values"], "probability": 0.9,
             "quote": benchmark.documents[key].text[row["start"] : row["end"]]}
            for key in item.documents
            for row in json.loads(benchmark.documents[key].metadata["facts"])
            if f"type {row['relation']}(" in prompt.user
        ]  # fmt: skip
        return f"```json\n{json.dumps({'facts': rows})}\n```"

    return answer


def settings(model="benchwright/fake:refuse", **args):
    return RunSettings(model=model, task=TaskSettings(method="logic", args=args, limit=2))


@pytest.mark.parametrize("args", [{}, {"rules": "model"}, {"passages": "all"}], ids=str)
def test_who_reads_every_fact_answers_every_question(world, tmp_path, args):
    task = build_task(world, TaskSettings(method="logic", args=args))
    [log] = inspect_eval(task, model=fake_model(reader(world), "gold"), log_dir=str(tmp_path), display="none")
    outcomes = {sample.id: sample.scores["graded"].metadata["outcome"] for sample in log.samples}
    kinds = {sample.metadata["kind"]: sample.store["benchwright:logic"] for sample in log.samples}
    assert set(outcomes.values()) == {"right", "refused rightly"}
    assert kinds["two_hop"]["rules"]["origin"] == ("model" if args.get("rules") else "item")


def test_the_command_runs_it(world, tmp_path, capsys):
    model = f"benchwright/fake:constant:{NOTHING}"
    done = benchwright(capsys, "run", world.path, "--model", model, "--out", tmp_path, "--method", "logic",
                       "-S", "rules=item", "--limit", "3", "--display", "none", "--json")  # fmt: skip
    assert done.code == 0, done.err
    [log] = json.loads(done.out)["logs"]
    for sample in read_eval_log(log).samples:
        assert sample.output.completion.endswith(
            "ANSWER: The document does not say."
        ) or sample.output.completion.endswith("ANSWER: 0")


def test_what_a_file_says_tells_runs_apart(world, tmp_path):
    from benchwright.pipeline.window import Facts

    facts, path = Facts("a/b", None, local=True), tmp_path / "my.rules"
    found = set()
    for text in (RULES, RULES + QUERY):
        path.write_text(text)
        found.add(settings(rules=str(path)).identity(world, "full", facts))
    assert len(found | {settings().identity(world, "full", facts)}) == 3
    assert settings(rules="auto").identity(world, "full", facts) == settings().identity(world, "full", facts)


def test_the_row_of_a_report_names_the_rules(world, tmp_path):
    path = tmp_path / "my.rules"
    path.write_text(RULES + QUERY)
    [log] = run(world.path, settings(rules=str(path)), tmp_path / "runs", display="none")
    assert "| logic | full | rules my.rules" in read_runs([log])[1][0].system


@pytest.mark.parametrize(
    ("args", "calls"),
    [
        ({}, (1, 6)),
        ({"rules": "item"}, (1, 3)),
        ({"rules": "model", "repair": 0}, (2, 2)),
        ({"rules": "item", "repair": 0, "passages": 5}, (1, 1)),
        ({"rules": "item", "calls": 2}, (1, 2)),
    ],
)
def test_a_preview_says_how_many_calls_a_sample_takes(world, tmp_path, args, calls):
    [row] = preview(world.path, settings(**args), tmp_path / "x").rows
    assert row.calls == calls


def test_passages_fit_where_the_document_does_not(tmp_path):
    settings_ = {"count": 1, "worlds": 1, "tokens": 8000, "families": ["fact"], "gold_facts": True}
    long = make("worlds", settings_from("worlds", settings_), tmp_path / "bench").benchmark
    [document] = long.documents.values()
    for passages, fits in ((0, False), ("all", True)):
        wanted = settings("mockllm/model", passages=passages).model_copy(update={"window": 6000})
        if fits:
            [row] = preview(long.path, wanted, tmp_path / "x").rows
            assert row.calls[0] == -(-len(document.text) // 6000)
        else:
            with pytest.raises(ContextError):
                preview(long.path, wanted, tmp_path / "x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answer(X) :- home(X", "line 1"),
        ("answer(X) :- home(X).\n?- answer(X).", "no relation that could be read"),
        (RULES + QUERY + QUERY, "2 queries"),
        ("type h(a: str).\np(X) :- h(X), \\+ q(X).\nq(X) :- h(X), \\+ p(X).\n?- p(X).", "p"),
        ("type h(a: str).\nanswer(X) :- \\+ h(X).\n?- answer(X).", "X"),
        ("type h(a: str, n: int).\nanswer(X) :- h(X, X).\n?- answer(X).", "answer"),
    ],
)
def test_rules_with_errors_are_refused_before_anything_runs(world, tmp_path, text, message):
    path = tmp_path / "my.rules"
    path.write_text(text)
    with pytest.raises(InputError, match=f"cannot use rules=.*{message}") as found:
        build_task(world, TaskSettings(method="logic", args={"rules": str(path)}))
    assert "\n" not in str(found.value)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"rules": "nowhere.rules"}, "cannot use rules=nowhere.rules"),
        ({"calibration": "nowhere.json"}, "cannot use calibration=nowhere.json"),
        ({"passages": "some"}, "passages='some'"),
        ({"unverified": "mark"}, "unverified='mark'"),
        ({"threshold": 0}, "threshold='0"),
        ({"votes": 3}, "takes no argument 'votes'"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(world, args, message):
    with pytest.raises(InputError, match=message):
        build_task(world, TaskSettings(method="logic", args=args))

"""What edited twins followed, from runs to `stats` and the page: planted readers come out as planted."""

import json
import re
from collections import Counter

import pytest
from inspect_ai import eval as inspect_eval

from benchwright.grading import gold_text
from benchwright.items.drafts.settings import DraftsSettings
from benchwright.models.behaviours import REFUSAL, Reply, behaviour
from benchwright.models.fake import fake_model
from benchwright.pipeline import drafting, make, read_runs
from benchwright.pipeline.following import twins_attempted
from benchwright.pipeline.making import settings_from
from benchwright.pipeline.reporting import build_report
from benchwright.pipeline.task import TaskSettings, build_task
from benchwright.records import Estimate, Verdict
from benchwright.reports import Withheld, html, text
from benchwright.seeding import rng
from benchwright.stats.followed import FOLLOWS, SLIPS
from shell import benchwright

AUTHOR = "benchwright/fake:drafter:0"
PLACES = ("Aldermoor", "Brackwater", "Corvenham", "Dunmallow", "Eskerby", "Fenwharf", "Gallowtree", "Harrowmere")
CHARTERS = "\n\n".join(
    f"# {name}\n\nWhoever breaks the charter of {name} pays {at * 137 + 411} crowns to the poor of that place. Nobody "
    f"may graze more than {at * 29 + 1213} sheep upon {name} common land in any summer of the year."
    for at, name in enumerate(PLACES)
)
FILTERED = Reply("", stop_reason="content_filter")


def slip_of(item):
    return next((decoy for decoy in item.decoys if decoy.slip in SLIPS), None)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    """Six worlds, each told twice."""
    chosen = {"count": 24, "worlds": 6, "tokens": 1500, "families": ["fact", "two_hop", "absent"]}
    settings = settings_from("worlds", {**chosen, "counterfactual": True})
    return make("worlds", settings, tmp_path_factory.mktemp("worlds") / "bench").benchmark


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """Drafts about a document, and their twins in edited ones."""
    folder, drafter = tmp_path_factory.mktemp("drafted"), behaviour("drafter:0")
    (folder / "charters.md").write_text(CHARTERS)

    def author(prompt):
        return "no" if "contradict" in prompt.user else drafter(prompt)

    settings = DraftsSettings(author=AUTHOR, quotas={"fact": 16}, near="words", counterfactual=True)
    means = drafting.Means(models={AUTHOR: fake_model(author, "author")})
    return drafting.draft(settings, folder / "bench", sources=[folder / "charters.md"], means=means).benchmark


@pytest.fixture(scope="module", params=["worlds", "drafted"])
def benchmark(request):
    return request.getfixturevalue(request.param)


def planted(item, epoch):
    """What the fake model does at an edited item."""
    return rng("planted", item.id, epoch).choice([*FOLLOWS, "document", "memory"])


def replies(item, epoch):
    """The gold of every item that is not edited, and what was planted at the others."""
    if slip_of(item) is None:
        return gold_text(item.answer)
    said = {
        "document": gold_text(item.answer), "memory": gold_text(slip_of(item).answer), "refuses": REFUSAL,
        "other": "ANSWER: 77777 of them", "unparsed": "<think>Let me see",
    }  # fmt: skip
    return said[planted(item, epoch)]


def asker(benchmark, reply):
    """A model that knows which item it is asked, of which document, and how often before."""
    asked = Counter()

    def answer(prompt):
        shown = "\n".join(message.text for message in prompt.messages)
        item = next(
            one for one in benchmark.items
            if one.question.strip() in shown and benchmark.documents[one.documents[0]].text.strip() in shown
        )  # fmt: skip
        asked[item.id] += 1
        return reply(item, asked[item.id])

    return answer


def logs_of(benchmark, folder, reply=replies, epochs=1, name="planted"):
    task = build_task(benchmark, TaskSettings(epochs=epochs))
    model = fake_model(asker(benchmark, reply), name)
    [log] = inspect_eval(task, model=model, log_dir=str(folder), display="none", log_format="eval", max_connections=1)
    return [log.location.removeprefix("file://")]


@pytest.fixture(scope="module")
def logs(benchmark, tmp_path_factory):
    return logs_of(benchmark, tmp_path_factory.mktemp("logs"), epochs=2)


@pytest.fixture(scope="module")
def made(logs):
    return build_report(logs)


def test_what_was_planted_is_counted(benchmark, made):
    [study] = made[1].followed
    edited = [item for item in benchmark.items if slip_of(item)]
    wanted = Counter(planted(item, epoch) for item in edited for epoch in (1, 2))
    assert {row.name: row.attempts for row in study.rows} == {name: wanted[name] for name in FOLLOWS}
    assert (study.items, study.attempts, study.errors) == (len(edited), 2 * len(edited), 0)
    for row in study.rows:
        assert isinstance(row.share, Estimate)
        assert row.share.value == pytest.approx(wanted[row.name] / study.attempts)
        assert row.share.n == len(edited)


def test_where_all_unedited_twins_are_right_recited_is_memory(made):
    [study] = made[1].followed
    memory = next(row.share for row in study.rows if row.name == "memory")
    assert study.unedited.value == 1.0
    assert study.recited == memory


def test_controls_and_what_nothing_answers_are_not_counted(benchmark, logs):
    [found] = twins_attempted(*read_runs(logs))
    items = {item.id: item for item in benchmark.items}
    assert all(slip_of(items[one.item]) and items[one.item].answerable for one in found.attempts)
    assert all(one.unedited is not None for one in found.attempts)


def test_the_command_prints_and_lists_them(logs, capsys):
    shown = benchwright(capsys, "stats", *logs).out
    assert "Edited twins" in shown
    assert re.search(r": memory +[01]\.\d{3} +\[", shown)
    assert re.search(r": recited +[01]\.\d{3} +\[", shown)
    [study] = json.loads(benchwright(capsys, "stats", *logs, "--json").out)["followed"]
    assert [row["name"] for row in study["rows"]] == list(FOLLOWS)
    assert {"system", "errors", "unedited", "recited"} <= set(study)


def test_the_page_has_the_section_and_its_link(made):
    given, report = made
    page = html(report, given)
    assert 'id="twins"' in page
    assert 'href="#twins"' in page


def test_an_error_is_beside_the_shares(worlds, tmp_path):
    edited = [item for item in worlds.items if slip_of(item)]
    lost = {edited[0].id}

    def reply(item, epoch):
        return FILTERED if item.id in lost else gold_text(item.answer)

    [study] = build_report(logs_of(worlds, tmp_path, reply))[1].followed
    assert (study.errors, study.attempts) == (1, len(edited) - 1)
    assert study.rows[0].share.value == 1.0
    assert study.recited.value == 0.0


def test_what_is_not_attempted_yet_is_no_error(worlds, tmp_path):
    bench, [run] = read_runs(logs_of(worlds, tmp_path))
    lost = Verdict(state="failed", failure="missing")
    whole, *others = [pair for pair in run.graded if slip_of(next(i for i in bench.items if i.id == pair.attempt.item))]
    torn = [pair.model_copy(update={"verdict": lost}) for pair in others]
    rest = [pair for pair in run.graded if pair not in (whole, *others)]
    [found] = twins_attempted(bench, [run.model_copy(update={"graded": (whole, *torn, *rest)})])
    assert [one.item for one in found.attempts] == [whole.attempt.item]


def test_where_no_reply_came_the_figures_are_withheld(worlds, tmp_path):
    def reply(item, epoch):
        return FILTERED if item.variant == "edited" else gold_text(item.answer)

    given, report = build_report(logs_of(worlds, tmp_path, reply))
    [study] = report.followed
    assert all(isinstance(row.share, Withheld) for row in study.rows)
    assert study.errors == sum(slip_of(item) is not None for item in worlds.items)
    assert "got a reply" in text(report)
    assert 'id="twins"' in html(report, given)


def test_a_benchmark_without_twins_has_no_section(bench, tmp_path):
    task = build_task(bench, TaskSettings())
    [log] = inspect_eval(task, model="benchwright/fake:refuse", log_dir=str(tmp_path), display="none")
    given, report = build_report([log.location.removeprefix("file://")])
    assert report.followed == ()
    assert 'id="twins"' not in html(report, given)
    assert "Edited twins" not in text(report)

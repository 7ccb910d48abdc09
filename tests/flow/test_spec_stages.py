"""From a description to a benchmark: four stages, what a person edits between them, and what is refused."""

import json
import re
import shutil
from pathlib import Path

import pytest

from benchwright.errors import InputError, ModelError, OutputError
from benchwright.grading import gold_text, grade
from benchwright.models.behaviours import Reply
from benchwright.models.fake import fake_model
from benchwright.pipeline.opening import opened
from benchwright.pipeline.specifying import How, make_spec, outlook, specify
from benchwright.specs import BoxedSpec, read_plan
from benchwright.specs.stages.asking import shipped
from benchwright.specs.stages.work import Work
from shell import benchwright

SEATING = Path(__file__).parent.parent / "specs" / "seating"
PLAN, CODE = (SEATING / "plan.json").read_text(), (SEATING / "code.py").read_text()
MODEL = "benchwright/fake:seats"
HATS = {"type": "flag", "meaning": "whether hats are worn"}
FINE = "clarity: yes - plain\ncompleteness: yes - all there\nconsistency: no - two rows are named"


class Author:
    """A model that answers each stage with what it was given for it, in turn, the last one over and over."""

    def __init__(self, plan=(PLAN,), code=(CODE,), reads=(FINE,), rubric=("Passes where it rhymes.",)):
        self.replies = {
            "You plan a": list(plan), "You write the code": list(code), "Judge the wording": list(reads),
            "You write the rubric": list(rubric),
        }  # fmt: skip
        self.asked = []

    def __call__(self, prompt):
        [stage] = [stage for stage in self.replies if stage in prompt.user]
        self.asked.append((stage, prompt.user))
        held = self.replies[stage]
        reply = held[min(sum(s == stage for s, _ in self.asked), len(held)) - 1]
        return f"```python\n{reply}```" if stage == "You write the code" else reply

    def prompts(self, stage):
        return [text for each, text in self.asked if each.startswith(stage)]


def how(author, **given):
    said = []
    models = {MODEL: fake_model(author, "seats")}
    return How(**{"model": MODEL, "models": models, "problems": 30, "told": said.append} | given)


@pytest.fixture
def description(tmp_path):
    path = tmp_path / "seats.md"
    path.write_text("Guests sit in a row. Some want to sit side by side, some must not.")
    return str(path)


def edited(text, **changes):
    return json.dumps(json.loads(text) | changes)


def bytes_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_description_becomes_a_benchmark_whose_golds_grade_right(description, tmp_path):
    author = Author()
    done, made = make_spec(description, tmp_path / "seats", {"count": 20, "unsolvable": 0.25}, how(author))
    assert made.benchmark.card.counts == {"seating": 15, "seating without a solution": 5}
    assert all(grade(item.answer, gold_text(item.answer)).value == 1.0 for item in made.benchmark.items)
    assert [stage for stage, _ in author.asked] == ["You plan a", "You write the code", *["Judge the wording"] * 10]
    assert done.spent.calls == 12
    kept = {path.name for path in (tmp_path / "seats" / "spec").iterdir()}
    assert kept == {"plan.json", "code.py", "verification.json", "evaluation.json"}


def test_the_card_says_what_held_the_code_and_who_read_the_questions(description, tmp_path):
    _, made = make_spec(description, tmp_path / "seats", {"count": 5}, how(Author()))
    [facts] = [maker.settings for maker in made.benchmark.card.makers if maker.maker == "code of the spec"]
    assert facts["isolation"].startswith("forkserver: process, seccomp")
    assert facts["wording read by"] == MODEL
    verification = json.loads((tmp_path / "seats" / "spec" / "verification.json").read_text())
    assert verification["isolation"] == facts["isolation"]
    assert verification["wording"]["consistency"] == {"yes": 0, "no": 10, "unread": 0}


def test_what_the_model_doubts_is_told_and_decides_nothing(description, tmp_path):
    done, made = make_spec(description, tmp_path / "seats", {"count": 5}, how(Author()))
    assert len(done.doubts) == 10
    assert all(doubt.endswith("consistency: two rows are named") for doubt in done.doubts)
    assert len(made.benchmark.items) == 5


def test_a_broken_plan_and_broken_code_are_repaired_with_the_fault_shown(description, tmp_path):
    twice = [*json.loads(PLAN)["constraints"], {"name": "end", "says": "again"}]
    author = Author(
        plan=["I cannot.", '{"name": "Seating"', edited(PLAN, constraints=twice), f"Here:\n```json\n{PLAN}\n```"],
        code=["def sample(:", CODE.replace('found["end"] =', 'found["ends"] ='), CODE],
    )
    specify(description, tmp_path / "seats", how(author))
    _, *plans = author.prompts("You plan")
    assert "there is no whole JSON object" in plans[0]
    assert "the constraint 'end' is there twice" in plans[2]
    _, *codes = author.prompts("You write the code")
    assert "it is no Python: invalid syntax" in codes[0]
    assert "check() names the constraint 'ends', which the plan does not have" in codes[1]


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("def sample(draw, ranges):\n    return {'x': open('/etc/passwd').read()}", "the sandbox gives code no files"),
        ("import socket", "the sandbox gives code no files"),
        ("def solve(problem):\n    while True: pass", "solve\\(\\): timeout"),
        ("def solve(problem):\n    return 'x' * 10**9", "solve\\(\\): (memory|output)|MemoryError"),
        ("raise ValueError('planted')", "ValueError: planted"),
    ],
)
def test_code_that_does_what_it_must_not_is_stopped_and_the_refusal_names_it(tmp_path, planted, said, monkeypatch):
    monkeypatch.setattr("benchwright.specs.boxed.BoxedSpec.seconds", 1.0, raising=False)
    folder = tmp_path / "bad"
    shutil.copytree(SEATING, folder)
    (folder / "code.py").write_text(f"{CODE}\n\n{planted}\n")
    with pytest.raises(InputError, match=said):
        specify(str(folder), tmp_path / "out", How(told=lambda _: None))


def test_after_so_many_repairs_the_last_fault_is_named(description, tmp_path):
    author = Author(plan=["I cannot."])
    with pytest.raises(
        InputError, match="wrote no plan that can be used, after 3 repairs; the last fault: there is no"
    ):
        specify(description, tmp_path / "seats", how(author))
    assert len(author.asked) == 4


def test_an_infeasible_spec_is_refused_with_its_constraint(tmp_path):
    folder = tmp_path / "corner"
    shutil.copytree(SEATING, folder)
    both_ends = CODE.replace("in (row[0], row[-1])", "== row[0] == row[-1]")
    (folder / "code.py").write_text(both_ends.replace('if draw.choice(ranges["end"])', 'if ranges["end"]'))
    with pytest.raises(
        InputError, match=r"no solution in any of 30 .* in 1\d of 20 .* breaks nothing but 'end'; widen the ranges"
    ):
        specify(str(folder), tmp_path / "out", How(problems=30, told=lambda _: None))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"parameters": {"guests": {"type": "integer", "meaning": "m", "range": [5, 3]}}}, "the least first"),
        ({"constraints": [{"name": "a", "says": "x"}, {"name": "a", "says": "y"}]}, "'a' is there twice"),
        ({"constraints": [{"name": "a", "says": "x", "by": "model"}]}, "left to a model"),
        ({"parameters": json.loads(PLAN)["parameters"] | {"hats": HATS}}, "'hats' is not read"),
        ({"constraints": json.loads(PLAN)["constraints"][:3]}, "names the constraint 'end'"),
        ({"constraints": [*json.loads(PLAN)["constraints"], {"name": "hats", "says": "x"}]}, "'hats' is in none"),
    ],
)  # fmt: skip
def test_a_plan_that_contradicts_itself_or_its_code_is_refused(tmp_path, change, said):
    folder = tmp_path / "odd"
    shutil.copytree(SEATING, folder)
    (folder / "plan.json").write_text(edited(PLAN, **change))
    with pytest.raises(InputError, match=said):
        specify(str(folder), tmp_path / "out", How(told=lambda _: None))


def test_a_pause_an_edited_plan_and_on(description, tmp_path):
    author = Author()
    out = tmp_path / "seats"
    assert specify(description, out, how(author, pause_after="plan")).paused == "plan"
    assert len(author.asked) == 1
    assert not (tmp_path / "seats.spec" / "code.py").exists()
    plan = tmp_path / "seats.spec" / "plan.json"
    plan.write_text(edited(plan.read_text(), title="Rows of guests"))
    specify(description, out, how(author, pause_after="generate"))
    assert "Rows of guests" in author.prompts("You write the code")[0]
    specify(description, out, how(author))
    assert len(author.prompts("You plan")) == 1


def test_code_follows_a_plan_that_is_edited_after_it_was_written(description, tmp_path):
    author = Author()
    specify(description, tmp_path / "seats", how(author))
    plan = tmp_path / "seats.spec" / "plan.json"
    plan.write_text(edited(plan.read_text(), title="Rows of guests"))
    specify(description, tmp_path / "seats", how(author))
    assert "The plan was changed since this code was written" in author.prompts("You write the code")[1]


def test_a_persons_own_code_is_left_alone(description, tmp_path):
    author = Author()
    specify(description, tmp_path / "seats", how(author))
    code = tmp_path / "seats.spec" / "code.py"
    code.write_text(f"# Mine.\n{code.read_text()}")
    specify(description, tmp_path / "seats", how(author))
    assert code.read_text().startswith("# Mine.")
    assert len(author.prompts("You write the code")) == 1


def test_feedback_is_put_before_the_model_recorded_and_taken_up_once(description, tmp_path):
    author = Author(plan=[PLAN, edited(PLAN, title="Fewer guests")])
    specify(description, tmp_path / "seats", how(author, pause_after="plan"))
    for _ in range(2):
        specify(description, tmp_path / "seats", how(author, pause_after="plan", feedback="Fewer guests, please."))
    assert len(author.asked) == 2
    assert "Fewer guests, please." in author.asked[1][1]
    [entry] = [json.loads(line) for line in (tmp_path / "seats.spec" / "feedback.jsonl").read_text().splitlines()]
    assert (entry["stage"], entry["text"]) == ("plan", "Fewer guests, please.")
    assert entry["before"] != entry["after"]
    assert json.loads((tmp_path / "seats.spec" / "plan.json").read_text())["title"] == "Fewer guests"


def test_feedback_on_the_verification_changes_the_code_and_is_kept_with_the_benchmark(description, tmp_path):
    author = Author(code=[CODE, CODE.replace("in one row", "in a single row")])
    specify(description, tmp_path / "seats", how(author, pause_after="verify"))
    make_spec(description, tmp_path / "seats", {"count": 5}, how(author, feedback="Say: a single row."))
    shown = author.prompts("You write the code")[1]
    assert "Say: a single row." in shown
    assert "two rows are named" in shown
    bench = opened(tmp_path / "seats")
    assert all("in a single row" in item.question for item in bench.items)
    assert "Say: a single row." in (bench.path / "spec" / "feedback.jsonl").read_text()


@pytest.mark.parametrize("last", [1, 2, 7])
def test_killed_at_any_call_and_started_again_gives_the_same_bytes_and_repeats_no_call(description, tmp_path, last):
    whole, torn = Author(), Author()
    make_spec(description, tmp_path / "a" / "seats", {"count": 10}, how(whole))

    def killed(prompt):
        if len(torn.asked) >= last:
            raise KeyboardInterrupt
        return torn(prompt)

    out = tmp_path / "b" / "seats"
    with pytest.raises(KeyboardInterrupt):
        make_spec(description, out, {"count": 10}, how(killed))
    make_spec(description, out, {"count": 10}, how(torn))
    assert len(torn.asked) == len(whole.asked)
    assert bytes_of(out) == bytes_of(tmp_path / "a" / "seats")


def test_a_budget_stops_the_stages_and_what_is_finished_is_kept(description, tmp_path):
    author = Author()
    with pytest.raises(ModelError, match="the budget is spent, and the stage generate is not done"):
        specify(description, tmp_path / "seats", how(author, budget_tokens=8_000))
    specify(description, tmp_path / "seats", how(author))
    assert len(author.prompts("You plan")) == 1


@pytest.mark.parametrize(
    "reply", [Reply("", stop_reason="content_filter"), Reply(PLAN[:300], stop_reason="max_tokens")]
)
def test_a_model_that_refuses_or_breaks_off_is_asked_again_and_then_named(description, tmp_path, reply):
    with pytest.raises(InputError, match="wrote no plan that can be used"):
        specify(description, tmp_path / "seats", how(lambda _: reply))


def test_constraints_that_only_a_reader_can_judge_get_a_rubric_and_are_named_on_the_card(description, tmp_path):
    rhyme = {"name": "rhyme", "says": "The reply rhymes.", "by": "model"}
    author = Author(plan=[edited(PLAN, constraints=[*json.loads(PLAN)["constraints"], rhyme])])
    _, made = make_spec(description, tmp_path / "seats", {"count": 5}, how(author))
    held = json.loads((tmp_path / "seats" / "spec" / "evaluation.json").read_text())
    assert held["by model"] == {"rhyme": "Passes where it rhymes."}
    assert made.benchmark.card.makers[1].settings["not judged by program"] == ["rhyme"]


def test_the_work_on_another_description_is_not_mixed_in(description, tmp_path):
    specify(description, tmp_path / "seats", how(Author(), pause_after="plan"))
    Path(description).write_text("Something else.")
    with pytest.raises(OutputError, match="holds the work on another description"):
        specify(description, tmp_path / "seats", how(Author()))


def test_a_dry_run_calls_nothing_and_says_which_stages_would_run(description, tmp_path):
    author = Author()
    found = outlook(description, tmp_path / "seats", how(author, model="benchwright/fake:echo"))
    assert found.stages == dict.fromkeys(["plan", "generate", "verify", "evaluate"], "by model")
    assert found.calls == 4 + 5 + 10 + 1
    assert not author.asked
    assert not (tmp_path / "seats.spec").exists()


@pytest.mark.parametrize(
    ("source", "given", "said"),
    [
        ("calender", {}, "no spec 'calender'"), ("{}", {}, "name it with --model"),
        ("calendar", {"model": "m"}, "comes with the package"), ("seating", {"feedback": "x"}, "name it with --model"),
        ("seating", {"feedback": "x", "model": "benchwright/fake:echo"}, "edit them there"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_one_line(description, tmp_path, source, given, said):
    named = {"{}": description, "seating": str(SEATING)}.get(source, source)
    with pytest.raises(InputError, match=said):
        specify(named, tmp_path / "out", How(told=lambda _: None, **given))


def test_the_command_line_pauses_goes_on_and_makes(capsys, tmp_path):
    out = tmp_path / "seats"
    done = benchwright(capsys, "make", "spec", SEATING, "--out", out, "--pause-after", "verify", "--json")
    assert json.loads(done.out) == {"paused": "verify", "work": f"{out}.spec"}
    done = benchwright(capsys, "make", "spec", SEATING, "--out", out, "--count", 10, "--json")
    assert json.loads(done.out)["card"]["counts"] == {"seating": 8, "seating without a solution": 2}
    assert "is of this plan and code, and is used" in done.err
    assert benchwright(capsys, "make", "spec", SEATING, "--out", out, "--dry-run").out.startswith("stage")
    done = benchwright(capsys, "make", "spec", SEATING, "--out", out, "--at", "plan")
    assert done.code == 2
    assert "give --feedback" in done.err


def test_the_page_shows_what_happens(capsys, tmp_path, monkeypatch):
    page = (Path(__file__).parent.parent.parent / "docs" / "specs" / "stages.md").read_text()
    monkeypatch.chdir(tmp_path)
    held = BoxedSpec(read_plan(PLAN, "the plan"), {"code.py": CODE}).isolation  # of this machine
    for name in ("coins", "dear", "reads"):
        Path(name).mkdir()
        plan, code = shipped("example_plan.json"), shipped("example_code.py.txt")
        Path(name, "plan.json").write_text(plan.replace("[6, 40]", "[300, 400]") if name == "dear" else plan)
        reading = 'WORDS = open("/usr/share/dict/words").read()\n' if name == "reads" else ""
        Path(name, "code.py").write_text(f"{code}\n{reading}")
        said = re.search(rf"\$ benchwright make spec {name} (.*?)```", page, re.DOTALL)[1]
        options, _, lines = said.partition("\n")
        done = benchwright(capsys, "make", "spec", name, *options.split())
        assert re.sub("forkserver: .*", held, lines) in f"{done.err}{done.out}"


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own"
    shutil.copytree(SEATING, folder)
    return folder


def test_what_a_person_edits_in_the_folder_of_work_is_not_written_over(own, tmp_path):
    said, out = [], tmp_path / "seats"
    told = How(told=said.append, problems=5, pause_after="generate")
    specify(str(own), out, told)
    plan = tmp_path / "seats.spec" / "plan.json"
    plan.write_text(edited(PLAN, title="Mine"))
    specify(str(own), out, told)
    assert json.loads(plan.read_text())["title"] == "Mine"
    assert any("were edited in" in line for line in said)
    (own / "plan.json").write_text(edited(PLAN, title="Another"))
    with pytest.raises(InputError, match=r"in place of .*, or remove"):
        specify(str(own), out, told)
    assert json.loads(plan.read_text())["title"] == "Mine"


def test_what_a_person_changes_in_the_source_is_copied_again(own, tmp_path):
    told = How(told=lambda _: None, problems=5, pause_after="generate")
    (own / "more.py").write_text("X = 1\n")
    specify(str(own), tmp_path / "seats", told)
    (own / "more.py").unlink()
    (own / "plan.json").write_text(edited(PLAN, title="Another"))
    specify(str(own), tmp_path / "seats", told)
    work = tmp_path / "seats.spec"
    assert json.loads((work / "plan.json").read_text())["title"] == "Another"
    assert not (work / "more.py").exists()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("stages.json", '{"plan"', "stages.json: stages.json is no JSON"), ("stages.json", "[]", "no object of texts"),
        ("evaluation.json", "{", "evaluation.json is no JSON object"),
    ],
)  # fmt: skip
def test_a_file_of_the_work_that_is_torn_is_named(own, tmp_path, name, text, said):
    (tmp_path / "seats.spec").mkdir()
    (tmp_path / "seats.spec" / name).write_text(text)
    with pytest.raises(InputError, match=said):
        specify(str(own), tmp_path / "seats", How(told=lambda _: None, problems=5))


@pytest.mark.parametrize(("line", "said"), [("{", "line 2 is no JSON"), ('{"text": "x"}', "line 2 lacks 'after'")])
def test_a_torn_line_of_feedback_is_named(tmp_path, line, said):
    (tmp_path / "feedback.jsonl").write_text('{"text": "a", "after": "b"}\n' + line)
    with pytest.raises(InputError, match=said):
        assert Work(tmp_path).feedback


@pytest.mark.parametrize("lost", ["problems", "share with a solution"])
def test_a_verification_without_its_fields_is_made_anew(own, tmp_path, lost):
    told = How(told=lambda _: None, problems=5)
    specify(str(own), tmp_path / "seats", told)
    path = tmp_path / "seats.spec" / "verification.json"
    whole = path.read_text()
    path.write_text(json.dumps({key: value for key, value in json.loads(whole).items() if key != lost}))
    specify(str(own), tmp_path / "seats", told)
    assert path.read_text() == whole


def test_an_edited_rubric_reaches_the_benchmark_only_when_it_is_made_anew(own, tmp_path):
    told, out = How(told=lambda _: None, problems=5), tmp_path / "seats"
    make_spec(str(own), out, {"count": 5}, told)
    path = tmp_path / "seats.spec" / "evaluation.json"
    path.write_text(edited(path.read_text(), note="mine"))
    with pytest.raises(OutputError, match=r"another evaluation.json .* --overwrite"):
        make_spec(str(own), out, {"count": 5}, told)
    _, made = make_spec(str(own), out, {"count": 5}, told, overwrite=True)
    assert made.fresh
    assert json.loads((out / "spec" / "evaluation.json").read_text())["note"] == "mine"


@pytest.mark.parametrize("given", [{"unsolvable": 2.0}, {"count": 0}])
def test_what_cannot_be_made_is_refused_before_a_model_is_asked(description, tmp_path, given):
    author, out = Author(), tmp_path / "seats"
    with pytest.raises(InputError):
        make_spec(description, out, given, how(author))
    out.mkdir()
    (out / "mine.txt").write_text("a person's")
    with pytest.raises(OutputError, match="is not a benchmark"):
        make_spec(description, out, {}, how(author))
    assert not author.asked


def test_a_description_can_be_changed_as_long_as_there_is_no_plan(description, tmp_path):
    with pytest.raises(InputError, match="describe the task more closely"):
        specify(description, tmp_path / "seats", how(Author(plan=["I cannot."])))
    Path(description).write_text("Guests sit in one row. Some want to sit side by side, some must not.")
    specify(description, tmp_path / "seats", how(Author(), pause_after="plan"))
    Path(description).write_text("Something else.")
    with pytest.raises(OutputError, match=r"or remove the folder .*seats\.spec"):
        specify(description, tmp_path / "seats", how(Author()))


def test_a_reader_who_read_nothing_is_told_and_stands_on_the_card_with_the_tallies(description, tmp_path):
    asked = how(Author(reads=["Hm."]))
    _, made = make_spec(description, tmp_path / "seats", {"count": 5}, asked)
    [facts] = [maker.settings for maker in made.benchmark.card.makers if maker.maker == "code of the spec"]
    assert facts["wording"]["clarity"] == {"yes": 0, "no": 0, "unread": 10}
    assert "verify: 10 of 10 replies on the wording could not be read in full" in asked.told.__self__


def test_the_whole_of_what_is_there_is_shown_when_it_is_changed(description, tmp_path):
    long = CODE + "".join(f"# {n}\n" for n in range(2_000)) + "# the last line\n"
    author = Author(code=[long, CODE])
    specify(description, tmp_path / "seats", how(author, pause_after="generate"))
    specify(description, tmp_path / "seats", how(author, pause_after="generate", feedback="Shorter.", at="generate"))
    assert "# the last line" in author.prompts("You write the code")[1]

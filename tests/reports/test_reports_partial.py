"""Runs of some items, attempts missing or repeated, and answers made elsewhere: said where they count."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.records import Attempt, Estimate, Graded, Verdict
from benchwright.reports import Bounds, ReportInput, Withheld, as_dict, build, html, markdown, text
from benchwright.reports._naming import displayed, short_names
from benchwright.reports._text import columns
from benchwright.stats import pass_at_k, pass_hat_k
from reports.fabric import Runner, Shape, Skill, benchmark

ABOUT, ITEMS, HOMES = benchmark(Shape(items=36, documents=3))
SURE = Skill(right=1, fades=0, refuse=0, honest=1, unparsed=0)
CAUSES = {
    "provider": ("provider", "503 from the provider"),
    "window": ("limit", "the prompt exceeds the model's window"),
    "limit": ("limit", "stopped by the time limit"),
    "missing": ("missing", "not attempted yet; run the same command again"),
    "judge": ("judge", "the judge openai/gpt-4o gave no grade, C or I"),
}


def of(*runs):
    return ReportInput(ABOUT, ITEMS, HOMES, runs)


def first(run, count):
    return run.model_copy(update={"graded": run.graded[:count]})


@cache
def partial():
    """A run of 4 items that gets all right, and a whole one that does not."""
    runner = Runner(ITEMS)
    return of(first(runner.run("some", skill=SURE), 4), runner.run("whole"))


def failing(cause, count=3, *, context="full"):
    """A run whose first attempts are unresolved, all for one cause."""
    failure, reason = CAUSES[cause]
    run = Runner(ITEMS).run("m", context)
    gone = tuple(
        Graded(attempt=Attempt(item=g.attempt.item, system=run.system, failure=failure, error=reason),
               verdict=Verdict(state="failed", failure=failure, reason=reason))
        for g in run.graded[:count]
    )  # fmt: skip
    return run.model_copy(update={"graded": gone + run.graded[count:], "complete": False})


def shown(given_):
    """The three forms that a person reads, each on one line."""
    report = build(given_)
    page = re.sub(r"<script.*?</script>|<style.*?</style>", "", html(report, given_), flags=re.DOTALL)
    forms = (text(report, 200), markdown(report).replace("\\", ""), re.sub(r"<[^>]*>", " ", page).replace("&#39;", "'"))
    return [" ".join(form.split()) for form in forms]


def test_a_run_of_some_items_does_not_stand_first_for_scoring_higher():
    report = build(partial())
    assert report.systems[0].headline.value > report.systems[1].headline.value
    assert [one.model for one in displayed(report)] == ["whole", "some"]
    assert (report.common, report.attempted, report.items) == (4, 36, 36)


def test_what_the_pairs_show_orders_runs_of_different_items():
    runner = Runner(ITEMS)
    poor = runner.run("poor", skill=Skill(right=0, refuse=0, honest=0, unparsed=0))
    report = build(of(poor, first(runner.run("good", skill=SURE), 30)))
    assert report.pairs[0].ahead.startswith("good")
    assert [one.model for one in displayed(report)] == ["good", "poor"]


def test_a_run_of_some_items_is_marked_at_its_row():
    plain, marked, page = shown(partial())
    assert "B (4 of 36 items, 4 of 6 kinds) 1.000" in plain
    assert "| B (4 of 36 items, 4 of 6 kinds) | 1.000 |" in marked
    assert "some 4 of 36 items, 4 of 6 kinds 1.000" in page


@pytest.mark.parametrize("form", range(3))
def test_different_items_are_spoken_of_at_the_headline(form):
    said = shown(partial())[form]
    note, warned = said.index("some: attempted 4 of 36 items"), said.index("The runs attempted different items")
    assert note < warned < said.index("1.000")
    assert "different items" not in shown(of(Runner(ITEMS).run("a"), Runner(ITEMS).run("b")))[form]


def test_baselines_are_of_the_items_that_some_run_attempted():
    runner = Runner(ITEMS)
    answer, refuse = build(of(first(runner.run("a"), 4), first(runner.run("b"), 2))).baselines
    assert (answer.n, refuse.n) == (4, 4)
    assert answer.value == pytest.approx(3 / 4)
    assert build(partial()).baselines[0].n == 36
    assert "the 4 items of 36 that were attempted" in shown(of(first(runner.run("a"), 4)))[2]


def test_a_whole_run_carries_no_mark():
    assert not re.search(r"\d+ of 36 items", " ".join(shown(of(Runner(ITEMS).run("a"), Runner(ITEMS).run("b")))))


@pytest.mark.parametrize("form", range(3))
@pytest.mark.parametrize(
    ("cause", "says", "again"),
    [
        ("provider", "ended in an error: 3", True),
        ("window", "the prompt does not fit the window: 3", False),
        ("limit", "stopped by a limit of the run: 3", False),
        ("missing", "not attempted yet: 3", True),
        ("judge", "not judged: 3", False),
    ],
)
def test_the_cure_is_that_of_the_cause(form, cause, says, again):
    said = shown(of(failing(cause)))[form]
    assert says in said
    assert ("Run it again" in said) == again
    assert ("use --context retrieve:K or evidence" in said) == (cause == "window")


def test_attempts_not_made_are_no_errors_in_words_and_stay_one_of_six_outcomes():
    given_ = of(failing("missing"))
    one = build(given_).systems[0]
    assert (one.outcomes["error"], one.unresolved["missing"]) == (3, 3)
    assert isinstance(one.headline, Bounds)
    plain, _, page = shown(given_)
    assert "(3 of 36 attempts not attempted yet)" in plain
    assert "0 errors 3 not attempted yet" in page
    assert "ended in an error:" not in plain + page


@settings(max_examples=15)
@given(st.lists(st.sampled_from([*CAUSES]), min_size=1, max_size=4, unique=True))
def test_causes_add_up_to_the_errors(causes):
    runs = [failing(cause, 2 + place).model_copy(update={"system": cause}) for place, cause in enumerate(causes)]
    for place, one in enumerate(build(of(*runs)).systems):
        assert one.unresolved == dict.fromkeys(CAUSES, 0) | {one.system: 2 + place}
        assert sum(one.unresolved.values()) == one.outcomes["error"]


def given_elsewhere(name, run=None):
    run = run or Runner(ITEMS).run("x")
    return run.model_copy(update={"system": name, "model": f"given/{name}", "method": "given", "context": "given"})


def test_answers_made_elsewhere_have_one_name_everywhere():
    for given_ in (of(given_elsewhere("mine")), of(given_elsewhere("mine"), given_elsewhere("yours"))):
        assert short_names(build(given_))["mine"] == "mine"
        assert not any("given/" in form for form in shown(given_))
    mixed = build(of(given_elsewhere("mine"), Runner(ITEMS).run("a")))
    assert short_names(mixed)["mine"] == "mine · given"


def test_answers_made_elsewhere_are_not_run_again():
    for said in shown(of(given_elsewhere("mine", failing("missing")))):
        assert "Run it again" not in said
        assert "Add the answers that are missing" in said


def repeated(skill=Skill(), epochs=3):  # noqa: B008
    return Runner(ITEMS, epochs=epochs).run("m", skill=skill)


def chances(run, k, chance):
    """The mean over kinds of the mean over items, the slow way."""
    items = {one.id: one for one in ITEMS}
    right = {one.id: [] for one in ITEMS}
    for pair in run.graded:
        found = pair.verdict.outcome(answerable=items[pair.attempt.item].answerable)
        right[pair.attempt.item].append(found in {"right", "refused rightly"})
    kinds = {}
    for key, seen in right.items():
        kinds.setdefault(items[key].kind, []).append(chance(len(seen), sum(seen), k))
    return sum(sum(values) / len(values) for values in kinds.values()) / len(kinds)


@settings(max_examples=10)
@given(st.floats(0, 1), st.integers(2, 4))
def test_repeated_attempts_are_those_of_a_slow_twin(right, epochs):
    run = repeated(Skill(right=right), epochs)
    one = build(of(run)).systems[0]
    found = {row.name: row.figure for row in one.repeated}
    assert set(found) == {"pass@1", *(f"pass{sign}{k}" for k in {2, epochs} for sign in "@^")}
    assert found["pass@1"].value == pytest.approx(one.headline.value)
    for k in {2, epochs}:
        assert found[f"pass@{k}"].value == pytest.approx(chances(run, k, pass_at_k))
        assert found[f"pass^{k}"].value == pytest.approx(chances(run, k, pass_hat_k))


def test_repeated_attempts_stand_in_every_form():
    given_ = of(repeated())
    figure = build(given_).systems[0].repeated[-1].figure
    assert isinstance(figure, Estimate)
    for said in shown(given_):
        assert "Repeated attempts" in said
        assert re.search(rf"pass\^3[ |]+{figure.value:.3f}[ |]+\[{figure.low:.3f}, {figure.high:.3f}\]", said)
    assert as_dict(build(given_))["systems"][0]["repeated"][-1]["name"] == "pass^3"
    assert not any("Repeated attempts" in said for said in shown(of(Runner(ITEMS).run("m"))))


def test_repeated_attempts_are_withheld_or_bounded_where_some_are_not_there():
    run = repeated()
    short = build(of(first(run, len(run.graded) - 1))).systems[0].repeated
    assert [isinstance(row.figure, Withheld) for row in short] == [False, False, False, True, True]
    assert all("withheld: item" in said for said in shown(of(first(run, len(run.graded) - 1))))
    assert all(isinstance(row.figure, Bounds) for row in build(of(repeated(Skill(error=0.1)))).systems[0].repeated)


@settings(max_examples=25)
@given(width=st.integers(40, 120), which=st.sampled_from(["partial", "repeated", *CAUSES]))
def test_marks_and_alarms_fit_narrow_terminals(width, which):
    given_ = {"partial": partial, "repeated": lambda: of(repeated())}.get(which, lambda: of(failing(which)))()
    assert max(map(columns, text(build(given_), width).splitlines())) <= width


def test_a_table_told_in_lines_leaves_out_what_has_no_figure():
    lines = text(build(partial()), 40)
    assert "answer everything; score 0.833; interval\nexact; n 36\n" in lines


def test_a_run_that_stopped_has_a_headline_of_what_was_made():
    stopped = Runner(ITEMS).run("m").model_copy(update={"complete": False})
    plain = shown(of(stopped))[0]
    assert "it stopped before every attempt was made; the headline speaks of the attempts that were made: 0." in plain

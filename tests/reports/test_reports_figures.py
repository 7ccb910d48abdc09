"""Figures: right by a slow twin, honest where data is missing, and refused where they cannot be carried."""

import json
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import EstimateError, InputError
from benchwright.records import Attempt, Estimate, Graded, Verdict
from benchwright.reports import Bounds, ReportInput, Withheld, as_dict, build
from benchwright.reports.model import OUTCOMES
from reports.fabric import Runner, Shape, Skill, benchmark, item, realistic, single

FEW = settings(max_examples=20)
SMALL = benchmark(Shape(items=36, documents=3))
skills = st.builds(
    Skill,
    right=st.floats(0, 1),
    refuse=st.floats(0, 1),
    honest=st.floats(0, 1),
    unparsed=st.floats(0, 0.3),
    error=st.sampled_from([0.0, 0.0, 0.1, 1.0]),
)


def of(*runs):
    about, items, homes = SMALL
    return ReportInput(card=about, items=items, documents=homes, runs=runs)


def run(skill=Skill(), model="one", epochs=1):  # noqa: B008
    return Runner(SMALL[1], epochs=epochs).run(model, skill=skill)


def twin(found, counts):
    """The mean over kinds of the mean over items of the mean over epochs."""
    kinds = defaultdict(lambda: defaultdict(list))
    items = {one.id: one for one in SMALL[1]}
    for pair in found.graded:
        one = items[pair.attempt.item]
        kinds[one.kind][one.id].append(counts(pair.verdict.outcome(answerable=one.answerable)))
    return fmean(fmean(fmean(values) for values in inside.values()) for inside in kinds.values())


@FEW
@given(skills, st.integers(1, 3))
def test_the_headline_is_that_of_a_slow_twin(skill, epochs):
    attempted = run(skill, epochs=epochs)
    found = build(of(attempted)).systems[0]
    right = {"right", "refused rightly"}
    if isinstance(found.headline, Bounds):
        assert found.headline.worst == pytest.approx(twin(attempted, lambda o: o in right))
        assert found.headline.best == pytest.approx(twin(attempted, lambda o: o in right | {"error"}))
    else:
        assert found.headline.value == pytest.approx(twin(attempted, lambda o: o in right))
        assert found.uncredited.value == pytest.approx(twin(attempted, lambda o: o == "right"))


@FEW
@given(skills)
def test_every_attempt_is_counted_once_in_every_table(skill):
    found = build(of(run(skill))).systems[0]
    table = found.refusals
    assert sum(found.outcomes.values()) == found.attempts == sum(sum(f.outcomes.values()) for f in found.families)
    answered = table.answered + table.refused + table.answered_no_info + table.refused_no_info
    assert answered + table.other == found.attempts
    assert sum(reason.attempts for reason in found.failures) == table.other
    assert table.other == found.outcomes["unparsed"] + found.outcomes["error"]
    assert sum(cell.figure.n for cell in found.places.cells) + found.places.unplaced == found.items


@FEW
@given(skills)
def test_an_error_leaves_bounds_and_never_a_number(skill):
    attempted = run(skill)
    found = build(of(attempted)).systems[0]
    assert isinstance(found.headline, Bounds) == bool(found.outcomes["error"])
    assert found.complete == (not found.outcomes["error"])


def test_a_parse_failure_is_no_error_and_no_refusal():
    found = build(of(run(Skill(unparsed=1.0)))).systems[0]
    assert found.outcomes == dict.fromkeys(OUTCOMES, 0) | {"unparsed": 36}
    assert isinstance(found.headline, Estimate)
    assert found.headline.value == 0
    assert found.headline.high > 0


def test_a_no_info_item_graded_right_was_refused():
    attempted = run(Skill(honest=1.0, unparsed=0))
    absent = {one.id for one in SMALL[1] if not one.answerable}
    right = Verdict(state="graded", value=1.0)
    graded = tuple(g.model_copy(update={"verdict": right}) if g.attempt.item in absent else g for g in attempted.graded)
    table = build(of(attempted.model_copy(update={"graded": graded}))).systems[0].refusals
    assert (table.answered_no_info, table.refused_no_info) == (0, len(absent))


def test_baselines_are_the_scores_of_systems_that_ignore_the_question():
    answer, refuse = build(of(run())).baselines
    always = build(of(run(Skill(refuse=1, honest=1, unparsed=0)))).systems[0].headline.value
    never = build(of(run(Skill(right=1, fades=0, refuse=0, honest=0, unparsed=0)))).systems[0].headline.value
    assert (answer.value, refuse.value) == pytest.approx((never, always))


def test_costs_are_sums_and_an_unknown_price_is_not_zero():
    attempted = run()
    free = [g.model_copy(update={"attempt": g.attempt.model_copy(update={"usage": g.attempt.usage.model_copy(
        update={"cost_usd": None})})}) for g in attempted.graded]  # fmt: skip
    half = attempted.model_copy(update={"graded": (*free[:18], *attempted.graded[18:])})
    none = attempted.model_copy(update={"graded": tuple(free), "system": "free"})
    first, second = build(of(half, none)).systems
    assert first.costs.priced == 18
    assert first.costs.usd == pytest.approx(sum(g.attempt.usage.cost_usd for g in attempted.graded[18:]))
    assert second.costs.usd is None
    assert second.costs.input_tokens == sum(g.attempt.usage.input_tokens for g in attempted.graded)


def test_reasons_beyond_a_dozen_are_added_up():
    graded = tuple(
        g.model_copy(update={"verdict": Verdict(state="failed", failure="parse", reason=f"reason {n}")})
        for n, g in enumerate(run().graded)
    )
    failures = build(of(run().model_copy(update={"graded": graded}))).systems[0].failures
    assert len(failures) == 13
    assert (failures[-1].reason, failures[-1].attempts) == ("24 more reasons", 24)


@FEW
@given(skills, skills)
def test_a_pair_turned_round_is_its_negative(one, other):
    first, second = run(one, "one"), run(other, "other")
    there, back = build(of(first, second)).pairs[0], build(of(second, first)).pairs[0]
    low, high = there.difference.low, there.difference.high
    assert (low, high) == pytest.approx((-back.difference.high, -back.difference.low), abs=1e-6)
    assert there.p == pytest.approx(back.p)
    assert there.ahead == back.ahead
    assert (there.only_first, there.only_second) == (back.only_second, back.only_first)


def test_only_shared_items_are_compared_and_the_rest_is_counted():
    first, second = run(model="one"), run(model="two")
    pair = build(of(first.model_copy(update={"graded": first.graded[:30]}), second)).pairs[0]
    assert (pair.n, pair.dropped) == (30, 6)


def test_systems_without_a_shared_item_are_not_compared():
    first, second = run(model="one"), run(model="two")
    report = build(of(first.model_copy(update={"graded": first.graded[:18]}),
                      second.model_copy(update={"graded": second.graded[18:]})))  # fmt: skip
    assert isinstance(report.pairs[0].difference, Withheld)
    assert report.pairs[0].p is None
    assert {(rank.best, rank.worst) for rank in report.ranks} == {(1, 2)}


@FEW
@given(st.lists(st.floats(0, 1), min_size=2, max_size=5))
def test_ranks_leave_open_what_pairs_leave_open(rights):
    runs = [run(Skill(right=r, fades=0), f"m{n}") for n, r in enumerate(rights)]
    report = build(of(*runs))
    beaten = {
        (pair.ahead, pair.first if pair.ahead == pair.second else pair.second) for pair in report.pairs if pair.ahead
    }
    for rank in report.ranks:
        assert rank.best == 1 + sum(loser == rank.system for _, loser in beaten)
        assert rank.worst == len(runs) - sum(winner == rank.system for winner, _ in beaten)
    assert all(a.best <= b.best for a, b in pairwise(report.ranks))


def test_who_is_ahead_is_said_by_the_adjusted_p_value():
    rights = (0.5, 0.62, 0.75, 0.85)
    report = build(of(*(run(Skill(right=r, fades=0, unparsed=0), f"m{n}") for n, r in enumerate(rights))))
    ordered = sorted(pair.p for pair in report.pairs)
    for pair in report.pairs:
        slow = max(min(1, (len(ordered) - k) * p) for k, p in enumerate(ordered) if p <= pair.p)
        assert pair.adjusted == pytest.approx(slow)
        assert bool(pair.ahead) == (slow <= 0.05)
    assert any(pair.p <= 0.05 < pair.adjusted for pair in report.pairs)


def test_standard_rows_are_set_against_the_same_model_and_are_not_ranked():
    report = build(realistic(Shape(items=60, documents=4)))
    assert [gap.name for gap in report.gaps] == ["lost in searching", "gained by reading"]
    assert {pair.first.split()[0] for gap in report.gaps for pair in [gap.pair]} == {"openai/large"}
    assert len(report.ranks) == 3
    assert {one.role for one in report.systems} == {"measured", "ceiling", "floor"}


@pytest.mark.parametrize(("position", "column"), [(0.0, 0), (0.199, 0), (0.2, 1), (0.999, 4), (1.0, 4)])
def test_a_position_falls_in_its_fifth(position, column):
    about, _, homes = SMALL
    one = item(next(iter(homes.values())), 0, "count", position=position)
    found = build(ReportInput(about, [one], homes, [Runner([one]).run("m")])).systems[0].places
    assert [cell.position for cell in found.cells] == [found.positions[column]]


def test_new_documents_are_refused_under_ten_and_slices_are_withheld():
    with pytest.raises(EstimateError, match="at least 10"):
        build(of(run()), target="new documents")
    many = single(shape=Shape(items=240, documents=12))
    found = build(many, target="new documents").systems[0]
    assert found.headline.target == "new documents"
    reasons = [cell.figure.reason for cell in found.places.cells if isinstance(cell.figure, Withheld)]
    assert reasons
    assert all("documents" in reason for reason in reasons)


def test_the_level_asked_for_is_the_level_of_every_figure():
    wide, narrow = build(of(run()), level=0.99), build(of(run()), level=0.8)
    assert {family.figure.level for family in wide.systems[0].families} == {0.99}
    assert wide.systems[0].headline.low < narrow.systems[0].headline.low


def test_a_note_of_all_runs_is_said_once():
    toy = Runner(SMALL[1], notes=("a toy",))
    assert build(of(toy.run("a"), toy.run("b"))).notes == ("a toy",)
    assert build(of(toy.run("a"), run(model="b"))).notes == ("a: a toy",)


def test_a_run_of_some_items_says_so():
    attempted = run()
    report = build(of(attempted.model_copy(update={"graded": attempted.graded[:10]})))
    assert any("10 of 36 items" in note for note in report.notes)


@pytest.mark.parametrize(
    ("spoil", "kind", "says"),
    [
        (lambda g: replace(g, runs=()), EstimateError, "no runs"),
        (lambda g: replace(g, runs=(g.runs[0], g.runs[0])), InputError, "two runs are named"),
        (lambda g: replace(g, items=g.items[1:]), InputError, "not an item"),
        (lambda g: replace(g, runs=(g.runs[0].model_copy(update={"graded": ()}),)), EstimateError, "no attempts"),
        (lambda g: replace(g, runs=(g.runs[0].model_copy(update={"benchmark": "else"}),)), InputError, "one benchmark"),
    ],
)
def test_what_cannot_be_reported_is_refused_in_one_line(spoil, kind, says):
    with pytest.raises(kind, match=says) as caught:
        build(spoil(of(run())))
    assert "\n" not in str(caught.value)


@FEW
@given(skills)
def test_the_report_is_json_and_the_same_every_time(skill):
    plain = as_dict(build(of(run(skill))))
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert json.dumps(plain) == json.dumps(as_dict(build(of(run(skill)))))


def test_missing_attempts_are_errors():
    attempted = run()
    gone = Graded(
        attempt=Attempt(item=attempted.graded[0].attempt.item, system="one", failure="missing", error="not yet"),
        verdict=Verdict(state="failed", failure="missing", reason="not yet"),
    )
    found = build(of(attempted.model_copy(update={"graded": (gone, *attempted.graded[1:])}))).systems[0]
    assert isinstance(found.headline, Bounds)
    assert ("missing", "not yet", 1) in {(r.failure, r.reason, r.attempts) for r in found.failures}


def test_importing_reports_loads_nothing_heavy():
    heavy = "numpy scipy altair jinja2 vl_convert inspect_ai torch".split()  # noqa: SIM905
    code = f"import sys, benchwright.reports; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""The maker `spec`: exact counts, golds that pass, mutants that do not, the same bytes, splits that share nothing."""

import random

import pytest

from benchwright.errors import InputError
from benchwright.grading import gold_text, grade, mutations
from benchwright.items.specs.maker import SpecSettings, batches, plan
from benchwright.records import Answer, Item, Lineage
from benchwright.specs import SHIPPED, shipped_spec, spec_of

every_spec = pytest.mark.parametrize("spec", SHIPPED)


def made(spec, count=30, **more):
    return [item for batch in batches(SpecSettings(spec=spec, count=count, **more)) for item in batch.items]


@every_spec
def test_counts_are_exact_and_problems_without_a_solution_a_kind_of_their_own(spec):
    settings = SpecSettings(spec=spec, count=40, unsolvable=0.25)
    items = made(spec, 40, unsolvable=0.25)
    kinds = [item.kind for item in items]
    assert {kind: kinds.count(kind) for kind in kinds} == plan(settings).counts == settings.asked
    assert settings.asked[f"{spec} without a solution"] == 10


@every_spec
def test_golds_pass_and_mutants_do_not(spec):
    for item in made(spec):
        verdict = grade(item.answer, gold_text(item.answer))
        assert verdict.value == 1.0, verdict.reason
        wrong = mutations(item.answer, random.Random(item.id))
        assert wrong
        assert all(grade(item.answer, reply).value != 1.0 for reply in wrong)


@every_spec
def test_what_cannot_be_read_is_no_answer_and_a_refusal_is_one(spec):
    [item] = made(spec, 1, unsolvable=0.0)
    assert grade(item.answer, "Hm.").failure == "parse"
    assert grade(item.answer, "").failure == "parse"
    assert grade(item.answer, "<think>let me").failure == "parse"
    assert grade(item.answer, "I do not know.").state == "abstained"
    partly = grade(item.answer, mutations(item.answer, random.Random(1))[0])
    assert partly.state == "graded"
    assert 0 <= partly.value < 1
    assert partly.reason.startswith("does not satisfy: ")


@every_spec
def test_saying_that_there_is_no_solution_is_right_where_there_is_none(spec):
    without = shipped_spec(spec).no_solution
    for item in made(spec, 10, unsolvable=0.5):
        assert (grade(item.answer, without).value == 1.0) == item.kind.endswith("without a solution")


@every_spec
def test_a_batch_is_the_same_wherever_one_starts(spec):
    settings = SpecSettings(spec=spec, count=130)
    whole = list(batches(settings))
    assert [item.line() for item in whole[1].items] == [item.line() for item in next(batches(settings, (), 1)).items]
    assert len({item.question for batch in whole for item in batch.items}) == 130


def test_splits_and_seeds_share_nothing():
    ids = [{item.id for item in made("calendar", 40, **given)} for given in ({}, {"split": "train"}, {"seed": 1})]
    assert not ids[0] & ids[1]
    assert not ids[0] & ids[2]


def test_a_narrower_range_is_kept_to():
    for item in made("calendar", 20, parameters={"participants": [2, 2]}):
        assert item.answer.problem.count('"name"') == 2 or "participants" in item.answer.problem


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"spec": "calender"}, "did you mean 'calendar'"), ({"count": 0}, "no items are asked for"),
        ({"unsolvable": 2}, "a share from 0 to 1"), ({"parameters": {"colour": [1, 2]}}, "unknown parameter 'colour'"),
        ({"parameters": {"participants": [4, 99]}}, "leaves the plan's range"),
        ({"parameters": {"participants": [4]}}, "is no range"), ({"version": "calendar@0"}, "is installed"),
        ({"quotas": {"holidays": 3}}, "unknown kind"), ({"parameters": {"duration": [7]}}, "is not among"),
    ],
)  # fmt: skip
def test_bad_settings_are_refused_in_one_line(given, said):
    with pytest.raises(InputError, match=said):
        SpecSettings(**({"spec": "calendar"} | given))


def test_a_checker_of_another_version_does_not_judge():
    with pytest.raises(InputError, match="is installed"):
        spec_of("calendar@000000000000")


def test_the_ids_of_items_without_a_checker_are_what_they_were():
    answer = Answer(type="text", values=("Rome",))
    lineage = Lineage(maker="m", settings="s", seed=0)
    item = Item(question="Where?", kind="k", answer=answer, answerable=True, cluster="c", lineage=lineage)
    assert item.id == "fddaa4f64e2ab840"


@pytest.mark.parametrize("given", [{"checker": "calendar@1"}, {"problem": "{}"}, {"checker": "a@1", "problem": "{}"}])
def test_a_checker_and_a_problem_come_with_the_type_and_with_each_other(given):
    with pytest.raises(ValueError, match="checker"):
        Answer(type="text", values=("a",), **given)
    with pytest.raises(ValueError, match="checker"):
        Answer(type="checked", values=("a",))

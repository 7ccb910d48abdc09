"""Planted faults of a spec's code, each found and named; what is right is not complained of."""

import json
from pathlib import Path

import pytest

from benchwright.errors import InputError
from benchwright.specs import SHIPPED, BoxedSpec, plan_at, read_plan, shipped_spec
from benchwright.specs.stages.asking import mark_of, object_in, shipped
from benchwright.specs.stages.generating import code_in
from benchwright.specs.stages.infeasible import blamed
from benchwright.specs.stages.trial import trial
from benchwright.specs.stages.verifying import aspects_in

HOME = Path(__file__).parent / "seating"
PLAN, CODE = plan_at(HOME), (HOME / "code.py").read_text()


def tried(change=lambda text: text, count=20):
    return trial(BoxedSpec(PLAN, {"code.py": change(CODE)}), count)


def test_right_code_has_no_fault():
    found = tried()
    assert found.complaints == []
    assert found.usable
    assert 0 < len(found.unsolved) < 20


@pytest.mark.parametrize("name", SHIPPED)
def test_the_specs_of_the_package_have_no_fault(name):
    spec = shipped_spec(name)
    found = trial(BoxedSpec(spec.plan, spec.files), 6)
    assert [line for line in found.complaints if "is in none of" not in line] == []


def test_the_example_that_models_are_shown_has_no_fault():
    plan = read_plan(shipped("example_plan.json"), "the example")
    found = trial(BoxedSpec(plan, {"code.py": shipped("example_code.py.txt")}), 40)
    assert found.complaints == []
    assert 0 < len(found.unsolved) < 20


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"guests": guests,', '"guests": tuple(guests),', "not the same after json.dumps"),
        ("return 1 - ", "return ", ""),
        ("found = rows(problem)", "found = rows(problem)[2:]", "the solver's own reply"),
        ('return "ROW: " + ", ".join(found[0])', 'return ", ".join(found[0])', "cannot be read by check"),
        ("if not all(check(problem, text).values())]", "if True]", "a wrong reply passes check()"),
        ("texts = [NO_SOLUTION", "return []\n    texts = [NO_SOLUTION", "no wrong reply was made by mutate()"),
        ('"score": 1 - len', '"score": 3 - len', "gives no score from 0 to 1"),
        ('"score": 1 - len(rows(problem)) / total', '"score": 0.5', "every problem the same score"),
        ("If it cannot be done: {NO_SOLUTION}", "", "does not say what to reply where there is no solution"),
        ("pairs = [", "problem = ranges['guests']; import time; pairs = [", ""),
        ("draw.shuffle(pairs)", "import os; pairs.sort(key=lambda p: os.urandom(8))", "sample: not the same twice"),
        ("wishes = [", "problem['end'] = ''\n    wishes = [", "render: changes the problem that it is given"),
        ('found["end"] =', 'found["ends"] =', "names the constraint 'ends', which the plan does not have"),
        ('ranges["apart"]', "[0, 2]", "the plan's parameter 'apart' is not read"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(old, new, said):
    assert old in CODE or not said
    complaints = tried(lambda text: text.replace(old, new)).complaints
    assert any(said in line for line in complaints) if said else not complaints


def test_faults_are_counted_and_shown_once_with_an_instance():
    [line] = tried(lambda text: text.replace("if not all(check(problem, text).values())]", "if True]")).complaints[:1]
    assert line.startswith("a wrong reply passes check() (")
    assert "of 20 problems; for instance 'ROW: " in line


def test_blame_falls_on_what_leaves_no_solution_and_on_nothing_else():
    spec = BoxedSpec(PLAN, {"code.py": CODE.replace("all(gap != 1 for gap in near)", "False")})
    found = trial(spec, 40)
    unsolved = [one for one in found.unsolved if one.problem["apart"] and not one.problem["together"]]
    assert blamed(spec, unsolved) == [(("apart",), len(unsolved))]


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ('{"a": 1}', {"a": 1}), ('Sure! ```json\n{"a": {"b": 2}}\n``` Done {ok}', {"a": {"b": 2}}),
        ('{not} {"a": 1}', {"a": 1}),
    ],
)  # fmt: skip
def test_an_object_is_found_whatever_stands_around_it(reply, found):
    assert json.loads(object_in(reply)) == found


@pytest.mark.parametrize("reply", ["", "no", '{"a": 1', "{" * 3000, "[1, 2]"])
def test_where_there_is_no_whole_object_it_is_said(reply):
    with pytest.raises(InputError, match="no whole JSON object"):
        object_in(reply)


def test_the_longest_program_of_a_reply_is_taken():
    assert code_in("First:\n```python\nx = 1\n```\nthen\n```python\nx = 1\ny = 2\n```\n") == "x = 1\ny = 2\n"
    with pytest.raises(InputError, match="it is no Python"):
        code_in("I would rather not.")


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("clarity: yes - plain", {"clarity": "yes"}), ("- **Clarity**: No, vague", {"clarity": "no"}),
        ("clarity: yes\nclarity: no", {"clarity": "unread"}), ("clarity: maybe", {}), ("", {}),
        ("completeness: yes\nconsistency: no", {"completeness": "yes", "consistency": "no"}),
    ],
)  # fmt: skip
def test_only_what_is_said_in_so_many_words_is_a_verdict(reply, found):
    assert {name: held["verdict"] for name, held in aspects_in(reply).items()} == found


def test_the_mark_around_data_is_not_in_it():
    first = mark_of("a text")
    assert mark_of("a text", first) != first


def named(more):
    return tried(lambda text: f"{text}\n\nold = check, sample, complexity\n{more}\n", 30)


def test_code_that_fails_at_few_problems_can_be_used_and_at_many_cannot():
    failing = "def sample(draw, ranges):\n    if draw.random() < {}: raise ValueError('planted')\n    return old[1](draw, ranges)"  # fmt: skip  # noqa: E501
    few, many = named(failing.format(0.05)), named(failing.format(0.6))
    assert len(few.drawn) < 30
    assert few.usable
    assert any("ValueError: planted" in line for line in few.complaints)
    assert not many.usable


@pytest.mark.parametrize("value", ["float('nan')", "float('inf')", "1e999"])
def test_a_complexity_that_is_no_finite_number_is_a_fault_with_its_place(value):
    found = named(f"def complexity(problem): return old[2](problem) | {{'odd': {value}}}")
    assert not found.usable
    assert "complexity() gave 'odd'" in found.complaints[0]


def test_a_wrong_reply_is_judged_by_the_constraints_of_the_problem():
    found = named(
        "def check(problem, reply):\n    found = old[0](problem, reply)\n"
        "    return found if not found or all(found.values()) else {'end': False}"
    )
    assert not found.usable
    assert any("names other constraints for a wrong reply" in line for line in found.complaints)


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ("[NaN, 5]", "no finite number"), ("[3, Infinity]", "no finite number"), ("[3, 1e999]", "no finite number"),
        ("[3, 4.5]", "whole numbers"), (f"[3, 1{'0' * 400}]", "plan"), ("[5, 3]", "the least first"),
        (f"{'[' * 100_000}", "no plan"),
    ],
)  # fmt: skip
def test_a_range_that_nothing_can_be_drawn_from_is_refused(bounds, said):
    text = f'{{"type": "integer", "meaning": "m", "range": {bounds}}}'
    plan = json.dumps(json.loads((HOME / "plan.json").read_text()) | {"parameters": {"guests": 1}})
    with pytest.raises(InputError, match=said):
        read_plan(plan.replace('{"guests": 1}', f'{{"guests": {text}}}'), "the plan")


def test_an_integer_is_narrowed_to_whole_numbers():
    with pytest.raises(InputError, match="give whole numbers"):
        PLAN.narrowed({"guests": [3.5, 4]})


def test_a_plan_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "plan.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(InputError, match="cannot be read as UTF-8"):
        plan_at(tmp_path)

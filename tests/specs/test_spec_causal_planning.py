"""Planning over a causal graph: laws over sampled problems, against a slow twin."""

import json
import random
import re
from functools import cache
from pathlib import Path

import pytest
from causal_twin import PLAN, RANGES, code, cost_of, every_plan, limits, twin_solvable, twin_start, twin_verdict

SMALL = {**RANGES, "actions": [4, 5], "free": [2, 3], "driven": [2, 3], "dials": [0, 0], "plan_length": [2, 4]}
SMALL |= {"goals": [1, 2], "guarded": [0.0, 0.3]}


@cache
def problems(count=200):
    return [code.sample(random.Random(f"causal {seed}"), RANGES) for seed in range(count)]


@cache
def small_problems(share, count=30):
    ranges = {**SMALL, "unsolvable_share": [share, share]}
    return [code.sample(random.Random(f"small {share} {seed}"), ranges) for seed in range(count)]


def unsolvable(problem):
    return code.solve(problem) == code.NO_SOLUTION


def test_a_problem_depends_on_its_draw_alone_and_survives_json():
    for seed in range(20):
        problem = code.sample(random.Random(seed), RANGES)
        assert problem == code.sample(random.Random(seed), RANGES) == json.loads(json.dumps(problem))


def test_the_solver_is_right_and_its_mutants_are_wrong():
    for number, problem in enumerate(problems()):
        reply = code.solve(problem)
        verdict = code.check(problem, reply)
        assert verdict
        assert all(verdict.values())
        mutants = code.mutate(problem, reply, random.Random(number))
        assert len(mutants) == len(set(mutants)) >= 3
        assert all(False in code.check(problem, mutant).values() for mutant in mutants)
        if not unsolvable(problem):
            assert code.NO_SOLUTION in mutants


def test_verdicts_name_the_active_conditions_and_no_others():
    for problem in problems():
        active = {"listed", "possible", *limits(problem)}
        for reply in (code.solve(problem), code.NO_SOLUTION, f"ANSWER: {problem['actions'][0]['name']}"):
            assert set(code.check(problem, reply)) == active
    assert {entry["name"] for entry in PLAN["constraints"]} == {"listed", "possible", "goal", *RANGES["kinds"]}


def test_the_share_without_a_plan_is_as_asked():
    assert 0.12 < sum(map(unsolvable, problems())) / 200 < 0.28
    assert all(map(unsolvable, small_problems(1.0)))
    assert not any(map(unsolvable, small_problems(0.0)))


def test_kinds_of_condition_do_not_tell_whether_there_is_a_plan():
    sets = {True: [], False: []}
    for seed in range(150):
        ranges = {**RANGES, "unsolvable_share": [seed % 2] * 2}
        problem = code.sample(random.Random(f"kinds {seed}"), ranges)
        sets[unsolvable(problem)].append(set(limits(problem)))
    for kind in RANGES["kinds"]:
        with_it = [sum(kind in kinds for kinds in group) / len(group) for group in sets.values()]
        assert abs(with_it[0] - with_it[1]) < 0.25, kind


def test_check_agrees_with_the_twin_on_random_plans():
    draw = random.Random("plans")
    for problem in problems():
        for length in (1, 2, 3, 5, 8):
            plan = draw.choices(range(len(problem["actions"])), k=length)
            verdict, slow = code.check(problem, code.say(problem, plan)), twin_verdict(problem, plan)
            assert {name: passed for name, passed in verdict.items() if name != "cheapest"} == {
                name: passed for name, passed in slow.items() if name != "cheapest"
            }
            if "cheapest" in verdict and not all(slow.values()):
                assert not verdict["cheapest"]


def test_the_solver_and_the_share_agree_with_all_sequences():
    for problem in small_problems(0.0):
        parts = code.complexity(problem)
        every = list(every_plan(problem, parts["plan_length"]))
        right = [plan for plan in every if all(twin_verdict(problem, plan).values())]
        if "cheapest" in limits(problem):
            least = min(cost_of(problem, plan) for plan in right)
            right = [plan for plan in right if cost_of(problem, plan) == least]
        assert {len(plan) for plan in right} == {parts["plan_length"]}
        assert parts["feasible_share"] == len(right) / len(every)
        assert code.solve(problem) in {code.say(problem, plan) for plan in right}
        for plan in right[:20]:
            assert all(code.check(problem, code.say(problem, plan)).values())


def test_what_is_said_to_have_no_plan_has_none_of_any_length():
    for problem in small_problems(1.0):
        assert not twin_solvable(problem)
        assert code.complexity(problem)["feasible_share"] == 0


def test_nothing_costs_less_than_a_cheapest_plan():
    ranges = {**SMALL, "kinds": ["cheapest", "keep", "order", "max_actions"], "constraints": [4, 4]}
    ranges |= {"unsolvable_share": [0, 0], "plan_length": [2, 3]}
    for seed in range(15):
        problem = code.sample(random.Random(f"cheap {seed}"), ranges)
        cost = cost_of(problem, code.read(problem, code.solve(problem)))
        assert twin_solvable(problem)
        assert not twin_solvable(problem, below=cost)


def test_complexity_is_a_number_between_0_and_1_with_its_parts():
    for problem in problems():
        parts = code.complexity(problem)
        assert 0 <= parts["score"] <= 1
        assert parts["constraints"] == len(problem["constraints"])
        assert (parts["plan_length"] == 0) == (parts["feasible_share"] == 0) == unsolvable(problem)
        assert unsolvable(problem) or 2 <= parts["plan_length"] <= 6


TOLD = {
    "goal": r"- at the end, the",
    "max_actions": r"the number of its actions is at most \d",
    "budget": r"cost at most \d+ in all",
    "never": r"after none of its actions",
    "keep": r"after every one of its actions",
    "order": r"is done only after",
    "once": r"is done at most once",
    "unused": r"is not done at all",
    "avoid": r"at the end, it is not so that",
    "cheapest": r"costs less in all",
}


def test_the_question_says_all_there_is_to_know():
    for problem in problems():
        text = code.render(problem)
        assert {kind for kind, pattern in TOLD.items() if re.search(pattern, text)} == set(limits(problem))
        for action in problem["actions"]:
            assert f"- {action['name']} (cost {action['cost']}{', possible' if action['needs'] else ')'}" in text
        _, values = twin_start(problem)
        for index, factor in enumerate(problem["factors"]):
            shape = r"- The {} .*\. Now: {}\.\n" if factor["rule"] else r"- the {}: {} \("
            assert re.search(shape.format(factor["name"], factor["values"][values[index]]), text)
        assert text.endswith(code.NO_SOLUTION)
        assert not re.search(r"[{}\[\]_]|None|True|False", text)


def test_names_of_actions_differ_in_their_words():
    for problem in problems():
        names = [code.words(action["name"]) for action in problem["actions"]]
        assert len(set(names)) == len(names)


def test_ranges_that_leave_nothing_are_refused():
    ranges = {**SMALL, "actions": [2, 2], "plan_length": [9, 9], "unsolvable_share": [0, 0]}
    with pytest.raises(ValueError, match="widen plan_length"):
        code.sample(random.Random(1), ranges)


def test_the_example_of_the_documentation():
    page = (Path(__file__).parents[2] / "docs" / "specs" / "causal_planning.md").read_text("utf-8")
    problem = code.sample(random.Random(262), RANGES)
    assert f"```text\n{code.render(problem)}\n```" in page
    right, wrong = re.findall(r"^    (ANSWER: .*)$", page, re.MULTILINE)
    assert right == code.solve(problem)
    broken = [name for name, passed in code.check(problem, wrong).items() if not passed]
    assert sorted(broken) == ["cheapest", "goal", "possible"]

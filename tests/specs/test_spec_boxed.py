"""Code in the sandbox says what it says in this process, many jobs at a time, and its faults are data."""

import random
import re
import threading
from collections import Counter
from pathlib import Path

import anyio
import pytest

from benchwright.errors import ExtensionError
from benchwright.seeding import seed_of
from benchwright.specs import SHIPPED, BoxedSpec, boxed, plan_at, shipped_spec

HOME = Path(__file__).parent / "seating"
PLAN, CODE = plan_at(HOME), (HOME / "code.py").read_text()
SEEDS = [(seed_of("boxed", n), seed_of("boxed mutants", n)) for n in range(12)]


def spec(change=lambda text: text, **given):
    return BoxedSpec(PLAN, {"code.py": change(CODE)}, **given)


@pytest.fixture
def runs(monkeypatch):
    """How many processes the sandbox is asked for, and how many jobs each gets."""
    sizes = []
    run = boxed.BOX.run

    def counted(program, inputs, limits):
        sizes.append(len(inputs[2]))
        return run(program, inputs, limits)

    monkeypatch.setattr(boxed.BOX, "run", counted)
    return sizes


@pytest.mark.parametrize("name", SHIPPED)
def test_it_is_the_same_in_the_sandbox_and_in_this_process(name):
    inside = shipped_spec(name)
    outside = BoxedSpec(inside.plan, inside.files)
    ranges = inside.plan.ranges
    assert outside.ref == inside.ref
    assert outside.no_solution == inside.no_solution
    drawn = inside.draw(SEEDS[:3], ranges)
    assert outside.draw(SEEDS[:3], ranges) == drawn
    for one in drawn:
        assert outside.render(one.problem) == one.question
        assert outside.solve(one.problem) == one.reply
        assert outside.complexity(one.problem) == one.complexity
        assert outside.check(one.problem, "nothing") == inside.check(one.problem, "nothing")


def test_two_thousand_replies_take_few_processes_and_none_a_second_time(runs):
    one = spec()
    [drawn] = one.draw(SEEDS[:1], PLAN.ranges)
    runs.clear()
    replies = [f"ROW: Ada, {n}" for n in range(2000)]
    one.check_many((drawn.problem, reply) for reply in replies)
    assert len(runs) < 50
    assert sum(runs) == 2000
    found = [one.check(drawn.problem, reply) for reply in replies]
    assert sum(runs) == 2000
    assert all(passed["everyone"] is False for passed in found)


def test_the_first_parts_are_small(runs):
    spec().draw([SEEDS[n % 12] for n in range(120)], PLAN.ranges)
    assert runs == [1, 4, 16, 50, 49]


def test_one_endless_job_is_found_and_the_others_are_answered():
    one = spec(lambda text: text + "\nold = check\ndef check(problem, reply):\n    while reply == 'spin': pass\n    return old(problem, reply)\n", seconds=0.5)  # fmt: skip  # noqa: E501
    [drawn] = one.draw(SEEDS[:1], PLAN.ranges)
    replies = ["ROW: Ada", "spin", "ROW: Ben", "ROW: Cleo"]
    one.check_many((drawn.problem, reply) for reply in replies)
    assert one.check(drawn.problem, "ROW: Ben")["everyone"] is False
    with pytest.raises(ExtensionError, match="fails at check: check: timeout: it used up its time"):
        one.check(drawn.problem, "spin")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("def check(problem, reply): return [True]", "check\\(\\) gave list"),
        ("def check(problem, reply): return {'end': 1}", "'end': 1; True or False under a name was expected"),
        ("def check(problem, reply): 1 / 0", "check, line 84: ZeroDivisionError: division by zero"),
        ("del check", "it does not define check\\(\\)"),
        ("def check(problem, reply): raise SystemExit", "error: SystemExit"),
        (
            "class Odd(Exception):\n    def __str__(self): return 1\ndef check(problem, reply): raise Odd",
            "fails at check",
        ),
        ("NO_SOLUTION = None", "it does not define NO_SOLUTION, a text"),
    ],
)
def test_a_fault_of_the_code_is_named_with_its_place(more, said):
    with pytest.raises(ExtensionError, match=said):
        spec(lambda text: f"{text}\n\n{more}\n").check({"guests": []}, "ROW: Ada")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("def render(problem): return 7", "render: .*int was given where a text was expected"),
        ("def render(problem): return chr(0xd800)", "UnicodeEncodeError"),
        ("def sample(draw, ranges): return {'x': float('nan')}", "not JSON compliant"),
        ("def sample(draw, ranges): return {'x': {1, 2}}", "set is not JSON serializable"),
        ("def solve(problem): return None", "NoneType was given"),
    ],
)
def test_what_could_not_be_written_to_a_file_is_a_fault_of_the_problem(more, said):
    [found] = spec(lambda text: f"{text}\n\n{more}\n").draw(SEEDS[:1], PLAN.ranges)
    assert re.search(said, f"render: {found}")


def test_chance_comes_from_the_draw_alone():
    one = spec()
    assert one.sample(random.Random(7)) == one.sample(random.Random(7))
    problem = one.sample(random.Random(7))
    assert one.mutate(problem, "ROW: Ada", random.Random(1)) == one.mutate(problem, "ROW: Ada", random.Random(1))


def test_mutants_are_judged_in_the_go_that_makes_them(runs):
    one = spec()
    problem = one.sample(random.Random(7))
    runs.clear()
    wrong = one.mutate(problem, one.no_solution, random.Random(1))
    before = len(runs)
    assert all(not all(one.check(problem, text).values()) for text in wrong)
    assert len(runs) == before


def test_modules_beside_the_code_are_found_and_no_others():
    texts = {"code.py": f"from faces import NAMED\n{CODE}", "faces.py": "NAMED = 1\n"}
    assert BoxedSpec(PLAN, texts).no_solution == "ROW: impossible"
    with pytest.raises(ExtensionError, match=r"No module named 'benchwright\.store'"):
        assert spec(lambda text: f"import benchwright.store\n{text}").no_solution


def test_it_serves_several_threads_and_event_loops_at_once():
    one, found = spec(), Counter()

    def work():
        found[len(one.draw(SEEDS[:2], PLAN.ranges))] += 1

    async def inside():
        work()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    anyio.run(inside)
    for thread in threads:
        thread.join()
    assert found == {2: 4}


def test_a_closed_sandbox_is_started_again():
    boxed.BOX.close()
    assert spec().no_solution == "ROW: impossible"

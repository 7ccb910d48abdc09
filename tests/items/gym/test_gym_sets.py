"""Every data set: its gold grades 1 by our grader and by its own, wrong answers by neither, and seeds share nothing."""

import ast
import math
import re
import subprocess
import sys

import pytest

from benchwright.grading import gold_text, grade, mutations
from benchwright.items.gym.drawing import SPLITS, dataset, draw, split_of
from benchwright.items.gym.table import LEVELS, TABLE
from benchwright.seeding import rng

DRAWN = 8
every_set = pytest.mark.parametrize("name", TABLE)

PAYS_FOR_HOLDING_THE_GOLD = {"gsm_symbolic"}
"""Data sets whose own scorer gives full marks to some answers that hold the gold and more (`-75` or `75 or 79`)."""


def entries(name, level="medium", seed=0, count=DRAWN):
    drawn = (draw(name, level, (seed, "test", index)) for index in range(count))
    return [entry for entry in drawn if entry and TABLE[name].form(entry.gold)]


def test_the_table_is_large_and_of_several_domains():
    assert len(TABLE) >= 40
    assert {"arithmetic", "strings", "grids", "logic"} <= {one.domain for one in TABLE.values()}


@every_set
@pytest.mark.parametrize("level", LEVELS)
def test_the_gold_grades_one_by_both(name, level):
    scorer = dataset(name, level, 0)
    found = entries(name, level, count=3)
    assert found
    for entry in found:
        answer = TABLE[name].form(entry.gold)
        assert grade(answer, entry.gold).value == 1.0
        assert grade(answer, gold_text(answer)).value == 1.0
        assert scorer.score_answer(entry.gold, entry.raw) == 1.0


@every_set
def test_a_wrong_answer_grades_one_by_neither(name):
    scorer = dataset(name, "medium", 0)
    for entry in entries(name):
        answer = TABLE[name].form(entry.gold)
        wrong = mutations(answer, rng("test gym", name, entry.gold))
        assert wrong
        for text in (*wrong, *in_their_form(entry, answer)):
            assert grade(answer, text).value != 1.0
            if name not in PAYS_FOR_HOLDING_THE_GOLD or entry.gold not in text:
                assert scorer.score_answer(text, entry.raw) < 1.0, text


def in_their_form(entry, answer):
    """Lists with two neighbours swapped, as the data set itself writes them."""
    values = list(answer.values)
    if answer.type != "list" or len(set(values)) < 2:
        return
    at = next(place for place in range(len(values) - 1) if values[place] != values[place + 1])
    values[at], values[at + 1] = values[at + 1], values[at]
    if not entry.gold.startswith("["):
        yield ", ".join(values)
        return
    yield str(values if isinstance(ast.literal_eval(entry.gold)[0], str) else list(map(ast.literal_eval, values)))


@pytest.mark.parametrize("name", sorted(PAYS_FOR_HOLDING_THE_GOLD))
def test_where_its_own_scorer_is_laxer_ours_is_not(name):
    entry = entries(name)[0]
    assert dataset(name, "medium", 0).score_answer(f"-{entry.gold}", entry.raw) == 1.0
    assert grade(TABLE[name].form(entry.gold), f"-{entry.gold}").value == 0.0


def test_the_base_scorer_pays_for_holding_the_gold_and_ours_does_not():
    entry = entries("gcd")[0]
    padded = f"{entry.gold} or {int(entry.gold) + 7}"
    assert 0.0 < dataset("gcd", "medium", 0).score_answer(padded, entry.raw) < 1.0
    assert grade(TABLE["gcd"].form(entry.gold), padded).value == 0.0


@every_set
def test_the_next_seed_is_not_the_same_entries_shifted(name):
    mine = [entry.question for entry in entries(name, "hard", seed=1, count=5)]
    theirs = [entry.question for entry in entries(name, "hard", seed=2, count=5)]
    assert mine[1:] != theirs[:-1]


def test_the_package_itself_shifts():
    """What the derived seeds are for: entry 1 of seed 0 is entry 0 of seed 1."""
    import reasoning_gym

    first, second = (reasoning_gym.create_dataset("chain_sum", size=2, seed=seed) for seed in (0, 1))
    assert first[1]["question"] == second[0]["question"]


def test_a_question_belongs_to_one_split_however_it_is_laid_out():
    question = "Find the GCD of\n 12 and 18"
    assert split_of(question) == split_of("find the gcd of 12  AND 18") in SPLITS


CHILD = """
from benchwright.items.gym.drawing import draw
from benchwright.items.gym.table import TABLE
from benchwright.records import digest
drawn = [draw(name, "easy", (3, "test", index)) for name in TABLE for index in range(3)]
print(digest([entry and [entry.question, entry.gold] for entry in drawn]))
"""


@pytest.mark.slow
def test_draws_do_not_depend_on_how_strings_hash():
    found = {
        subprocess.run(
            [sys.executable, "-c", CHILD], env={"PYTHONHASHSEED": str(seed)}, check=True, capture_output=True, text=True
        ).stdout
        for seed in (1, 2)
    }
    assert len(found) == 1


def numbers(text):
    return [int(part) for part in re.findall(r"-?\d+", text)]


TWINS = {
    "chain_sum": lambda q: str(eval(q.split(": ")[1].rstrip("= "))),  # noqa: S307 - digits and signs only
    "count_bits": lambda q: str(f"{numbers(q)[-1]:b}".count("1")),
    "count_primes": lambda q: str(sum(is_prime(n) for n in range(numbers(q)[0], numbers(q)[1] + 1))),
    "gcd": lambda q: str(math.gcd(*numbers(q))),
    "lcm": lambda q: str(math.lcm(*numbers(q))),
    "letter_counting": lambda q: str(q.split('in the text: "')[1].lower().count(q.split('letter "')[1][0].lower())),
    "products": lambda q: str(math.prod(numbers(q))),
    "spell_backward": lambda q: q.split(": ")[-1][::-1],
    "word_sequence_reversal": lambda q: ", ".join(reversed(q.split("words: ")[1].split(", "))),
    "largest_island": lambda q: str(largest(q)),
    "rotten_oranges": lambda q: str(rotting(q)),
    "course_schedule": lambda q: str(can_finish(q)),
}  # fmt: skip
"""Slow and obvious: the gold from the question alone."""


def is_prime(number):
    return number > 1 and all(number % other for other in range(2, math.isqrt(number) + 1))


def cells(question):
    rows = [line.split() for line in question.splitlines() if re.fullmatch(r"[0-9]( [0-9])+", line.strip())]
    return {(r, c): int(cell) for r, row in enumerate(rows) for c, cell in enumerate(row)}


def beside(place):
    return [(place[0] + 1, place[1]), (place[0] - 1, place[1]), (place[0], place[1] + 1), (place[0], place[1] - 1)]


def largest(question):
    land = {place for place, cell in cells(question).items() if cell}
    best = 0
    while land:
        island, reach = set(), [land.pop()]
        while reach:
            island.add(place := reach.pop())
            near = [other for other in beside(place) if other in land]
            land -= set(near)
            reach += near
        best = max(best, len(island))
    return best


def rotting(question):
    grid, minutes = cells(question), 0
    while spread := {o for p, cell in grid.items() if cell == 2 for o in beside(p) if grid.get(o) == 1}:
        grid |= dict.fromkeys(spread, 2)
        minutes += 1
    return -1 if 1 in grid.values() else minutes


def can_finish(question):
    needs = {(a, b) for a, b in re.findall(r"\((\d+), (\d+)\)", question)}
    while free := {pair for pair in needs if not any(pair[1] == other[0] for other in needs)}:
        needs -= free
    return not needs


@pytest.mark.parametrize("name", TWINS)
def test_the_gold_is_what_a_slow_twin_finds(name):
    for entry in entries(name, count=12):
        assert entry.gold == TWINS[name](entry.question)

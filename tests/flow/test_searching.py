import math

import pytest

from benchwright.errors import InputError
from benchwright.pipeline.searching import search
from benchwright.seeding import rng

RUNGS = 25


def logistic(middle, width, floor=0.0, top=1.0):
    return lambda at: floor + (top - floor) / (1 + math.exp((at - middle) / width))


def zigzag(at):
    return min(1.0, max(0.0, logistic(0.5, 0.15)(at) + 0.12 * math.sin(25 * at)))


def bump(at):
    return logistic(0.3, 0.08)(at) + 0.5 * math.exp(-(((at - 0.75) / 0.08) ** 2))


MONOTONE = {
    "in the middle": logistic(0.5, 0.12), "early": logistic(0.15, 0.08), "late": logistic(0.85, 0.1),
    "steep": logistic(0.5, 0.03), "shallow": logistic(0.5, 0.4),
    "between a floor and a top": logistic(0.4, 0.1, 0.15, 0.85),
}  # fmt: skip


def solver(curve, seed):
    stream = rng("solver", seed)
    return lambda rung, count: (sum(stream.random() < curve(rung / (RUNGS - 1)) for _ in range(count)), count)


def searched(curve, seed, target=0.5, tolerance=0.1, budget=400):
    return search(RUNGS, solver(curve, seed), target, tolerance, budget)


def landed(curve, found, target=0.5, tolerance=0.1):
    return found.status != "out of reach" and abs(curve(found.rung / (RUNGS - 1)) - target) <= tolerance


@pytest.mark.parametrize("name", MONOTONE)
def test_searches_land_in_the_band(name):
    curve = MONOTONE[name]
    found = [searched(curve, seed) for seed in range(20)]
    assert sum(landed(curve, one) for one in found) >= 18
    assert all(one.items <= 400 for one in found)


@pytest.mark.parametrize(("curve", "least"), [(zigzag, 19), (bump, 16)])
def test_ladders_that_are_not_monotone_are_searched_too(curve, least):
    assert sum(landed(curve, searched(curve, seed)) for seed in range(20)) >= least


@pytest.mark.parametrize("target", [0.2, 0.35, 0.8])
def test_other_targets(target):
    curve = MONOTONE["in the middle"]
    found = [searched(curve, seed, target) for seed in range(12)]
    assert sum(landed(curve, one, target) for one in found) >= 11


def test_a_wider_budget_carries_a_narrower_band():
    curve = MONOTONE["shallow"]
    found = [searched(curve, seed, tolerance=0.05, budget=1500) for seed in range(6)]
    assert sum(landed(curve, one, tolerance=0.05) for one in found) >= 5


@pytest.mark.parametrize("rate", [0.0, 0.05, 0.9, 1.0])
def test_what_cannot_be_reached_is_said_early_with_the_nearest_rate(rate):
    found = [searched(lambda _: rate, seed) for seed in range(10)]
    assert all(one.status == "out of reach" and one.items <= 200 and one.rate.n >= 60 for one in found)
    assert sum(one.rate.low <= rate <= one.rate.high for one in found) >= 8


def test_a_cliff_over_the_band_is_out_of_reach():
    found = searched(lambda at: 1.0 if at < 0.5 else 0.0, 1)
    assert found.status == "out of reach"
    assert found.rate.value in {0.0, 1.0}


def test_what_is_accepted_has_its_interval_in_the_band():
    for seed in range(10):
        found = searched(MONOTONE["steep"], seed)
        mine = [trial for trial in found.trials if trial.rung == found.rung]
        assert (found.rate.n, found.rate.value * found.rate.n) == pytest.approx(
            (sum(trial.items for trial in mine), sum(trial.right for trial in mine))
        )
        if found.status == "in band":
            assert 0.4 <= found.rate.low <= found.rate.high <= 0.6
        else:
            assert abs(found.rate.value - 0.5) <= 0.1 or found.status == "out of reach"


def test_the_interval_covers_the_true_rate_though_the_search_stops_by_looking():
    found = [(curve, searched(curve, seed)) for curve in MONOTONE.values() for seed in range(10)]
    covered = [one.rate.low <= curve(one.rung / (RUNGS - 1)) <= one.rate.high for curve, one in found]
    assert sum(covered) / len(covered) >= 0.9


def test_the_same_replies_give_the_same_search():
    assert searched(zigzag, 3) == searched(zigzag, 3)


def test_the_budget_is_kept_to_the_last_item():
    found = searched(lambda at: 0.62 if at < 0.5 else 0.38, 0, budget=97)
    assert found.items <= 97


@pytest.mark.parametrize(
    ("target", "tolerance", "budget", "said"),
    [
        (0.0, 0.1, 400, "target 0.0"),
        (1.0, 0.1, 400, "target 1.0"),
        (0.5, 0.0, 400, "tolerance 0.0"),
        (0.5, 0.6, 400, "tolerance 0.6"),
        (0.5, 0.1, 10, "budget of 10 items"),
    ],
)
def test_what_cannot_be_searched_for_is_refused(target, tolerance, budget, said):
    with pytest.raises(InputError, match=said):
        search(RUNGS, lambda _, count: (0, count), target, tolerance, budget)


def test_a_rung_without_items_and_a_ladder_of_one_rung_are_refused():
    with pytest.raises(InputError, match="gave no items"):
        search(RUNGS, lambda *_: (0, 0), 0.5, 0.1, 100)
    with pytest.raises(InputError, match="ladder of 1 rungs"):
        search(1, lambda _, count: (0, count), 0.5, 0.1, 100)

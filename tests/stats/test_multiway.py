import random

import pytest

from benchwright.errors import EstimateError, InputError
from benchwright.stats import multiway_bootstrap


def drawn(seed, images=120, rounds=4):
    """Pairs of images, right where both are read rightly; the truth is .81."""
    stream = random.Random(seed)
    right = [stream.random() < 0.9 for _ in range(images)]
    pairs = []
    for _ in range(rounds):
        order = stream.sample(range(images), images)
        pairs += list(zip(order[::2], order[1::2], strict=True))
    return [float(right[a] and right[b]) for a, b in pairs], pairs


def test_it_covers_although_values_share_members():
    held = 0
    for seed in range(150):
        found = multiway_bootstrap(*drawn(seed), seed=seed, replicates=400)
        held += found.low <= 0.81 <= found.high
    assert held >= 134  # of 150 at .95: fewer happens with a chance under .002


def test_more_rounds_over_the_same_images_promise_little_more():
    few, many = (multiway_bootstrap(*drawn(3, rounds=rounds), seed=0) for rounds in (4, 40))
    assert (many.high - many.low) > 0.6 * (few.high - few.low)


def test_the_order_of_values_does_not_matter():
    values, pairs = drawn(5)
    first = multiway_bootstrap(values, pairs, seed=1)
    again = multiway_bootstrap(values[::-1], pairs[::-1], seed=1)
    assert (first.low, first.high) == pytest.approx((again.low, again.high))


def test_what_carries_no_interval_is_refused():
    with pytest.raises(EstimateError, match="members"):
        multiway_bootstrap([0.0, 1.0], [(0, 1), (2, 3)], seed=0)
    with pytest.raises(EstimateError, match="no spread"):
        multiway_bootstrap([1.0] * 30, [(n, n + 1) for n in range(30)], seed=0)
    with pytest.raises(InputError, match="one row per finite value"):
        multiway_bootstrap([1.0, float("nan")], [(0, 1)], seed=0)

"""Macro and harmonic means over kinds: laws, a slow twin, and coverage by simulation."""

from statistics import harmonic_mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import EstimateError, InputError
from benchwright.seeding import seed_of
from benchwright.stats import Observation, compare, compare_means, harmonic, headline, kind_means

QUICK = 400


def seen(rows, clusters=0):
    """Observations from {kind: [right, ...]}; `clusters` spreads each kind's items over so many."""
    return [
        Observation(f"{kind}-{i}", kind, f"c{i % clusters}" if clusters else f"{kind}-{i}", 1, right)
        for kind, inside in rows.items()
        for i, right in enumerate(inside)
    ]


def drawn(shares, each, *parts):
    random = np.random.default_rng(seed_of("test means", *parts))
    return {f"k{k}": [bool(random.random() < share) for _ in range(each)] for k, share in enumerate(shares)}


kinds = st.dictionaries(st.sampled_from("abcde"), st.lists(st.booleans(), min_size=2, max_size=8), min_size=1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_the_harmonic_mean_is_that_of_the_standard_library(shares):
    assert harmonic(shares) == pytest.approx(harmonic_mean(shares), abs=1e-12)


@pytest.mark.parametrize("shares", [[], [0.5, -0.1]])
def test_no_shares_or_negative_ones_have_no_mean(shares):
    with pytest.raises(InputError, match="give at least one"):
        harmonic(shares)


@settings(max_examples=25, deadline=None)
@given(kinds)
def test_values_are_those_of_a_slow_twin_and_lie_in_order(rows):
    found = kind_means(seen(rows), replicates=QUICK)
    shares = [sum(inside) / len(inside) for inside in rows.values()]
    assert found.harmonic.value == pytest.approx(harmonic_mean(shares), abs=1e-12)
    assert found.macro == headline(seen(rows))
    assert found.harmonic.value <= found.macro.estimate.value + 1e-12
    assert 0.0 <= found.harmonic.low <= found.harmonic.value <= found.harmonic.high <= 1.0
    assert set(found.zero) == {kind for kind, inside in rows.items() if not any(inside)}


@settings(max_examples=20, deadline=None)
@given(kinds, st.randoms(use_true_random=False))
def test_the_order_of_observations_does_not_matter(rows, random):
    shuffled = seen(rows)
    random.shuffle(shuffled)
    assert kind_means(shuffled, replicates=QUICK) == kind_means(seen(rows), replicates=QUICK)


def test_a_kind_at_zero_makes_it_zero_but_not_certain():
    found = kind_means(seen({"a": [True] * 20, "b": [False] * 20, "c": [True] * 20}))
    assert (found.harmonic.value, found.harmonic.low, found.zero) == (0.0, 0.0, ("b",))
    assert 0.05 < found.harmonic.high < 0.5


def test_nothing_wrong_leaves_room_below():
    found = kind_means(seen({"a": [True] * 20, "b": [True] * 20, "c": [True] * 20}))
    assert found.harmonic.value == found.harmonic.high == 1.0
    assert 0.8 < found.harmonic.low < 1.0


def test_unresolved_errors_reach_from_worst_to_best():
    rows = {"a": [True, None, False, True] * 5, "b": [True, True, False, True] * 5}
    found = kind_means(seen(rows))
    worst = kind_means(seen({**rows, "a": [bool(right) for right in rows["a"]]}))
    best = kind_means(seen({**rows, "a": [right is not False for right in rows["a"]]}))
    assert not found.complete
    assert (found.harmonic.value, found.best) == (worst.harmonic.value, best.harmonic.value)
    assert (found.harmonic.low, found.harmonic.high) == (worst.harmonic.low, best.harmonic.high)


def test_epochs_of_an_item_are_averaged():
    twice = [
        Observation(f"{kind}{i}", kind, f"{kind}{i}", epoch, epoch == 1)
        for kind in "abc" for i in range(4) for epoch in (1, 2)
    ]  # fmt: skip
    assert kind_means(twice, replicates=QUICK).harmonic.value == 0.5


def test_a_system_less_itself_is_nothing_at_all():
    rows = seen(drawn((0.2, 0.5, 0.8), 20, "self"))
    found = compare_means(rows, rows, names=("x", "x again"))
    assert found.harmonic.low < found.harmonic.value == 0.0 < found.harmonic.high
    assert (found.first, found.items, found.complete) == ("x", 60, True)


@pytest.mark.parametrize("swap", [False, True])
def test_a_large_difference_is_seen_and_the_macro_one_is_that_of_compare(swap):
    pair = [seen(drawn(shares, 40, "pair", place)) for place, shares in enumerate([(0.9, 0.8, 0.9), (0.3, 0.2, 0.4)])]
    first, second = reversed(pair) if swap else pair
    found = compare_means(first, second)
    assert found.macro == compare(first, second).difference
    assert (found.harmonic.high < 0.0) if swap else (found.harmonic.low > 0.0)


def test_swapping_the_systems_turns_the_sign():
    one, two = (seen(drawn((0.3, 0.5, 0.6), 25, "swap", place)) for place in range(2))
    forth, back = compare_means(one, two).harmonic, compare_means(two, one).harmonic
    assert forth.value == pytest.approx(-back.value)
    assert forth.low == pytest.approx(-back.high, abs=0.02)


def test_pairing_narrows_the_interval():
    rows = drawn((0.4, 0.5, 0.6), 40, "narrow")
    nearly = {kind: [*inside[:-1], not inside[-1]] for kind, inside in rows.items()}
    other = drawn((0.4, 0.5, 0.6), 40, "narrow, other")
    near, far = (compare_means(seen(rows), seen(two)).harmonic for two in (nearly, other))
    assert near.high - near.low < 0.6 * (far.high - far.low)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"replicates": 10}, InputError, "give at least 100"),
        ({"target": "all documents"}, InputError, "unknown target"),
        ({"level": 1.5}, InputError, "not a confidence level"),
        ({"target": "new documents"}, EstimateError, "at least 10 are needed"),
    ],
)
def test_what_cannot_be_estimated_is_refused(options, error, says):
    with pytest.raises(error, match=says):
        kind_means(seen({"a": [True, False] * 5, "b": [True] * 10}, clusters=5), **options)


def test_no_observations_have_no_mean():
    with pytest.raises(EstimateError, match="empty set"):
        kind_means([])


def test_items_that_share_their_document_tell_less():
    rows = {kind: [i % 12 < 6 for i in range(60)] for kind in "abc"}  # a document is all right or all wrong
    apart, together = (
        kind_means(seen(rows, clusters=12), target=target).harmonic for target in ("these documents", "new documents")
    )
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shares", "gains"),
    [((0.5, 0.5, 0.5), 0.0), ((0.1, 0.3, 0.6, 0.8), 0.15), ((0.1,) * 8, 0.1), ((0.02, 0.5, 0.5), 0.2)],
)
def test_intervals_cover_the_truth(shares, gains):
    """150 trials at 0.95: fewer than 0.89 covered would come once in thousands of times."""
    better = tuple(min(0.95, share + gains) for share in shares)
    covered = [0, 0]
    for trial in range(150):
        two = [seen(drawn(p, 25, "cover", trial, str(p), place)) for place, p in enumerate((shares, better))]
        alone = kind_means(two[0], replicates=QUICK, seed=trial).harmonic
        apart = compare_means(two[1], two[0], replicates=QUICK, seed=trial).harmonic
        covered[0] += alone.low <= harmonic(shares) <= alone.high
        covered[1] += apart.low <= harmonic(better) - harmonic(shares) <= apart.high
    assert min(covered) >= 0.89 * 150

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from benchwright.errors import EstimateError, InputError
from benchwright.stats import mean_interval, wilson

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])
REALS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))


@given(st.integers(1, 500), st.data(), LEVELS)
def test_wilson_equals_statsmodels(n, data, level):
    successes = data.draw(st.integers(0, n))
    found = wilson(successes, n, level)
    assert (found.low, found.high) == pytest.approx(
        proportion_confint(successes, n, alpha=1 - level, method="wilson"), abs=1e-12
    )


@given(st.floats(0.5, 300), st.floats(0, 1))
def test_wilson_takes_real_counts_and_keeps_its_order(n, share):
    found = wilson(min(n, share * n), n)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.integers(1, 200), st.data())
def test_wilson_mirrors_failures(n, data):
    successes = data.draw(st.integers(0, n))
    ours, theirs = wilson(successes, n), wilson(n - successes, n)
    assert (ours.low, ours.high) == pytest.approx((1 - theirs.high, 1 - theirs.low), abs=1e-12)


def test_wilson_at_the_ends_has_width():
    assert wilson(0, 20).low == 0
    assert wilson(0, 20).high == pytest.approx(0.1611, abs=1e-4)
    assert wilson(20, 20).high == 1


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (0, -1), (0, float("nan"))])
def test_no_trials_have_no_proportion(successes, n):
    with pytest.raises(EstimateError, match="at least one trial"):
        wilson(successes, n)


@pytest.mark.parametrize("successes", [-1, 11, float("nan")])
def test_impossible_counts_are_refused(successes):
    with pytest.raises(InputError, match="between 0 and 10"):
        wilson(successes, 10)


@pytest.mark.parametrize("level", [0, 1, 95, -0.1, float("nan")])
def test_a_level_lies_between_0_and_1(level):
    with pytest.raises(InputError, match=r"such as 0\.95"):
        wilson(1, 2, level)


@given(st.lists(REALS, min_size=2, max_size=30), LEVELS)
def test_the_mean_of_values_equals_scipy(values, level):
    assume(max(values) - min(values) > 1e-3)
    found = mean_interval(values, level=level)
    known = stats.t.interval(level, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
    assert (found.low, found.high) == pytest.approx(known, rel=1e-9, abs=1e-6)


def test_unknown_values_are_left_out_and_counted():
    found = mean_interval([1.0, None, 3.0, None])
    assert (found.value, found.n, found.settings["unscored"]) == (2.0, 2, 2)


@pytest.mark.parametrize("values", [[], [None, None], [1.0], [2.0, 2.0, 2.0]])
def test_what_has_no_spread_has_no_interval(values):
    with pytest.raises(EstimateError):
        mean_interval(values)


def test_values_of_one_document_count_once():
    numbers = [float(index // 5) for index in range(60)]
    names = [f"d{index // 5}" for index in range(60)]
    alone, grouped = mean_interval(numbers), mean_interval(numbers, clusters=names)
    twelve = mean_interval([float(value) for value in range(12)])
    assert (grouped.target, grouped.clusters) == ("new documents", 12)
    assert grouped.high - grouped.low == pytest.approx(twelve.high - twelve.low, rel=1e-9)
    assert grouped.high - grouped.low > 2 * (alone.high - alone.low)


def test_clustered_means_refuse_what_they_cannot_carry():
    with pytest.raises(EstimateError, match="9 documents"):
        mean_interval(list(range(18)), clusters=[str(index % 9) for index in range(18)])
    with pytest.raises(InputError, match="each value its cluster"):
        mean_interval([1.0, 2.0], clusters=["a"])
    with pytest.raises(InputError, match="not finite"):
        mean_interval([1.0, float("inf")])

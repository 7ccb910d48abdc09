import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from statsmodels.stats.proportion import proportion_confint

from benchwright.stats import _score

Z = 1.959963984540054


@st.composite
def strata(draw, most=4):
    sizes = draw(st.lists(st.integers(1, 60), min_size=1, max_size=most))
    return np.array([draw(st.integers(0, n)) for n in sizes], dtype=float), np.array(sizes, dtype=float)


def likeliest(successes, sizes, mean):
    """Proportions with the given mean that maximise the likelihood, by two nested bisections on the multiplier."""

    def share(x, n, m):
        return brentq(lambda p: x * (1 - p) - (n - x) * p - m * p * (1 - p), -1e-15, 1 + 1e-15, xtol=1e-15)

    def excess(m):
        return np.mean([share(x, n, m) for x, n in zip(successes, sizes, strict=True)]) - mean

    m = brentq(excess, -1e7, 1e7, xtol=1e-10, maxiter=500)
    return np.array([share(x, n, m) for x, n in zip(successes, sizes, strict=True)])


def slow_low(successes, sizes):
    """The lower bound by testing every mean."""

    def gap(mean):
        p = likeliest(successes, sizes, mean)
        each, k = p * (1 - p) / sizes, len(sizes)
        variance, third = each.sum() / k**2, (each * (1 - 2 * p) / sizes).sum() / k**3
        reach = Z + (Z * Z - 1) / 6 * max(0, third / variance**1.5)
        return (successes / sizes).mean() - mean - reach * variance**0.5

    return brentq(gap, 1e-6, (successes / sizes).mean() - 1e-6)


@given(strata(most=1))
def test_one_stratum_is_wilson_or_a_little_wider(case):
    successes, sizes = case
    low, high = _score.interval(successes, sizes, Z)
    known = proportion_confint(int(successes[0]), int(sizes[0]), method="wilson")
    assert low == pytest.approx(known[0], abs=1e-7) if known[0] > 0.5 else low <= known[0] + 1e-7
    assert high == pytest.approx(known[1], abs=1e-7) if known[1] < 0.5 else high >= known[1] - 1e-7
    assert high - low < 1.25 * (known[1] - known[0])


@pytest.mark.parametrize(
    ("successes", "sizes"), [([3, 7], [10, 9]), ([1, 4, 20], [5, 5, 40]), ([4.5, 2.25], [12.5, 3.5])]
)
def test_bounds_equal_testing_every_mean(successes, sizes):
    successes, sizes = np.array(successes, dtype=float), np.array(sizes, dtype=float)
    low, high = _score.interval(successes, sizes, Z)
    assert low == pytest.approx(slow_low(successes, sizes), abs=1e-6)
    assert high == pytest.approx(1 - slow_low(sizes - successes, sizes), abs=1e-6)


@given(strata())
def test_the_interval_lies_in_the_scale_around_the_mean(case):
    low, high = _score.interval(*case, Z)
    mean = float((case[0] / case[1]).mean())
    assert -1e-12 <= low <= mean + 1e-9
    assert mean - 1e-9 <= high <= 1 + 1e-12
    assert high - low > 0


@given(strata())
def test_failures_mirror_successes(case):
    low, high = _score.interval(*case, Z)
    other_low, other_high = _score.interval(case[1] - case[0], case[1], Z)
    assert (1 - other_high, 1 - other_low) == pytest.approx((low, high), abs=1e-9)


@given(strata(), st.data())
def test_one_more_success_never_lowers_a_bound(case, data):
    successes, sizes = case
    stratum = data.draw(st.integers(0, len(sizes) - 1))
    more = np.minimum(successes + (np.arange(len(sizes)) == stratum), sizes)
    before, after = _score.interval(successes, sizes, Z), _score.interval(more, sizes, Z)
    assert after[0] >= before[0] - 1e-9
    assert after[1] >= before[1] - 1e-9


@given(strata())
def test_twice_the_data_is_narrower(case):
    low, high = _score.interval(*case, Z)
    twice = _score.interval(2 * case[0], 2 * case[1], Z)
    assert twice[1] - twice[0] < high - low


@given(strata(), st.floats(0.02, 0.98))
def test_the_deviate_is_where_a_bound_touches(case, null):
    deviate = abs(_score.deviate(*case, null))
    if 0.05 < deviate < 6:
        narrow, wide = (_score.interval(*case, deviate * scale) for scale in (0.999, 1.001))
        assert not narrow[0] <= null <= narrow[1]
        assert wide[0] <= null <= wide[1]

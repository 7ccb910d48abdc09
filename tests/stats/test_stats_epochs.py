from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats_cases import changed, observe

from benchwright.errors import EstimateError, InputError
from benchwright.stats import Observation, headline, pass_at_k, pass_hat_k, pass_rate


@st.composite
def attempts(draw):
    n = draw(st.integers(1, 8))
    return n, draw(st.integers(0, n)), draw(st.integers(1, n))


@given(attempts())
def test_both_equal_counting_every_choice_of_k_attempts(case):
    n, c, k = case
    chosen = list(combinations([index < c for index in range(n)], k))
    assert pass_at_k(n, c, k) == pytest.approx(sum(map(any, chosen)) / len(chosen))
    assert pass_hat_k(n, c, k) == pytest.approx(sum(map(all, chosen)) / len(chosen))


@given(attempts())
def test_one_of_k_is_never_less_likely_than_all_of_k(case):
    n, c, k = case
    assert pass_hat_k(n, c, k) <= c / n + 1e-12
    assert pass_at_k(n, c, k) >= c / n - 1e-12
    assert pass_hat_k(n, c, k) == pytest.approx(1 - pass_at_k(n, n - c, k))


@pytest.mark.parametrize("function", [pass_at_k, pass_hat_k])
@pytest.mark.parametrize(
    ("case", "error"), [((3, 1, 4), EstimateError), ((3, 4, 1), InputError), ((3, 1, 0), InputError)]
)
def test_impossible_numbers_are_refused(function, case, error):
    with pytest.raises(error):
        function(*case)


def epochs(*rows):
    return [
        Observation(f"i{item}", "count", f"d{item % 3}", epoch, right)
        for item, row in enumerate(rows)
        for epoch, right in enumerate(row)
    ]


def test_the_rate_is_the_mean_over_items():
    found = epochs([True, False, False], [False, False, False], [True, True, True], [True, True, False])
    assert pass_rate(found, 2).estimate.value == pytest.approx((2 / 3 + 0 + 1 + 1) / 4)
    assert pass_rate(found, 2, every=True).estimate.value == pytest.approx((0 + 0 + 1 + 1 / 3) / 4)
    assert pass_rate(found, 1) == headline(found)


def test_unresolved_epochs_widen_the_rate():
    found = epochs(*[[True, None, False]] * 10)
    rate = pass_rate(found, 2)
    assert (rate.complete, rate.worst.value, rate.best.value) == (False, pytest.approx(2 / 3), 1.0)
    assert rate.estimate.high == rate.best.high
    assert pass_rate(changed(found, right=lambda seen: bool(seen.right)), 2).estimate == rate.worst


def test_k_beyond_the_epochs_of_any_item_is_refused():
    with pytest.raises(EstimateError, match="item 'i1' has 1 epochs, fewer than k = 2"):
        pass_rate(epochs([True, False], [True]), 2)
    with pytest.raises(InputError, match="at least 1"):
        pass_rate(observe([True]), 0)


def test_epochs_that_even_out_in_one_kind_make_no_other_kind_surer():
    steady = [Observation(f"s{item}", "steady", "d0", 1 + epoch, True) for item in range(20) for epoch in range(2)]
    even = [Observation(f"e{item}", "even", "d0", 1 + epoch, epoch == 0) for item in range(20) for epoch in range(2)]
    alone, both = headline(steady).estimate, headline([*steady, *even]).estimate
    assert both.value - both.low > (alone.value - alone.low) / 2

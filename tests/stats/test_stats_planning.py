import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.power import NormalIndPower

from benchwright.errors import EstimateError, InputError
from benchwright.stats import Study, detectable, mcnemar, plan_items


def test_a_plan_says_itself_in_one_sentence():
    plan = plan_items(5, discordance=0.2)
    assert plan.items == 626
    assert plan.sentence == (
        "To see a difference of 5 points between two systems on the same items, from 50 % right, "
        "with 80 % power at level 0.95: 626 items."
    )


@pytest.mark.parametrize(("points", "discordance"), [(10, 0.2), (20, 0.5), (5, 0.1)])
def test_the_planned_items_give_the_power_promised(points, discordance):
    items, delta = plan_items(points, discordance=discordance).items, points / 100
    stream = np.random.default_rng(1)
    share = (discordance + delta) / 2
    apart = stream.binomial(items, discordance, size=4000)
    better = stream.binomial(apart, share / discordance)
    known = {}
    found = 0
    for first, total in zip(better.tolist(), apart.tolist(), strict=True):
        key = (first, total)
        known.setdefault(key, binom.cdf(min(first, total - first), total, 0.5) * 2 - binom.pmf(first, total, 0.5))
        found += known[key] <= 0.05  # mid-p, which is closest to the normal form that plans use
    assert found / 4000 == pytest.approx(0.8, abs=0.035)
    assert mcnemar(0, 0).p == 1


def test_unpaired_plans_are_close_to_statsmodels():
    effect = 2 * (math.asin(math.sqrt(0.6)) - math.asin(math.sqrt(0.5)))
    known = NormalIndPower().solve_power(effect, alpha=0.05, power=0.8)
    assert plan_items(10, paired=False).items == pytest.approx(known, rel=0.01)


settings_of = st.fixed_dictionaries(
    {
        "base_rate": st.floats(0.1, 0.9),
        "discordance": st.one_of(st.none(), st.floats(0.3, 1)),
        "power": st.floats(0.6, 0.95),
        "paired": st.booleans(),
        "design_effect": st.floats(0.5, 5),
    }
)


@given(st.integers(40, 5000), settings_of)
def test_what_is_detectable_needs_just_the_items_it_was_asked_for(n, fields):
    study = Study(**fields)
    try:
        found = detectable(n, study)
    except EstimateError:
        return
    assert found.items == n
    assert plan_items(found.points, study).items <= n
    assert plan_items(found.points * 0.99, study).items >= n


@given(settings_of, st.floats(1, 15), st.floats(1.01, 2))
def test_smaller_differences_and_larger_design_effects_need_more(fields, points, factor):
    study = Study(**fields)
    items = plan_items(points, study).items
    assert plan_items(points / factor, study).items >= items
    assert plan_items(points, study, design_effect=fields["design_effect"] * factor).items >= items


@pytest.mark.parametrize(
    "fields",
    [{"base_rate": 1.2}, {"level": 95}, {"power": 0.2}, {"discordance": -1}, {"design_effect": 0}, {"rate": 0.5}],
)
def test_impossible_assumptions_are_refused(fields):
    with pytest.raises(InputError):
        plan_items(5, **fields)


def test_impossible_differences_are_refused():
    with pytest.raises(InputError, match="at most 100"):
        plan_items(0)
    with pytest.raises(EstimateError, match="larger discordance"):
        plan_items(20, discordance=0.1)
    with pytest.raises(EstimateError, match="at least"):
        detectable(2)
    with pytest.raises(InputError, match="at least 1"):
        detectable(0)

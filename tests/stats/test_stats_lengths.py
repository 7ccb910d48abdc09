"""Lengths: planted cases, slow twins, laws, and coverage in small (`proofs/lengths.py` is the full form)."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import EstimateError, InputError
from benchwright.stats import Reach, Sized, by_length, effective_length, length_fit
from benchwright.stats.lengths import monotone

LENGTHS = (1000, 2000, 4000, 8000, 16000)


def rows(right, *, groups=30, lengths=LENGTHS, documents=10, kinds=2):
    """One attempt per group and length; `right(group, length)` says whether it was right."""
    return [
        Sized(f"g{group:03d}", f"d{group % documents}", f"k{group // documents % kinds}", length, right(group, length),
              position=(group * 7 % groups) / (groups - 1))
        for group in range(groups)
        for length in lengths
    ]  # fmt: skip


def fading(seed, *, groups=60, slope=0.8, late=0.0, documents=10, kinds=2):
    """A system whose logit falls by `slope` per doubling, and with the place of the evidence."""
    stream = np.random.default_rng(seed)
    luck, rolls = stream.normal(0, 1, groups), stream.random((groups, len(LENGTHS)))

    def right(group, length):
        place = (group * 7 % groups) / (groups - 1)
        logit = luck[group] + 1.5 - slope * math.log2(length / 1000) - late * (place - 0.5)
        return bool(rolls[group, LENGTHS.index(length)] < 1 / (1 + math.exp(-logit)))

    return rows(right, groups=groups, documents=documents, kinds=kinds)


ALL = rows(lambda *_: True)


def reach(right, **more):
    return effective_length(rows(right), ALL, **more)


def test_all_right_reaches_the_last_length_and_says_no_more():
    found = reach(lambda *_: True)
    assert found.value == found.low == found.high == Reach(16000.0, "at least")


def test_all_wrong_lies_below_the_first_length():
    found = reach(lambda *_: False)
    assert found.value == found.low == found.high == Reach(1000.0, "below")


def test_a_cliff_lies_between_the_lengths_around_it():
    found = reach(lambda _, length: length <= 4000)
    assert found.value.tokens == pytest.approx(4000 * 2**0.1)
    assert 4000 <= found.low.tokens <= found.value.tokens <= found.high.tokens <= 8000


def test_a_flat_drop_within_what_is_allowed_reaches_the_last_length():
    found = reach(lambda group, _: group % 15 != 0)
    assert found.value == Reach(16000.0, "at least")
    assert found.low == Reach(1000.0, "below")


def test_a_curve_that_is_not_monotone_is_made_so():
    bad = {2000: 9, 4000: 0}  # drops 0, .3, 0, 0, 0: on a rising curve .06 from the third on
    found = reach(lambda group, length: group >= bad.get(length, 0))
    assert found.value == Reach(16000.0, "at least")


def test_more_allowance_reaches_further():
    seen = fading(1)
    ends = [effective_length(seen, rows(lambda *_: True, groups=60), allow=allow) for allow in (0.05, 0.2, 0.4, 0.6)]
    assert [one.value.order() for one in ends] == sorted(one.value.order() for one in ends)


def test_without_a_ceiling_the_shortest_length_is_one():
    found = effective_length(rows(lambda group, length: group % 2 == 0 and length <= 4000))
    assert found.ceiling == "shortest length"
    assert found.value.tokens == pytest.approx(4000 * 2**0.2)
    first = by_length(ALL)[0]
    assert first.drop is None
    assert first.refused == "this length is the ceiling"


def test_the_order_of_rows_and_the_names_of_groups_do_not_matter():
    seen = fading(2, groups=30)
    other = [replace(row, group=f"x{row.group}") for row in reversed(seen)]
    tops = [replace(row, group=f"x{row.group}") for row in ALL]
    assert effective_length(seen, ALL) == effective_length(other, tops)
    assert length_fit(seen).doubling.value == pytest.approx(length_fit(other).doubling.value)


def test_unresolved_attempts_leave_two_values():
    seen = rows(lambda group, length: None if length == 8000 and group < 20 else length <= 8000)
    found = effective_length(seen, ALL)
    assert not found.complete
    assert found.value.tokens < 8000 < found.best.tokens


def test_a_length_without_any_resolved_attempt_is_left_out():
    seen = rows(lambda group, length: None if length == 16000 else group > 2 or length < 4000)
    found = effective_length(seen, ALL)
    assert found.left_out == (16000,)
    assert found.value == Reach(8000.0, "at least")


@pytest.mark.parametrize(
    ("seen", "top", "says"),
    [
        (rows(lambda *_: True, lengths=(1000,)), None, "1 length"),
        (rows(lambda *_: False), rows(lambda group, _: group == 0), "no drop can exceed"),
        (rows(lambda *_: None), None, "0 length"),
        (ALL, rows(lambda *_: True, lengths=(1000,)), "measured at 1 of 5"),
        (rows(lambda *_: True, groups=9), None, "9 groups cannot carry"),
        ([], None, "no attempts"),
    ],
)
def test_what_the_data_cannot_carry_is_refused(seen, top, says):
    with pytest.raises(EstimateError, match=says):
        effective_length(seen, top)


def test_new_documents_need_ten():
    with pytest.raises(EstimateError, match="5 documents cannot carry"):
        effective_length(rows(lambda *_: True, documents=5), target="new documents")


@pytest.mark.parametrize("allow", [0.0, 1.0, -0.1, math.nan])
def test_an_allowance_that_is_none_is_refused(allow):
    with pytest.raises(InputError, match="allowed drop"):
        effective_length(ALL, allow=allow)


def test_a_length_of_nothing_is_refused():
    with pytest.raises(InputError, match="above 0"):
        by_length([Sized("g", "d", "k", 0, right=True)])


def pooled(values, weights):
    """Adjacent violators, pooled one pair at a time."""
    blocks = [([value], weight) for value, weight in zip(values, weights, strict=True)]
    blocks = [(value[0], weight, 1) for value, weight in blocks]
    while any(left[0] > right[0] for left, right in pairwise(blocks)):
        at = next(i for i in range(len(blocks) - 1) if blocks[i][0] > blocks[i + 1][0])
        (a, v, m), (b, w, n) = blocks[at : at + 2]
        blocks[at : at + 2] = [((a * v + b * w) / (v + w), v + w, m + n)]
    return [value for value, _, count in blocks for _ in range(count)]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(-1, 1), st.integers(1, 50)), min_size=1, max_size=8))
def test_the_monotone_curve_is_that_of_pooled_violators(pairs):
    values, weights = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    assert monotone(values[None, :], weights)[0] == pytest.approx(pooled(values, weights), abs=1e-9)


def test_the_fit_is_that_of_statsmodels_with_clustered_errors():
    import statsmodels.api as sm

    seen = fading(4, groups=200, kinds=1)
    x = np.array([[1.0, math.log2(row.length)] for row in seen])
    y = np.array([row.right for row in seen], dtype=float)
    same = [replace(row, position=None) for row in seen]
    found = length_fit(same).doubling
    fit = sm.GLM(y, x, family=sm.families.Binomial()).fit(cov_type="cluster", cov_kwds={"groups": [
        int(row.group[1:]) for row in seen]})  # fmt: skip
    ends = [fit.predict([[1.0, math.log2(length)]])[0] for length in (1000, 16000)]
    assert found.value == pytest.approx((ends[0] - ends[1]) / 4, abs=2e-3)
    grads = [
        chance * (1 - chance) * np.array([1.0, math.log2(n)]) for chance, n in zip(ends, (1000, 16000), strict=True)
    ]
    error = math.sqrt((grads[0] - grads[1]) @ fit.cov_params() @ (grads[0] - grads[1])) / 4
    assert (found.high - found.low) / 2 == pytest.approx(1.97 * error, rel=0.06)


def test_late_evidence_that_is_missed_is_found():
    found = length_fit(fading(5, groups=200, late=4.0))
    assert found.late.low > 0.2
    assert found.middle.low < 0 < found.middle.high
    assert found.unplaced == ""


@pytest.mark.parametrize(
    ("seen", "says"),
    [
        (ALL, "rarer outcome"),
        (rows(lambda _, length: length <= 4000), "separation"),
        (rows(lambda group, _: group % 2 == 0, lengths=(1000,)), "1 length"),
        (rows(lambda group, length: None if group == 0 else length < 4000), "unresolved"),
        (rows(lambda group, length: group % 2 == 0 or length < 4000, groups=8, documents=4), "8 groups"),
    ],
)
def test_a_trend_that_is_not_identified_is_refused(seen, says):
    with pytest.raises(EstimateError, match=says):
        length_fit(seen)


def test_position_is_withheld_with_its_reason():
    near = [replace(row, position=0.4 + row.position / 10) for row in fading(6)]
    found = length_fit(near)
    assert found.late is None
    assert "too near" in found.unplaced
    nowhere = length_fit([replace(row, position=None) for row in near])
    assert "too few places" in nowhere.unplaced


def test_intervals_of_length_hold_the_truth_in_small():
    top, truth = rows(lambda *_: True, groups=60), truth_of(0.8)
    held = [0, 0]
    for seed in range(60):
        seen = fading(100 + seed)
        far, fit = effective_length(seen, top, allow=0.4), length_fit(seen).doubling
        held[0] += far.low.tokens <= truth[0] <= far.high.tokens
        held[1] += fit.low <= truth[1] <= fit.high
    assert min(held) >= 52


def truth_of(slope):
    """Crossing of .4, and cost per doubling, by brute force over luck."""
    luck = np.random.default_rng(0).normal(0, 1, 200_000)
    chances = [np.mean(1 / (1 + np.exp(-(luck + 1.5 - slope * place)))) for place in range(5)]
    at = next(place for place in range(4) if 1 - chances[place + 1] > 0.4)
    part = (0.6 - chances[at]) / (chances[at + 1] - chances[at])
    return 1000 * 2 ** (at + part), (chances[0] - chances[4]) / 4

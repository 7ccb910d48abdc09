import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_cases import changed, corpus, observations, observe, slow_headline
from statsmodels.stats.contingency_tables import mcnemar as known_mcnemar

from benchwright.errors import EstimateError, InputError
from benchwright.stats import compare, headline, mcnemar

few = settings(max_examples=40)


@st.composite
def pairs(draw, *, unresolved=False):
    first = draw(observations(epochs=st.integers(1, 3), unresolved=unresolved))
    outcomes = [True, False, None] if unresolved else [True, False]
    flips = draw(st.lists(st.sampled_from(outcomes), min_size=len(first), max_size=len(first)))
    flipped = dict(zip(((seen.item, seen.epoch) for seen in first), flips, strict=True))
    return first, changed(first, right=lambda seen: flipped[seen.item, seen.epoch])


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_equals_statsmodels(first, second):
    known = known_mcnemar([[3, first], [second, 5]], exact=True).pvalue
    assert mcnemar(first, second).p == pytest.approx(min(1.0, known), abs=1e-12)


@few
@given(pairs())
def test_the_difference_is_the_difference_of_headlines(pair):
    found = compare(*pair).difference
    assert found.value == pytest.approx(float(slow_headline(pair[0]) - slow_headline(pair[1])), abs=1e-12)
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


@few
@given(pairs(unresolved=True))
def test_swapping_the_systems_swaps_the_sign(pair):
    ours, theirs = compare(*pair), compare(*reversed(pair))
    found, mirrored = ours.difference, theirs.difference
    assert (found.low, found.value, found.high) == pytest.approx((-mirrored.high, -mirrored.value, -mirrored.low))
    assert ours.p == pytest.approx(theirs.p)
    assert (ours.mcnemar.first, ours.mcnemar.second) == (theirs.mcnemar.second, theirs.mcnemar.first)


@few
@given(pairs(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_p_value_says_whether_the_interval_holds_0(pair, level):
    found = compare(*pair, level=level)
    if abs(found.p - (1 - level)) > 1e-6:
        assert (found.difference.low <= 0 <= found.difference.high) == (found.p > 1 - level)


@few
@given(pairs(unresolved=True))
def test_errors_are_taken_as_whatever_is_worse(pair):
    found = compare(*pair)
    for ours in (False, True):
        filled = (
            changed(pair[0], right=lambda seen, o=ours: o if seen.right is None else seen.right),
            changed(pair[1], right=lambda seen, o=ours: (not o) if seen.right is None else seen.right),
        )
        case = compare(*filled)
        assert found.difference.low <= case.difference.low + 1e-9
        assert found.difference.high >= case.difference.high - 1e-9
        assert found.p >= case.p - 1e-9
    assert found.complete == all(seen.right is not None for side in pair for seen in side)


def test_systems_that_never_differ_still_have_an_interval():
    side = observe([True, False] * 20)
    found = compare(side, side)
    assert (found.p, found.mcnemar.p, found.difference.value) == (1.0, 1.0, 0.0)
    assert found.difference.high == pytest.approx(-found.difference.low)
    # Tango's score interval of 0 discordant pairs in 40 reaches 3.84 / 43.84 = 0.088; Bonett & Price's 0.066.
    assert 0.05 < found.difference.high < 0.1


def test_a_kind_of_ties_makes_no_other_kind_surer():
    won = [seen for kind in ("count", "date", "name", "place") for seen in observe([True] * 4, kind=kind)]
    first = [*won, *observe([False] * 4, kind="none")]
    second = changed(first, right=lambda _: False)
    paired, single = compare(first, second).difference, headline(first).estimate
    assert paired.value == single.value == 0.8
    assert paired.low < single.low
    assert paired.high > single.high
    assert paired.low > 0.3


def test_pairing_sees_what_two_intervals_hide():
    stream = random.Random(1)
    first = observe([stream.random() < 0.5 for _ in range(200)])
    second = changed(first, right=lambda seen: seen.right and stream.random() < 0.85)
    found = compare(first, second)
    assert found.p < 0.001
    assert found.difference.low > 0
    assert found.mcnemar.second == 0


def test_only_shared_items_count_and_the_rest_are_told():
    first, second = observe([True] * 12), observe([False] * 10)
    found = compare(first[2:], [*second, *observe([True] * 5, kind="date")])
    assert (found.items, found.dropped) == (8, (2, 7))
    assert found.difference.value == 1


def test_runs_that_share_nothing_or_contradict_each_other_are_refused():
    with pytest.raises(EstimateError, match="share none of their 3 and 2 items"):
        compare(observe([True] * 3), observe([True] * 2, prefix="x"))
    with pytest.raises(InputError, match="compare runs of the same benchmark"):
        compare(observe([True]), changed(observe([True]), cluster=lambda _: "d9"))
    with pytest.raises(EstimateError, match="no items were given"):
        compare([], observe([True]))


def test_new_documents_need_ten_and_are_never_surer():
    with pytest.raises(EstimateError, match="9 documents"):
        compare(corpus(0.5, documents=9), corpus(0.5, documents=9, seed=1), target="new documents")
    pair = corpus(0.6), corpus(0.4, seed=1)
    these, new = compare(*pair), compare(*pair, target="new documents")
    assert new.difference.high - new.difference.low >= these.difference.high - these.difference.low
    assert new.p >= these.p


def test_the_detectable_difference_shrinks_with_items_and_agreement():
    def power_of(count, share):
        stream = random.Random(5)
        first = observe([stream.random() < 0.5 for _ in range(count)])
        return compare(first, changed(first, right=lambda seen: seen.right ^ (stream.random() < share))).detectable

    assert power_of(100, 0.3) > power_of(1000, 0.3) > power_of(1000, 0.05)
    assert power_of(1000, 0.3) == pytest.approx((1.96 + 0.84) * (0.3 / 1000) ** 0.5, rel=0.1)


def test_equal_systems_are_told_apart_as_often_as_the_level_says():
    wrong = sum(
        compare(corpus(0.5, documents=5, seed=2 * run), corpus(0.5, documents=5, seed=2 * run + 1)).p <= 0.1
        for run in range(150)
    )
    assert 4 <= wrong <= 27  # 15 are expected, with a standard deviation of 3.7

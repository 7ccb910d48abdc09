import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_cases import KINDS, changed, corpus, observations, observe, slow_headline

from benchwright.errors import EstimateError, InputError
from benchwright.stats import Observation, _resample, _variance, by_kind, headline, proportion, tabulate, wilson

few = settings(max_examples=50)


@few
@given(observations(epochs=st.integers(1, 4)))
def test_the_value_equals_the_slow_twin(found):
    result = headline(found)
    assert result.estimate.value == pytest.approx(float(slow_headline(found)), abs=1e-12)
    assert 0 <= result.estimate.low <= result.estimate.value <= result.estimate.high <= 1
    assert result.estimate.low < result.estimate.high


@few
@given(observations(epochs=st.integers(1, 3), unresolved=True), st.randoms(use_true_random=False))
def test_order_does_not_matter(found, stream):
    mixed = list(found)
    stream.shuffle(mixed)
    assert headline(mixed) == headline(found)


@few
@given(observations(epochs=st.integers(1, 3)))
def test_failures_mirror_successes(found):
    ours, theirs = headline(found).estimate, headline(changed(found, right=lambda seen: not seen.right)).estimate
    assert (ours.low, ours.high) == pytest.approx((1 - theirs.high, 1 - theirs.low), abs=1e-9)


@few
@given(observations())
def test_the_same_items_again_are_narrower(found):
    once = headline(found).estimate
    twice = headline(found + changed(found, item=lambda seen: seen.item + "'")).estimate
    assert twice.value == pytest.approx(once.value, abs=1e-12)
    assert twice.high - twice.low < once.high - once.low


@few
@given(observations(), st.data())
def test_one_more_right_item_never_lowers_a_bound(few_items, data):
    found = [seen for copy in range(3) for seen in changed(few_items, item=lambda seen, c=copy: f"{seen.item}-{c}")]
    lucky = data.draw(st.sampled_from(found)).item
    before = headline(found).estimate
    after = headline(changed(found, right=lambda seen: seen.right or seen.item == lucky)).estimate
    assert after.low >= before.low - 1e-9
    assert after.high >= before.high - 1e-9


@few
@given(observations(epochs=st.integers(1, 3)))
def test_repeating_every_epoch_changes_nothing(found):
    again = found + changed(found, epoch=lambda seen: seen.epoch + 100)
    assert headline(again).estimate == headline(found).estimate


def test_kinds_weigh_the_same_whatever_their_number_of_items():
    found = observe([True] * 90) + observe([False] * 10, kind="date")
    assert headline(found).estimate.value == 0.5
    assert headline(found).kinds == {"count": 1.0, "date": 0.0}
    assert proportion(found).estimate.value == 0.9


@pytest.mark.parametrize(("right", "end"), [(False, 0.0), (True, 1.0)])
def test_an_interval_at_the_end_of_the_scale_has_wilson_s_width(right, end):
    found, known = headline(observe([right] * 20)).estimate, wilson(20 * right, 20)
    assert found.value == end
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=1e-7)


def test_epochs_narrow_less_than_items_do():
    stream = random.Random(3)
    one = observe([stream.random() < 0.5 for _ in range(60)])
    five = [Observation(seen.item, "count", "d0", e, stream.random() < 0.5) for seen in one for e in range(5)]
    more = observe([stream.random() < 0.5 for _ in range(300)])
    widths = [headline(found).estimate.high - headline(found).estimate.low for found in (one, five, more)]
    assert widths[0] > widths[1] > widths[2]


@few
@given(observations(epochs=st.integers(1, 2), unresolved=True))
def test_unresolved_errors_give_worst_and_best_bounds(found):
    result = headline(found)
    worst = headline(changed(found, right=lambda seen: bool(seen.right))).estimate
    best = headline(changed(found, right=lambda seen: seen.right is not False)).estimate
    assert (result.worst, result.best) == (worst, best)
    assert (result.estimate.low, result.estimate.value, result.estimate.high) == (worst.low, worst.value, best.high)
    assert result.unresolved == sum(seen.right is None for seen in found)
    assert result.complete == (result.unresolved == 0)


@pytest.mark.parametrize("estimator", [headline, proportion, by_kind])
def test_an_empty_set_has_no_mean(estimator):
    with pytest.raises(EstimateError, match="empty set"):
        estimator([])


@pytest.mark.parametrize("other", [{"kind": "date"}, {"cluster": "d1"}, {"epoch": 1}])
def test_contradictory_observations_are_refused(other):
    first = {"item": "a", "kind": "count", "cluster": "d0", "epoch": 1, "right": True}
    second = {**first, "epoch": 2, **other}
    with pytest.raises(InputError, match="item 'a'"):
        headline([Observation(**first), Observation(**second)])


def test_unknown_words_are_refused():
    found = observe([True, False])
    with pytest.raises(InputError, match="'these documents', 'new documents'"):
        headline(found, target="all documents")
    with pytest.raises(InputError, match="'score', 'bootstrap'"):
        headline(found, method="wald")
    with pytest.raises(InputError, match=r"0\.95"):
        headline(found, level=95, method="bootstrap")


def test_new_documents_need_ten_of_them():
    with pytest.raises(EstimateError, match="9 documents cannot carry") as caught:
        headline(corpus(0.5, documents=9), target="new documents")
    assert "\n" not in str(caught.value)
    assert headline(corpus(0.5, documents=10), target="new documents").estimate.clusters == 10


def test_a_kind_in_one_document_is_refused_for_new_ones():
    found = corpus(0.5) + observe([True, False], kind="rare", cluster="d03")
    with pytest.raises(EstimateError, match="kind 'rare' lies in one document"):
        headline(found, target="new documents")
    assert headline(found).complete


@pytest.mark.parametrize("share", [0, 0.03, 0.4, 1])
def test_new_documents_are_never_surer_than_these(share):
    for seed in range(5):
        found = corpus(share, seed=seed)
        these, new = headline(found).estimate, headline(found, target="new documents").estimate
        assert new.value == these.value
        assert new.low <= these.low + 1e-12
        assert new.high >= these.high - 1e-12


def test_names_of_documents_do_not_matter():
    found = corpus(0.4)
    renamed = changed(found, cluster=lambda seen: f"x{(7 * int(seen.cluster[1:])) % 12}")
    ours, theirs = (headline(data, target="new documents").estimate for data in (found, renamed))
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_items_that_share_a_fate_count_as_one():
    alike = [seen for d in range(30) for seen in observe([d % 3 == 0] * 10, cluster=f"d{d:02d}")]
    found, known = headline(alike, target="new documents").estimate, wilson(10, 30)
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=0.02)


def test_the_jackknife_equals_leaving_each_document_out():
    table = tabulate(corpus(0.4, documents=11, per_document=7, kinds=3))
    values = table.worst()
    left = [_variance.means(table.take(table.cluster != g), values[table.cluster != g]).mean() for g in range(11)]
    slow = sum((mean - _variance.means(table, values).mean()) ** 2 for mean in left) * 10 / 11
    assert _variance.jackknife(_variance.moves(table, values)) == pytest.approx(slow, rel=1e-9)


def test_each_kind_has_a_row_and_says_why_it_has_no_interval():
    found = corpus(0.5) + observe([True, None], kind="rare", cluster="d03")
    rows = {row.kind: row for row in by_kind(found, target="new documents")}
    assert list(rows) == ["count", "date", "rare"]
    assert (rows["count"].refused, rows["count"].rate.estimate.clusters) == ("", 12)
    assert rows["rare"].rate is None
    assert "1 documents cannot carry" in rows["rare"].refused
    assert (rows["rare"].items, rows["rare"].unresolved, rows["rare"].value) == (2, 1, 0.5)


def test_a_kind_alone_is_its_own_headline():
    found = corpus(0.5, kinds=4)
    for row in by_kind(found):
        assert row.rate == headline([seen for seen in found if seen.kind == row.kind])


def test_the_bootstrap_agrees_with_the_stratified_variance():
    found = corpus(0.5, documents=4, per_document=30, kinds=3)
    result = headline(found, method="bootstrap").estimate
    variance = 0.0
    for kind in KINDS[:3]:
        for cluster in range(4):
            cell = [seen.right for seen in found if (seen.kind, seen.cluster) == (kind, f"d{cluster:02d}")]
            variance += np.var(cell, ddof=1) / len(cell) * (len(cell) / 40 / 3) ** 2
    assert result.high - result.low == pytest.approx(2 * 1.96 * variance**0.5, rel=0.1)


def test_the_bootstrap_repeats_with_its_seed_and_takes_lone_items():
    found = corpus(0.5, documents=5, per_document=3, kinds=2)
    one, again = (headline(found, method="bootstrap", seed=1).estimate for _ in range(2))
    assert one == again
    assert one.low < one.value < one.high
    table = tabulate(found)
    draws = [_resample.within_documents(table, table.worst(), 50, seed).tolist() for seed in (1, 2)]
    assert draws[0] != draws[1]


@pytest.mark.parametrize("right", [[True], [True] * 20, [False] * 20])
def test_the_bootstrap_claims_no_certainty(right):
    with pytest.raises(EstimateError, match="use method 'score'"):
        headline(observe(right), method="bootstrap")


def test_the_bootstrap_of_a_headline_is_for_these_documents():
    with pytest.raises(InputError, match="for new documents use 'score'"):
        headline(corpus(0.5), target="new documents", method="bootstrap")

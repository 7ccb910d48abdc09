"""Constraints: a slow twin that counts, laws, and planted cases."""

from collections import defaultdict
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import EstimateError, InputError
from benchwright.stats import Constrained, constraint_metrics, headline, mean_interval
from benchwright.stats.constraints import bucket_of
from benchwright.stats.observations import Observation

NAMES = ("budget", "goal", "order")


def attempt(item, epoch=1, *, kept=(True,), complexity=0.5, tokens=10, unresolved=False):
    """An attempt at an item that has the first few of the names; its kind and cluster follow from its number."""
    marks = dict(zip(NAMES, kept, strict=False))
    value = None if unresolved else sum(marks.values()) / len(marks)
    held = dict.fromkeys(marks) if unresolved else marks
    return Constrained(str(item), f"kind {item % 2}", f"c{item}", epoch, value, held, tokens, complexity)


@st.composite
def studies(draw, *, unresolved=True):
    """Items with one to three constraints, all in the same number of epochs."""
    epochs = draw(st.integers(1, 3))
    rows = []
    for item in range(draw(st.integers(1, 8))):
        size, level = draw(st.integers(1, 3)), draw(st.sampled_from([None, 0.0, 0.2, 0.39, 0.6, 0.99, 1.0]))
        for epoch in range(epochs):
            kept = draw(st.tuples(*[st.booleans()] * size))
            lost = unresolved and draw(st.integers(0, 5)) == 0
            rows.append(attempt(item, epoch, kept=kept, complexity=level, unresolved=lost,
                                tokens=draw(st.integers(1, 90))))  # fmt: skip
    return rows


def per_item(rows, value):
    found = defaultdict(list)
    for one in rows:
        found[one.item].append(value(one))
    return found


def over_kinds(rows, held):
    """The mean over kinds of values by item."""
    kinds = defaultdict(list)
    for item, value in held.items():
        kinds[next(one.kind for one in rows if one.item == item)].append(value)
    return fmean(fmean(values) for values in kinds.values())


RULES = {
    "best": any,
    "worst": all,
    "majority": lambda marks: sum(marks) > len(marks) / 2,
}


@settings(max_examples=60)
@given(studies())
def test_the_whole_agrees_with_a_slow_twin(rows):
    found = constraint_metrics(rows).whole
    marks = per_item(rows, lambda one: one.value == 1.0)
    shares = per_item(rows, lambda one: one.value or 0.0)
    assert found.items == len(marks)
    assert found.all_kept.value == pytest.approx(over_kinds(rows, {i: fmean(held) for i, held in marks.items()}))
    assert found.share.value == pytest.approx(over_kinds(rows, {i: fmean(held) for i, held in shares.items()}))
    for name, rule in RULES.items():
        rated = getattr(found, name)
        if min(map(len, marks.values())) < 2:
            assert rated is None
        else:
            assert rated.value == pytest.approx(over_kinds(rows, {i: float(rule(held)) for i, held in marks.items()}))


@settings(max_examples=60)
@given(studies())
def test_buckets_and_single_constraints_agree_with_a_slow_twin(rows):
    found = constraint_metrics(rows)
    held = sorted({bucket_of(one.complexity) for one in rows if one.complexity is not None})
    assert [round(5 * bucket.low) for bucket in found.buckets] == held
    for place, bucket in zip(held, found.buckets, strict=True):
        inside = [one for one in rows if one.complexity is not None and bucket_of(one.complexity) == place]
        shares = per_item(inside, lambda one: one.value or 0.0)
        assert bucket.keeping.share.value == pytest.approx(fmean(fmean(values) for values in shares.values()))
        for row in found.constraints:
            due = per_item([one for one in inside if row.name in one.kept], lambda one, n=row.name: bool(one.kept[n]))
            rated = row.buckets[held.index(place)]
            assert (rated.value if rated else None) == (pytest.approx(fmean(map(fmean, due.values()))) if due else None)
    assert found.unplaced == len({one.item for one in rows if one.complexity is None})


@settings(max_examples=40)
@given(studies(), st.randoms(use_true_random=False))
def test_order_does_not_matter(rows, chance):
    shuffled = [*rows]
    chance.shuffle(shuffled)
    assert constraint_metrics(shuffled) == constraint_metrics(rows)


@settings(max_examples=60)
@given(studies())
def test_intervals_hold_their_values_and_unresolved_attempts_open_them(rows):
    found = constraint_metrics(rows)
    lost = any(one.value is None for one in rows)
    for rated in (found.whole.all_kept, found.whole.share, *(row.kept for row in found.constraints)):
        if rated.rate is None:
            assert rated.refused
            continue
        assert rated.rate.estimate.low <= rated.value <= rated.rate.estimate.high
        assert rated.rate.worst.value <= rated.rate.best.value
    assert (not found.whole.all_kept.rate.complete) == lost


@given(studies(unresolved=False))
def test_what_all_keep_is_below_the_share_and_between_worst_and_best(rows):
    whole = constraint_metrics(rows).whole
    assert whole.all_kept.value <= whole.share.value + 1e-12
    if whole.best:
        assert whole.worst.value <= whole.majority.value <= whole.best.value
        assert whole.worst.value - 1e-12 <= whole.all_kept.value <= whole.best.value + 1e-12


def test_all_kept_is_the_headline_and_tokens_are_a_mean_over_items():
    rows = [attempt(item, epoch, kept=(item % 3 > 0, epoch > 0), tokens=10 * item + epoch)
            for item in range(12) for epoch in range(2)]  # fmt: skip
    seen = [Observation(one.item, one.kind, one.cluster, one.epoch, one.value == 1.0) for one in rows]
    whole = constraint_metrics(rows).whole
    assert whole.all_kept.rate == headline(seen)
    assert whole.tokens.estimate == mean_interval([10 * item + 0.5 for item in range(12)])


def test_a_constraint_speaks_of_the_items_that_have_it():
    rows = [attempt(0, kept=(True, False)), attempt(1, kept=(False,)), attempt(2, kept=(True, True, True))]
    found = {row.name: (row.kept.items, row.kept.value) for row in constraint_metrics(rows).constraints}
    assert found == {"budget": (3, pytest.approx(2 / 3)), "goal": (2, 0.5), "order": (1, 1.0)}


def test_an_unresolved_attempt_bounds_every_rate_that_it_is_due_in():
    rows = [*(attempt(item, kept=(True, True)) for item in range(3)), attempt(3, kept=(True,), unresolved=True)]
    budget, goal = constraint_metrics(rows).constraints
    assert (budget.kept.rate.worst.value, budget.kept.rate.best.value) == (0.75, 1.0)
    assert goal.kept.rate.complete


@pytest.mark.parametrize(("score", "place"), [(0, 0), (0.19, 0), (0.2, 1), (0.6, 3), (0.8, 4), (1, 4)])
def test_the_edges_of_buckets(score, place):
    assert bucket_of(score) == place


def test_where_new_documents_cannot_be_spoken_of_the_rate_says_why():
    found = constraint_metrics([attempt(0), attempt(2)], target="new documents").whole
    assert found.all_kept.rate is None
    assert "10" in found.all_kept.refused
    assert found.tokens.estimate is None


def test_tokens_that_nobody_counted_have_no_mean():
    found = constraint_metrics([attempt(0, tokens=None), attempt(1, tokens=None)]).whole.tokens
    assert (found.value, found.estimate) == (None, None)
    assert found.refused


def test_nothing_has_no_metrics_and_impossible_numbers_are_refused():
    with pytest.raises(EstimateError, match="no attempt"):
        constraint_metrics([])
    with pytest.raises(InputError, match=r"complexity of 1\.5"):
        constraint_metrics([attempt(0, complexity=1.5)])
    with pytest.raises(InputError, match="share of -1"):
        constraint_metrics([Constrained("i", "k", "c", 1, -1.0)])

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import EstimateError
from benchwright.stats import Extraction, symbols

marks = st.lists(st.booleans(), max_size=4).map(tuple)
extractions = st.lists(
    st.builds(Extraction, st.integers(0, 30).map(str), st.integers(0, 12).map(str), marks, marks, marks, st.booleans()),
    min_size=1,
    max_size=30,
)


def one(given=(True,), needed=(True,), used=(True,), *, right=True, item="i", cluster="c"):
    return Extraction(item, cluster, given, needed, used, right)


@given(extractions)
def test_rates_are_shares_and_cells_count_every_attempt(rows):
    found = symbols(rows)
    given_marks = [mark for row in rows for mark in row.given]
    assert found.precision.value == (sum(given_marks) / len(given_marks) if given_marks else None)
    cells = (found.sound_right, found.sound_wrong, found.unsound_right, found.unsound_wrong)
    assert sum(cells) == found.attempts == len(rows)


@given(extractions)
def test_an_interval_holds_its_value_or_is_refused_with_the_reason(rows):
    found = symbols(rows)
    for rate in (found.precision, found.recall, found.lucky):
        if rate.estimate is None:
            assert rate.refused
        else:
            assert rate.estimate.low <= rate.value <= rate.estimate.high


def test_a_right_answer_from_wrong_facts_is_luck():
    found = symbols([one(), one(needed=(True, False)), one(used=(False,)), one(right=False)])
    assert (found.sound_right, found.sound_wrong, found.unsound_right, found.unsound_wrong) == (1, 1, 2, 0)
    assert found.lucky.value == pytest.approx(2 / 3)


def test_f1_is_the_harmonic_mean_of_both():
    found = symbols([one(given=(True, False), needed=(True, True, True, False))])
    assert found.f1 == pytest.approx(2 * 0.5 * 0.75 / 1.25)
    assert symbols([one(given=())]).f1 is None


def test_documents_are_resampled_where_there_are_ten_and_items_otherwise():
    stream = random.Random(1)
    rows = [one(given=(stream.random() < 0.7, True), item=str(n), cluster=str(n % 12)) for n in range(40)]
    few = [one(given=row.given, item=row.item, cluster=str(int(row.item) % 3)) for row in rows]
    assert symbols(rows).precision.estimate.target == "new documents"
    assert symbols(few).precision.estimate.target == "these documents"


def test_intervals_cover():
    held = 0
    for trial in range(120):
        stream = random.Random(trial)
        rows = []
        for n in range(30):
            rate = min(1.0, max(0.0, stream.gauss(0.6, 0.15)))
            rows.append(one(given=tuple(stream.random() < rate for _ in range(6)), item=str(n), cluster=str(n)))
        found = symbols(rows, seed=trial).precision.estimate
        held += found.low <= 0.6 <= found.high
    assert held >= 106  # of 120 at .95: fewer happens with a chance under .01


def test_no_attempts_are_refused():
    with pytest.raises(EstimateError, match="nothing to measure"):
        symbols([])

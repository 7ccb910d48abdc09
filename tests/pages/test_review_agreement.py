"""Agreement: kappa against a slow twin, its interval by simulation, and where there is none."""

import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import EstimateError
from benchwright.pages.review import Changes, Decisions, Entry, agree
from benchwright.pages.review.agreement import kappa

answers = st.lists(st.tuples(*[st.sampled_from(["accept", "edit", "reject"])] * 2), min_size=10, max_size=40)


def entry(reviewer, item, action):
    changes = Changes(question="?") if action == "edit" else None
    reason = "bad" if action == "reject" else ""
    return Entry(action=action, reviewer=reviewer, item=item, time="t", changes=changes, reason=reason)


def twin(pairs):
    n = len(pairs)
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = Fraction(sum(a == b for a, b in pairs), n)
    chance = sum(Fraction(one[name] * other[name], n * n) for name in one)
    return (seen - chance) / (1 - chance)


@given(answers.filter(lambda pairs: len({name for pair in pairs for name in pair}) > 1))
def test_kappa_is_what_its_definition_says(pairs):
    found = kappa(pairs)
    assert found.value == pytest.approx(float(twin(pairs)))
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high
    turned = kappa([(other, one) for one, other in pairs])
    assert turned.value == pytest.approx(found.value)


def test_ten_times_the_items_tell_more():
    pairs = [("accept", "accept")] * 8 + [("reject", "reject")] * 6 + [("accept", "reject")] * 2
    few, many = kappa(pairs), kappa(pairs * 10)
    assert many.value == pytest.approx(few.value)
    assert many.high - many.low < (few.high - few.low) / 2


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    """Two reviewers who each see a bad item (30 %) for what it is with 90 %; 40 items, 300 reviews."""
    good, bad = 0.7 * 0.81 + 0.3 * 0.01, 0.7 * 0.01 + 0.3 * 0.81
    lenient = 0.7 * 0.9 + 0.3 * 0.1
    chance = lenient**2 + (1 - lenient) ** 2
    truth = (good + bad - chance) / (1 - chance)
    stream = random.Random(7)
    covered = 0
    for _ in range(300):
        pairs = []
        for _ in range(40):
            fine = stream.random() < 0.7
            said = ["accept" if fine == (stream.random() < 0.9) else "reject" for _ in range(2)]
            pairs.append((said[0], said[1]))
        found = kappa(pairs)
        covered += found.low <= truth <= found.high
    assert 0.91 <= covered / 300 <= 0.985


@pytest.mark.parametrize(
    ("pairs", "why"), [([("accept", "reject")] * 9, "9 items"), ([("accept", "accept")] * 30, "both said 'accept'")]
)
def test_kappa_is_refused_where_the_data_cannot_carry_it(pairs, why):
    with pytest.raises(EstimateError, match=why):
        kappa(pairs)


def test_agreement_counts_items_that_both_decided_before_seeing_the_other():
    entries = [entry("ada", f"i{n}", "accept") for n in range(12)]
    entries += [entry("ben", f"i{n}", "accept" if n < 9 else "reject") for n in range(11)]
    entries += [entry("ben", "i9", "accept")]  # now that ada's can be seen
    [found] = agree(Decisions(entries), [f"i{n}" for n in range(12)], ["ada", "ben"])
    assert (found.both, found.table) == (11, {"accept/accept": 9, "accept/reject": 2})
    assert found.share.value == pytest.approx(9 / 11)
    assert found.kappa.value == pytest.approx(0)


def test_where_nothing_is_decided_by_both_it_says_so():
    [found] = agree(Decisions([entry("ada", "i", "accept")]), ["i"], ["ada", "ben"])
    assert (found.both, found.share) == (0, "no item was decided by both")
    assert isinstance(found.kappa, str)
    assert found.as_dict()["share"] == found.share


def test_three_reviewers_are_three_pairs():
    found = agree(Decisions(), ["i"], ["ada", "ben", "cy"])
    assert [(pair.first, pair.second) for pair in found] == [("ada", "ben"), ("ada", "cy"), ("ben", "cy")]


def test_perfect_agreement_on_thirty_items_is_not_certain():
    found = kappa([("accept", "accept")] * 20 + [("reject", "reject")] * 10)
    assert (found.value, found.high) == (1, 1)
    assert 0.75 < found.low < 0.97

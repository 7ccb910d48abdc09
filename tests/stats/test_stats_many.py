import random

import pytest
from stats_cases import observe
from statsmodels.stats.multitest import multipletests

from benchwright.errors import EstimateError, InputError
from benchwright.stats import compare, compare_all, holm, ranks


def field(**shares):
    """Systems that are right on an item when its luck is under their share."""
    stream = random.Random(4)
    luck = [stream.random() for _ in range(200)]
    return {name: observe([value < share for value in luck]) for name, share in shares.items()}


@pytest.mark.parametrize("count", [1, 2, 7, 30])
def test_holm_equals_statsmodels(count):
    stream = random.Random(count)
    p_values = [stream.random() ** 3 for _ in range(count)] + [0.01] * (count - 1)
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1].tolist(), abs=1e-12)


def test_every_pair_is_compared_and_adjusted():
    systems = field(a=0.3, b=0.35, c=0.8)
    found = compare_all(systems)
    assert [(pair.first, pair.second) for pair in found] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [pair.adjusted for pair in found] == holm([pair.p for pair in found])
    assert found[1].difference == compare(systems["a"], systems["c"]).difference


def test_systems_that_cannot_be_parted_share_a_rank():
    found = ranks(field(low=0.2, high=0.81, higher=0.815))
    assert [(rank.system, rank.rank, rank.low, rank.high) for rank in found] == [
        ("higher", 1, 1, 2),
        ("high", 1, 1, 2),
        ("low", 3, 3, 3),
    ]
    assert found[0].headline.estimate.value > found[1].headline.estimate.value


def test_the_order_of_systems_does_not_change_ranks():
    systems = field(a=0.2, b=0.5, c=0.5, d=0.9)
    assert ranks(systems) == ranks(dict(reversed(systems.items())))
    assert [rank.rank for rank in ranks(systems)] == [1, 2, 2, 4]


def test_one_system_has_nobody_to_be_compared_with():
    with pytest.raises(InputError, match="at least two"):
        compare_all(field(a=0.5))
    with pytest.raises(EstimateError, match="no items"):
        ranks({"a": observe([True]), "b": []})

"""Coverage in small; `proofs/coverage.py` is the full form. Seeds are fixed, and bounds leave three standard errors."""

import numpy as np
import pytest

from benchwright.stats import Table, compare, headline


def table(kind, cluster, right):
    count = len(kind)
    kinds = tuple(str(code) for code in range(kind.max() + 1))
    clusters = tuple(f"{code:03d}" for code in range(cluster.max() + 1))
    items = tuple(f"{row:05d}" for row in range(count))
    return Table(items, kinds, clusters, kind, cluster, right.astype(float), np.zeros(count), np.ones(count))


def share_that_hold(truth, draw, draws=150):
    stream = np.random.default_rng(12)
    found = [draw(stream) for _ in range(draws)]
    return sum(estimate.low <= truth <= estimate.high for estimate in found) / draws


@pytest.mark.parametrize("share", [0.004, 0.05, 0.5, 0.97])
def test_headlines_of_small_kinds_hold_the_truth(share):
    kind = np.repeat(np.arange(5), [5, 5, 10, 20, 60])
    cover = share_that_hold(share, lambda stream: headline(table(kind, kind * 0, stream.random(100) < share)).estimate)
    assert cover >= 0.89


@pytest.mark.parametrize("spread", [0.05, 2.0])
def test_headlines_hold_for_new_documents(spread):
    cluster, kind = np.repeat(np.arange(12), 20), np.tile(np.arange(4), 60)

    def draw(stream):
        luck = stream.beta(spread, spread, 12) if spread > 1 else (stream.random(12) < 0.5)
        return headline(table(kind, cluster, stream.random(240) < luck[cluster]), target="new documents").estimate

    assert share_that_hold(0.5, draw) >= 0.89


@pytest.mark.parametrize("apart", [0.01, 0.2])
def test_differences_hold_the_truth(apart):
    kind = np.repeat(np.arange(3), [5, 15, 60])

    def draw(stream):
        first = stream.random(80) < 0.5
        second = first ^ (stream.random(80) < apart)
        return compare(table(kind, kind * 0, first), table(kind, kind * 0, second)).difference

    assert share_that_hold(0.0, draw) >= 0.89


# A kind of nothing but ties must not make the other kinds look sure.
CONTRASTS = [(4, [0.9] * 4 + [0.0], [0.0] * 5), (20, [0.95] * 4 + [0.0], [0.0] * 5), (20, [0.95] * 5, [0.5] * 4 + [1])]


@pytest.mark.parametrize(("size", "first", "second"), CONTRASTS)
def test_paired_differences_hold_where_kinds_differ(size, first, second):
    kind = np.repeat(np.arange(5), size)

    def draw(stream):
        sides = [stream.random(len(kind)) < np.array(shares)[kind] for shares in (first, second)]
        return compare(*(table(kind, kind * 0, side) for side in sides)).difference

    assert share_that_hold(np.mean(first) - np.mean(second), draw) >= 0.93


def test_paired_differences_hold_for_new_documents_where_kinds_differ():
    kind, cluster = np.tile(np.repeat(np.arange(5), 4), 10), np.repeat(np.arange(10), 20)

    def draw(stream):
        fate = stream.random((10, 5)) < np.array([0.95] * 4 + [0.0])
        sides = fate[cluster, kind], np.zeros(200)
        return compare(*(table(kind, cluster, side) for side in sides), target="new documents").difference

    assert share_that_hold(0.76, draw) >= 0.93


def test_intervals_are_no_wider_than_they_need_be():
    kind = np.repeat(np.arange(4), 50)
    stream = np.random.default_rng(3)
    estimate = headline(table(kind, kind * 0, stream.random(200) < 0.5)).estimate
    assert estimate.high - estimate.low < 1.05 * 2 * 1.96 * (0.25 / 200) ** 0.5

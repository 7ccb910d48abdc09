import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import EstimateError, InputError
from benchwright.stats import cluster_bootstrap, mean_interval
from benchwright.stats._resample import generator
from benchwright.stats.bootstrap import replicate_means


def sample(clusters=12, per_cluster=4, seed=0):
    stream = np.random.default_rng(seed)
    names = np.repeat(np.arange(clusters), per_cluster)
    return stream.normal(size=clusters)[names] + stream.normal(size=len(names)), names


@settings(max_examples=20)
@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(1, 4)), min_size=2, max_size=8), st.integers(0, 99))
def test_replicates_equal_a_slow_twin(clusters, seed):
    sums, counts = (np.array(column, dtype=float) for column in zip(*clusters, strict=True))
    fast = replicate_means(sums, counts, 100, seed)
    stream = generator("cluster bootstrap", seed)
    drawn = stream.integers(len(sums), size=(100, len(sums)), dtype=np.uint16)
    slow = [sum(sums[g] for g in row) / sum(counts[g] for g in row) for row in drawn]
    assert fast.tolist() == pytest.approx(slow, abs=1e-9)


def test_chunks_of_replicates_join(monkeypatch):
    sums, counts = np.arange(20.0), np.full(20, 2.0)
    monkeypatch.setattr("benchwright.stats.bootstrap._CHUNK", 60)
    means = replicate_means(sums, counts, 1000, 0)
    assert means.mean() == pytest.approx(4.75, abs=0.1)
    assert means.std() == pytest.approx(np.std(sums / 2) / 20**0.5, rel=0.1)


def test_the_interval_is_close_to_the_t_interval_of_many_clusters():
    values, names = sample(clusters=200)
    ours = cluster_bootstrap(values, names, seed=1)
    known = mean_interval(values.tolist(), clusters=[str(name) for name in names])
    assert ours.value == pytest.approx(known.value)
    assert ours.high - ours.low == pytest.approx(known.high - known.low, rel=0.05)


def test_few_clusters_are_wider_than_plain_percentiles():
    values, names = sample(clusters=10)
    found = cluster_bootstrap(values, names, seed=1)
    means = replicate_means(np.bincount(names, weights=values), np.bincount(names).astype(float), 10_000, 1)
    low, high = np.quantile(means, [0.025, 0.975])
    assert found.low < low < high < found.high


def test_names_of_clusters_may_be_words_and_do_not_matter():
    values, names = sample()
    numbered = cluster_bootstrap(values, names, seed=3)
    worded = cluster_bootstrap(values.tolist(), [f"doc {name:02d}" for name in names], seed=3)
    assert numbered == worded
    assert numbered != cluster_bootstrap(values, names, seed=4)


@pytest.mark.parametrize(
    ("values", "clusters", "replicates", "error"),
    [
        ([], [], 1000, EstimateError),
        ([1.0, 2.0], ["a", "b"], 1000, EstimateError),
        ([1.0] * 20, [str(i) for i in range(20)], 1000, EstimateError),
        ([1.0], ["a", "b"], 1000, InputError),
        ([float("nan")], ["a"], 1000, InputError),
        ([1.0], ["a"], 99, InputError),
    ],
)
def test_what_cannot_be_resampled_is_refused(values, clusters, replicates, error):
    with pytest.raises(error):
        cluster_bootstrap(values, clusters, replicates=replicates, seed=0)

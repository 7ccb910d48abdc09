"""Calibration: the maps against scikit-learn, planted miscalibration found and mended, too little data refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from benchwright.errors import EstimateError, InputError
from benchwright.seeding import rng
from benchwright.stats import Calibration, fit_calibration, read_calibration, reliability

shares = st.integers(0, 20).map(lambda n: n / 20)
samples = st.lists(st.tuples(shares, st.booleans()), min_size=100, max_size=160)


def overconfident(n, power=3.0, seed=0):
    """Attempts whose log-odds are stated `power` times too large."""
    random = rng("overconfident", n, seed)
    honest = [random.uniform(0.05, 0.95) for _ in range(n)]
    stated = [1 / (1 + ((1 - p) / p) ** power) for p in honest]
    return stated, [random.random() < p for p in honest]


def enough(rows):
    hits = sum(right for _, right in rows)
    return min(hits, len(rows) - hits) >= 5


@settings(max_examples=40, deadline=None)
@given(samples.filter(enough))
def test_isotonic_is_that_of_scikit_learn(rows):
    from sklearn.isotonic import IsotonicRegression

    stated, right = zip(*rows, strict=True)
    fitted = fit_calibration(stated, right, method="isotonic")
    oracle = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(stated, np.array(right, dtype=float))
    points = np.linspace(0, 1, 41)
    assert [fitted.apply(x) for x in points] == pytest.approx(oracle.predict(points).tolist(), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.3, 4.0), st.integers(0, 1000))
def test_temperature_is_the_slope_of_a_logistic_regression(power, seed):
    from sklearn.linear_model import LogisticRegression

    stated, right = overconfident(150, power, seed)
    fitted = fit_calibration(stated, right)
    logits = np.log(np.array(stated) / (1 - np.array(stated)))
    oracle = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10, max_iter=1000).fit(logits[:, None], right)
    assert 1 / fitted.temperature == pytest.approx(float(oracle.coef_[0, 0]), rel=1e-3)


@settings(max_examples=40, deadline=None)
@given(samples.filter(enough), st.sampled_from(["temperature", "isotonic"]))
def test_a_map_keeps_the_order_and_the_range(rows, method):
    stated, right = zip(*rows, strict=True)
    fitted = fit_calibration(stated, right, method=method)
    mapped = [fitted.apply(x) for x in np.linspace(0, 1, 21)]
    assert mapped == sorted(mapped)
    assert 0 <= mapped[0] <= mapped[-1] <= 1


@pytest.mark.parametrize("method", ["temperature", "isotonic"])
def test_planted_overconfidence_is_found_and_mended_on_other_items(method):
    fitted = fit_calibration(*overconfident(2000, seed=1), method=method)
    stated, right = overconfident(2000, seed=2)
    before, after = reliability(stated, right), reliability([fitted.apply(p) for p in stated], right)
    assert before.ece.estimate.low > 0.1
    assert after.ece.value < 0.04
    assert after.brier.value < before.brier.value - 0.02


def test_an_always_sure_model_is_brought_to_its_rate():
    fitted = fit_calibration([1.0] * 100, [True] * 70 + [False] * 30)
    assert fitted.apply(1.0) == pytest.approx(0.7)


def test_an_honest_model_keeps_its_probabilities():
    assert fit_calibration(*overconfident(20_000, power=1.0)).temperature == pytest.approx(1.0, abs=0.05)


def test_a_model_that_is_right_where_it_doubts_becomes_indifferent():
    fitted = fit_calibration([0.9] * 40 + [0.1] * 40, [False] * 40 + [True] * 40)
    assert fitted.apply(0.9) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("rows", "method"),
    [(29, "temperature"), (99, "isotonic"), (0, "temperature")],
)
def test_too_little_data_is_refused(rows, method):
    with pytest.raises(EstimateError, match="held-out items"):
        fit_calibration([0.5] * rows, [at % 2 == 0 for at in range(rows)], method=method)


def test_outcomes_of_one_kind_are_refused():
    with pytest.raises(EstimateError, match="4 of them right"):
        fit_calibration([0.5] * 100, [True] * 4 + [False] * 96)


@pytest.mark.parametrize(
    ("stated", "right"), [([0.5], []), ([1.1], [True]), ([float("nan")], [True]), ([[0.5]], [True])]
)
def test_what_is_no_probability_is_refused(stated, right):
    with pytest.raises(InputError):
        fit_calibration(stated, right)


def test_rows_of_reliability_worked_out_by_hand():
    found = reliability([0.2, 0.2, 0.9, 1.0], [False, True, True, True], bins=2)
    assert [(one.n, one.stated, one.right.value) for one in found.bins] == [
        (2, 0.2, 0.5),
        (2, pytest.approx(0.95), 1.0),
    ]
    assert found.ece.value == pytest.approx((0.3 * 2 + 0.05 * 2) / 4)
    assert found.brier.value == pytest.approx((0.04 + 0.64 + 0.01 + 0.0) / 4)
    assert found.ece.estimate is None
    assert "cluster" in found.ece.refused or "document" in found.ece.refused


@settings(max_examples=30, deadline=None)
@given(samples)
def test_the_rows_hold_every_attempt_and_make_the_error(rows):
    stated, right = zip(*rows, strict=True)
    found = reliability(stated, right)
    assert sum(one.n for one in found.bins) == len(rows)
    assert found.ece.value == pytest.approx(
        sum(one.n * abs(one.stated - one.right.value) for one in found.bins) / len(rows)
    )
    assert found.ece.estimate.low <= found.ece.value <= found.ece.estimate.high


def test_documents_are_resampled_where_they_are_given():
    stated, right = overconfident(400)
    apart = reliability(stated, right)
    together = reliability(stated, right, clusters=[str(at // 20) for at in range(400)])
    assert (apart.brier.estimate.clusters, together.brier.estimate.clusters) == (400, 20)
    assert (apart.ece.estimate.target, together.ece.estimate.target) == ("these documents", "new documents")


def test_no_attempts_have_no_reliability():
    with pytest.raises(EstimateError, match="no attempt"):
        reliability([], [])


@pytest.mark.parametrize("bins", [0, 101])
def test_bins_out_of_range_are_refused(bins):
    with pytest.raises(InputError, match="bins"):
        reliability([0.5], [True], bins=bins)


@pytest.mark.parametrize("method", ["temperature", "isotonic"])
def test_a_map_survives_its_file(tmp_path, method):
    fitted = fit_calibration(*overconfident(200), method=method, data="a model on a benchmark")
    path = tmp_path / "map.json"
    path.write_text(fitted.line())
    assert read_calibration(path) == fitted
    assert (fitted.n, fitted.data) == (200, "a model on a benchmark")


@pytest.mark.parametrize(
    "text", ["", "{}", '{"method": "temperature", "n": 1, "right": 1, "data": "", "temperature": 0}']
)
def test_a_file_without_a_map_is_refused_on_one_line(tmp_path, text):
    path = tmp_path / "map.json"
    path.write_text(text)
    with pytest.raises(InputError, match="calibration=") as found:
        read_calibration(path)
    assert "\n" not in str(found.value)
    with pytest.raises(InputError, match="calibration="):
        read_calibration(tmp_path / "nowhere.json")


@pytest.mark.parametrize("knots", [(), ((0.5, 0.5), (0.4, 0.6)), ((0.5, 1.2),)])
def test_a_map_that_falls_or_leaves_the_range_is_none(knots):
    with pytest.raises(ValidationError):
        Calibration(method="isotonic", n=100, right=50, data="", knots=knots)


@pytest.mark.parametrize("probability", [-0.1, 1.1, float("nan")])
def test_only_probabilities_are_mapped(probability):
    with pytest.raises(InputError, match="no probability"):
        Calibration(method="temperature", n=30, right=15, data="", temperature=2.0).apply(probability)

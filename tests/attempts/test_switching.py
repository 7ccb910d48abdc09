"""The switch: what it weighs, and how it is trained and measured."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from benchwright.attempts import switching
from benchwright.attempts.switching import Case, Stakes, choose, gain, read_switch, train_switch
from benchwright.errors import EstimateError, InputError
from benchwright.seeding import rng, seed_of

CHANCE = st.floats(0, 1)


@given(CHANCE)
def test_without_a_price_the_likelier_branch_is_taken(chance):
    wanted = "code" if gain(chance, Stakes()) > 0 else "words"
    assert choose(chance) == wanted
    assert (wanted == "code") == (chance > 0.5) or math.isclose(chance, 0.5, abs_tol=1e-9)


@given(CHANCE, st.floats(0, 2), st.floats(0, 2))
def test_a_higher_price_never_turns_words_into_code(chance, low, more):
    if choose(chance, Stakes(price=low)) == "words":
        assert choose(chance, Stakes(price=low + more)) == "words"


@given(CHANCE, st.floats(0.01, 1))
def test_a_gain_within_the_band_leaves_the_choice_open(chance, band):
    assert (choose(chance, Stakes(band=band)) == "both") == (abs(gain(chance, Stakes())) <= band)


@pytest.mark.parametrize("chance", [None, float("nan")])
def test_an_unknown_chance_leaves_the_choice_open(chance):
    assert choose(chance, Stakes(price=9)) == "both"


def cases(n=400, noise=1.0, seed=0):
    """Questions whose number of numbers tells which branch is right, as far as the noise lets it."""
    made = []
    for index in range(n):
        draw = rng("test switch", seed, index)
        signal, idle = draw.gauss(0, 1), draw.gauss(5, 2)
        code = signal + noise * draw.gauss(0, 1) > 0
        both = draw.random() < 0.3
        made.append(Case({"signal": signal, "idle": idle, "fixed": 1.0}, code or both, not code or both, 500.0))
    return made


@pytest.fixture(scope="module")
def trained():
    return train_switch(cases(), data="made up")


def test_the_fit_is_that_of_a_general_optimiser():
    stream = np.random.default_rng(seed_of("switch twin"))
    rows = stream.normal(size=(60, 3)) * [1, 5, 0.1] + [0, 3, -1]
    labels = (rows[:, 0] + stream.normal(size=60) > 0).astype(float)
    means, scales, weights = switching.fit(rows, labels, 2.0)
    design = np.column_stack([np.ones(60), (rows - means) / scales])

    def loss(candidate):
        logits = design @ candidate
        return np.sum(np.logaddexp(0, logits) - labels * logits) + np.sum(candidate[1:] ** 2)

    slow = minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-9})
    assert np.allclose(weights, slow.x, atol=1e-5)


def test_the_fit_stays_finite_where_a_feature_separates_the_sides():
    rows, labels = np.arange(20.0)[:, None], (np.arange(20) > 9).astype(float)
    assert np.all(np.isfinite(switching.fit(rows, labels, 0.01)[2]))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30))
def test_the_area_is_the_share_of_pairs_in_order(rated):
    ahead = [score for score, code in rated if code]
    behind = [score for score, code in rated if not code]
    if ahead and behind:
        slow = sum((a > b) + (a == b) / 2 for a in ahead for b in behind) / (len(ahead) * len(behind))
        fast = switching.auc(np.array([float(s) for s, _ in rated]), np.array([float(c) for _, c in rated]))
        assert math.isclose(slow, fast)


def test_the_record_holds_what_was_measured(trained):
    record = trained.record
    assert record.data == "made up"
    assert (record.of, record.n) == (400, sum(case.code_right != case.words_right for case in cases()))
    assert 0.7 < record.auc_low < record.auc < record.auc_high < 0.95
    assert record.ece < 0.12
    assert trained.differ == record.n / record.of


def test_a_switch_that_knows_nothing_says_so():
    blind = [Case({"idle": case.features["idle"]}, case.code_right, case.words_right) for case in cases()]
    record = train_switch(blind, data="noise").record
    assert record.auc_low < 0.5 < record.auc_high or record.auc < 0.55


def test_the_trained_chance_rises_with_what_matters(trained):
    base = {"idle": 5.0, "fixed": 1.0}
    chances = [switching.probability(trained, base | {"signal": value}) for value in (-2.0, 0.0, 2.0)]
    assert chances == sorted(chances)
    assert (chances[0] < 0.3, chances[2] > 0.7) == (True, True)
    assert switching.probability(trained, {"signal": 1.0}) is None


def test_the_same_cases_give_the_same_bytes_in_a_file_that_is_read_back(trained, tmp_path):
    assert train_switch(cases(), data="made up").line() == trained.line()
    path = tmp_path / "switch.json"
    path.write_text(trained.line())
    assert read_switch(path) == trained


@pytest.mark.parametrize("text", ["", "{}", '{"features": 3}', "[1]"])
def test_a_file_that_is_no_switch_is_refused_in_one_line(tmp_path, text):
    (tmp_path / "s.json").write_text(text)
    with pytest.raises(InputError, match="cannot use the switch") as found:
        read_switch(tmp_path / "s.json")
    assert "\n" not in str(found.value)


def test_a_switch_with_too_few_weights_is_refused(trained, tmp_path):
    (tmp_path / "s.json").write_text(json.dumps(trained.model_dump(mode="json") | {"weights": [1.0]}))
    with pytest.raises(InputError, match="train it anew"):
        read_switch(tmp_path / "s.json")


def test_too_few_cases_are_no_ground_for_a_switch():
    with pytest.raises(EstimateError, match="at least 10"):
        train_switch(cases(12), data="few")
    with pytest.raises(InputError, match="ridge"):
        train_switch(cases(), data="x", ridge=0)
    with pytest.raises(InputError, match="different features"):
        train_switch([*cases(40), Case({"other": 1.0}, code_right=True, words_right=False)], data="x")


def test_features_of_a_question():
    found = switching.text_features("How many of the 3 apples and 12 pears are left?")
    assert found["text:numbers"] == math.log1p(2)
    assert found["text:how_many"] == 1.0
    assert switching.text_features("Who wrote it?")["text:how_many"] == 0.0


def test_criteria_are_ten():
    assert len(switching.criteria_features([0.5] * 10)) == 10
    assert switching.mean_score([0.0, 1.0]) == 0.5
    with pytest.raises(InputError, match="3 scores"):
        switching.criteria_features([0.5] * 3)

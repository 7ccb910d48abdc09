"""A benchmark of a given difficulty, end to end, with a model whose rate of right answers is known."""

import json
import shutil

import pytest

from benchwright.errors import InputError, ModelError, OutputError
from benchwright.pipeline.ladder import DIALS, RUNGS, ladder
from benchwright.pipeline.tuning import TuneSettings, outlook, tune_and_make
from benchwright.store import load
from shell import benchwright

GIVEN = {"families": ("absent",), "count": 12, "distance": 0.0, "distractors": 0, "herrings": 0.0, "similarity": 0.0}
HALF = 4000
AIM = TuneSettings(against=f"benchwright/fake:wary:{HALF}", tolerance=0.2, budget_items=120)
SUITABLE = (
    "fact", "definition", "recap", "cause", "counting", "comparison", "order", "two_hop", "three_hop", "four_hop",
    "five_hop", "as_of", "two_part", "conditional", "absent", "partly_absent", "false_premise",
)  # fmt: skip


def bytes_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def tuned(tmp_path_factory):
    out = tmp_path_factory.mktemp("tuned") / "bench"
    return out, tune_and_make(GIVEN, AIM, out)


def test_the_rate_found_is_the_model_s_rate_at_those_dials(tuned):
    _, done = tuned
    truth = 1 / (1 + ((done.settings.tokens + 40) / HALF) ** 2)
    assert done.found.status == "in band"
    assert abs(truth - AIM.target) <= AIM.tolerance
    assert done.found.rate.low <= truth <= done.found.rate.high


def test_the_card_tells_dials_model_rate_trials_and_cost(tuned):
    _, done = tuned
    worlds, tuning = done.made.benchmark.card.makers
    assert worlds.settings["tokens"] == done.settings.tokens
    assert tuning.settings["against"] == AIM.against
    assert tuning.settings["solve rate"]["n"] == done.found.rate.n
    assert tuning.settings["trial items"] == sum(items for _, _, items in tuning.settings["trials"])
    assert tuning.settings["cost"]["calls"] == done.found.items
    assert tuning.settings["cost"]["input tokens"] > 1000 * done.found.items


def test_trials_share_nothing_with_the_benchmark(tuned):
    out, done = tuned
    trials = [load(path.parent) for path in out.with_name("bench.tuning").rglob("bench/benchmark.json")]
    assert len(trials) == len(done.found.trials)
    for mine, theirs in [(item, other) for item in done.made.benchmark.items for one in trials for other in one.items]:
        assert mine.id != theirs.id
        assert mine.cluster != theirs.cluster
        assert mine.question != theirs.question


def test_the_same_command_again_repeats_no_trial(tuned, monkeypatch):
    out, done = tuned
    before = bytes_of(out)
    monkeypatch.setattr("benchwright.pipeline.running._run", lambda *_: pytest.fail("the model was asked again"))
    again = tune_and_make(GIVEN, AIM, out)
    assert not again.made.fresh
    assert again.found == done.found
    assert bytes_of(out) == before


def test_interrupted_and_resumed_the_same_bytes(tuned, tmp_path, monkeypatch):
    whole, _ = tuned
    out, seen = tmp_path / "bench", []

    def interrupt(*_):
        seen.append(1)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tune_and_make(GIVEN, AIM, out, trying=interrupt)
    assert not out.exists()
    tune_and_make(GIVEN, AIM, out)
    assert bytes_of(out) == bytes_of(whole)


def test_an_output_that_holds_something_else_is_refused_before_any_trial(tuned, tmp_path):
    out, _ = tuned
    shutil.copytree(out, tmp_path / "bench")
    with pytest.raises(OutputError, match="already holds another benchmark"):
        tune_and_make(GIVEN, AIM.model_copy(update={"target": 0.7}), tmp_path / "bench")
    assert not (tmp_path / "bench.tuning").exists()


def test_what_cannot_be_reached_is_refused_with_the_nearest_and_made_on_demand(tmp_path):
    aim = AIM.model_copy(update={"against": "benchwright/fake:refuse", "budget_items": 60})
    with pytest.raises(InputError, match=r"nearest is rung \d+ at 1\.00 .*tokens=\d+.*--nearest"):
        tune_and_make(GIVEN, aim, tmp_path / "bench")
    assert not (tmp_path / "bench").exists()
    done = tune_and_make(GIVEN, aim.model_copy(update={"nearest": True}), tmp_path / "bench")
    assert done.made.benchmark.card.makers[1].settings["status"] == "out of reach"
    assert len(done.made.benchmark.items) == 12


def test_a_model_that_fails_is_no_model_that_is_wrong(tmp_path):
    with pytest.raises(ModelError, match="attempts of a trial ended in errors"):
        tune_and_make(GIVEN, AIM.model_copy(update={"against": "benchwright/fake:error"}), tmp_path / "bench")


@pytest.mark.parametrize("name", ["sweep", "counterfactual"])
def test_a_target_and_a_study_of_variants_do_not_go_together(name):
    with pytest.raises(InputError, match=f"--target and {name} were both given"):
        outlook({name: (1000, 2000) if name == "sweep" else True}, AIM)


def test_rungs_go_from_easy_to_hard_in_every_dial():
    rungs = ladder({}, SUITABLE)
    assert len(rungs) == RUNGS
    for name in ("tokens", "distance", "distractors", "similarity", "herrings"):
        values = [rung.dials[name] for rung in rungs]
        assert values == sorted(values)
        assert values[0] < values[-1]
    shared = [rung.dials["shared_words"] for rung in rungs]
    assert shared == sorted(shared, reverse=True)
    assert all(len(rung.dials["families"]) == 5 and "absent" in rung.dials["families"] for rung in rungs)


@pytest.mark.parametrize("name", DIALS)
def test_what_the_user_sets_is_not_turned(name):
    assert not [rung for rung in ladder({name: None}, SUITABLE) if name in rung.dials]


@pytest.mark.parametrize(("asked", "turned"), [("three_hop", True), ("counting", False)])
@pytest.mark.parametrize("how", ["families", "quotas"])
def test_shared_words_stay_where_a_family_that_is_asked_for_needs_them(asked, turned, how):
    given = {"families": (asked,), "quotas": {asked: 20}}
    rungs = outlook({how: given[how]}, AIM).rungs
    assert (False in {rung.dials["shared_words"] for rung in rungs}) is turned


def test_documents_stay_within_what_the_model_takes():
    assert max(rung.dials["tokens"] for rung in ladder({}, SUITABLE, 5000)) == 5000
    with pytest.raises(InputError, match="500 tokens"):
        ladder({}, SUITABLE, 500)
    with pytest.raises(InputError, match="every dial is set"):
        ladder(dict.fromkeys(DIALS), SUITABLE)


def test_a_dry_run_prints_the_ladder_and_the_most_it_may_cost(capsys, tmp_path):
    words = ["make", "worlds", "--out", tmp_path / "b", "--target", "0.5", "--against", AIM.against, "--dry-run"]
    done = benchwright(capsys, *words, "--json")
    found = json.loads(done.out)
    assert done.code == 0
    assert len(found["rungs"]) == RUNGS
    assert found["most items"] == 400
    assert found["most input tokens"] >= 400 * found["rungs"][-1]["tokens"]
    assert "at most 400 trial items" in benchwright(capsys, *words).out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words", [("--target", "0.5"), ("--against", "benchwright/fake:refuse"), ("--nearest",), ("--budget-items", "99")]
)
def test_half_of_an_aim_is_refused(capsys, tmp_path, words):
    done = benchwright(capsys, "make", "worlds", "--out", tmp_path / "b", *words)
    assert done.code == 2
    assert "--against" in done.err

"""The maker: exact counts, the same bytes from any start, splits that share nothing, no documents."""

import json
import sys
from collections import Counter
from decimal import getcontext

import pytest

from benchwright.attempts.context import Context
from benchwright.attempts.prompting import present, prompt
from benchwright.errors import InputError, MissingExtraError, ShortfallError, UnknownNameError
from benchwright.grading import gold_text
from benchwright.items.gym import drawing
from benchwright.items.gym.drawing import draw
from benchwright.items.gym.maker import batches, plan
from benchwright.items.gym.settings import GymSettings
from benchwright.items.gym.table import TABLE
from benchwright.pipeline import RunSettings, grade, make, read_runs, run
from benchwright.pipeline.making import settings_from
from benchwright.pipeline.reporting import build_report, headlines
from benchwright.reports import text
from shell import benchwright

FEW = ("gcd", "knights_knaves", "letter_counting", "number_sorting")


def settings(**other):
    return GymSettings(**{"count": 20, "sets": FEW, "level": "easy", **other})


def items_of(given):
    return [item for batch in batches(given) for item in batch.items]


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    out = tmp_path_factory.mktemp("gym") / "bench"
    return make("gym", settings(), out).benchmark


def test_counts_are_exact_and_spread_over_the_data_sets(bench):
    assert bench.card.counts == dict.fromkeys(FEW, 5)
    assert Counter(item.kind for item in items_of(settings(sets=(), count=len(TABLE) + 1))) == {
        name: 1 + (place == 0) for place, name in enumerate(sorted(TABLE))
    }


def test_quotas_decide_alone(tmp_path):
    made = make("gym", settings(sets=(), quotas={"gcd": 3, "lcm": 0, "aiw": 2}), tmp_path / "b")
    assert made.benchmark.card.counts == {"aiw": 2, "gcd": 3}


@pytest.mark.parametrize("start", [0, 2])
def test_the_same_settings_give_the_same_bytes_from_any_start(start):
    again = [item.line() for batch in batches(settings(), (), start) for item in batch.items]
    assert again == [item.line() for batch in list(batches(settings()))[start:] for item in batch.items]


def test_no_two_splits_share_a_question_whatever_the_seeds():
    """`coin_flip` at its easiest has so few questions that streams alone would meet."""
    asked = {"quotas": {"coin_flip": 12, "gcd": 12}, "sets": ()}
    found = {
        split: {item.question for seed in range(2) for item in items_of(settings(split=split, seed=seed, **asked))}
        for split in drawing.SPLITS
    }
    assert all(found.values())
    assert not found["train"] & found["test"]
    assert not found["dev"] & (found["train"] | found["test"])


def test_another_seed_draws_other_questions():
    mine, other = items_of(settings(level="hard")), items_of(settings(level="hard", seed=1))
    assert not {item.question for item in mine} & {item.question for item in other}


def test_no_question_comes_twice_and_each_is_a_cluster_of_its_own():
    found = items_of(settings(sets=(), quotas={"coin_flip": 20}, level="hard"))
    assert len({item.question for item in found}) == len({item.cluster for item in found}) == len(found) == 20


def test_a_data_set_that_runs_dry_is_a_shortfall_with_advice(tmp_path):
    made = make("gym", settings(sets=(), quotas={"coin_flip": 500}), tmp_path / "b").benchmark
    [gap] = made.card.shortfalls
    assert gap.kind == "coin_flip"
    assert gap.made == len(made.items) < 500 == gap.asked
    assert "harder" in gap.advice
    assert gap.gate == "duplicate"


def test_the_scorer_of_the_data_set_is_a_gate(monkeypatch, tmp_path):
    """A planted fault: a data set that does not give its own gold full marks."""
    real = drawing.dataset

    def strict(*words):
        made = real(*words)
        made.score_answer = lambda _answer, _entry: 0.5
        return made

    monkeypatch.setattr("benchwright.items.gym.maker.dataset", strict)
    with pytest.raises(ShortfallError):
        make("gym", settings(sets=("gcd",)), tmp_path / "b")
    [batch] = batches(settings(sets=("gcd",)))
    assert {entry.gate for entry in batch.rejected} == {"own scorer", "duplicate"}


def test_a_count_that_hangs_on_the_case_of_a_letter_is_not_asked():
    found = list(batches(settings(sets=("letter_counting",), count=40)))
    for item in found[0].items:
        letter, text = item.question.split('letter "')[1][0], item.question.split('in the text: "')[1]
        assert text.count(letter) == int(item.answer.values[0])
    assert "ambiguous" in {entry.gate for entry in found[0].rejected}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"sets": ["gdc"]}, "did you mean 'gcd'"),
        ({"quotas": {"chain_sun": 2}}, "did you mean 'chain_sum'"),
        ({"level": "esay"}, "did you mean 'easy'"),
        ({"split": "tset"}, "did you mean 'test'"),
        ({"count": 0}, "count=0"),
        ({"quotas": {"gcd": -1}}, "no items are asked for"),
        ({"sets": ["gcd", "gcd"]}, "name each reasoning-gym data set once"),
        ({"sets": ["gcd"], "quotas": {"gcd": 1}}, "leave sets out"),
        ({"release": "0.0.1"}, "install that release"),
        ({"levle": "easy"}, "known: "),
    ],
)  # fmt: skip
def test_bad_settings_are_refused_in_one_line(given, says):
    with pytest.raises(InputError) as found:
        settings_from("gym", given)
    assert says in str(found.value)
    assert "\n" not in str(found.value)


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "reasoning_gym", None)
    with pytest.raises(MissingExtraError, match=r'pip install "benchwright\[gym\]"'):
        plan(settings())


def test_the_prompt_is_the_question_alone(bench):
    for item in bench.items:
        assert prompt(item, bench.documents, Context()) == item.question
    assert (bench.card.documents, bench.card.languages) == ({}, ("en",))


def test_a_template_of_the_users_still_counts(bench):
    shown = prompt(bench.items[0], {}, Context(), "{context}\n\nQ: {question}\nA:")
    assert shown == f"Q: {bench.items[0].question}\nA:"


@pytest.mark.parametrize("mode", ["none", "evidence", "retrieve:3"])
def test_another_context_is_refused_where_nothing_can_be_withheld(bench, mode):
    with pytest.raises(InputError, match=r"have no documents.*leave --context out"):
        present({item.id: item for item in bench.items}, {}, Context.parse(mode))


def test_gold_answers_score_one(bench, tmp_path):
    lines = [{"id": item.id, "answer": gold_text(item.answer)} for item in bench.items]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    _, [found] = read_runs(grade(bench.path, tmp_path / "a.jsonl", tmp_path / "r"))
    assert headlines(bench, [found], target="new documents")["a"].estimate.value == 1.0


def test_methods_are_run_and_reported_with_both_means(bench, tmp_path):
    for method in ("direct", "cot"):
        chosen = RunSettings(model="benchwright/fake:constant:ANSWER: 7", task={"method": method})
        run(bench.path, chosen, tmp_path, display="none")
    _, report = build_report([tmp_path], bench=bench.path)
    assert {row.harmonic.value for row in report.means.rows} == {0.0}
    assert "Means over kinds" in text(report)
    assert "nothing right in" in text(report)


def test_the_command_line_makes_them(capsys, tmp_path):
    words = ("make", "gym", "--set", "gcd", "--count", 4, "--level", "easy", "--out", tmp_path / "b")
    assert json.loads(benchwright(capsys, *words, "--dry-run", "--json").out)["counts"] == {"gcd": 4}
    assert not (tmp_path / "b").exists()
    assert benchwright(capsys, *words).code == 0
    assert "already made" in benchwright(capsys, *words).out
    wrong = benchwright(capsys, "make", "gym", "--quota", "gdc=3", "--out", tmp_path / "c")
    assert (wrong.code, "did you mean 'gcd'" in wrong.err) == (2, True)


def test_unknown_names_are_of_their_own_type():
    with pytest.raises(UnknownNameError):
        GymSettings(sets=("nothing like it",))


def test_the_process_is_left_as_it_was():
    before = getcontext().prec
    assert before != 12  # what decimal_arithmetic sets
    assert draw("decimal_arithmetic", "easy", (0, "test", 0)) is not None
    assert getcontext().prec == before

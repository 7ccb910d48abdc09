"""Checks of programs: the labelled programs, the reasons, and runs."""

import asyncio
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "corpus"))
sys.path.insert(0, str(Path(__file__).parents[2] / "proofs"))

import checks as proof
from program_corpus import read

from benchwright.errors import UnknownNameError
from benchwright.sandbox.checks import ADVICE, UNDESIRABLE, Checked, Report, examine, probe
from benchwright.sandbox.types import Isolation, Result

ROOT = Path(__file__).parents[2]
CASES = [*read("dev"), *read("heldout")]
RUNS_TELL = {"runs", "perturbation", "smuggled", "answer-literal"}
NEEDS_A_RUN = {
    "calendar.special_day",
    "race.choice_text",
    "clock.float_for_int",
    "stats.file",
    "travel.shortest_literal",
}
"""Programs whose text alone shows too little or too much."""
HERE = Isolation("test", ())


def runner(function):
    """A sandbox that stands for a program: the function is what the program would do."""

    async def run(program, inputs, limits=None):
        try:
            value = function(*inputs)
        except (KeyError, TypeError, ValueError) as error:
            return Result("error", HERE, error=f"{type(error).__name__}: {error}", line=2)
        return Result("ok", HERE, value=value, type=type(value).__name__)

    return run


def probed(source, symbols, function, **rest):
    return asyncio.run(probe(source, symbols, runner(function), **rest))


def test_the_corpus_is_large_and_its_halves_share_no_subject():
    dev, held = read("dev"), read("heldout")
    assert len(dev) + len(held) >= 200
    assert not {case.family for case in dev} & {case.family for case in held}
    assert {case.label for case in dev} == {case.label for case in held}


@pytest.mark.parametrize("case", [case for case in CASES if case.name not in NEEDS_A_RUN], ids=lambda case: case.name)
def test_the_text_alone_shows_each_labelled_fault(case):
    report = examine(case.source, symbols=case.symbols, answer_type=case.answer_type or None)
    failed = {name for name, verdict in report.verdicts.items() if verdict == "fail"}
    assert case.fails - RUNS_TELL - failed == set()
    assert failed - case.fails - case.may == set()


def test_reasons_are_one_line_and_name_a_line_of_the_program():
    for case in CASES:
        report = examine(case.source, symbols=case.symbols, answer_type=case.answer_type or None)
        for check in (*report.faults, *report.advice):
            assert check.reason
            assert "\n" not in check.reason
            assert all(0 <= line <= case.source.count("\n") + 1 for line in check.lines)


def test_feedback_puts_faults_before_advice():
    told = examine("def solve(symbols):\n    return 5\n", symbols={"a": 3}).feedback().splitlines()
    assert told[0] == "- dependence (line 2): the answer does not depend on the symbols; compute it from them"
    assert told[-1].startswith("- unused")


def test_the_label_follows_the_written_rule_first_match_first():
    both = "def solve(symbols):\n    # your code here\n    return 5\n"
    assert examine(both, symbols={"a": 1}).label == "placeholder"
    assert examine("x = (", symbols={"a": 1}).label == "syntax"


def test_a_check_that_was_not_made_is_unknown():
    assert examine("x = (").verdict("dependence") == "unknown"


def test_advice_does_not_decide():
    report = examine("def solve(s):\n    return s['a'] * 2\n\nprint(solve({'a': 1}))\n", symbols={"a": 1, "b": 2})
    assert {check.name for check in report.advice} == {"unused", "examples"}
    assert report.label == "honest"
    assert not report.faults


def test_labels_and_advice_are_apart():
    assert "honest" not in UNDESIRABLE
    assert "dependence" not in ADVICE


@pytest.mark.parametrize("wanted", ["number", "int", "integer", "text", "choice", "list", "set", "boolean", "none"])
def test_known_answer_types(wanted):
    assert isinstance(examine("def solve(s):\n    return s['a']\n", answer_type=wanted), Report)


def test_an_unknown_answer_type_is_refused_with_near_names():
    with pytest.raises(UnknownNameError, match="did you mean 'number'"):
        examine("def solve(s):\n    return 1\n", answer_type="numbr")


@pytest.mark.parametrize(
    ("value", "wanted", "verdict"),
    [
        (4, "int", "pass"), (True, "int", "fail"), (4.0, "int", "unknown"), (4.5, "int", "fail"), (4, "float", "pass"),
        ("4", "number", "unknown"), ("four", "number", "fail"), ("B", "choice", "pass"), ("(b)", "choice", "pass"),
        ("Berlin", "choice", "fail"), (1, "choice", "fail"), ([1], "list", "pass"), ("1, 2", "list", "fail"),
        ([1], "set", "pass"), (None, "str", "fail"), ("x", "str", "pass"), (1, "bool", "fail"), (None, "none", "pass"),
    ],
)  # fmt: skip
def test_types_of_results(value, wanted, verdict):
    report = probed("def solve(s):\n    return f(s['a'])\n", {"a": 1}, lambda _: value, answer_type=wanted)
    assert report.verdict("type") == verdict


def test_an_answer_that_never_moves_is_hard_coded_though_its_text_looks_honest():
    source = "def solve(s):\n    total = sum(s['xs'])\n    return total - total % 1000000 + 777\n"
    report = probed(source, {"xs": [3, 4, 5, 6]}, lambda _: 777)
    assert (report.ran, report.moved) == (12, 0)
    assert report.label == "hard-coded"


def test_an_answer_that_moves_outweighs_what_cannot_be_followed():
    source = "def solve(s):\n    exec('x = s[\"a\"]', globals())\n    return x\n"
    assert examine(source, symbols={"a": 30}).label == "unknown"
    assert probed(source, {"a": 30}, lambda s: s["a"] * 2).label == "honest"


def test_coarse_answers_need_not_move():
    report = probed("def solve(s):\n    return s['a'] > 3\n", {"a": 900}, lambda s: s["a"] > 3)
    assert report.verdict("perturbation") == "unknown"
    assert report.label == "honest"


def test_changed_symbols_that_cannot_be_run_tell_nothing():
    def only(s):
        return {17: 40}[s["a"]]

    report = probed("def solve(s):\n    return f(s['a'])\n", {"a": 17}, only)
    assert (report.kind, report.ran) == ("ok", 0)
    assert report.verdict("perturbation") == "unknown"


def test_a_failing_run_is_told_with_its_line():
    report = probed("def solve(s):\n    return s['b']+s['a']\n", {"a": 17}, lambda s: s["b"] + s["a"])
    assert report.label == "error"
    assert "runs (line 2): run on its own symbols it ends in error: KeyError" in report.feedback()


@pytest.mark.parametrize("kind", ["unsupported", "crashed"])
def test_what_the_sandbox_cannot_do_is_not_held_against_a_program(kind):
    async def run(program, inputs):
        return Result(kind, HERE)

    report = asyncio.run(probe("def solve(s):\n    return s['a'] + 1\n", {"a": 1}, run))
    assert report.verdict("runs") == "unknown"
    assert report.label == "honest"


def test_two_runs_that_differ_are_told():
    drawn = iter(range(100))
    report = probed("def solve(s):\n    return s['a'] + now()\n", {"a": 1}, lambda s: s["a"] + next(drawn))
    assert report.verdict("determinism") == "fail"


@pytest.mark.parametrize("key", ["answer", "result", "Solution"])
def test_a_smuggled_answer_is_found_though_it_was_worked_over(key):
    source = f"def solve(s):\n    return round(s[{key!r}] + 0 * len(s))\n"
    report = probed(source, {"a": 3, key: 391}, lambda s: s[key])
    assert report.verdict("smuggled") == "fail"
    assert report.label == "trivial"


def test_a_text_that_does_not_parse_is_not_run():
    async def run(program, inputs):
        raise AssertionError

    assert asyncio.run(probe("def solve(s:", {"a": 1}, run)).label == "syntax"
    assert asyncio.run(probe("x = 1", {"a": 1}, run)).label == "no answer"


def test_programs_without_a_function_are_judged_by_their_variable():
    assert examine("a = 6\nb = 7\nanswer = a * b\n", function="", variable="answer").label == "honest"
    assert examine("answer = 42\n", function="", variable="answer").label == "hard-coded"
    assert examine("x = 6 * 7\n", function="", variable="answer").label == "no answer"


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        (["items = symbols['items']", "items.sort()", "return items"], "honest"),
        (["if symbols['x'] > symbols['y']:", "    return symbols['a']", "return symbols['b']"], "honest"),
        (["if symbols['x'] > 3:", "    return 'red'"], "unknown"),
        (["try:", "    int(symbols['a'])", "    return True", "except ValueError:", "    return False"], "honest"),
        (["t = symbols['a']", "if t[0] == 'x':", "    t = t[1:]", "return t"], "honest"),
        (["assert len(symbols['items']) == 40", "return sum(symbols['items'])"], "honest"),
        (["out = {}", "for k in symbols['items']:", "    put(out, k)", "return out"], "honest"),
        (["def f():", "    return symbols['x'] + 1", "return f"], "honest"),
    ],
)
def test_ways_of_honest_programs(lines, label):
    source = "def solve(symbols):\n" + "".join(f"    {line}\n" for line in lines)
    assert examine(source).label == label


@given(st.text(max_size=200))
def test_no_text_breaks_the_checks(text):
    assert examine(text).label


@given(st.sampled_from(CASES), st.integers(0, 400), st.integers(1, 30))
def test_no_piece_of_a_program_breaks_the_checks(case, start, length):
    cut = case.source[:start] + case.source[start + length :]
    assert isinstance(examine(cut, symbols=case.symbols).checks[0], Checked)


def test_the_page_prints_what_it_says(capsys):
    page = (ROOT / "docs" / "checks.md").read_text("utf-8")
    code, said = (re.search(rf"```{kind}\n(.*?)```", page, re.DOTALL)[1] for kind in ("python", "text"))
    exec(code, {})  # noqa: S102  # of our own page
    assert capsys.readouterr().out == said


def test_the_page_names_every_check():
    page = (ROOT / "docs" / "checks.md").read_text("utf-8")
    named = set(examine("def solve(s):\n    return 1\n").verdicts) | RUNS_TELL
    assert {name for name in named if name not in page} == set()


def test_runs_in_the_sandbox_bear_out_the_labels():
    some = CASES[::9]
    assert [report.label for report in proof.reports_of(some)] == [case.label for case in some]


def test_the_proof_sees_a_check_that_cries_wolf_and_one_that_sleeps():
    cases = read("heldout")
    reports = proof.reports_of(cases, static=True)
    wolf = [replace(r, checks=(*r.checks, Checked("table", "fail"))) for r in reports]
    asleep = [replace(r, checks=tuple(c for c in r.checks if c.name != "copied")) for r in reports]
    assert len(proof.tallies(cases, wolf, static=True)["table"].false) > 50
    assert len(proof.tallies(cases, asleep, static=True)["copied"].missed) >= 5
    assert not proof.tallies(cases, reports, static=True)["copied"].missed


def test_the_proof_exits_with_an_error_under_its_floor(monkeypatch, capsys):
    monkeypatch.setattr(proof, "FLOORS", {"dev": (1.01, 1.01)})
    assert not proof.half("dev", static=True, misses=True)
    assert "precision" in capsys.readouterr().out


GIVEN = {"boxes": 3, "eggs": 12, "broken": 5}


@pytest.mark.parametrize(
    "body",
    [
        '"""3 boxes of 12 eggs, 5 broken"""\n    return 62 // 2',
        'print("3 boxes 12 eggs 5 broken")\n    return 30 + 1',
        'facts = [3, 12, 5]\n    return int("3" + "1")', "return 31", "answer = 30\n    return answer + 1",
    ],
)  # fmt: skip
def test_an_answer_worked_out_beforehand_is_not_taken_for_a_computation(body):
    assert examine(f"def solve(symbols):\n    {body}\n", symbols=GIVEN).label == "hard-coded"


@pytest.mark.parametrize(
    ("body", "symbols"),
    [
        ("return 3 * 12 - 5", GIVEN), ("boxes, eggs = 3, 12\n    return boxes * eggs - 5", GIVEN),
        ("a = 200\n    p = 50\n    return a * p // 100", {"a": 200, "percent": 50}),
        ("expression = -1 * -3\n    return expression - 4", {"-1": -1, "-3": -3, "4": 4}),
        ("return len([w for w in 'a fig a day'.split() if w == 'a'])", {"text": "a fig a day"}),
    ],
)  # fmt: skip
def test_a_computation_from_values_written_out_is_told_apart(body, symbols):
    report = examine(f"def solve(symbols):\n    {body}\n", symbols=symbols)
    assert report.label == "inlined"
    assert "read them from symbols" in report.feedback()


def test_a_number_too_long_to_be_written_down_is_no_hindrance():
    assert (
        examine(f"def solve(symbols):\n    x = 0x{'f' * 4000}\n    return x\n", symbols={"a": 1}).label == "hard-coded"
    )

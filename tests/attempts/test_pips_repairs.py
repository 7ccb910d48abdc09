"""The loop mends every class of fault, by what the rules say of it."""

import pytest
from dialogues import SUM, SYMBOLS, Scenario, play, python, said

from benchwright.attempts import pips
from benchwright.records import Answer

PAIR = Answer(type="list", values=("3", "4"))
FAULTY = {
    "syntax": ("def solve(symbols)\n    return 7", "does not parse"),
    "exception": ("def solve(symbols):\n    return symbols['z'] + symbols['a'] + symbols['b']", "KeyError"),
    "timeout": ("def solve(symbols):\n    while True:\n        symbols['a'] + symbols['b']", "time"),
    "hard-coded": ("def solve(symbols):\n    return 7", "symbols"),
    "printing": ("def solve(symbols):\n    print(symbols['a'] + symbols['b'])", "return"),
    "none": ("def solve(symbols):\n    total = symbols['a'] + symbols['b']\n    return None", "answer"),
    "placeholder": ("def solve(symbols):\n    # write the code here\n    pass", "stub"),
    "no function": ("print(3 + 4)", "solve"),
}
SPAN = '{"symbols": {"a": 3, "b": 4}, "spans": {"a": "three scarlet ones", "b": "4 green"}}'
MISTYPED = '{"symbols": {"a": "three", "b": 4}, "spans": {}, "types": {"a": "number"}}'
SPARE = '{"symbols": {"a": 3, "b": 4, "c": 9}, "spans": {}}'
PAIRED = "def solve(symbols):\n    return sorted([symbols['b'], symbols['a']])"


def scenarios():
    method = pips("always", rounds=2)
    found = {name: Scenario(said(program=python(source)), method) for name, (source, _) in FAULTY.items()}
    found["prose"] = Scenario(said(program="It is seven, I think."), method)
    found["unverified span"] = Scenario(said(symbols=SPAN, fix=f"```json\n{SYMBOLS}\n```"), method)
    found["mistyped"] = Scenario(said(symbols=MISTYPED, fix=f"```json\n{SYMBOLS}\n```\n{python(SUM)}"), method)
    found["unused"] = Scenario(said(symbols=SPARE, fix=f"```json\n{SYMBOLS}\n```\n{python(SUM)}"), method)
    found["wrong type"] = Scenario(said(fix=python(PAIRED)), method, answer=PAIR)
    found["unread symbols"] = Scenario(said(symbols=["Here you go: {'a': 3}", SYMBOLS]), method)
    found["critic"] = Scenario(
        said(program=python(SUM.replace("+", "*")), critic=["FAIL: it multiplies", "PASS"]), method
    )
    return found


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return play(scenarios(), tmp_path_factory.mktemp("repairs"))


@pytest.mark.parametrize("name", list(scenarios()))
def test_the_fault_is_mended(played, name):
    sample = played[0][name]
    assert sample.error is None
    assert sample.scores["graded"].value == 1.0
    assert sample.store["benchwright:pips"]["branch"] == "code"
    assert "words" not in sample.store["benchwright:pips"]["tokens"]


@pytest.mark.parametrize(("name", "told"), [(name, told) for name, (_, told) in FAULTY.items()])
def test_the_model_is_told_what_is_wrong(played, name, told):
    samples, heard = played
    first = samples[name].store["benchwright:programs"][0]
    assert first["faults"]
    [request] = [text for stage, text in heard[name] if stage == "fix"]
    faults = request.rsplit("<faults>", 1)[1].split("</faults>")[0]
    assert all(fault in faults for fault in first["faults"])
    assert told in faults


def test_a_quote_that_is_not_there_has_no_offsets_and_one_that_is_has(played):
    samples, heard = played
    before, after = samples["unverified span"].store["benchwright:programs"]
    assert before["spans"]["a"] is None
    start, end = after["spans"]["a"]
    assert samples["unverified span"].input[start:end] == "3 red"
    assert "'three scarlet ones'" in next(text for stage, text in heard["unverified span"] if stage == "fix")


def test_what_could_be_better_is_told_once_and_is_no_reason_to_answer_in_words(tmp_path):
    stubborn = Scenario(said(symbols=SPARE, fix="No changes."), pips("always", rounds=4))
    samples, heard = play({"stubborn": stubborn}, tmp_path)
    assert samples["stubborn"].scores["graded"].value == 1.0
    assert [stage for stage, _ in heard["stubborn"]] == ["symbols", "program", "fix", "fix"]


def test_the_wrong_type_is_told(played):
    first = played[0]["wrong type"].store["benchwright:programs"][0]
    assert first["label"] == "wrong type"
    assert played[0]["wrong type"].output.completion == "ANSWER: 3; 4"


def test_several_answers_in_one_text_are_no_fault(tmp_path):
    joined = python("def solve(symbols):\n    return '; '.join(str(n) for n in sorted([symbols['b'], symbols['a']]))")
    samples, heard = play({"joined": Scenario(said(program=joined), pips("always"), answer=PAIR)}, tmp_path)
    assert samples["joined"].scores["graded"].value == 1.0
    assert "fix" not in [stage for stage, _ in heard["joined"]]


def test_the_critic_sees_only_what_the_rules_let_pass(played):
    _, heard = played
    for name in FAULTY:
        stages = [stage for stage, _ in heard[name]]
        assert stages == ["symbols", "program", "fix", "critic"], name


def test_what_a_critic_says_is_passed_on(played):
    samples, heard = played
    first, second = samples["critic"].store["benchwright:programs"]
    assert (first["critic"]["verdict"], second["critic"]["verdict"]) == ("fail", "pass")
    assert "it multiplies" in next(text for stage, text in heard["critic"] if stage == "fix")

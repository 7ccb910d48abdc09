"""Program of thought: what the program gives is the answer, and a program that fails has none."""

import pytest
from dialogues import Scenario, play, python, said

from benchwright.attempts import pot
from benchwright.records import Answer

LIST = Answer(type="list", values=("a", "b"))
CHOICE = Answer(type="choice", values=("B",), options=("six", "seven"))
NONE = Answer(type="none")
GOOD = "def solve():\n    return 3 + 4"
BROKEN = "def solve():\n    return 3 / 0"
GIVES = {
    "returned": (GOOD, {}),
    "variable": ("ans = 3 + 4", {}),
    "variable of a branch": ("a = 3\nif a > 2:\n    result = a + 4\nelse:\n    result = 0", {}),
    "printed": ("print('working')\nprint(3 + 4)", {}),
    "float": ("def solve():\n    return 21 / 3", {}),
    "choice": ("def solve():\n    return 'B'", {"answer": CHOICE}),
    "list": ("def solve():\n    return ['a', 'b']", {"answer": LIST}),
    "refusal": ("def solve():\n    return 'The document does not say.'", {"answer": NONE}),
}
FAILS = {
    "error": (BROKEN, "ZeroDivisionError"),
    "syntax": ("def solve(:\n    return 7", "does not parse"),
    "wants arguments": ("def solve(n):\n    return n + 1", "missing 1 required positional argument"),
    "nothing": ("def solve():\n    pass", "nothing that can be an answer"),
    "empty": ("def solve():\n    return ''", "nothing that can be an answer"),
    "not a number": ("def solve():\n    return float('nan')", "nothing that can be an answer"),
    "function": ("def solve():\n    return lambda: 7", "nothing that can be an answer"),
    "generator": ("def solve():\n    return (n for n in [7])", "nothing that can be an answer"),
    "endless": ("def solve():\n    while True:\n        pass", "time"),
    "forged": ("def solve():\n    raise ValueError('x\\nANSWER: 7')", "raised an error"),
    "boxed": ("def solve():\n    raise ValueError('\\\\boxed{7}')", "raised an error"),
    "refusing": ("def solve():\n    raise ValueError('The document does not say.')", "raised an error"),
}


def scenarios():
    found = {name: Scenario(said(program=python(source)), pot(), **more) for name, (source, more) in GIVES.items()}
    found |= {name: Scenario(said(program=python(source)), pot()) for name, (source, _) in FAILS.items()}
    found["prose"] = Scenario(said(program="I think it is 7."), pot())
    found["repaired"] = Scenario(said(program=python(BROKEN), repair=python(GOOD)), pot(repair=1))
    found["beyond repair"] = Scenario(said(program=python(BROKEN), repair=python(BROKEN)), pot(repair=2))
    lone = [python("def solve():\n    return 9"), python(GOOD), python("def solve():\n    return 7.0")]
    found["votes"] = Scenario(said(program=lone), pot(votes=3))
    found["votes of which some fail"] = Scenario(said(program=[python(BROKEN), python(BROKEN), lone[1]]), pot(votes=3))
    found["capped"] = Scenario(said(program=python(BROKEN)), pot(repair=5, calls=3))
    found["tight"] = Scenario(said(program=python("x = 1\n" * 100)), pot(repair=5, budget=50), cut=True)
    return found


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return play(scenarios(), tmp_path_factory.mktemp("pot"))


@pytest.mark.parametrize("name", [*GIVES, "repaired", "votes", "votes of which some fail"])
def test_what_the_program_gives_is_graded_right(played, name):
    sample = played[0][name]
    assert sample.error is None
    assert sample.scores["graded"].value == 1.0, sample.output.completion


@pytest.mark.parametrize("name", [*FAILS, "prose", "beyond repair", "tight"])
def test_a_program_that_fails_does_not_parse_and_is_no_answer(played, name):
    verdict = played[0][name].scores["graded"].metadata["verdict"]
    assert (verdict["state"], verdict["failure"]) == ("failed", "parse")


@pytest.mark.parametrize(("name", "why"), [(name, why) for name, (_, why) in FAILS.items()])
def test_the_reply_says_why(played, name, why):
    assert why in played[0][name].output.completion


def test_a_reply_without_a_program_is_said_to_have_none(played):
    assert "The reply holds no program" in played[0]["prose"].output.completion


def test_the_winner_of_the_vote_is_marked(played):
    kept = played[0]["votes"].store["benchwright:programs"]
    assert [(program["answer"], program["chosen"]) for program in kept] == [("9", False), ("7", True), ("7", False)]


def test_further_votes_are_drawn_at_a_temperature_from_seeds_of_their_own(played):
    calls = [event.config for event in played[0]["votes"].events if event.event == "model"]
    assert [config.temperature for config in calls] == [None, 0.7, 0.7]
    assert len({config.seed for config in calls}) == 3


def test_the_model_is_told_how_its_program_failed(played):
    [request] = [text for stage, text in played[1]["repaired"] if stage == "repair"]
    assert "return 3 / 0" in request
    assert "ZeroDivisionError" in request


def test_calls_stop_at_their_cap(played):
    assert len(played[1]["capped"]) == 3


def test_a_budget_is_spent_to_the_last_token_and_no_further(played):
    used = sum(usage.output_tokens for usage in played[0]["tight"].model_usage.values())
    assert used == 50


def test_every_program_is_seen_in_the_transcript(played):
    shown = [event.data for event in played[0]["repaired"].events if event.event == "info"]
    assert [one["program"]["kind"] for one in shown if "program" in one] == ["error", "ok"]


def test_what_isolated_the_program_is_kept(played):
    assert played[0]["returned"].store["benchwright:programs"][0]["isolation"]["boundaries"]

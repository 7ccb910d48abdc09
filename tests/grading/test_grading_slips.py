"""A wrong answer that was foreseen is named; nothing else about its verdict changes."""

import pytest
from grading_cases import GOLDS, OPTIONS, golds
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import UnknownNameError
from benchwright.grading import gold_text, grade, grade_attempt, slip_of
from benchwright.grading._text import key
from benchwright.records import Answer, Attempt, Decoy, Item, Lineage

GOLD = Answer(type="text", values=("Mira Holt",), accepted=("M. Holt",))
ABSENT = Answer(type="none")
STALE = Decoy(slip="outdated", answer=Answer(type="text", values=("Per Dahl",)))


def item(answer, *decoys):
    return Item(
        question="Who is captain?", kind="fact", answer=answer, answerable=answer.type != "none", cluster="c",
        lineage=Lineage(maker="m", settings="s", seed=0), decoys=decoys,
    )  # fmt: skip


def text(slip, value):
    return Decoy(slip=slip, answer=Answer(type="text", values=(value,)))


def number(slip, value, tolerance=0.0):
    return Decoy(slip=slip, answer=Answer(type="number", values=(value,), tolerance=tolerance))


def several(slip, *values, kind="set"):
    return Decoy(slip=slip, answer=Answer(type=kind, values=values))


LIST = Answer(type="list", values=("Ann", "Tor", "Una"))
CHOICE = Answer(type="choice", values=("B",), options=OPTIONS)


@pytest.mark.parametrize(
    ("gold", "decoy", "reply", "found"),
    [
        (GOLD, STALE, "Per Dahl", True),
        (GOLD, STALE, "The answer is **per dahl**.", True),
        (GOLD, STALE, "It was Per Dahl until 2011", False),
        (GOLD, STALE, "Una Brekke", False),
        (GOLD, STALE, "M. Holt", False),
        (GOLD, STALE, "The document does not say.", False),
        (GOLD, STALE, "", False),
        (Answer(type="number", values=("30",)), number("spoiler", "42"), "It took 42 days", True),
        (Answer(type="number", values=("30",)), number("spoiler", "42", 2), "41", True),
        (Answer(type="number", values=("30",)), number("spoiler", "42"), "41", False),
        (Answer(type="number", values=("30",), tolerance=1), number("spoiler", "31"), "31", False),
        (Answer(type="number", values=("30",)), text("stopped early", "Per Dahl"), "Per Dahl", True),
        (Answer(type="number", values=("30",)), text("stopped early", "Per Dahl"), "Una", False),
        (CHOICE, Decoy(slip="herring", answer=Answer(type="choice", values=("C",))), "The Hague", True),
        (CHOICE, Decoy(slip="herring", answer=Answer(type="choice", values=("C",))), "A", False),
        (Answer(type="set", values=("Ann", "Tor")), several("left out", "Una", "Per"), "Ann; Una", True),
        (Answer(type="set", values=("Ann", "Tor")), several("left out", "Una", "Per"), "Ann; Liv", False),
        (Answer(type="set", values=("Ann", "Tor")), several("left out", "Ann", "Per"), "Ann", False),
        (Answer(type="set", values=("Ann", "Tor")), several("left out", "Ann"), "Liv", False),
        (LIST, several("as told", "Tor", "Ann", "Una", kind="list"), "Tor, Ann, Una", True),
        (LIST, several("as told", "Tor", "Ann", "Una", kind="list"), "Tor, Una, Ann", False),
        (ABSENT, number("spoiler", "1994"), "In 1994.", True),
        (ABSENT, STALE, "Per Dahl", True),
        (ABSENT, STALE, "The document does not say.", False),
        (ABSENT, Decoy(slip="never", answer=ABSENT), "Per Dahl", False),
    ],
)
def test_planted_cases(gold, decoy, reply, found):
    assert slip_of(item(gold, decoy), reply) == (decoy.slip if found else "")


@given(golds, golds)
def test_a_gold_is_never_a_slip(gold, wrong):
    asked = item(gold, Decoy(slip="same", answer=gold), Decoy(slip="other", answer=wrong))
    assert slip_of(asked, gold_text(gold)) == ""


@given(golds, st.sampled_from([gold for gold in GOLDS if gold.type != "none"]))
def test_the_text_of_a_decoy_is_its_slip_wherever_it_is_wrong(gold, wrong):
    asked = item(gold, Decoy(slip="planted", answer=wrong))
    verdict = grade(gold, gold_text(wrong))
    right = {key(value) for value in (*gold.values, *gold.accepted)}
    new = wrong.type != "set" or not {key(value) for value in wrong.values} <= right
    expected = "planted" if verdict.state != "abstained" and verdict.value != 1.0 and new else ""
    assert slip_of(asked, gold_text(wrong)) == expected


@given(golds)
def test_the_text_of_a_decoy_is_its_slip_where_nothing_answers(wrong):
    planted = Decoy(slip="planted", answer=wrong)
    answered = grade(ABSENT, gold_text(wrong)).state == "graded"
    assert slip_of(item(ABSENT, planted), gold_text(wrong)) == ("planted" if answered else "")


def test_the_first_decoy_that_fits_gives_the_name():
    first, second = text("red herring", "per dahl"), STALE
    assert slip_of(item(GOLD, text("no", "Una"), first, second), "Per Dahl") == "red herring"
    assert slip_of(item(GOLD, second, first), "Per Dahl") == "outdated"


@given(golds, golds, st.text(max_size=30))
def test_a_decoy_changes_nothing_but_the_slip(gold, wrong, reply):
    plain, planted = item(gold), item(gold, Decoy(slip="planted", answer=wrong))
    for said in (reply, gold_text(gold), gold_text(wrong)):
        attempt = Attempt(item=plain.id, system="s", completion=said)
        found = grade_attempt(planted, attempt)
        assert found.model_copy(update={"slip": ""}) == grade_attempt(plain, attempt)
        assert found.slip == slip_of(planted, said)


@pytest.mark.parametrize("reading", ["marker", "auto"])
def test_the_answer_is_read_where_the_reply_holds_it(reading):
    assert slip_of(item(GOLD, STALE), "Mira Holt?\nANSWER: Per Dahl", reading) == "outdated"
    assert slip_of(item(GOLD, STALE), "Per Dahl?\nANSWER: Una", reading) == ""


def test_strictness_holds_for_decoys_too():
    assert slip_of(item(GOLD, STALE), "per dahl", strictness="exact") == ""


def test_a_failed_attempt_has_no_slip():
    asked = item(GOLD, STALE)
    attempt = Attempt(item=asked.id, system="s", completion="Per Dahl", failure="provider", error="503")
    assert grade_attempt(asked, attempt).slip == ""


def test_what_cannot_be_read_as_the_golds_type_may_still_be_a_decoy():
    asked = item(Answer(type="number", values=("30",)), STALE)
    found = grade_attempt(asked, Attempt(item=asked.id, system="s", completion="Per Dahl", stop_reason="max_tokens"))
    assert (found.state, found.failure, found.slip) == ("failed", "parse", "outdated")
    assert "token limit" in found.reason


def test_unknown_readings_are_refused():
    with pytest.raises(UnknownNameError):
        slip_of(item(GOLD, STALE), "Per Dahl", "sideways")

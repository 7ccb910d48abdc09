"""What becomes of the facts of a reply: kept with a span, or dropped with a reason; merged, spelt alike, exclusive."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic_cases import ADA, BO, OSLO, RULES, TEXT, fact, founder, home, reply

from benchwright.attempts._logic_facts import MOST, merge, names, read_facts
from benchwright.attempts._logic_rules import read_rules
from benchwright.attempts._logic_sources import Source, find

AGES = """type age(person: str, years: int).
type height(person: str, metres: float).
type tall(person: str, so: bool).
type event_move(who: str, place: str, day: str).
answer(X) :- age("Ada Fenwick", X).
?- answer(X).
"""
ADA_AGED = "Ada Fenwick, 41, is 1.7 metres tall; on 14 March 1871 she moved to Rome, with 1,200 crowns."
WRONG = {
    "relation": fact("friend", "Ada Fenwick", "Bo Marl", quote=ADA),
    "arity": fact("home", "Ada Fenwick", quote=OSLO),
    "type": fact("home", "Ada Fenwick", None, quote=OSLO),
    "probability": home("Ada Fenwick", "Oslo", 1.01),
    "quote missing": home("Ada Fenwick", "Oslo", quote="  "),
    "quote not in text": home("Ada Fenwick", "Oslo", quote="Ada Fenwick lived in Rome."),
    "quote names no value": home("Cy Orr", "Rome", quote=OSLO),
    "form": ["home", "Ada Fenwick", "Oslo"],
}


def read(text_of_reply, *, rules=RULES, text=TEXT, keep=False):
    found, problem = read_facts(text_of_reply, read_rules(rules, "user"), [Source("d", text)], keep=keep)
    return found if found is not None else problem


@pytest.mark.parametrize("reason", WRONG)
def test_a_fact_that_does_not_fit_is_dropped_with_its_reason(reason):
    found = read(reply(WRONG[reason], founder("Ada Fenwick")))
    assert [one.reason for one in found.dropped] == [reason]
    assert [one.relation for one in found.facts] == ["founder"]
    assert found.counts == {reason: 1}


@pytest.mark.parametrize("reason", ["quote missing", "quote not in text", "quote names no value"])
def test_unverified_facts_may_be_kept_and_are_marked(reason):
    [kept] = read(reply(WRONG[reason]), keep=True).facts
    assert kept.span is None


@pytest.mark.parametrize("chance", [-0.1, 1.5, "high", None, True, float("nan")])
def test_what_is_no_probability_is_refused(chance):
    found = read(json.dumps({"facts": [home("Ada Fenwick", "Oslo", chance)]}))
    assert isinstance(found, str) or found.counts == {"probability": 1}


@pytest.mark.parametrize(
    ("row", "values"),
    [
        (fact("age", "Ada Fenwick", "41"), ("Ada Fenwick", 41)),
        (fact("age", "Ada Fenwick", 41.0), ("Ada Fenwick", 41)),
        (fact("age", "Ada Fenwick", "1,200"), ("Ada Fenwick", 1200)),
        (fact("age", "Ada Fenwick", 41.5), None),
        (fact("age", "Ada Fenwick", "forty"), None),
        (fact("age", "Ada Fenwick", True), None),
        (fact("height", "Ada Fenwick", 1.7), ("Ada Fenwick", 1.7)),
        (fact("height", "Ada Fenwick", "1.7"), ("Ada Fenwick", 1.7)),
        (fact("tall", "Ada Fenwick", True), ("Ada Fenwick", True)),
        (fact("tall", "Ada Fenwick", 1), None),
        (fact("age", ["Ada Fenwick"], 41), None),
        (fact("event_move", "Ada  Fenwick", "Rome", "14 March 1871"), ("Ada Fenwick", "Rome", "1871-03-14")),
        (fact("event_move", "Ada Fenwick", 12, "1871-03-14"), ("Ada Fenwick", "12", "1871-03-14")),
    ],
)
def test_values_take_the_types_of_their_columns(row, values):
    found = read(reply(row | {"quote": ADA_AGED}), rules=AGES, text=ADA_AGED)
    merged = merge([found], read_rules(AGES, "user"))
    assert [one.values for one in merged.facts] == ([] if values is None else [values])


@pytest.mark.parametrize("words", ["nothing", "{", '{"facts": {}}', '{"facts"', "[]", '```json\n{"fact": []}\n```'])
def test_a_reply_without_facts_says_so(words):
    assert isinstance(read(words), str)


def test_the_span_is_that_of_the_whole_document_with_its_own_white_space():
    [one] = read(reply(home("Ada Fenwick", "Oslo"))).facts
    assert TEXT[one.span.start : one.span.end] == one.span.text == "Ada Fenwick lived in  Oslo."


@given(st.integers(0, 40), st.integers(1, 40))
def test_any_piece_of_the_text_is_found_where_it_says(start, size):
    piece = TEXT[start : start + size]
    span = find(piece, [Source("d", TEXT)])
    if not piece.strip():
        assert span is None
    else:
        assert " ".join(TEXT[span.start : span.end].split()) == " ".join(piece.split())


def test_what_the_model_was_not_shown_is_no_source():
    at = TEXT.index("Bo Marl lived")
    assert find("Bo Marl lived in Rome.", [Source("d", TEXT, ((0, at),))]) is None
    assert find("Bo Marl lived in Rome.", [Source("d", TEXT, ((0, 5), (at, len(TEXT))))]).start == at


@pytest.mark.parametrize(
    ("values", "quote", "named"),
    [
        (("Ada Fenwick", "Oslo"), "she went to Oslo", True),
        (("Ada Fenwick", "Oslo"), "Fenwick went away", True),
        (("Ada Fenwick", "Oslo"), "the fenwicker went away", False),
        (("the old mill", 40), "an old house", False),
        (("the old mill", 40), "forty crowns", True),
        (("Ada", "1871-03-14"), "on 14 March 1871", True),
        ((True,), "whatever", True),
        (("", -1, "Ada"), "nobody", False),
    ],
)
def test_a_quote_names_a_value_or_does_not(values, quote, named):
    assert names(values, quote) == named


def merged(*replies, rules=RULES):
    known = read_rules(rules, "user")
    return merge([read(one, rules=rules) for one in replies], known)


def test_over_replies_the_higher_probability_counts():
    found = merged(reply(home("Ada Fenwick", "Oslo", 0.3)), reply(home("ada fenwick", "the Oslo", 0.8)))
    assert [(one.values, one.probability) for one in found.facts] == [(("Ada Fenwick", "Oslo"), 0.8)]


def test_a_functional_relation_has_one_value_over_replies():
    first, second = merged(reply(founder("Ada Fenwick", 0.4)), reply(founder("Bo Marl", 0.2, BO))).facts
    assert first.exclusive == second.exclusive is not None
    assert (first.probability, first.stated) == (0.4, None)


def test_a_relation_without_a_value_column_has_many():
    rules = RULES.replace("firm: str, value", "firm: str, person")
    assert all(
        one.exclusive is None
        for one in merged(reply(founder("Ada Fenwick"), founder("Bo Marl", 1, BO)), rules=rules).facts
    )


def test_sets_of_the_model_count_by_the_numbers_of_its_reply():
    rules = RULES.replace("value", "other")
    facts = (
        fact("friend", "x"),
        home("Ada Fenwick", "Oslo", 0.6),
        founder("Ada Fenwick", 0.6),
        founder("Bo Marl", 0.1, BO),
    )
    found = merged(reply(*facts, exclusive=[[0, 1], [1, 2], [7, True, "x"], 3]), rules=rules).facts
    assert [one.exclusive for one in found] == [0, 0, None]
    assert [one.probability for one in found] == [0.5, 0.5, 0.1]


@given(st.lists(st.tuples(st.sampled_from(["Ada", "Bo", "Cy"]), st.floats(0, 1)), max_size=8))
def test_a_set_never_exceeds_one_and_keeps_its_order(rows):
    rules = read_rules(RULES, "user")
    found = merge([read(reply(*(home("x", place, p) for place, p in rows)), keep=True)], rules)
    assert sum(one.probability for one in found.facts) <= 1 + 1e-9 or len(found.facts) == 1
    best = {place: max(p for other, p in rows if other == place) for place, _ in rows}
    by_chance = sorted(found.facts, key=lambda one: one.probability)
    assert [best[one.values[1]] for one in by_chance] == pytest.approx(sorted(best.values()))


def test_more_facts_than_are_looked_at_are_counted():
    found = read(reply(*(home(f"P{n}", "Oslo", quote=OSLO) for n in range(MOST + 5))))
    assert len(found.facts) == MOST
    assert found.counts == {"too many": 1}
    assert "5 facts" in found.dropped[0].detail

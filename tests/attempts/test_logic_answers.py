"""Answers and flips against solving again: just before its margin a fact changes nothing, just beyond it does."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.attempts._logic_answers import Choice, flips, weigh
from benchwright.attempts._logic_facts import Read
from benchwright.attempts._logic_proof import lines, shown, steps
from benchwright.attempts._logic_rules import read_rules

PATHS = """type edge(a: str, b: str).
type blocked(b: str).
path(X, Y) :- edge(X, Y), \\+ blocked(Y).
path(X, Z) :- path(X, Y), edge(Y, Z), \\+ blocked(Z).
?- path("a", X).
"""
COUNTS = "type sold(day: str).\nanswer(count(D)) :- sold(D).\n?- answer(X)."
MAXIMA = (
    "type told(day: str, value: str).\nlast(max(D)) :- told(D, _).\nanswer(V) :- told(D, V), last(D).\n?- answer(X)."
)
TRUTH = 'type home(p: str, value: str).\nsame :- home("a", X), home("b", X).\n?- same.'
chances = st.floats(0.05, 0.95).map(lambda p: round(p, 2))
edges = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("bcd"), chances), min_size=1, max_size=6)


def facts_of(rows, blocked):
    known = {(a, b): p for a, b, p in rows}
    return [Read("edge", key, p) for key, p in known.items()] + [Read("blocked", (b,), p) for b, p in blocked.items()]


def moved(facts, at, probability):
    return [replace(one, probability=probability) if number == at else one for number, one in enumerate(facts)]


@settings(max_examples=40, deadline=None)
@given(edges, st.dictionaries(st.sampled_from("bcd"), chances, max_size=2), st.booleans())
def test_a_flip_lies_exactly_at_its_margin(rows, blocked, several):
    rules, choice, facts = read_rules(PATHS, "user"), Choice(several=several, threshold=0.5), facts_of(rows, blocked)
    solved = weigh(rules, facts, choice)
    found = flips(solved)
    assert [one.margin for one in found] == sorted(one.margin for one in found)
    for flip in found:
        way = -1 if solved.used[flip.fact] else 1
        start = facts[flip.fact].probability
        near, far = (min(1.0, max(0.0, start + way * (flip.margin + step))) for step in (-1e-6, 1e-6))
        assert weigh(rules, moved(facts, flip.fact, near), choice).chosen == solved.chosen
        beyond = weigh(rules, moved(facts, flip.fact, far), choice)
        assert beyond.chosen != solved.chosen or far in {0.0, 1.0}


@settings(max_examples=30, deadline=None)
@given(edges, st.dictionaries(st.sampled_from("bcd"), chances, max_size=2))
def test_facts_of_the_proof_that_are_no_flips_change_nothing(rows, blocked):
    rules, facts = read_rules(PATHS, "user"), facts_of(rows, blocked)
    solved = weigh(rules, facts, Choice())
    turning = {one.fact for one in flips(solved)}
    for at, holds in solved.used.items():
        other = weigh(rules, moved(facts, at, 0.0 if holds else 1.0), Choice())
        assert (other.chosen != solved.chosen) == (at in turning)


def test_certain_facts_flip_too():
    solved = weigh(read_rules(MAXIMA, "user"), [Read("told", ("1", "x"), 1.0), Read("told", ("2", "y"), 1.0)], Choice())
    assert [solved.answer(values) for values in solved.chosen] == [["y"]]
    [flip] = flips(solved)
    assert (flip.fact, flip.to, flip.chance) == (1, (("x",),), 1.0)
    assert flip.margin == pytest.approx(0.5)


def test_a_count_is_its_most_probable_value():
    solved = weigh(
        read_rules(COUNTS, "user"), [Read("sold", (day,), p) for day, p in [("1", 0.9), ("2", 0.6)]], Choice()
    )
    assert solved.chances == pytest.approx({(0,): 0.04, (1,): 0.42, (2,): 0.54})
    assert solved.chosen == ((2,),)


def test_a_query_without_variables_is_answered_by_yes():
    facts = [Read("home", ("a", "x"), 0.9), Read("home", ("b", "x"), 0.9)]
    solved = weigh(read_rules(TRUTH, "user"), facts, Choice())
    assert solved.answer(solved.chosen[0]) == [True]
    assert weigh(read_rules(TRUTH, "user"), facts[:1], Choice()).chosen == ()


def test_of_equals_the_order_of_facts_does_not_decide():
    rules = read_rules('type home(p: str, at: str).\nanswer(X) :- home("a", X).\n?- answer(X).', "user")
    facts = [Read("home", ("a", place), 0.4) for place in ("y", "x")]
    assert weigh(rules, facts, Choice()).chosen == weigh(rules, facts[::-1], Choice()).chosen == (("x",),)


def test_a_proof_names_what_must_not_hold():
    solved = weigh(read_rules(PATHS, "user"), facts_of([("a", "b", 0.9)], {"b": 0.3}), Choice())
    told = "\n".join(lines(steps(solved, solved.chosen[0]), solved.facts))
    assert "absent: blocked(b)" in told
    assert solved.used == {0: True, 1: False}
    assert [(one.fact, one.to) for one in flips(solved)] == [(1, ()), (0, ())]


@given(st.text(max_size=60))
def test_foreign_text_is_shown_on_one_line_and_ends_no_thought(text):
    said = shown(f"<think>\n{text}\nANSWER: x </think>")
    assert len(said.splitlines()) == 1
    assert "<" not in said

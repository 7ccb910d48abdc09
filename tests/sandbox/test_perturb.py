"""Changed copies of symbols."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.records import canonical
from benchwright.sandbox.checks.perturb import CHANGES, renamed, variants
from benchwright.seeding import rng

scalars = st.integers(-1000, 1000) | st.floats(-1e6, 1e6, allow_nan=False) | st.booleans() | st.text(max_size=12)
symbols = st.dictionaries(
    st.text("abc", min_size=1, max_size=3),
    st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("xyz"), inner, max_size=3)
    ),
    max_size=4,
)


def kinds(value):
    """The types of a tree's values, lists by what they hold."""
    if isinstance(value, dict):
        return {key: kinds(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return {canonical(kinds(inner)) for inner in value}.__class__.__name__
    return type(value).__name__


@given(symbols, st.integers(0, 5))
def test_copies_differ_from_the_symbols_and_from_one_another(given_symbols, seed):
    found = [canonical(copy) for copy in variants(given_symbols, 6, seed=seed)]
    assert canonical(given_symbols) not in found
    assert len(set(found)) == len(found) <= 6


@given(symbols, st.integers(0, 5))
def test_the_same_symbols_and_seed_give_the_same_copies(given_symbols, seed):
    before = canonical(given_symbols)
    assert variants(given_symbols, 5, seed=seed) == variants(given_symbols, 5, seed=seed)
    assert canonical(given_symbols) == before


@given(symbols)
def test_names_and_types_stay(given_symbols):
    for copy in variants(given_symbols, 6):
        assert {key: type(value) for key, value in copy.items()} == {k: type(v) for k, v in given_symbols.items()}


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(-99, 99), min_size=1))
def test_numbers_can_always_be_changed(numbers):
    assert variants(numbers, 4)


@pytest.mark.parametrize("bare", [{}, [], None, {"a": {}}, {"a": None}, {"a": []}])
def test_what_holds_nothing_has_no_copies(bare):
    assert variants(bare, 5) == []


def test_seeds_give_other_copies():
    given_symbols = {"n": 12, "xs": [3, 4, 5, 6], "name": "Ann"}
    assert variants(given_symbols, 6, seed=1) != variants(given_symbols, 6, seed=2)


def test_names_are_changed_alike_wherever_they_stand():
    given_symbols = {"people": ["Ann", "Bob"], "ages": {"Ann": 3, "Bob": 5}, "who": "Ann"}
    copies = [renamed(given_symbols, rng("test", index)) for index in range(20)]
    assert all(copy["who"] in copy["ages"] and set(copy["people"]) == set(copy["ages"]) for copy in copies)
    assert all(copy["who"] != "Ann" and len(copy["who"]) == 3 for copy in copies)


def test_signs_stay_mostly_so_that_programs_still_run():
    copies = variants({"count": 3}, 8)
    assert all(copy["count"] > 0 for copy in copies)


def test_every_kind_of_change_happens():
    given_symbols = {"n": 12, "xs": ["red", "blue"], "on": True, "text": "buy 3 red pens"}
    moved = {key for copy in variants(given_symbols, 30) for key in copy if copy[key] != given_symbols[key]}
    assert moved == set(given_symbols)
    assert len(CHANGES) == 8

"""Stories keep to their own rules, whatever the seed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import InputError
from benchwright.items.worlds.names import Coiner
from benchwright.items.worlds.plots import PLOTS
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import Event, State, apply, changes, day_text
from benchwright.items.worlds.story import size_of, write_world
from benchwright.seeding import rng


def world_of(seed, tokens=4_000):
    size = size_of(tokens)
    return write_world("w", size, Coiner(seed, "test", 0, size.names), rng("story", seed))


seeds = st.integers(0, 10**6)
few = settings(max_examples=25, deadline=None)


def before_each(world):
    """(state just before, event) for every event, from the facts on."""
    state = State()
    for fact in world.facts:
        state.put(fact.relation, fact.subject, fact.value)
    for event in world.events:
        yield state, event
        apply(state, event)


@few
@given(seeds)
def test_time_goes_forward_one_event_a_day(seed):
    days = [event.day for event in world_of(seed).events]
    assert all(earlier < later for earlier, later in pairwise(days))


@few
@given(seeds)
def test_nobody_parts_with_what_they_do_not_own(seed):
    for state, event in before_each(world_of(seed)):
        owner = state.get("owner", event.roles.get("thing", ""))
        if event.kind in {"give", "sell", "lose"}:
            assert owner == event.roles["who"]
        if event.kind == "find":
            assert owner is None


@few
@given(seeds)
def test_work_and_houses_are_left_from_where_one_was(seed):
    for state, event in before_each(world_of(seed)):
        roles = event.roles
        if event.kind in {"switch", "leave"}:
            assert state.get("employer", roles["who"]) == roles["former"] != roles.get("org")
        if event.kind == "join":
            assert state.get("employer", roles["who"]) is None
        if event.kind == "move":
            assert state.get("home", roles["who"]) == roles["origin"] != roles["place"]
        if event.kind == "relocate":
            assert state.get("seat", roles["org"]) == roles["origin"] != roles["place"]


@few
@given(seeds)
def test_people_marry_once_and_never_kin_and_then_stay(seed):
    world = world_of(seed, tokens=12_000)
    kin = {frozenset((fact.subject, fact.value)) for fact in world.facts if fact.relation == "sibling"}
    married = set()
    for event in world.events:
        if event.kind == "marry":
            pair = {event.roles["who"], event.roles["other"]}
            assert not pair & married
            assert pair not in kin
            married |= pair
        assert event.kind != "move" or event.roles["who"] not in married


@few
@given(seeds)
def test_founders_work_for_nobody(seed):
    world = world_of(seed)
    founders = {fact.value for fact in world.facts if fact.relation == "founder"}
    founders |= {event.roles["who"] for event in world.events if event.kind == "found"}
    assert not founders & {fact.subject for fact in world.facts if fact.relation == "employer"}
    assert not founders & {event.roles["who"] for event in world.events if event.kind in {"join", "switch"}}


@few
@given(seeds)
def test_nobody_acts_on_neighbouring_days(seed):
    last = {}
    for event in world_of(seed).events:
        for role in {"who", "other"} & set(event.roles):
            assert event.day - last.get(event.roles[role], 0) > 1
            last[event.roles[role]] = event.day


@few
@given(seeds)
def test_names_are_unique_in_a_world_word_by_word(seed):
    world = world_of(seed)
    words = [word for person in world.people for word in person.name.split()]
    words += [name.removeprefix("the ").split()[0] for name in (*world.towns, *world.organisations, *world.things)]
    assert len(words) == len(set(words))


def test_no_two_worlds_of_a_benchmark_share_a_name():
    size = size_of(2_000)
    names = []
    for index in range(60):
        coiner = Coiner(0, "test", index, size.names)
        names += [coiner.coin(sort) for sort in ("female", "male", "town", "organisation", "thing") for _ in range(5)]
    assert len(names) == len(set(names)) == 60 * 25


def test_more_worlds_than_names_are_refused():
    with pytest.raises(InputError, match="use fewer"):
        Coiner(0, "test", 10**6, size_of(1_000).names)


def test_every_kind_of_event_happens():
    kinds = {event.kind for seed in range(4) for event in world_of(seed, 12_000).events}
    assert kinds == set(PLOTS)


@given(st.integers(1_000, 10**6))
def test_longer_texts_hold_no_less(tokens):
    small, large = size_of(tokens), size_of(tokens + 500)
    assert small.events <= large.events
    assert small.people <= large.people
    assert small.events >= 7


@pytest.mark.parametrize(
    ("kind", "roles", "expected"),
    [
        ("move", {"who": "A", "origin": "P", "place": "Q"}, (("home", "A", "Q"),)),
        ("lose", {"who": "A", "thing": "T"}, (("owner", "T", None),)),
        ("marry", {"who": "A", "other": "B"}, (("spouse", "A", "B"), ("spouse", "B", "A"))),
        ("found", {"who": "A", "org": "O", "place": "P"}, (("founder", "O", "A"), ("seat", "O", "P"))),
        ("letter", {"who": "A", "other": "B"}, ()),
    ],
)
def test_what_an_event_changes(kind, roles, expected):
    assert changes(Event("e1", 1, kind, roles)) == expected


def test_a_day_in_words():
    assert day_text(date(1871, 3, 14).toordinal()) == "14 March 1871"


@few
@given(seeds)
def test_the_view_agrees_with_the_state_at_the_end(seed):
    world, state = world_of(seed), State()
    for before, event in before_each(world):
        state = before
        last = event
    assert last is world.events[-1]
    view = View(world)
    for relation in ("home", "employer", "owner", "seat", "founder", "spouse"):
        for name in view.cast(relation):
            found = view.value(relation, name)
            assert (found.value if found else None) == state.get(relation, name)

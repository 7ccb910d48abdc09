"""Stories keep to their own rules, whatever the seed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import InputError
from benchwright.items.worlds.extras import Dials
from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.names import Coiner
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import Event, State, changes, day_text
from benchwright.items.worlds.story import size_of, write_world
from benchwright.seeding import rng

SCHEMA = GENRES["novel"].schema
every_genre = pytest.mark.parametrize("genre", GENRES)


def world_of(seed, tokens=4_000, genre="novel", dials=None):
    schema = GENRES[genre].schema
    size = size_of(schema, tokens)
    coiner = Coiner(schema.casts, (genre, seed), 0, size.names)
    return write_world("w", schema, size, coiner, rng("story", seed), dials=dials or Dials())


seeds = st.integers(0, 10**6)
few = settings(max_examples=10, deadline=None)


def before_each(world, schema=SCHEMA):
    """(state just before, event) for every event, from the facts on."""
    state = State()
    for fact in world.facts:
        state.put(fact.relation, fact.subject, fact.value)
    for event in world.events:
        yield state, event
        for change in changes(schema.acts[event.kind], event):
            state.put(*change)


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


@every_genre
@few
@given(seeds)
def test_nobody_acts_on_neighbouring_days(genre, seed):
    last = {}
    schema = GENRES[genre].schema
    for event in world_of(seed, genre=genre).events:
        for name in {event.roles[role] for role, sort in schema.acts[event.kind].roles.items() if sort == "person"}:
            assert event.day - last.get(name, 0) > 1
            last[name] = event.day


@every_genre
@few
@given(seeds)
def test_what_changes_becomes_another_thing(genre, seed):
    schema = GENRES[genre].schema
    for state, event in before_each(world_of(seed, genre=genre), schema):
        for relation, subject, value in changes(schema.acts[event.kind], event):
            assert state.get(relation, subject) != value, (event, relation)


@every_genre
@few
@given(seeds)
def test_names_are_unique_in_a_world_word_by_word(genre, seed):
    casts = world_of(seed, genre=genre).casts
    words = [word for person in casts["person"] for word in person.split()]
    others = [name for sort, names in casts.items() if sort not in {"person", "month"} for name in names]
    words += [name.removeprefix("the ").split()[0] for name in others]
    assert len(words) == len(set(words))


@every_genre
@few
@given(seeds)
def test_turning_a_dial_leaves_the_story_as_it_is(genre, seed):
    plain = world_of(seed, genre=genre)
    for dials in (Dials(herrings=1.0), Dials(clauses=9), Dials(aliases=True)):
        turned = world_of(seed, genre=genre, dials=dials)
        assert (turned.casts, turned.events) == (plain.casts, plain.events)
        extra = {"alias", GENRES[genre].schema.surcharge.relation}
        kept = [[(f.relation, f.subject, f.value, f.scene) for f in world.facts if f.relation not in extra]
                for world in (plain, turned)]  # fmt: skip
        assert kept[0] == kept[1]


@every_genre
@few
@given(seeds)
def test_rumours_are_never_true(genre, seed):
    world = world_of(seed, genre=genre, dials=Dials(herrings=1.0))
    view = View(world, GENRES[genre].schema)
    assert world.herrings
    for rumour in world.herrings:
        true = {entry.value for entry in view.history(rumour.relation, rumour.subject)}
        assert true
        assert rumour.value not in true
        assert rumour.value != rumour.subject


@every_genre
def test_no_two_worlds_of_a_benchmark_share_a_name(genre):
    casts = GENRES[genre].schema.casts
    size = size_of(GENRES[genre].schema, 2_000)
    names = []
    for index in range(40):
        coiner = Coiner(casts, (genre, 0), index, size.names)
        names += [coiner.coin(sort) for sort in ("female", "male", *(set(casts) - {"person"})) for _ in range(3)]
    assert len(names) == len(set(names)) == 40 * 3 * (len(casts) + 1)


def test_more_worlds_than_names_are_refused():
    with pytest.raises(InputError, match="use at most"):
        Coiner(SCHEMA.casts, ("novel", 0), 10**6, size_of(SCHEMA, 1_000).names)


@every_genre
def test_every_kind_of_event_happens(genre):
    kinds = {event.kind for seed in range(5) for event in world_of(seed, 12_000, genre).events}
    assert kinds == set(GENRES[genre].schema.acts)


@given(st.integers(1_000, 10**6))
def test_longer_texts_hold_no_less(tokens):
    small, large = size_of(SCHEMA, tokens), size_of(SCHEMA, tokens + 500)
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
    assert changes(SCHEMA.acts[kind], Event("e1", 1, kind, roles)) == expected


def test_a_day_in_words():
    assert day_text(date(1871, 3, 14).toordinal()) == "14 March 1871"


@every_genre
@few
@given(seeds)
def test_the_view_agrees_with_the_state_at_the_end(genre, seed):
    schema = GENRES[genre].schema
    world, state = world_of(seed, genre=genre), State()
    for before, event in before_each(world, schema):
        state = before
        last = event
    assert last is world.events[-1]
    view = View(world, schema)
    for relation, row in schema.relations.items():
        for name in view.cast(relation) if not row.symmetric else ():
            found = view.value(relation, name)
            assert (found.value if found else None) == state.get(relation, name)

"""The maker: exact counts, one batch per world, the same bytes every time, and clear words where it falls short."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import InputError, UnknownNameError
from benchwright.items.worlds.families import FAMILIES
from benchwright.items.worlds.maker import MAKER, WorldSettings, batches, make_world, plan
from benchwright.records import MakerSettings

SMALL = WorldSettings(count=60, tokens=1_500)


@pytest.fixture(scope="module")
def made():
    return list(batches(SMALL))


def _lines(found):
    return [item.line() for batch in found for item in batch.items]


def test_the_same_settings_give_the_same_bytes(made):
    again = list(batches(SMALL))
    assert _lines(again) == _lines(made)
    assert [batch.documents for batch in again] == [batch.documents for batch in made]


@pytest.mark.parametrize("start", [1, 4, 10])
def test_a_later_start_gives_the_tail(made, start):
    assert list(batches(SMALL, (), start)) == made[start:]


@pytest.mark.parametrize("change", [{"seed": 1}, {"split": "train"}])
def test_another_seed_or_split_shares_nothing(made, change):
    other = list(batches(SMALL.model_copy(update=change)))
    questions = {item.question for batch in made for item in batch.items}
    assert not questions & {item.question for batch in other for item in batch.items}
    assert not {batch.documents[0].id for batch in made} & {batch.documents[0].id for batch in other}
    assert not _people(SMALL) & _people(SMALL.model_copy(update=change))


def _people(asked):
    return {person.name for index in range(asked.number) for person in make_world(asked, index)[0].people}


def test_more_items_leave_the_worlds_as_they_are():
    more = SMALL.model_copy(update={"count": 90})
    assert make_world(more, 2) == make_world(SMALL, 2)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(FAMILIES)), st.integers(0, 200), min_size=1).filter(
        lambda q: sum(q.values())
    ),
    st.none() | st.integers(1, 40),
)
def test_shares_add_up_to_the_quotas(count, worlds):
    asked = WorldSettings(quotas=count, worlds=worlds)
    total = Counter()
    for index in range(asked.number):
        share = asked.share(index)
        assert all(number >= 0 for number in share.values())
        total.update(share)
    assert +total == Counter(asked.asked)


@given(st.integers(1, 5_000), st.sets(st.sampled_from(sorted(FAMILIES)), min_size=1))
def test_a_total_is_spread_evenly_over_the_families(count, families):
    quotas = WorldSettings(count=count, families=tuple(sorted(families))).asked
    assert sum(quotas.values()) == count
    assert max(quotas.values()) - min([*quotas.values(), count // len(families)]) <= 1


def test_counts_are_exact_and_planned(made):
    counts = Counter(item.kind for batch in made for item in batch.items)
    assert counts == plan(SMALL).counts == {"fact": 12, "counting": 12, "order": 12, "two_hop": 12, "no_info": 12}
    assert plan(SMALL).documents == plan(SMALL).batches == len(made) == 10
    assert not any(batch.advice for batch in made)


def test_items_carry_where_they_come_from(made):
    whole = MakerSettings(maker="worlds", seed=0, settings=SMALL.model_dump(mode="json"))
    for batch in made:
        for item in batch.items:
            assert item.documents == (batch.documents[0].id,)
            assert item.cluster.startswith("world-")
            assert (item.lineage.maker, item.lineage.settings) == ("worlds", whole.digest)
            gates = {check.gate: check.passed for check in item.lineage.checks}
            assert gates == {"unique": True, "evidence": True, "leak": True, "duplicate": True}
    assert len({item.cluster for batch in made for item in batch.items}) == 10


def test_every_quote_is_at_its_offsets_and_the_last_gives_the_position(made):
    for batch in made:
        text = batch.documents[0].text
        for item in batch.items:
            assert all(text[quote.start : quote.end] == quote.quote for quote in item.evidence)
            starts = [quote.start for quote in item.evidence]
            assert item.position == (round(max(starts) / len(text), 6) if starts else None)
            assert bool(item.evidence) == item.answerable


def test_a_no_info_question_names_a_twin_that_can_be_answered(made):
    items = {item.id: item for batch in made for item in batch.items}
    found = [items[item.lineage.parents[0]] for item in items.values() if set(item.lineage.parents) & set(items)]
    assert len(found) >= 6
    assert all(twin.kind == "fact" and twin.answerable for twin in found)


def test_no_question_is_asked_twice_even_with_other_numbers(made):
    questions = [re.sub(r"\d+", "#", item.question).lower() for batch in made for item in batch.items]
    assert len(set(questions)) == len(questions)


def test_a_world_that_cannot_carry_the_count_says_so():
    asked = WorldSettings(quotas={"two_hop": 500, "no_info": 0}, worlds=1, tokens=1_000)
    (batch,) = batches(asked)
    assert 5 < len(batch.items) < 500
    assert f"yields {len(batch.items)} of 500" in batch.advice["two_hop"]
    assert "more worlds than 1" in batch.advice["two_hop"]


def test_no_info_alone_has_twins_that_are_not_asked():
    items = [item for batch in batches(WorldSettings(quotas={"no_info": 20}, tokens=2_000)) for item in batch.items]
    assert len(items) == 20
    assert all(len(item.lineage.parents) == 1 for item in items)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"tokens": 999}, "tokens=999: a world takes 1000 to 1000000 tokens"),
        ({"tokens": 1_000_001}, "tokens=1000001"),
        ({"count": 0}, "no items are asked for"),
        ({"quotas": {"fact": -1}}, "no items are asked for"),
        ({"quotas": {"fact": 0}}, "no items are asked for"),
        ({"worlds": 0}, "at least one world"),
        ({"families": ()}, "name at least one family"),
        ({"families": ("fact", "fact")}, "each once"),
    ],
)
def test_unusable_settings_are_refused_in_one_line(wrong, says):
    with pytest.raises(InputError, match=re.escape(says)) as error:
        WorldSettings(**wrong)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [({"quotas": {"facts": 3}}, "fact"), ({"families": ("ordr",)}, "order"), ({"genre": "nove"}, "novel")],
)
def test_an_unknown_name_is_told_its_neighbour(wrong, near):
    with pytest.raises(UnknownNameError, match=f"did you mean '{near}'"):
        WorldSettings(**wrong)


def test_source_documents_are_not_used(made):
    document = made[0].documents[0]
    assert next(iter(MAKER.batches(SMALL, [document], 0))) == made[0]
    assert "1 source documents are not used" in MAKER.plan(SMALL, [document]).notes[0]

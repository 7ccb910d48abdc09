"""The maker: exact counts, one batch per world, the same bytes every time, and clear words where it falls short."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import InputError, UnknownNameError
from benchwright.items.worlds.families import FAMILIES
from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.maker import MAKER, WorldSettings, batches, make_world, plan
from benchwright.records import MakerSettings

SHAPES = {
    "plain": {},
    "sweep": {"sweep": (1_500, 3_000)},
    "counterfactual": {"counterfactual": True},
    "other words": {"shared_words": False, "tokens": 2_500},
}
every_genre = pytest.mark.parametrize("genre", GENRES)


def small(**other):
    return WorldSettings(**{"count": 51, "tokens": 1_500, **other})


@cache
def _made(genre):
    return tuple(batches(small(genre=genre)))


def lines(found):
    return [item.line() for batch in found for item in batch.items]


@every_genre
def test_the_same_settings_give_the_same_bytes_from_any_start(genre):
    for start in (0, 7):
        again = tuple(batches(small(genre=genre), (), start))
        assert lines(again) == lines(_made(genre)[start:])
        assert [batch.documents for batch in again] == [batch.documents for batch in _made(genre)[start:]]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_variants_are_the_same_bytes_from_a_later_start(shape):
    asked = small(worlds=4, **shape)
    assert list(batches(asked, (), 2)) == list(batches(asked))[2:]


@every_genre
@pytest.mark.parametrize("change", [{"seed": 1}, {"split": "train"}])
def test_another_seed_or_split_shares_no_item_and_no_name(genre, change):
    mine, other = small(genre=genre), small(genre=genre, **change)
    theirs = list(batches(other))
    assert not {item.question for batch in _made(genre) for item in batch.items} & {
        item.question for batch in theirs for item in batch.items
    }
    assert not {item.id for b in _made(genre) for item in b.items} & {item.id for b in theirs for item in b.items}
    assert not names(mine) & names(other)


def names(asked):
    """Every coined name of two words."""
    worlds = [make_world(asked, index)[0] for index in range(asked.number)]
    found = {name for world in worlds for sort, those in world.casts.items() if sort != "month" for name in those}
    return {name for name in found if " " in name.removeprefix("the ")}


@every_genre
def test_no_two_worlds_of_a_benchmark_share_a_person(genre):
    asked = small(genre=genre)
    people = [name for index in range(asked.number) for name in make_world(asked, index)[0].casts["person"]]
    assert len(people) == len(set(people))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(FAMILIES)), st.integers(0, 200), min_size=1).filter(
        lambda quotas: sum(quotas.values())
    ),
    st.none() | st.integers(1, 40),
    st.none() | st.just((0.25, 0.25, 0.25, 0.25)) | st.just((0.7, 0.1, 0.0, 0.2)),
)
def test_shares_add_up_to_the_quotas(quotas, worlds, quarters):
    worlds = min(worlds, sum(quotas.values())) if worlds else None
    asked = WorldSettings(quotas=quotas, worlds=worlds, quarters=quarters)
    total = Counter()
    for index in range(asked.number):
        share = asked.share(index)
        assert all(number >= 0 for number in share.values())
        for (family, _), number in share.items():
            total[family] += number
    assert +total == Counter(asked.asked)


@given(st.integers(1, 5_000), st.sets(st.sampled_from(sorted(FAMILIES)), min_size=1))
def test_a_total_is_spread_evenly_over_the_families(count, families):
    quotas = WorldSettings(count=count, families=tuple(sorted(families))).asked
    assert sum(quotas.values()) == count
    twice = {"fact", "absent", "false_premise"} <= families  # facts hold the twins of the two others
    shares = {name: number / (2 if twice and name == "fact" else 1) for name, number in quotas.items()}
    assert max(shares.values()) - min([*shares.values(), count // (len(families) + twice)]) <= 1


@every_genre
@pytest.mark.parametrize("count", [17, 40, 51])
def test_counts_are_exact_and_planned(genre, count):
    asked = small(genre=genre, count=count)
    found = list(batches(asked))
    assert Counter(item.kind for batch in found for item in batch.items) == Counter(asked.asked)
    assert plan(asked).counts == asked.asked
    assert plan(asked).documents == plan(asked).batches == len(found)
    assert not any(batch.advice for batch in found)


@every_genre
def test_quotas_are_kept_whatever_they_are(genre):
    quotas = {"fact": 7, "counting": 1, "five_hop": 3, "absent": 13, "recap": 0}
    found = Counter(item.kind for batch in batches(small(genre=genre, quotas=quotas)) for item in batch.items)
    assert found == +Counter(quotas)


@every_genre
def test_items_carry_where_they_come_from(genre):
    whole = MakerSettings(maker="worlds", seed=0, settings=small(genre=genre).model_dump(mode="json"))
    for batch in _made(genre):
        for item in batch.items:
            assert item.documents == (batch.documents[0].id,)
            assert item.cluster.startswith("world-")
            assert (item.lineage.maker, item.lineage.settings) == ("worlds", whole.digest)
            gates = {check.gate: check.passed for check in item.lineage.checks}
            assert gates == {"unique": True, "evidence": True, "leak": True, "duplicate": True}
    assert len({item.cluster for batch in _made(genre) for item in batch.items}) == len(_made(genre))


@every_genre
def test_every_quote_is_at_its_offsets_and_the_last_gives_the_position(genre):
    for batch in _made(genre):
        text = batch.documents[0].text
        for item in batch.items:
            assert all(text[quote.start : quote.end] == quote.quote for quote in item.evidence)
            starts = [quote.start for quote in item.evidence]
            assert item.position == (round(max(starts) / len(text), 6) if starts else None)
            assert bool(item.evidence) == item.answerable


@every_genre
def test_a_question_without_an_answer_names_a_twin_that_has_one(genre):
    items = {item.id: item for batch in _made(genre) for item in batch.items}
    paired = [item for item in items.values() if item.kind in {"absent", "false_premise", "partly_absent"}]
    assert all(len(item.lineage.parents) == 1 for item in paired)
    found = [items[item.lineage.parents[0]] for item in paired if item.lineage.parents[0] in items]
    assert found
    assert all(twin.answerable and twin.kind in {"fact", "two_part"} for twin in found)


@every_genre
def test_no_question_is_asked_twice_even_with_other_numbers(genre):
    questions = [re.sub(r"\d+", "#", item.question).lower() for batch in _made(genre) for item in batch.items]
    assert len(set(questions)) == len(questions)


def test_a_world_that_cannot_carry_the_count_says_so():
    (batch,) = batches(WorldSettings(quotas={"two_hop": 500}, worlds=1, tokens=1_000))
    assert 5 < len(batch.items) < 500
    assert f"yields {len(batch.items)} of 500" in batch.advice["two_hop"]
    assert "more worlds than 1" in batch.advice["two_hop"]


def test_a_twin_is_named_where_it_is_asked_and_nowhere_else():
    found = batches(WorldSettings(quotas={"absent": 12, "false_premise": 8}, tokens=2_000))
    items = [item for batch in found for item in batch.items]
    assert len(items) == 20
    assert not any(item.lineage.parents for item in items)


@every_genre
def test_what_is_not_answered_has_its_twin_beside_it(genre):
    found = [item for batch in batches(small(genre=genre, count=72)) for item in batch.items]
    ids = {item.id for item in found}
    twinned = [item for item in found if item.kind in {"absent", "false_premise", "partly_absent"}]
    assert all(parent in ids for item in twinned for parent in item.lineage.parents)
    assert sum(len(item.lineage.parents) == 1 for item in twinned) >= 0.9 * len(twinned) > 9


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"tokens": 999}, "tokens=999: a world takes 1000 to 10000000 tokens; the nearest is 1000"),
        ({"tokens": 10_000_001}, "the nearest is 10000000"),
        ({"count": 0}, "no items are asked for"),
        ({"quotas": {"fact": -1}}, "no items are asked for"),
        ({"quotas": {"fact": 0}}, "no items are asked for"),
        ({"worlds": 0}, "at least one world"),
        ({"families": ("fact", "fact")}, "each family once"),
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


def test_source_documents_are_not_used():
    document = _made("novel")[0].documents[0]
    asked = small(genre="novel")
    assert next(iter(MAKER.batches(asked, [document], 0))) == _made("novel")[0]
    assert "1 source documents are not used" in MAKER.plan(asked, [document]).notes[0]

"""What every genre must be: its references resolve, its phrases say all and no more, its texts are as long as asked."""

from __future__ import annotations

import random
import re
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import dialled
from oracle import reader
from words import content

from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.grammar import phrases
from benchwright.items.worlds.maker import WorldSettings, make_world
from benchwright.items.worlds.schema import NUMBER, WORD

every_genre = pytest.mark.parametrize("genre", GENRES)
plain_genres = pytest.mark.parametrize("genre", [name for name in GENRES if name != "novel"])
"""Narrative may put its slot in the middle, and compare with `most`."""
FREE = {"they", "their", "them", "kin", "when"}


def slots(text):
    """Slots of a template, in lower case."""
    return {name[0].lower() + name[1:] for _, name, _, _ in Formatter().parse(text) if name}


def told(genre, *sorts):
    """(sort, name, core) of the statements of a genre; a tail or a mark is no part of a core."""
    for section, lines in phrases(genre).items():
        sort, name = [*section.split(), ""][:2]
        if sort in sorts:
            yield from ((sort, name, line.removeprefix("~ ")) for line in lines)


@every_genre
def test_sorts_relations_and_roles_that_are_named_exist(genre):
    schema = GENRES[genre].schema
    named = {*schema.casts, NUMBER, WORD, "month"}
    for row in schema.relations.values():
        assert {row.subject, row.value} <= named
        assert row.implied_by in {"", *schema.relations}
    for act in schema.acts.values():
        assert set(act.roles.values()) <= named
        assert {relation for relation, _, _ in act.effects} <= set(schema.relations)
        assert {role for _, *roles in act.effects for role in roles if role} <= set(act.roles)
        assert set(act.recap) <= set(act.roles)
    for moment in schema.moments.values():
        assert {*moment.roles, moment.asked} <= {*schema.acts[moment.kind].roles, "day"}
    for tally in schema.tallies.values():
        assert all(tally.role in schema.acts[kind].roles for kind in tally.kinds)
    assert set(schema.aliases) <= set(schema.casts)


@every_genre
def test_an_effect_gives_a_relation_what_its_sorts_allow(genre):
    schema = GENRES[genre].schema
    for act in schema.acts.values():
        for relation, subject, value in act.effects:
            row = schema.relations[relation]
            assert act.roles[subject] == row.subject
            assert value is None or act.roles[value] == row.value


@every_genre
def test_wordings_have_the_slots_that_are_filled(genre):
    schema = GENRES[genre].schema
    for name, row in schema.relations.items():
        wanted = {"x", "when"} if row.changes else {"x"}
        assert all(slots(text) == wanted for text in row.questions), name
        assert all({"x"} <= slots(text) <= wanted for text in row.oblique), name
        assert all(slots(text) == {"x"} for text in (row.phrase, row.oblique_phrase) if text), name
    for name, moment in schema.moments.items():
        assert all(slots(text) == set(moment.roles) for text in (*moment.wordings, *moment.oblique)), name
    assert all(slots(text) == {"x", "span"} for tally in schema.tallies.values() for text in tally.wordings)
    mores = [text for row in (*schema.relations.values(), *schema.tallies.values()) for text in row.more]
    assert all(slots(text) == {"options"} for text in mores)


@every_genre
def test_a_genre_has_as_much_as_its_kind_needs(genre):
    schema = GENRES[genre].schema
    assert len(schema.relations) >= 10
    assert len(schema.acts) >= 11
    assert len(schema.moments) >= 8
    assert len(schema.tallies) >= 7
    assert sum(bool(act.why) and len(act.motives) >= 8 for act in schema.acts.values()) >= 3
    assert sum(bool(act.firsts) for act in schema.acts.values()) >= 3
    assert sum(bool(row.phrase) for row in schema.relations.values()) >= 5
    assert any(row.family == "definition" for row in schema.relations.values())
    assert schema.surcharge


@every_genre
def test_every_statement_that_may_be_needed_has_phrases(genre):
    schema, there = GENRES[genre].schema, phrases(genre)
    needed = {"cause", *(f"alias {sort}" for sort in schema.aliases)}
    needed |= {f"event {kind}" for kind in schema.acts}
    needed |= {f"motive {kind}" for kind, act in schema.acts.items() if act.motives}
    needed |= {f"herring {name}" for name, row in schema.relations.items() if row.hearsay}
    needed |= {
        f"fact {name}" for name, row in schema.relations.items() if row.share or name == schema.surcharge.relation
    }
    assert needed <= {name for name, lines in there.items() if all(lines)}


@every_genre
def test_a_statement_names_all_that_it_states(genre):
    acts = GENRES[genre].schema.acts
    for sort, name, core in told(genre, "fact", "herring", "alias"):
        assert {"subject"} < slots(core) - FREE <= {"subject", "value", "a_value"}, (sort, name, core)
    priced = {section.split()[1] for section in phrases(genre) if section.endswith(" priced")}
    for _, kind, core in told(genre, "event"):
        lacking = set(acts[kind].roles) - slots(core)
        assert lacking <= ({"price"} if kind in priced else set()), (kind, core)
        assert "when" in slots(core)
    for _, kind, core in told(genre, "motive"):
        asked = {role for text in acts[kind].why for role in slots(text)}
        assert asked | {"value"} <= slots(core), (kind, core)
        assert asked >= slots(acts[kind].spoken), kind


@every_genre
def test_a_core_is_one_sentence_without_its_full_stop(genre):
    for _, name, core in told(genre, "fact", "herring", "alias", "event", "motive", "cause"):
        assert not re.search(r"[.!?\n]", core), (name, core)
    for _, name, tail in told(genre, "tail"):
        assert tail == "" or re.fullmatch(r"!?, [^.!?\n]+", tail), (name, tail)


@every_genre
def test_what_is_not_a_statement_names_nobody_and_no_number(genre):
    statements = {"fact", "herring", "alias", "event", "motive", "cause", "when"}
    for section, lines in phrases(genre).items():
        if section.split()[0] not in statements:
            assert not [line for line in lines if re.search(r"\d", re.sub(r"\{\w+\}", "", line))], section


@every_genre
def test_filler_is_read_as_no_statement(genre):
    told_by = reader(genre)
    statements = {"fact", "herring", "alias", "event", "motive", "cause"}
    for section, lines in phrases(genre).items():
        if section.split()[0] not in statements:
            plain = "\n".join(re.sub(r"\{\w+\}", "thing", line) for line in lines)
            assert told_by.read(plain) == [], section


@every_genre
def test_oblique_wordings_share_no_word_with_what_states_it(genre):
    schema = GENRES[genre].schema
    for name, row in schema.relations.items():
        kinds = {kind for kind, act in schema.acts.items() if any(name == effect[0] for effect in act.effects)}
        said = [core for sort, of, core in told(genre, "fact", "event") if of in ({name} if sort == "fact" else kinds)]
        words = set().union(*(content(re.sub(r"\{\w+\}", " ", core)) for core in said))
        for text in row.oblique:
            assert not content(re.sub(r"\{\w+\}", " ", text)) & words, (name, text)
    for name, moment in schema.moments.items():
        said = " ".join(re.sub(r"\{\w+\}", " ", core) for _, of, core in told(genre, "event") if of == moment.kind)
        for text in moment.oblique:
            assert not content(re.sub(r"\{\w+\}", " ", text)) & content(said), (name, text)


@every_genre
@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1_000, 1_300, 3_000, 9_000]))
def test_the_length_is_within_five_per_cent(genre, seed, tokens):
    text = make_world(WorldSettings(count=1, worlds=1, genre=genre, seed=seed, tokens=tokens), 0)[1].document.text
    assert abs(len(text.encode()) / 4 / tokens - 1) <= 0.05


@every_genre
def test_a_long_text_is_as_long_as_asked(genre):
    text = make_world(WorldSettings(count=1, worlds=1, genre=genre, tokens=100_000), 0)[1].document.text
    assert abs(len(text.encode()) / 400_000 - 1) <= 0.05


@every_genre
def test_every_statement_has_one_sentence_of_its_own(genre):
    for case in dialled(genre, "hard"):
        world, spans = case.told.world, case.told.telling.spans
        told_at = [spans[one.id] for one in (*world.facts, *world.events, *world.herrings)]
        assert len(set(told_at)) == len(told_at)
        for start, end in told_at:
            said = case.text[start:end]
            assert said[0] == "|" or (said.endswith(".") and said.count(".") == 1), said


@every_genre
def test_the_day_of_an_event_stands_in_its_sentence_or_in_the_one_that_is_marked(genre):
    for case in dialled(genre, "short"):
        days = {event.id: entry["day"] for event, entry in zip(
            case.told.world.events, [entry for entry in case.log if "event" in entry], strict=True)}  # fmt: skip
        for event, (year, _, day) in days.items():
            said = " ".join(quote.quote for quote in case.told.telling.evidence([event, f"@{event}"]))
            assert re.search(rf"\b{day}(?:st|nd|rd|th)?\b", said), said
            assert str(year) in said


@every_genre
def test_parts_are_named_in_the_text_in_order_and_end_with_their_last_event(genre):
    for case in dialled(genre, "longer"):
        telling, events = case.told.telling, case.told.world.events
        starts = [re.search(rf"^{re.escape(part.name)}\b", case.text, re.MULTILINE).start() for part in telling.parts]
        assert starts == sorted(starts)
        for start, part, following in zip(starts, telling.parts, [*starts[1:], len(case.text)], strict=True):
            assert start < telling.spans[events[part.last].id][0] < following
        assert telling.parts[-1].last == len(events) - 1


@every_genre
def test_the_prose_has_no_loose_ends(genre):
    for case in dialled(genre, "short"):
        prose = "\n".join(line for line in case.text.split("\n") if not line.startswith("|"))
        assert not re.search(r"[{}~\\]|\bthe the\b|\ba [aeio]\w| ,|,\.|^ | $", prose, re.MULTILINE)
        assert prose.count("“") == prose.count("”")


@plain_genres
def test_a_phrase_ends_in_its_slot_so_that_another_can_stand_in_it(genre):
    relations = GENRES[genre].schema.relations.values()
    nested = [text for row in relations for text in (row.phrase, row.oblique_phrase) if text]
    assert nested
    assert [text for text in nested if not text.endswith("{x}")] == []


@plain_genres
def test_what_compares_fits_two_and_three(genre):
    schema = GENRES[genre].schema
    asked = [text for row in (*schema.relations.values(), *schema.tallies.values()) for text in row.more]
    assert [text for text in asked if not re.search(r"\bmost\b", text)] == []


@every_genre
def test_no_preposition_stands_before_the_day_which_brings_its_own(genre):
    cores = [core for name, lines in phrases(genre).items() if name.startswith("event ") for core in lines]
    assert cores
    assert [core for core in cores if re.search(r"\b(?:from|until|since|of|by|for) \{when\}", core)] == []


@every_genre
def test_the_telling_is_a_function_of_its_stream(genre):
    world, _ = make_world(WorldSettings(count=1, worlds=1, genre=genre, tokens=30_000), 0)
    once, again, other = (GENRES[genre].tell(world, 30_000, random.Random(seed)).document.text for seed in (1, 1, 2))
    assert once == again != other

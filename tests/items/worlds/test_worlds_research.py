"""What is particular to the research log: what its plots keep sane, its register, its notebooks."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.genres.research import GENRE, words
from benchwright.items.worlds.genres.research.world import SCHEMA
from benchwright.items.worlds.grammar import phrases
from benchwright.items.worlds.maker import WorldSettings, make_world
from benchwright.items.worlds.state import MONTHS

HAND = re.compile(r"Notebook (\d+), kept by the (.+)")
FILLER = ("steward", "night", "junior", "secretary", "station", "chatter", "musing", "label", "file")


@cache
def made(tokens=30_000, seed=4, **dials):
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(GENRES, "research", GENRE)
        settings = WorldSettings(count=1, worlds=1, tokens=tokens, seed=seed, genre="research", **dials)
        return make_world(settings, 0)


def facts(world, relation):
    return {fact.subject: fact.value for fact in world.facts if fact.relation == relation}


def of(world, *kinds):
    return [event for event in world.events if event.kind in kinds]


def test_a_broken_instrument_is_repaired_before_it_is_used_again():
    broken = set()
    world, _ = made()
    for event in of(world, "fail", "mend", "measure", "calibrate"):
        gear = event.roles["gear"]
        assert (gear in broken) == (event.kind == "mend")
        broken = broken - {gear} if event.kind == "mend" else broken | ({gear} if event.kind == "fail" else set())
    assert of(world, "mend")


def test_what_was_thrown_out_is_never_heard_of_again():
    world, _ = made(100_000)
    gone = set()
    for event in of(world, "measure", "transfer", "shift", "culture", "spoil"):
        assert not gone & {event.roles["thing"], event.roles.get("parent")}
        gone |= {event.roles["thing"]} if event.kind == "spoil" else set()
    assert gone


def test_only_the_keeper_hands_over_or_throws_out():
    world, _ = made()
    keeper = facts(world, "keeper")
    for event in of(world, "transfer", "spoil", "culture"):
        thing, who = event.roles["thing"], event.roles["who"]
        assert event.kind == "culture" or keeper[thing] == who
        keeper[thing] = event.roles.get("other", who)


def test_nobody_is_their_own_ancestor():
    world, _ = made()
    parent = facts(world, "parent") | {event.roles["thing"]: event.roles["parent"] for event in of(world, "culture")}
    assert len(parent) > 5
    for young in parent:
        line = [young]
        while line[-1] in parent:
            line.append(parent[line[-1]])
            assert line.count(line[-1]) == 1


def test_supervisors_are_seniors():
    world, _ = made()
    rank = {name: place for place, name in enumerate(world.casts["person"])}
    pairs = [*facts(world, "supervisor").items()]
    pairs += [(event.roles["who"], event.roles["other"]) for event in of(world, "assign")]
    assert pairs
    assert all(rank[senior] < rank[junior] for junior, senior in pairs)


def test_who_leads_a_team_stays_with_it():
    world, _ = made(100_000)
    leads = {leader: team for team, leader in facts(world, "leader").items()}
    for event in of(world, "form", "lead", "switch", "enlist"):
        who = event.roles["who"]
        assert who not in leads
        if event.kind == "lead":
            del leads[event.roles["former"]]
        if event.kind in {"form", "lead"}:
            leads[who] = event.roles["team"]


@pytest.mark.parametrize(("letters", "expansions"), words.WORDS.items())
def test_what_letters_stand_for_begins_with_them(letters, expansions):
    small = {"and", "by", "of"}
    for text in expansions:
        assert "".join(word[0] for word in text.split() if word not in small).upper() == letters
    assert len(set(expansions)) == len(expansions) > 1


def test_letters_never_get_the_words_that_they_have():
    world, _ = made(100_000)
    now = facts(world, "stands")
    for event in of(world, "restate"):
        assert now[event.roles["code"]] != event.roles["words"]
        now[event.roles["code"]] = event.roles["words"]


def test_a_row_of_the_register_is_a_line_of_its_own_with_its_fact():
    world, telling = made()
    text, rows = telling.document.text, 0
    for fact in world.facts:
        start, end = telling.spans[fact.id]
        if text[start] == "|":
            rows += 1
            assert text[start - 1] == "\n"
            assert text[end] == "\n"
            subject, _, value = (cell.strip() for cell in text[start:end].strip("|").split("|"))
            assert (subject, value.strip("“”")) == (fact.subject, fact.value)
    assert rows > 20


def test_notebooks_are_numbered_and_change_hands():
    _, telling = made(100_000)
    heads = [HAND.fullmatch(head.text).groups() for head in telling.document.headings if head.level == 2]
    assert [f"Notebook {number}" for number, _ in heads] == [part.name for part in telling.parts]
    assert all(one != other for (_, one), (_, other) in pairwise(heads))
    assert len({hand for _, hand in heads}) == 4


def test_a_notebook_holds_the_events_that_its_part_says():
    world, telling = made()
    starts = [head.start for head in telling.document.headings if head.level == 2]
    first = 0
    for place, part in enumerate(telling.parts):
        end = [*starts, len(telling.document.text)][place + 1]
        assert all(starts[place] < telling.spans[e.id][0] < end for e in world.events[first : part.last + 1])
        first = part.last + 1
    assert first == len(world.events)


def test_nothing_is_said_of_what_is_not_there_yet():
    world, telling = made(100_000)
    born = {event.roles["thing"]: event.id for event in of(world, "culture")}
    born |= {event.roles["team"]: event.id for event in of(world, "form")}
    told = [fact for fact in world.facts if fact.subject in born]
    assert told
    assert all(telling.spans[fact.id] > telling.spans[born[fact.subject]] for fact in told)


@pytest.mark.parametrize("section", [*FILLER, *(f"tail {name}" for name in (*SCHEMA.relations, *SCHEMA.acts))])
def test_filler_names_nobody_and_no_number(section):
    for text in phrases("research")[section]:
        assert not re.search(rf"\d|{'|'.join(set(MONTHS) - {'March', 'May'})}", re.sub(r"\{\w+\}", "", text))
        assert not section.startswith("tail") or re.fullmatch(r"(!?, [^.{A-Z]*(\{the\w+\})?[^.{]*)?", text)


@pytest.mark.parametrize("name", [*SCHEMA.relations, *SCHEMA.acts])
def test_there_are_six_ways_to_say_everything(name):
    told = phrases("research")
    section = f"fact {name}" if name in SCHEMA.relations else f"event {name}"
    cores = [core for core in told[section] if not core.startswith("|")]
    assert len(set(cores)) == len(cores) >= 6
    assert not any(core.rstrip().endswith(".") for core in cores)


def test_no_statement_can_be_taken_for_another():
    """Every way to say a thing is itself and nothing else, whatever names stand in it."""
    cores = [(name, core) for name, cores in phrases("research").items() if _states(name) for core in cores]
    forms = [(name, _form(core)) for name, core in cores]
    for name, core in cores:
        sentence = _filled(core)
        fits = {other for other, form in forms if form.fullmatch(sentence)}
        assert fits == {name}, sentence


def _states(section):
    return section.split()[0] in {"fact", "event", "motive", "cause", "herring"}


_NAME = r"(?:[Tt]he )?[A-Z]\w+ \w+"
_SLOTS = {"reading": r"\d+", "when": "today", "they": "she", "their": "her", "them": "her"}
_FREE = {"value": r"(?:[\w ]+)", "sense": "[a-z ]+", "words": "[a-z ]+", "cause": ".+", "effect": ".+"}
_VALUES = {"value": "the Any word", "reading": "7", "when": "today", "sense": "a sense", "words": "a word"}


def _form(core):
    parts = re.split(r"\{(\w+)\}", core.removeprefix("~ "))
    slots = _SLOTS | _FREE
    return re.compile("".join(
        slots.get(part.lower(), _NAME) if place % 2 else re.escape(part) for place, part in enumerate(parts)
    ), re.IGNORECASE)  # fmt: skip


def _filled(core):
    gender = {"they": "she", "their": "her", "them": "her"}
    return re.sub(
        r"\{(\w+)\}", lambda match: (_VALUES | gender).get(match[1].lower(), "Any Name"), core.removeprefix("~ ")
    )

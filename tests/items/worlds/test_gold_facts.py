"""Gold facts and rules: a reader of logic over what the text states reaches every gold answer, without the world."""

import json
from functools import cache

import pytest

from benchwright.errors import InputError
from benchwright.grading import grade
from benchwright.items.worlds.gold import FAMILIES
from benchwright.items.worlds.maker import WorldSettings, batches
from benchwright.logic import Fact, parse, solve

GENRES = ("novel", "company", "agreement", "research")
SHAPES = {
    "plain": {"tokens": 6000},
    "edited": {"tokens": 6000, "counterfactual": True},
    "sweep": {"sweep": (2000, 5000)},
}


@cache
def made(genre, shape="plain", *, gold=True):
    settings = WorldSettings(genre=genre, count=40, worlds=1, seed=5, gold_facts=gold, **SHAPES[shape])
    (found,) = batches(settings)
    return found


def facts_of(batch, item):
    document = next(found for found in batch.documents if found.id == item.documents[0])
    return json.loads(document.metadata["facts"])


def answers(item, facts):
    program = parse(item.rules)
    known = {declared.relation for declared in program.declarations}
    rows = [Fact(row["relation"], tuple(row["values"])) for row in facts if row["relation"] in known]
    return {values[0] for values in solve(program.with_facts(rows))[0].tuples()}


def within(row, item):
    return any(evidence.start <= row["start"] < evidence.end for evidence in item.evidence)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("genre", GENRES)
def test_rules_over_the_gold_facts_give_the_gold_answer(genre, shape):
    batch = made(genre, shape)
    asked = [item for item in batch.items if item.rules]
    assert {item.kind for item in asked} == {item.kind for item in batch.items} & FAMILIES
    for item in asked:
        found = answers(item, facts_of(batch, item))
        if item.answerable:
            assert len(found) == 1, item.question
            assert grade(item.answer, str(found.pop())).value == 1.0, item.question
        else:
            assert not found, item.question


@pytest.mark.parametrize("genre", GENRES)
def test_without_its_evidence_an_answer_does_not_follow(genre):
    batch = made(genre)
    for item in batch.items:
        if not item.rules or not item.answerable:
            continue
        rest = [row for row in facts_of(batch, item) if not within(row, item)]
        found = answers(item, rest)
        assert not any(grade(item.answer, str(value)).value == 1.0 for value in found), item.question


@pytest.mark.parametrize("genre", GENRES)
def test_facts_lie_in_the_text_and_name_what_they_are_about(genre):
    batch = made(genre)
    text = batch.documents[0].text
    rows = json.loads(batch.documents[0].metadata["facts"])
    assert rows == sorted(rows, key=lambda row: (row["start"], row["relation"]))
    named = [any(str(value).split()[-1] in text[row["start"] : row["end"]] for value in row["values"]) for row in rows]
    assert all(named)


def test_asking_for_gold_facts_changes_no_item_and_no_text():
    with_facts, without = made("novel"), made("novel", gold=False)
    assert [item.id for item in with_facts.items] == [item.id for item in without.items]
    assert [document.text for document in with_facts.documents] == [document.text for document in without.documents]
    assert not any(item.rules for item in without.items)
    assert "facts" not in without.documents[0].metadata


def test_strangers_of_a_sweep_are_among_the_facts():
    batch = made("novel", "sweep")
    short, long = (json.loads(document.metadata["facts"]) for document in batch.documents)
    assert len(long) > len(short)


def test_the_declarations_say_in_words_what_they_mean():
    asked = [item for item in made("novel").items if item.rules]
    lines = [line for item in asked for line in item.rules.splitlines() if line.startswith("type ")]
    assert lines
    assert all("%" in line and len(line.split("%")[1].split()) > 1 for line in lines)


def test_names_that_only_an_alias_reaches_are_refused():
    with pytest.raises(InputError, match="by an alias"):
        WorldSettings(gold_facts=True, shared_words=False)

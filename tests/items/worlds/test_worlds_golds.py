"""Two independent readers agree with every gold: one replays the log, one reads the text alone."""

from __future__ import annotations

import pytest
from asking import ask
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import read, sentences
from replay import agrees, answer, touches
from twin import log_of

from benchwright.grading import gold_text, grade, mutations
from benchwright.items.worlds.maker import WorldSettings, batches, make_world
from benchwright.records import Answer
from benchwright.seeding import rng

SETTINGS = (
    WorldSettings(count=100, tokens=1_500, seed=3),
    WorldSettings(count=100, tokens=5_000, seed=4),
)


@pytest.fixture(scope="module", params=SETTINGS, ids=["short", "longer"])
def worlds(request):
    """(world, text, items) of every batch."""
    asked = request.param
    made = []
    for index, batch in enumerate(batches(asked)):
        made.append((make_world(asked, index)[0], batch.documents[0].text, batch.items))
    return made


def test_a_replay_of_the_event_log_gives_every_gold(worlds):
    for world, _, items in worlds:
        log = log_of(world)
        assert [item.question for item in items if not agrees(item, answer(ask(item.question), log))] == []


def test_a_reader_of_the_text_alone_gives_every_gold(worlds):
    for _, text, items in worlds:
        log = read(text)
        assert [item.question for item in items if not agrees(item, answer(ask(item.question), log))] == []


def test_the_text_states_what_the_world_holds_and_nothing_else(worlds):
    def plain(entry):
        return sorted((role, value) for role, value in entry.items() if role != "day")

    for world, text, _ in worlds:
        assert sorted(map(plain, read(text))) == sorted(map(plain, log_of(world)))


def test_no_sentence_supports_an_answer_to_a_no_info_question(worlds):
    for _, text, items in worlds:
        log = read(text)
        for item in items:
            if item.answerable:
                continue
            sort, *rest = ask(item.question)
            assert answer((sort, *rest), log) is None
            assert sort != "value" or not any(touches(entry, rest[0], rest[1]) for entry in log)


def test_the_oracle_no_longer_answers_where_the_evidence_is_cut_out(worlds):
    for _, text, items in worlds:
        for item in items:
            if item.kind in {"fact", "two_hop"}:
                quote = item.evidence[-1].quote
                log = read(text.replace(quote, ""))
                assert not agrees(item, _answer_or_nothing(item, log)), item.question


def _answer_or_nothing(item, log):
    try:
        return answer(ask(item.question), log)
    except ValueError:  # two events fit once their days are gone
        return None


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([1_000, 3_000, 9_000]))
def test_both_readers_agree_with_everything_that_a_world_can_be_asked(seed, tokens):
    asked = WorldSettings(count=150, worlds=1, tokens=tokens, seed=seed)
    (batch,) = batches(asked)
    told, seen = log_of(make_world(asked, 0)[0]), read(batch.documents[0].text)
    for item in batch.items:
        assert agrees(item, answer(ask(item.question), told)), item.question
        assert agrees(item, answer(ask(item.question), seen)), item.question


def test_a_changed_gold_is_noticed(worlds):
    world, _, items = worlds[0]
    log = log_of(world)
    for item in items:
        if item.answerable:
            wrong = item.model_copy(update={"answer": Answer(type="text", values=("Nobody Known",))})
            assert not agrees(wrong, answer(ask(item.question), log))


@pytest.mark.parametrize(
    "sentence",
    [
        "It was on 3 May 1820 that Ada Venn moved from Lorby to Tarnwick, and told nobody why.",
        "Ada Venn lived in Lorby at that time.",
        "By trade Ada Venn was an apothecary.",
    ],
)
def test_the_reader_reads_a_statement(sentence):
    assert len(read(f"A Title\n\n{sentence}")) == 1


def test_the_reader_overlooks_filler():
    text = "Ada nodded. The baker lived in the past. “We moved from bed to table,” said Ada Venn. It rained."
    assert len(list(sentences(text))) == 4
    assert read(text) == []


def test_every_gold_grades_right_and_every_mutation_of_it_does_not(worlds):
    for _, _, items in worlds:
        for item in items:
            outcome = grade(item.answer, gold_text(item.answer)).outcome(answerable=item.answerable)
            assert outcome in {"right", "refused rightly"}
            for wrong in mutations(item.answer, rng("mutations", item.id)):
                outcome = grade(item.answer, wrong).outcome(answerable=item.answerable)
                assert outcome not in {"right", "refused rightly"}
            assert all(grade(item.answer, text).value == 1.0 for text in item.answer.accepted)

"""Two independent readers agree with every gold: one replays the log, one reads the text alone."""

from __future__ import annotations

import re

import pytest
from asking import ask
from guesses import _Bayes, baselines
from hypothesis import given, settings
from hypothesis import strategies as st
from made import DIALS, RIGHT, cases, dialled, is_right, outcome
from oracle import read, sentences
from replay import agrees, answer, part_end, recap, touches
from rules import RULES

from benchwright.grading import mutations
from benchwright.items.worlds.families import FAMILIES
from benchwright.items.worlds.genres import GENRES
from benchwright.records import Answer
from benchwright.seeding import rng

HOPS = ("two_hop", "three_hop", "four_hop", "five_hop")
every_genre = pytest.mark.parametrize("genre", GENRES)
every_dial = pytest.mark.parametrize("dials", DIALS)


def asked_of(found, *kinds):
    return [(case, item) for case in found for item in case.items if item.kind in kinds]


@every_genre
@every_dial
def test_a_replay_of_the_event_log_gives_every_gold(genre, dials):
    assert [item.question for case in dialled(genre, dials) for item in case.items if not case.by_twin(item)] == []


@every_genre
@every_dial
def test_a_reader_of_the_text_alone_gives_every_gold(genre, dials):
    assert [item.question for case in dialled(genre, dials) for item in case.items if not case.by_oracle(item)] == []


@every_genre
@every_dial
def test_the_text_states_what_the_world_holds_and_nothing_else(genre, dials):
    for case in dialled(genre, dials):
        told, seen = case.said()
        assert seen == told


@every_genre
def test_every_family_is_asked(genre):
    kinds = {item.kind for case in dialled(genre, "short") for item in case.items}
    assert kinds == set(GENRES[genre].families) == set(FAMILIES)


def supported(case, asked):
    """Whether any entry of the text speaks to a question about a relation of a name."""
    _, relation, subject, _ = asked
    return any(touches(entry, relation, subject, case.rules) for entry in case.seen)


@every_genre
@every_dial
def test_no_sentence_supports_an_answer_to_what_is_absent(genre, dials):
    for case, item in asked_of(dialled(genre, dials), "absent", "false_premise"):
        asked = case.ask(item)
        assert answer(asked, case.seen, case.rules) is None
        assert asked[0] != "value" or not supported(case, asked), item.question


@every_genre
def test_one_half_of_what_is_partly_absent_is_stated_and_the_other_is_not(genre):
    for case, item in asked_of(dialled(genre, "short"), "partly_absent"):
        halves = [supported(case, half) for half in case.ask(item)[1:]]
        assert sorted(halves) == [False, True]
        assert [value != "not stated" for value in item.answer.values] == halves


@every_genre
def test_without_the_sentence_of_any_hop_the_text_has_no_answer(genre):
    for case, item in asked_of(dialled(genre, "short"), *HOPS):
        assert len(item.evidence) == HOPS.index(item.kind) + 2
        for quote in item.evidence:
            cut = read(case.text[: quote.start] + case.text[quote.end :], genre)
            assert answer(case.ask(item), cut, case.rules) is None, item.question


@every_genre
@every_dial
def test_without_its_evidence_the_text_does_not_give_the_gold(genre, dials):
    for case, item in asked_of(dialled(genre, dials), "fact", "definition", "as_of", "two_part", "conditional"):
        cut = case.seen
        for quote in item.evidence:
            cut = cut.without(quote.start, quote.end)
        assert not agrees(item.answer, answer(case.ask(item), cut, case.rules)), item.question


@every_genre
@every_dial
def test_every_gold_grades_right_and_every_mutation_of_it_does_not(genre, dials):
    for case in dialled(genre, dials):
        for item in case.items:
            assert is_right(item, item.answer)
            assert all(outcome(item, text) in RIGHT for text in item.answer.accepted)
            for wrong in mutations(item.answer, rng("mutations", item.id)):
                assert outcome(item, wrong) not in RIGHT, (item.question, wrong)


@every_genre
@every_dial
def test_every_decoy_is_a_wrong_answer(genre, dials):
    found = dialled(genre, dials)
    for case in found:
        for item in case.items:
            assert not any(is_right(item, decoy.answer) for decoy in item.decoys), item.question
    assert sum(len(item.decoys) for case in found for item in case.items) > 50


def values_told(case, asked, before, *, sort="fact"):
    """Values that the text gives for a relation of a name before (or from) a place, or that are rumoured."""
    _, relation, subject, _ = asked
    if sort == "herring":
        told = [e for e in case.seen if (e.get("herring"), e.get("subject")) == (relation, subject)]
        return [entry["value"] for entry in told]
    entries = [entry for entry in case.seen if before(entry)]
    return [value for entry in entries for value in touches(entry, relation, subject, case.rules) if value]


def place_of(case, when):
    """A test whether an entry is told by the time that a question asks about."""
    if when is None:
        return lambda _: True
    if when[0] == "part":
        end = part_end(case.text, when[1])
        return lambda entry: entry["at"] < end
    return lambda entry: entry["day"] <= when


@every_genre
def test_decoys_of_a_value_are_what_their_slips_say(genre):
    slips = set()
    found = [case for dials in DIALS for case in dialled(genre, dials)]
    for case, item in asked_of(found, "fact", "definition", "as_of"):
        asked = case.ask(item)
        for decoy in item.decoys:
            by_then = place_of(case, asked[3])
            told = {
                "red herring": values_told(case, asked, by_then, sort="herring"),
                "outdated": values_told(case, asked, by_then)[:-1],
                "spoiler": values_told(case, asked, lambda entry, by_then=by_then: not by_then(entry)),
            }[decoy.slip]
            assert any(agrees(decoy.answer, (value,)) for value in told), (item.question, decoy)
            slips.add(decoy.slip)
    assert slips == {"outdated", "spoiler", "red herring"}


@every_genre
def test_decoys_of_hops_are_where_a_shorter_way_ends(genre):
    for case, item in asked_of(dialled(genre, "longer"), *HOPS):
        way = case.ask(item)
        ends = []
        while isinstance(way[2], tuple):
            way = way[2]
            ends.insert(0, answer(way, case.seen, case.rules))
        for decoy in item.decoys:
            assert agrees(decoy.answer, ends[int(decoy.slip.removeprefix("stopped after hop ")) - 1])


@every_genre
def test_decoys_of_other_families_are_what_their_slips_say(genre):
    seen = set()
    for case, item in asked_of(dialled(genre, "longer"), "counting", "recap", "conditional", "cause"):
        for decoy in item.decoys:
            assert decoy.answer.values in _slipped(case, case.ask(item), decoy.slip), (item.question, decoy)
            seen.add(item.kind)
    assert "conditional" in seen


def _slipped(case, asked, slip):
    """Values that the slip leads to."""
    if slip == "ignored the dates":
        return [answer((*asked[:3], None), case.seen, case.rules)]
    if slip == "another motive of theirs":
        who = dict(asked[2])["who"]
        return [(entry["value"],) for entry in case.seen if "motive" in entry and entry["who"] == who]
    if asked[0] == "recap":
        end = part_end(case.text, asked[2])
        told = [recap(case.seen, case.rules, asked[1], *span) for span in ((0, end), (end, len(case.text)))]
        (decoy,) = (item.decoys[0] for item in case.items if item.kind == "recap" and case.ask(item) == asked)
        return [decoy.answer.values] if set(decoy.answer.values) == told[1] - told[0] else []
    relation, kind, role = case.rules.surcharge
    (event,) = [e for e in case.seen if e.get("event") == kind and dict(asked[1]).items() <= e.items()]
    extra = [0, *(int(entry["value"]) for entry in case.seen if entry.get("fact") == relation)]
    return [(str(int(event[role]) + more),) for more in extra]


@every_genre
def test_as_of_a_part_is_not_as_of_the_end(genre):
    for case, item in asked_of(dialled(genre, "longer"), "as_of"):
        sort, relation, subject, when = case.ask(item)
        assert when[0] == "part"
        assert not agrees(item.answer, answer((sort, relation, subject, None), case.seen, case.rules))
        assert any(decoy.slip in {"spoiler", "outdated"} for decoy in item.decoys) or item.decoys == ()


@settings(max_examples=10, deadline=None)
@given(
    st.sampled_from(list(GENRES)),
    st.integers(0, 10**9),
    st.sampled_from([2_000, 3_000, 6_000]),
    st.sampled_from([{}, {"shared_words": False}, {"herrings": 1.0, "similarity": 1.0}, {"clauses": 12}]),
)
def test_both_readers_agree_whatever_the_settings(genre, seed, tokens, dials):
    for case in cases(genre=genre, count=20, worlds=1, tokens=tokens, seed=seed, **dials):
        told, seen = case.said()
        assert told == seen
        for item in case.items:
            assert case.by_twin(item), item.question
            assert case.by_oracle(item), item.question


def test_a_changed_gold_is_noticed():
    case = dialled("novel", "short")[0]
    for item in case.items:
        wrong = item.model_copy(update={"answer": Answer(type="text", values=("Nobody Known",))})
        assert not case.by_twin(wrong)
        assert not case.by_oracle(wrong)


def test_a_statement_told_twice_in_two_ways_is_noticed():
    case = dialled("novel", "short")[0]
    entry = next(entry for entry in case.seen if entry.get("fact") == "born")
    doubled = read(f"{case.text}\n\n{entry['subject']} had been born in Nowherebury.")
    asked = ("value", "born", entry["subject"], None)
    assert answer(asked, case.seen, case.rules) == (entry["value"],)
    assert answer(asked, doubled, case.rules) == ("Nowherebury",)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was on 3 May 1820 that Ada Venn moved from Lorby to Tarnwick, and told nobody why.",
        "Ada Venn lived in Lorby at that time.",
        "By trade Ada Venn was an apothecary.",
        "Gossip had it that Ada Venn kept rooms in Lorby, and gossip was wrong.",
        "Those who spoke of the Marlow Heron were speaking of Ada Venn.",
    ],
)
def test_the_reader_reads_a_statement(sentence):
    assert len(read(f"A Title\n\n{sentence}")) == 1


def test_the_reader_overlooks_filler():
    text = "Ada nodded. The baker lived in the past. “We moved from bed to table,” said Ada Venn. It rained."
    assert len(sentences(text)) == 4
    assert read(text) == []


def test_a_rumour_is_no_fact():
    log = read("Gossip had it that Ada Venn kept rooms in Lorby, and gossip was wrong.")
    asked = ask("Where did Ada Venn live at the end of the story?", GENRES["novel"].schema)
    assert [entry["herring"] for entry in log] == ["home"]
    assert answer(asked, log, RULES["novel"]) is None


def test_what_a_guess_gets_is_counted():
    told = [(f"Was the {colour} one there?", str(colour == "red")) for colour in ("red", "blue", "green") * 4]
    model = _Bayes(told)
    assert (model.guess("Was the red one there?"), model.guess("Was the green one there?")) == ("True", "False")
    found = list(baselines([case for genre in GENRES for case in dialled(genre, "short")]))
    assert any(line.split(":")[0].strip() == "comparison (choice)" for line in found)
    assert all(re.search(r"n= *\d+ chance [01]\.\d{3}  [01]\.\d{3} \[", line) for line in found[1:])

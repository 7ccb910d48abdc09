"""One question of several documents: the same world at several lengths, and as it is and with some facts changed."""

from __future__ import annotations

from collections import defaultdict

import pytest
from made import cases, plain

from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.maker import WorldSettings, batches, plan
from benchwright.items.worlds.settings import EDITABLE

every_genre = pytest.mark.parametrize("genre", GENRES)
LENGTHS = (1_500, 4_000, 9_000)


def sweep(genre):
    return cases(genre=genre, count=36, worlds=3, sweep=LENGTHS, seed=2)


def twins(genre):
    return cases(genre=genre, count=45, worlds=5, tokens=2_000, counterfactual=True, seed=2)


def groups(found):
    """Group -> its items with their documents, in order."""
    held = defaultdict(list)
    for case in found:
        for item in case.items:
            held[item.group].append((case, item))
    return held


def pairs(genre):
    """(unedited, edited) documents, world by world."""
    found = twins(genre)
    return list(zip(found[::2], found[1::2], strict=True))


@every_genre
def test_a_sweep_asks_the_same_with_the_same_golds_at_every_length(genre):
    held = groups(sweep(genre))
    assert len(held) == 36
    for group in held.values():
        assert [item.variant for _, item in group] == [str(tokens) for tokens in LENGTHS]
        assert len({(item.question, item.answer, item.kind, item.cluster) for _, item in group}) == 1
        assert len({item.documents for _, item in group}) == 3


@every_genre
def test_every_document_of_a_sweep_is_as_long_as_it_says(genre):
    for case in sweep(genre):
        tokens = int(case.told.variant)
        assert abs(len(case.text.encode()) / 4 / tokens - 1) <= 0.05


@every_genre
def test_golds_and_quotes_hold_at_every_length(genre):
    for case in sweep(genre):
        for item in case.items:
            assert case.by_twin(item), item.question
            assert case.by_oracle(item), item.question
            assert all(case.text[quote.start : quote.end] == quote.quote for quote in item.evidence)


@every_genre
def test_the_longer_texts_add_strangers_who_have_nothing_to_do_with_the_world(genre):
    for case in sweep(genre):
        told, seen = (set(lines) for lines in case.said())
        assert told <= seen
        assert bool(seen - told) == (case.told.variant != "1500")
        own = {name.casefold() for sort, names in case.told.world.casts.items() if sort != "month" for name in names}
        assert not [line for line in seen - told if any(f"'{name}'" in line for name in own)]


@every_genre
def test_the_edited_text_differs_in_the_declared_facts_and_nowhere_else(genre):
    for first, second in pairs(genre):
        before, after = ([plain(entry, case.schema) for entry in case.seen] for case in (first, second))
        changed = {(old, new) for old, new in zip(before, after, strict=True) if old != new}
        declared = second.told.telling.document.metadata["edits"].split("; ")
        assert len(changed) == len(declared) > 3
        lines = list(zip(first.text.split("\n"), second.text.split("\n"), strict=True))
        assert 0 < sum(old != new for old, new in lines) <= len(declared)
        for entry, other in zip(first.seen, second.seen, strict=True):
            if plain(entry, first.schema) != plain(other, first.schema):
                edit = f"{entry['fact']} of {entry['subject']}: {entry['value']} -> {other['value']}"
                assert edit.casefold() in [text.casefold() for text in declared]


@every_genre
def test_golds_of_both_texts_are_what_each_of_them_says(genre):
    for case in twins(genre):
        for item in case.items:
            assert case.by_twin(item), item.question
            assert case.by_oracle(item), item.question
            assert all(case.text[quote.start : quote.end] == quote.quote for quote in item.evidence)


@every_genre
def test_an_edited_item_names_the_unedited_one_and_has_its_answer_as_a_decoy(genre):
    changed = 0
    for (_, first), (_, second) in groups(twins(genre)).values():
        assert (first.variant, second.variant) == ("unedited", "edited")
        assert (first.question, first.kind) == (second.question, second.kind)
        assert second.lineage.parents == (first.id,)
        followed = [decoy.answer for decoy in second.decoys if decoy.slip == "followed the unedited text"]
        differs = not {*first.answer.values, *first.answer.accepted} & {*second.answer.values, *second.answer.accepted}
        if second.answerable and differs:
            assert followed == [first.answer]
            changed += 1
        else:
            assert not [answer for answer in followed if answer == second.answer]
    assert changed >= 15  # of 45, 5 of which nothing answers


@every_genre
def test_edits_do_not_touch_what_is_told_of_events(genre):
    for first, second in pairs(genre):
        assert first.told.world.events == second.told.world.events
        assert first.told.telling.parts == second.told.telling.parts
        headings = [[(heading.level, heading.text) for heading in case.told.telling.document.headings]
                    for case in (first, second)]  # fmt: skip
        assert headings[0] == headings[1]
        for heading in second.told.telling.document.headings:
            assert second.text[heading.start : heading.end] == heading.text


def test_variants_are_counted_and_planned():
    asked = WorldSettings(count=36, worlds=3, sweep=LENGTHS, seed=2)
    assert plan(asked).counts == {name: 3 * number for name, number in asked.asked.items()}
    assert plan(asked).documents == 9
    other = WorldSettings(count=45, worlds=5, tokens=2_000, counterfactual=True, seed=2)
    assert plan(other).counts == {name: 2 * number for name, number in other.asked.items()}
    assert set(other.asked) <= set(EDITABLE)
    assert sum(len(batch.items) for batch in batches(other)) == 90

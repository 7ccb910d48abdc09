"""The novel: as long as asked, every statement once at its place, and prose without loose ends."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.genres.novel import date_text, titled
from benchwright.items.worlds.grammar import Grammar, article, capital, phrases
from benchwright.items.worlds.maker import WorldSettings, make_world
from benchwright.items.worlds.telling import Pen
from benchwright.seeding import rng


def told(seed, tokens):
    return make_world(WorldSettings(seed=seed, tokens=tokens), 0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1_000, 1_100, 1_700, 3_000, 9_000]))
def test_the_length_is_within_five_per_cent(seed, tokens):
    text = told(seed, tokens)[1].document.text
    assert abs(len(text.encode()) / 4 / tokens - 1) <= 0.05


def test_a_long_book_is_as_long_as_asked():
    text = told(0, 200_000)[1].document.text
    assert abs(len(text.encode()) / 800_000 - 1) <= 0.05


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_every_statement_has_one_sentence_of_its_own(seed):
    world, telling = told(seed, 3_000)
    spans = [telling.spans[statement.id] for statement in (*world.facts, *world.events)]
    assert len(set(spans)) == len(spans)
    for start, end in spans:
        sentence = telling.document.text[start:end]
        assert sentence.endswith(".")
        assert sentence.count(".") == 1


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_the_day_of_an_event_stands_in_its_sentence_or_in_the_opening(seed):
    world, telling = told(seed, 3_000)
    for event in world.events:
        quotes = telling.evidence([event.id, f"@{event.id}"])
        year = date_text(event.day, ordinal=False)[-4:]
        assert year in quotes[0].quote
        assert len(quotes) == 2 - (f"@{event.id}" not in telling.spans)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_the_prose_has_no_loose_ends(seed):
    text = told(seed, 6_000)[1].document.text
    assert not re.search(r"[{}~!\\#]|  |\bthe the\b|\ba [aeio]| ,|\.\.|,\.|^ | $", text, re.MULTILINE)
    assert text.count("“") == text.count("”")
    for paragraph in text.split("\n\n"):
        assert re.match(r"[“A-Z0-9]", paragraph)


def test_headings_are_where_they_say():
    document = told(5, 8_000)[1].document
    assert document.headings[0].text == document.title
    assert len(document.headings) >= 4
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.text


def test_pieces_do_not_come_back_at_once():
    text = told(1, 8_000)[1].document.text
    paragraphs = [paragraph for paragraph in text.split("\n\n") if len(paragraph) > 150]
    assert len(set(paragraphs)) >= len(paragraphs) - 1


def test_every_genre_tells_every_statement():
    world, _ = told(2, 2_000)
    for tell in GENRES.values():
        telling = tell(world, 2_000, rng("genre"))
        assert {statement.id for statement in (*world.facts, *world.events)} <= set(telling.spans)


def test_a_slot_keeps_its_value_within_a_template():
    grammar = Grammar({"animal": ("goat", "heron")}, rng("slots"))
    one, again, other = grammar.fill("{animal} {Animal} {animal2}", {}).split()
    assert capital(one) == again
    assert other.lower() != one.lower()


def test_a_section_is_dealt_out_before_it_is_shuffled_again():
    grammar = Grammar({"n": tuple("abcdef")}, rng("pack"))
    for _ in range(3):
        assert {grammar.draw("n") for _ in range(6)} == set("abcdef")


def test_an_article_is_put_right():
    assert Grammar({"x": ("A {y} and a {z}",), "y": ("apple",), "z": ("pear",)}, rng(0)).write("x", {}) == (
        "An apple and a pear"
    )
    assert (article("engraver"), article("dyer")) == ("an engraver", "a dyer")


def test_every_slot_of_the_phrases_can_be_filled():
    sections = phrases("novel_text")
    words = "who other place origin org former thing price they their them when subject value a_value kin"
    given_by_code = set(re.split(" ", words + " given ogiven date town"))
    slots = {match[0].lower() + match[1:] for lines in sections.values() for line in lines
             for match in re.findall(r"\{(\w+?)\d?\}", line)}  # fmt: skip
    assert slots <= given_by_code | set(sections)


@pytest.mark.parametrize(
    ("day", "words"),
    [(1, "the 1st"), (2, "the 2nd"), (3, "the 3rd"), (11, "the 11th"), (12, "the 12th"), (13, "the 13th"),
     (21, "the 21st"), (22, "the 22nd"), (23, "the 23rd"), (30, "the 30th")],
)  # fmt: skip
def test_days_in_words(day, words):
    assert date_text(day, ordinal=True) == f"{words} of January 1"


def test_a_title_is_in_capitals():
    assert titled("the price of seed cake") == "The Price of Seed Cake"


def test_the_pen_knows_where_it_wrote():
    pen = Pen()
    pen.heading("Title", 1)
    pen.paragraph([("", "“One.”\nTwo."), ("f1 @e1", "Thrée.")])
    start, end = pen.spans["f1"]
    assert pen.text[start:end] == "Thrée."
    assert pen.spans["@e1"] == (start, end)
    assert pen.bytes == len(pen.text.encode())

"""The novel, and the grammar and pen that every genre writes with: prose without loose ends."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.items.worlds.genres.novel.telling import titled
from benchwright.items.worlds.genres.voice import date_text
from benchwright.items.worlds.grammar import Grammar, article, capital
from benchwright.items.worlds.maker import WorldSettings, make_world
from benchwright.items.worlds.telling import Pen
from benchwright.seeding import rng


def told(seed, tokens):
    return make_world(WorldSettings(seed=seed, tokens=tokens), 0)


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

"""The forms of numbers, dates and names, and how offsets move: laws over drawn texts."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.items.drafts._twin_dates import MONTHS, DateSwap, dates, drawn_date, read_date
from benchwright.items.drafts._twin_names import NameSwap, swap_of, telling
from benchwright.items.drafts._twin_numbers import NumberSwap, bound, drawn, is_year, places
from benchwright.items.drafts._twin_numerals import numerals, read, senses, spell, spell_order, suffix, written
from benchwright.items.drafts._twin_text import Hit, applied, replaced
from benchwright.seeding import rng

numbers = st.integers(3, 999_999)
pairs = st.integers(1, 6).flatmap(lambda size: st.tuples(*[st.integers(max(3, 10 ** (size - 1)), 10**size - 1)] * 2))
"""Two numbers of as many digits."""
LIKEWISE = [
    str, "{:,}".format, spell, spell_order, lambda n: f"{n}{suffix(n)}", lambda n: spell(n).upper(),
    lambda n: spell(n).capitalize(), "{}.00".format,
]  # fmt: skip
OTHERS = [lambda n: spell(n, hyphen=False), lambda n: spell(n, joined=True)]
"""Forms that not every number shows: 40 has no hyphen, 300 has no `and`."""


@given(st.integers(0, 999_999), st.booleans(), st.booleans())
def test_words_spell_what_they_read(number, hyphen, joined):
    assert read(spell(number, hyphen=hyphen, joined=joined)) == number
    assert number == 0 or read(spell_order(number, hyphen=hyphen, joined=joined)) == number


@given(numbers, st.lists(st.sampled_from(LIKEWISE + OTHERS), min_size=1, max_size=6))
def test_every_form_of_a_number_is_read_where_it_stands(number, forms):
    told = [form(number) for form in forms]
    text = "; there ".join(told)
    found = numerals(text)
    assert [one.value for one in found] == [number] * len(told)
    assert [text[one.start : one.end] for one in found] == told


@given(pairs, st.lists(st.sampled_from(LIKEWISE), min_size=1, max_size=6))
def test_every_form_of_a_number_is_swapped_likewise(pair, forms):
    old, new = pair
    swap = NumberSwap(Decimal(old), Decimal(new))
    text = "; there ".join(form(old) for form in forms)
    edited = applied(text, swap)
    assert edited == "; there ".join(form(new) for form in forms)
    assert old in {new, 100} or swap.left(edited) == ""  # "hundreds" is another name of 100


@pytest.mark.parametrize(
    ("like", "value", "expected"),
    [("1.25", 1_700_000, "1.70"), ("THIRTY", 47, "FORTY-SEVEN"), ("30TH", 41, "41ST"), ("2,500", 9_100, "9,100"),
     ("thirty five", 42, "forty two"), ("4.5", Decimal("6.8"), "6.8")],
)  # fmt: skip
def test_a_number_is_written_like_another(like, value, expected):
    (one, *_) = numerals(f"{like} million" if like == "1.25" else like)
    assert written(one, Decimal(value)) == expected


@pytest.mark.parametrize("text", ["10:30", "v1.30.2", "A30", "1.2.30", "in the 30s"])
def test_digits_of_other_things_are_no_places_of_the_number(text):
    assert NumberSwap(Decimal(30), Decimal(47)).hits(text) == []


def test_senses_look_past_brackets():
    text = "30 (thirty) calendar days, thirty (30) days, $30, 30 %, 30-day leave"
    found = [senses(text, one) for one in numerals(text)]
    assert all("day" in one for one in (*found[:3], found[3], found[6]))
    assert "$" in found[4]
    assert "%" in found[5]


@given(st.integers(3, 9999), st.integers(0, 99))
def test_a_drawn_number_is_new_and_as_long(number, seed):
    text = f"There were {number} cows, and later 77 goats came."
    new = drawn(text, places(text, Decimal(number)), rng(seed), year=False)
    if new is not None:
        assert new not in {number, 77}
        assert len(str(new)) == len(str(number))


@given(st.integers(1500, 2020), st.integers(0, 99))
def test_a_drawn_year_stays_near_and_in_order(year, seed):
    text = f"Built in {year}, after the fire of {year - 9}; mended in {year + 6}."
    found = places(text, Decimal(year))
    assert is_year(text, found)
    new = drawn(text, found, rng(seed), year=True)
    assert new is None or (year - 9 < new < year + 6 and new != year)


def test_a_year_keeps_its_place_in_the_chronicle_of_the_whole_text():
    text = "The storm of 1884 came.\n\nThe inquiry of 1885 sat.\n\nOil came in 1893, and a bell in 1902."
    new = [drawn(text, places(text, Decimal(1893)), rng(seed), year=True) for seed in range(20)]
    assert all(value is not None and 1885 < value < 1902 for value in new)
    moved = drawn_date(text.replace("1893", "3 May 1893"), date(1893, 5, 3), rng(1))
    assert moved is None or 1885 < moved.year < 1902


def test_a_year_beside_its_decade_stays_in_it():
    text = "Born in 1931, a child of the 1930s; she died in 1999."
    new = [drawn(text, places(text, Decimal(1931)), rng(seed), year=True) for seed in range(20)]
    assert all(value is not None and 1930 <= value <= 1939 for value in new)


@given(st.lists(st.integers(30, 400), min_size=2, max_size=6), st.integers(0, 5))
def test_a_column_with_its_sum_binds_every_number(values, at):
    value = values[at % len(values)]
    text = " | ".join(map(str, [*values, sum(values)]))
    assert bound(text, places(text, Decimal(value)), year=False) != ""


days = st.dates(date(1500, 1, 1), date(2100, 12, 31))
LAID = [
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}{suffix(day.day)}, {day.year}",
    lambda day: f"the {spell_order(day.day)} of {MONTHS[day.month - 1]} {day.year}",
    lambda day: day.isoformat(),
    lambda day: f"{day.day:02d}.{day.month:02d}.{day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1].upper()} {day.year}",
]


@given(days, days, st.lists(st.sampled_from(LAID), min_size=1, max_size=6))
def test_every_form_of_a_date_is_swapped_likewise(old, new, forms):
    swap = DateSwap(old, new)
    edited = applied("; on ".join(form(old) for form in forms), swap)
    assert edited == "; on ".join(form(new) for form in forms)
    assert old == new or swap.left(edited) == ""


@given(days)
def test_a_date_is_read_whole(day):
    assert read_date(LAID[0](day)) == day
    assert read_date(f"{LAID[0](day)} and more") is None
    assert len(dates(LAID[1](day))) == 1


@given(days, days, days, st.integers(0, 50))
def test_a_drawn_date_keeps_the_order_of_the_dates(first, second, third, seed):
    text = "; ".join(LAID[0](day) for day in (first, second, third))
    new = drawn_date(text, second, rng(seed))
    if new is not None:
        assert [second < other for other in {first, third} - {second}] == [
            new < other for other in {first, third} - {second}
        ]
        assert abs(new.year - second.year) <= 15


def test_a_month_that_is_named_elsewhere_stays():
    text = "On 12 March 2021 it began. All of March was wet. In 2021 nobody came."
    new = drawn_date(text, date(2021, 3, 12), rng(0))
    assert new is not None
    assert (new.year, new.month) == (2021, 3)


NAME = NameSwap("Edmund Halley", "Amos Fitch", {"Edmund": "Amos", "Halley": "Fitch"})
ALIASES = {
    "Edmund Halley": "Amos Fitch", "EDMUND HALLEY": "AMOS FITCH", "Mr Halley": "Mr Fitch", "Halley's": "Fitch's",
    "the Halleys": "the Fitches", "THE HALLEYS": "THE FITCHES", "Edmund\nHalley": "Amos\nFitch", "an Edmund": "an Amos",
}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(ALIASES)), min_size=1, max_size=8))
def test_every_alias_is_swapped(aliases):
    edited = applied(" and ".join(aliases), NAME)
    assert edited == " and ".join(ALIASES[alias] for alias in aliases)
    assert NAME.left(edited) == ""


@pytest.mark.parametrize("text", ["Halleyan", "a Hal-\nley of old", "neohalley", "e.halley@b.org"])
def test_a_name_inside_another_word_is_seen(text):
    assert NAME.left(applied(text, NAME)) != ""


@pytest.mark.parametrize(
    ("name", "new", "text", "expected"),
    [
        ("University of Leeds", "University of Ostrel", "She went to the University of Leeds.", "Ostrel"),
        ("Winter Watch", "Storm Survey", "The Winter Watch (WW) and the WW.", "(SS) and the SS"),
        ("Mark Leisher", "Peter Orwin", "A map by Mark Leisher; mark it.", "Mark Orwin"),
    ],
)
def test_only_telling_words_are_swapped(name, new, text, expected):
    swap = swap_of(name, telling(name, text), new, text)
    assert isinstance(swap, NameSwap), swap
    assert expected in applied(text, swap)


@pytest.mark.parametrize(
    ("new", "reason"),
 [("amos", "no name"), ("Amos", "words of its own"), ("Amos Park", "already stands"), ("Amos Amos", "twice")]
)  # fmt: skip
def test_a_name_that_will_not_do(new, reason):
    text = "Edmund Halley sat in Parkland."
    assert reason in swap_of("Edmund Halley", telling("Edmund Halley", text), new, text)


words = st.lists(st.text("abc ,.\n", max_size=8), min_size=1, max_size=9)


@given(words, st.text("XYZ", min_size=1, max_size=12))
@settings(deadline=None)
def test_whatever_stands_beside_hits_is_found_at_its_new_place(parts, new):
    text = "QQ".join(parts)
    hits, at = [], 0
    for part in parts[:-1]:
        at += len(part)
        hits.append(Hit(at, at + 2, new))
        at += 2
    edited = replaced(text, hits)
    assert edited.text == new.join(parts)
    start = 0
    for part in parts:
        end = start + len(part)
        assert edited.text[edited.moved(start) : edited.moved(start) + len(part)] == part
        assert not edited.cut(start, end)
        start = end + 2


@given(words, st.integers(0, 60), st.integers(0, 60))
def test_offsets_keep_their_order(parts, first, second):
    text = "QQ".join(parts)
    hits = [Hit(at, at + 2, "Z") for at in range(len(text) - 1) if text[at : at + 2] == "QQ"]
    edited = replaced(text, hits)
    low, high = sorted((min(first, len(text)), min(second, len(text))))
    assert 0 <= edited.moved(low) <= edited.moved(high) <= len(edited.text)


def test_an_article_fits_what_follows():
    assert applied("It is a 30-day leave, a thirty-day leave.", NumberSwap(Decimal(30), Decimal(80))) == (
        "It is an 80-day leave, an eighty-day leave."
    )

"""Each reader agrees with a slow, obvious twin that works the other way round: it writes what the reader must read."""

import datetime as dt
from fractions import Fraction
from itertools import combinations

import pytest
from grading_cases import phrases
from hypothesis import given
from hypothesis import strategies as st

from benchwright.grading import grade
from benchwright.records import Answer

UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
whole_numbers = st.integers(0, 10**12) | st.integers(0, 2100)


def spelt(number, joint=" and "):
    """The number as English writes it."""
    for size, name in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= size:
            rest = number % size
            tail = f"{joint if rest < 100 else ' '}{spelt(rest, joint)}" if rest else ""
            return f"{spelt(number // size, joint)} {name}{tail}"
    return UNITS[number] if number < 20 else TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")


def value_of(gold, reply, **settings):
    return grade(gold, reply, **settings).value


def number(text, **fields):
    return Answer(type="number", values=(str(text),), **fields)


@given(whole_numbers, st.sampled_from([" and ", " "]), st.sampled_from([str, str.upper, str.title]))
def test_number_words_read_as_their_number(value, joint, form):
    assert value_of(number(value), form(spelt(value, joint))) == 1.0


@given(whole_numbers, whole_numbers)
def test_other_number_words_do_not(value, other):
    assert value_of(number(value), spelt(other)) == float(value == other)


@pytest.mark.parametrize(
    "text", ["two three", "two hundred hundred", "five zero", "two thousand three million", "six ten"]
)
def test_words_that_are_not_one_number_are_several(text):
    assert "several different numbers" in grade(number(0), text).reason


@given(whole_numbers)
def test_a_text_matches_in_words_or_digits(value):
    answer = Answer(type="text", values=(f"{value} crates",))
    assert value_of(answer, f"{spelt(value)} crates") == 1.0
    assert value_of(answer, f"{spelt(value + 1)} crates") == 0.0


@pytest.mark.parametrize(
    "form", ["{:,}", "{:_}", "{}", "+{}", "about {}.", "${:,}", "{} km", "{}%", "({})", "= {}", "**{}**"]
)
@given(value=st.integers(0, 10**12))
def test_every_way_to_write_a_whole_number_reads_the_same(form, value):
    text = form.format(value).replace("_", " ")
    assert value_of(number(value), text) == 1.0
    assert value_of(number(value + 1), text) == 0.0


@given(st.integers(1000, 10**9), st.integers(1, 99))
def test_the_continental_form_reads_the_same(whole, cents):
    english = f"{whole:,}.{cents:02}"
    continental = english.translate(str.maketrans(",.", ".,"))
    assert value_of(number(english), continental) == 1.0


@given(st.integers(-500, 500), st.integers(1, 500))
def test_fractions_are_exact(top, bottom):
    exact = Fraction(top, bottom)
    assert value_of(number(f"{exact.numerator}/{exact.denominator}"), f"{top}/{bottom}") == 1.0
    assert value_of(number(f"{top + 1}/{bottom}"), f"{top}/{bottom}") == 0.0


@given(
    whole_numbers, whole_numbers, st.sampled_from(["{} or {}", "between {} and {}", "{}, not {}", "{}-{}", "{} – {}"])
)
def test_two_different_numbers_are_never_right(one, other, form):
    verdict = grade(number(one, tolerance=float(abs(one - other))), form.format(one, other))
    assert verdict.value == float(one == other)
    assert one == other or "several different numbers" in verdict.reason


@given(st.dates(dt.date(1000, 1, 1)))
def test_a_date_is_one_answer_in_every_clear_spelling_and_a_year_to_a_number(date):
    month, last = f"{date:%B}", {1: "st", 2: "nd", 3: "rd"}.get(date.day % 10 * (date.day not in {11, 12, 13}), "th")
    answer = Answer(type="text", values=(date.isoformat(),))
    for text in (f"{date.day} {month} {date.year}", f"{month} {date.day}, {date.year}",
                 f"the {date.day}{last} of {month}, {date.year}", f"{date.day}.{date.month}.{date.year}"):  # fmt: skip
        assert value_of(answer, text) == 1.0
        assert value_of(number(date.year), text) == 1.0
        assert value_of(answer, text.replace(str(date.year), str((date.year + 1) % 10000).zfill(4))) == 0.0


entries = st.lists(st.sampled_from(["Ann", "Tor Vik", "the mill", "Holm", "C. Lowe"]), min_size=1, max_size=5)
separators = st.sampled_from([", ", "; ", "\n", "\n- ", " and ", " → "])


@given(entries, entries, separators)
def test_the_value_of_a_set_is_the_f1_of_its_entries(gold, reply, separator):
    shared, given_, due = len({*gold} & {*reply}), len({*reply}), len({*gold})
    expected = 2 * shared / (given_ + due)
    assert value_of(Answer(type="set", values=tuple(gold)), separator.join(reply)) == pytest.approx(expected)


def longest_common(left, right):
    """By trying every subsequence, longest first."""
    for size in range(min(len(left), len(right)), 0, -1):
        tried = {tuple(left[at] for at in places) for places in combinations(range(len(left)), size)}
        if any(tuple(right[at] for at in places) in tried for places in combinations(range(len(right)), size)):
            return size
    return 0


@given(entries, entries, separators)
def test_the_value_of_a_list_is_the_f1_of_the_longest_common_subsequence(gold, reply, separator):
    expected = 2 * longest_common(gold, reply) / (len(gold) + len(reply))
    assert value_of(Answer(type="list", values=tuple(gold)), separator.join(reply)) == pytest.approx(expected)


LETTERS = st.sampled_from("ABCD")
OPTIONS = ("red kite", "blue tit", "grey heron", "barn owl")
DRESSES = ["{}", "({})", "{}.", "{})", "[{}]", "**{}**", "Option {}", "The answer is {}.", "ANSWER: {}", "{}) {text}",
           "{}: {text}", "({}) {text}", "{text}", "The correct answer is ({}) {text}.", "I choose {}"]  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
@given(gold=LETTERS, named=LETTERS)
def test_a_choice_is_right_in_any_dress_if_and_only_if_the_letter_is(dress, gold, named):
    reply = dress.format(named, text=OPTIONS[ord(named) - 65])
    assert value_of(Answer(type="choice", values=(gold,), options=OPTIONS), reply) == float(gold == named)


@pytest.mark.parametrize(
    "form", ["{} and {}", "{} or {}", "{}, {}", "{}/{}", "Both {} and {}", "({}) or ({})", "{} & {}"]
)
@given(gold=LETTERS, one=LETTERS, other=LETTERS)
def test_two_letters_are_never_right(form, gold, one, other):
    verdict = grade(Answer(type="choice", values=(gold,), options=OPTIONS), form.format(one, other))
    assert verdict.value == float(one == other == gold)


@given(phrases, phrases)
def test_a_text_is_right_if_and_only_if_its_words_are(gold, reply):
    same = [word for word in gold.casefold().split() if word != "the"] == reply.casefold().split()
    assert value_of(Answer(type="text", values=(gold,)), reply) == float(same)


@given(phrases, phrases)
def test_an_accepted_alternative_is_as_right_as_the_gold(gold, other):
    answer = Answer(type="text", values=(gold,), accepted=(other,))
    assert value_of(answer, gold) == value_of(answer, other) == 1.0

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.items.rules.words import content, is_english, number, words

ONES = "zero one two three four five six seven eight nine".split()  # noqa: SIM905
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30", "30"),
        ("1,000", "1000"),
        ("2.50", "2.5"),
        ("thirty", "30"),
        ("Twenty-Five", "25"),
        ("0", "0"),
        ("0.45", "0.45"),
    ],
)
def test_numbers_are_read(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    "text", ["", "many", "1,00", "twenty-eleven", "twenty-zero", "ten-one", "1.2.3", "-4", "thirty days"]
)
def test_what_is_not_one_number_is_none(text):
    assert number(text) is None


@given(st.integers(0, 10**9))
def test_digits_with_and_without_separators_are_the_same_number(value):
    assert number(f"{value:,}") == number(str(value)) == str(value)


@given(st.sampled_from(TENS), st.sampled_from(ONES[1:]))
def test_compound_words_are_the_sum_of_their_parts(ten, one):
    assert int(number(f"{ten}-{one}")) == int(number(ten)) + int(number(one))


def test_inflections_share_a_stem():
    assert content("refunds policies approved") & content("refunded policy approve") == content("refund policy approve")


def test_function_words_carry_no_content():
    assert content("of the and within 30 days") == content("30 days")
    assert words("The Library's rules") == ["the", "library", "rules"]


@pytest.mark.parametrize("language", ["en", "und", "en-GB"])
def test_english_is_read(language):
    assert is_english("The cat sat on the mat and it was glad that it had a place of its own.", language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Hund schläft unter dem Tisch und träumt von großen Knochen im Garten.", "und"),
        ("Le chat dort sur le tapis rouge et rêve de poissons frais chaque matin.", "en"),
        ("The cat sat on the mat.", "de"),
        ("", "en"),
        ("图书馆的规则写在这里", "und"),
    ],
)
def test_other_languages_are_not(text, language):
    assert not is_english(text, language)

"""Golds of every type, and strategies that make more."""

from hypothesis import strategies as st

from benchwright.records import Answer

visible = st.text(min_size=1, max_size=12).filter(str.strip)
names = st.text(st.sampled_from("abcdeXYZ éß北京7-,.&' "), min_size=1, max_size=12).filter(
    lambda t: any(map(str.isalnum, t))
)
plain_words = st.lists(st.sampled_from("harbour Mira Holt third gate Lysvik seven".split()), min_size=1, max_size=4)  # noqa: SIM905
phrases = plain_words.map(" ".join)
decimals = st.decimals(-(10**6), 10**6, places=3, allow_nan=False)
OPTIONS = ("Oslo", "Paris", "The Hague", "a river", "The document does not say")

GOLDS = (
    Answer(type="text", values=("Mira Holt",), accepted=("M. Holt",)),
    Answer(type="text", values=("12 March 2021",)),
    Answer(type="text", values=("unknown",)),
    Answer(type="text", values=("C#",)),
    Answer(type="text", values=("the",)),
    Answer(type="text", values=("!?",)),
    Answer(type="text", values=("The answer is blowing in the wind.",)),
    Answer(type="text", values=("北京市",)),
    Answer(type="number", values=("30",)),
    Answer(type="number", values=("-2.5",), tolerance=0.1),
    Answer(type="number", values=("0",)),
    Answer(type="number", values=("1,234",), accepted=("1235",)),
    Answer(type="number", values=("thirty-two",)),
    Answer(type="number", values=("1/3",), tolerance=0.01),
    *(Answer(type="choice", values=(letter,), options=OPTIONS) for letter in "ABCDE"),
    Answer(type="choice", values=("C",)),
    Answer(type="set", values=("Oslo",)),
    Answer(type="set", values=("Marks and Spencer", "Lowe, Hart & Co", "Ann")),
    Answer(type="set", values=("x", "y", "x;y")),
    Answer(type="list", values=("Lysvik", "Holm", "Stora Island")),
    Answer(type="list", values=("Lysvik",)),
    Answer(type="list", values=("go left", "go right", "go left")),
    Answer(type="none"),
)


def single(kind, values):
    return values.map(lambda value: Answer(type=kind, values=(value,)))


def several(kind, entries):
    return st.lists(entries, min_size=1, max_size=5).map(lambda values: Answer(type=kind, values=tuple(values)))


golds = st.one_of(
    single("text", visible),
    single("number", decimals.map(str)),
    st.integers(1, 8).flatmap(lambda size: single("choice", st.sampled_from("ABCDEFGH"[:size]))),
    several("set", names),
    several("list", names),
)

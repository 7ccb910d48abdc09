"""Text for terminals and Markdown: fits, complete, and never markup or a cursor movement of someone else's."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.records import Estimate
from benchwright.reports import Bounds, ReportInput, Withheld, _shown, build, markdown, text
from benchwright.reports._naming import short_names
from benchwright.reports._text import columns
from reports.fabric import HOSTILE, Runner, Shape, Skill, benchmark, hostile, realistic, single


@cache
def report(which):
    about, items, homes = benchmark(Shape(items=36, documents=3))
    runner = Runner(items)
    broken = ReportInput(about, items, homes, (runner.run("a", skill=Skill(error=0.2)), runner.run("b")))
    makers = {"real": lambda: realistic(Shape(items=60, documents=4)), "hostile": hostile, "broken": lambda: broken,
              "single": single}  # fmt: skip
    return build(makers[which]())


WHICH = ["real", "hostile", "broken", "single"]


@pytest.mark.parametrize("which", WHICH)
@settings(max_examples=20)
@given(width=st.integers(40, 140))
def test_no_line_is_wider_than_the_terminal(which, width):
    assert max(columns(line) for line in text(report(which), width).splitlines()) <= width


@settings(max_examples=30)
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=90), width=st.integers(40, 120))
def test_no_name_makes_a_line_too_wide(name, width):
    given_ = single()
    renamed = given_.runs[0].model_copy(update={"system": name, "model": name, "notes": (name,)})
    found = text(build(ReportInput(given_.card, given_.items, given_.documents, (renamed,))), width)
    assert max(map(columns, found.splitlines())) <= width
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", found)


def test_the_headline_stands_in_the_text_with_interval_items_failures_and_cost():
    found = report("real").systems[0]
    shown = text(report("real"), 100)
    figure = found.headline
    cost = f"${found.costs.usd:.2f}"
    parts = [
        f"{figure.value:.3f}",
        f"[{figure.low:.3f}, {figure.high:.3f}]",
        f"{figure.n}",
        *(f"{found.outcomes[o]}" for o in ("unparsed", "error")),
        cost,
    ]
    assert re.search(r"\s+".join(map(re.escape, parts)), shown)


@pytest.mark.parametrize("show", [lambda r: text(r, 100), markdown])
def test_an_incomplete_run_is_the_first_thing_said(show):
    shown = show(report("broken"))
    assert 0 < shown.index("INCOMPLETE") < shown.index("Headline")
    worst, best = report("broken").systems[0].headline.worst, report("broken").systems[0].headline.best
    assert f"between {worst:.3f} and {best:.3f}" in " ".join(shown.replace("\\", "").split())


def test_all_six_outcomes_have_columns_of_their_own():
    rows = markdown(report("real")).splitlines()
    assert "| system | right | refused rightly | wrong | refused wrongly | unparsed | error |" in rows


def test_hostile_text_is_no_markup():
    shown = markdown(report("hostile"))
    assert "<script" not in shown
    assert "<img" not in shown
    assert not re.search(r"(?<!\\)[`*\[\]]", shown.replace("**", ""))
    assert all(len(re.findall(r"(?<!\\)\|", line)) in {0, 3, 4, 5, 6, 7, 8} for line in shown.splitlines())


def test_hostile_text_moves_no_cursor():
    shown = text(report("hostile"), 80)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[U+202E]" in "".join(shown.split())


@given(st.text(st.characters(), max_size=60))
def test_visible_text_can_be_encoded_and_reorders_nothing(raw):
    shown = _shown.visible(raw)
    shown.encode("utf-8")
    assert not set(shown) & {"\u202a", "\u202d", "\u202e", "\u2066", "\u2067", "\x1b", "\u2028"}
    assert _shown.visible(shown) == shown


@given(st.text(max_size=90), st.integers(2, 60))
def test_clipped_text_is_short_and_says_that_it_was_clipped(raw, width):
    shown = _shown.clipped(raw, width)
    assert len(shown) <= width
    assert shown == _shown.one_line(raw) or shown.endswith("…")


@given(st.floats(0, 1))
def test_a_share_looks_certain_only_if_it_is(value):
    shown = _shown.share(value)
    assert (shown == "1.000") == (value == 1)
    assert (shown == "0.000") == (value == 0)


@pytest.mark.parametrize(
    ("show", "value", "shown"),
    [
        (_shown.signed, -0.12345, "-0.123"), (_shown.signed, -0.0001, "0.000"), (_shown.p_value, 0.0, "<0.001"),
        (_shown.p_value, None, "–"), (_shown.money, None, "–"), (_shown.money, 0.0, "$0.00"),
        (_shown.money, 0.00123, "$0.0012"), (_shown.money, 1234.5, "$1,234.50"), (_shown.compact, 999, "999"),
        (_shown.compact, 12_345, "12.3k"), (_shown.compact, 4_500_000, "4.5M"), (_shown.duration, 90, "90.0 s"),
        (_shown.duration, 600, "10.0 min"), (_shown.duration, 9000, "2.5 h"),
    ],
)  # fmt: skip
def test_numbers_look_like_this(show, value, shown):
    assert show(value) == shown


def test_every_form_of_a_figure_has_words():
    broken, real = report("broken").systems[0].headline, report("real").systems[0].headline
    assert isinstance(broken, Bounds)
    assert _shown.figure(broken).startswith("between ")
    assert isinstance(real, Estimate)
    assert _shown.figure(real).endswith("]")
    assert _shown.figure(Withheld("why", 3)) == "–"


def test_short_names_leave_out_what_all_share_and_stay_apart():
    about, items, homes = benchmark(Shape(items=12, documents=2))
    runner = Runner(items)
    same = build(ReportInput(about, items, homes, (runner.run("a"), runner.run("b"))))
    assert set(short_names(same).values()) == {"a", "b"}
    contexts = build(ReportInput(about, items, homes, (runner.run("a"), runner.run("a", "none"))))
    assert set(short_names(contexts).values()) == {"a · full", "a · none"}
    long = build(ReportInput(about, items, homes, (runner.run("x" * 80 + "1"), runner.run("x" * 80 + "2"))))
    assert len(set(short_names(long).values())) == 2


def test_hostile_input_is_as_hostile_as_it_says():
    assert {"\x1b", "\u202e", "\u2028", "\ud800"} <= set(HOSTILE)

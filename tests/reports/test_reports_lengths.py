"""The Length section: there where lengths are, in every form, with the same figures and nothing unsaid."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.records import Estimate
from benchwright.reports import Bounds, ReportInput, Withheld, as_dict, build, html, markdown, text
from benchwright.reports._charts import charts
from benchwright.reports._lengths import extent, length_of, swept, tokens
from benchwright.reports.model import Extent
from reports.fabric import realistic
from reports.sweeps import LENGTHS, Reader, Sweep, items_of, run
from reports.sweeps import swept as sweep_of

SMALL = Sweep(groups=20, lengths=LENGTHS[::2])


@cache
def given_(*runs, sweep=SMALL):
    return sweep_of(sweep, *runs)


@cache
def report(*runs, sweep=SMALL, allow=0.1):
    return build(given_(*runs, sweep=sweep), allow_drop=allow)


def flat(shown):
    return " ".join(shown.replace("\\", "").split())


def test_every_measured_run_has_a_study_and_the_ceiling_has_none():
    found = report().lengths
    assert [one.system.split(" | ")[0] for one in found] == ["openai/large", "embedded/small"]
    assert [one.ceiling for one in found] == ["evidence", "shortest length"]
    assert all([point.length for point in one.points] == list(LENGTHS[::2]) for one in found)


def test_the_figures_of_a_length_are_those_of_its_items_alone():
    whole = given_()
    for point in report().lengths[0].points:
        items = [one for one in whole.items if one.variant == str(point.length)]
        known = {one.id for one in items}
        runs = [one.model_copy(update={"graded": tuple(p for p in one.graded if p.attempt.item in known)})
                for one in whole.runs]  # fmt: skip
        alone = build(replace(whole, items=items, runs=runs))
        assert alone.lengths == ()
        assert point.right == alone.systems[0].headline
        assert point.drop.value == pytest.approx(next(g.pair.difference.value for g in alone.gaps))


@pytest.mark.parametrize("show", [lambda r, _: text(r, 100), lambda r, _: markdown(r), html])
def test_every_sentence_stands_in_every_form(show):
    shown = flat(show(report(), given_()).replace("&#39;", "'"))
    for one in report().lengths:
        assert one.says
        assert all(line in shown for line in one.says)


def test_the_headline_says_that_it_averages_over_lengths():
    assert "several lengths, 1k to 64k tokens; the headline averages over them" in report().notes[0]


def test_without_lengths_there_is_no_section():
    plain = build(realistic())
    assert plain.lengths == ()
    assert 'id="length"' not in html(plain, realistic())
    assert "By length:" not in text(plain)


def test_variants_that_are_no_lengths_make_no_section():
    items, homes = items_of(Sweep(groups=6, lengths=(1000, 2000)))
    names = {"1000": "edited", "2000": "unedited"}
    seen = run(items, "m")
    twins = [one.model_copy(update={"variant": names[one.variant]}) for one in items]
    assert build(ReportInput(given_().card, items, homes, (seen,))).lengths
    assert build(ReportInput(given_().card, twins, homes, (seen,))).lengths == ()
    assert [length_of(one) for one in twins] == [None] * len(twins)


def test_one_length_per_group_is_no_sweep():
    first = [one for one in given_().items if one.variant == "1000"]
    known = {one.id for one in first}
    one = given_().runs[0]
    kept = one.model_copy(update={"graded": tuple(p for p in one.graded if p.attempt.item in known)})
    assert build(replace(given_(), items=first, runs=[kept])).lengths == ()
    assert swept([]) == []


def test_a_window_leaves_its_lengths_out_and_says_so():
    found = report().lengths[1]
    assert isinstance(found.points[-1].right, Bounds)
    assert found.effective.left_out == (64000,)
    assert "Left out, as no attempt was resolved: 64k." in found.says
    assert any(line.startswith("From 1k to 16k, each doubling") for line in found.says)


def test_a_system_that_never_fails_is_not_extrapolated():
    sure = Reader(top=1.0, half=1e12)
    found = report(("sure", "full", sure), ("sure", "evidence", sure), sweep=Sweep(groups=80, lengths=LENGTHS[::2]))
    study = found.lengths[0]
    assert study.effective.value == study.effective.low == Extent(64000.0, "at least")
    assert isinstance(study.doubling, Withheld)
    assert any("Effective length: at least 64k [at least 64k] tokens" in line for line in study.says)


def test_more_allowance_reaches_further():
    ends = [report(allow=allow).lengths[0].effective.value.tokens for allow in (0.05, 0.2, 0.5)]
    assert ends == sorted(ends)
    assert "at most 0.5 below" in report(allow=0.5).lengths[0].says[0]


def test_few_groups_have_rates_and_drops_and_nothing_more():
    found = report(sweep=Sweep(groups=6, lengths=(1000, 8000))).lengths[0]
    assert isinstance(found.effective, Withheld)
    assert isinstance(found.doubling, Withheld)
    assert all(isinstance(point.right, Estimate) for point in found.points)
    assert "No effective length is given: 6 groups cannot carry" in found.says[0]


def test_all_of_it_is_in_the_data():
    found = as_dict(report())["lengths"][0]
    assert found["effective"]["value"]["tokens"] == report().lengths[0].effective.value.tokens
    assert {"right", "ceiling", "drop"} <= set(found["points"][0])
    assert found["doubling"]["method"] == "clustered logistic fit"


def test_the_plot_shows_each_length_and_where_the_effective_length_lies():
    spec = charts(report())["chart-length-0"]
    values = [layer["data"]["values"] for layer in spec["layer"]]
    assert [row["length"] for row in values[0]] == list(LENGTHS[::2])
    reached = report().lengths[0].effective
    assert any(row.get("low") == reached.low.tokens and row.get("value") == reached.value.tokens
               for rows in values for row in rows)  # fmt: skip
    assert 'id="chart-length-1"' in html(report(), given_())


@pytest.mark.parametrize(
    ("count", "shown"),
    [(999, "999"), (1000, "1k"), (1499, "1.5k"), (8000, "8k"), (9960, "10k"), (128_000, "128k"), (1_500_000, "1.5M")],
)
def test_lengths_look_like_this(count, shown):
    assert tokens(count) == shown
    assert extent(Extent(count, "at least")) == f"at least {shown}"


@given(st.text(max_size=8))
def test_any_variant_is_a_length_or_none(variant):
    one = items_of(Sweep(groups=1, documents=1, lengths=(1000,)))[0][0].model_copy(update={"variant": variant})
    found = length_of(one)
    assert found is None or (found > 0 and str(found) == variant.lstrip("0"))


def test_two_items_of_one_length_are_no_pair_and_are_left_out():
    items, homes = items_of(Sweep(groups=2, documents=1, lengths=(1000, 2000)))
    merged = [one.model_copy(update={"group": "g"}) for one in items]
    one = run(merged, "m")
    assert build(ReportInput(given_().card, merged, homes, (one,))).lengths == ()

"""Interactive plots as Vega-Lite specifications, made and checked by Altair.

Colours are names of the page's CSS variables (`var(--c1)`), which the page resolves when it draws, so that one
specification serves light and dark. Intervals are bars; a row without an estimate shows its bounds as a dashed bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from benchwright.records import Estimate
from benchwright.reports import _shown
from benchwright.reports._length_chart import length
from benchwright.reports._naming import alike, briefest, constrained, displayed, short_names, studied, told
from benchwright.reports.model import OUTCOMES, Bounds, Figure, Report, System

Spec = dict[str, Any]  # Any: a Vega-Lite specification is JSON
PALETTE = tuple(f"var(--c{index})" for index in range(1, 9))
MOST = len(PALETTE)
"""Systems in one plot: as many as there are colours that can be told apart."""


def charts(report: Report) -> dict[str, Spec]:
    """The plots that the report's data can fill, by the id of their place on the page."""
    made = {
        "chart-families": families(report),
        "chart-pairs": pairs(report),
        "chart-outcomes": outcomes(report),
        "chart-tokens": tokens(report),
        "chart-complexity": complexity(report),
        "chart-constraints": constraints(report),
    }
    made |= {f"chart-length-{place}": length(one, _finish) for place, one in enumerate(studied(report)[:MOST])}
    return {name: spec for name, spec in made.items() if spec is not None}


def families(report: Report) -> Spec | None:
    """Rates per kind and measured system, with intervals."""
    systems = plotted(report)
    names = short_names(report)
    rows = [
        {"system": names[one.system], "kind": _shown.clipped(family.kind, 40), **_numbers(family.figure)}
        for one in systems
        for family in one.families
        if isinstance(family.figure, Estimate | Bounds)
    ]
    return _by_row(rows, "kind", [names[one.system] for one in systems], "share right")


def complexity(report: Report) -> Spec | None:
    """How often all constraints are kept, by complexity and system; nothing where all items are alike."""
    names = short_names(report)
    rows = [
        {"system": names[one.system], "complexity": bucket.name, **_numbers(bucket.keeping.all_kept)}
        for one in constrained(report)[:MOST]
        for bucket in one.buckets
        if isinstance(bucket.keeping.all_kept, Estimate | Bounds)
    ]
    if len({row["complexity"] for row in rows}) < 2:
        return None
    return _by_row(rows, "complexity", list(dict.fromkeys(r["system"] for r in rows)), "share that keeps to all")


def constraints(report: Report) -> Spec | None:
    """How often each constraint is kept, by system."""
    names = short_names(report)
    rows = [
        {"system": names[one.system], "constraint": _shown.clipped(row.name, 40), **_numbers(row.kept)}
        for one in constrained(report)[:MOST]
        for row in one.constraints
        if isinstance(row.kept, Estimate | Bounds)
    ]
    return _by_row(rows, "constraint", list(dict.fromkeys(r["system"] for r in rows)), "share that keeps to it")


def _by_row(rows: Sequence[Spec], field: str, order: Sequence[str], title: str) -> Spec | None:
    """Rates with intervals, a row for each value of a field, systems side by side in it."""
    if not rows:
        return None
    base = _base(rows).encode(
        y=alt.Y(f"{field}:N", title=None, axis=alt.Axis(labelLimit=130, domain=False, ticks=False, grid=False)),
        yOffset=alt.YOffset("system:N", sort=list(order)),
        color=_by_system(order),
        tooltip=_tips(field, "system"),
    )
    layers = _ranges(base, alt.X("low:Q", **_share_axis(title)))
    return _finish(alt.layer(*layers), height=len({row[field] for row in rows}) * (18 + 15 * len(order)))


def pairs(report: Report) -> Spec | None:
    """Differences between systems; zero is drawn."""
    names = briefest(report)
    rows = [
        {
            "pair": f"{names[pair.first]}  −  {names[pair.second]}",
            "says": told(pair, names),
            **_numbers(pair.difference, sign=True),
        }
        for pair in report.pairs
        if isinstance(pair.difference, Estimate | Bounds)
    ]
    if not rows:
        return None
    order = [row["pair"] for row in rows]
    base = _base(rows).encode(
        y=alt.Y("pair:N", sort=order, title=None, axis=None),
        color=alt.value("var(--c1)"),
        tooltip=_tips("pair", "says"),
    )
    reach = max(0.1, *(abs(float(row[end])) for row in rows for end in ("low", "high"))) * 1.05
    scale = alt.Scale(domain=[-min(reach, 1.0), min(reach, 1.0)])
    label = "datum.value == 0 ? '0' : format(datum.value, '+.1f')"
    axis = alt.Axis(labelExpr=label, tickCount=5, labelFlush=True, grid=False)
    layers = _ranges(base, alt.X("low:Q", title="difference of the headline", scale=scale, axis=axis))
    labels = base.mark_text(align="left", dy=-13, fontSize=12, limit=348).encode(
        x=alt.value(0), text="pair:N", color=alt.value("var(--ink)")
    )
    zero = alt.Chart(_inline([{"zero": 0}])).mark_rule(strokeWidth=1).encode(x="zero:Q", color=alt.value("var(--soft)"))
    return _finish(alt.layer(zero, *layers, labels), height=46 * len(rows))


def outcomes(report: Report) -> Spec | None:
    """How the attempts of every system ended: six outcomes, never merged."""
    names = short_names(report)
    systems = displayed(report)
    rows = [
        {
            "system": names[one.system], "outcome": outcome, "place": place, "attempts": one.outcomes[outcome],
            "share": f"{one.outcomes[outcome] / one.attempts:.1%}",
        }
        for one in systems
        for place, outcome in enumerate(OUTCOMES)
        if one.outcomes[outcome]
    ]  # fmt: skip
    colours = alt.Scale(domain=list(OUTCOMES), range=[f"var(--{outcome.replace(' ', '-')})" for outcome in OUTCOMES])
    base = _base(rows).encode(y=alt.Y("system:N", sort=[names[one.system] for one in systems], title=None, axis=None))
    bars = base.mark_bar(height=16).encode(
        x=alt.X(
            "attempts:Q",
            stack="normalize",
            title="share of attempts",
            axis=alt.Axis(format="%", tickCount=5, labelFlush=True),
        ),
        color=alt.Color("outcome:N", scale=colours, sort=list(OUTCOMES), legend=_legend(symbolType="square")),
        order="place:O",
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("system", "outcome", "attempts", "share")],
    )
    labels = (
        _base([{"system": names[one.system]} for one in systems])
        .mark_text(align="left", dy=-16, fontSize=12, limit=348)
        .encode(y=base.encoding.y, x=alt.value(0), text="system:N", color=alt.value("var(--ink)"))
    )
    return _finish(alt.layer(bars, labels), height=46 * len(systems))


def tokens(report: Report) -> Spec | None:
    """The headline against tokens per item, for two systems or more that count their tokens over the same items."""
    if not alike(report):
        return None
    names = short_names(report)
    rows = [
        {"system": names[one.system], "tokens": _tokens(one) / one.items, **_numbers(one.headline)}
        for one in plotted(report)
        if _tokens(one) and isinstance(one.headline, Estimate | Bounds)
    ]
    if len(rows) < 2:
        return None
    base = _base(rows).encode(
        x=alt.X(
            "tokens:Q",
            title="tokens per item",
            scale=alt.Scale(zero=False, padding=24),
            axis=alt.Axis(format="~s", tickCount=4),
        ),
        color=_by_system([row["system"] for row in rows]),
        tooltip=[*_tips("system"), alt.Tooltip("tokens:Q", format=",.0f")],
    )
    y = alt.Y("low:Q", title="headline", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".1f", tickCount=5))
    bars = base.mark_rule(strokeWidth=2).encode(y=y, y2="high:Q", strokeDash=_dashed())
    dots = base.transform_filter("isValid(datum.value)").mark_point(filled=True, size=90, opacity=1).encode(y="value:Q")
    return _finish(alt.layer(bars, dots), height=240)


def plotted(report: Report) -> list[System]:
    """The systems that plots show: the measured ones, or all where none is, as far as colours reach."""
    systems = displayed(report)
    return ([one for one in systems if one.role == "measured"] or systems)[:MOST]


def _tokens(one: System) -> int:
    return one.costs.input_tokens + one.costs.output_tokens


def _numbers(found: Estimate | Bounds | Figure, *, sign: bool = False) -> Spec:
    text = _shown.figure(found, sign=sign)
    if isinstance(found, Estimate):
        return {"value": found.value, "low": found.low, "high": found.high, "items": found.n, "figure": text}
    assert isinstance(found, Bounds)  # noqa: S101 - callers leave withheld figures out
    return {"value": None, "low": found.low, "high": found.high, "items": found.n, "figure": text}


def _base(rows: Sequence[Spec]) -> alt.Chart:
    return alt.Chart(_inline(rows))


def _inline(rows: Sequence[Spec]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))


def _ranges(base: alt.Chart, x: alt.X) -> list[alt.Chart]:
    """Bars from low to high, dashed where there is no estimate, and a dot at the estimate."""
    bars = base.mark_rule(strokeWidth=2.5, strokeCap="round").encode(x=x, x2="high:Q", strokeDash=_dashed())
    dots = base.transform_filter("isValid(datum.value)").mark_point(filled=True, size=70, opacity=1).encode(x="value:Q")
    return [bars, dots]


def _dashed() -> Any:  # Any: Altair's type of a condition is private
    return alt.condition("isValid(datum.value)", alt.value([1, 0]), alt.value([4, 4]))


def _by_system(order: Sequence[str]) -> alt.Color:
    scale = alt.Scale(domain=list(order), range=list(PALETTE[: len(order)]))
    return alt.Color("system:N", sort=list(order), scale=scale, legend=_legend() if len(order) > 1 else None)


def _legend(**more: Any) -> alt.Legend:  # Any: options of Vega-Lite
    return alt.Legend(title=None, orient="top", direction="horizontal", **more)


def _share_axis(title: str) -> Spec:
    axis = alt.Axis(format=".1f", values=[0, 0.2, 0.4, 0.6, 0.8, 1], labelFlush=True)
    return {"title": title, "scale": alt.Scale(domain=[0, 1]), "axis": axis}


def _tips(*names: str) -> list[alt.Tooltip]:
    return [*(alt.Tooltip(f"{name}:N") for name in names), alt.Tooltip("figure:N"), alt.Tooltip("items:Q")]


def _finish(chart: alt.LayerChart | alt.FacetChart, *, height: int) -> Spec:
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    sized = chart.properties(width="container", height=height, autosize=fit)
    with alt.data_transformers.enable(consolidate_datasets=False):
        spec: Spec = sized.to_dict()
    spec.pop("config", None)  # the page's theme decides
    return spec

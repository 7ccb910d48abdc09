"""The plot of one system's score against length, on a log axis, with its ceiling and effective length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt

from benchwright.records import Estimate
from benchwright.reports import _shown
from benchwright.reports._lengths import effective, tokens
from benchwright.reports.model import Bounds, Effective, LengthStudy

Spec = dict[str, Any]  # Any: a Vega-Lite specification is JSON
_ACCURACY, _LENGTH, _SOFT = "var(--c1)", "var(--c2)", "var(--soft)"
_LABELS = "datum.value >= 1e6 ? datum.value / 1e6 + 'M' : datum.value >= 1e3 ? datum.value / 1e3 + 'k' : datum.value"
_ARROWS = {"below": "triangle-left", "at least": "triangle-right"}
_FLOOR = -0.07
"""Where the bar of the effective length lies: below a score of 0."""


def length(study: LengthStudy, finish: Callable[..., Spec]) -> Spec | None:
    """Score with its interval per length; nothing where no length has a figure."""
    scores = [
        {"length": one.length, "tokens": tokens(one.length), "figure": _shown.figure(one.right), "items": one.n,
         "value": one.right.value if isinstance(one.right, Estimate) else None,
         "low": one.right.low, "high": one.right.high}
        for one in study.points
        if isinstance(one.right, Estimate | Bounds)
    ]  # fmt: skip
    if not scores:
        return None
    layers = [*_ceiling(study), *_scores(scores, _x(study)), *_reached(study)]
    return finish(alt.layer(*layers), height=260)


def _x(study: LengthStudy) -> alt.X:
    lengths = [one.length for one in study.points]
    axis = alt.Axis(values=lengths, labelExpr=_LABELS, grid=False, labelOverlap=True)
    scale = alt.Scale(type="log", base=2, domain=[lengths[0], lengths[-1]], nice=False, padding=12)
    return alt.X("length:Q", title="tokens to read (log scale)", scale=scale, axis=axis)


def _scores(rows: list[Spec], x: alt.X) -> list[alt.Chart]:
    axis = alt.Axis(format=".1f", values=[0, 0.2, 0.4, 0.6, 0.8, 1])
    y = alt.Y("low:Q", title="share right", scale=alt.Scale(domain=[_FLOOR - 0.03, 1], nice=False), axis=axis)
    base = _over(rows).encode(x=x, color=alt.value(_ACCURACY), tooltip=_tips("tokens", "figure", "items"))
    known = base.transform_filter("isValid(datum.value)")
    return [
        known.mark_area(opacity=0.18).encode(y=y, y2="high:Q"),
        base.transform_filter("!isValid(datum.value)").mark_rule(strokeWidth=2.5, strokeDash=[4, 4]).encode(
            y=y, y2="high:Q"
        ),
        known.mark_line(strokeWidth=2).encode(y="value:Q"),
        known.mark_point(filled=True, size=70, opacity=1).encode(y="value:Q"),
    ]  # fmt: skip


def _ceiling(study: LengthStudy) -> list[alt.Chart]:
    """The ceiling, dashed, and the lowest score that is allowed, dotted."""
    tops = [(one.length, one.ceiling.value) for one in study.points if isinstance(one.ceiling, Estimate)]
    return [
        _over([{"length": at, "value": max(0.0, top - less)} for at, top in tops])
        .mark_line(strokeWidth=1.5, strokeDash=dash)
        .encode(x="length:Q", y="value:Q", color=alt.value(_SOFT))
        for less, dash in ((0.0, [7, 4]), (study.allow, [1.5, 3.5]))
        if tops
    ]


def _reached(study: LengthStudy) -> list[alt.Chart]:
    """The effective length: a bar for its interval, a mark for its value, arrows where the ends are not known."""
    found = study.effective
    if not isinstance(found, Effective):
        return []
    row = {"low": found.low.tokens, "high": found.high.tokens, "value": found.value.tokens, "figure": effective(found),
           "at": _FLOOR}  # fmt: skip
    base = _over([row]).encode(y="at:Q", color=alt.value(_LENGTH), tooltip=_tips("figure"))
    layers = [base.mark_rule(strokeWidth=4, strokeCap="round").encode(x="low:Q", x2="high:Q")]
    if found.value == found.best and not found.value.censored:
        drawn = _over([row]).mark_rule(strokeWidth=1.5, strokeDash=[2, 3])
        layers.append(drawn.encode(x="value:Q", y="at:Q", y2=alt.datum(1), color=alt.value(_LENGTH)))
        layers.append(base.mark_point(filled=True, size=90, opacity=1).encode(x="value:Q"))
    for end, name in ((found.low, "low"), (found.high, "high")):
        if end.censored:
            arrow = base.mark_point(filled=True, size=110, opacity=1, shape=_ARROWS[end.censored])
            layers.append(arrow.encode(x=f"{name}:Q"))
    return layers


def _over(rows: list[Spec]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _tips(*names: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name}:N") for name in names]

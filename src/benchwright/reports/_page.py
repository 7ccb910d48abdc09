"""The report as one HTML file that opens from disk and asks the network for nothing.

Everything that came from elsewhere is data: the template escapes it, the list of items writes it as text nodes, and a
content security policy lets only this page's own scripts and style run, each named by its hash. Plots are drawn by
Vega's expression interpreter, so that not even `eval` is allowed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from benchwright.records import Estimate
from benchwright.reports import _constraints, _followed, _mistakes, _shown, _symbols
from benchwright.reports._alarms import FAILURES, alarms, split
from benchwright.reports._browse import browsed
from benchwright.reports._charts import charts, plotted
from benchwright.reports._lengths import DROP, effective, tokens
from benchwright.reports._means import CAUTION, zeros
from benchwright.reports._naming import ROLES, constrained, displayed, mark, ranked, short_names, studied, told, unlike
from benchwright.reports._slips import OTHER
from benchwright.reports._tables import REPEATED
from benchwright.reports.model import OUTCOMES, Bounds, Figure, Report, ReportInput

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def html(report: Report, given: ReportInput, *, date: str = "") -> str:
    """The page.

    Args:
        report: the figures.
        given: what the figures were made from; the list of items shows it.
        date: printed as it is, where given; nothing else in the page depends on the clock.
    """
    style = asset("style.css")
    scripts = [_bundle(), asset("charts.js"), asset("app.js")]
    drawn = charts(report)
    policy = "; ".join(
        [
            "default-src 'none'", f"script-src {' '.join(map(_hash, scripts))}", f"style-src {_hash(style)}",
            "img-src data:", "base-uri 'none'", "form-action 'none'",
        ]
    )  # fmt: skip
    page: str = _template().render(
        report=report, card=report.card, systems=displayed(report), names=short_names(report), date=date,
        roles=ROLES, outcomes=OUTCOMES, drawn=drawn, plotted=plotted(report), policy=policy, style=Markup(style),  # noqa: S704
        scripts=[Markup(script) for script in scripts],  # noqa: S704
        specs=embedded(drawn), data=embedded(browsed(report, given)),
        ranks=ranked(report), kinds=sorted({family.kind for one in report.systems for family in one.families}),
        studies=studied(report), drop=DROP, constrained=constrained(report), followed=_followed.followed(report),
        alarms=alarms(report), unlike=unlike(report), failures=FAILURES, repeated=REPEATED,
        caution=CAUTION, foreseen=_mistakes.FORESEEN, other=OTHER, meanings=_mistakes.CAUSES,
        sources=[note for note in report.card.sources if not note.read],
    )  # fmt: skip
    return page


def embedded(value: Any) -> Markup:  # Any: JSON
    """JSON that can stand in a script element: no character of it ends the element or a line of script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - escaped just now


@cache
def asset(name: str) -> str:
    """A file that ships with the package."""
    return (files("benchwright.reports") / "assets" / name).read_text("utf-8")


@cache
def _bundle() -> str:
    """Vega, Vega-Lite and their embedding, as one script."""
    from vl_convert import javascript_bundle

    script: str = javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return script.replace("</script", "<\\/script")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _template() -> Any:  # Any: Jinja's template type is not needed
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters |= {
        "figure": _shown.figure, "share": _shown.share, "signed": _shown.signed, "p": _shown.p_value,
        "money": _shown.money, "duration": _shown.duration, "visible": _shown.visible, "line": _shown.one_line,
        "step": lambda found: min(9, int(found.value * 10)), "percent": lambda part: f"{100 * part:.2f}%",
        "plural": _shown.plural, "clipped": _shown.clipped, "kind": _mistakes.kind_name,
        "tokens": tokens, "effective": effective,
    }  # fmt: skip
    env.globals |= {
        "causes": _mistakes.causes, "count": _mistakes.count, "retrieval_notes": _mistakes.retrieval_notes,
    }  # fmt: skip
    env.globals |= {
        "form": form,
        "told": told,
        "mark": mark,
        "split": split,
        "interval": _shown.interval,
        "zeros": zeros,
        "f1": _symbols.f1,
        "symbol_notes": _symbols.notes_of,
        "symbols_meaning": _symbols.MEANING,
        "symbols_crossed": _symbols.CROSSED,
        "constraint_notes": _constraints.notes_of,
        "constraint_tokens": _constraints.token_cells,
        "constraints_meaning": _constraints.MEANING,
        "constraints_pooled": _constraints.POOLED,
        "constraints_epochs": _constraints.EPOCHS,
        "followed_meaning": _followed.MEANING,
        "followed_reading": _followed.READING,
        "followed_reasons": _followed.reasons,
    }
    return env.from_string(asset("template.html"))


def form(found: Figure) -> str:
    """Which of its three forms a figure takes."""
    if isinstance(found, Estimate):
        return "estimate"
    return "bounds" if isinstance(found, Bounds) else "withheld"

"""The page: one file, the same bytes every time, figures that match, and nothing of others' that could run."""

import base64
import hashlib
import json
import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.records import Document, Evidence
from benchwright.reports import ReportInput, build, html
from benchwright.reports._browse import AROUND, browsed
from benchwright.reports._charts import charts
from benchwright.reports._page import asset, embedded
from reports.fabric import HOSTILE, Runner, Shape, Skill, benchmark, hostile, item, realistic, single

SCRIPTS = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def page(which="real"):
    given_ = {"real": lambda: realistic(Shape(items=60, documents=4)), "hostile": hostile, "single": single}[which]()
    report = build(given_)
    return given_, report, html(report, given_, date="2026-11-21")


def own(shown):
    """The page without the scripts that are not ours to write."""
    return SCRIPTS.sub("", shown)


def data(shown):
    return json.loads(re.search(r'id="data">(.*?)</script>', shown, re.DOTALL)[1])


def test_the_same_input_gives_the_same_bytes():
    given_, report, shown = page()
    assert html(report, given_, date="2026-11-21") == shown
    assert "2026-11-21" not in html(report, given_)


class Tags(HTMLParser):
    """Every element with its attributes, as a browser would read them."""

    def __init__(self, shown):
        super().__init__()
        self.found = []
        self.feed(shown)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("which", ["real", "hostile"])
def test_no_element_loads_anything_or_holds_script_or_style(which):
    tags = Tags(page(which)[2]).found
    names = {name for _, attributes in tags for name in attributes}
    assert not names & {"src", "srcset", "style", "action", "poster", "data", "xlink:href"}
    assert not [name for name in names if name.startswith("on")]
    assert all(attributes["href"].startswith("#") for _, attributes in tags if "href" in attributes)
    assert not {tag for tag, _ in tags} & {"img", "iframe", "object", "embed", "link", "base"}
    assert not re.search(r"@import|url\(", asset("style.css"))


def test_only_scripts_and_style_named_by_hash_may_run():
    shown = page()[2]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', shown)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    inside = [*SCRIPTS.findall(shown), *re.findall(r"<style>(.*?)</style>", shown, re.DOTALL)]
    assert len(inside) == 4
    for text in inside:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_hostile_text_is_escaped_wherever_it_stands():
    shown = own(page("hostile")[2])
    assert "<script>window" not in shown
    assert "<img" not in shown
    assert "\u202e" not in shown
    assert shown.count("</script>") == 2


@given(st.recursive(st.text(st.characters(exclude_categories=["Cs"])), lambda inner: st.lists(inner, max_size=3)))
def test_embedded_json_reads_back_and_cannot_end_its_element(value):
    text = str(embedded(value))
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")


def test_every_headline_stands_on_the_page_with_what_it_rests_on():
    _, report, shown = page()
    for one in report.systems:
        assert f'<span class="big">{one.headline.value:.3f}</span>' in shown
        assert f"[{one.headline.low:.3f}, {one.headline.high:.3f}]" in shown
    assert report.generalises in shown
    assert all(baseline.meaning in shown for baseline in report.baselines)


def test_an_incomplete_run_is_called_so_before_any_figure():
    about, items, homes = benchmark(Shape(items=12, documents=2))
    given_ = ReportInput(about, items, homes, (Runner(items).run("m", skill=Skill(error=0.5)),))
    shown = html(build(given_), given_)
    assert shown.index("Incomplete run.") < shown.index('class="scores"')
    assert 'class="big">' not in shown


def test_headings_are_in_order_and_every_section_is_named():
    levels = [int(level) for level in re.findall(r"<h([1-6])", own(page()[2]))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert own(page()[2]).count("<section ") == own(page()[2]).count("aria-labelledby=")


def test_every_item_and_attempt_is_in_the_list():
    given_, report, shown = page()
    found = data(shown)
    assert [one["id"] for one in found["items"]] == [one.id for one in given_.items]
    assert sum(len(one["t"]) for one in found["items"]) == sum(len(run.graded) for run in given_.runs)
    counted = [0] * 6
    for one in found["items"]:
        for tried in one["t"]:
            counted[tried["o"]] += 1
    assert counted == [sum(s.outcomes[o] for s in report.systems) for o in found["outcomes"]]


@st.composite
def quoted(draw):
    """A document with quotes in it, overlapping ones too."""
    text = draw(st.text(st.sampled_from("ab .\nж港"), min_size=1, max_size=3000))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)), min_size=1, max_size=6))
    home = Document(title="t", source="s", media_type="text/plain", language="und", text=text)
    ends = [(start, min(len(text), start + size)) for start, size in spans]
    return home, [Evidence(document=home.id, start=a, end=b, quote=text[a:b]) for a, b in ends]


@given(quoted())
def test_passages_are_the_document_with_exactly_the_quotes_marked(drawn):
    home, evidence = drawn
    one = item(home, 0, "count", evidence=tuple(evidence), position=0.0)
    given_ = ReportInput(single().card, [one], {home.id: home}, (Runner([one]).run("m"),))
    found = browsed(build(given_), given_)["items"][0]["ev"]
    marked, here = set(), 0
    for passage in found:
        start = home.text.index("".join(passage["t"]), here)
        here = start + 1
        assert (bool(passage["b"]), bool(passage["z"])) == (
            start > 0,
            start + len("".join(passage["t"])) < len(home.text),
        )
        for place, part in enumerate(passage["t"]):
            marked |= set(range(start, start + len(part))) if place % 2 else set()
            start += len(part)
    slow = {index for quote in evidence for index in range(quote.start, quote.end)}
    assert len(marked) == len(slow)
    assert len(found) <= len(evidence)
    assert all(len(part) <= 2 * AROUND for passage in found for part in passage["t"][::2])


def test_long_replies_lose_their_middle_and_say_so():
    given_ = single()
    run = given_.runs[0]
    long = [
        g.model_copy(update={"attempt": g.attempt.model_copy(update={"completion": "a" * 9000})}) for g in run.graded
    ]
    given_ = ReportInput(given_.card, given_.items, given_.documents, (run.model_copy(update={"graded": tuple(long)}),))
    shown = browsed(build(given_), given_)["items"][0]["t"][0]["c"]
    assert "5,000 characters left out" in shown
    assert len(shown) < 4100


def test_plots_hold_the_report_s_own_figures():
    _, report, _ = page()
    rows = charts(report)["chart-families"]["data"]["values"]
    measured = [one for one in report.systems if one.role == "measured"]
    expected = {(round(f.figure.low, 9), round(f.figure.high, 9)) for one in measured for f in one.families}
    assert {(round(row["low"], 9), round(row["high"], 9)) for row in rows} == expected
    assert "url" not in json.dumps(charts(report))


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return sum(w * x for w, x in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_colours_can_be_read(scheme):
    block = re.findall(r" color-scheme: (?:light|dark);(.*?)\}", asset("style.css"), re.DOTALL)[scheme]
    named = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))
    pairs = [(f"h{n}", f"t{n}") for n in range(10)]
    pairs += [(paper, name) for paper in ("paper", "card", "note-paper") for name in ("ink", "soft", "accent")]
    pairs += [("alarm-paper", "alarm"), ("mark", "ink")]
    assert {
        pair: contrast(*(named[name] for name in pair)) for pair in pairs if contrast(*(named[n] for n in pair)) < 4.5
    } == {}
    assert all(contrast(named["paper"], named[f"c{n}"]) >= 3 for n in range(1, 9))


def test_hostile_text_stays_readable_in_the_data():
    assert HOSTILE[:20] in data(page("hostile")[2])["items"][0]["q"]

"""Slips and retrieval: every failed attempt is counted once, under the one cause that it has."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.records import Answer, Attempt, Decoy, Estimate, Evidence, Graded, Run, Verdict
from benchwright.reports import ReportInput, Withheld, as_dict, build, html, markdown, text
from benchwright.reports._retrieval import found
from reports.fabric import HOSTILE, Runner, Shape, benchmark, realistic

CARD, ITEMS, HOMES = benchmark(Shape(items=36, documents=3, characters=(3000,)))
RIGHT = Verdict(state="graded", value=1.0)
WRONG = Verdict(state="graded", value=0.0, answer="7")
REFUSED = Verdict(state="abstained")
UNREAD = Verdict(state="failed", failure="parse", reason="no number")
BROKEN = Verdict(state="failed", failure="provider", reason="503")
NAMES = ("spoiler", "outdated", "a slip of the maker's own")
FEW = settings(max_examples=25)


def decoyed(items, names=NAMES):
    """Every second item foresees a slip."""
    decoys = [Decoy(slip=name, answer=Answer(type="text", values=(name,))) for name in names]
    return [
        one.model_copy(update={"decoys": (decoys[at // 2 % len(names)],)}) if at % 2 else one
        for at, one in enumerate(items)
    ]


def run(verdicts, *, items=ITEMS, context="full", retrieved=None, model="m"):
    """A run that ends as it is told, item by item."""
    graded = tuple(
        Graded(attempt=Attempt(item=one.id, system=f"{model} {context}", retrieved=retrieved and retrieved[at],
                               error="503" if verdict.failure == "provider" else ""), verdict=verdict)
        for at, (one, verdict) in enumerate(zip(items, verdicts, strict=True))
    )  # fmt: skip
    return Run(system=f"{model} {context}", model=model, method="direct", context=context, benchmark="",
               graded=graded)  # fmt: skip


def report(*runs, items=ITEMS):
    return build(ReportInput(card=CARD, items=items, documents=HOMES, runs=runs))


# Slips


def slipped(one, verdict):
    return verdict.model_copy(update={"slip": one.decoys[0].slip}) if one.decoys else verdict


ends = st.lists(st.sampled_from([RIGHT, WRONG, REFUSED, UNREAD, BROKEN]), min_size=36, max_size=36)


@FEW
@given(ends, st.lists(st.booleans(), min_size=36, max_size=36))
def test_each_wrong_attempt_stands_in_one_column(verdicts, slips):
    items = decoyed(ITEMS)
    may = [v in (WRONG, UNREAD) for v in verdicts]
    marked = [
        slipped(i, v) if m and s else v for i, v, m, s in zip(items, verdicts, may, slips, strict=True)
    ]  # fmt: skip
    one = report(run(marked, items=items), items=items).systems[0]
    total, *kinds = one.slips.rows
    named = Counter(verdict.slip for verdict in marked if verdict.slip)
    assert total.slips == dict(named) == {slip.name: slip.attempts for slip in one.slips.slips}
    unread = sum(v.failure == "parse" and v.slip != "" for v in marked)
    assert sum(named.values()) - unread + total.other == one.outcomes["wrong"]
    assert total.refused == one.outcomes["refused wrongly"]
    for part in ("other", "refused", "attempts"):
        assert getattr(total, part) == sum(getattr(kind, part) for kind in kinds)


def test_a_slip_is_a_share_of_the_attempts_that_could_have_made_it():
    items = decoyed(ITEMS)
    one = report(run([slipped(item, WRONG) for item in items], items=items), items=items).systems[0]
    for slip in one.slips.slips:
        assert slip.attempts == slip.foreseen == 6
        assert isinstance(slip.share, Estimate)
        assert slip.share.value == 1.0
        assert slip.share.low < 0.9


def test_what_was_foreseen_and_not_made_is_said():
    items = decoyed(ITEMS)
    found = report(run([WRONG] * 36, items=items), items=items)
    assert found.systems[0].slips.slips == ()
    assert found.systems[0].slips.absent == tuple(sorted(NAMES))
    assert "made by no attempt: a slip of the maker's own, outdated, spoiler" in text(found, 120)


def test_where_nothing_is_foreseen_there_is_no_table():
    found = report(run([WRONG] * 36))
    assert found.systems[0].slips is None
    assert "Slips" not in text(found) + markdown(found)


# Retrieval


QUOTE = next(item for item in ITEMS if item.evidence).evidence[0]
TEXT = HOMES[QUOTE.document].text


def whole(one):
    return tuple((quote.document, quote.start, quote.end) for quote in one.evidence)


def part(one):
    return tuple((quote.document, quote.start, quote.end - 1) for quote in one.evidence)


spans = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 30)), max_size=6)


@given(st.tuples(st.integers(0, 80), st.integers(1, 30)), spans)
def test_evidence_is_found_as_a_slow_twin_finds_it(quote, passages):
    start, size = quote
    held = {at for begin, length in passages for at in range(begin, begin + length)}
    wanted = {at for at in range(start, start + size) if not TEXT[at].isspace()}
    evidence = Evidence(document=QUOTE.document, start=start, end=start + size, quote=TEXT[start : start + size])
    given_ = [(QUOTE.document, begin, begin + length) for begin, length in passages]
    assert found([evidence], given_, HOMES) == (wanted <= held)


def test_passages_of_another_document_hold_nothing():
    other = next(key for key in HOMES if key != QUOTE.document)
    assert not found([QUOTE], [(other, 0, 10**6)], HOMES)
    assert found([QUOTE, QUOTE], [(QUOTE.document, 0, 10**6)], HOMES)
    assert not found([QUOTE], [], HOMES)


def study(verdicts, retrieved, *beside):
    ours = run(verdicts, context="retrieve:3", retrieved=retrieved)
    return next(one for one in report(ours, *beside).systems if one.context == "retrieve:3").retrieval


MIXED = [part(one) if at % 3 else whole(one) for at, one in enumerate(ITEMS)]
FAILED = (WRONG, REFUSED, UNREAD)


@FEW
@given(ends, ends)
def test_every_failed_answerable_attempt_has_one_cause(verdicts, alone):
    found = study(verdicts, MIXED, run(alone, context="evidence"))
    wanted = Counter()
    for at, (one, verdict, other) in enumerate(zip(ITEMS, verdicts, alone, strict=True)):
        if one.answerable and verdict in FAILED:
            split = {RIGHT.line(): "missed", BROKEN.line(): "unsplit"}.get(other.line(), "reasoning")
            wanted["not_retrieved" if at % 3 else split] += 1
    total, *kinds = found.misses
    assert total.failed == sum(wanted.values()) == sum(kind.failed for kind in kinds)
    for cause in ("not_retrieved", "missed", "reasoning", "unsplit"):
        assert getattr(total, cause) == wanted[cause] == sum(getattr(kind, cause) for kind in kinds)
    assert bool(found.command) == bool(wanted["unsplit"])


@pytest.mark.parametrize(
    ("retrieved", "alone", "cause"),
    [(part, RIGHT, "not_retrieved"), (part, WRONG, "not_retrieved"), (whole, RIGHT, "missed"),
     (whole, WRONG, "reasoning"), (whole, REFUSED, "reasoning"), (whole, BROKEN, "unsplit")],
)  # fmt: skip
def test_planted_causes(retrieved, alone, cause):
    found = study([WRONG] * 36, [retrieved(one) for one in ITEMS], run([alone] * 36, context="evidence"))
    answerable = sum(one.answerable for one in ITEMS)
    assert found.misses[0].failed == getattr(found.misses[0], cause) == answerable
    assert found.no_evidence == 36 - answerable


@pytest.mark.parametrize(("context", "model"), [("full", "m"), ("none", "m"), ("evidence", "another")])
def test_without_an_evidence_run_of_the_same_model_the_command_is_named(context, model):
    found = study([WRONG] * 36, [whole(one) for one in ITEMS], run([RIGHT] * 36, context=context, model=model))
    assert (found.misses[0].missed, found.misses[0].reasoning, found.beside) == (0, 0, "")
    assert found.command == "benchwright run BENCH --model m --method direct --context evidence --out RUNS"


def test_recall_is_the_share_of_items_whose_evidence_is_all_there():
    marks = [RIGHT if not at % 3 else WRONG for at in range(36)]
    found = study(marks, MIXED)
    total = found.recall[0]
    answerable = [at for at, one in enumerate(ITEMS) if one.answerable]
    assert total.found.n == len(answerable)
    assert total.found.value == pytest.approx(sum(not at % 3 for at in answerable) / len(answerable))
    assert (total.right_found.value, total.right_lost.value) == (1.0, 0.0)
    assert total.right_found.n + total.right_lost.n == total.found.n


def test_where_all_is_found_nothing_is_said_of_the_rest():
    found = study([RIGHT] * 36, [whole(one) for one in ITEMS])
    assert isinstance(found.recall[0].right_lost, Withheld)
    assert found.misses[0].failed == 0
    assert found.command == ""


def test_what_was_not_retrieved_is_not_studied():
    assert report(run([WRONG] * 36)).systems[0].retrieval is None


def test_an_attempt_of_which_nothing_is_known_is_counted_apart():
    retrieved = [None if at < 5 else whole(one) for at, one in enumerate(ITEMS)]
    found = study([BROKEN] * 5 + [WRONG] * 31, retrieved)
    assert found.unresolved == 5
    assert found.misses[0].failed == sum(one.answerable for one in ITEMS[5:])


# What is shown


def both(items, names=NAMES):
    """A report with slips and a retrieval, beside its evidence-only run."""
    marked = [slipped(one, WRONG) if at % 3 else RIGHT for at, one in enumerate(items)]
    ours = run(marked, items=items, context="retrieve:3", retrieved=MIXED)
    beside = run([RIGHT if at % 2 else WRONG for at in range(36)], items=items, context="evidence")
    given_ = ReportInput(card=CARD, items=items, documents=HOMES, runs=(ours, beside))
    return given_, build(given_)


@pytest.mark.parametrize("show", [lambda _, r: text(r, 110), lambda _, r: markdown(r), lambda g, r: html(r, g)])
def test_every_form_shows_slips_and_causes_with_what_they_mean(show):
    shown = show(*both(decoyed(ITEMS)))
    plain = " ".join(shown.replace("\\", "").split()).lower()
    for words in ("outdated", "true, but only later in the document", "invented, or wrong in a way", "not retrieved",
                  "retrieved and missed", "wrong reasoning", "all needed evidence lies wholly"):  # fmt: skip
        assert words in plain


def test_the_list_of_items_names_the_slip_of_an_attempt():
    given_, found = both(decoyed(ITEMS))
    assert "Slip: spoiler." in html(found, given_)


def test_the_page_of_runs_without_either_has_no_such_section():
    given_ = realistic(Shape(items=24, documents=2))
    assert 'id="mistakes"' not in html(build(given_), given_)


def test_names_of_slips_are_data():
    given_, found = both(decoyed(ITEMS, (HOSTILE, "spoiler", f"{HOSTILE} 2")))
    page = html(found, given_)
    assert "<img src=x" not in page.replace("\\u003c", "")
    assert max(map(len, text(found, 80).splitlines())) <= 80
    assert "<img" not in markdown(found)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width):
    _, found = both(decoyed(ITEMS))
    assert max(map(len, text(found, width).splitlines())) <= width


def test_the_figures_are_data_that_json_holds():
    _, found = both(decoyed(ITEMS))
    system = json.loads(json.dumps(as_dict(found), allow_nan=False))["systems"][0]
    assert system["slips"]["rows"][0]["slips"]["spoiler"] > 0
    assert system["retrieval"]["recall"][0]["found"]["low"] > 0


def test_epochs_are_attempts_and_items_stay_items():
    runner = Runner(ITEMS, epochs=2)
    one = runner.run("x", "retrieve:3")
    pairs = tuple(
        pair.model_copy(update={"attempt": pair.attempt.model_copy(update={"retrieved": ()})}) for pair in one.graded
    )
    found = report(one.model_copy(update={"graded": pairs, "benchmark": ""})).systems[0].retrieval
    assert found.recall[0].found.n == sum(item.answerable for item in ITEMS)
    assert found.misses[0].failed == found.misses[0].not_retrieved > 36

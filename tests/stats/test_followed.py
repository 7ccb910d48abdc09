"""Edited twins: follows the document, follows memory, refuses, other; unparsed and errors apart."""

from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import EstimateError, InputError
from benchwright.records import Verdict
from benchwright.seeding import rng
from benchwright.stats import TwinAttempt, follow_rates, follow_table, follows, wilson
from benchwright.stats.followed import FOLLOWS

RIGHT = Verdict(state="graded", value=1.0)
MEMORY = Verdict(state="graded", value=0.0, slip="memory")
WORLDS = Verdict(state="graded", value=0.0, slip="followed the unedited text")
OTHER = Verdict(state="graded", value=0.0, slip="outdated")
PARTLY = Verdict(state="graded", value=0.5)
REFUSES = Verdict(state="abstained")
UNPARSED = Verdict(state="failed", failure="parse")
ERROR = Verdict(state="failed", failure="provider")
ALL = [RIGHT, MEMORY, WORLDS, OTHER, PARTLY, REFUSES, UNPARSED, ERROR]


def test_every_verdict_has_one_class():
    found = [follows(verdict) for verdict in ALL]
    assert found == ["document", "memory", "memory", "other", "other", "refuses", "unparsed", None]


def test_counts_and_wilson_intervals():
    table = follow_table(ALL)
    assert table.counts == {"document": 1, "memory": 2, "refuses": 1, "other": 2, "unparsed": 1}
    assert (table.due, table.errors) == (7, 1)
    assert table.shares["memory"] == wilson(2, 7)
    assert table.recited is None


def test_recited_is_of_those_right_before_the_edit():
    table = follow_table([MEMORY, RIGHT, MEMORY, ERROR], [RIGHT, RIGHT, OTHER, RIGHT])
    assert table.recited == wilson(1, 2)


def test_recited_needs_one_that_was_right():
    assert follow_table([MEMORY], [OTHER]).recited is None


def test_no_reply_no_table():
    with pytest.raises(EstimateError, match="none of 2 attempts"):
        follow_table([ERROR, ERROR])


def test_pairs_must_match():
    with pytest.raises(InputError, match="1 edited and 2 unedited"):
        follow_table([RIGHT], [RIGHT, RIGHT])


@given(st.lists(st.sampled_from(ALL), min_size=1).filter(lambda found: any(one != ERROR for one in found)))
def test_shares_come_to_one_in_any_order(verdicts):
    table = follow_table(verdicts)
    assert sum(table.shares[name].value for name in FOLLOWS) == pytest.approx(1)
    assert table.due + table.errors == len(verdicts)
    assert follow_table(verdicts[::-1]) == table


@st.composite
def attempts(draw):
    """Items over two documents, one to three epochs each, the unedited twin sometimes left out."""
    rows = []
    for item in range(draw(st.integers(1, 8))):
        twin = draw(st.booleans())
        for epoch in range(draw(st.integers(1, 3))):
            before = draw(st.sampled_from(ALL)) if twin else None
            rows.append(TwinAttempt(f"i{item}", f"d{item % 2}", epoch, draw(st.sampled_from(ALL)), before))
    return rows


def slow_mean(rows, counts):
    """The mean over items of the mean over their attempts."""
    items = sorted({one.item for one in rows})
    return fmean(fmean(counts(one) for one in rows if one.item == item) for item in items)


@settings(max_examples=60)
@given(attempts().filter(lambda rows: any(follows(one.edited) for one in rows)))
def test_rates_agree_with_a_slow_twin(rows):
    found = follow_rates(rows)
    replied = [one for one in rows if one.edited != ERROR]
    for name in FOLLOWS:
        wanted = slow_mean(replied, lambda one, name=name: follows(one.edited) == name)
        assert found.shares[name].value == pytest.approx(wanted)
    assert sum(share.value for share in found.shares.values()) == pytest.approx(1)
    assert (found.items, found.due, found.errors) == (
        len({one.item for one in replied}), len(replied), len(rows) - len(replied),
    )  # fmt: skip
    known = [one for one in replied if one.unedited == RIGHT]
    recited = slow_mean(known, lambda one: one.edited in {MEMORY, WORLDS}) if known else None
    assert (found.recited.value if found.recited else None) == (recited if recited is None else pytest.approx(recited))
    assert follow_rates(rows[::-1]) == found


@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=12).filter(lambda found: set(found) != {ERROR}))
def test_of_one_attempt_each_the_rates_are_the_shares_of_the_table(verdicts):
    rates = follow_rates([TwinAttempt(f"i{at}", "d", 1, verdict) for at, verdict in enumerate(verdicts)])
    table = follow_table(verdicts)
    assert rates.counts == table.counts
    for name in FOLLOWS:
        assert rates.shares[name].value == pytest.approx(table.shares[name].value)


def shared_luck(documents=30, each=6):
    """Every document is followed throughout, or not at all."""
    return [
        TwinAttempt(f"{document}-{item}", f"d{document}", 1, MEMORY if document % 3 == 0 else RIGHT, RIGHT)
        for document in range(documents)
        for item in range(each)
    ]


def redrawn(rows, draws=2000):
    """The share that followed memory, with whole documents drawn anew: its 95 % interval."""
    documents = {one.cluster: [] for one in rows}
    for one in rows:
        documents[one.cluster].append(one.edited == MEMORY)
    stream, held = rng("redrawn"), list(documents.values())
    means = sorted(fmean(mark for marks in stream.choices(held, k=len(held)) for mark in marks) for _ in range(draws))
    return means[draws // 40], means[-draws // 40]


def test_for_new_documents_the_interval_is_that_of_drawing_documents_anew():
    rows = shared_luck()
    memory = follow_rates(rows, target="new documents").shares["memory"].rate.estimate
    low, high = redrawn(rows)
    assert (memory.low, memory.high) == (pytest.approx(low, abs=0.06), pytest.approx(high, abs=0.06))
    attempts_alone = follow_table([one.edited for one in rows]).shares["memory"]
    assert memory.high - memory.low > 2 * (attempts_alone.high - attempts_alone.low)


def test_where_documents_are_few_the_share_stands_without_an_interval():
    memory = follow_rates(shared_luck(documents=6), target="new documents").shares["memory"]
    assert memory.rate is None
    assert memory.value == pytest.approx(1 / 3)
    assert "6" in memory.refused


def test_an_unresolved_twin_leaves_its_share_open():
    found = follow_rates([TwinAttempt("a", "d", 1, RIGHT, ERROR), TwinAttempt("b", "d", 1, MEMORY, RIGHT)])
    assert not found.unedited.rate.complete
    assert (found.unedited.rate.worst.value, found.unedited.rate.best.value) == (0.5, 1.0)
    assert found.recited.value == 1.0


def test_without_twins_there_is_nothing_beside():
    found = follow_rates([TwinAttempt("a", "d", 1, RIGHT)])
    assert (found.unedited, found.recited) == (None, None)


@pytest.mark.parametrize(
    ("rows", "error", "said"),
    [
        ([], EstimateError, "none of 0"),
        ([TwinAttempt("a", "d", 1, ERROR)], EstimateError, "run them again"),
        ([TwinAttempt("a", "d", 1, RIGHT)] * 2, InputError, "epoch 1 twice"),
        ([TwinAttempt("a", "d", 1, RIGHT), TwinAttempt("a", "e", 2, RIGHT)], InputError, "kind and cluster"),
    ],
)
def test_what_has_no_rates_is_refused(rows, error, said):
    with pytest.raises(error, match=said):
        follow_rates(rows)

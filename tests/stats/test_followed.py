"""Edited twins: follows the document, follows memory, refuses, other; unparsed and errors apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import EstimateError, InputError
from benchwright.records import Verdict
from benchwright.stats import wilson
from benchwright.stats.followed import FOLLOWS, follow_table, follows

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

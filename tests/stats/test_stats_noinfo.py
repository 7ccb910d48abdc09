import pytest

from benchwright.errors import EstimateError, InputError
from benchwright.stats import no_info_table, wilson

ANSWERABLE = {"right": 30, "wrong": 10, "refused wrongly": 5, "unparsed": 3, "error": 2}
NO_INFO = {"wrong": 8, "refused rightly": 11, "right": 1, "unparsed": 4, "error": 0}


def test_four_outcomes_stay_four():
    table = no_info_table(ANSWERABLE, NO_INFO)
    rows = [(r.answered, r.refused, r.unparsed, r.errors, r.due) for r in (table.answerable, table.no_info)]
    assert rows == [(40, 5, 3, 2, 48), (8, 12, 4, 0, 24)]
    assert table.right == wilson(30, 48)
    assert (table.answerable.refused_rate, table.no_info.answered_rate) == (wilson(5, 48), wilson(8, 24))


def test_refusing_everything_shows():
    table = no_info_table({"refused wrongly": 20}, {"refused rightly": 20}, level=0.9)
    assert (table.right.value, table.answerable.refused_rate.value, table.no_info.refused_rate.value) == (0, 1, 1)
    assert table.right.level == table.level == 0.9


@pytest.mark.parametrize(
    ("answerable", "no_info"),
    [({"refused rightly": 1}, NO_INFO), (ANSWERABLE, {"refused wrongly": 1}), ({"right": -1}, NO_INFO)],
)
def test_outcomes_that_cannot_be_are_refused(answerable, no_info):
    with pytest.raises(InputError, match="give counts from 0 of"):
        no_info_table(answerable, no_info)


@pytest.mark.parametrize("empty", [{}, {"error": 4}])
def test_a_row_without_replies_has_no_share(empty):
    with pytest.raises(EstimateError, match="no no-info item got a reply"):
        no_info_table(ANSWERABLE, empty)

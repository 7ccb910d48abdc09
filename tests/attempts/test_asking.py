"""What a sample may still ask, by what it has spent."""

import pytest
from inspect_ai.model import ChatMessageUser, ModelName
from inspect_ai.solver import TaskState

from benchwright.attempts import pips, pot
from benchwright.attempts._asking import Caps, Desk
from benchwright.errors import InputError


def desk(**caps):
    messages = [ChatMessageUser(content="How many?")]
    return Desk(TaskState(ModelName("mockllm/model"), "1", 1, "How many?", messages), Caps(**caps))


@pytest.mark.parametrize(
    ("waited", "more", "last"), [(0.0, True, True), (7.4, True, True), (7.5, False, True), (10.0, False, False)]
)
def test_time_is_kept_for_a_last_call_and_then_is_up(waited, more, last):
    here = desk(seconds=10.0)
    here.seconds = waited
    assert bool(here.room(kept=1)) == more
    assert bool(here.room()) == last


def test_the_last_call_may_be_smaller_than_the_least_where_the_budget_is():
    here = desk(budget=3)
    assert here.room() == 3
    here.spent = 1
    assert here.room() == 0


@pytest.mark.parametrize("method", [pot, pips])
@pytest.mark.parametrize("caps", [{"seconds": 0}, {"budget": 0}, {"calls": -1}, {"votes": 0}])
def test_caps_that_leave_nothing_are_refused(method, caps):
    with pytest.raises(InputError, match=next(iter(caps))):
        method(**caps)

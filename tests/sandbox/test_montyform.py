"""The short way to the form of a small result leads where the long one does."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.sandbox._montyform import form_of
from benchwright.sandbox._plain import UnplainError, plain

leaves = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=5
)  # fmt: skip
keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=2) | st.integers(0, 3) | st.booleans() | st.none()
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(keys, inner, max_size=3),
)


@given(values)
def test_the_short_way_to_a_form_leads_where_the_long_one_does(value: Any) -> None:
    found = form_of(value, 20_000)
    assert json.dumps(found) == json.dumps(plain(value)[0])


@pytest.mark.parametrize("value", ["x" * 50, list(range(20)), {"a": ["b" * 40]}])
def test_no_form_is_longer_than_is_let_through(value: Any) -> None:
    with pytest.raises(UnplainError):
        form_of(value, 30)


def test_a_deep_value_has_no_form() -> None:
    value: list[Any] = []
    for _ in range(70):
        value = [value]
    with pytest.raises(UnplainError):
        form_of(value, 20_000)

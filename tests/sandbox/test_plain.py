"""The JSON form of a Python value."""

import datetime as dt
import json
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, Never

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.sandbox._plain import UnplainError, plain


class Point(NamedTuple):
    x: int
    y: int


@dataclass
class Pair:
    left: int
    right: list[int]


class Hostile(list[int]):
    """A list whose every method lies or fails."""

    def __iter__(self) -> Never:
        raise ValueError

    def __len__(self) -> int:
        raise ValueError

    def __repr__(self) -> Never:
        raise ValueError


class Mute:
    def __repr__(self) -> Never:
        raise ValueError


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(-1e300, 1e300) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_json_is_its_own_form(value: Any) -> None:
    assert plain(value) == (value, type(value).__name__)


@given(st.sets(st.integers() | st.text() | st.tuples(st.integers(), st.text())))
def test_a_set_has_one_form_whatever_its_order(value: set[Any]) -> None:
    grown: set[Any] = set()
    for entry in sorted(value, key=repr, reverse=True):
        grown.add(entry)
    assert plain(value) == plain(grown)


@given(st.dictionaries(st.integers() | st.text() | st.none() | st.booleans() | st.tuples(st.integers()), JSON))
def test_no_entry_of_a_dict_is_lost(value: dict[Any, Any]) -> None:
    assert len(plain(value)[0]) == len(value)


@pytest.mark.parametrize(
    ("value", "form", "name"),
    [
        ((1, 2), [1, 2], "tuple"),
        ({3, 1, 2}, [1, 2, 3], "set"),
        ({"b", 1}, ["b", 1], "set"),
        (frozenset({frozenset({2, 1}), frozenset({3})}), [[1, 2], [3]], "frozenset"),
        (deque([1]), [1], "deque"),
        (Fraction(1, 2), "1/2", "Fraction"),
        (Decimal("1.10"), "1.10", "Decimal"),
        (dt.date(2020, 1, 2), "2020-01-02", "date"),
        (dt.datetime(2020, 1, 2, 3), "2020-01-02 03:00:00", "datetime"),  # noqa: DTZ001
        (1 + 2j, "(1+2j)", "complex"),
        (float("nan"), "nan", "float"),
        (float("-inf"), "-inf", "float"),
        (Point(1, 2), [1, 2], "Point"),
        (Pair(1, [2]), {"left": 1, "right": [2]}, "Pair"),
        ({1: 2, (1, 2): 3, None: 4}, {"1": 2, "(1, 2)": 3, "None": 4}, "dict"),
        ({1: 2, "1": 3}, {"1": 2, "'1'": 3}, "dict"),
        (Counter("aab"), {"a": 2, "b": 1}, "Counter"),
        (defaultdict(list, a=[1]), {"a": [1]}, "defaultdict"),
        (OrderedDict(a=1), {"a": 1}, "OrderedDict"),
        (range(3), [0, 1, 2], "range"),
        ({1: 2}.items(), [[1, 2]], "dict_items"),
        (b"x", "b'x'", "bytes"),
        (Hostile([1, 2]), [1, 2], "Hostile"),
        (Mute(), "<Mute>", "Mute"),
        (print, "<built-in function print>", "builtin_function_or_method"),
    ],
)
def test_what_is_no_json_has_a_form_and_a_name(value: object, form: object, name: str) -> None:
    found = plain(value)
    assert found == (form, name)
    assert json.loads(json.dumps(found[0])) == form


def test_a_form_has_no_addresses() -> None:
    assert plain(object())[0] == plain(object())[0]


def _knot() -> list[Any]:
    knot: list[Any] = []
    knot += [knot, knot]
    return knot


def _bush() -> list[Any]:
    bush: list[Any] = []
    for _ in range(50):
        bush = [bush, bush]
    return bush


LARGE: dict[str, Callable[[], object]] = {
    "knot": _knot, "bush": _bush, "digits": lambda: 2**20_000, "text": lambda: "x" * 2_000_000,
    "list": lambda: [0] * 1_000_000, "range": lambda: range(10**9),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_what_is_too_large_or_tangled_is_refused_at_once(name: str) -> None:
    with pytest.raises(UnplainError):
        plain(LARGE[name]())


def test_arrays_become_lists() -> None:
    numpy = pytest.importorskip("numpy")
    assert plain(numpy.arange(3)) == ([0, 1, 2], "ndarray")
    assert plain({numpy.int64(4)}) == ([4], "set")


def test_a_class_that_pretends_to_be_of_numpy_is_a_repr() -> None:
    fake = type("Fake", (), {"__module__": "numpy", "tolist": lambda _: 1 / 0, "__repr__": lambda _: "mine"})
    assert plain(fake()) == ("mine", "Fake")

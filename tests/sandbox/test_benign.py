import sys
from collections import Counter
from dataclasses import replace

import anyio
import pytest
from attacks.backends import opened
from benign.compare import compared, judged, same
from benign.corpus import benign, case, written
from benign.reference import Truth, truths
from hypothesis import given
from hypothesis import strategies as st

from benchwright.sandbox.types import Isolation, Result

SOME = benign()[::5]
TRUTH = Truth("ok", [1, "a"], "list", "", "hi\n")
RESULT = Result(kind="ok", isolation=Isolation("fake", ()), value=[1, "a"], type="list", stdout="hi\n")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@pytest.fixture(scope="module")
def found():
    return truths(SOME)


def test_the_corpus_is_as_large_and_varied_as_it_says():
    assert len(benign()) == 500
    assert len(written()) >= 250
    assert len({case.name for case in benign()}) == len({(c.program, str(c.inputs)) for c in benign()}) == 500


@pytest.mark.parametrize("name", ["monty", "forkserver", "degraded", "batch", "auto"])
def test_every_program_agrees_with_cpython_or_is_unsupported(found, name):
    if name in {"monty", "auto"}:
        pytest.importorskip("pydantic_monty")
    elif sys.platform != "linux":
        pytest.skip("the fork server needs Linux")

    async def main():
        async with opened(name) as backend:
            return await compared(backend, SOME, found)

    said = anyio.run(main)
    assert {case: what for case, what in said.items() if what not in {"agree", "unsupported"}} == {}
    assert Counter(said.values())["agree"] >= 0.7 * len(SOME)


def test_cpython_says_what_is_known():
    cases = [
        case("gcd", "def solve(a, b):\n    return a if b == 0 else solve(b, a % b)\n", (84, 36)),
        case("set", "answer = {3, 1, 2}\nprint('x')\n"),
        case("error", "print(1)\n[][0]\n"),
        case("syntax", "a b\n"),
    ]
    assert truths(cases) == [
        Truth("ok", 12, "int", "", ""), Truth("ok", [1, 2, 3], "set", "", "x\n"),
        Truth("error", None, "", "IndexError", "1\n"), Truth("syntax", None, "", "", ""),
    ]  # fmt: skip


def test_a_program_that_differs_from_itself_is_refused():
    with pytest.raises(ValueError, match="not the same twice"):
        truths([case("order", "print({'a', 'b', 'c', 'd', 'e', 'f'})\n")])


@given(JSON)
def test_a_value_is_the_same_as_itself(value):
    assert same(value, value)


@given(JSON)
def test_wrapping_a_value_changes_it(value):
    assert not same([value], value)
    assert not same([value], [value, value])
    assert not same({"a": value}, {"b": value})


def test_equal_numbers_of_other_types_differ():
    assert not same(1, 1.0)
    assert not same(1, True)
    assert not same(0.0, -0.0)
    assert not same({"a": 1, "b": 2}, {"b": 2, "a": 1})


@pytest.mark.parametrize(
    "fields",
    [
        {"value": [1, "b"]},
        {"type": "tuple"},
        {"stdout": ""},
        {"kind": "error"},
        {"kind": "crashed"},
        {"value": [1.0, "a"]},
    ],
)
def test_every_difference_is_told(fields):
    assert judged(RESULT, TRUTH) == "agree"
    assert judged(replace(RESULT, kind="unsupported", value=None), TRUTH) == "unsupported"
    assert judged(replace(RESULT, **fields), TRUTH) not in {"agree", "unsupported"}


def test_another_error_is_a_difference():
    truth = replace(TRUTH, kind="error", value=None, type="", error="KeyError")
    result = replace(RESULT, kind="error", value=None, type="", error="KeyError: 'k'")
    assert judged(result, truth) == "agree"
    assert judged(replace(result, error="KeyErrors: 'k'"), truth) != "agree"

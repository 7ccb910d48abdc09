"""What the provenances promise as algebras, and the values that are known of small programs."""

import contextlib
import io
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problog_oracle import answers

from benchwright.errors import LogicError, UnknownNameError
from benchwright.logic import InputFact
from benchwright.logic.provenances import PROVENANCES, provenance

PATHS = "0.9::e(a,b). 0.8::e(b,c). 0.5::e(a,c). p(X,Y) :- e(X,Y). p(X,Z) :- p(X,Y), e(Y,Z). ?- p(a,c)."
SHARED = "0.5::x(1). 0.5::a(1). 0.5::b(1). g(1) :- x(1), a(1). g(1) :- x(1), b(1). ?- g(1)."
ODDS = (0.3, 0.6, 0.45, 0.8)
FACTS = [InputFact(i, "f", (i,), odds) for i, odds in enumerate(ODDS)]
Build = Callable[[Any, list[Any]], Any]


def formulas() -> st.SearchStrategy[Build]:
    """Ways to build a tag from the tags of four facts."""
    leaf = st.integers(0, len(FACTS) - 1).map(lambda i: lambda _, tags: tags[i])

    def grown(inner: st.SearchStrategy[Build]) -> st.SearchStrategy[Build]:
        two = st.tuples(st.sampled_from(["add", "mult"]), inner, inner)
        return st.one_of(
            two.map(lambda t: lambda p, tags: getattr(p, t[0])(t[1](p, tags), t[2](p, tags))),
            inner.map(lambda one: lambda p, tags: p.negate(one(p, tags))),
        )

    return st.recursive(leaf, grown, max_leaves=6)


def value(name: str, *builds: Build, **settings: Any) -> list[float]:
    algebra = provenance(name, **settings)
    algebra.start(FACTS)
    tags = [algebra.fact(fact) for fact in FACTS]
    return [algebra.weigh(build(algebra, tags)).probability for build in builds]


def counted(build: Build) -> float:
    """The slow twin: every world in turn, under plain truth."""

    class Truth:
        add = staticmethod(lambda left, right: left or right)
        mult = staticmethod(lambda left, right: left and right)
        negate = staticmethod(lambda tag: not tag)

    total = 0.0
    for world in itertools.product([True, False], repeat=len(FACTS)):
        mass = 1.0
        for held, odds in zip(world, ODDS, strict=True):
            mass *= odds if held else 1.0 - odds
        total += mass * bool(build(Truth, list(world)))
    return total


@given(formulas())
def test_exact_is_the_mass_of_the_worlds(build: Build) -> None:
    assert value("exact", build)[0] == pytest.approx(counted(build), abs=1e-12)


@given(formulas())
def test_topk_with_room_for_all_proofs_is_exact(build: Build) -> None:
    assert value("topk", build, k=100)[0] == pytest.approx(counted(build), abs=1e-12)


@given(formulas(), st.integers(1, 3), st.integers(1, 5))
def test_topk_bounds_hold(build: Build, k: int, cases: int) -> None:
    algebra = provenance("topk", k=k, cases=cases)
    algebra.start(FACTS)
    weighed = algebra.weigh(build(algebra, [algebra.fact(fact) for fact in FACTS]))
    assert weighed.low - 1e-12 <= counted(build) <= weighed.high + 1e-12


@pytest.mark.parametrize("name", ["minmax", "addmult", "exact"])
@given(a=formulas(), b=formulas(), c=formulas())
def test_sum_and_product_commute_and_associate(name: str, a: Build, b: Build, c: Build) -> None:
    for step in ("add", "mult"):
        ways: list[Build] = [
            lambda p, t, step=step: getattr(p, step)(getattr(p, step)(a(p, t), b(p, t)), c(p, t)),
            lambda p, t, step=step: getattr(p, step)(a(p, t), getattr(p, step)(c(p, t), b(p, t))),
        ]
        left, right = value(name, *ways)
        assert left == pytest.approx(right, abs=1e-12)


@pytest.mark.parametrize("name", ["minmax", "topk", "exact"])
@given(a=formulas(), b=formulas())
def test_what_is_said_twice_counts_once(name: str, a: Build, b: Build) -> None:
    settings = {"k": 100} if name == "topk" else {}
    plain, twice, absorbed = value(
        name, a, lambda p, t: p.add(a(p, t), a(p, t)), lambda p, t: p.add(a(p, t), p.mult(a(p, t), b(p, t))), **settings
    )
    assert twice == pytest.approx(plain, abs=1e-12)
    assert absorbed == pytest.approx(plain, abs=1e-12)


@pytest.mark.parametrize("name", ["minmax", "exact"])
@given(a=formulas(), b=formulas(), c=formulas())
def test_product_distributes(name: str, a: Build, b: Build, c: Build) -> None:
    left, right = value(
        name,
        lambda p, t: p.mult(a(p, t), p.add(b(p, t), c(p, t))),
        lambda p, t: p.add(p.mult(a(p, t), b(p, t)), p.mult(a(p, t), c(p, t))),
    )
    assert left == pytest.approx(right, abs=1e-12)


@pytest.mark.parametrize("name", ["minmax", "addmult", "topk", "exact"])
@given(a=formulas())
def test_certain_and_impossible(name: str, a: Build) -> None:
    never: Build = lambda p, _: p.negate(p.one())  # noqa: E731
    found = value(
        name,
        a,
        lambda p, t: p.mult(p.one(), a(p, t)),
        lambda p, t: p.add(never(p, t), a(p, t)),
        lambda p, t: p.mult(never(p, t), a(p, t)),
        lambda p, t: p.add(p.one(), a(p, t)),
    )
    assert found == pytest.approx([found[0], found[0], found[0], 0.0, 1.0], abs=1e-12)


@pytest.mark.parametrize(
    ("text", "name", "settings", "expected"),
    [
        (PATHS, "exact", {}, 0.86), (PATHS, "minmax", {}, 0.8), (PATHS, "addmult", {}, 1.0),
        (PATHS, "topk", {"k": 1}, 0.72), (PATHS, "topk", {"k": 2}, 0.86), (PATHS, "boolean", {}, 1.0),
        (SHARED, "exact", {}, 0.375), (SHARED, "addmult", {}, 0.5), (SHARED, "topk", {"k": 1}, 0.25),
    ],
)  # fmt: skip
def test_golden_values(text: str, name: str, settings: dict[str, Any], expected: float) -> None:
    (weighed,) = answers(text, name=name, **settings).values()
    assert weighed.probability == pytest.approx(expected, abs=1e-12)


def test_proofs_name_facts_and_negated_facts() -> None:
    (weighed,) = answers("0.9::a(1). 0.2::b(1). 0.3::c(1). g(1) :- a(1), \\+ b(1). g(1) :- c(1). ?- g(1).",
                         name="topk").values()  # fmt: skip
    assert weighed.proofs == (frozenset({0, -2}), frozenset({2}))


def test_exact_shows_proofs_when_asked() -> None:
    assert next(iter(answers(PATHS).values())).proofs is None
    assert next(iter(answers(PATHS, proofs=1).values())).proofs == (frozenset({0, 1}),)


def test_members_of_an_exclusive_set_make_no_proof() -> None:
    text = "0.4::c(1); 0.6::c(2). 0.5::d(1). g(1) :- c(1), c(2). g(1) :- c(1), d(1). ?- g(1)."
    for name in ("topk", "exact"):
        (weighed,) = answers(text, name=name).values()
        assert weighed.probability == pytest.approx(0.2, abs=1e-12)


def test_addmult_says_that_it_is_no_probability() -> None:
    (weighed,) = answers(PATHS, name="addmult").values()
    assert not weighed.exact
    assert (weighed.low, weighed.high) == (0.0, 1.0)


@pytest.mark.parametrize("name", PROVENANCES)
def test_a_provenance_has_the_name_it_is_found_by(name: str) -> None:
    assert provenance(name).name == name


def test_unknown_names_and_settings_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'exact'"):
        provenance("exakt")
    with pytest.raises(LogicError, match="provenance minmax cannot be made"):
        provenance("minmax", k=3)
    with pytest.raises(LogicError, match="at least 1"):
        provenance("topk", k=0)
    with pytest.raises(LogicError, match="at least 3 nodes"):
        provenance("exact", max_nodes=1)


@pytest.mark.parametrize("name", ["minmax", "addmult", "topk", "exact", "boolean"])
def test_impossible_probabilities_are_refused(name: str) -> None:
    with pytest.raises(LogicError, match="from 0 to 1"):
        provenance(name).start([InputFact(0, "f", (), 1.5)])
    pair = [InputFact(i, "f", (i,), 0.7, exclusive=4) for i in range(2)]
    with pytest.raises(LogicError, match="exclusive set 4"):
        provenance(name).start(pair)


@pytest.mark.parametrize("bad", [float("nan"), -0.1])
def test_a_probability_that_is_no_number_is_refused(bad: float) -> None:
    with pytest.raises(LogicError):
        provenance("exact").start([InputFact(0, "f", (), bad)])


def test_the_page_prints_what_it_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "provenances.md").read_text()
    names: dict[str, Any] = {}
    for code, said in re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, re.DOTALL):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, names)  # noqa: S102 - our own page
        assert printed.getvalue() == said

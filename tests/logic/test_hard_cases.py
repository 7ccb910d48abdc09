"""What once broke: numbers too large, words taken for signs, a provenance used twice, programs of many rules."""

import math

import numpy as np
import pytest

from benchwright.errors import InputError, LogicError
from benchwright.logic import Fact, Limits, Program, _compute, _types, parse, solve
from benchwright.logic.circuits import compile_program
from benchwright.logic.provenances import provenance

VAST = "9" * 399


def rows(text, provenance_=None, **given):
    return [
        {row.values: row.weighed.probability for row in answer} for answer in solve(parse(text), provenance_, **given)
    ]


def refused(text, **given):
    with pytest.raises(LogicError) as error:
        solve(parse(text), **given)
    return error.value


@pytest.mark.parametrize("name", ["exact", "topk"])
def test_answers_outlive_another_use_of_their_provenance(name):
    algebra = provenance(name)
    first = solve(parse("0.5::a. ?- a."), algebra)
    second = solve(parse("0.9::z. 0.2::a. ?- a."), algebra)
    assert (first[0].probability(), second[0].probability()) == (0.5, 0.2)


def test_circuits_keep_what_the_programs_own_probabilities_rule_out():
    circuits = compile_program(parse("0.0::a. 1.0::b. 0.5::c. g(1) :- a. g(2) :- \\+ b. g(3) :- c. ?- g(X)."))
    assert circuits.defaults == (0.0, 1.0, 0.5)
    assert circuits.answers == (("g", 1), ("g", 2), ("g", 3))
    assert np.allclose(
        circuits.evaluate(np.array([[0.3, 0.4, 0.5], circuits.defaults])), [[0.3, 0.6, 0.5], [0, 0, 0.5]]
    )


@pytest.mark.parametrize("name", ["exact", "topk", "minmax", "addmult"])
def test_tensors_take_the_place_of_probabilities_0_and_1(name):
    torch = pytest.importorskip("torch")
    from benchwright.logic.differentiable import answer_probabilities

    given = {0: torch.tensor(0.3, requires_grad=True), 1: torch.tensor(0.4, requires_grad=True)}
    program = parse("0.0::a. 1.0::b. g :- a. h :- \\+ b. ?- g. ?- h.")
    found = answer_probabilities(program, given, provenance=provenance(name))
    assert {key: pytest.approx(value.item()) for key, value in found.items()} == {("g",): 0.3, ("h",): 0.6}
    found[("h",)].backward()
    assert given[1].grad.item() == -1.0


def test_a_head_of_probability_0_is_no_answer():
    assert rows("q(a). 0.0::p(X) :- q(X). 1.0::r(X); 0.0::s(X) :- q(X). ?- p(X). ?- r(X). ?- s(X).", "exact") == [
        {}, {("a",): 1.0}, {},
    ]  # fmt: skip


def test_not_is_a_sign_and_its_word_is_quoted():
    assert "found not, which stands before an atom" in str(refused("f(not). ?- f(X)."))
    assert rows('f("not"). ?- f(X).') == [{("not",): 1.0}]
    with pytest.raises(LogicError, match="the relation 'not'"):
        Program().with_facts([Fact("not", (1,))])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"f({VAST}). f(2.5). ?- f(X).", "line 1: a whole number of 1326 bits stands where floats do"),
        (f"type p(x: float). q({VAST}). p(X * X) :- q(X). ?- p(X).", "bits stands where floats do"),
        (f"q({VAST}). p(Y) :- q(X), Y is X{' * X' * 12} // (X - X). ?- p(X).", "division by zero: a vast number // 0"),
        ("f(1). f(2). p(Y) :- f(X), Y is $m(X). m(min(Y)) :- p(Y). ?- m(X).", "min over values of types int and str"),
        ("f(2). p(Y) :- f(X), Y is $m(X). m(sum(Y)) :- p(Y). ?- m(X).", "sum of a value of type str"),
        ("f(3). p(Y) :- f(X), Y is $m(X). ?- p(X).", "the function $m raised: given three (given 3)"),
    ],
)
def test_numbers_too_large_and_values_that_do_not_go_together_name_their_rule(text, told):
    def odd(x):
        if x == 3:
            raise InputError("given three")
        return 1 if x == 1 else "two"

    error = refused(text, foreign={"m": odd})
    assert told in str(error)
    assert error.line == 1


def test_a_number_that_no_float_holds_is_in_no_column_of_floats():
    assert rows(f"f(2.5). ?- f({VAST}).") == [{}]
    with pytest.raises(LogicError, match="20001 bits; give at most 10000"):
        Program().with_facts([Fact("e", (2**20_000,))])


def test_numbers_of_numpy_are_numbers():
    program = parse("type e(n: int, x: float, b: bool). even(N) :- e(N, _, _), $even(N). ?- e(X, Y, Z). ?- even(X).")
    program = program.with_facts([Fact("e", (np.int64(2), np.float32(0.5), np.bool_(True)))])
    answers = solve(program, foreign={"even": lambda n: np.bool_(n % 2 == 0)})
    ((n, x, b),) = answers[0].tuples()
    assert (n, x, b, type(n), type(x), type(b)) == (2, 0.5, True, int, float, bool)
    assert answers[1].tuples() == {(2,)}


@pytest.mark.parametrize("text", ['f("a\u2028b).', "f(a). \u2028&"])
def test_odd_ends_of_line_do_not_break_messages(text):
    assert len(str(refused(text)).splitlines()) == 1


def test_messages_about_facts_and_tuples_stay_short_and_on_one_line():
    with pytest.raises(LogicError) as error:
        solve(parse("type e(x: int). ?- e(X).").with_facts([Fact("e", ("a\u2028b\rc" * 10_000,))]))
    assert len(str(error.value).splitlines()) == 1
    answers = solve(parse("0.5::a. b :- \\+ a. f(a). ?- f(X). ?- b."), "exact")
    with pytest.raises(LogicError) as error:
        answers.explain(0, ("x" * 100_000,))
    assert len(str(error.value)) < 400
    with pytest.raises(LogicError, match="b does not follow where all facts hold; give one of its proofs"):
        answers.explain(1, ())


def test_a_hint_that_python_cannot_read_is_no_type():
    def odd(x: int) -> "list[":  # noqa: F722
        return x

    assert rows("f(1). p(Y) :- f(X), Y is $odd(X). ?- p(X).", foreign={"odd": odd}) == [{(1,): 1.0}]


def test_joins_that_go_through_too_many_rows_are_given_up():
    text = "t(A) :- n(A), n(B), n(C), A + B + C == 7. ?- t(X)."
    program = parse(f"type n(x: int). {text}").with_facts(Fact("n", (i,)) for i in range(100))
    for given in (None, "exact"):
        with pytest.raises(LogicError, match="joins go through more than 50000 rows") as error:
            solve(program, given, limits=Limits(rows=50_000))
        assert "A + B + C" in error.value.rule


def test_a_recursion_that_invents_ever_more_values_is_given_up(monkeypatch):
    monkeypatch.setattr(_compute, "VALUES", 1000)
    text = 'n("a"). m("b"). m("c"). n(Y) :- n(X), m(M), Y is $join(X, M). ?- n(X).'
    assert "more than 1000 new values are computed" in str(refused(text, foreign={"join": lambda x, y: x + y}))


def test_counts_of_some_hundred_uncertain_facts_are_exact():
    facts = "".join(f"0.5::f({i})." for i in range(300))
    answer = solve(parse(f"{facts} n(count(X)) :- f(X). ?- n(150)."), "exact")[0]
    assert answer.probability(150) == pytest.approx(math.comb(300, 150) / 2**300, abs=1e-12)


def ladder(rungs, step, odds):
    facts = "".join(f"0.999::f({i}). 0.1::k({i})." for i in range(rungs))
    answer = solve(parse(f"{facts} g(0). g(X + 1) :- g(X), f(X). {step} ?- g({rungs})."), "exact")[0].weigh(rungs)
    expected = 1.0
    for _ in range(rungs):
        expected = odds(expected)
    return answer, expected


@pytest.mark.parametrize(
    ("step", "odds"),
    [
        ("g(X + 1) :- g(X), k(X).", lambda before: before * (1.0 - 0.001 * 0.9)),
        ("g(X + 1) :- k(X).", lambda before: 1.0 - (1.0 - 0.999 * before) * 0.9),
    ],
)
def test_long_ladders_are_counted_with_their_gradient(step, odds):
    answer, expected = ladder(700, step, odds)
    assert answer.exact
    assert answer.probability == pytest.approx(expected, abs=1e-9)
    assert len(answer.gradient) == 1400


CHAINS = {
    "up": [f"p{i + 1}(Y) :- p{i}(X), Y is X + 1." for i in range(600)],
    "down": [f"p{i + 1}(Y) :- p{i}(X), Y is X + 1." for i in reversed(range(600))],
    "circle": [f"p{(i + 1) % 601}(X) :- p{i}(X)." for i in range(601)],
    "one head": [f"p600(X) :- p0(X), X != {i}." for i in range(600)],
}


@pytest.mark.parametrize("form", CHAINS)
def test_types_of_many_rules_are_found_in_a_few_passes(form, monkeypatch):
    calls = []
    original = _types._widen
    monkeypatch.setattr(_types, "_widen", lambda *args: calls.append(1) or original(*args))
    program = parse("\n".join(["p0(0).", *CHAINS[form], "?- p600(X)."]))
    assert len(calls) <= 4 * len(program.rules)
    assert len(solve(program)[0]) == 1

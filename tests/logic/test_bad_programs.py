"""What is refused: each with one line that names the line of the program and the rule."""

import math

import pytest

from benchwright.errors import LogicError
from benchwright.logic import Fact, Program, parse, parse_query, solve

SYNTAX = {
    "": "the program is empty",
    "% only a note\n": "the program is empty",
    'edge(a, "b).': 'line 1: the string that starts at "b). is not closed on its line',
    "edge(a,b)": "line 1: expected '.' at the end of the statement, found 'the end of the program'",
    "edge(a,b).\n\nedge(a,,b).": "line 3: expected an atom or a term, found ','",
    "edge(a b).": "expected ')' after the arguments, found 'b'",
    "p(X) :- q(X) r(X).": "expected '.' at the end of the statement, found 'r'",
    "p(X) :- q(X); r(X).": "a body has no ';'; write one rule for each alternative",
    "p :- .": "expected an atom or a term, found '.'",
    "X :- q(X).": "expected an atom such as edge(X, Y)",
    "3 :- q(X).": "expected '::' after the probability of a head",
    "p(a) & q.": "'&' is not part of the language; it stands before ' q.'",
    "p(f(a)).": "f(...) with 1 arguments is not a term here",
    "p(X) :- q(count(X)).": "count(...) with 1 arguments is not a term here",
    "p(abs(1, 2)).": "abs(...) with 2 arguments is not a term here",
    'p("a\\qb").': "the escape \\q is not known",
    "p(X) :- \\+ \\+ q(X).": "a negation is not negated again",
    "p(X) :- q(X), \\+ X < 3.": "only an atom or a $check can be negated",
    "?- p(X), q(X).": "expected '.' after a query of one atom",
    "?- \\+ p(X).": "a query is one atom",
    "?- p(X + 1).": "a query's arguments are variables and constants",
    "type edge(a: text).": "unknown type 'text'; a column is one of bool, float, int, str, symbol",
    "p(" + "(" * 200 + "1": "nest more than 50 deep",
    "p(1" + "+1" * 500 + ").": "a term of more than 200 symbols",
    "p(" + "9" * 1000 + ").": "a number of 1000 characters; at most 400 are read",
    "p(1e999).": "the number 1e999 is too large",
    "p(-a).": "a minus stands before a number",
}
CHANCES = {
    "1.2::p(a).": "the probability 1.2 is not between 0 and 1",
    "-0.1::p(a).": "the probability -0.1 is not between 0 and 1",
    "1/0::p(a).": "the probability nan is not between 0 and 1",
    "0.7::p(a); 0.6::p(b).": "add up to 1.3; they may add up to at most 1",
    "0.7::p(a); p(b).": "heads that exclude each other each need a probability",
    "P::p(X) :- q(X, P).": "the probability of a rule is a number; found a variable",
    "0.5::n(count(X)) :- q(X).": "a head with an aggregate has no probability",
}
UNSAFE = {
    "p(X, Y) :- q(X).": "Y in the head is bound by no positive atom",
    "p(X).": "X in the head is bound by no positive atom",
    "p(_) :- q(X).": "_ in the head is bound",
    "p(X) :- q(X), \\+ r(X, Y).": "Y in a negation is bound",
    "p(X) :- q(X), Y < 3.": "Y in a comparison is bound",
    "p(X) :- q(X), Y is Z + 1.": "Z in a comparison is bound",
    "p(X) :- q(X), X == Y.": "Y in a comparison is bound",
    "p(X) :- q(X), $ok(Y).": "Y in a $function is bound",
    "n(X, count(Y)) :- q(X).": "Y in the head is bound",
    "n(count(_)) :- q(_).": "an aggregate ranges over named variables",
    "n(count(X), sum(X)) :- q(X).": "a head has one aggregate",
    "n(count(3)).": "an aggregate needs a body",
}
CLASHES = {
    "e(a,b). e(a).": "e has 1 arguments here and 2 on line 1",
    "e(a,b). p(X) :- e(X).": "e has 1 arguments here and 2 on line 1",
    "type e(a: str). ?- e(X, Y).": "e has 2 arguments here and 1 on line 1",
    "type e(a: int). e(a).": "type str (in e, argument 1, of a fact) clashes with type int (declared on line 1)",
    "type e(a: int). e(2.5).": "type float (in e, argument 1, of a fact) clashes with type int (declared",
    "e(1). e(a).": "type str (in e, argument 1, of a fact) clashes with type int (in e, argument 1, of a fact)",
    "e(1). f(a). p(X) :- e(X), f(X).": "type int (in e, argument 1, of a fact) clashes with type str (in f,",
    "e(1). p(X) :- e(X), X < a.": "< compares a value of type int with one of type str",
    "e(a). p(Y) :- e(X), Y is X + 1.": "arithmetic (+) on a value of type str",
    "e(a). s(sum(X)) :- e(X).": "sum of values of type str",
    "e(true). p(X) :- e(X), X + 1 > 1.": "arithmetic (+) on a value of type bool",
}
CYCLES = {
    "win(X) :- move(X,Y), \\+ win(Y).": "negation runs in a cycle (win needs not win)",
    "p(X) :- q(X), \\+ r(X). r(X) :- s(X). s(X) :- p(X).": "(p needs not r, r needs s, s needs p)",
    "n(X, count(Y)) :- m(X, Y). m(X, Y) :- n(X, Y).": "count runs in a cycle (n needs count m, m needs n)",
}


def refused(text, **given):
    with pytest.raises(LogicError) as error:
        solve(parse(text), **given)
    assert "\n" not in str(error.value)
    return error.value


@pytest.mark.parametrize("text", SYNTAX)
def test_what_cannot_be_read(text):
    assert SYNTAX[text] in str(refused(text))


@pytest.mark.parametrize("text", CHANCES | UNSAFE | CLASHES | CYCLES)
def test_what_is_read_and_makes_no_sense_names_its_rule(text):
    error = refused("type q(a: str).\n" + text if text in UNSAFE else text)
    assert (CHANCES | UNSAFE | CLASHES | CYCLES)[text] in str(error)
    assert error.line == (2 if text in UNSAFE else 1)
    assert error.rule


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("edge(a,b). p(X) :- egde(X,_).", "egde has no fact, no rule and no declaration; did you mean edge?"),
        ("edge(a,b). ?- paths(a,X).", "paths has no fact, no rule and no declaration; declare it if it may be empty"),
        ("edge(a,b). p(X) :- edge(X,_), \\+ zz(X).", "(type zz(c0: str).)"),
        ("edge(a,b).", "the program asks nothing; add a query"),
        ("f(1). p(X) :- f(X), $odd(X).", "the function $odd is not registered; none are registered"),
    ],
)
def test_what_nothing_defines(text, told):
    queries = None if "?-" in text or "p(X)" not in text else ["p(X)"]
    assert told in str(refused(text, queries=queries))


def test_a_function_that_is_not_registered_has_near_matches():
    error = refused("f(1). p(Y) :- f(X), Y is $dubble(X). ?- p(X).", foreign={"double": lambda x: 2 * x})
    assert "did you mean $double?" in str(error)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("p(Y) :- f(X), Y is 1 / X", "division by zero: 1 / 0"),
        ("p(Y) :- f(X), Y is 1 // X", "division by zero: 1 // 0"),
        ("p(X) :- f(X), 1 mod X > 0", "division by zero: 1 mod 0"),
        ("p(Y) :- f(X), Y is $raise(X)", "the function $raise raised: ValueError: no such thing (given 0)"),
        ("p(Y) :- f(X), Y is $list(X)", "$list returned a value of type list"),
        ("p(X) :- f(X), $text(X)", "$text stands as a test and returned 'x'; it must return a bool"),
        ("p(Y) :- f(X), Y is $nan(X)", "a computed value is nan"),
        ("p(Y) :- f(X), Y is 1 + $text(X)", "arithmetic (+) on 1, 'x'"),
        ("p(X) :- f(X), $text(X) < 3", "< compares str with int"),
        ("p(X) :- f(X), g($text(X))", "a value of type str was computed where int is wanted"),
        ("p(Y) :- f(X), Y is 1e308 * (X + 10)", "a computed value is inf"),
        ("p(Y) :- f(X), Y is $long(X)", "a computed value is too long (2000000 characters)"),
        ("p(Y) :- f(X), Y is $big(X) / 3", "a number is too large for /"),
        ("p(sum(Y)) :- f(X), h(Y)", "a sum is too large for a float"),
    ],
)
def test_what_goes_wrong_while_computing(rule, told):
    def broken(_):
        raise ValueError("no such\nthing")

    foreign = {"raise": broken, "list": lambda _: [1], "text": lambda _: "x", "nan": lambda _: math.nan}
    foreign |= {"long": lambda _: "x" * 2_000_000, "big": lambda _: 10**400}
    error = refused(f"f(0). g(1). h(1.5e308). h(1.6e308).\n{rule}. ?- p(X).", foreign=foreign)
    assert told in str(error)
    assert (error.line, error.rule) == (2, f"{rule}.")


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (Fact("e", (None,)), "a fact of e has the value 'None' of type NoneType"),
        (Fact("e", ([1],)), "of type list; values are int, float (finite), str or bool"),
        (Fact("E x", (1,)), "a fact from Python has the relation 'E x'"),
        (Fact("Edge", (1,)), "the relation 'Edge'; a relation is a name such as edge"),
        (Fact("e", (1,), 1.5), "the probability 1.5 (of a fact of e) is not between 0 and 1"),
        (Fact("e", (1,), math.nan), "the probability nan"),
        (Fact("e", (1, 2)), "e has 2 arguments here and 1 on line 1"),
        (Fact("e", ("a",)), "type str (in e, argument 1, of a fact) clashes with type int (declared on line 1)"),
        (Fact("e", (math.inf,)), "the value 'inf' of type float"),
    ],
)
def test_facts_from_python_that_cannot_be(fact, told):
    with pytest.raises(LogicError) as error:
        solve(parse("type e(a: int). ?- e(X).").with_facts([fact]))
    assert told in str(error.value)


def test_exclusive_facts_from_python_add_up_to_at_most_one():
    with pytest.raises(LogicError, match=r"add up to 1.1"):
        Program().with_facts([Fact("e", (1,), 0.6, "x"), Fact("e", (2,), 0.5, "x")])


def test_a_query_that_is_none():
    with pytest.raises(LogicError, match="one query"):
        parse_query("p(X). q(X)")
    with pytest.raises(LogicError, match="expected an atom"):
        parse_query("")


def test_a_program_of_megabytes_has_a_short_message():
    many = ", ".join(f"q{i}(X)" for i in range(20_000))
    assert "a body of more than 200 goals" in str(refused(f"p(X) :- {many}."))
    wide = ", ".join(f"V{i}" for i in range(20_000))
    error = refused(f"p(X) :- q({wide}).")
    assert "X in the head" in str(error)
    assert len(str(error)) < 600

"""Text to program: what is read, and where it stands."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import LogicError
from benchwright.logic import Fact, parse, parse_query
from benchwright.logic.language import Aggregate, Call, Check, Compare, Const, Holds, Var, atom_text, spell


def body(text):
    return parse(f"type q(a: int). p(X) :- q(X), {text}.").rules[0].body[1:]


def head(text, rest="q(X, Y)"):
    return parse(f"{text} :- {rest}.").rules[0].heads[0][1]


def test_facts_are_numbered_in_order_with_probability_and_line():
    program = parse('0.9::edge("a", b).\nedge(b,c). % a note\n1/4::rain.')
    assert [(f.number, f.values, f.probability) for f in program.facts] == [
        (0, ("a", "b"), 0.9), (1, ("b", "c"), None), (2, (), 0.25),
    ]  # fmt: skip
    assert [fact.source.line for fact in program.facts] == [1, 2, 3]


def test_alternatives_share_an_exclusive_set_of_their_own():
    program = parse("0.3::c(1,red); 0.7::c(1,blue). 0.5::c(2,red); 0.5::c(2,blue). 0.1::d(1).")
    assert [fact.exclusive for fact in program.facts] == [0, 0, 1, 1, None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", "a"), ("'Old Town'", "Old Town"), (r'"say \"hi\"\n"', 'say "hi"\n'), ("7", 7), ("-7", -7), ("2.5", 2.5),
        ("1e3", 1000.0), ("true", True), ("false", False), ('"true"', "true"), ("être", "être"), ('"%"', "%"),
    ],
)  # fmt: skip
def test_constants(text, value):
    found = parse(f"f({text}).").facts[0].values[0]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("X =< 3", Compare("<=", Var("X"), Const(3))),
        ("X \\= 3", Compare("!=", Var("X"), Const(3))),
        ("X =:= 3", Compare("==", Var("X"), Const(3))),
        ("$odd(X)", Check(Call("odd", (Var("X"),), foreign=True))),
        ("not $odd(X)", Check(Call("odd", (Var("X"),), foreign=True), negated=True)),
        ("min(X, 2) < 1", Compare("<", Call("min", (Var("X"), Const(2))), Const(1))),
    ],
)
def test_goals(text, goal):
    assert body(text) == (goal,)


def test_negation_has_three_spellings():
    goals = [body(text)[0] for text in ("\\+ q(X)", "not q(X)", "\\+(q(X))")]
    assert goals[0] == goals[1] == goals[2]
    assert isinstance(goals[0], Holds)
    assert goals[0].negated


def test_products_bind_before_sums_and_both_to_the_left():
    (goal,) = body("Y is X - 1 - 2 * 3 mod 4")
    left = Call("-", (Var("X"), Const(1)))
    right = Call("mod", (Call("*", (Const(2), Const(3))), Const(4)))
    assert goal == Compare("=", Var("Y"), Call("-", (left, right)))


def test_each_underscore_is_a_variable_of_its_own():
    first, second = parse("q(1,2). p :- q(_, _).").rules[0].body[0].atom.args
    assert first != second
    assert first.anonymous
    assert not Var("_X").anonymous


@pytest.mark.parametrize(
    ("text", "fold"),
    [
        ("n(X, count(Y))", Aggregate("count", (Var("Y"),))),
        ("n(X, count(X, Y))", Aggregate("count", (Var("X"), Var("Y")))),
        ("n(X, sum(Y * 2))", Aggregate("sum", (Call("*", (Var("Y"), Const(2))),))),
        ("n(X, min(Y))", Aggregate("min", (Var("Y"),))),
        ("n(X, min(X, Y))", Call("min", (Var("X"), Var("Y")))),
    ],
)
def test_aggregates_stand_in_heads(text, fold):
    assert head(text).args[1] == fold


def test_a_rule_keeps_its_text_on_one_line():
    rule = parse("q(1).\n\np(X) :-   % why\n   q(X),\n   X < 3.").rules[0]
    assert (rule.place.line, rule.place.text) == (3, "p(X) :- q(X), X < 3.")


def test_declarations_and_queries():
    program = parse("type edge(from: symbol, to: str, float). ?- edge(a, X, _). ?- edge(X, X, 1.0).")
    assert program.declarations[0].types == ("str", "str", "float")
    assert [len(query.atom.args) for query in program.queries] == [3, 3]


def test_a_relation_may_be_called_type():
    assert parse("type(a).").facts[0].relation == "type"


@pytest.mark.parametrize("text", ["path(a, X)", "?- path(a, X).", " path(a,X) . "])
def test_a_query_reads_with_or_without_its_marks(text):
    assert parse_query(text).atom.args == (Const("a"), Var("X"))


def test_facts_from_python_are_numbered_on():
    program = parse("0.5::a; 0.5::b.").with_facts(
        [Fact("c", (1,), 0.2, exclusive="x", source="p. 3"), Fact("c", (2,), 0.8, exclusive="x"), Fact("c", (3,))]
    )
    assert [fact.number for fact in program.facts] == [0, 1, 2, 3, 4]
    assert [fact.exclusive for fact in program.facts] == [0, 0, 1, 1, None]
    assert program.facts[2].source == "p. 3"


def test_facts_added_twice_do_not_share_sets():
    twice = [Fact("c", (1,), 0.9, exclusive="x")]
    program = parse("a.").with_facts(twice).with_facts(twice)
    assert len({fact.exclusive for fact in program.facts[1:]}) == 2


VALUES = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.booleans())


@given(st.lists(VALUES.filter(lambda v: not isinstance(v, str) or v.isprintable() or set(v) <= set("\n\t"))))
def test_what_is_spelt_reads_back(values):
    read = parse(atom_text("f", values) + ".").facts[0].values
    assert list(map(repr, read)) == list(map(repr, values))
    assert spell("Two words") == '"Two words"'


@given(st.text(alphabet="ab(),.:-?+\\\"'%$_X1; \n=", max_size=40))
def test_any_text_is_a_program_or_one_clear_line(text):
    message = ""
    try:
        parse(text)
    except LogicError as error:
        message = str(error)
    assert "\n" not in message


def test_the_page_of_the_language_prints_what_it_says(capsys):
    text = (Path(__file__).resolve().parents[2] / "docs" / "logic.md").read_text("utf-8")
    code, said = text.split("```python\n")[1].split("```")[0], text.split("```text\n")[1].split("```")[0]
    exec(code, {})  # noqa: S102 -- the page's own code
    assert capsys.readouterr().out == said

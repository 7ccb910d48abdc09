"""What follows from programs: closures, arithmetic, aggregates, functions from Python, probabilities, explanations."""

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchwright.errors import LogicError
from benchwright.logic import Fact, Limits, _joins, _tables, ground, parse, solve
from benchwright.logic.provenances import MinMax
from benchwright.seeding import rng

CLOSURES = {
    "left": "path(X,Y) :- edge(X,Y). path(X,Z) :- path(X,Y), edge(Y,Z).",
    "right": "path(X,Y) :- edge(X,Y). path(X,Z) :- edge(X,Y), path(Y,Z).",
    "both": "path(X,Y) :- edge(X,Y). path(X,Z) :- path(X,Y), path(Y,Z).",
    "mutual": "path(X,Y) :- edge(X,Y). path(X,Y) :- odd(X,Y). odd(X,Z) :- path(X,Y), edge(Y,Z).",
}
EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)
GOLDEN = """
0.9::edge(a,b). 0.8::edge(b,c). 0.5::edge(a,c).
path(X,Y) :- edge(X,Y). path(X,Z) :- path(X,Y), edge(Y,Z).
?- path(a,c).
"""


def ask(text, query, provenance=None, **settings_):
    (answer,) = solve(parse(text), provenance, queries=[query], **settings_)
    return answer


def rows(text, query, **settings_):
    return ask(text, query, **settings_).tuples()


def closure(edges, form):
    program = parse(f"type edge(x: int, y: int). {CLOSURES[form]} ?- path(X,Y).")
    return solve(program.with_facts(Fact("edge", edge) for edge in edges))[0]


def walked(edges):
    """Pairs with a walk of at least one step, by networkx."""
    graph = nx.DiGraph(edges)
    return {(x, z) for x, y in graph.edges for z in {y, *nx.descendants(graph, y)}}


@pytest.mark.parametrize("form", CLOSURES)
@given(edges=EDGES)
@settings(max_examples=40, deadline=None)
def test_closures_are_those_of_networkx(form, edges):
    assert closure(edges, form).tuples() == walked(edges)


@pytest.fixture
def small_parts(monkeypatch):
    """Joins in many parts, marks and bit rows even on small relations."""
    monkeypatch.setattr(_joins, "PART", 50)
    monkeypatch.setattr(_joins, "MERGE", 1)
    monkeypatch.setattr(_tables, "MARKED", 10)


@pytest.mark.parametrize("form", CLOSURES)
@pytest.mark.usefixtures("small_parts")
def test_large_joins_in_parts_and_bit_rows_give_the_same(form):
    random = rng("closure", form)
    edges = {(random.randrange(60), random.randrange(60)) for _ in range(150)}
    assert closure(edges, form).tuples() == walked(edges)


def test_bit_rows_are_used_where_joins_are_dense(monkeypatch):
    calls = []
    original = _joins.compose
    monkeypatch.setattr(_joins, "PART", 50)
    monkeypatch.setattr(_joins, "compose", lambda *args: calls.append(1) or original(*args))
    edges = [(x, y) for x in range(40) for y in range(40) if (x + y) % 3]
    assert closure(edges, "both").tuples() == walked(edges)
    assert calls


@pytest.mark.parametrize("form", CLOSURES)
def test_a_long_chain_is_followed_to_its_end(form):
    answer = closure([(i, i + 1) for i in range(150)], form)
    assert len(answer) == 150 * 151 // 2
    assert (0, 150) in answer


def test_wide_rows_take_any_number_of_columns():
    columns = [f"V{i}" for i in range(14)]
    types, wide, turned = (", ".join(part) for part in ([f"c{i}: int" for i in range(14)], columns, columns[::-1]))
    program = parse(f"type w({types}). v({turned}) :- w({wide}).")
    given_ = [tuple(range(i, i + 14)) for i in range(100)]
    found = solve(program.with_facts(Fact("w", row) for row in given_), queries=[f"v({wide})"])[0]
    assert found.tuples() == {row[::-1] for row in given_}
    assert given_[3][::-1] in found


def test_propositions_have_no_arguments():
    text = "rain. type snow(). wet :- rain. white :- snow. dry :- \\+ rain. bleak :- rain, \\+ snow."
    answers = solve(parse(text), queries=["wet", "white", "dry", "bleak"])
    assert [len(answer) for answer in answers] == [1, 0, 0, 1]
    assert () in answers[0]


def test_constants_and_repeated_variables_select():
    text = "e(a,a). e(a,b). e(b,c). loop(X) :- e(X,X). from_a(Y) :- e(a,Y). none(Y) :- e(zzz,Y)."
    assert rows(text, "loop(X)") == {("a",)}
    assert rows(text, "from_a(X)") == {("a",), ("b",)}
    assert rows(text, "none(X)") == set()
    assert rows(text, "e(X,X)") == {("a", "a")}
    assert rows(text, "e(X,unheard)") == set()


def test_new_values_are_computed_within_bounds():
    text = "n(0). n(Y) :- n(X), X < 5000, Y is X + 1. even(X) :- n(X), X mod 2 == 0. ?- n(X). ?- even(X)."
    assert [len(answer) for answer in solve(parse(text))] == [5001, 2501]


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("7 // 2", 3), ("-7 // 2", -4), ("-7 mod 3", 2), ("7 / 2", 3.5), ("2 + 3 * 4", 14), ("(2 + 3) * 4", 20),
        ("abs(-3)", 3), ("min(4, 2)", 2), ("max(4, 2.5)", 4.0), ("-(3 - 5)", 2), ("1 - 1 - 1", -1),
    ],
)  # fmt: skip
def test_arithmetic(term, value):
    assert rows(f"f(1). g(Y) :- f(_), Y is {term}.", "g(X)") == {(value,)}


def test_computed_arguments_stand_anywhere():
    text = "f(1). f(2). f(4). double(X * 2) :- f(X). pair(X) :- f(X), f(X * 2). lone(X) :- f(X), \\+ f(X * 2)."
    assert rows(text, "double(X)") == {(2,), (4,), (8,)}
    assert rows(text, "pair(X)") == {(1,), (2,)}
    assert rows(text, "lone(X)") == {(4,)}


def test_whole_numbers_widen_where_a_column_holds_floats():
    text = "price(a, 3). price(b, 2.5). three(X) :- price(X, 3). same(X) :- price(X, Y), Y == 3."
    assert rows(text, "price(a, X)") == {("a", 3.0)}
    assert rows(text, "three(X)") == rows(text, "same(X)") == {("a",)}
    assert ("a", 3) in ask(text, "price(X, Y)")


def test_values_of_different_types_are_different_constants():
    text = 'f("1"). g(1). h(true). all(X) :- f(X).'
    assert rows(text, "f(X)") == {("1",)}
    assert rows(text, "h(X)") == {(True,)}


def test_aggregates_group_by_the_other_arguments():
    text = """w(a,3). w(a,4). w(b,4).
    n(X, count(Y)) :- w(X,Y). s(X, sum(Y)) :- w(X,Y). least(min(Y)) :- w(_,Y). m(max(Y), X) :- w(X,Y)."""
    assert rows(text, "n(X,Y)") == {("a", 2), ("b", 1)}
    assert rows(text, "s(X,Y)") == {("a", 7), ("b", 4)}
    assert rows(text, "least(X)") == {(3,)}
    assert rows(text, "m(X,Y)") == {(4, "a"), (4, "b")}


def test_a_sum_counts_each_binding_of_the_named_variables_and_a_count_each_value():
    text = """w(a,3). w(b,3). e(a,1). e(a,2).
    t(sum(W)) :- w(X,W). t2(sum(W)) :- w(_,W). t3(sum(W)) :- w(X,W), e(X,_). t4(sum(W)) :- w(X,W), e(X,Y).
    c(count(W)) :- w(X,W). c2(count(X,W)) :- w(X,W)."""
    assert [rows(text, f"{name}(X)") for name in ("t", "t2", "t3", "t4", "c", "c2")] == [
        {(6,)}, {(3,)}, {(3,)}, {(6,)}, {(1,)}, {(2,)},
    ]  # fmt: skip


def test_over_nothing_the_one_group_counts_zero_and_other_groups_are_not_there():
    text = """type w(x: str, n: int).
    c(count(Y)) :- w(_,Y). s(all, sum(Y)) :- w(_,Y). m(min(Y)) :- w(_,Y). g(X,count(Y)) :- w(X,Y)."""
    assert rows(text, "c(X)") == {(0,)}
    assert rows(text, "s(X,Y)") == {("all", 0)}
    assert rows(text, "m(X)") == rows(text, "g(X,Y)") == set()


def test_sums_of_floats_do_not_depend_on_order():
    values = [0.1, 0.2, 0.3, 1e16, -1e16]
    for order in (values, values[::-1]):
        program = parse("type w(x: float). t(sum(X)) :- w(X). ?- t(X).").with_facts(Fact("w", (v,)) for v in order)
        assert solve(program)[0].tuples() == {(0.6,)}


def test_functions_from_python_compute_and_test():
    text = """name("Ada"). name("Bo"). name("").
    size(X, $size(X)) :- name(X). long(X) :- name(X), $long(X). short(X) :- name(X), \\+ $long(X)."""
    foreign = {"size": lambda x: len(x) or None, "long": lambda x: len(x) > 2}
    assert rows(text, "size(X,Y)", foreign=foreign) == {("Ada", 3), ("Bo", 2)}
    assert rows(text, "long(X)", foreign=foreign) == {("Ada",)}
    assert rows(text, "short(X)", foreign=foreign) == {("Bo",), ("",)}


def test_a_function_is_called_once_for_each_argument():
    seen = []
    text = "f(1). f(2). g(X,Y) :- f(X), f(Y), Z is $see(X), Z > 0. h(X) :- f(X), $see(X) > 0. ?- g(X,Y). ?- h(X)."
    solve(parse(text), foreign={"see": lambda x: seen.append(x) or x})
    assert sorted(seen) == [1, 2]


@pytest.mark.parametrize(
    ("provenance", "probability"), [("exact", 0.86), ("minmax", 0.8), ("addmult", 1.0), ("topk", 0.86)]
)
def test_golden_values(provenance, probability):
    assert solve(parse(GOLDEN), provenance)[0].probability("a", "c") == pytest.approx(probability, abs=1e-12)


def test_a_shared_fact_is_counted_once():
    text = "0.5::x. 0.5::a. 0.5::b. goal :- x, a. goal :- x, b."
    assert ask(text, "goal", "exact").probability() == pytest.approx(0.375)
    assert ask(text, "goal", "addmult").probability() == pytest.approx(0.5)


def test_without_provenance_whatever_may_be_is():
    answer = ask("0.2::f(a). 0.0::f(b). 0.1::g(X) :- f(X).", "g(X)")
    assert [(row.values, row.weighed.probability) for row in answer] == [(("a",), 1.0)]


@given(EDGES, st.lists(st.sampled_from([0.1, 0.3, 0.6, 0.9]), min_size=30, max_size=30))
@example([(0, 1), (1, 2), (2, 1), (0, 3), (3, 2)], [0.1, 0.9, 0.9, 0.6, 0.6] * 6)
@settings(max_examples=40, deadline=None)
def test_minmax_finds_the_widest_path_through_cycles(edges, chances):
    facts = [Fact("edge", edge, chance) for edge, chance in zip(edges, chances, strict=False)]
    program = parse(f"type edge(x: int, y: int). {CLOSURES['left']} ?- path(X,Y).").with_facts(facts)
    expected = {}
    for least in (0.1, 0.3, 0.6, 0.9):
        kept = [fact.values for fact in facts if fact.probability >= least]
        expected |= dict.fromkeys(walked(kept), least)
    assert {row.values: row.weighed.probability for row in solve(program, "minmax")[0]} == expected


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True))
def test_a_rules_probability_is_a_fact_for_each_instance(names):
    given_ = [Fact("q", (name, other), 0.5) for name in names for other in "xy"]
    ruled = parse("type q(a: str, b: str). 0.8::p(X) :- q(X, Y). ?- p(X).").with_facts(given_)
    spelt = parse("type q(a: str, b: str). type c(a: str, b: str). p(X) :- q(X, Y), c(X, Y). ?- p(X).").with_facts(
        given_ + [Fact("c", fact.values, 0.8) for fact in given_]
    )
    found, expected = (solve(program, "exact")[0] for program in (ruled, spelt))
    assert [found.probability(name) for name in names] == pytest.approx([expected.probability(name) for name in names])


def test_heads_of_a_rule_exclude_each_other_for_each_instance():
    text = """ball(1). ball(2). 0.3::c(X,red); 0.6::c(X,blue) :- ball(X).
    both(X) :- c(X,red), c(X,blue). two :- c(1,red), c(2,blue)."""
    assert ask(text, "both(X)", "exact").probability(1) == 0.0
    assert ask(text, "two", "exact").probability() == pytest.approx(0.18)


def test_a_count_over_uncertain_facts_has_a_distribution():
    text = "0.5::p(a). 0.5::p(b). p(c). 0.1::p(d). n(count(X)) :- p(X)."
    answer = ask(text, "n(X)", "exact")
    assert {row.values[0]: round(row.weighed.probability, 9) for row in answer} == {
        1: 0.225,
        2: 0.475,
        3: 0.275,
        4: 0.025,
    }


def test_long_counts_take_little_work():
    facts = [Fact("p", (i,), 0.5) for i in range(60)]
    answer = solve(parse("type p(x: int). n(count(X)) :- p(X). ?- n(30).").with_facts(facts), "exact")[0]
    assert answer.probability(30) == pytest.approx(0.10257817300856951, abs=1e-9)


def test_answers_are_weighed_and_looked_up_by_value():
    answer = solve(parse(GOLDEN + "?- path(X,Y)."), "exact")[1]
    assert len(answer) == 3
    assert ("a", "b") in answer
    assert ("c", "a") not in answer
    assert ("a",) not in answer
    assert answer.probability("c", "a") == 0.0


def test_queries_given_take_the_place_of_the_programs():
    answers = solve(parse(GOLDEN), queries=["edge(a, X)", "path(b, _)"])
    assert [answer.tuples() for answer in answers] == [{("a", "b"), ("a", "c")}, {("b", "c")}]


def test_an_explanation_reaches_facts_with_their_sources():
    program = parse(
        "type edge(a: str, b: str). path(X,Y) :- edge(X,Y). path(X,Z) :- path(X,Y), edge(Y,Z). ?- path(a,c)."
    )
    program = program.with_facts([Fact("edge", ("a", "b"), 0.9, source="page 3"), Fact("edge", ("b", "c"))])
    answers = solve(program, "topk")
    tree = answers.explain(0, ("a", "c"), answers[0].weigh("a", "c").proofs[0])
    assert [fact.source for fact in tree.facts()] == ["page 3", None]
    assert tree.render().splitlines() == [
        "path(a, c) [rule of line 1]",
        "  path(a, b) [rule of line 1]",
        "    edge(a, b) [fact 0, 0.9: page 3]",
        "  edge(b, c) [fact 1: given]",
    ]


def test_an_explanation_shows_choices_absences_and_what_was_counted():
    text = """0.5::q(a). 0.5::q(b). 0.3::bad(a,x).
    0.8::p(X) :- q(X), \\+ bad(X, _).
    n(count(X)) :- p(X).
    ?- n(2)."""
    answers = solve(parse(text), "topk")
    tree = answers.explain(0, (2,), answers[0].weigh(2).proofs[0])
    assert [child.text for child in tree.children] == ["p(a)", "p(b)"]
    assert tree.children[0].absent == ("bad(a)",)
    assert [choice.probability for choice in tree.children[0].choices] == [0.8]


def test_sets_can_be_explained_too():
    answers = solve(parse(GOLDEN))
    assert [fact.number for fact in answers.explain(0, ("a", "c")).facts()] == [2]
    with pytest.raises(LogicError, match="does not answer"):
        answers.explain(0, ("c", "a"))
    with pytest.raises(LogicError, match=r"path\(a, c\) does not follow from facts \[1\]"):
        answers.explain(0, ("a", "c"), [1])


def test_the_ground_program_holds_only_what_the_queries_rest_on():
    text = GOLDEN + "0.5::other(a). 0.2::thing(X) :- other(X)."
    grounding = ground(parse(text))
    assert {grounding.names(node).relation for node in grounding.nodes} == {"path", "edge"}
    assert len(grounding.facts) == 4


@pytest.mark.parametrize(
    ("limits", "text", "told"),
    [
        (Limits(rounds=50), "n(0). n(Y) :- n(X), Y is X + 1. ?- n(X).", "after 50 rounds"),
        (Limits(tuples=50), "n(0). n(Y) :- n(X), Y is X + 1. ?- n(X).", "more than 50 tuples"),
        (
            Limits(tuples=50),
            "d(1). d(2). d(3). d(4). t(X,Y,Z) :- d(X), d(Y), d(Z). ?- t(X,Y,Z).",
            "more than 50 tuples",
        ),
        (Limits(), "n(2). n(Y) :- n(X), Y is X * X. ?- n(X).", "too large"),
    ],
)
def test_what_would_go_on_for_ever_is_given_up_with_its_rule(limits, text, told):
    with pytest.raises(LogicError, match=told) as error:
        solve(parse(text), limits=limits)
    assert error.value.line == 1
    assert ":-" in error.value.rule


def test_limits_of_provenance_are_told():
    facts = [Fact("p", (float(2**i),), 0.5) for i in range(12)]
    program = parse("type p(x: float). s(sum(X)) :- p(X). ?- s(X).").with_facts(facts)
    with pytest.raises(LogicError, match="sum over 12 uncertain elements has more than 500 partial results"):
        solve(program, "exact", limits=Limits(states=500))
    with pytest.raises(LogicError, match="more than 3 instances"):
        solve(parse(GOLDEN), "exact", limits=Limits(instances=3))


def test_rules_that_no_query_rests_on_are_not_run():
    text = "f(0). bad(Y) :- f(X), Y is 1 / X. 0.5::good(X) :- f(X)."
    assert rows(text, "good(X)") == {(0,)}
    assert ask(text, "good(X)", "exact").probability(0) == 0.5


def test_a_provenance_that_never_settles_is_given_up():
    class Restless(MinMax):
        def saturated(self, *_):
            return False

    with pytest.raises(LogicError, match=r"minmax does not settle on path\("):
        ask(GOLDEN + "0.5::edge(c,a).", "path(a,X)", Restless())


def test_a_tuple_is_looked_up_by_all_its_arguments():
    with pytest.raises(LogicError, match="1 values are given of path, which has 2"):
        solve(parse(GOLDEN))[0].probability("c")


@pytest.mark.usefixtures("small_parts")
def test_variables_that_are_done_with_are_forgotten_on_the_way():
    text = """type e(x: int, y: int). far(X) :- e(X,Y), e(Y,Z), e(Z,_).
    some :- e(X,Y), e(Y,X), X < Y. three(X,W) :- e(X,Y), e(Y,Z), e(Z,W)."""
    edges = walked([(i, (i * 7) % 23) for i in range(23)] + [(1, 2)])
    program = parse(text).with_facts(Fact("e", edge) for edge in edges)
    far, some, three = solve(program, queries=["far(X)", "some", "three(X,Y)"])
    expected = {(x, w) for x, y in edges for y2, z in edges if y2 == y for z2, w in edges if z2 == z}
    assert three.tuples() == expected
    assert far.tuples() == {(x,) for x, _ in expected}
    assert some.tuples() == ({()} if any((y, x) in edges and x < y for x, y in edges) else set())


@pytest.mark.parametrize(
    ("goal", "holds"),
    [
        ("X = Y", {(1, 1), (2, 2)}),
        ("1 = X", {(1, 1), (1, 2)}),
        ("X + 1 = Y", {(1, 2)}),
        ("3 - Y = X", {(1, 2), (2, 1)}),
        ("$id(X) == Y", {(1, 1), (2, 2)}),
        ("$id(X) != Y", {(1, 2), (2, 1)}),
        ("$text(X) != Y", {(1, 1), (1, 2), (2, 1), (2, 2)}),
        ("$nothing(X) != Y", set()),
        ("Z = X, Z >= Y", {(1, 1), (2, 1), (2, 2)}),
    ],
)
def test_equations_and_comparisons(goal, holds):
    foreign = {"id": lambda x: x, "text": str, "nothing": lambda _: None}
    assert rows(f"f(1). f(2). g(X,Y) :- f(X), f(Y), {goal}.", "g(X,Y)", foreign=foreign) == holds


def test_what_cannot_hold_is_no_answer():
    answer = ask("0.0::f(a). 0.5::f(b). g(X) :- f(X). h(X) :- g(X), \\+ f(X). i(X) :- g(X), f(X).", "i(X)", "minmax")
    assert answer.tuples() == {("b",)}


def test_minmax_sees_a_way_into_a_cycle_that_comes_late():
    text = "0.2::e(a,b). 0.9::e(a,c). 0.9::e(c,d). 0.9::e(d,b). 0.8::e(b,f). 0.7::e(f,b)." + CLOSURES["left"]
    text = text.replace("edge", "e")
    assert ask(text, "path(a,X)", "minmax").probability("a", "f") == pytest.approx(0.8)

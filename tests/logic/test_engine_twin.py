"""The engine against the obvious evaluator, on programs that Hypothesis makes up."""

import naive
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.logic import Fact, parse, solve

NAMES = ["a", "b", "c", "d"]
LAYERS = [["e", "f"], ["p", "q"], ["r", "s"], ["t"]]
"""Facts, then relations that may be recursive, and may negate what comes before them; aggregates come last."""
ARITY = {"e": 2, "f": 1, "p": 2, "q": 1, "r": 2, "s": 1, "t": 1}
VARIABLES = ["X", "Y", "Z"]


@st.composite
def atoms(draw, names):
    name = draw(st.sampled_from(names))
    terms = [*VARIABLES, "_", *draw(st.sampled_from([[], NAMES[:2]]))]
    return f"{name}({', '.join(draw(st.sampled_from(terms)) for _ in range(ARITY[name]))})"


def used(text):
    return sorted(set(VARIABLES) & set(text))


@st.composite
def rules(draw, layer, below):
    """A safe rule for a relation of the layer."""
    name = draw(st.sampled_from(layer))
    body = draw(st.lists(atoms(below + layer), min_size=1, max_size=3))
    bound = used(" ".join(body)) or ["a"]
    absent = draw(st.sampled_from(below))
    args = ", ".join(draw(st.sampled_from([*bound, "_", "b"])) for _ in range(ARITY[absent]))
    body += draw(st.sampled_from([[], [f"\\+ {absent}({args})"]]))
    body += draw(st.sampled_from([[], [], [f"{bound[0]} != a"], [f"{bound[0]} < {bound[-1]}"]]))
    body = draw(st.permutations(body))
    return f"{name}({', '.join(draw(st.sampled_from(bound)) for _ in range(ARITY[name]))}) :- {', '.join(body)}."


@st.composite
def folds(draw):
    """An aggregate over names, or over the numbers of w."""
    atom = draw(atoms(["e", "p", "r"]))
    key = (used(atom) or ["all"])[0]
    function = draw(st.sampled_from(["count", "sum", "min", "max"]))
    if function == "count":
        counted = draw(st.sampled_from([f"{key}" if key != "all" else "N", "N"]))
        return f"n({draw(st.sampled_from([key, 'all']))}, count({counted})) :- {atom}, w({key}, N)."
    value = draw(st.sampled_from(["N", "N * 2", "N - M"]))
    return f"n({draw(st.sampled_from([key, 'all']))}, {function}({value})) :- {atom}, w({key}, N), w(_, M)."


@st.composite
def programs(draw, *, aggregates=True):
    """Rules over two base relations, in layers, so that negation is stratified."""
    below, lines = list(LAYERS[0]), ["type e(x: str, y: str).", "type f(x: str).", "type w(x: str, n: int)."]
    for layer in LAYERS[1:]:
        lines += draw(st.lists(rules(layer, below), max_size=3))
        lines += [f"{name}({', '.join('X' * ARITY[name])}) :- f(X), X != X." for name in layer]
        below += layer
    lines += draw(st.lists(folds(), min_size=1, max_size=2)) if aggregates else []
    return "\n".join(lines)


@st.composite
def facts(draw, chances=(None,)):
    name = draw(st.sampled_from(["e", "e", "f", "w"]))
    probability = draw(st.sampled_from(chances))
    if name == "w":
        return Fact("w", (draw(st.sampled_from(NAMES)), draw(st.integers(-1, 2))), probability)
    return Fact(name, tuple(draw(st.sampled_from(NAMES)) for _ in range(ARITY[name])), probability)


@st.composite
def uncertain(draw):
    """Facts with probabilities; some exclude each other."""
    found = draw(st.lists(facts((None, 0.3, 0.5, 0.9, 1.0, 0.0)), max_size=5))
    if draw(st.booleans()):
        found += [Fact("f", ("a",), 0.4, "set"), Fact("f", ("b",), 0.5, "set")]
    return found


ASKED = {name: f"{name}({', '.join(f'V{i}' for i in range(size))})" for name, size in {**ARITY, "n": 2, "w": 2}.items()}


def everything(program, provenance=None):
    queries = {name: text for name, text in ASKED.items() if name in program.relations}
    answers = solve(program, provenance, queries=list(queries.values()))
    return {
        (name, row.values): row.weighed.probability
        for name, answer in zip(queries, answers, strict=True)
        for row in answer
    }


@given(programs(), st.lists(facts(), max_size=8))
@settings(max_examples=150, deadline=None)
def test_the_same_tuples_follow(text, given_):
    program = parse(text).with_facts(given_)
    assert set(everything(program)) == naive.solve(program, program.facts)


@given(programs(), uncertain())
@settings(max_examples=60, deadline=None)
def test_the_same_probabilities_follow(text, given_):
    program = parse(text).with_facts(given_)
    expected = naive.probabilities(program)
    found = everything(program, "exact")
    assert set(expected) <= set(found)
    assert all(abs(found[row] - expected.get(row, 0.0)) < 1e-9 for row in found)


@given(programs(), st.lists(facts(), max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_does_not_matter(text, given_, random):
    lines = text.split("\n")
    one = everything(parse(text).with_facts(given_))
    random.shuffle(lines)
    random.shuffle(given_)
    assert everything(parse("\n".join(lines)).with_facts(given_)) == one


@given(programs(aggregates=False), st.lists(facts(), max_size=8), st.lists(facts(), max_size=3))
@settings(max_examples=40, deadline=None)
def test_more_facts_never_take_away_where_nothing_is_negated(text, few, more):
    positive = parse("\n".join(line for line in text.split("\n") if "\\+" not in line))
    assert set(everything(positive.with_facts(few))) <= set(everything(positive.with_facts(few + more)))


@given(programs(), uncertain())
@settings(max_examples=40, deadline=None)
def test_a_proof_explains_its_answer_by_facts_that_hold(text, given_):
    program = parse(text).with_facts(given_)
    queries = [query for name, query in ASKED.items() if name in program.relations]
    answers = solve(program, "topk", queries=queries)
    for number, answer in enumerate(answers):
        for row in answer:
            for proof in row.weighed.proofs or ():
                tree = answers.explain(number, row.values, proof)
                uncertain = {f.number for f in tree.facts() if f.probability is not None}
                assert uncertain <= proof

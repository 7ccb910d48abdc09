"""Diagrams, networks and bounds against going through all worlds."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problog_oracle import answers

from benchwright.errors import LogicError
from benchwright.logic import parse
from benchwright.logic._bdd import FALSE, TRUE, Manager, TooLargeError
from benchwright.logic._wmc import disjunction, extract, gradient, values
from benchwright.logic.circuits import compile_program
from benchwright.logic.provenances._bounds import bounds
from benchwright.logic.provenances._compile import Compiler
from benchwright.logic.provenances._derivations import Body, Ground
from benchwright.logic.provenances._network import chance, network, reduced
from benchwright.logic.provenances._reach import Reach
from benchwright.logic.provenances._stages import Stages

VARIABLES = ((0,), (1, 2, 3), (4,), (5, 6))
ODDS = {0: 0.3, 1: 0.2, 2: 0.5, 3: 0.3, 4: 0.9, 5: 0.25, 6: 0.35}
PROOFS = st.lists(st.frozensets(st.integers(-7, 6), max_size=3), max_size=4)


def masses() -> list[tuple[float, set[int]]]:
    """Every world of VARIABLES."""
    found = []
    for world in itertools.product(*((None, *facts) for facts in VARIABLES)):
        pairs = zip(world, VARIABLES, strict=True)
        parts = (ODDS[f] if f is not None else 1 - sum(ODDS[g] for g in facts) for f, facts in pairs)
        found.append((math.prod(parts), {f for f in world if f is not None}))
    return found


def holds(proof: frozenset[int], world: set[int]) -> bool:
    return all((n in world) if n >= 0 else (-1 - n not in world) for n in proof)


def built(proofs: list[frozenset[int]]) -> tuple[Manager, int]:
    manager = Manager(VARIABLES, max_nodes=10_000)
    return manager, disjunction(manager, proofs)


@given(PROOFS)
def test_a_diagram_weighs_what_its_worlds_do(proofs: list[frozenset[int]]) -> None:
    manager, node = built(proofs)
    diagram = extract(manager, [node])
    slow = sum(mass for mass, world in masses() if any(holds(proof, world) for proof in proofs))
    assert values(diagram, ODDS)[diagram.roots[0]] == pytest.approx(slow, abs=1e-12)


@given(PROOFS, PROOFS)
def test_equal_formulas_are_one_node(left: list[frozenset[int]], right: list[frozenset[int]]) -> None:
    manager = Manager(VARIABLES, max_nodes=10_000)
    a, b = disjunction(manager, left), disjunction(manager, right)
    same = all(any(holds(p, w) for p in left) == any(holds(p, w) for p in right) for _, w in masses())
    assert (a == b) == same
    assert manager.both(a, manager.negate(a)) == FALSE
    assert manager.either(a, manager.negate(a)) == TRUE
    assert manager.negate(manager.both(a, b)) == manager.either(manager.negate(a), manager.negate(b))


@given(PROOFS)
def test_a_diagram_is_linear_in_each_probability(proofs: list[frozenset[int]]) -> None:
    manager, node = built(proofs)
    diagram = extract(manager, [node])
    root = diagram.roots[0]
    slopes = gradient(diagram, ODDS, values(diagram, ODDS), root)
    for fact in ODDS:
        step = 0.1 if fact in {0, 4} else -0.1
        moved = values(diagram, {**ODDS, fact: ODDS[fact] + step})[root] - values(diagram, ODDS)[root]
        expected = slopes.get(fact, 0.0) * step
        assert fact in {1, 2, 3} or moved == pytest.approx(expected, abs=1e-12)


def test_a_cap_is_kept() -> None:
    manager = Manager([(i,) for i in range(10)], max_nodes=6)
    with pytest.raises(TooLargeError):
        disjunction(manager, [frozenset({i}) for i in range(10)])


def edges() -> st.SearchStrategy[list[tuple[int, int]]]:
    """Graphs of up to five nodes; 0 is where one starts, 4 what is to be reached."""
    pair = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] != pair[1])
    return st.lists(pair, min_size=1, max_size=11, unique=True)


def ground(graph: list[tuple[int, int]], *, both: bool = False) -> Ground:
    """Reachability: node n is atom 4 - n; with `both`, an edge may be walked in either direction."""
    atoms: list[list[Body]] = [[] for _ in range(5)]
    ways = [(i, u, v) for i, (u, v) in enumerate(graph)]
    for fact, u, v in ways + [(i, v, u) for i, u, v in ways if both]:
        atoms[4 - v].append(Body((fact,), () if u == 0 else (4 - u,)))
    return Ground([0], atoms)


def reached(graph: list[tuple[int, int]], odds: dict[int, float]) -> float:
    """The slow twin: all sub-graphs."""
    total = 0.0
    for world in itertools.product([True, False], repeat=len(graph)):
        seen = {0}
        for _ in range(5):
            seen |= {v for (u, v), held in zip(graph, world, strict=True) if held and u in seen}
        total += (4 in seen) * math.prod(odds[i] if held else 1 - odds[i] for i, held in enumerate(world))
    return total


@settings(max_examples=25)
@given(edges(), st.integers(0, 9))
def test_all_ways_to_count_a_network_agree(graph: list[tuple[int, int]], salt: int) -> None:
    odds = {i: 0.05 + (7 * i + 3 * salt) % 10 / 11 for i in range(len(graph))}
    slow = reached(graph, odds)
    program = ground(graph)
    net = network(program, {})
    assert net is not None
    net = reduced(net)
    for way in (net, net.reverse()):
        diagram = Reach(way, max_nodes=10_000).diagram()
        assert values(diagram, odds)[diagram.roots[0]] == pytest.approx(slow, abs=1e-12)
        stages = Stages(way, {edge: chance(formula, odds) for edge, formula in way.edges.items()})
        assert stages.probability == pytest.approx(slow, abs=1e-12)
    diagram = Compiler(program, {}, max_nodes=10_000).goals()
    assert values(diagram, odds)[diagram.roots[0]] == pytest.approx(slow, abs=1e-12)


@settings(max_examples=25)
@given(edges())
def test_edges_in_both_directions(graph: list[tuple[int, int]]) -> None:
    odds = {i: 0.1 + i / 13 for i in range(len(graph))}
    program = ground(graph, both=True)
    diagram = Compiler(program, {}, max_nodes=10_000).goals()
    expected = values(diagram, odds)[diagram.roots[0]]
    net = network(program, {})
    if net is not None:
        counted = Reach(reduced(net), max_nodes=10_000).diagram()
        assert values(counted, odds)[counted.roots[0]] == pytest.approx(expected, abs=1e-12)


@settings(max_examples=25)
@given(edges(), st.integers(1, 30))
def test_bounds_hold_and_close(graph: list[tuple[int, int]], cases: int) -> None:
    odds = {i: 0.1 + i / 13 for i in range(len(graph))}
    slow = reached(graph, odds)
    low, high = bounds(ground(graph), odds, {}, cases=cases)
    assert low - 1e-12 <= slow <= high + 1e-12
    low, high = bounds(ground(graph), odds, {}, cases=10_000)
    assert (low, high) == pytest.approx((slow, slow), abs=1e-12)


def test_long_chains_need_no_deep_stack() -> None:
    links = " ".join(f"0.999::e({i},{i + 1})." for i in range(400))
    (weighed,) = answers(f"{links} r(0). r(Y) :- r(X), e(X,Y). ?- r(400).").values()
    assert weighed.probability == pytest.approx(0.999**400, abs=1e-12)


HARD = " ".join(f"0.5::e({i},{j})." for i in range(7) for j in range(7) if i != j)
CLIQUE = f"{HARD} r(0). r(Y) :- r(X), e(X,Y), \\+ e(Y,X). ?- r(6)."


def test_above_the_cap_there_are_bounds_or_an_error() -> None:
    (weighed,) = answers(CLIQUE, max_nodes=300, cases=50).values()
    assert not weighed.exact
    assert weighed.low < weighed.probability < weighed.high
    assert "more than 300 nodes" in weighed.notes[0]
    with pytest.raises(LogicError, match="raise max_nodes"):
        answers(CLIQUE, max_nodes=300, strict=True)


def test_a_program_too_large_or_without_answers_is_not_compiled() -> None:
    with pytest.raises(LogicError, match="more than 20 nodes"):
        compile_program(parse(CLIQUE), max_nodes=20)
    with pytest.raises(LogicError, match="nothing to compile"):
        compile_program(parse("0.5::a(1). b(X) :- a(X), X > 1. ?- b(X)."))

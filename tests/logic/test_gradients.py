"""Gradients against differences, and logic as a layer."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from problog_oracle import answers, ours, program
from test_wmc import edges, ground, network, reached

from benchwright.errors import InputError, LogicError
from benchwright.logic import parse, solve
from benchwright.logic.circuits import compile_program
from benchwright.logic.differentiable import answer_probabilities, linearised
from benchwright.logic.differentiable import compile as compiled
from benchwright.logic.provenances import provenance
from benchwright.logic.provenances._network import reduced
from benchwright.logic.provenances._stages import Stages

PATHS = "{}::e(a,b). {}::e(b,c). {}::e(a,c). p(X,Y) :- e(X,Y). p(X,Z) :- p(X,Y), e(Y,Z). ?- p(a,c)."
EXCLUSIVE = "{}::c(1); {}::c(2). {}::d(1). g(1) :- c(1). g(1) :- c(2), d(1). ?- g(1)."
DIGITS = "; ".join(f"0.1::d(0,{i})" for i in range(10)) + ". " + "; ".join(f"0.1::d(1,{i})" for i in range(10))
SUMS = f"{DIGITS}. s(Z) :- d(0,X), d(1,Y), Z is X + Y. ?- s(Z)."
STEP = 1e-5


def by_difference(text: str, odds: list[float], fact: int, **settings: object) -> float:
    ends = []
    for step in (STEP, -STEP):
        moved = [value + step * (i == fact) for i, value in enumerate(odds)]
        (weighed,) = answers(text.format(*moved), **settings).values()
        ends.append(weighed.probability)
    return (ends[0] - ends[1]) / (2 * STEP)


def test_golden_gradients() -> None:
    for name in ("exact", "topk"):
        (weighed,) = answers(PATHS.format(0.9, 0.8, 0.5), name=name).values()
        assert dict(weighed.gradient or {}) == pytest.approx({0: 0.40, 1: 0.45, 2: 0.28}, abs=1e-12)


@pytest.mark.parametrize("name", ["exact", "topk", "minmax", "addmult"])
@pytest.mark.parametrize("text", [PATHS, EXCLUSIVE])
@settings(max_examples=8)
@given(odds=st.tuples(st.integers(2, 9), st.integers(11, 19), st.integers(21, 28)))
def test_gradients_are_what_differences_say(name: str, text: str, odds: tuple[int, ...]) -> None:
    given_odds = [value / 50 for value in odds]
    (weighed,) = answers(text.format(*given_odds), name=name).values()
    assert weighed.gradient is not None
    for fact in range(3):
        expected = by_difference(text, given_odds, fact, name=name)
        assert weighed.gradient.get(fact, 0.0) == pytest.approx(expected, abs=1e-7)


@settings(max_examples=30)
@given(edges())
def test_gradients_of_networks(graph: list[tuple[int, int]]) -> None:
    net = network(ground(graph), {})
    assert net is not None
    net = reduced(net)
    odds = dict.fromkeys(net.edges, 0.4)
    stages = Stages(net, odds)
    for edge, slope in stages.slopes().items():
        ends = [Stages(net, {**odds, edge: 0.4 + step}).probability for step in (STEP, -STEP)]
        assert slope == pytest.approx((ends[0] - ends[1]) / (2 * STEP), abs=1e-8)
    assert stages.probability <= reached([*graph, (0, 4)], dict.fromkeys(range(len(graph)), 0.4) | {len(graph): 1.0})


@pytest.mark.parametrize("seed", range(40, 46))
def test_circuits_give_the_exact_probabilities(seed: int) -> None:
    text = program(seed)
    exact = {key: weighed.probability for key, weighed in ours(text).items()}
    circuits = compile_program(parse(f"{text}\n?- t(a, X).\n?- p(X).\n?- q(X)."))
    values = circuits.evaluate(np.array([circuits.defaults, circuits.defaults]))
    names = [f"{relation}({','.join(map(str, row))})" for relation, *row in circuits.answers]
    for row in values:
        assert dict(zip(names, row, strict=True)) == pytest.approx(exact, abs=1e-12)


def test_a_layer_adds_digits() -> None:
    layer = compiled(parse(SUMS))
    odds = torch.softmax(torch.arange(40, dtype=torch.float64).reshape(2, 2, 10).cos(), dim=-1)
    left, right = odds[:, 0].numpy(), odds[:, 1].numpy()
    expected = np.array([np.convolve(a, b) for a, b in zip(left, right, strict=True)])
    found = layer(odds.reshape(2, 20))
    assert [answer[1] for answer in layer.answers] == sorted(answer[1] for answer in layer.answers)
    assert np.allclose(found.numpy(), expected, atol=1e-12)


def test_gradients_flow_through_a_layer() -> None:
    layer = compiled(parse(SUMS))
    odds = torch.full((3, 20), 0.05, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(layer, (odds,))


def test_a_layer_refuses_another_shape() -> None:
    with pytest.raises(InputError, match=r"give \(batch, 20\)"):
        compiled(parse(SUMS))(torch.ones(3, 19))


def test_tensors_get_the_gradients_of_the_provenance() -> None:
    text = PATHS.format(0.1, 0.1, 0.5)
    odds = {i: torch.tensor(value, dtype=torch.float64, requires_grad=True) for i, value in ((0, 0.9), (1, 0.8))}
    found = answer_probabilities(parse(text), odds, provenance=provenance("exact"))
    found["p", "a", "c"].backward()
    assert found["p", "a", "c"].item() == pytest.approx(0.86)
    assert [odds[i].grad.item() for i in (0, 1)] == pytest.approx([0.40, 0.45])


def test_a_number_without_a_fact_and_an_answer_without_gradient_are_refused() -> None:
    text = PATHS.format(0.9, 0.8, 0.5)
    with pytest.raises(InputError, match="has number 7"):
        answer_probabilities(parse(text), {7: torch.tensor(0.5)}, provenance=provenance("exact"))
    (answer,) = solve(parse(text), provenance=provenance("exact", max_nodes=3, cases=1)).answers
    with pytest.raises(LogicError, match="has no gradient"):
        linearised([row.weighed for row in answer], [0, 1, 2], torch.ones(3))

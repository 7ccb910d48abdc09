"""Agreement with ProbLog, on generated programs and on chosen ones."""

import pytest
from problog_oracle import answers, furthest, ours, program, theirs

CHOSEN = {
    "two ways": ("0.9::e(a,b). 0.8::e(b,c). 0.5::e(a,c). p(X,Y) :- e(X,Y). p(X,Z) :- p(X,Y), e(Y,Z).", "p(a,c)"),
    "shared fact": ("0.5::x. 0.5::a. 0.5::b. g :- x, a. g :- x, b.", "g"),
    "negated choice": ("0.2::c(1); 0.5::c(2). d(X) :- v(X), \\+ c(X). v(1). v(2).", "d(X)"),
    "one of three": ("0.2::c(1); 0.3::c(2); 0.5::c(3). g :- c(1). g :- c(3).", "g"),
    "rule with odds": ("0.5::q(1). 0.5::q(2). 0.8::p(X) :- q(X). g :- p(X).", "g"),
    "two heads": ("0.7::q. 0.3::r(1); 0.4::r(2) :- q. g :- \\+ r(1), \\+ r(2).", "g"),
    "circle": ("0.5::e(a,b). 0.6::e(b,a). 0.3::s(b). r(X) :- s(X). r(Y) :- r(X), e(X,Y).", "r(X)"),
    "stated twice": ("0.5::a. 0.5::a. 0.2::b. g :- a, \\+ b.", "g"),
    "both directions": (("0.5::e(a,b). 0.6::e(b,c). 0.7::e(a,c). l(X,Y) :- e(X,Y). l(X,Y) :- e(Y,X). "
                        "r(a). r(Y) :- r(X), l(X,Y)."), "r(X)"),
    "not not": ("0.4::a. b :- \\+ a. c :- \\+ b.", "c"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHOSEN)
def test_chosen_programs_agree(name: str) -> None:
    text, goal = CHOSEN[name]
    found = answers(f"{text}\n?- {goal}.")
    expected = {key.replace("()", ""): value for key, value in theirs(text, (goal,)).items()}
    assert expected
    assert furthest({key.replace("()", ""): w.probability for key, w in found.items()}, expected) < 1e-9


@pytest.mark.parametrize("seed", range(24))
def test_generated_programs_agree(seed: int) -> None:
    text = program(seed)
    found = {key: weighed.probability for key, weighed in ours(text).items()}
    assert furthest(found, theirs(text)) < 1e-9


@pytest.mark.parametrize("seed", range(100, 110))
@pytest.mark.parametrize("k", [1, 2, 5])
def test_topk_bounds_hold_the_exact_value(seed: int, k: int) -> None:
    text = program(seed)
    exact = theirs(text)
    for key, weighed in ours(text, name="topk", k=k, cases=20).items():
        assert weighed.low - 1e-9 <= exact.get(key, 0.0) <= weighed.high + 1e-9
        assert weighed.low <= weighed.probability <= weighed.high
        assert not weighed.exact or abs(weighed.probability - exact.get(key, 0.0)) < 1e-9


@pytest.mark.parametrize("seed", range(200, 210))
def test_bounds_above_the_cap_hold_the_exact_value(seed: int) -> None:
    text = program(seed)
    exact = theirs(text)
    for key, weighed in ours(text, max_nodes=5, cases=12).items():
        assert weighed.low - 1e-9 <= exact.get(key, 0.0) <= weighed.high + 1e-9
        assert not weighed.exact or abs(weighed.probability - exact.get(key, 0.0)) < 1e-9


def test_generated_programs_use_all_of_the_language() -> None:
    texts = [program(seed) for seed in range(24)]
    for sign in ("\\+", ";", "::t(", "::p(X)", "t(X, Y), t(Y, Z)"):
        assert any(sign in text for text in texts)

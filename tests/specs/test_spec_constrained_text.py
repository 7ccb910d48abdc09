"""Constrained text: the shipped code against slow obvious twins, written here from the plan's words alone."""

import itertools
import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.specs.shipped.constrained_text import code, words

PLAN = json.loads(Path(code.__file__).with_name("plan.json").read_text(encoding="utf-8"))
RANGES = {name: spec.get("range", spec.get("values")) for name, spec in PLAN["parameters"].items()}
SMALL = {**RANGES, "sentences": [1, 3], "sentence_words": [2, 3], "rules": [2, 7], "unsolvable_share": [0.4, 0.4]}
MIDDLE = {**SMALL, "sentences": [2, 3], "sentence_words": [3, 5], "rules": [2, 12]}
NONE = "No text can meet all these rules."


def rule(kind, *named, at=0, low=0, high=0):
    return {"kind": kind, "words": list(named), "at": at, "low": low, "high": high}


def problem(*rules, sentences=(1, 9), length=(1, 60)):
    spans = [rule(kind, low=s[0], high=s[1]) for kind, s in (("sentences", sentences), ("length", length))]
    return {"scene": "a parcel", "wording": 3, "rules": [*spans, *rules]}


def obeys(one, sentences):  # noqa: C901, PLR0911, PLR0912
    """Whether a text, given as lists of words, keeps a rule: the twin of the judges."""
    flat, named = [w for s in sentences for w in s], one["words"]
    match one["kind"]:
        case "sentences":
            return one["low"] <= len(sentences) <= one["high"]
        case "length":
            return one["low"] <= len(flat) <= one["high"]
        case "include":
            return not [w for w in named if w not in flat]
        case "count":
            return sum(w == named[0] for w in flat) == one["at"]
        case "avoid":
            return not [w for w in flat if w in named]
        case "letter":
            return named[0] not in "".join(flat)
        case "comma":
            return True
        case "first":
            return flat[0] == named[0]
        case "last":
            return flat[-1] == named[0]
        case "opening":
            return len(sentences) >= one["at"] and sentences[one["at"] - 1][0] == named[0]
        case "closing":
            return len(sentences) >= one["at"] and sentences[one["at"] - 1][-1] == named[0]
        case "nth":
            return len(flat) >= one["at"] and flat[one["at"] - 1] == named[0]
        case "order":
            return named[1] in flat and named[0] in flat[: flat.index(named[1])]
        case "alphabet":
            letters = [s[0][0] for s in sentences]
            return letters == sorted(letters)
        case "if_word":
            return not (named[0] in flat and named[1] not in flat)
        case "if_long":
            return not (len(sentences) > one["at"] and named[0] not in flat)
        case "every":
            due = [s for number, s in enumerate(sentences, 1) if number % one["at"] == 0]
            return all(any(w in s for w in named) for s in due)
        case "size":
            return all(one["low"] <= len(s) <= one["high"] for s in sentences)


def symbols_of(rules):
    """Every word that rules name, and fillers: one for each first letter that can matter, of that letter alone."""
    named = sorted({w for r in rules if r["kind"] != "letter" for w in r["words"]})
    banned = {w for r in rules if r["kind"] == "letter" for w in r["words"]}
    letters = {w[0] for w in named} | {"a", "b"} if any(r["kind"] == "alphabet" for r in rules) else {"a", "b"}
    free = sorted(letter * 2 for letter in letters - banned)
    return named + (free if any(r["kind"] == "alphabet" for r in rules) else free[:1])


def exists(rules):
    """Whether any text at all keeps the rules: every text over the symbols, one by one."""
    symbols, longest = symbols_of(rules), next(r["high"] for r in rules if r["kind"] == "length")
    for size in range(1, longest + 1):
        for flat in itertools.product(symbols, repeat=size):
            for cuts in itertools.product((False, True), repeat=size - 1):
                sentences = [[flat[0]]]
                for cut, word in zip(cuts, flat[1:], strict=True):
                    sentences.append([word]) if cut else sentences[-1].append(word)
                if all(obeys(r, sentences) for r in rules):
                    return True
    return False


def reachable(rules):
    """The same for longer texts: all states that texts of 1, 2, 3, ... words can be in, words tracked by presence."""
    by = {r["kind"]: r for r in rules}
    tracked = {w for k in ("include", "order", "if_word", "if_long") if k in by for w in by[k]["words"]}
    group = set(by["every"]["words"]) if "every" in by else set()
    starting = (
        1,
        0,
        frozenset(),
        0,
        "",
        False,
    )  # sentence, words in it, seen, uses of the counted word, letter, listed
    layer = {starting}
    for total in range(1, by["length"]["high"] + 1):
        following = set()
        for state, word, ends in itertools.product(layer, symbols_of(rules), (False, True)):
            after = advance(by, state, word, ends=ends, total=total, tracked=tracked, group=group)
            if after and ends and completes(by, after, word, total):
                return True
            following.add(after)
        layer = following - {None}
    return False


def advance(by, state, word, *, ends, total, tracked, group):
    """The state after one more word, or None where a rule is broken for good."""
    sentence, inside, seen, uses, letter, listed = state
    inside, uses, listed = inside + 1, uses + ("count" in by and word in by["count"]["words"]), listed or word in group
    uses_most = by["count"]["at"] if "count" in by else 0
    places = {"opening": (inside == 1, sentence), "closing": (ends, sentence), "nth": (True, total)}
    places["first"] = (total == 1, 0)
    wrong = any(k in by and here and by[k]["at"] == n and by[k]["words"] != [word] for k, (here, n) in places.items())
    wrong |= "avoid" in by and word in by["avoid"]["words"]
    wrong |= "letter" in by and by["letter"]["words"][0] in word
    wrong |= sentence > by["sentences"]["high"] or uses > uses_most
    wrong |= "order" in by and word == by["order"]["words"][1] and by["order"]["words"][0] not in seen
    wrong |= "alphabet" in by and inside == 1 and word[0] < letter
    wrong |= "size" in by and (inside > by["size"]["high"] or (ends and inside < by["size"]["low"]))
    wrong |= "every" in by and ends and sentence % by["every"]["at"] == 0 and not listed
    if wrong:
        return None
    letter = word[0] if inside == 1 and "alphabet" in by else letter
    shown = inside if "size" in by else 1
    after = (sentence + 1, 0) if ends else (sentence, shown)
    return (*after, seen | ({word} & tracked), uses, letter, listed and not ends)


def completes(by, state, word, total):
    """Whether a text that has come to this state at the end of a sentence keeps the rules that look at the whole."""
    many, seen = state[0] - 1, state[2]
    needs = {w for k in ("include", "order") if k in by for w in by[k]["words"]}
    needs |= set(by["if_long"]["words"]) if "if_long" in by and many > by["if_long"]["at"] else set()
    needs |= {by["if_word"]["words"][1]} if "if_word" in by and by["if_word"]["words"][0] in seen else set()
    spans = by["sentences"]["low"] <= many <= by["sentences"]["high"] and total >= by["length"]["low"]
    reached = all(k not in by or by[k]["at"] <= n for k, n in (("opening", many), ("closing", many), ("nth", total)))
    used = "count" not in by or state[3] == by["count"]["at"]
    return needs <= seen and spans and reached and used and ("last" not in by or by["last"]["words"] == [word])


CAST, PAIR = ("anchor", "bridge", "candle"), ("crow", "fox")
cast, place = st.sampled_from(CAST), st.integers(1, 3)
duo = st.permutations(CAST).map(lambda drawn: drawn[:2])
span = st.tuples(st.integers(1, 4), st.integers(0, 2)).map(lambda drawn: {"low": drawn[0], "high": sum(drawn)})
TINY = {
    "include": st.lists(cast, min_size=1, max_size=2, unique=True).map(lambda ws: rule("include", *ws)),
    "count": st.builds(lambda w, n: rule("count", w, at=n), cast, st.integers(0, 3)),
    "avoid": st.lists(st.sampled_from(CAST + PAIR), min_size=1, max_size=2, unique=True).map(
        lambda ws: rule("avoid", *ws)
    ),
    "letter": st.sampled_from("abcdexr").map(lambda letter: rule("letter", letter)),
    "first": cast.map(lambda w: rule("first", w)),
    "last": cast.map(lambda w: rule("last", w)),
    "opening": st.builds(lambda w, n: rule("opening", w, at=n), cast, place),
    "closing": st.builds(lambda w, n: rule("closing", w, at=n), cast, place),
    "nth": st.builds(lambda w, n: rule("nth", w, at=n), cast, st.integers(1, 5)),
    "order": duo.map(lambda ws: rule("order", *ws)),
    "alphabet": st.just(rule("alphabet")),
    "if_word": duo.map(lambda ws: rule("if_word", *ws)),
    "if_long": st.builds(lambda w, n: rule("if_long", w, at=n), cast, place),
    "every": st.builds(lambda ws, n: rule("every", *ws, at=n), st.sampled_from([PAIR, ("crow", "anchor")]), place),
    "size": span.map(lambda s: rule("size", **s)),
}


@st.composite
def tiny_problems(draw):
    kinds = draw(st.lists(st.sampled_from(sorted(TINY)), min_size=2, max_size=8, unique=True))
    high = draw(st.integers(1, 3 if "alphabet" in kinds else 4))
    many = draw(st.integers(1, 3))
    extra = [draw(TINY[kind]) for kind in kinds]
    return problem(*extra, sentences=(many, many + draw(st.integers(0, 1))), length=(max(1, high - 2), high))


def sampled(count, ranges=RANGES, name="law"):
    return [code.sample(random.Random(f"{name} {index}"), ranges) for index in range(count)]


@given(tiny_problems())
@settings(max_examples=250, deadline=None)
def test_a_problem_has_a_solution_exactly_where_some_text_of_all_texts_keeps_the_rules(one):
    reply = code.solve(one)
    assert (reply != NONE) == exists(one["rules"])
    assert all(code.check(one, reply).values())


def test_sampled_problems_are_solvable_exactly_where_a_complete_text_can_be_reached():
    problems = sampled(80, SMALL, "small") + sampled(15, MIDDLE, "middle")
    found = [code.solve(one) != NONE for one in problems]
    assert found == [reachable(one["rules"]) for one in problems]
    assert 20 <= found.count(False) <= 55


def test_the_solver_is_right_and_every_mutant_wrong():
    draw = random.Random(1)
    for one in sampled(300):
        reply = code.solve(one)
        verdict = code.check(one, reply)
        mutants = code.mutate(one, reply, draw)
        assert set(verdict) == {r["kind"] for r in one["rules"]}
        assert all(verdict.values())
        assert len(mutants) >= 3
        assert all(not all(code.check(one, mutant).values()) for mutant in mutants)
        assert (NONE in mutants) == (reply != NONE)


def test_the_share_without_a_solution_is_as_asked_and_their_number_of_rules_is_like_the_others():
    problems = sampled(400)
    counts = {True: [], False: []}
    for one in problems:
        counts[code.solve(one) == NONE].append(len(one["rules"]))
    assert 55 <= len(counts[True]) <= 105
    means = [sum(group) / len(group) for group in counts.values()]
    assert abs(means[0] - means[1]) < 1


def test_check_agrees_with_the_twin_on_random_texts():
    draw, verdicts = random.Random(2), {True: 0, False: 0}
    for one in sampled(200):
        named = [w for r in one["rules"] if r["kind"] != "letter" for w in r["words"]] or ["boat"]
        for _ in range(5):
            pool = [*named, "boat", "yard"]
            sentences = [draw.choices(pool, k=draw.randint(1, 7)) for _ in range(draw.randint(1, 6))]
            got = code.check(one, "TEXT:\n" + " ".join(" ".join(s) + draw.choice(".!?") for s in sentences))
            assert got == {r["kind"]: obeys(r, sentences) for r in one["rules"]}
            for verdict in got.values():
                verdicts[verdict] += 1
    assert min(verdicts.values()) > 1000


def test_problems_are_stable():
    for one, again in zip(sampled(50), sampled(50), strict=True):
        assert one == again == json.loads(json.dumps(one, sort_keys=True))
        assert code.render(one) == code.render(json.loads(json.dumps(one, sort_keys=True)))
        assert code.solve(one) == code.solve(again)


@pytest.mark.parametrize("family", sorted(words.FAMILIES))
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_narrowed_ranges_are_kept_even_where_a_problem_must_be_forced(family, share):
    ranges = {**RANGES, "families": [family], "rules": [1, 2], "unsolvable_share": [share, share]}
    for one in sampled(15, ranges, "narrow"):
        kinds = [r["kind"] for r in one["rules"]]
        assert set(kinds[2:]) <= set(words.FAMILIES[family])
        assert (code.solve(one) == NONE) == bool(share)


def test_the_question_states_every_active_rule_and_the_form_of_the_reply():
    for one in sampled(200):
        question = code.render(one)
        lines = [line for line in question.splitlines() if re.match(r"\d+\. ", line)]
        assert len(lines) == len(one["rules"]) == len(set(lines))
        for line, asked in zip(lines, one["rules"], strict=True):
            assert all(re.search(rf"\b{word}\b", line) for word in asked["words"])
            assert all(str(asked[key]) in line for key in ("low", "high") if asked[key])
            assert str(asked["at"]) in line or asked["at"] in {0, 1}
        assert question.endswith(NONE)
        assert "`TEXT:`" in question
        assert "{" not in question


def test_every_phrase_can_be_told_from_all_others():
    phrases = [phrase for kind in words.KINDS for phrase in words.PHRASES[kind]]
    assert len(set(phrases)) == len(phrases) == 2 * len(words.KINDS)
    assert list(code.JUDGES) == [entry["name"] for entry in PLAN["constraints"]] == list(words.KINDS)


def test_complexity_is_the_mean_of_two_shares():
    slots = [{"sentences", "if_long", "size"}, {"length", "nth", "size"}, {"first", "opening", "alphabet"}]
    slots += [{"last", "closing"}]
    for one in sampled(200):
        rules, touching = one["rules"], 0
        for a, b in itertools.combinations(rules, 2):
            near = any({a["kind"], b["kind"]} <= slot for slot in slots)
            letter, other = (a, b) if a["kind"] == "letter" else (b, a)
            if letter["kind"] == "letter":
                touching += near or any(letter["words"][0] in word for word in other["words"])
            else:
                touching += near or bool(set(a["words"]) & set(b["words"]))
        pairs = len(rules) * (len(rules) - 1) // 2
        got = code.complexity(one)
        assert (got["constraints"], got["pairs"], got["touching"]) == (len(rules), pairs, touching)
        assert got["score"] == pytest.approx((len(rules) / 18 + touching / pairs) / 2)
        assert 0 < got["score"] <= 1


GOLDEN = [
    (
        problem(rule("first", "river"), rule("last", "anchor"), rule("letter", "w"), sentences=(2, 2)),
        "River mist lifts. Men raise the anchor.",
        "River mist lifts. Two men raise the anchor.",
        {"letter"},
    ),
    # Limits are inside: 6 words where 6 is the most, and sentences of 3 where 3 is the least.
    (
        problem(rule("size", low=3, high=4), length=(4, 6)),
        "Cold rain fell. Nobody minded it.",
        "Cold rain fell. Nobody minded it much.",
        {"length"},
    ),
    (problem(rule("if_long", "candle", at=2)), "It rains. It pours.", "It rains. It pours. It stops.", {"if_long"}),
    (
        problem(rule("order", "castle", "bridge")),
        "The castle has a bridge. The castle stands.",
        "A bridge leads to the castle.",
        {"order"},
    ),
    # Every second sentence: the 2nd and 4th, not the 1st and 3rd. The same first letter twice is in order.
    (
        problem(rule("every", "fog", "snow", at=2), rule("alphabet")),
        "All slept. Any fog lifted. Birds sang. Snow fell.",
        "All slept. Birds sang. Any fog lifted. Snow fell.",
        {"every", "alphabet"},
    ),
    (
        problem(rule("if_word", "lantern", "candle"), rule("count", "paper", at=2), rule("avoid", "the")),
        "Paper on paper.",
        "The lantern burns paper.",
        {"if_word", "count", "avoid"},
    ),
    (
        problem(rule("nth", "window", at=3), rule("opening", "she", at=2), rule("comma")),
        "An open window. She waits.",
        "At last, an open window. So she waits.",
        {"nth", "opening", "comma"},
    ),
]


@pytest.mark.parametrize(("one", "right", "wrong", "broken"), GOLDEN)
def test_examples_by_hand(one, right, wrong, broken):
    assert all(code.check(one, "TEXT:\n" + right).values())
    verdict = code.check(one, "TEXT:\n" + wrong)
    assert {kind for kind, passed in verdict.items() if not passed} == broken
    assert not any(code.check(one, NONE).values())


CLASHES = [
    problem(rule("include", "apple"), rule("letter", "p")),
    problem(rule("include", "apple"), rule("count", "apple", at=0)),
    problem(rule("include", "apple"), rule("avoid", "apple", "the")),
    problem(rule("order", "river", "apple"), rule("first", "apple")),
    problem(rule("size", low=5, high=5), sentences=(3, 3), length=(16, 19)),
    problem(rule("first", "river"), rule("opening", "apple", at=2), rule("alphabet")),
    problem(rule("nth", "apple", at=9), length=(4, 8)),
    problem(rule("closing", "apple", at=3), sentences=(1, 2)),
    problem(rule("count", "apple", at=1), rule("first", "apple"), rule("last", "apple"), length=(2, 9)),
    problem(rule("if_long", "apple", at=1), rule("letter", "a"), sentences=(2, 4)),
    problem(rule("include", "river"), rule("if_word", "river", "apple"), rule("avoid", "apple")),
    problem(sentences=(5, 6), length=(1, 4)),
]


@pytest.mark.parametrize("one", CLASHES)
def test_contradictions_by_hand_have_the_no_text_sentence_for_an_answer(one):
    assert code.solve(one) == NONE
    assert all(code.check(one, NONE).values())
    assert not all(code.check(one, "TEXT: River apple. The apple waits by a river. So it goes.").values())


STARTS = rule("first", "anchor"), rule("opening", "bridge", at=3), rule("include", "apple", "river", "silver", "ticket")
ENDS = rule("nth", "apple", at=6), rule("closing", "apple", at=2), rule("count", "apple", at=1)


@pytest.mark.parametrize(
    "one",
    [
        problem(rule("size", low=5, high=5), sentences=(3, 3), length=(15, 15)),
        problem(rule("nth", "apple", at=8), length=(4, 8)),
        problem(rule("closing", "apple", at=2), sentences=(1, 2)),
        problem(rule("count", "apple", at=2), rule("first", "apple"), rule("last", "apple"), length=(2, 2)),
        problem(rule("if_long", "apple", at=2), rule("letter", "a"), sentences=(2, 4)),
        problem(sentences=(4, 6), length=(1, 4)),
        # Only with "apple" kept for the second sentence: the words that are left are not placed by the alphabet.
        problem(rule("alphabet"), *STARTS, rule("size", low=2, high=2), sentences=(3, 3)),
        # Only sentences of three words, though the first may have two.
        problem(rule("size", low=2, high=3), *ENDS, sentences=(3, 3), length=(8, 9)),
    ],
)
def test_a_limit_that_is_just_met_is_met(one):
    reply = code.solve(one)
    assert reply != NONE
    assert all(code.check(one, reply).values())

"""Constrained text: which replies are read, as what, and how words and sentences are counted."""

import itertools
import json
from pathlib import Path

import pytest

from benchwright.seeding import rng
from benchwright.specs.shipped.constrained_text import code, words

NONE = "No text can meet all these rules."


def problem(*extra):
    spans = [("sentences", [], 0, 1, 9), ("length", [], 0, 1, 60), *extra]
    keys = ("kind", "words", "at", "low", "high")
    return {"scene": "a parcel", "wording": 3, "rules": [dict(zip(keys, rule, strict=True)) for rule in spans]}


BODY = "Cold rain fell. Nobody minded it."


@pytest.mark.parametrize(
    ("reply", "read"),
    [
        (f"TEXT:\n{BODY}", BODY),
        (f"  **Text:** {BODY}  ", BODY),
        (f"### Final text\n\nmade with care\n\nFinal text: {BODY}", BODY),
        (f"I counted twice.\n\nTEXT:\n\n> {BODY}", BODY),
        (f"Here it is:\n```\n{BODY}\n```\nIt has six words.", BODY),
        (f"TEXT:\n```text\n{BODY}\n```\nAll rules are met.", BODY),
        (f"```\nTEXT:\n{BODY}\n```\nDone.", BODY),
        (f"Answer: ```{BODY}```", BODY),
        (f"TEXT:\n{BODY}\n\n---\nSix words in all.", BODY),
        (f"TEXT:\n{BODY}\nEND\n", BODY),
        (f"TEXT: {BODY}\n\nChecked.\n\nText: {BODY}\n\nChecked.", f"{BODY} Checked."),
        (f"Answer:\nTEXT: {BODY}", BODY),
        (f"Draft:\n```\nRain fell.\n```\nTEXT: {BODY}", BODY),
        (NONE, NONE),
        (f"**{NONE}**", NONE),
        ("no text can meet all these rules", NONE),
        (f'TEXT: "{NONE}"', NONE),
        (f"Rule 2 and rule 3 clash, so {NONE[0].lower()}{NONE[1:]}", NONE),
        (f"Answer: {NONE}\nThe word holds the letter.", NONE),
        (f"TEXT:\n{NONE} Rule 2 and rule 3 clash.", NONE),
        ("- No text can satisfy all of these rules!", NONE),
        (f"```\n{NONE}\n```", NONE),
        (f"I wondered whether no text can meet all these rules.\nTEXT: {BODY}", BODY),
        (f"TEXT: {BODY}\nTEXT: Warm rain fell.", None),
        (f"```\n{BODY}\n```\nor\n```\nWarm rain fell.\n```", None),
        (f"{NONE}\nTEXT: {BODY}", None),
        (f"TEXT: {BODY} {NONE}", None),
        ("It is not true that no text can meet all these rules.", None),
        (BODY, None),
        ("I cannot help with that.", None),
        ("TEXT:\n\n", None),
        ("TEXT: ***", None),
        ("", None),
        ("TEXT: " + "rain " * 30_000, None),
    ],
)
def test_replies_are_read_liberally_and_only_where_they_hold_one_candidate(reply, read):
    found = words.read(reply)
    assert (found and words.parse(found)[1:]) == (read and words.parse(read)[1:])
    assert (found == NONE) == (read == NONE)
    assert bool(code.check(problem(), reply)) == (read is not None)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Don't stop; the old-fashioned way works!", [["don't", "stop", "the", "old-fashioned", "way", "works"]]),
        ("Don’t. Café ÉTÉ.", [["don't"], ["cafe", "ete"]]),
        ("It is 3.5 km... Really?! Yes", [["it", "is", "3", "5", "km"], ["really"], ["yes"]]),
        ('"Go." She left—fast -- again.', [["go"], ["she", "left", "fast", "again"]]),
        ("Rain \N{ZERO WIDTH SPACE}fe\N{SOFT HYPHEN}ll. … ! ?", [["rain", "fell"]]),
        ("**Rain** _fell_.\nNo end", [["rain", "fell"], ["no", "end"]]),
        ("...", []),
    ],
)
def test_one_rule_of_counting(text, sentences):
    assert [list(sentence) for sentence in words.parse(text).sentences] == sentences


def test_a_letter_of_another_alphabet_does_not_pass_for_one_that_is_forbidden():
    one = problem(("letter", ["e"], 0, 0, 0))
    assert code.check(one, "TEXT: Don’t go.")["letter"]
    assert not code.check(one, "TEXT: Th\N{CYRILLIC SMALL LETTER IE} door.")["letter"]
    assert not code.check(one, "TEXT: Caf\N{LATIN SMALL LETTER E WITH ACUTE}.")["letter"]


@pytest.mark.parametrize(
    "part", ["a-", "TEXT:", "```", ". ", "*", "no text can ", "'", " \n", "\N{COMBINING ACUTE ACCENT}"]
)
def test_hostile_replies_are_read_in_time(part):
    reply = "TEXT: " + part * (99_000 // len(part))
    assert set(code.check(problem(("comma", [], 0, 0, 0)), reply)) in ({"sentences", "length", "comma"}, set())


def test_the_documentation_shows_what_the_code_prints():
    page = (Path(__file__).parents[2] / "docs/specs/constrained_text.md").read_text(encoding="utf-8")
    plan = json.loads(Path(code.__file__).with_name("plan.json").read_text(encoding="utf-8"))
    ranges = {name: spec.get("range", spec.get("values")) for name, spec in plan["parameters"].items()}
    one = code.sample(rng("constrained_text", 0), ranges)
    right, wrong, solved = (
        "TEXT:" + part.split("\n\n")[0] for part in page.partition("\nRight:")[2].split("    TEXT:")[1:]
    )
    assert code.render(one) in page
    assert all(code.check(one, right).values())
    assert [kind for kind, passed in code.check(one, wrong).items() if not passed] == ["if_long"]
    assert code.solve(one).split() == solved.split()
    assert f"= {code.complexity(one)['score']:.3f}." in page
    assert all(f"| `{entry['name']}` |" in page for entry in plan["constraints"])


def test_the_vocabulary_has_a_filler_for_every_first_letter_whatever_letter_is_forbidden():
    named = {*words.NOUNS, *words.COMMON, *(word for group in words.GROUPS for word in group)}
    assert not named & set(words.FILLERS)
    for first, banned in itertools.product({word[0] for word in named} | {"a", "b"}, "abcdefghijklmnopqrstuvwxyz"):
        assert first == banned or any(word[0] == first and banned not in word for word in words.FILLERS)

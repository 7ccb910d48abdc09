"""Each dial turns what it says, exactly, and nothing else; what it cannot turn that far is refused with what it can."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
from made import cases, dialled, outcome
from replay import Log, agrees, answer, touches
from words import content

from benchwright.errors import InputError
from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.maker import WorldSettings, batches, plan
from benchwright.items.worlds.settings import OBLIQUE

every_genre = pytest.mark.parametrize("genre", GENRES)
UNPLACED = {"absent", "false_premise"}


def items_of(found):
    return [(case, item) for case in found for item in case.items]


@every_genre
@pytest.mark.parametrize("shares", [(0.25, 0.25, 0.25, 0.25), (0.1, 0.0, 0.4, 0.5)])
def test_quarters_are_exact(genre, shares):
    families = ("fact", "two_hop", "absent")
    found = items_of(cases(genre=genre, count=60, tokens=4_000, families=families, quarters=shares))
    places = defaultdict(Counter)
    for case, item in found:
        start = max((quote.start for quote in item.evidence), default=None)
        places[item.kind][None if start is None else 4 * start // len(case.text)] += 1
    assert places.pop("absent") == {None: 20}
    wanted = Counter({quarter: round(20 * share) for quarter, share in enumerate(shares)})
    assert all(held == +wanted for held in places.values()), places


@every_genre
def test_distance_is_held(genre):
    families = ("comparison", "two_hop", "two_part", "conditional")
    for case, item in items_of(cases(genre=genre, count=24, tokens=4_000, families=families, distance=0.4)):
        starts = [quote.start for quote in item.evidence]
        assert len(starts) == 1 or (max(starts) - min(starts)) / len(case.text) >= 0.4


@every_genre
def test_distractors_are_there(genre):
    families = ("fact", "as_of", "three_hop", "absent")
    for case, item in items_of(cases(genre=genre, count=24, tokens=4_000, families=families, distractors=4)):
        assert len(_like(case, case.ask(item))) >= 5, item.question


def _like(case, asked):
    """What the text states of the kind that is asked about."""
    if asked[0] == "moment":
        return [entry for entry in case.seen if entry.get("event") == case.schema.moments[asked[1]].kind]
    relation = asked[1]
    subjects = {entry[role] for entry in case.seen for role in entry if isinstance(entry[role], str)}
    return [e for e in case.seen if any(touches(e, relation, name, case.rules) for name in subjects)]


def rumoured(genre):
    """Every document with as many rumours as there can be."""
    families = ("fact", "definition", "as_of", "absent", "two_hop")
    return cases(genre=genre, count=50, tokens=2_500, seed=8, herrings=0.9, families=families)


@every_genre
def test_no_gold_rests_on_a_rumour(genre):
    for case in rumoured(genre):
        told = [(entry["at"], entry) for entry in case.seen if "herring" in entry]
        assert not {at for at, _ in told} & {quote.start for item in case.items for quote in item.evidence}
        calm = Log([entry for entry in case.seen if "herring" not in entry], case.text)
        for item in case.items:
            assert agrees(item.answer, answer(case.ask(item), calm, case.rules)), item.question


@every_genre
def test_rumours_are_false_and_are_decoys(genre):
    found = rumoured(genre)
    for case in found:
        for entry in (entry for entry in case.seen if "herring" in entry):
            true = [v for e in case.seen for v in touches(e, entry["herring"], entry["subject"], case.rules)]
            assert true
            assert entry["value"] not in true
    decoys = [decoy for _, item in items_of(found) for decoy in item.decoys if decoy.slip == "red herring"]
    assert decoys


@every_genre
def test_similarity_shares_words_and_no_spelling_fits_two(genre):
    plain, alike = (cases(genre=genre, count=34, tokens=4_000, seed=2, similarity=share) for share in (0.0, 0.9))
    assert _namesakes(plain) == 0
    assert _namesakes(alike) >= 10
    for case, item in items_of(alike):
        names = {name.removeprefix("the ") for names in case.told.world.casts.values() for name in names}
        if item.answer.type == "text" and item.answer.values[0] in names:
            fitting = [name for name in names if any(spelt in name.split() for spelt in item.answer.accepted)]
            assert fitting in ([], [item.answer.values[0]]), item.answer
            others = names - {item.answer.values[0]}
            assert not [name for name in others if outcome(item, name) == "right"]


def _namesakes(found):
    """How many names of the benchmark share their coined word with another of the same world and sort."""
    total = 0
    for case in found:
        for sort, names in case.told.world.casts.items():
            at = -1 if sort == "person" else 0
            words = Counter(name.removeprefix("the ").split()[at] for name in names)
            total += sum(number - 1 for number in words.values())
    return total


@every_genre
def test_without_shared_words_question_and_evidence_have_none(genre):
    for case, item in items_of(dialled(genre, "other words")):
        aliases = case.seen.aliases()
        quotes = [quote.quote for quote in item.evidence if not any(alias in quote.quote for alias in aliases)]
        common = content(item.question) & set().union(*map(content, quotes))
        assert not common, (item.question, quotes, common)
        assert item.kind in OBLIQUE


@every_genre
def test_an_alias_that_a_question_uses_is_stated_once_and_is_evidence(genre):
    used = 0
    for case, item in items_of(dialled(genre, "other words")):
        stated = Counter(entry["value"] for entry in case.seen if entry.get("fact") == "alias")
        for alias in (alias for alias in stated if alias in item.question):
            assert stated[alias] == 1
            assert not item.answerable or sum(alias in quote.quote for quote in item.evidence) == 1
            used += 1
    assert used >= 20


@every_genre
@pytest.mark.parametrize("clauses", [0, 1, 12])
def test_there_are_as_many_clauses_as_asked(genre, clauses):
    found = cases(genre=genre, count=30, worlds=3, tokens=3_000, clauses=clauses)
    relation = found[0].rules.surcharge[0]
    for case in found:
        months = [entry["subject"] for entry in case.seen if entry.get("fact") == relation]
        assert len(months) == len(set(months)) == clauses
    asked = [(case, item) for case, item in items_of(found) if item.kind == "conditional"]
    assert bool(asked) == (clauses > 0)
    for case, item in asked:
        quotes = " ".join(quote.quote for quote in item.evidence)
        assert all(e["subject"] in quotes for e in case.seen if e.get("fact") == relation)


def test_half_of_the_conditions_apply():
    found = [cases(genre=genre, families=("conditional",), count=20, tokens=3_000, clauses=6) for genre in GENRES]
    decoys = [item.decoys[0] for made in found for _, item in items_of(made)]
    due = sum(decoy.slip == "left the surcharge out" for decoy in decoys)
    assert 0.3 <= due / len(decoys) <= 0.7


def test_motives_and_causes_are_asked_alike():
    found = [cases(genre=genre, families=("cause",), count=20, worlds=20, tokens=2_000) for genre in GENRES]
    types = Counter(item.answer.type for made in found for _, item in items_of(made))
    assert set(types) == {"text", "choice"}
    assert min(types.values()) >= 20


@pytest.mark.parametrize(
    ("dials", "says"),
    [
        ({"quotas": {"five_hop": 400}, "worlds": 1, "tokens": 1_000}, "five_hop=400"),
        ({"quotas": {"fact": 100}, "worlds": 2, "tokens": 1_000, "distractors": 12}, "distractors=12"),
        ({"quotas": {"two_hop": 60}, "worlds": 2, "tokens": 1_500, "distance": 0.9}, "distance=0.9"),
        ({"quotas": {"order": 40}, "worlds": 1, "tokens": 1_000, "quarters": (1.0, 0.0, 0.0, 0.0)}, "quarters="),
    ],
)
def test_an_impossible_dial_is_named_with_the_nearest_value_which_works(dials, says):
    asked = WorldSettings(**dials)
    with pytest.raises(InputError, match=re.escape(says)) as error:
        plan(asked)
    assert "\n" not in str(error.value)
    ((name, nearest),) = re.findall(r"nearest that they do is (\w+)=(\d+)", str(error.value))
    if int(nearest):
        can = asked.model_copy(update={"quotas": {name: int(nearest)}})
        assert plan(can).counts == {name: int(nearest)}
        assert sum(len(batch.items) for batch in batches(can)) == int(nearest)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"clauses": 13}, "give 0 to 12"),
        ({"similarity": 1.1}, "a share of 1.1"),
        ({"herrings": -0.1}, "a share of -0.1"),
        ({"distance": 2.0}, "a share of 2.0"),
        ({"distractors": -1}, "distractors=-1"),
        ({"quarters": (0.5, 0.5, 0.5, 0.5)}, "add up to 1"),
        ({"sweep": (2_000,)}, "at least two lengths"),
        ({"sweep": (4_000, 2_000)}, "the shortest first"),
        ({"sweep": (100, 2_000)}, "the nearest is 1000"),
        ({"sweep": (2_000, 4_000), "families": ("recap",)}, "'recap'"),
        ({"shared_words": False, "families": ("order",)}, "'order'"),
        ({"clauses": 0, "families": ("conditional",)}, "needs clauses=1"),
        ({"counterfactual": True, "families": ("counting",)}, "'counting'"),
        ({"sweep": (2_000, 4_000), "counterfactual": True}, "one benchmark for each"),
        ({"worlds": 5, "count": 3}, "the nearest is worlds=3"),
    ],
)
def test_a_dial_that_cannot_be_is_refused(wrong, says):
    with pytest.raises(InputError, match=re.escape(says)) as error:
        WorldSettings(**wrong)
    assert "\n" not in str(error.value)

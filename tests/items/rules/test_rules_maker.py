import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_help import FILLER, HANDBOOK, document

from benchwright.errors import InputError, UnknownNameError
from benchwright.grading import gold_text, grade, mutations
from benchwright.items.maker import Maker
from benchwright.items.rules.catalogue import KINDS, RULES
from benchwright.items.rules.maker import MAKER, DocumentsSettings
from benchwright.items.rules.select import spread
from benchwright.items.rules.words import number
from benchwright.records import Document, MakerSettings
from benchwright.seeding import rng

WHOLE = {"test": 1.0}
OTHER = HANDBOOK.replace("Expenses", "Outlays").replace("30 days", "45 days").replace("26 weeks", "13 weeks")
GERMAN = "Die Bücherei schließt um acht Uhr. Die Leserinnen und Leser geben ihre Bücher vorher am Schalter zurück. " * 9
DOCS = (document(HANDBOOK), document(OTHER, title="Hill Library Handbook"))


def made(documents=DOCS, start=0, **given):
    return list(MAKER.batches(DocumentsSettings(**given), documents, start))


def items(batches):
    return [item for batch in batches for item in batch.items]


def test_the_maker_keeps_the_shape_of_makers():
    assert isinstance(MAKER, Maker)
    assert MAKER.name == "documents"
    assert {rule.kind for rule in RULES.values()} | {"no_info"} == set(KINDS)
    assert all(name == rule.name for name, rule in RULES.items())


@pytest.mark.parametrize("count", [1, 7, 20, 40])
def test_counts_are_exact(count):
    assert len(items(made(count=count, splits=WHOLE))) == count


def test_quotas_are_exact_and_other_kinds_get_none():
    quotas = {"definition": 3, "number": 5, "no_info": 4}
    assert Counter(item.kind for item in items(made(quotas=quotas, splits=WHOLE))) == quotas


def test_a_fifth_of_the_items_has_no_answer_and_the_share_can_be_set():
    shares = [
        sum(not item.answerable for item in items(made(count=30, splits=WHOLE, no_info=share)))
        for share in (0.2, 0.0, 0.5)
    ]
    assert shares == [6, 0, 15]


def test_kinds_and_documents_are_served_evenly():
    found = items(made(count=25, splits=WHOLE))
    kinds = Counter(item.kind for item in found if item.kind in {"definition", "number", "section"})
    assert max(kinds.values()) - min(kinds.values()) <= 1
    assert abs(Counter(item.cluster for item in found)[DOCS[0].id] * 2 - 25) <= 5


def test_quarters_of_a_document_are_served_evenly():
    names = "ABCDEFGHIJKL"
    body = "".join(
        f"## {at} Part {name}\n\nThe door {at} must be painted within {at + 20} days.\n\n"
        for at, name in enumerate(names, start=1)
    )
    found = items(made((document(body + FILLER),), quotas={"number": 4}, splits=WHOLE))
    assert sorted(int(item.position * 4) for item in found) == [0, 1, 2, 3]


def test_the_same_call_gives_the_same_bytes_and_the_tail_is_the_tail():
    first, again = made(count=30), made(count=30)
    assert [item.line() for item in items(first)] == [item.line() for item in items(again)]
    assert first[1:] == made(count=30, start=1)
    assert made(count=30, start=2) == []


def test_seeds_choose_differently():
    chosen = [{item.id for item in items(made(count=12, seed=seed, splits=WHOLE))} for seed in range(3)]
    assert all(one != other for one, other in pairwise(chosen))


SHARES = {"test": 0.75, "train": 0.25}


def test_splits_share_no_item_and_no_evidence():
    test, train = (items(made(count=200, split=split, splits=SHARES)) for split in ("test", "train"))
    assert test
    assert train
    spans = [
        {(one.document, at) for item in of for one in item.evidence for at in range(one.start, one.end)}
        for of in (test, train)
    ]
    assert not spans[0] & spans[1]
    assert not {item.question for item in test} & {item.question for item in train}


def test_every_quote_is_at_its_offsets_and_every_item_is_whole():
    texts = {one.id: one.text for one in DOCS}
    digest = MakerSettings(
        maker="documents", seed=0, settings=DocumentsSettings(count=50, splits=WHOLE).model_dump(mode="json")
    ).digest
    for item in items(made(count=50, splits=WHOLE)):
        assert all(texts[one.document][one.start : one.end] == one.quote for one in item.evidence)
        assert item.documents == (item.cluster,)
        assert item.answerable == bool(item.evidence) == (item.position is not None)
        assert (item.lineage.maker, item.lineage.settings) == ("documents", digest)
        assert all(check.passed for check in item.lineage.checks)


def test_no_info_items_name_an_answerable_item_of_the_benchmark():
    found = items(made(count=40, splits=WHOLE))
    answerable = {item.id: item for item in found if item.answerable}
    for item in found:
        if not item.answerable:
            (parent,) = item.lineage.parents
            assert answerable[parent].cluster == item.cluster


def test_no_info_items_alone_name_the_item_that_could_have_been():
    alone = items(made(quotas={"no_info": 5}, splits=WHOLE))
    everything = {item.id for item in items(made(count=400, splits=WHOLE))}
    assert {parent for item in alone for parent in item.lineage.parents} <= everything


def test_a_shortage_is_told_with_its_gate_and_a_way_out():
    batches = made(quotas={"definition": 500}, splits=WHOLE)
    advice = batches[-1].advice["definition"]
    found = len(items(batches))
    assert f"made {found} of 500" in advice
    assert "add documents" in advice
    assert not batches[0].advice


def test_what_is_missing_of_a_count_is_asked_of_the_kinds_below_an_even_share():
    given = DocumentsSettings(count=1000, splits=WHOLE)
    plan = MAKER.plan(given, DOCS)
    found = Counter(item.kind for item in items(list(MAKER.batches(given, DOCS, 0))))
    assert sum(plan.counts.values()) == 1000
    short = {kind for kind, asked in plan.counts.items() if found[kind] < asked}
    assert short == set(list(MAKER.batches(given, DOCS, 0))[-1].advice)


def test_the_plan_counts_what_is_then_made():
    given = DocumentsSettings(count=24, splits=WHOLE)
    plan = MAKER.plan(given, DOCS)
    assert plan.counts == Counter(item.kind for item in items(list(MAKER.batches(given, DOCS, 0))))
    assert (plan.documents, plan.batches, plan.model_calls) == (2, 2, 0)
    assert plan.tokens == sum(len(one.text.encode()) for one in DOCS) // 4


@pytest.mark.parametrize("language", ["de", "und", "en"])
def test_another_language_yields_nothing_and_says_so(language):
    german = document(GERMAN, language=language, title="Hausordnung")
    batch, _ = made((german, DOCS[0]), count=10)
    assert not batch.items
    assert [(one.gate, one.reason) for one in batch.rejected] == [
        ("language", f"rules read English; language {language!r}")
    ]


def test_only_other_languages_leave_advice_that_names_them():
    (batch,) = made((document(GERMAN, language="de"),), count=10)
    assert "rules read English" in batch.advice["definition"]


def test_the_same_text_twice_is_asked_about_once():
    twin = Document(**{**DOCS[0].model_dump(), "source": "copy.md"})
    _, second = made((DOCS[0], twin), count=10)
    assert not second.items
    assert second.rejected[0].gate == "duplicate document"


@pytest.mark.parametrize("text", ["", " \n", "word", "# Only a title\n"])
def test_documents_that_hold_nothing_yield_nothing(text):
    assert items(made((document(text),), count=5)) == []


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"count": 0}, InputError),
        ({"quotas": {"number": -1}}, InputError),
        ({"quotas": {"numbers": 3}}, UnknownNameError),
        ({"no_info": 1.0}, InputError),
        ({"split": "dev"}, InputError),
        ({"splits": {"test": 0.0}}, InputError),
    ],
)
def test_settings_that_cannot_be_met_are_refused(given, error):
    with pytest.raises(error):
        DocumentsSettings(**given)


def test_no_document_is_an_error_with_advice():
    with pytest.raises(InputError, match="give at least one file"):
        MAKER.plan(DocumentsSettings(), [])
    with pytest.raises(InputError, match="give at least one file"):
        made(())


TREES = "ash birch cedar elm fir oak pine rowan".split()  # noqa: SIM905
CLAUSES = st.one_of(
    st.builds("The {} fee is {} euros per tree.".format, st.sampled_from(TREES), st.integers(2, 99)),
    st.builds(
        "Owners of a {} must prune it within {} days of notice.".format, st.sampled_from(TREES), st.integers(2, 99)
    ),
    st.builds('"{} grower" means any person who tends more than a few of these trees.'.format, st.sampled_from(TREES)),
    st.builds(
        "The following {} pests are known:\n\n- {}\n- {}".format,
        st.sampled_from(TREES),
        st.just("rust"),
        st.just("mite"),
    ),
    st.builds("## {} Care of the {}\n\nText.".format, st.integers(1, 9), st.sampled_from(TREES)),
    st.just(FILLER.strip()),
)


def reread(item, text):
    """The gold answer, read from the text by someone who knows nothing of the rules."""
    quote = item.evidence[-1].quote
    if item.kind == "number":
        return [number(found) for found in re.findall(r"\d+", quote)] == list(item.answer.values)
    if item.kind == "definition":
        return re.match(r'"([^"]+)" means', quote)[1] == item.answer.values[0]
    if item.kind in {"counting", "list"}:
        lines = [line[2:] for line in quote.split("\n") if line.startswith("- ")]
        return list(item.answer.values) in ([str(len(lines))], lines)
    above = text[: item.evidence[-1].end].rstrip().split("\n")
    title = next(line for line in reversed(above) if line.startswith("## "))
    return item.answer.values[0] in title


@settings(max_examples=60)
@given(st.lists(CLAUSES, min_size=3, max_size=14).map("\n\n".join))
def test_gold_is_found_again_by_an_independent_reading(text):
    text += FILLER * 2
    for item in items(made((document(text),), count=100, splits=WHOLE)):
        assert not item.answerable or reread(item, text), item
        assert item.question not in text


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 30), max_size=6), st.integers(0, 120))
def test_spread_deals_exactly_and_evenly(room, count):
    dealt = spread(count, room)
    assert sum(dealt.values()) == min(count, sum(room.values()))
    assert all(dealt[key] <= room[key] for key in room)
    open_keys = [key for key in room if dealt[key] < room[key]]
    assert all(dealt[one] + 1 >= dealt[other] for one in open_keys for other in room)


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 8), max_size=5), st.integers(0, 40))
def test_spread_agrees_with_dealing_one_by_one(room, count):
    slow = dict.fromkeys(room, 0)
    for _ in range(min(count, sum(room.values()))):
        key = min((key for key in room if slow[key] < room[key]), key=lambda key: slow[key])
        slow[key] += 1
    assert sorted(spread(count, room).values()) == sorted(slow.values())


def test_gold_and_accepted_spellings_grade_right_and_mutations_do_not():
    for item in items(made(count=300, splits=WHOLE)):
        if item.answerable:
            right = (gold_text(item.answer), *item.answer.accepted)
            wrong = mutations(item.answer, rng("test", item.id))
            assert all(grade(item.answer, text).value == 1.0 for text in right), item
            assert all(grade(item.answer, text).value != 1.0 for text in wrong), item

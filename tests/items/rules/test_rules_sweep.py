import re
from collections import Counter

import pytest
from rules_help import HANDBOOK, document

from benchwright.errors import InputError
from benchwright.grading import gold_text
from benchwright.items.rules.maker import MAKER, DocumentsSettings, with_filler
from benchwright.records import Document
from benchwright.seeding import rng

OTHER = HANDBOOK.replace("Expenses", "Outlays").replace("30 days", "45 days").replace("26 weeks", "13 weeks")
DOCS = (document(HANDBOOK), document(OTHER, title="Hill Library Handbook"))
LENGTHS = (1000, 2000, 6000)
PROSE = "harbour water rises slowly while gulls wait beside the crane and boats return with salt on rope"
WORDS = PROSE.split()


def filler(key, tokens):
    stream = rng("filler", key)
    sentence = lambda: f"{' '.join(stream.choices(WORDS, k=11)).capitalize()}."  # noqa: E731
    return "\n\n".join(" ".join(sentence() for _ in range(4)) for _ in range(tokens // 60 + 1))


def made(documents=DOCS, start=0, **given):
    chosen = DocumentsSettings(**{"count": 10, "sweep": LENGTHS, **given})
    return list(with_filler(filler).batches(chosen, documents, start))


def items(batches):
    return [item for batch in batches for item in batch.items]


def texts(batches):
    return {one.id: one for batch in batches for one in batch.documents}


@pytest.mark.parametrize("count", [1, 10, 24])
def test_counts_are_exact_at_every_length_and_in_the_plan(count):
    found = items(made(count=count))
    assert Counter(item.variant for item in found) == {str(length): count for length in LENGTHS}
    planned = with_filler(filler).plan(DocumentsSettings(count=count, sweep=LENGTHS), DOCS)
    assert planned.counts == dict(Counter(item.kind for item in found))
    assert f"{count} items x 3 lengths, the same items at every length" in planned.notes


def test_a_group_asks_the_same_at_every_length():
    groups = {}
    for item in items(made()):
        groups.setdefault(item.group, []).append(item)
    for group in groups.values():
        assert [item.variant for item in group] == [str(length) for length in LENGTHS]
        assert len({(item.question, item.kind, item.answer.line(), item.cluster) for item in group}) == 1
        assert len({item.id for item in group}) == len({item.documents for item in group}) == len(LENGTHS)


def test_every_quote_is_at_its_offsets_at_every_length():
    batches = made(count=24)
    documents = texts(batches)
    for item in items(batches):
        assert abs(len(documents[item.documents[0]].text.encode()) / 4 / int(item.variant) - 1) <= 0.05
        for one in item.evidence:
            assert documents[one.document].text[one.start : one.end] == one.quote


def test_no_gold_stands_in_the_padding():
    batches = made(count=24)
    documents = texts(batches)
    for item in items(batches):
        whole = documents[item.documents[0]]
        start, end = map(int, whole.metadata["asked about"].split(".."))
        around = f"{whole.text[:start]}\n{whole.text[end:]}"
        for value in item.answer.values:
            assert not re.search(rf"(?<!\w){re.escape(value)}(?!\w)", around, re.IGNORECASE), gold_text(item.answer)


def test_a_question_that_the_padding_speaks_of_loses_its_answer_free_twins():
    found = items(made(quotas={"no_info": 4, "definition": 2}))
    assert Counter(item.kind for item in found) == {"no_info": 12, "definition": 6}
    ids = {item.variant: {one.id for one in found if one.variant == item.variant} for item in found}
    assert all(set(item.lineage.parents) <= ids[item.variant] for item in found)


def test_the_same_call_gives_the_same_bytes_and_the_tail_is_the_tail():
    first, again = made(), made()
    assert [item.line() for item in items(first)] == [item.line() for item in items(again)]
    assert texts(first) == texts(again)
    assert first[1:] == made(start=1)


def test_another_seed_places_the_document_elsewhere():
    asked_about = [[one.metadata["asked about"] for one in texts(made(seed=seed)).values()] for seed in (0, 1)]
    assert asked_about[0] != asked_about[1]


def test_documents_stand_at_places_spread_over_the_padding():
    many = [document(HANDBOOK.replace("Harbour", f"Pier{at}"), title=f"Pier{at} Library Handbook") for at in range(6)]
    chosen = DocumentsSettings(quotas={"section": 6}, sweep=(20_000,))
    found = items(list(with_filler(filler).batches(chosen, many, 0)))
    assert sorted(int(item.position * 6) for item in found) == list(range(6))


def test_candidates_whose_answer_stands_all_over_the_padding_fall_with_a_reason():
    def full(key, tokens):
        return filler(key, tokens).replace("gulls", "core hours")

    batches = list(with_filler(full).batches(DocumentsSettings(quotas={"definition": 9}, sweep=(6000,)), DOCS, 0))
    fallen = [one for batch in batches for one in batch.rejected if one.gate == "padding"]
    assert any("passages of padding" in one.reason and "reachable" in one.question for one in fallen)
    assert not [item for item in items(batches) if "Core hours" in item.answer.values]
    assert any("definition" in batch.advice for batch in batches)


def test_a_source_that_does_not_fit_names_the_nearest_length():
    long = document(HANDBOOK + "\n\nThe doors of the house are painted in the spring of the year." * 100)
    with pytest.raises(InputError, match=r"sweep: 1k tokens do not hold a\.md, which takes 2k; start there"):
        made((long,), sweep=(1000, 16000))
    near = 2000
    assert items(made((long,), sweep=(near, 16000)))


@pytest.mark.parametrize(("sweep", "said"), [((500,), "500 is below"), ((4000, 2000), "must ascend")])
def test_lengths_that_cannot_be_made_are_refused(sweep, said):
    with pytest.raises(InputError, match=said):
        DocumentsSettings(sweep=sweep)


def test_without_generated_text_the_sources_must_suffice():
    with pytest.raises(InputError, match="give more sources"):
        list(MAKER.batches(DocumentsSettings(count=3, sweep=(6000,)), DOCS, 0))


def test_a_document_in_another_language_is_not_padding():
    german = Document(
        title="Haus", source="h.md", media_type="text/markdown", language="de",
        text="Das Haus am See hat viele Türen.\n\n" * 200,
    )  # fmt: skip
    assert not [one for one in texts(made((*DOCS, german))).values() if "Haus am See" in one.text]

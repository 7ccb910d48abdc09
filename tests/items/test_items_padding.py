import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.errors import InputError
from benchwright.items.padding import OTHERS, TOLERANCE, Frame, Passage, gather, lay, named, passages, says, tokens_of
from benchwright.items.padding import variant as variant_of
from benchwright.records import Answer, Document, Evidence, Heading, Item, Lineage, Page
from benchwright.seeding import rng

TEXT = "# Guide\n\nThe lamp is blue. The key hangs behind the door.\n"
GUIDE = Document(
    title="Guide", source="guide.md", media_type="text/markdown", language="en", text=TEXT,
    pages=(Page(number=1, start=0, end=len(TEXT)),), headings=(Heading(level=1, text="Guide", start=2, end=7),),
)  # fmt: skip
FRAME = Frame(GUIDE, "Guide", 0.5, "0 test")
PROSE = "Harbour water rises slowly while gulls wait beside the crane and boats return with salt on rope"
WORDS = PROSE.split()


def prose(count, *, seed=0):
    stream = rng("prose", seed)
    return [
        Passage(" ".join(f"{' '.join(stream.choices(WORDS, k=12)).capitalize()}." for _ in range(stream.randint(1, 6))))
        for _ in range(count)
    ]


def answer(value="blue", **given):
    return Answer(**{"type": "text", "values": (value,), **given})


def item(question='What colour is the lamp in "Guide"?'):
    at = TEXT.index("blue")
    return Item(
        question=question, kind="fact", answer=answer(), answerable=True, documents=(GUIDE.id,), cluster=GUIDE.id,
        evidence=(Evidence(document=GUIDE.id, start=at, end=at + 4, quote="blue"),), position=at / len(TEXT),
        lineage=Lineage(maker="documents", settings="", seed=0),
    )  # fmt: skip


@settings(max_examples=30)
@given(st.integers(1_000, 40_000), st.floats(0, 1), st.integers(0, 99))
def test_a_document_comes_out_as_long_as_asked_and_whole(length, place, seed):
    made, shift = lay(Frame(GUIDE, "Guide", place, str(seed)), length, prose(1200, seed=seed))
    assert abs(len(made.text.encode()) / 4 - length) <= TOLERANCE * length
    assert made.text[shift : shift + len(TEXT)] == TEXT
    assert made.text.count(FRAME.mark) == 1


@settings(max_examples=30)
@given(st.floats(0, 1))
def test_the_place_is_where_the_document_stands(place):
    made, shift = lay(Frame(GUIDE, "Guide", place, "0"), 20_000, prose(400))
    assert abs(shift / len(made.text) - place) < 0.02


@pytest.mark.parametrize("place", [0.0, 0.4, 1.0])
def test_evidence_pages_and_headings_move_with_the_document(place):
    frame = Frame(GUIDE, "Guide", place, "0")
    laid = lay(frame, 2_000, prose(100))
    made, moved = laid[0], variant_of(item(), frame, 2_000, laid)
    assert [made.text[one.start : one.end] for one in (*moved.evidence, *made.headings)] == ["blue", "Guide"]
    assert made.text[made.pages[0].start : made.pages[0].end] == TEXT
    assert moved.documents == (made.id,) != (GUIDE.id,)
    assert moved.position == pytest.approx(moved.evidence[0].start / len(made.text), abs=1e-6)


def test_records_that_were_asked_for_their_id_give_copies_with_ids_of_their_own():
    assert GUIDE.id
    base = item()
    assert base.id
    laid = [lay(FRAME, length, prose(100)) for length in (1_000, 2_000)]
    made = [variant_of(base, FRAME, 1_000 * at, one) for at, one in enumerate(laid, 1)]
    assert len({GUIDE.id, *(one.id for one, _ in laid)}) == 3
    assert len({base.id, *(one.id for one in made)}) == 3
    assert len({one.group for one in made}) == 1
    assert [one.variant for one in made] == ["1000", "2000"]


def test_a_document_that_does_not_fit_is_refused_with_what_it_takes():
    frame = Frame(GUIDE.model_copy(update={"text": "The lamp is blue. " * 400}), "Guide", 0.5, "0")
    with pytest.raises(InputError, match=rf"guide\.md does not fit into 1000 tokens; it takes {tokens_of(frame)}"):
        lay(frame, 1_000, prose(100))
    assert lay(frame, tokens_of(frame), prose(100))[0].text


def test_too_little_padding_is_refused():
    with pytest.raises(InputError, match="padding is short of"):
        lay(FRAME, 10_000, prose(3))


def test_without_room_for_padding_there_is_none():
    document = GUIDE.model_copy(update={"text": "The lamp is blue. " * 215})
    made, _ = lay(Frame(document, "Guide", 0.5, "0"), 1_000, prose(40))
    assert OTHERS not in made.text


@pytest.mark.parametrize(
    ("gold", "text", "barred"),
    [
        (answer("blue"), "A Blue door.", True),
        (answer("blue"), "A bluebell.", False),
        (answer("Core hours"), "In core\nhours only.", True),
        (answer("Core hours"), "The core of the hours.", False),
        (answer("1 May", accepted=("May 1",)), "On May 1 it rains.", True),
        (answer("1000", type="number"), "It weighs 1,000 grams.", True),
        (answer("100", type="number"), "It weighs 1000 grams.", False),
        (Answer(type="set", values=("tea", "milk")), "No milk here.", True),
        (answer("%"), "About 5 % more.", True),
    ],
)
def test_a_passage_that_holds_the_gold_is_barred(gold, text, barred):
    assert says(gold)(Passage(text)) is barred


@settings(max_examples=30)
@given(st.integers(0, 99), st.sets(st.sampled_from(["gulls", "crane", "salt on rope", "xyz"]), min_size=1))
def test_what_is_gathered_holds_none_of_the_golds_that_are_kept(seed, golds):
    bars = {gold: says(answer(gold)) for gold in golds}
    found = gather(30_000, prose(200, seed=seed), bars, lambda _: "\n\n".join(one.text for one in prose(90)))
    kept = golds - found.dropped.keys()
    assert sum(one.size for one in found.passages) >= 30_000
    assert not [one for one in found.passages for gold in kept if re.search(rf"\b{gold}\b", one.text, re.IGNORECASE)]


def test_a_gold_that_stands_everywhere_is_dropped_and_others_stay():
    texts = [Passage(f"The sea is calm on day {at}.") for at in range(50)]
    found = gather(1_000, texts, {"everywhere": says(answer("sea")), "rare": says(answer("7", type="number"))}, None)
    assert found.dropped == {"everywhere": "what it asks stands in 50 of 50 passages of padding"}
    assert len(found.passages) == 49


def test_generated_text_is_asked_for_only_where_the_sources_do_not_suffice():
    asked = []

    def more(tokens):
        asked.append(tokens)
        return "\n\n".join(one.text for one in prose(300))

    gather(2_000, prose(60), {}, more)
    assert asked == []
    gather(60_000, prose(10), {}, more)
    assert asked


def test_without_generated_text_a_shortage_is_an_error():
    with pytest.raises(InputError, match="give more sources, or shorter lengths"):
        gather(10_000, prose(3), {"a": says(answer("gulls"))}, None)


def test_a_heading_stays_with_its_paragraph_and_a_long_block_is_cut_between_lines():
    line = "The tide table hangs beside the harbour office and is renewed on the first day of every month of the year."
    found = passages("## Tides\n\n" + line + "\n\n" + "\n".join([line] * 60))
    assert found[0].text == f"## Tides\n\n{line}"
    assert len(found) > 2
    assert all(set(one.text.split("\n")) == {line} for one in found[1:])


def test_a_line_that_could_pass_for_a_mark_is_no_padding():
    assert passages(f"{FRAME.mark}\n{'The lamp is green. ' * 9}") == []


def test_a_question_says_which_document_it_is_about():
    assert named("How many?", "Guide") == 'In "Guide": How many?'
    assert named('How many in "Guide"?', "Guide") == 'How many in "Guide"?'

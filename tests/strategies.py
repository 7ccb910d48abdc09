"""Hypothesis strategies for records, bad shapes included."""

from hypothesis import strategies as st

from benchwright.records import Answer, Document, Evidence, Item, Lineage, Rejection

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400)


@st.composite
def answers(draw) -> Answer:
    kind = draw(st.sampled_from(["text", "number", "choice", "set", "list", "none"]))
    if kind == "none":
        return Answer(type="none")
    if kind in {"set", "list"}:
        return Answer(type=kind, values=tuple(draw(st.lists(words, min_size=1, max_size=4))))
    return Answer(type=kind, values=(draw(words),), accepted=tuple(draw(st.lists(words, max_size=2))))


@st.composite
def documents(draw) -> Document:
    return Document(
        title=draw(words), source=draw(words), media_type="text/plain", language="en", text=draw(texts),
        metadata=draw(st.dictionaries(words, words, max_size=2)),
    )  # fmt: skip


@st.composite
def items(draw, document: Document | None = None) -> Item:
    home = document or draw(documents())
    answer = draw(answers())
    start = draw(st.integers(0, len(home.text) - 1))
    end = draw(st.integers(start + 1, len(home.text)))
    quote = Evidence(document=home.id, start=start, end=end, quote=home.text[start:end])
    return Item(
        question=draw(words), kind=draw(st.sampled_from(["fact", "count"])), answer=answer,
        answerable=answer.type != "none", evidence=(quote,) if answer.type != "none" else (),
        documents=(home.id,), cluster=home.id, lineage=Lineage(maker="m", settings="s", seed=draw(st.integers(0, 9))),
    )  # fmt: skip


rejections = st.builds(Rejection, gate=words, reason=words, question=words, kind=words)

"""Laws of the records."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from benchwright.records import Answer, Document, Item, MakerSettings, Verdict, canonical, digest
from strategies import answers, documents, items

SHARES = st.floats(0, 1)


@given(items())
def test_an_item_survives_its_line(item):
    raw = json.loads(item.line())
    assert raw.pop("id") == item.id
    assert Item.model_validate(raw) == item


@given(items(), items())
def test_ids_are_equal_exactly_when_content_is(one, other):
    def content(item):
        return (item.question, item.kind, item.answer, item.documents, item.evidence)

    assert (one.id == other.id) == (content(one) == content(other))


@given(items(), st.floats(0, 1))
def test_measuring_an_item_does_not_change_its_id(item, difficulty):
    assert item.model_copy(update={"difficulty": difficulty, "canary": "x"}).id == item.id


@given(documents(), st.text(max_size=5))
def test_a_document_is_its_text(document, name):
    twin = Document(**(document.model_dump() | {"source": name}))
    assert twin.id == document.id
    assert Document(**(document.model_dump() | {"text": document.text + "x"})).id != document.id


@given(answers())
def test_answerable_means_there_is_an_answer(answer):
    shared = {"question": "Q?", "kind": "k", "cluster": "c", "lineage": {"maker": "m", "settings": "s", "seed": 0}}
    Item(answer=answer, answerable=answer.type != "none", **shared)
    with pytest.raises(ValidationError):
        Item(answer=answer, answerable=answer.type == "none", **shared)


@pytest.mark.parametrize(
    ("kind", "values"),
    [("text", ()), ("number", ("1", "2")), ("choice", ()), ("set", ()), ("list", ()), ("none", ("x",))],
)
def test_an_answer_of_the_wrong_shape_is_refused(kind, values):
    with pytest.raises(ValidationError, match="answer of type"):
        Answer(type=kind, values=values)


def test_a_gold_answer_that_contradicts_the_verifier_is_refused():
    gold, other = Answer(type="text", values=("a",)), Answer(type="text", values=("b",))
    with pytest.raises(ValidationError, match="verified"):
        Item(
            question="Q?", kind="k", answer=gold, verified_answer=other, answerable=True, cluster="c",
            lineage={"maker": "m", "settings": "s", "seed": 0},
        )  # fmt: skip


@given(state=st.sampled_from(["graded", "abstained", "failed"]), value=st.none() | SHARES,
       failure=st.none() | st.sampled_from(["parse", "provider", "limit", "missing"]))  # fmt: skip
def test_a_verdict_is_exactly_one_of_three(state, value, failure):
    allowed = (state == "graded") == (value is not None) and (state == "failed") == (failure is not None)
    if allowed:
        assert Verdict(state=state, value=value, failure=failure).state == state
    else:
        with pytest.raises(ValidationError):
            Verdict(state=state, value=value, failure=failure)


@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan")])
def test_a_value_outside_its_range_is_refused(value):
    with pytest.raises(ValidationError):
        Verdict(state="graded", value=value)


def test_the_six_outcomes():
    graded = [Verdict(state="graded", value=v).outcome(answerable=True) for v in (1.0, 0.99, 0.0)]
    refused = [Verdict(state="abstained").outcome(answerable=a) for a in (True, False)]
    failed = [
        Verdict(state="failed", failure=f).outcome(answerable=True) for f in ("parse", "provider", "limit", "missing")
    ]
    assert graded == ["right", "wrong", "wrong"]
    assert refused == ["refused wrongly", "refused rightly"]
    assert failed == ["unparsed", "error", "error", "error"]


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=5))
def test_canonical_json_forgets_order_and_nothing_else(values):
    backwards = dict(reversed(list(values.items())))
    assert canonical(values) == canonical(backwards)
    assert json.loads(canonical(values)) == values
    assert digest(values) == digest(backwards)


def test_the_settings_digest_ignores_the_seed_but_not_the_settings():
    one = MakerSettings(maker="m", seed=1, settings={"a": 1})
    assert one.digest == MakerSettings(maker="m", seed=2, settings={"a": 1}).digest
    assert one.digest != MakerSettings(maker="m", seed=1, settings={"a": 2}).digest

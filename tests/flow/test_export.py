"""Exports say the same as the benchmark; a hold-out shares nothing with the public part."""

import csv
import json
from dataclasses import replace

import pytest

from benchwright.errors import InputError
from benchwright.grading import gold_text
from benchwright.pipeline import export
from benchwright.pipeline.exporting import FORMS, split
from benchwright.records import Answer
from shell import benchwright


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_holds_every_item(bench, tmp_path, form):
    assert export(bench.path, tmp_path / "x", form=form).items == {"public": len(bench.items)}
    assert any((tmp_path / "x").iterdir())


def test_hugging_face_jsonl_is_items_and_documents(bench, tmp_path):
    export(bench.path, tmp_path / "x")
    assert [row["id"] for row in lines(tmp_path / "x" / "items.jsonl")] == [item.id for item in bench.items]
    assert {row["id"]: row["text"] for row in lines(tmp_path / "x" / "documents.jsonl")} == {
        key: document.text for key, document in bench.documents.items()
    }
    assert bench.card.canary in (tmp_path / "x" / "README.md").read_text()


def test_parquet_has_one_type_per_column(bench, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    export(bench.path, tmp_path / "x", form="parquet")
    rows = parquet.read_table(tmp_path / "x" / "items.parquet").to_pylist()
    assert [row["answer"]["values"] for row in rows] == [list(item.answer.values) for item in bench.items]


def test_inspect_reads_its_own_form(bench, tmp_path):
    from inspect_ai.dataset import json_dataset

    export(bench.path, tmp_path / "x", form="inspect")
    samples = json_dataset(str(tmp_path / "x" / "samples.jsonl"))
    items = {item.id: item for item in bench.items}
    assert {sample.id: sample.target for sample in samples} == {key: gold_text(i.answer) for key, i in items.items()}
    assert all(bench.documents[items[s.id].documents[0]].text in s.input for s in samples)


@pytest.fixture
def with_a_choice(bench):
    """The benchmark with one item, a question that has options."""
    answer = Answer(type="choice", values=("B",), options=("a clock", "a vase, blue"))
    item = bench.items[0].model_copy(update={"answer": answer, "question": "What was sold?"})
    return replace(bench, items=(item,)), item


def test_inspect_gets_the_options_of_a_choice(with_a_choice, tmp_path):
    found, item = with_a_choice
    FORMS["inspect"](found, found.items, tmp_path)
    [row] = lines(tmp_path / "samples.jsonl")
    assert row["input"].endswith("What was sold?\nA) a clock\nB) a vase, blue\nAnswer with the letter.")
    assert row["target"] == gold_text(item.answer)


def test_csv_gets_the_options_of_a_choice(with_a_choice, tmp_path):
    found, _ = with_a_choice
    FORMS["csv"](found, found.items, tmp_path)
    with (tmp_path / "items.csv").open(newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["question"], row["options"]) == ("What was sold?", "A) a clock | B) a vase, blue")


def test_csv_survives_commas_and_quotes(bench, tmp_path):
    export(bench.path, tmp_path / "x", form="csv")
    with (tmp_path / "x" / "items.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["question"] for row in rows] == [item.question for item in bench.items]


@pytest.mark.parametrize("seed", range(5))
def test_a_hold_out_shares_no_document(bench, seed):
    parts = split(bench.items, 0.4, seed)
    seen = {name: {key for item in items for key in (*item.documents, item.cluster)} for name, items in parts.items()}
    assert not seen["public"] & seen["private"]
    assert sorted(i.id for part in parts.values() for i in part) == sorted(i.id for i in bench.items)
    assert parts["private"]


@pytest.mark.parametrize("share", [-0.1, 1.0, 0.95])
def test_an_impossible_hold_out_is_refused(bench, share):
    with pytest.raises(InputError, match="hold"):
        split(bench.items, share, 0)


def test_it_is_told_what_was_held_out(capsys, bench, tmp_path):
    words = ["export", bench.path, "--holdout", 0.3, "--out"]
    found = json.loads(benchwright(capsys, *words, tmp_path / "j", "--json").out)
    hidden = {key for row in lines(tmp_path / "j" / "private" / "items.jsonl") for key in row["documents"]}
    assert found["documents"]["private"] == len(hidden)
    assert found["held_out"]["documents"] == len(hidden) / len(bench.documents)
    assert found["held_out"]["items"] == found["items"]["private"] / len(bench.items)
    told = benchwright(capsys, *words, tmp_path / "t").out
    assert f"held out: {found['held_out']['documents']:.1%} of documents" in told
    assert f"{found['held_out']['items']:.1%} of items (30.0% of documents was asked)" in told
    assert "held out" not in benchwright(capsys, "export", bench.path, "--out", tmp_path / "n").out

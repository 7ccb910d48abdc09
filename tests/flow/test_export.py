"""Exports say the same as the benchmark; a hold-out shares nothing with the public part."""

import csv
import json

import pytest

from benchwright.errors import InputError
from benchwright.grading import gold_text
from benchwright.pipeline import export
from benchwright.pipeline.exporting import FORMS, split


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_holds_every_item(bench, tmp_path, form):
    assert export(bench.path, tmp_path / "x", form=form) == {"public": len(bench.items)}
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

"""A benchmark in other formats, with a private hold-out if wanted.

`huggingface`  data/SPLIT.jsonl or .parquet with documents beside it, and a dataset card; loads with `datasets`
`inspect`      a JSONL that `inspect_ai.dataset.json_dataset` reads, contexts included
`csv`          one row an item

The code that judges the items of a specified benchmark stands beside them, under `spec/`, and a README says so.

A hold-out is drawn by cluster (document or world), so that nothing in the private part can be learnt from the public.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchwright.errors import InputError, MissingExtraError, OutputError, UnknownNameError
from benchwright.grading import gold_text
from benchwright.pipeline.opening import kept_specs
from benchwright.records import Item
from benchwright.seeding import rng
from benchwright.store import Benchmark, load, write_text, writing

Rows = list[dict[str, Any]]  # Any: JSON
JUDGED = (
    "Many replies can be right: they are judged by the code under `spec/`, in the folder that an item's `checker` "
    "names, for the `problem` beside it, and not by comparing them with the gold answer. Run that code in a sandbox.\n"
)


@dataclass(frozen=True)
class Exported:
    """What was written, by split: `public`, and `private` where there is a hold-out."""

    items: dict[str, int]
    documents: dict[str, int]
    """Those that an item of the split is about; no document is in both."""

    @property
    def held_out(self) -> dict[str, float]:
        """Shares of documents and of items that are private: documents are few, so neither is quite what was asked."""
        counts = {"documents": self.documents, "items": self.items}
        return {name: count.get("private", 0) / max(1, sum(count.values())) for name, count in counts.items()}


def export(
    path: Path | str, out: Path | str, *, form: str = "huggingface", holdout: float = 0.0, seed: int = 0
) -> Exported:
    """Write a benchmark in another format.

    Args:
        path: the benchmark folder.
        out: a folder that is empty or not there yet.
        form: huggingface, parquet, inspect or csv.
        holdout: share of clusters, 0 to below 1, that goes to `private/`; the rest goes to `public/`.
        seed: of the draw.

    Raises:
        InputError: an unknown form, a hold-out that cannot be drawn, or a spec in the benchmark that cannot be used.
        OutputError: `out` is not empty or cannot be written.
    """
    if form not in FORMS:
        raise UnknownNameError("format", form, FORMS)
    benchmark, out = load(path), Path(out)
    parts, code = split(benchmark.items, holdout, seed), kept_specs(benchmark)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise OutputError(f"{out} is not empty; name another --out")
        for name, items in parts.items():
            home = out if len(parts) == 1 else out / name
            home.mkdir(exist_ok=True)
            FORMS[form](benchmark, items, home)
            _beside(benchmark, code, home)
    return Exported(
        items={name: len(items) for name, items in parts.items()},
        documents={name: len({key for i in items for key in i.documents}) for name, items in parts.items()},
    )


def split(items: Sequence[Item], holdout: float, seed: int) -> dict[str, list[Item]]:
    """Public and private items; no cluster and no document is in both.

    Raises:
        InputError: the share is out of range, or there are too few clusters to split.
    """
    if not 0 <= holdout < 1:
        raise InputError(f"holdout {holdout}: expected a share from 0 to below 1")
    if holdout == 0:
        return {"public": list(items)}
    clusters = sorted({item.cluster for item in items})
    count = max(1, round(holdout * len(clusters)))
    if count >= len(clusters):
        raise InputError(
            f"a hold-out of {holdout:.0%} needs more documents than {len(clusters)}: it is drawn by document"
        )
    hidden = set(rng("holdout", seed).sample(clusters, count))
    shared = {key for i in items if i.cluster in hidden for key in i.documents} & {
        key for i in items if i.cluster not in hidden for key in i.documents
    }
    if shared:
        raise InputError(
            f"{len(shared)} documents belong to several clusters; no hold-out can be drawn that shares nothing"
        )
    return {
        "public": [item for item in items if item.cluster not in hidden],
        "private": [item for item in items if item.cluster in hidden],
    }


def _rows(items: Sequence[Item]) -> Rows:
    return [{"id": item.id, **item.model_dump(mode="json")} for item in items]


def _documents(benchmark: Benchmark, items: Sequence[Item]) -> Rows:
    needed = {key for item in items for key in item.documents}
    return [
        {"id": key, "title": document.title, "language": document.language, "text": document.text}
        for key in benchmark.documents if key in needed for document in [benchmark.documents[key]]
    ]  # fmt: skip


def _jsonl(path: Path, rows: Rows) -> None:
    write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _huggingface(benchmark: Benchmark, items: Sequence[Item], home: Path) -> None:
    _jsonl(home / "items.jsonl", _rows(items))
    _jsonl(home / "documents.jsonl", _documents(benchmark, items))
    write_text(home / "README.md", _dataset_card(benchmark, items, "jsonl"))


def _parquet(benchmark: Benchmark, items: Sequence[Item], home: Path) -> None:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("Parquet", "parquet") from error
    for name, rows in (("items", _rows(items)), ("documents", _documents(benchmark, items))):
        parquet.write_table(pa.Table.from_pylist(rows), home / f"{name}.parquet")
    write_text(home / "README.md", _dataset_card(benchmark, items, "parquet"))


def _dataset_card(benchmark: Benchmark, items: Sequence[Item], end: str) -> str:
    card = benchmark.card
    head = {
        "license": card.licence, "language": list(card.languages), "pretty_name": card.name,
        "configs": [{"config_name": name, "data_files": f"{name}.{end}"} for name in ("items", "documents")],
    }  # fmt: skip
    return (
        f"---\n{json.dumps(head, ensure_ascii=False, indent=2)}\n---\n# {card.name}\n\n"
        f"{len(items)} items made by Benchwright {card.benchwright}. Metric: {card.metric}.\n\n"
        f"Please keep this benchmark out of training data: {card.canary}\n"
    )


def _beside(benchmark: Benchmark, code: Mapping[str, str], home: Path) -> None:
    """Write the files of specs, by which replies are judged; the README says what they are."""
    for name, text in code.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        write_text(home / name, text)
    if code:
        readme = home / "README.md"
        said = readme.read_text("utf-8") if readme.exists() else f"# {benchmark.card.name}\n"
        write_text(readme, f"{said}\n{JUDGED}")


def _inspect(benchmark: Benchmark, items: Sequence[Item], home: Path) -> None:
    """Samples that stand alone: the documents' text is in the input, and the question as a run puts it."""
    from benchwright.attempts.prompting import question_text

    documents = benchmark.documents
    rows = [
        {
            "id": item.id,
            "input": "\n\n".join([*(documents[key].text for key in item.documents), question_text(item)]),
            "target": gold_text(item.answer),
            "metadata": {"kind": item.kind, "cluster": item.cluster, "answerable": item.answerable}
            | ({"checker": item.answer.checker, "problem": item.answer.problem} if item.answer.checker else {}),
        }
        for item in sorted(items, key=lambda item: item.documents)
    ]
    _jsonl(home / "samples.jsonl", rows)


def _lettered(item: Item) -> str:
    return " | ".join(f"{chr(65 + index)}) {option}" for index, option in enumerate(item.answer.options))


def _csv(benchmark: Benchmark, items: Sequence[Item], home: Path) -> None:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([
        "id", "kind", "question", "options", "answer", "answer_type", "answerable", "documents", "position", "evidence",
        "checker", "problem",
    ])  # fmt: skip
    for item in items:
        writer.writerow([
            item.id, item.kind, item.question, _lettered(item), gold_text(item.answer), item.answer.type,
            item.answerable, " ".join(item.documents), item.position, " | ".join(e.quote for e in item.evidence),
            item.answer.checker, item.answer.problem,
        ])  # fmt: skip
    write_text(home / "items.csv", file.getvalue())
    _jsonl(home / "documents.jsonl", _documents(benchmark, items))


FORMS: Mapping[str, Callable[[Benchmark, Sequence[Item], Path], None]] = {
    "huggingface": _huggingface, "parquet": _parquet, "inspect": _inspect, "csv": _csv,
}  # fmt: skip

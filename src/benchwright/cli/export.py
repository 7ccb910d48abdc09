"""`benchwright export`: a benchmark in other formats."""

from __future__ import annotations

from pathlib import Path

import click

from benchwright.cli._shell import as_json, counts_table, emit


@click.command()
@click.argument("bench", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--form", default="huggingface", show_default=True, help="huggingface, parquet, inspect or csv.")
@click.option("--holdout", type=float, default=0.0, show_default=True, help="Share of documents that becomes private.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the hold-out's draw.")
@as_json
def command(bench: Path, out: Path, form: str, holdout: float, seed: int, as_json: bool) -> None:
    """Write a benchmark in another format.

    \b
    Synopsis: benchwright export BENCH --out FOLDER [--form FORM] [--holdout SHARE]
    Example:  benchwright export bench --out dataset --form parquet --holdout 0.3
    """
    from benchwright.pipeline.exporting import export

    done = export(bench, out, form=form, holdout=holdout, seed=seed)
    value = {"out": str(out), "items": done.items, "documents": done.documents, "held_out": done.held_out}
    lines = [counts_table(done.items, "split"), f"written: {out}"]
    if holdout:
        share = done.held_out
        lines.insert(1, f"held out: {share['documents']:.1%} of documents and {share['items']:.1%} of items "
                        f"({holdout:.1%} of documents was asked)")  # fmt: skip
    emit(value, "\n".join(lines), machine=as_json)

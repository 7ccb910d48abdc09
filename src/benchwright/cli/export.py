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

    counts = export(bench, out, form=form, holdout=holdout, seed=seed)
    emit({"out": str(out), "items": counts}, f"{counts_table(counts, 'split')}\nwritten: {out}", machine=as_json)

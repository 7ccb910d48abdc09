"""A start for Monty's workers that leaves them no standard error.

They inherit that of this process, and a program can have them write there: on somebody's terminal, or into a log. The
pool starts its workers itself, from a path; here is the path of a script that shuts it first.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sysconfig
import tempfile
from functools import cache
from pathlib import Path
from shlex import quote


@cache
def quiet_start() -> str | None:
    """The path of the script, which goes with this process; None where no script can be run, or Monty is elsewhere."""
    found = os.environ.get("MONTY_BIN") or shutil.which("monty", path=sysconfig.get_path("scripts"))
    if os.name != "posix" or not found:
        return None
    try:
        folder = tempfile.mkdtemp(prefix="benchwright-")
        atexit.register(_remove, folder, os.getpid())
        script = Path(folder, "monty")
        script.write_text(f'#!/bin/sh\nexec {quote(found)} "$@" 2>/dev/null\n', "utf-8")
        script.chmod(0o700)
        done = subprocess.run([str(script), "--version"], capture_output=True, check=False)  # noqa: S603  # our own text
    except OSError:
        return None
    return str(script) if done.returncode == 0 else None


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:  # not in a process forked from it
        shutil.rmtree(folder, ignore_errors=True)

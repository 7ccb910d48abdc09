"""Run every script of `benchmarks/` and render `docs/benchmarks.md`, with the date and the kind of machine."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = """# Speed and memory

Each script under `benchmarks/` runs alone and measures ours beside a peer or a limit in one run; ratios are medians of
interleaved pairs. `make bench` makes this page anew.

"""


def run(script: Path, extra: list[str]) -> dict[str, Any]:  # Any: JSON
    """One script's closing line."""
    done = subprocess.run([sys.executable, str(script), *extra], stdout=subprocess.PIPE, text=True, check=False)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    print(json.dumps(found))
    return found


def processor() -> str:
    """The processor's model name, where the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def flat(figures: dict[str, Any]) -> dict[str, float]:
    """Figures by name; those of a group as GROUP.NAME."""
    found: dict[str, float] = {}
    for key, value in figures.items():
        found |= {f"{key}.{name}": each for name, each in value.items()} if isinstance(value, dict) else {key: value}
    return found


def render(found: list[dict[str, Any]]) -> str:
    """The page."""
    rows = ["| benchmark | figure | measured | bar | holds |", "|---|---|---:|---:|---|"]
    for entry in found:
        for key, value in flat(entry["figures"]).items():
            bar = entry["bars"].get(key)
            sign = ">=" if key in entry.get("floors", ()) else "<="
            shown = "" if bar is None else f"{sign} {bar}"
            good = "" if bar is None else ("yes" if entry["holds"] else "see script")
            rows.append(f"| {entry['benchmark']} | `{key}` | {value:,.4g} | {shown} | {good} |")
    when = dt.datetime.now(dt.UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {processor()}, Python {platform.python_version()}"
    return f"{HEAD}Measured {when} on {machine}.\n\n" + "\n".join(rows) + "\n"


def main() -> int:
    """Run them all; exit 1 where a bar is missed."""
    scripts = sorted(path for path in (ROOT / "benchmarks").glob("*.py") if not path.name.startswith("_"))
    found = [run(script, sys.argv[1:]) for script in scripts]
    PAGE.write_text(render(found), "utf-8")
    return 0 if all(entry["holds"] for entry in found) else 1


if __name__ == "__main__":
    sys.exit(main())

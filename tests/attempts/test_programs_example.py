"""The example prints what its page says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_shows_what_the_example_prints():
    done = subprocess.run(
        [sys.executable, "examples/programs.py"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() in (ROOT / "docs" / "programs.md").read_text("utf-8")
    assert "pips: right" in done.stdout

"""The example of logic prints what its page says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_logic_shows_what_the_example_prints():
    done = subprocess.run([sys.executable, "examples/logic.py"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() in (ROOT / "docs" / "logic-method.md").read_text("utf-8")
    assert "graded: right" in done.stdout

"""What the documentation says is what happens."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_readme_prints_what_it_says(tmp_path):
    text = (ROOT / "README.md").read_text()
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    said = re.search(r"```text\n(.*?)```", text, re.DOTALL)[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout == said


def test_help_texts_in_the_docs_are_fresh():
    done = subprocess.run(
        [sys.executable, "tools/docs.py", "--check"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_every_verb_has_a_page_and_starts_with_a_synopsis_and_an_example():
    from benchwright.cli import VERBS

    for verb in VERBS:
        page = (ROOT / "docs" / "verbs" / f"{verb}.md").read_text()
        assert "Synopsis: benchwright" in page
        assert "Example:" in page


def test_links_inside_the_docs_lead_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text()):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name} -> {target}"

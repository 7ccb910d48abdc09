"""Keep the help texts in `docs/verbs/` equal to what the command line prints; `--check` only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from click.testing import CliRunner

from benchwright.cli import benchwright

PAGES = Path(__file__).resolve().parent.parent / "docs" / "verbs"
BLOCK = re.compile(r"(<!-- help: (?P<verb>[a-z ]+) -->\n```text\n).*?(\n```)", re.DOTALL)


def help_of(verb: str) -> str:
    """What `benchwright VERB --help` prints on a terminal of 100 columns."""
    done = CliRunner().invoke(benchwright, [*verb.split(), "--help"], prog_name="benchwright", terminal_width=100)
    return done.output.strip()


def refreshed(page: str) -> str:
    """The page with every help block made anew."""
    return BLOCK.sub(lambda found: found[1] + help_of(found["verb"]) + found[3], page)


def main() -> int:
    """Refresh the pages, or with `--check` exit 1 where one is stale."""
    stale = []
    for path in sorted(PAGES.glob("*.md")):
        text = path.read_text("utf-8")
        fresh = refreshed(text)
        if fresh != text:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(fresh, "utf-8")
    print(f"stale: {', '.join(stale) or 'none'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())

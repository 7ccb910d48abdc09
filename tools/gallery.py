"""Write `docs/worlds/`: three pages of each genre and a gallery of questions, made anew; `--check` only compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchwright.items.worlds.families import FAMILIES
from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.maker import WorldSettings, batches
from benchwright.records import Answer, Item

PAGES = Path(__file__).resolve().parent.parent / "docs" / "worlds"
TOKENS = 3_000
SEEDS = {"novel": 9, "company": 4, "agreement": 2, "research": 1}
NOTE = "<!-- made by tools/gallery.py: change the tool, not the page -->"


def settings(genre: str) -> WorldSettings:
    """One world with a question of every family."""
    return WorldSettings(
        count=len(GENRES[genre].families), worlds=1, tokens=TOKENS, genre=genre, seed=SEEDS[genre], herrings=0.1
    )


def pages() -> Iterator[tuple[Path, str]]:
    """Every page with what it should say."""
    asked: dict[str, list[tuple[str, Item]]] = {name: [] for name in FAMILIES}
    for genre in GENRES.values():
        batch = next(batches(settings(genre.name)))
        for item in batch.items:
            asked[item.kind].append((genre.name, item))
        text = batch.documents[0].text
        yield PAGES / f"{genre.name}.md", _genre_page(genre.name, genre.summary, text, list(batch.items))
    yield PAGES / "gallery.md", _gallery(asked)


def _genre_page(name: str, summary: str, text: str, items: list[Item]) -> str:
    made = settings(name)
    quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    rows = "\n".join(_row(item) for item in items)
    title = f"# A generated world: {summary}"
    return (
        f"{title}\n\n{NOTE}\n\nA whole document of {TOKENS:,} tokens (bytes / 4) with a question of every family, as "
        "this prints them:\n\n```python\nfrom benchwright.items.worlds.maker import WorldSettings, batches\n\n"
        f'settings = WorldSettings(genre="{name}", count={made.count}, worlds=1, tokens={TOKENS}, '
        f"seed={made.seed}, herrings=0.1)\nbatch = next(batches(settings))\nprint(batch.documents[0].text)\n"
        "for item in batch.items:\n    print(item.kind, item.question, item.answer.values, item.position)\n```\n\n"
        f"## The document\n\n{quoted}\n\n## The questions\n\n*Position* is where the last sentence that is needed "
        "starts, from 0 (the first page) to 1 (the last).\n\n| family | question | answer | position |\n"
        f"|---|---|---|---|\n{rows}\n"
    )


def _gallery(asked: dict[str, list[tuple[str, Item]]]) -> str:
    intro = (
        "One question of every family from each genre, with its evidence and with the wrong answers that are foreseen "
        "(*slips*). The documents are those of the pages beside this one."
    )
    parts = [f"# Gallery of questions\n\n{NOTE}\n\n{intro}\n"]
    for name, pairs in asked.items():
        parts.append(f"\n## {name}\n\n{FAMILIES[name].summary.capitalize()}.\n")
        parts += [_entry(genre, item) for genre, item in pairs]
    return "".join(parts)


def _entry(genre: str, item: Item) -> str:
    evidence = "".join(f"    > {_flat(quote.quote)}\n    >\n" for quote in item.evidence).removesuffix("    >\n")
    slips = "; ".join(f"{decoy.slip}: {_answer(decoy.answer)}" for decoy in item.decoys)
    lines = [f"\n**{genre}**: {_flat(item.question)}\n\n- answer: {_answer(item.answer)}\n"]
    if item.evidence:
        lines.append(f"- evidence:\n\n{evidence}\n")
    if slips:
        lines.append(f"- slips: {_flat(slips)}\n")
    return "".join(lines)


def _row(item: Item) -> str:
    place = "" if item.position is None else f"{item.position:.2f}"
    return f"| {item.kind} | {_flat(item.question)} | {_flat(_answer(item.answer))} | {place} |"


def _answer(answer: Answer) -> str:
    if answer.type == "none":
        return "*nothing in the document answers it*"
    if answer.type == "choice":
        letter = answer.values[0]
        return f"{letter}: {answer.options['ABCDEFGH'.index(letter)]}"
    return "; ".join(answer.values)


def _flat(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> int:
    """Write the pages, or with `--check` exit 1 where one is stale."""
    stale = []
    for path, text in pages():
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(text, "utf-8")
    print(f"stale: {', '.join(stale) or 'none'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())

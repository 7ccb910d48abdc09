"""The page of the documentation shows what the maker makes."""

from __future__ import annotations

from pathlib import Path

from benchwright.items.worlds.maker import WorldSettings, batches

PAGE = Path(__file__).parents[3] / "docs" / "worlds" / "novel.md"


def test_the_novel_on_the_page_is_the_one_that_its_command_makes():
    batch = next(batches(WorldSettings(count=20, worlds=1, tokens=2_500, seed=9)))
    page = PAGE.read_text("utf-8")
    for paragraph in batch.documents[0].text.split("\n\n"):
        assert f"> {paragraph}\n" in page
    for item in batch.items:
        assert f"| {item.kind} | {item.question} |" in page

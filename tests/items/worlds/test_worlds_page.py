"""The pages of the documentation show what the maker makes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[3] / "tools" / "gallery.py"


def pages():
    spec = importlib.util.spec_from_file_location("gallery", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return dict(tool.pages())


@pytest.fixture(scope="module")
def made():
    return pages()


def test_the_pages_of_the_documentation_are_what_the_maker_makes_now(made):
    stale = [path.name for path, text in made.items() if path.read_text("utf-8") != text]
    assert not stale, "run: python tools/gallery.py"


def test_every_genre_has_its_pages_and_every_family_its_place_in_the_gallery(made):
    from benchwright.items.worlds.families import FAMILIES
    from benchwright.items.worlds.genres import GENRES

    names = {path.name for path in made}
    assert names == {"gallery.md", *(f"{genre}.md" for genre in GENRES)}
    gallery = next(text for path, text in made.items() if path.name == "gallery.md")
    assert all(f"\n## {name}\n" in gallery for name in FAMILIES)

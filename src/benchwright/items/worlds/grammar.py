r"""Phrases from text files, filled in at random without early repetition.

A phrase file has `[sections]` of one template a line; `{slots}` stand for given values or, failing that, for a draw
from the section of that name. Within one template a slot keeps its value; a trailing digit asks for another one, and a
capital first letter for a capital. `\n` starts a new paragraph; `#` starts a comment line.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

Phrases = Mapping[str, tuple[str, ...]]

_SLOT = re.compile(r"\{(\w+?)(\d?)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeio])")


@cache
def phrases(folder: str) -> Phrases:
    """The sections of all phrase files in a folder of `genres`."""
    sections: dict[str, list[str]] = {}
    inside = files("benchwright.items.worlds.genres").joinpath(folder).iterdir()
    for file in sorted((path for path in inside if path.name.endswith(".txt")), key=lambda path: path.name):
        current: list[str] = []
        for line in file.read_text("utf-8").split("\n"):
            if line.startswith("["):
                current = sections.setdefault(line.strip("[]"), [])
            elif not line.startswith("#"):
                current.append(line.replace("\\n", "\n"))
    return {name: tuple(_trim(lines)) for name, lines in sections.items()}


def _trim(lines: list[str]) -> Iterable[str]:
    """The lines without the blank ones at the end: a blank line after the heading is an empty phrase."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def capital(text: str) -> str:
    """The text with its first letter in upper case (behind an opening quotation mark, too)."""
    at = 1 if text[:1] == "“" else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def article(word: str) -> str:
    """The word behind `a` or `an`."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


class Grammar:
    """Draws phrases; each section is dealt like a pack of cards, and shuffled again when it runs out."""

    def __init__(self, phrases: Phrases, stream: random.Random) -> None:
        self.phrases, self._random = phrases, stream
        self._packs: dict[str, list[str]] = {}

    def draw(self, section: str) -> str:
        """The next phrase of a section."""
        pack = self._packs.get(section)
        if not pack:
            pack = self._packs[section] = list(self.phrases[section])
            self._random.shuffle(pack)
        return pack.pop()

    def fill(self, template: str, values: Mapping[str, str]) -> str:
        """The template with its slots filled."""
        held: dict[str, str] = {}

        def slot(match: re.Match[str]) -> str:
            name, lower = match[1], match[1][0].lower() + match[1][1:]
            key = lower + match[2]
            if key not in held:
                held[key] = values[lower] if lower in values else self._another(lower, held)
            return capital(held[key]) if name != lower else held[key]

        return capital(_SLOT.sub(slot, template))

    def write(self, section: str, values: Mapping[str, str]) -> str:
        """A phrase of a section, filled, with its articles put right."""
        return _ARTICLE.sub(r"\1n ", self.fill(self.draw(section), values))

    def _another(self, section: str, held: Mapping[str, str]) -> str:
        taken = set(held.values())
        while (word := self.draw(section)) in taken:
            pass
        return word

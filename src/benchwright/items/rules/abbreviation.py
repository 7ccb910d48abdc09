"""What does an abbreviation stand for? 'Free Software Foundation (FSF)': the letters must be the words' initials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchwright.items.rules.draft import Draft, Rule, quoted, text_answer
from benchwright.items.rules.reading import Block, Reading
from benchwright.items.rules.words import FUNCTION

SHORT = re.compile(r"\((?:the |hereinafter )?\"?(?P<short>[A-Z][A-Z0-9]{1,7})\"?\)")


def draft(reading: Reading) -> Iterator[Draft]:
    """A draft per abbreviation that is spelt out."""
    for block in reading.blocks:
        for match in SHORT.finditer(block.text):
            name = spelt_out(block.text[: match.start()].split(), match["short"])
            if name:
                yield _drafted(name, match["short"], block, reading)


def spelt_out(before: list[str], short: str) -> str:
    """The last words before the bracket whose initials are the letters (small words may be skipped); empty if none."""
    letters = list(short.lower())
    for at in range(len(before) - 1, max(-1, len(before) - 2 * len(short) - 2), -1):
        parts = [part for word in before[at:] for part in word.split("-")]
        full = [part[0].lower() for part in parts if part]
        weighty = [part[0].lower() for part in parts if part and part.lower() not in FUNCTION]
        if letters in (full, weighty) and before[at].lower() not in FUNCTION:
            name = " ".join(before[at:])
            return name if re.fullmatch(r"[A-Za-z][A-Za-z' -]+", name) else ""
    return ""


def _drafted(name: str, short: str, block: Block, reading: Reading) -> Draft:
    return Draft(
        kind="definition",
        rule="abbreviation",
        question=f"What does the abbreviation {quoted(short)} stand for in {reading.named}?",
        answer=text_answer(name, name.replace("-", " ")),
        evidence=(reading.evidence(*_sentence(block, name, reading)),),
        subject=short,
        claim=name.casefold(),
        topic=f"{short} {name}",
    )


def _sentence(block: Block, name: str, reading: Reading) -> tuple[int, int]:
    for sentence in reading.sentences:
        if sentence.block == block and f"{name} (" in sentence.text:
            return sentence.start, sentence.end
    return block.start, block.end


def check(draft: Draft, _reading: Reading) -> str:
    """The letters must be, in order, initials of the words."""
    initials = iter(re.findall(r"\b[a-z]", draft.answer.values[0].lower()))
    short = draft.subject.lower()
    return "" if all(letter in initials for letter in short) else f"{short!r} are not the initials of the name"


RULE = Rule("abbreviation", "definition", draft, check)

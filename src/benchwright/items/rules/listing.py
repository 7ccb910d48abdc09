"""Lists: an introduction that ends with a colon, and the entries under it.

A list counts only where its extent cannot be argued: entries of one style and one depth, labels in sequence, nothing
but them behind the introduction, and an introduction that names what it lists ('these conditions:').
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchwright.items.rules.draft import quoted, section_name
from benchwright.items.rules.lines import BULLETS, ROMAN, follows
from benchwright.items.rules.reading import Block, Reading
from benchwright.items.rules.words import FUNCTION

_NOUN = r"(?:(?!as |of |in |for |is |are |to |and |or )[a-z]+ ){0,2}?[a-z]{2,}[a-hj-rtv-z]s"
FOLLOWING = re.compile(
    rf"(?:.*\b)?(?:the following (?P<noun>{_NOUN})\b[^:]*|(?:these|the following) (?P<last>{_NOUN})):", re.IGNORECASE
)
NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNTED = re.compile(
    rf"(?:.*\b)?(?:{'|'.join(NUMBERS)}) (?P<noun>{_NOUN})(?: (?:in|for|of|to|on|when|if|before|after|during) [^:]*)?:",
    re.IGNORECASE,
)
_NOT_NOUN = re.compile(
    r"\b(?:is|are|was|has|includes|applies|means|as|this|its|terms|follows|purposes|always|cases|semantics|contents|"
    r"details|times|hours|days)$"
)
_LONGEST_LEAD = 25  # words
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True)
class Listing:
    """A list with its introduction."""

    intro: Block
    entries: tuple[Block, ...]
    noun: str
    """What the introduction says it lists, in the plural."""

    @property
    def span(self) -> tuple[int, int]:
        """From the start of the introduction to the end of the last entry."""
        return self.intro.start, self.entries[-1].end


def listings(reading: Reading) -> Iterator[Listing]:
    """The lists of a document whose extent and noun are beyond doubt."""
    said = Counter(last_sentence(block.text) for block in reading.blocks)
    for at, intro in enumerate(reading.blocks[:-1]):
        if intro.text.endswith(":") and said[last_sentence(intro.text)] == 1:
            entries, noun = _entries(at + 1, reading), noun_of(last_sentence(intro.text))
            nested = entries and intro.label and style(entries[0].label) == style(intro.label)
            if noun and 2 <= len(entries) <= 26 and not nested:
                yield Listing(intro, entries, noun)


def noun_of(intro: str) -> str:
    """What an introduction says it lists; empty where it does not say."""
    match = FOLLOWING.fullmatch(intro) or COUNTED.fullmatch(intro)
    noun = match and (match["noun"] or match.groupdict().get("last"))
    if not noun or _NOT_NOUN.search(noun) or FUNCTION & set(noun.lower().split()):
        return ""
    return noun


def last_sentence(text: str) -> str:
    """What stands behind the last full stop."""
    return re.split(r"(?<=[.!?]) +(?=[A-Z\"])", text)[-1]


def _entries(at: int, reading: Reading) -> tuple[Block, ...]:
    """The entries from a block on; none where anything is in doubt."""
    found: list[Block] = []
    section = reading.section_at(reading.blocks[at].start)
    for block in reading.blocks[at:]:
        same = bool(found) and (style(block.label), block.indent) == (style(found[0].label), found[0].indent)
        if found and not same and block.indent > found[0].indent:
            return ()  # a paragraph or a list inside an entry: where the list ends is open to argument
        if not block.label or (found and not same) or reading.section_at(block.start) != section:
            break
        found.append(block)
    return tuple(found) if _in_sequence([block.label for block in found]) else ()


def style(label: str) -> str:
    """What labels of one list have in common: 'a)' and 'b)', '1.' and '2.'."""
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", label))


def _in_sequence(labels: list[str]) -> bool:
    marks = [re.sub(r"[().]", "", label) for label in labels]
    if all(mark == marks[0] and mark in BULLETS for mark in marks):
        return True
    ways = (_LETTERS, tuple(str(count) for count in range(1, 27)), ROMAN)
    return any(tuple(marks) == way[: len(marks)] for way in ways)


def place(listing: Listing, found: Sequence[Listing], reading: Reading) -> str:
    """Where the list stands, in words that fit no other list: behind its introduction, or in its section.

    A section is named only where the introduction is long, or says itself how many entries follow.
    """
    lead, section = last_sentence(listing.intro.text).removesuffix(":"), reading.section_at(listing.intro.start)
    others = [one for one in found if reading.section_at(one.intro.start) == section]
    sure = section is not None and bool(section.number or reading.document.headings)
    said = re.search(rf"\b(?:{'|'.join(NUMBERS)})\b", lead, re.IGNORECASE)
    only = section is not None and sure and sum(one.noun == listing.noun for one in others) == 1
    if section is not None and only and (said or len(lead.split()) > _LONGEST_LEAD):
        return f"does {section_name(section)} of {reading.named} list"
    return f"does {reading.named} list after the words {quoted(lead)}"


def recount(quote: str, start: int, reading: Reading) -> tuple[int, str]:
    """(entries, what is wrong): counts the marks at line starts of a quoted list, and looks behind it for the next one.

    It knows nothing of blocks, so that an entry that the reading lost, or a list that it cut, comes to light.
    """
    mark = rf"^[ \t]*([{re.escape(BULLETS)}]|\(?[a-z]{{1,4}}\)|\(?\d+[.)]|[a-z]\.|\d+(?:\.\d+)+)[ \t]"
    marks: list[str] = re.findall(mark, quote[quote.find(":") :], re.MULTILINE)
    marks = [one for one in marks if style(one) == style(marks[0])]
    if not marks:
        return 0, "no line of the passage starts with a mark"
    said = re.search(rf"\b({'|'.join(NUMBERS)}) (?:of the )?following\b", quote)
    if said and NUMBERS.index(said[1]) + 2 != len(marks):
        return len(marks), f"the introduction says {said[1]}"
    section = reading.section_at(start)
    stop = section.body_end if section else len(reading.document.text)
    behind: list[str] = re.findall(mark, reading.document.text[start + len(quote) : stop], re.MULTILINE)
    if marks[-1] not in BULLETS and any(follows(marks[-1], one) and style(one) == style(marks[0]) for one in behind):
        return len(marks), "the next label stands behind the list"
    return len(marks), ""

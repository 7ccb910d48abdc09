"""How many? The entries of a list, and the numbered subsections of a section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from benchwright.items.rules.draft import Draft, Rule, section_name
from benchwright.items.rules.listing import Listing, last_sentence, listings, place, recount
from benchwright.items.rules.reading import Reading, Section
from benchwright.records import Answer, Evidence


def draft(reading: Reading) -> Iterator[Draft]:
    """A draft per list, and per section whose subsections are numbered from 1 without a gap."""
    found = tuple(listings(reading))
    for listing in found:
        yield _entries(listing, place(listing, found, reading), reading)
    for section in reading.sections:
        if section.number:
            yield from _subsections(section, reading)


def _draft(question: str, count: int, evidence: tuple[Evidence, ...], topic: str) -> Draft:
    answer = Answer(type="number", values=(str(count),))
    return Draft("counting", "counting", question, answer, evidence, question.casefold(), str(count), topic)


def _entries(listing: Listing, where: str, reading: Reading) -> Draft:
    question = f"How many {listing.noun} {where}?"
    evidence = (reading.evidence(*listing.span),)
    return _draft(question, len(listing.entries), evidence, last_sentence(listing.intro.text))


def _subsections(section: Section, reading: Reading) -> Iterator[Draft]:
    later = (one for one in reading.sections if one.start > section.start)
    inside = takewhile(lambda one: one.level > section.level, later)
    inner = [one for one in inside if re.fullmatch(rf"{re.escape(section.number)}\.\d+", one.number)]
    expected = [f"{section.number}.{count}" for count in range(1, len(inner) + 1)]
    if len(inner) >= 2 and [one.number for one in inner] == expected:
        question = f"How many numbered subsections does {section_name(section)} of {reading.named} have?"
        spans = tuple(reading.evidence(one.start, one.end) for one in inner)
        yield _draft(question, len(inner), spans, section.title)


def check(draft: Draft, reading: Reading) -> str:
    """Counts again, by the marks at the starts of lines."""
    if "numbered subsections" in draft.question:
        last = re.search(r"\d+(?:\.\d+)+", draft.evidence[-1].quote)
        return "" if last and last[0].rpartition(".")[2] == draft.claim else f"the last subsection is not {draft.claim}"
    found, problem = recount(draft.evidence[0].quote, draft.start, reading)
    return problem or ("" if found == int(draft.claim) else f"{found} marks at line starts against {draft.claim}")


RULE = Rule("counting", "counting", draft, check)

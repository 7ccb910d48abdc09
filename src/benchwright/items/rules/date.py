"""On what date?

Dates are asked for from the clause around them, from a participle ('the treaty adopted on ...') or from the line that
dates a version. A date can be written in many ways: all are accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchwright.items.rules.clause import invert
from benchwright.items.rules.draft import Draft, Rule, text_answer
from benchwright.items.rules.reading import Reading
from benchwright.items.rules.words import POINTERS
from benchwright.records import Answer

_NAMES = "January February March April May June July August September October November December"
MONTHS = tuple(_NAMES.split())
_MONTH = "|".join(MONTHS)
DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH}),? (?P<year>\d{{4}})\b|"
    rf"(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}})\b|"
    r"(?<![\d-])(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})(?![\d-])"
)
PARTICIPLE = re.compile(
    r"(?:^|.*\b)(?P<noun>the (?:[\w'-]+ ){1,6}?|(?:[A-Z][\w'-]+ ){2,6})"
    r"(?P<verb>adopted|signed|published|issued|released|enacted|ratified|dated|approved|founded|established)(?: on)?"
)
VERSION = re.compile(r"(?:[^.]* )?(?P<version>Version \d+(?:\.\d+)*),? (?:of |dated )?")
_HEAD = re.compile(r"(?P<head>.+?),? (?P<prep>on|by|from|until|before|after|since|of) ")


def parts(match: re.Match[str]) -> tuple[int, int, int] | None:
    """(year, month, day) of a match of `DATE`; None where there is no such day."""
    year, month, day = (match[name] or match[f"{name}2"] or match[f"{name}3"] for name in ("year", "month", "day"))
    number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
    return (int(year), number, int(day)) if 1 <= number <= 12 and 1 <= int(day) <= 31 else None


def date_answer(year: int, month: int, day: int, written: str) -> Answer:
    """The date as written, with its other spellings."""
    name = MONTHS[month - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in {11, 12, 13} else "th"
    spellings = [f"{day} {one} {year}" for one in (name, name[:3])]
    spellings += [f"{one} {day}, {year}" for one in (name, name[:3])]
    spellings += [f"{day}{ending} {name} {year}", f"{day}{ending} of {name} {year}", f"{name} {day}{ending}, {year}"]
    return text_answer(written, *spellings, f"{day:02d} {name} {year}", f"{year}-{month:02d}-{day:02d}")


def draft(reading: Reading) -> Iterator[Draft]:
    """A draft per date that something is said of."""
    for sentence in reading.sentences:
        for match in DATE.finditer(sentence.text):
            question = _ask(sentence.text[: match.start()], sentence.text[match.end() :], reading)
            if question:
                yield from _drafted(question, match, (sentence.start, sentence.end), reading)
    for block in reading.blocks:
        for match in DATE.finditer(block.text):
            version = VERSION.fullmatch(block.text[: match.start()])
            if version and len(block.text.split()) <= 15:
                question = f"What date does {reading.named} give for its {version['version'].lower()}?"
                yield from _drafted(question, match, (block.start, block.end), reading)


def _ask(before: str, after: str, reading: Reading) -> str | None:
    whole = PARTICIPLE.fullmatch(before.rstrip())
    if whole is not None and not POINTERS.search(whole["noun"]):
        return f"According to {reading.named}, on what date was {whole['noun'].strip()} {whole['verb']}?"
    head = _HEAD.fullmatch(before)
    if head is None or not re.fullmatch(r"[.;]?", after.strip()):
        return None
    turned = invert(head["head"].strip(), reading)
    if turned is None:
        return None
    prep = "from" if head["prep"] == "from" else head["prep"]
    return f"According to {reading.named}, {turned.front}{prep} what date {turned.core}?"


def _drafted(question: str, match: re.Match[str], span: tuple[int, int], reading: Reading) -> Iterator[Draft]:
    found = parts(match)
    if found:
        year, month, day = found
        claim = f"{year}-{month:02d}-{day:02d}"
        answer = date_answer(year, month, day, match[0])
        yield Draft(
            "number", "date", question, answer, (reading.evidence(*span),), question.casefold(), claim, question
        )


def check(draft: Draft, reading: Reading) -> str:
    """The evidence gives that day, and where it gives others too, the question must tell them apart by their words."""
    days = {found for match in DATE.finditer(" ".join(draft.evidence[0].quote.split())) if (found := parts(match))}
    claim = tuple(int(part) for part in draft.claim.split("-"))
    if claim not in days:
        return f"the passage does not give {draft.claim} of {reading.named}"
    return "" if len(days) == 1 else f"the passage gives {len(days)} dates"


RULE = Rule("date", "number", draft, check)

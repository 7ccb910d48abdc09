"""Where does it stand? Titles, numbers and the order of sections, and which section holds a given sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from benchwright.items.rules.draft import Draft, Rule, quoted, section_name, text_answer
from benchwright.items.rules.lines import BULLETS, follows
from benchwright.items.rules.reading import Reading, Section, Sentence
from benchwright.items.rules.words import POINTERS, content
from benchwright.records import Answer, Evidence

_STATEMENT = re.compile(r"[A-Z][^\n\"“”<>{}|]*\.")
_PER_SECTION = 3  # sentences asked about in one section


def draft(reading: Reading) -> Iterator[Draft]:
    """Drafts of all forms."""
    titles = Counter(section.title.casefold() for section in reading.sections)
    numbers = Counter(section.number for section in reading.sections)
    for at, section in enumerate(reading.sections):
        if titles[section.title.casefold()] > 1 or not _sound(section):
            continue
        if section.number and numbers[section.number] == 1:
            yield from _number(section, reading)
        yield from _next(at, reading)
        if _whole(at, reading):
            yield from _holding(section, reading)


def _sound(section: Section) -> bool:
    if section.title.upper().startswith("END OF"):
        return False
    return 3 <= len(section.title) <= 80 and bool(re.search(r"[A-Za-z]{3}", section.title)) and "|" not in section.title


def named_answer(section: Section, *parents: Section) -> Answer:
    """The section by its title, its number or both, or by a section around it."""
    accepted: list[str] = []
    for one in (section, *parents):
        number = one.number
        accepted += [one.title] if one is not section else []
        accepted += (
            [number, f"section {number}", f"{number} {one.title}", f"section {number} {one.title}"] if number else []
        )
    return text_answer(section.title, *accepted)


def _heading(section: Section, reading: Reading) -> Evidence:
    text = reading.document.text[section.start : section.end]
    lead = len(text) - len(text.lstrip())
    return reading.evidence(section.start + lead, section.start + len(text.rstrip()))


def _form(form: str, question: str, answer: Answer, evidence: tuple[Evidence, ...], subject: str) -> Draft:
    claim = answer.values[0].casefold()
    return Draft("section", "section", question, answer, evidence, f"{form}: {subject}", claim, topic=subject)


def _number(section: Section, reading: Reading) -> Iterator[Draft]:
    where, number = (_heading(section, reading),), section.number
    title = text_answer(section.title, f"{number} {section.title}", f"section {number} {section.title}")
    yield _form("title", f"What is the title of section {number} of {reading.named}?", title, where, number)
    both = text_answer(number, f"section {number}", f"{number} {section.title}", f"section {number} {section.title}")
    mark = "letter" if number.isalpha() else "number"
    ask = f"What is the {mark} of the section titled {quoted(section.title)} in {reading.named}?"
    yield _form("number", ask, both, where, section.title)


def _next(at: int, reading: Reading) -> Iterator[Draft]:
    """Which section comes next: asked only where the next heading is a sibling, so that no two readings differ."""
    section = reading.sections[at]
    after = reading.sections[at + 1] if at + 1 < len(reading.sections) else None
    if after is None or after.level != section.level or not (_sound(after) and _succeeds(section, after, reading)):
        return
    question = f"Which section of {reading.named} comes directly after {section_name(section)}?"
    evidence = (_heading(section, reading), _heading(after, reading))
    yield _form("next", question, named_answer(after), evidence, section.title)


def _whole(at: int, reading: Reading) -> bool:
    """Whether the extent of a section is beyond doubt: headings are listed, or their numbers have no gap."""
    section = reading.sections[at]
    later = [one for one in reading.sections[at + 1 :] if one.number]
    if reading.document.headings or not section.number:
        return bool(reading.document.headings)
    deeper = bool(later) and later[0].number.count(".") != section.number.count(".")
    return not later or deeper or follows(section.number, later[0].number)


def _succeeds(section: Section, after: Section, reading: Reading) -> bool:
    """Whether no heading can have been missed between two: their numbers follow, or the document itself lists them."""
    if section.number or after.number:
        return bool(section.number and after.number) and follows(section.number, after.number)
    return bool(reading.document.headings)


def _holding(section: Section, reading: Reading) -> Iterator[Draft]:
    fit = [sentence for sentence in reading.sentences_of(section) if _statement(sentence, section)]
    step = max(1, len(fit) // _PER_SECTION)
    around = [parent for parent in reading.parents(section) if parent.number or parent.level > 1]
    for sentence in fit[::step][:_PER_SECTION]:
        question = f"Which section of {reading.named} contains the sentence {quoted(sentence.text)}?"
        evidence = (reading.evidence(sentence.start, sentence.end),)
        yield _form("holding", question, named_answer(section, *around), evidence, sentence.text)


def _statement(sentence: Sentence, section: Section) -> bool:
    text = sentence.text
    if sentence.block.label and sentence.block.label in BULLETS:
        return False  # an entry may be less than a sentence
    if not 8 <= len(text.split()) <= 32 or not _STATEMENT.fullmatch(text) or POINTERS.match(text):
        return False
    return not content(section.title) <= content(text) and text.count("(") == text.count(")")


def check(draft: Draft, reading: Reading) -> str:
    """The heading is found again by walking the text, and the sentence stands once."""
    form, _, subject = draft.subject.partition(": ")
    title = draft.answer.values[0]
    if form in {"title", "next"} and title.split()[-1] not in draft.evidence[-1].quote:
        return f"the heading does not hold {title!r}"
    if form == "holding":
        if reading.repeats[subject] != 1:
            return f"the sentence stands {reading.repeats[subject]} times in the document"
        above = [section for section in reading.sections if section.start <= draft.start]
        if not above or above[-1].title != title:
            return f"the last heading above the sentence is not {title!r}"
    return ""


RULE = Rule("section", "section", draft, check)
